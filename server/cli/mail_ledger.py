"""The names of all mails that were begun, in a file beside the database.

A database that is restored from yesterday's copy believes that today's mails still wait.
This file is not restored with it, and so nobody is written to a second time.
"""

import os
from pathlib import Path

NAME = "mails-begun.txt"


class Ledger:
    """Message-IDs, one a line; only ever added to. They tell nobody's name or address."""

    def __init__(self, folder: Path) -> None:
        """Read the file in the data folder; there is none before the first mail."""
        self._path = folder / NAME
        text = self._path.read_text("utf-8") if self._path.exists() else ""
        self._begun = set(text.split())

    def __contains__(self, message_id: object) -> bool:
        """Whether this mail was ever begun."""
        return message_id in self._begun

    def add(self, message_id: str) -> None:
        """Note a mail, on disk, before a word of it goes out. Raises OSError."""
        self._begun.add(message_id)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{message_id}\n")
            file.flush()
            os.fsync(file.fileno())

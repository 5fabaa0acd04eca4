"""The names of all mails that went out or may have, in a file beside the database.

A database that is restored from yesterday's copy believes that today's mails still wait.
This file is not restored with it, and so nobody is written to a second time.
"""

import os
from collections.abc import Sequence
from pathlib import Path

NAME = "mails-begun.txt"


class Ledger:
    """Message-IDs, one a line, "-" before one that is struck. They tell no name or address."""

    def __init__(self, folder: Path) -> None:
        """Read the file in the data folder; there is none before the first mail."""
        self._path = folder / NAME
        self._begun: set[str] = set()
        text = self._path.read_text("utf-8") if self._path.exists() else ""
        for line in text.splitlines():
            if line.startswith("-"):
                self._begun.discard(line[1:])
            else:
                self._begun.add(line)

    def __contains__(self, message_id: object) -> bool:
        """Whether this mail went out, as far as anybody can know."""
        return message_id in self._begun

    def add(self, *message_ids: str) -> None:
        """Note the parts of a mail, on disk, before a word of it goes out. Raises OSError."""
        self._begun.update(message_ids)
        self._append(message_ids)

    def strike(self, *message_ids: str) -> None:
        """Note that a mail did not go out, or that a person wants it sent again."""
        self._begun.difference_update(message_ids)
        self._append([f"-{message_id}" for message_id in message_ids])

    def _append(self, lines: Sequence[str]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())

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
        self._read_to = 0

    def __contains__(self, message_id: object) -> bool:
        """Whether this mail went out, as far as anybody can know at this moment."""
        self._read_on()
        return message_id in self._begun

    def add(self, *message_ids: str) -> None:
        """Note the parts of a mail, on disk, before a word of it goes out. Raises OSError."""
        self._append(message_ids)

    def strike(self, *message_ids: str) -> None:
        """Note that a mail did not go out, or that a person wants it sent again."""
        self._append([f"-{message_id}" for message_id in message_ids])

    def _read_on(self) -> None:
        """Read what was noted since: a person may decide about one mail while others go out."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read_to)
            told = file.read()
        told = told[: told.rfind(b"\n") + 1]
        self._read_to += len(told)
        for line in told.decode("utf-8").splitlines():
            if line.startswith("-"):
                self._begun.discard(line[1:])
            else:
                self._begun.add(line)

    def _append(self, lines: Sequence[str]) -> None:
        with self._path.open("ab+") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
            # A line that a crash cut short must not swallow the next one.
            cut_short = file.read() not in (b"", b"\n")
            file.write(("\n" * cut_short + "".join(f"{line}\n" for line in lines)).encode())
            file.flush()
            os.fsync(file.fileno())

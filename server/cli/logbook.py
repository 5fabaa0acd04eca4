"""What a running server notes down beside its journal, so that curiosity leaves a trace.

Who of the staff searched, exported or was refused, and what went wrong: ids, roles and accounts,
never a guest's name, telephone number or code, and no query string.
"""

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGBOOK = "server.log"
LARGEST_FILE = 2 * 1024 * 1024
FILES_KEPT = 5


class _Book(RotatingFileHandler):
    """A disk that takes no more lines is told by /healthz; the door must not hear of it here."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Lose the line."""


class _OneLine(logging.Formatter):
    """For the terminal: what happened, without the way there, which stands in the book."""

    def format(self, record: logging.LogRecord) -> str:
        """Name a fault by its kind."""
        fault = record.exc_info[0] if record.exc_info else None
        return record.getMessage() + (f" ({fault.__name__})" if fault else "")


@contextlib.contextmanager
def logbook(folder: Path) -> Iterator[None]:
    """Keep the book of a server in its folder until the block ends."""
    ours = logging.getLogger("server")
    before = ours.level
    book = _Book(
        folder / LOGBOOK,
        maxBytes=LARGEST_FILE,
        backupCount=FILES_KEPT - 1,
        encoding="utf-8",
        delay=True,
    )
    book.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(_OneLine("%(message)s"))
    ours.setLevel(logging.INFO)
    for handler in (book, terminal):
        ours.addHandler(handler)
    try:
        yield
    finally:
        for handler in (book, terminal):
            ours.removeHandler(handler)
            handler.close()
        ours.setLevel(before)

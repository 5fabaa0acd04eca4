"""The file of the door's copy. One that is damaged is thrown away: it can be fetched again."""

import contextlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from server.errors import CheckinError, UnavailableError
from server.storage import open_store
from server.storage.files import remove
from server.storage.sqlite import Reader, SqliteStore, Writer

log = logging.getLogger(__name__)
T = TypeVar("T")


class RosterFile:
    """The store at `path`. `store` is another one once this one was thrown away."""

    def __init__(self, path: Path) -> None:
        """Open the file, or begin a new one where it is missing or damaged.

        Raises UnavailableError when the disk refuses.
        """
        self._path = path
        self._url = f"sqlite:///{path}"
        self._suspect = False
        self.store = self._open()

    @property
    def read(self) -> Reader:
        """The store's questions, unguarded."""
        return self.store.read

    def write(self, action: Callable[[Writer], T]) -> T:
        """Run one transaction. Raises UnavailableError."""
        return self.guarded(lambda: self.store.write(action))

    def guarded(self, action: Callable[[], T]) -> T:
        """Do something with the store. Raises UnavailableError, and what a rule refuses.

        A file that proves damaged in the middle of the morning is one that failed.
        """
        try:
            return action()
        except UnavailableError:
            self._suspect = True
            raise
        except CheckinError:
            raise
        except Exception as error:
            log.exception("roster copy failed")
            self._suspect = True
            raise UnavailableError from error

    def is_damaged(self) -> bool:
        """Tell a damaged file, to be thrown away, from a full disk, to be waited for.

        Reads all of a file that has failed since it was last asked, and nothing of another.
        """
        if not self._suspect:
            return False
        self._suspect = False
        try:
            return self.read.first_fault() is not None
        except Exception:  # noqa: BLE001  # as in _open
            return True

    def throw_away(self) -> None:
        """Begin an empty file: the old one is deleted. Raises UnavailableError."""
        self.store.close()
        self.store = self._begin()

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def _open(self) -> SqliteStore:
        """Open the file only if every row of it is as it was written."""
        with contextlib.ExitStack() as given_up:  # Windows deletes no file that is open
            try:
                store = open_store(self._url, synchronous="NORMAL")
                given_up.callback(store.close)
                if store.read.first_fault() is None:
                    given_up.pop_all()
                    return store
            except Exception:  # a damaged file fails in many ways, all cured alike
                log.debug("opening the roster copy", exc_info=True)
        log.warning("roster copy damaged; fetching a new one")
        return self._begin()

    def _begin(self) -> SqliteStore:
        try:
            remove(self._path)
        except OSError as error:
            raise UnavailableError from error
        return open_store(self._url, synchronous="NORMAL")

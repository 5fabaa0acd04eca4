"""The event in one SQLite file: durable before it is said, one writer, many readers.

All writing goes through `write`, which commits the waiting actions of several threads
together: under WAL with `synchronous=FULL` a commit is one flush of the disk, and eight
stations that share it wait for one flush instead of eight.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

import sqlite_utils

from server.errors import CheckinError, ConflictError, UnavailableError
from server.storage.access import AccessReads, AccessWrites
from server.storage.admission import DoorReads, DoorWrites
from server.storage.invitations import GuestReads, GuestWrites
from server.storage.mails import MailReads, MailWrites
from server.storage.organisations import LinkReads, LinkWrites
from server.storage.remarks import RemarkReads, RemarkWrites
from server.storage.schema import migrations
from server.storage.seats import SeatReads, SeatWrites
from server.storage.sendings import SendingReads, SendingWrites
from server.storage.spares import SpareReads, SpareWrites
from server.storage.webhooks import WebhookReads, WebhookWrites

log = logging.getLogger(__name__)
T = TypeVar("T")

BUSY_TIMEOUT_MS = 5_000
LARGEST_GROUP = 64
# So long a remembered fact is believed, since another program may write to the file too.
BELIEVED_SECONDS = 0.5


class NewerSchemaError(CheckinError):
    """Tệp dữ liệu do một phiên bản mới hơn của chương trình tạo ra. Hãy dùng phiên bản đó."""


class Reader(
    DoorReads,
    GuestReads,
    AccessReads,
    RemarkReads,
    SendingReads,
    LinkReads,
    MailReads,
    SeatReads,
    SpareReads,
    WebhookReads,
):
    """Everything that can be asked of the event."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db


class Writer(
    DoorWrites,
    GuestWrites,
    AccessWrites,
    RemarkWrites,
    SendingWrites,
    LinkWrites,
    MailWrites,
    SeatWrites,
    SpareWrites,
    WebhookWrites,
    Reader,
):
    """Everything that can be done to the event, inside one transaction."""


class SqliteStore:
    """One event's database. Safe to share between threads; close it when done."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self.path = path
        self._synchronous = synchronous
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._waiting: deque[_Wish] = deque()
        self._led = False
        self._turn = threading.Lock()
        self._writing = threading.Lock()
        self._told: list[Callable[[], None]] = []
        self._meta_version = 0
        self._db = self._connect()
        self._file = _identity(path)
        try:
            self._migrate()
        except BaseException:
            self._db.close()
            raise

    def write(self, action: Callable[[Writer], T]) -> T:
        """Run `action` in a write transaction and return its result once that is on disk.

        An exception in `action` undoes this action alone. Raises UnavailableError when the
        disk refuses: the outcome is then unknown and the caller may retry under the same id.
        """
        [outcome] = self.write_each([action])
        if isinstance(outcome, CheckinError):
            raise outcome
        return outcome

    def write_each(self, actions: Sequence[Callable[[Writer], T]]) -> list[T | CheckinError]:
        """Run several actions, each undone alone if it fails, and commit them together.

        Gives for each its result or the error that is its own. Raises as `write` does where
        the disk refuses, which concerns them all.
        """
        mine = [_Action(action) for action in actions]
        wish = _Wish(mine)
        with self._turn:
            self._waiting.append(wish)
            leads, self._led = not self._led, True
        try:
            leads = leads or wish.wait_for_turn()
        except BaseException:  # Ctrl-C: whoever waits behind must not wait for us
            self._leave(wish)
            raise
        if leads:
            self._lead()
        return [action.outcome() for action in mine]

    def on_commit(self, tell: Callable[[], None]) -> None:
        """Have `tell` called, quickly and without argument, after each commit."""
        self._told.append(tell)

    @property
    def read(self) -> Reader:
        """A reader for this thread; sees what is committed when each query starts."""
        if not hasattr(self._local, "reader"):
            db = self._connect()
            db.execute("PRAGMA query_only = ON")
            self._readers.append(db)
            self._local.reader = Reader(db)
        reader: Reader = self._local.reader
        return reader

    def remembered(self, key: str) -> Callable[[], str | None]:
        """Give what tells a fact about the database, at next to no cost.

        What is written through this store is told at once, what another program has written
        after half a second.
        """
        known: tuple[int, float, str | None] = (-1, 0.0, None)

        def tell() -> str | None:
            nonlocal known
            version, now = self._meta_version, time.monotonic()
            if known[0] != version or now - known[1] > BELIEVED_SECONDS:
                known = version, now, self.read.meta(key)
            return known[2]

        return tell

    def backup(self, target: Path) -> None:
        """Copy a consistent snapshot to `target`, beside running writers."""
        copy = sqlite3.connect(target)
        try:
            self.read.db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()

    def fold(self) -> None:
        """Bring what stands in the write-ahead log into the file itself, in nobody's way.

        So little is lost with a log that somebody deletes, or does not copy along. What cannot
        be done now is done the next time.
        """
        with suppress(sqlite3.Error):
            self.read.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def compact(self) -> None:
        """Rewrite the file and empty the write-ahead log, so that deleted text is gone."""
        with self._writing:
            try:
                self._db.execute("VACUUM")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise _unavailable(error) from error

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log away."""
        for db in [*self._readers, self._db]:
            db.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(
                self.path,
                isolation_level=None,
                check_same_thread=False,
                timeout=BUSY_TIMEOUT_MS / 1000,
            )
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        db.row_factory = sqlite3.Row
        try:
            for pragma in (
                "journal_mode = WAL",
                f"synchronous = {self._synchronous}",
                "foreign_keys = ON",
                "secure_delete = ON",
            ):
                db.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            db.close()  # whoever gives it up may want to put it away, which Windows forbids
            raise _unavailable(error) from error
        return db

    def _migrate(self) -> None:
        """Bring an older file up to date. sqlite-utils wraps each step in a transaction."""
        known = {step.name for step in migrations._migrations}  # noqa: SLF001  # no public list
        database = sqlite_utils.Database(self._db)
        try:
            applied = {step.name for step in migrations.applied(database)}
            if applied - known:
                raise NewerSchemaError
            migrations.apply(database)
            self.write(lambda tx: tx.ensure_identity())
        except sqlite3.Error as error:
            raise _unavailable(error) from error

    def _lead(self) -> None:
        """Write one group, our own wish first in it, and hand the pen to who waits longest.

        Each writer is woken by itself and once: under a lock that all of them wait for, a
        thread whose wish was long granted could be passed over again and again.
        """
        with self._turn:
            group = [self._waiting.popleft()]
            room = LARGEST_GROUP - len(group[0].actions)
            while self._waiting and (room := room - len(self._waiting[0].actions)) >= 0:
                group.append(self._waiting.popleft())
        try:
            with self._writing:
                self._commit([action for wish in group for action in wish.actions])
        finally:
            with self._turn:
                heir = self._choose_heir()
            for wish in [*group[1:], *heir]:
                wish.wake()

    def _leave(self, wish: "_Wish") -> None:
        """Take an unwritten wish out of the queue, and give the pen on if it was ours by now."""
        heir: list[_Wish] = []
        with self._turn:
            if wish in self._waiting:
                self._waiting.remove(wish)
                heir = self._choose_heir() if wish.leads else []
        for one in heir:
            one.wake()

    def _choose_heir(self) -> list["_Wish"]:
        """Name who has the pen next, if anybody waits. The turn is held."""
        heir = list(self._waiting)[:1]
        for one in heir:
            one.leads = True
        self._led = bool(heir)
        return heir

    def _commit(self, group: Sequence["_Action[Any]"]) -> None:
        """Run the actions, each in a savepoint unless it is alone, and commit once."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._check_file()
            writer = Writer(self._db)
            if len(group) == 1:
                group[0].run(writer, "ROLLBACK")
            else:
                for action in group:
                    self._db.execute("SAVEPOINT action")
                    action.run(writer, "ROLLBACK TO action")
                    self._db.execute("RELEASE action")
            if not self._db.in_transaction:
                return
            self._db.execute("COMMIT")
            self._meta_version += writer.meta_changed
        except BaseException as error:
            self._roll_back()
            for action in group:
                action.fail(_unavailable(error))
            if not isinstance(error, sqlite3.Error):
                raise  # this thread is told to end; the others' wishes are not done
        for tell in self._told:
            tell()

    def _check_file(self) -> None:
        """See that what we write will be found again under its name.

        A file that was deleted or replaced while it was open takes in everything, in vain.
        """
        wal = self.path.with_name(self.path.name + "-wal")
        if _identity(self.path) != self._file or not wal.exists():
            raise sqlite3.OperationalError("the file was deleted or replaced while it was open")

    def _roll_back(self) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            log.warning("rollback failed; reopening the database")
            self._db.close()
            self._db = self._connect()


class _Action(Generic[T]):
    """One caller's wish in the queue of the writer, and what became of it."""

    def __init__(self, action: Callable[[Writer], T]) -> None:
        self._action = action
        self._result: T | None = None
        self._error: BaseException | None = None

    def run(self, writer: Writer, take_back: str) -> None:
        """Act; `take_back` is the statement that undoes it if it fails."""
        try:
            self._result = self._action(writer)
        except Exception as error:  # it is the caller's, and is raised there
            self._error = error
            writer.db.execute(take_back)
            if _disk_trouble(error):
                raise

    def fail(self, error: BaseException) -> None:
        self._error = error

    def outcome(self) -> T | CheckinError:
        if isinstance(self._error, sqlite3.IntegrityError):
            conflict = ConflictError()
            conflict.__cause__ = self._error
            return conflict
        if isinstance(self._error, CheckinError) and not isinstance(self._error, UnavailableError):
            return self._error
        if self._error:
            raise self._error
        return self._result  # type: ignore[return-value]  # None only where T allows it


class _Wish:
    """What one caller wants written together, and the bell by which it is woken.

    `leads`: its thread has the pen, and writes for those behind it too.
    """

    def __init__(self, actions: Sequence[_Action[Any]]) -> None:
        self.actions = actions
        self.leads = False
        self._bell = threading.Lock()
        self._bell.acquire()

    def wait_for_turn(self) -> bool:
        """Wait until this is written (False) or must be written by this thread (True)."""
        self._bell.acquire()
        return self.leads

    def wake(self) -> None:
        """Ring once."""
        self._bell.release()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a name stands for; None: for none."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino


def _disk_trouble(error: Exception) -> bool:
    """Tell a failing or damaged file, which concerns the whole group, from one caller's mistake."""
    mistakes = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, mistakes)


def _unavailable(error: BaseException) -> UnavailableError:
    """Say so of a failure, which stays the cause: it tells a damaged file from a full disk."""
    log.error("database: %s", error)
    told = UnavailableError()
    told.__cause__ = error
    return told

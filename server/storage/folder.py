"""The data folder of one event: its database, the lock of its server, its backups."""

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from server.errors import CheckinError, ConflictError, InvalidError, UnavailableError
from server.sentences import Sentence, joined, say
from server.storage.admission import DoorWrites
from server.storage.files import files_of, lock, remove
from server.storage.sqlite import Reader, SqliteStore, Writer
from server.storage.webhooks import WebhookWrites
from server.upkeep import Backup

BACKUPS_KEPT = 24
# The folder of the rehearsal, and the mark in its database: the id of this very rehearsal.
REHEARSAL = "rehearsal"


class DamagedError(CheckinError):
    """Tệp dữ liệu bị hỏng."""

    code = "unavailable"


class EventFolder:
    """Everything a person may lose sleep over, in one place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "event.db"
        self.backups = path / "backups"
        # A server leaves it here for as long as it runs, and when it dies.
        self.mark = path / "server.running"
        # Seen before we make a `-wal` of our own.
        self._lacked = self.lacks_the_last

    @property
    def lacks_the_last(self) -> bool:
        """Whether a server died here and what it wrote last is gone: its `-wal` was deleted.

        SQLite folds that file away when the last program closes it, so one that dies leaves it.
        """
        return self.mark.exists() and self.database.exists() and not self._wal.exists()

    def open(self) -> SqliteStore:
        """Open the event, made at first. Raises UnavailableError, NewerSchemaError, DamagedError."""
        with self._writable():
            self.path.mkdir(parents=True, exist_ok=True)
            _for_owner_only(self.path, 0o700)
        try:
            with self._noting_recovery():
                store = SqliteStore(self.database)
        except UnavailableError as error:
            if damage := self.damage(error):
                raise damage from error
            raise
        _for_owner_only(self.database, 0o600)
        return store

    def damage(self, error: BaseException) -> DamagedError | None:
        """What to say of a failure that comes from a broken file; None: from something else."""
        code = getattr(error.__cause__ or error, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return None
        return DamagedError(
            say(
                "Tệp dữ liệu %(database)s bị hỏng. %(remedy)s",
                database=self.database,
                remedy=self.remedy(),
            )
        )

    def open_checked(self) -> SqliteStore:
        """Open the event and read all of it. Raises as `open` does, and DamagedError."""
        with contextlib.ExitStack() as given_up:
            store = self.open()
            given_up.callback(store.close)
            try:
                fault = store.read.first_fault()
            except sqlite3.DatabaseError as error:
                raise self.damage(error) or UnavailableError from error
            if fault:
                raise DamagedError(joined((fault, self.remedy()), " "))
            given_up.pop_all()
        return store

    def kept(self, key: str) -> str | None:
        """One fact about the database itself, read beside whoever has it open.

        None also where there is no event yet, or one that cannot be read: whoever goes on to
        open it is told so.
        """
        if not self.database.exists():
            return None
        address = f"{self.database.absolute().as_uri()}?mode=rw"
        try:
            with (
                self._noting_recovery(),
                contextlib.closing(sqlite3.connect(address, uri=True)) as db,
            ):
                row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one server. Raises ConflictError while another has it."""
        with self._held("server.lock") as held:
            if not held:
                raise ConflictError(
                    say(
                        "Đã có một máy chủ đang dùng thư mục %(path)s; hãy tắt máy chủ đó trước hoặc "
                        "chọn thư mục khác bằng --data.",
                        path=self.path,
                    )
                )
            yield

    @contextlib.contextmanager
    def mailing(self) -> Iterator[None]:
        """Be the only one who sends mails of this folder. Raises ConflictError."""
        with self._held("mail.lock") as held:
            if not held:
                raise ConflictError(
                    say(
                        "Đang có một lượt gửi thư của thư mục %(path)s; hãy chờ lượt đó xong.",
                        path=self.path,
                    )
                )
            yield

    def back_up(self, store: SqliteStore, now: datetime, target: Path | None = None) -> Path:
        """Copy the event, beside a running server. Gives the file that was written.

        Raises UnavailableError where the disk refuses, ConflictError for a file that is in use
        and InvalidError for a folder; nothing is written then.
        """
        if target is None:
            target = self.backups / f"event-{now:%Y%m%d-%H%M%S}.db"
        self._check_target(target)
        partial = target.with_name(target.name + ".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            store.backup(partial)
            _for_owner_only(partial, 0o600)
            partial.replace(target)
        except (OSError, sqlite3.Error) as error:
            raise UnavailableError(
                say(
                    "Không ghi được bản sao lưu %(target)s; hãy kiểm tra đĩa hoặc chọn nơi khác.",
                    target=target,
                )
            ) from error
        if target.parent == self.backups:
            self._thin_out()
        return target

    def begin_anew(self, store: SqliteStore) -> None:
        """Give the event a new incarnation, so that every kiosk sends all that it has taken."""
        value = secrets.token_hex(8)
        store.write(partial(DoorWrites.set_meta, key="incarnation", value=value))

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the event, under a new incarnation.

        The present database is kept beside it. Raises ConflictError while a server runs,
        InvalidError for a file that is no good backup; then nothing is changed.
        """
        with self.locked():
            candidate = self.path / "restoring.db"
            remove(candidate)
            try:
                shutil.copyfile(backup, candidate)
                _renew(candidate)
            except (OSError, sqlite3.Error, CheckinError) as error:
                remove(candidate)
                reason = (
                    error.sentence if isinstance(error, DamagedError) else say("không đọc được")
                )
                raise InvalidError(
                    say(
                        "Bản sao lưu %(backup)s không dùng được (%(reason)s); hãy chọn bản khác.",
                        backup=backup,
                        reason=reason,
                    )
                ) from error
            self._set_aside()
            candidate.replace(self.database)
            self.mark.unlink(missing_ok=True)

    def rehearsal(self, now: datetime) -> "EventFolder":
        """The folder of the rehearsal: a marked copy of the event, made where there is none.

        Everything in it is real but its place: guests, codes, people and stations are the
        event's own, and nothing that happens there is seen here. Raises UnavailableError.
        """
        inner = EventFolder(self.path / REHEARSAL)
        if not inner.database.exists():
            candidate = inner.path / "preparing.db"
            with contextlib.closing(self.open()) as store:
                self.back_up(store, now, candidate)
            # Marked before it bears the name under which a server would open it.
            _renew(candidate, WebhookWrites.forget_deliveries, rehearsal=secrets.token_hex(4))
            candidate.replace(inner.database)
        return inner

    def erase_rehearsal(self) -> bool:
        """Delete the rehearsal within this folder, and nothing else; False: there is none.

        Raises ConflictError while its server runs, or where it is not marked as one.
        """
        inner = EventFolder(self.path / REHEARSAL)
        if not inner.database.exists():
            return False
        with inner.locked(), contextlib.closing(inner.open()) as store:
            if store.read.meta(REHEARSAL) is None:
                raise ConflictError(
                    say(
                        "%(path)s không phải dữ liệu diễn tập nên không xóa; hãy xem lại --data.",
                        path=inner.path,
                    )
                )
        shutil.rmtree(inner.path)
        return True

    def forget_backups(self) -> int:
        """Delete every backup, since each holds names; gives how many.

        With them goes what a copy left that was killed half-way.
        """
        files = list(self.backups.glob("*.db")) + list(self.path.glob("before-restore-*.db*"))
        for file in [*files, *self.backups.glob("*.part"), *self.path.glob("restoring.db*")]:
            file.unlink()
        return len(files)

    def listed_backups(self) -> list[Backup]:
        """The copies that the server made, the newest first; none is read."""
        files = [(file, file.stat()) for file in self.backups.glob("event-*.db")]
        made = [
            Backup(file.name, datetime.fromtimestamp(told.st_mtime, UTC), told.st_size)
            for file, told in files
        ]
        return sorted(made, key=lambda backup: backup.name, reverse=True)

    def newest_backup(self) -> Path | None:
        """The latest backup that verifies."""
        for file in sorted(self.backups.glob("event-*.db"), reverse=True):
            with contextlib.suppress(sqlite3.DatabaseError, CheckinError), reading(file) as copy:
                if copy.first_fault() is None:
                    return file
        return None

    def remedy(self) -> Sentence:
        """What to do when the event's file is broken."""
        newest = self.newest_backup()
        if newest is None:
            return say("Chưa có bản sao lưu nào còn tốt; dữ liệu đã quét vẫn còn ở các máy quét.")
        return say(
            "Bản sao lưu tốt mới nhất: hãy chạy «dontiep restore %(newest)s».", newest=newest
        )

    @property
    def _wal(self) -> Path:
        return self.database.with_name(self.database.name + "-wal")

    @contextlib.contextmanager
    def _noting_recovery(self) -> Iterator[None]:
        """Take a dead server's mark away once its `-wal` was read, for now that goes for good."""
        left = not self._lacked and self.mark.exists() and self._wal.exists()
        yield
        if left:
            with self._held("server.lock") as dead:
                if dead:
                    self.mark.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _held(self, name: str) -> Iterator[bool]:
        """Try to hold a lock of this folder until the block ends; gives whether it is ours."""
        with self._writable():
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / name).open("a+b")
        with file:
            yield lock(file)

    @contextlib.contextmanager
    def _writable(self) -> Iterator[None]:
        """Say in one sentence that this folder takes nothing."""
        try:
            yield
        except OSError as error:
            raise UnavailableError(
                say(
                    "Không ghi được vào thư mục dữ liệu %(path)s (%(strerror)s); hãy chọn thư mục "
                    "khác bằng --data.",
                    path=self.path,
                    strerror=error.strerror,
                )
            ) from error

    def _check_target(self, target: Path) -> None:
        """See that a copy takes the place of nothing that is in use.

        A server whose file is replaced under it goes on in the old one, which nobody finds again.
        """
        if target.is_dir():
            raise InvalidError(
                say("%(target)s là một thư mục; hãy ghi cả tên tệp sao lưu.", target=target)
            )
        ours = target.resolve().parent == self.path.resolve() and _is_of_event(target.name)
        if ours or target.with_name(target.name + "-wal").exists():
            raise ConflictError(
                say(
                    "%(target)s là tệp dữ liệu đang dùng, không phải nơi sao lưu; hãy chọn tệp khác.",
                    target=target,
                )
            )

    def _set_aside(self) -> None:
        if not self.database.exists():
            return
        number = len(list(self.path.glob("before-restore-*.db"))) + 1
        aside = self.path / f"before-restore-{number}.db"
        for file, kept in zip(files_of(self.database), files_of(aside), strict=True):
            if file.exists():
                file.replace(kept)

    def _thin_out(self) -> None:
        for old in sorted(self.backups.glob("event-*.db"))[:-BACKUPS_KEPT]:
            old.unlink()


def _renew(path: Path, *more: Callable[[Writer], None], **marks: str) -> None:
    """Check a copied database, give it a new incarnation and what else makes it another."""
    store = SqliteStore(path)
    try:
        fault = store.read.first_fault()
        if fault:
            raise DamagedError(fault)
        for key, value in {"incarnation": secrets.token_hex(8), **marks}.items():
            store.write(partial(DoorWrites.set_meta, key=key, value=value))
        for action in more:
            store.write(action)
    finally:
        store.close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Read a copy of an event where it lies, and change nothing. Raises InvalidError."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    try:
        yield Reader(db)
    except sqlite3.DatabaseError as error:
        raise InvalidError(
            say("%(path)s không phải một bản sao lưu đọc được.", path=path)
        ) from error
    finally:
        db.close()


def _is_of_event(name: str) -> bool:
    """Whether a file of this name, in the data folder, belongs to the event that is open."""
    return name.casefold().startswith("event.db") or name.casefold().endswith(".lock")


def _for_owner_only(path: Path, mode: int) -> None:
    """Keep other accounts out. Windows has its own rights, inherited from the user's folder."""
    if os.name == "posix":
        path.chmod(mode)

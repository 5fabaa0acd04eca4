"""The file of a kiosk's own journal: the SQL under `kiosk.journal`."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from server.errors import CheckinError, UnavailableError
from server.storage.acts import ACT_TABLES, send_acts_again

T = TypeVar("T")

FORMAT = 1
# Nobody else writes this file; a virus scanner that holds it must not hold a guest.
BUSY_TIMEOUT_MS = 200
ENTRY_COLUMNS = (
    "scan_id", "boot_id", "station_seq", "code_hash", "reading", "mark", "scanned_at",
    "monotonic_ms", "offset_ms", "last_seen_server_time", "door_outcome", "door_reason", "state",
)  # fmt: skip

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS entries (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        scan_id TEXT NOT NULL UNIQUE,
        boot_id TEXT NOT NULL, station_seq INTEGER NOT NULL,
        code_hash TEXT, reading TEXT NOT NULL, mark TEXT,
        scanned_at TEXT NOT NULL, monotonic_ms INTEGER NOT NULL, offset_ms INTEGER NOT NULL,
        last_seen_server_time TEXT,
        door_outcome TEXT, door_reason TEXT,
        state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'parked')),
        message TEXT,
        UNIQUE (boot_id, station_seq)
    );
    CREATE INDEX IF NOT EXISTS waiting ON entries (position) WHERE state = 'pending';
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
    + ACT_TABLES
)


class NewerJournalError(CheckinError):
    """Nhật ký của quầy do một phiên bản mới hơn của chương trình tạo ra. Hãy dùng phiên bản đó."""


class DamagedJournalError(UnavailableError):
    """Tệp nhật ký của quầy bị hỏng."""


class JournalFile:
    """One file, one connection, one thread at a time; each change is on disk when it returns.

    Every method raises UnavailableError when the disk refuses. After that the file is
    opened anew, so that a disk which recovers needs no restart.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises DamagedJournalError and NewerJournalError too."""
        self._path = path
        self._turn = threading.Lock()
        self._db: sqlite3.Connection | None = None
        if self.ask(lambda db: db.execute("PRAGMA quick_check(1)").fetchone())[0] != "ok":
            self.close()
            raise DamagedJournalError

    def append(self, entry: dict[str, Any]) -> int:
        """Store an entry (ENTRY_COLUMNS without `station_seq`) and give it the next number."""

        def action(db: sqlite3.Connection) -> int:
            (number,) = db.execute(
                "SELECT 1 + coalesce(max(station_seq), 0) FROM entries WHERE boot_id = :boot_id",
                entry,
            ).fetchone()
            db.execute(_INSERT, entry | {"station_seq": number})
            return int(number)

        return self.do(action)

    def note_door(self, scan_id: str, outcome: str, reason: str | None) -> None:
        """Write down what the door said."""
        self.do(lambda db: db.execute(_NOTE_DOOR, (outcome, reason, scan_id)))

    def note_asked(self, scan_id: str, outcome: str, reason: str | None) -> None:
        """Keep what the server said of an entry, before anybody reads it.

        Only this is not forced to the disk, which a guest would wait for: it outlives the end
        of the program at once, and a power cut from the next change of the file on.
        """

        def action(db: sqlite3.Connection) -> None:
            db.execute("PRAGMA synchronous = NORMAL")
            try:
                db.execute(_NOTE_DOOR, (outcome, reason, scan_id))
            finally:
                db.execute("PRAGMA synchronous = FULL")

        self._run(None, action)

    def settle(self, incarnation: str | None, marks: Iterable[dict[str, Any]]) -> None:
        """Take entries (`scan_id`, `door_outcome` as sent, `state`, `message`) off the list.

        One that has changed since it was sent stays, and all stay when the server has been
        restored since: what its former self held proves nothing.
        """
        self.do_if_known(
            incarnation,
            lambda db: db.executemany(
                """UPDATE entries SET state = :state, message = :message
                WHERE scan_id = :scan_id AND state = 'pending'
                AND door_outcome IS :door_outcome""",
                marks,
            ),
        )

    def settle_asked(
        self, incarnation: str | None, scan_id: str, outcome: str, reason: str | None
    ) -> None:
        """Keep what the server said of an entry, and take it off the list as `settle` does."""
        self.do(
            lambda db: db.execute(
                """UPDATE entries SET door_outcome = :outcome, door_reason = :reason,
                state = iif(state = 'pending' AND :known, 'delivered', state)
                WHERE scan_id = :scan_id""",
                {
                    "scan_id": scan_id,
                    "outcome": outcome,
                    "reason": reason,
                    "known": _meta(db, "incarnation") == incarnation,
                },
            )
        )

    def waiting(
        self, limit: int, besides: str | None, until: int | None = None
    ) -> list[dict[str, Any]]:
        """Entries that the server has not acknowledged, oldest first; none past `until`."""
        rows = self.ask(
            lambda db: db.execute(
                """SELECT * FROM entries WHERE state = 'pending' AND scan_id IS NOT :besides
                AND (:until IS NULL OR position <= :until) ORDER BY position LIMIT :limit""",
                {"besides": besides, "until": until, "limit": limit},
            ).fetchall()
        )
        return [dict(row) for row in rows]

    def told_or_in_hand(self, boot_id: str) -> list[dict[str, Any]]:
        """Waiting entries that this door told a guest, or had in hand when a run of it ended.

        `boot_id` is the present run, whose own scans in hand are not over.
        """
        rows = self.ask(
            lambda db: db.execute(
                """SELECT * FROM entries WHERE state = 'pending'
                AND (door_outcome IS NOT NULL OR boot_id IS NOT ?) ORDER BY position""",
                (boot_id,),
            ).fetchall()
        )
        return [dict(row) for row in rows]

    def count_waiting(self, *besides: str | None) -> int:
        """How many entries and acts the server has not acknowledged, but for those in hand."""
        rows = self.ask(
            lambda db: db.execute(
                """SELECT scan_id FROM entries WHERE state = 'pending'
                UNION ALL SELECT act_id FROM acts WHERE state = 'pending'"""
            ).fetchall()
        )
        return sum(1 for (one,) in rows if one not in besides)

    def is_empty(self) -> bool:
        """Whether nothing was ever written here."""
        ever = "SELECT 1 FROM entries UNION ALL SELECT 1 FROM acts LIMIT 1"
        return self.ask(lambda db: db.execute(ever).fetchone()) is None

    def is_waiting(self, scan_id: str) -> bool:
        """Whether this scan is on the list of what the server has not acknowledged."""
        row = self.ask(
            lambda db: db.execute(
                "SELECT 1 FROM entries WHERE scan_id = ? AND state = 'pending'", (scan_id,)
            ).fetchone()
        )
        return row is not None

    def incarnation(self) -> str | None:
        """The incarnation of the server that acknowledged what is marked delivered."""
        return self.ask(lambda db: _meta(db, "incarnation"))

    def heed(self, incarnation: str) -> bool:
        """Have everything sent again when the server is no longer the one it was."""

        def action(db: sqlite3.Connection) -> bool:
            known = _meta(db, "incarnation")
            if known == incarnation:
                return False
            _set_meta(db, "incarnation", incarnation)
            db.execute("UPDATE entries SET state = 'pending', message = NULL")
            send_acts_again(db)
            return known is not None

        return self.do(action)

    def head(self) -> dict[str, Any] | None:
        """The head of the server's chain that was kept last."""
        text = self.ask(lambda db: _meta(db, "head"))
        return json.loads(text) if text else None

    def hold_head(self, head: dict[str, Any]) -> None:
        """Keep the head of the server's chain."""
        self.do(lambda db: _set_meta(db, "head", json.dumps(head)))

    def erased(self) -> int:
        """The number of the server's record of deletion that was last followed; 0: none."""
        return int(self.ask(lambda db: _meta(db, "erased")) or 0)

    def forget_acts(self, erased: int) -> None:
        """Delete every act and its traces, and note which deletion was followed by it."""

        def action(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM acts")
            _set_meta(db, "erased", str(erased))

        self.do(action)
        self.close()  # the last connection folds the write-ahead log away

    def forget(self) -> None:
        """Delete every entry and act."""

        def action(db: sqlite3.Connection) -> None:
            for table in ("entries", "acts"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608  # the names stand above

        self.do(action)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._drop()

    def do(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Run a change of this file, or of what stands beside the scans in it."""
        return self._run("BEGIN IMMEDIATE", action)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Run a question to this file."""
        return self._run("BEGIN", question)

    def do_if_known(
        self, incarnation: str | None, action: Callable[[sqlite3.Connection], T]
    ) -> T | None:
        """Change the file unless the server has been restored since it was of `incarnation`."""
        return self.do(lambda db: action(db) if _meta(db, "incarnation") == incarnation else None)

    def _run(self, begin: str | None, action: Callable[[sqlite3.Connection], T]) -> T:
        """`begin` None: each statement of the action stands for itself."""
        with self._turn:
            try:
                db = self._db = self._db or self._open()
                if begin:
                    db.execute(begin)
                result = action(db)
                if begin:
                    db.execute("COMMIT")
            except sqlite3.Error as error:
                self._drop()
                damaged = error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
                raise (DamagedJournalError if damaged else UnavailableError) from error
            return result

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_TIMEOUT_MS / 1000,
        )
        db.row_factory = sqlite3.Row
        try:
            _prepare(db)
        except BaseException:
            db.close()  # a damaged one is set aside next, which Windows does to no open file
            raise
        return db

    def _drop(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            db.close()


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        db.execute(f"PRAGMA {pragma}")
    if db.execute("PRAGMA user_version").fetchone()[0] > FORMAT:
        raise NewerJournalError
    db.executescript(_TABLES)
    db.execute(f"PRAGMA user_version = {FORMAT}")


_NOTE_DOOR = "UPDATE entries SET door_outcome = ?, door_reason = ? WHERE scan_id = ?"
_INSERT = (
    f"INSERT INTO entries ({', '.join(ENTRY_COLUMNS)}) "  # noqa: S608  # constants
    f"VALUES ({', '.join(':' + c for c in ENTRY_COLUMNS)})"
)


def _meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute(
        """INSERT INTO meta VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
        (key, value),
    )

"""What happened at the doors: the journal of scans, and who is inside."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from server.admission import Admission, Decision, Doors, Dossier, Outcome, Reason, Record, Scan
from server.sentences import Sentence
from server.spares import KEY as SPARES_KEY
from server.storage.chain import GENESIS, SCAN_COLUMNS, first_fault, link


class DoorReads:
    """Questions about scans and admissions."""

    db: sqlite3.Connection

    def meta(self, key: str) -> str | None:
        """One fact about the database itself."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    @property
    def event_id(self) -> str:
        """The random id of this event; its letters are in every code."""
        return self.meta("event_id") or ""

    @property
    def incarnation(self) -> str:
        """Changes when the database is restored; a kiosk then sends everything again."""
        return self.meta("incarnation") or ""

    def head(self) -> tuple[int, str]:
        """Last seq and hash of the chain; (0, 64 zeros) while nothing has happened."""
        row = self.db.execute("SELECT seq, hash FROM scans ORDER BY seq DESC LIMIT 1").fetchone()
        return (row["seq"], row["hash"]) if row else (0, GENESIS)

    def hash_of(self, seq: int) -> str | None:
        """The hash that the chain has at this record; None: there is no such record."""
        row = self.db.execute("SELECT hash FROM scans WHERE seq = ?", (seq,)).fetchone()
        return row["hash"] if row else None

    def dossier(self, code_hash: str | None, doors: Doors) -> Dossier:
        """Everything `decide` needs to know about a scanned code."""
        row = self.db.execute(
            f"""{_DOSSIER.format(replaced="c.replaced")}
            LEFT JOIN codes c ON c.code_hash = ?
            LEFT JOIN invitations i ON i.id = c.invitation
            {_STANDING}""",
            (code_hash,),
        ).fetchone()
        return _dossier(row, doors)

    def dossier_of(self, invitation: str, doors: Doors) -> Dossier:
        """The same for an invitation that a person names, without a code."""
        row = self.db.execute(
            f"""{_DOSSIER.format(replaced="0")}
            LEFT JOIN invitations i ON i.id = ?
            {_STANDING}""",
            (invitation,),
        ).fetchone()
        return _dossier(row, doors)

    def scan(self, scan_id: str) -> Record | None:
        """The record made under this id."""
        row = self.db.execute("SELECT * FROM scans WHERE scan_id = ?", (scan_id,)).fetchone()
        return _record(row) if row else None

    def record(self, seq: int) -> Record | None:
        """The record at this place in the journal."""
        row = self.db.execute("SELECT * FROM scans WHERE seq = ?", (seq,)).fetchone()
        return _record(row) if row else None

    def scans(self, after: int = 0, limit: int = 500) -> list[Record]:
        """Records in order, the first with seq > `after`."""
        rows = self.db.execute(
            "SELECT * FROM scans WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
        )
        return [_record(row) for row in rows]

    def history(self, invitation: str) -> list[Record]:
        """Everything that happened to this place, in order."""
        rows = self.db.execute(
            "SELECT * FROM scans WHERE invitation = ? ORDER BY seq", (invitation,)
        )
        return [_record(row) for row in rows]

    def late_conflict(self, seq: int) -> Record | None:
        """The record that was added when a door's word was found to differ from `seq`."""
        row = self.db.execute(
            "SELECT * FROM scans WHERE refers = ? AND kind = 'conflict'", (seq,)
        ).fetchone()
        return _record(row) if row else None

    def inside(self, invitation: str) -> Admission | None:
        """The admission that stands for this invitation."""
        row = self.db.execute(
            "SELECT * FROM admissions WHERE invitation = ? AND undone_at IS NULL", (invitation,)
        ).fetchone()
        return _admission(row) if row else None

    def admissions(self) -> dict[str, Admission]:
        """Who is inside, by invitation id."""
        rows = self.db.execute("SELECT * FROM admissions WHERE undone_at IS NULL")
        return {row["invitation"]: _admission(row) for row in rows}

    def admission(self, seq: int) -> Admission | None:
        """The admission that a record made, undone or not."""
        row = self.db.execute("SELECT * FROM admissions WHERE seq = ?", (seq,)).fetchone()
        return _admission(row) if row else None

    def gaps(self) -> Iterator[tuple[str, int, int]]:
        """Station and first and last number of every run of station_seq that has not arrived."""
        rows = self.db.execute(
            """SELECT station, prior + 1 AS first, station_seq - 1 AS last FROM (
                SELECT station, station_seq, lag(station_seq, 1, 0) OVER
                    (PARTITION BY station, boot_id ORDER BY station_seq) AS prior
                FROM scans WHERE station_seq IS NOT NULL)
            WHERE station_seq > prior + 1 ORDER BY station, first"""
        )
        for row in rows:
            yield row["station"], row["first"], row["last"]

    def parked(self) -> int:
        """How many delivered items could not be taken in and wait for a person."""
        (count,) = self.db.execute("SELECT count(*) FROM parked").fetchone()
        return int(count)

    def first_fault(self) -> Sentence | None:
        """Check file, chain, guest list and admissions; name the first wrong row."""
        return first_fault(self.db)


class DoorWrites(DoorReads):
    """New facts. Nothing here changes or removes an old one."""

    # Whether a fact about the database itself was set in this transaction.
    meta_changed = False

    def ensure_identity(self) -> None:
        """Give a new database its event id, its incarnation and what marks its spare codes."""
        for key, length in (("event_id", 8), ("incarnation", 8), (SPARES_KEY, 32)):
            self.db.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING",
                (key, secrets.token_hex(length)),
            )

    def set_meta(self, key: str, value: str | None) -> None:
        """Set or remove a fact about the database itself."""
        self.meta_changed = True
        if value is None:
            self.db.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            self.db.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def add_scan(
        self,
        scan: Scan,
        decision: Decision,
        now: datetime,
        *,
        door: Decision | None = None,
        invitation: str | None = None,
        conflict: bool = False,
        effect: str | None = None,
        refers: int | None = None,
    ) -> Record:
        """Append a door's scan with what was decided."""
        return self.add_record(
            "scan",
            scan.scan_id,
            now,
            station=scan.station,
            boot_id=scan.boot_id,
            station_seq=scan.station_seq,
            reading=scan.reading.value,
            code_hash=scan.code_hash,
            mark=scan.mark,
            invitation=invitation,
            outcome=decision.outcome.value,
            reason=decision.reason.value if decision.reason else None,
            door_outcome=door.outcome.value if door else None,
            door_reason=door.reason.value if door and door.reason else None,
            conflict=int(conflict),
            effect=effect,
            refers=refers,
            scanned_at=scan.scanned_at,
            at=scan.at,
        )

    def add_record(self, kind: str, scan_id: str, now: datetime, **columns: Any) -> Record:
        """Append any fact; `columns` are columns of `scans`, `detail` a JSON object.

        Times not given are `now`. An "admit" or "undo" effect is carried out with it, and
        the touched place moves to the front of every kiosk's next copy.
        """
        row: dict[str, Any] = dict.fromkeys(SCAN_COLUMNS)
        row |= {"conflict": 0, "scanned_at": now, "at": now, "received_at": now}
        row |= columns | {"kind": kind, "scan_id": scan_id}
        for column in ("scanned_at", "at", "received_at"):
            row[column] = write_time(row[column])
        row["detail"] = json.dumps(row["detail"], ensure_ascii=False) if row["detail"] else None
        last, previous = self.head()
        row |= {"seq": last + 1, "hash": link(previous, last + 1, row)}
        self.db.execute(_INSERT_SCAN, row)
        if row["effect"] == "admit":
            self._admit(row)
        elif row["effect"] == "undo":
            self._undo(row)
        if row["invitation"]:
            self.touch(row["invitation"], row["seq"])
        return _record(row)

    def touch(self, invitation: str, seq: int) -> None:
        """Note that `seq` is the last record that concerns this place."""
        self.db.execute("UPDATE invitations SET seq = ? WHERE id = ?", (seq, invitation))

    def park(
        self, station: str, scan_id: str | None, item: str, message: str, at: datetime
    ) -> bool:
        """Keep an item that cannot be taken in where the organiser sees it. False: known."""
        count = self.db.execute(
            """INSERT INTO parked (station, scan_id, item, message, at)
            SELECT :station, :scan_id, :item, :message, :at WHERE NOT EXISTS (
                SELECT 1 FROM parked
                WHERE station = :station AND scan_id IS NULL AND item = :item AND :scan_id IS NULL
            ) ON CONFLICT DO NOTHING""",
            {
                "station": station,
                "scan_id": scan_id,
                "item": item,
                "message": message,
                "at": write_time(at),
            },
        ).rowcount
        return count == 1

    def _admit(self, row: dict[str, Any]) -> None:
        self.db.execute(
            """INSERT INTO admissions (seq, invitation, scan_id, station, at)
            VALUES (:seq, :invitation, :scan_id, coalesce(:station, :person, ''), :at)""",
            row,
        )

    def _undo(self, row: dict[str, Any]) -> None:
        self.db.execute(
            """UPDATE admissions SET undone_at = :at, undone_by = coalesce(:person, :station)
            WHERE invitation = :invitation AND undone_at IS NULL""",
            row,
        )

    def give_undo_reason(self, invitation: str, reason: str) -> None:
        """Put a person's words beside the newest undone admission; they are purged later."""
        self.db.execute(
            """UPDATE admissions SET undone_reason = ? WHERE seq =
            (SELECT max(seq) FROM admissions WHERE invitation = ? AND undone_at IS NOT NULL)""",
            (reason, invitation),
        )

    def forget_words(self) -> None:
        """Delete what people wrote beside the journal, and parked items."""
        self.db.execute("UPDATE admissions SET undone_reason = NULL")
        self.db.execute("DELETE FROM remarks")
        self.db.execute("DELETE FROM parked")


# Always one row, whatever is known: the door pays one query, also for learning that the
# event is closed.
_DOSSIER = """SELECT (SELECT value FROM meta WHERE key = 'closed_at') AS closed_at,
    i.id, i.cancelled, {replaced} AS replaced, a.* FROM (SELECT 1)"""
_STANDING = "LEFT JOIN admissions a ON a.invitation = i.id AND a.undone_at IS NULL"

_INSERT_SCAN = (
    f"INSERT INTO scans (seq, {', '.join(SCAN_COLUMNS)}, hash) "  # noqa: S608  # constants
    f"VALUES (:seq, {', '.join(':' + c for c in SCAN_COLUMNS)}, :hash)"
)


def write_time(moment: datetime) -> str:
    """Store an aware moment as UTC text that sorts: `2023-11-17T00:46:00.000Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def read_time(text: str) -> datetime:
    """Read what `write_time` wrote; aware UTC."""
    return datetime.fromisoformat(text)


def _dossier(row: sqlite3.Row, doors: Doors) -> Dossier:
    if row["closed_at"]:
        doors = replace(doors, closed=True)
    if row["id"] is None:
        return Dossier(None, doors=doors)
    return Dossier(
        invitation=row["id"],
        replaced=bool(row["replaced"]),
        cancelled=row["cancelled"] is not None,
        admission=_admission(row) if row["scan_id"] else None,
        doors=doors,
    )


def _decision(outcome: str | None, reason: str | None) -> Decision | None:
    if outcome is None:
        return None
    return Decision(Outcome(outcome), Reason(reason) if reason else None)


def _record(row: Any) -> Record:
    return Record(
        seq=row["seq"],
        scan_id=row["scan_id"],
        kind=row["kind"],
        station=row["station"],
        person=row["person"],
        reading=row["reading"],
        code_hash=row["code_hash"],
        mark=row["mark"],
        invitation=row["invitation"],
        decision=_decision(row["outcome"], row["reason"]),
        door=_decision(row["door_outcome"], row["door_reason"]),
        conflict=bool(row["conflict"]),
        effect=row["effect"],
        refers=row["refers"],
        scanned_at=read_time(row["scanned_at"]),
        at=read_time(row["at"]),
        received_at=read_time(row["received_at"]),
        detail=json.loads(row["detail"]) if row["detail"] else {},
        hash=row["hash"],
    )


def _admission(row: sqlite3.Row) -> Admission:
    return Admission(
        seq=row["seq"],
        invitation=row["invitation"],
        scan_id=row["scan_id"],
        station=row["station"],
        at=read_time(row["at"]),
        undone_at=read_time(row["undone_at"]) if row["undone_at"] else None,
        undone_reason=row["undone_reason"],
    )

"""The scans of this door on its own disk, kept until the server is known to hold them.

A scan is written down before anybody is asked about it, and the outcome before it is
shown; the courier delivers what is waiting, and delivers everything again to a server that
was restored from a backup. The code itself never stands here, only its hash.
"""

import logging
import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.acts import Acts
from server.admission import Decision, Outcome, Reason
from server.errors import UnavailableError
from server.invitations import Reading
from server.storage.files import files_of
from server.storage.journal import DamagedJournalError, JournalFile

log = logging.getLogger(__name__)

FILE = "journal.db"


@dataclass(frozen=True, slots=True)
class Entry:
    """One scan in the words of this door.

    `door` is what the guest was told: what this door decided alone, or what the server had said.
    `scanned_at` and `last_seen_server_time` are ISO 8601, the first by this machine's own
    clock; `offset_ms` is what must be added to it. `station_seq` counts from 1 in each run
    of the program (`boot_id`) and is None where the disk refused the entry.
    """

    scan_id: str
    boot_id: str
    code_hash: str | None
    reading: Reading
    mark: str | None
    scanned_at: str
    monotonic_ms: int
    offset_ms: int
    last_seen_server_time: str | None
    station_seq: int | None = None
    door: Decision | None = None

    @property
    def clock_said(self) -> datetime:
        """When it happened by this machine's own clock; aware."""
        return datetime.fromisoformat(self.scanned_at)

    @property
    def at(self) -> datetime:
        """When it happened, as well as this machine can know; aware."""
        return self.clock_said + timedelta(milliseconds=self.offset_ms)

    def document(self, code: str | None = None) -> dict[str, Any]:
        """The scan as the server reads it: with its `code` at the door, by its hash later."""
        what = {"code": code} if code else {"code_hash": self.code_hash, "mark": self.mark}
        numbers = {"boot_id": self.boot_id, "station_seq": self.station_seq}
        door = self.door and {
            "verdict": self.door.outcome.value,
            "reason": self.door.reason.value if self.door.reason else None,
        }
        return {
            "scan_id": self.scan_id,
            "reading": self.reading.value,
            "scanned_at": self.scanned_at,
            "offset_ms": self.offset_ms,
            "monotonic_ms": self.monotonic_ms,
            "last_seen_server_time": self.last_seen_server_time,
            **what,
            **(numbers if self.station_seq else {}),
            **({"door_outcome": door} if door else {}),
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of an entry that was sent. `message`: why the server will not take it."""

    entry: Entry
    message: str | None = None


class Journal:
    """The entries of a door. Safe to share between threads.

    `disk_ok` is False from a write that the disk refused to one that it took. `acts` are what a
    clerk did here, in the same file.
    """

    def __init__(self, folder: Path) -> None:
        """Open the one in `folder`; a damaged one is set aside, never thrown away.

        Raises UnavailableError when the disk refuses, NewerJournalError for a file from a
        newer version of the program.
        """
        self._folder = folder
        self.boot_id = secrets.token_hex(8)
        self.disk_ok = True
        self.set_aside: Path | None = None
        self._in_hand: str | None = None
        self._in_hand_lock = threading.Lock()
        try:
            self._file = JournalFile(folder / FILE)
        except DamagedJournalError:
            self.set_aside = _set_aside(folder)
            self._file = JournalFile(folder / FILE)
        self.acts = Acts(self._file)

    def append(self, entry: Entry) -> Entry:
        """Put a new scan on disk, with its number. The courier leaves it until `let_go`.

        Raises UnavailableError; the entry may be there all the same, without harm.
        """
        with self._in_hand_lock:
            self._in_hand = entry.scan_id
        try:
            number = self._file.append(_row(entry) | {"state": "pending"})
        except UnavailableError:
            self.disk_ok = False
            raise
        self.disk_ok = True
        return replace(entry, station_seq=number)

    def note_door(self, entry: Entry, decision: Decision) -> None:
        """Write down what this door decided alone. Raises UnavailableError."""
        reason = decision.reason.value if decision.reason else None
        try:
            self._file.note_door(entry.scan_id, decision.outcome.value, reason)
        except UnavailableError:
            self.disk_ok = False
            raise

    def note_asked(self, entry: Entry, decision: Decision) -> None:
        """Keep what the server said before it is shown: `settle_asked` says the rest.

        Costs no wait for the disk. Raises UnavailableError.
        """
        reason = decision.reason.value if decision.reason else None
        self._file.note_asked(entry.scan_id, decision.outcome.value, reason)

    def let_go(self) -> None:
        """The door has done with its last scan: the courier may take it."""
        with self._in_hand_lock:
            self._in_hand = None

    def waiting(self, limit: int, until: int | None = None) -> list[Entry]:
        """What the server has not acknowledged, oldest first, but for a scan in hand.

        `until`: the last place in the journal that is wanted; None: all.
        """
        return [_entry(row) for row in self._file.waiting(limit, self._held_back(), until)]

    def settle(self, incarnation: str | None, marks: Iterable[Mark]) -> None:
        """Take what a server of this incarnation answered for off the list.

        What has changed since it was sent stays, as does all if the server was restored
        in between. A parked entry is not sent again until the server is restored.
        """
        self._file.settle(incarnation, [_settled(mark) for mark in marks])

    def settle_asked(self, incarnation: str | None, entry: Entry, decision: Decision) -> None:
        """Take off the list a scan that the server has just decided, and keep what it said.

        The guest was told so. To a server that was restored since and has lost the scan, it is
        the word of this door like any other.
        """
        reason = decision.reason.value if decision.reason else None
        self._file.settle_asked(incarnation, entry.scan_id, decision.outcome.value, reason)

    def told_or_in_hand(self) -> list[Entry]:
        """Waiting scans of which a guest was told, or in hand when the program last ended."""
        return [_entry(row) for row in self._file.told_or_in_hand(self.boot_id)]

    def is_waiting(self, scan_id: str) -> bool:
        """Whether the server has yet to acknowledge this scan, or a clerk's act of this id."""
        return self.acts.is_waiting(scan_id) or self._file.is_waiting(scan_id)

    def count_waiting(self) -> int:
        """How many scans and acts the server has yet to acknowledge, but for those in hand."""
        return self._file.count_waiting(self._held_back(), self.acts.in_hand)

    def is_empty(self) -> bool:
        """Whether this door has never taken a scan, nor a clerk done anything here."""
        return self._file.is_empty()

    @property
    def has_in_hand(self) -> bool:
        """Whether the door is asking about a scan this moment."""
        return self._held_back() is not None

    @property
    def incarnation(self) -> str | None:
        """Of the server that acknowledged what is marked delivered; None before the first."""
        return self._file.incarnation()

    def heed(self, incarnation: str) -> bool:
        """Note who the server is; True if it was restored, and everything is sent again."""
        restored = self._file.heed(incarnation)
        if restored:
            self.acts.read_anew()
        return restored

    @property
    def head(self) -> dict[str, Any] | None:
        """The head of the server's chain as it was told last: `incarnation`, `seq`, `hash`."""
        return self._file.head()

    def hold_head(self, head: dict[str, Any]) -> None:
        """Keep a head against whoever edits history over there. Raises UnavailableError."""
        self._file.hold_head(head)

    @property
    def erased(self) -> int:
        """The deletion at the server that was last followed here; 0: none."""
        return self._file.erased()

    def forget_people(self, erased: int) -> None:
        """Follow a deletion at the server: what a clerk did goes, and so do damaged files.

        The server holds every act, and a scan names nobody. Raises UnavailableError.
        """
        self._file.forget_acts(erased)
        self.acts.read_anew()
        for file in self._folder.glob(f"{_DAMAGED}*"):
            with suppress(OSError):
                file.unlink()

    def forget(self) -> None:
        """Delete everything: for a rehearsal that is over, and for nothing else."""
        self._file.forget()
        self.acts.read_anew()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _held_back(self) -> str | None:
        with self._in_hand_lock:
            return self._in_hand


_PLAIN = (
    "scan_id", "boot_id", "code_hash", "mark", "scanned_at", "monotonic_ms", "offset_ms",
    "last_seen_server_time",
)  # fmt: skip


def _row(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {column: getattr(entry, column) for column in _PLAIN}
    door = entry.door
    return row | {
        "reading": entry.reading.value,
        "door_outcome": door.outcome.value if door else None,
        "door_reason": door.reason.value if door and door.reason else None,
    }


def _entry(row: dict[str, Any]) -> Entry:
    outcome, reason = row["door_outcome"], row["door_reason"]
    return Entry(
        **{column: row[column] for column in _PLAIN},
        reading=Reading(row["reading"]),
        station_seq=row["station_seq"],
        door=Decision(Outcome(outcome), Reason(reason) if reason else None) if outcome else None,
    )


def _settled(mark: Mark) -> dict[str, Any]:
    return {
        "scan_id": mark.entry.scan_id,
        "door_outcome": mark.entry.door.outcome.value if mark.entry.door else None,
        "state": "delivered" if mark.message is None else "parked",
        "message": mark.message,
    }


_DAMAGED = "journal-damaged-"


def _set_aside(folder: Path) -> Path:
    """Rename a damaged journal so that a person can still salvage it."""
    target = folder / f"{_DAMAGED}{secrets.token_hex(4)}.db"
    moves = zip(files_of(folder / FILE), files_of(target), strict=True)
    for source, kept in reversed(
        list(moves)
    ):  # the file itself last, so that a move cut short is taken up again
        if source.exists():
            source.rename(kept)
    log.error("journal damaged; set aside as %s", target.name)
    return target

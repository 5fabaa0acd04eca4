"""The rulebook: it decides whether the bearer of a code may come in.

`decide` takes what was scanned and what is known, and gives a verdict. It does not know
whether a server or a kiosk asks, which clock is right, nor where anything is kept; the
same function runs on both sides of the wire, and what differs by role is the dossier.

`reconcile` is the other half. A kiosk that was cut off has decided alone, and the guest
has walked in or has been sent to the desk: that is a fact about the world, which no late
verdict of ours undoes. So the door's word stands, and where ours would have been another
the difference is flagged for a person:

    door said     we would say        effect           conflict
    admitted      admitted            admit            no
    admitted      already_admitted    –                yes: two entries on one code
    admitted      another refusal     admit if known   yes
    refused       admitted            –                yes, unless it said already_admitted
    refused       refused             –                no

The exception in the fourth row keeps order out of it: a door that saw a code twice while
apart says `admitted` and `already_admitted`, and these may reach us in either order.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from server.invitations import ReadCode, Reading


class Outcome(StrEnum):
    """What a verdict comes to."""

    ADMITTED = "admitted"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a code was refused."""

    ALREADY_ADMITTED = "already_admitted"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    WRONG_EVENT = "wrong_event"
    TOO_EARLY = "too_early"
    CLOSED = "closed"
    UNKNOWN_CODE = "unknown_code"
    NOT_OURS = "not_ours"
    IME_SUSPECT = "ime_suspect"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reason: what one side of the wire said of one scan."""

    outcome: Outcome
    reason: Reason | None = None

    @property
    def admitted(self) -> bool:
        """Whether the guest was let in."""
        return self.outcome is Outcome.ADMITTED


@dataclass(frozen=True, slots=True)
class Scan:
    """One attempt at a door, in the words of the door.

    `scanned_at` is what the door's clock said, `at` the same moment corrected by the offset
    that the door measured; both are aware. `code_hash` is None for a text that is not ours.
    `mark` is two bytes of a salted hash of the text: enough to notice that one scan id
    is used for two texts, too little to find the text again.
    """

    scan_id: str
    station: str
    reading: Reading
    code_hash: str | None
    scanned_at: datetime
    at: datetime
    mark: str | None = None
    boot_id: str | None = None
    station_seq: int | None = None

    @classmethod
    def of_text(cls, text: str, read: ReadCode, scan_id: str, station: str, **rest: Any) -> Self:
        """Describe a scan whose text we have; the text itself stays behind."""
        mark = hashlib.sha256(f"{scan_id}\0{text}".encode(errors="replace")).hexdigest()[:4]
        return cls(scan_id, station, read.reading, read.code_hash, mark=mark, **rest)


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody came in on this invitation: when, through which door, by which record.

    It stands while `undone_at` is None; there is at most one that stands.
    """

    seq: int
    invitation: str
    scan_id: str
    station: str
    at: datetime
    undone_at: datetime | None = None
    undone_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Doors:
    """When guests are received. None: no hour is set; `closed`: the event is over."""

    opens: datetime | None = None
    closes: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known about a code before the decision. `invitation` None: unknown code."""

    invitation: str | None
    replaced: bool = False
    cancelled: bool = False
    admission: Admission | None = None
    doors: Doors = Doors()


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the journal: a fact that stays. All times are aware UTC.

    `kind` is "scan", "hand", "undo", "change" or "conflict"; `decision` is ours, `door` that
    of a door which decided alone; `effect` is "admit", "undo" or None; `refers` is the seq
    of the record that this one is about.
    """

    seq: int
    scan_id: str
    kind: str
    station: str | None
    person: str | None
    reading: str | None
    code_hash: str | None
    mark: str | None
    invitation: str | None
    decision: Decision | None
    door: Decision | None
    conflict: bool
    effect: str | None
    refers: int | None
    scanned_at: datetime
    at: datetime
    received_at: datetime
    detail: dict[str, Any]
    hash: str


ADMITTED = Decision(Outcome.ADMITTED)

_BY_SHAPE = {
    Reading.OTHER_EVENT: Reason.WRONG_EVENT,
    Reading.MISREAD: Reason.UNKNOWN_CODE,
    Reading.BENT: Reason.IME_SUSPECT,
    Reading.IDENTITY_CARD: Reason.NOT_OURS,
    Reading.PAYMENT: Reason.NOT_OURS,
    Reading.CONTACT: Reason.NOT_OURS,
    Reading.LINK: Reason.NOT_OURS,
    Reading.FOREIGN: Reason.NOT_OURS,
}


def decide(scan: Scan, dossier: Dossier) -> Decision:
    """Say whether the bearer is admitted, and if not why. Pure; never raises."""
    reason = _BY_SHAPE.get(scan.reading) or _against(scan, dossier)
    return Decision(Outcome.REFUSED, reason) if reason else ADMITTED


def _against(scan: Scan, dossier: Dossier) -> Reason | None:
    """The first thing that speaks against this invitation; the calmest answer first."""
    if dossier.invitation is None:
        return Reason.UNKNOWN_CODE
    if dossier.cancelled:
        return Reason.CANCELLED
    if dossier.replaced:
        return Reason.REPLACED
    if dossier.admission and dossier.admission.scan_id != scan.scan_id:
        return Reason.ALREADY_ADMITTED
    return _against_the_hour(scan.at, dossier.doors)


def _against_the_hour(at: datetime, doors: Doors) -> Reason | None:
    if doors.closed or (doors.closes and at >= doors.closes):
        return Reason.CLOSED
    if doors.opens and at < doors.opens:
        return Reason.TOO_EARLY
    return None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What to do about a door's own decision: admit now, and whether to flag it."""

    admit: bool
    conflict: bool


def reconcile(door: Decision, ours: Decision, dossier: Dossier) -> Reconciled:
    """Hold the door's word against ours (the table above). Pure."""
    if door.admitted and ours.admitted:
        return Reconciled(admit=True, conflict=False)
    if door.admitted:
        inside = dossier.invitation is not None and dossier.admission is None
        return Reconciled(admit=inside, conflict=True)
    told_twice = door.reason is Reason.ALREADY_ADMITTED
    return Reconciled(admit=False, conflict=ours.admitted and not told_twice)

"""How every action of the desk goes on record: once under its id, with who did it."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any, TypedDict

from server import invitations
from server.admission import ADMITTED, Admission, Decision, Record
from server.errors import ConflictError, NotFoundError
from server.invitations import Invitation
from server.sentences import mark, say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

MOST_TRIES_FOR_A_CODE = 20
# As many places as are told anew in one record; fewer than a kiosk fetches in one go.
TOLD_TOGETHER = 400
ANOTHER_DEED = mark("Mã thao tác này đã dùng cho một việc khác.")


class Way(StrEnum):
    """How an action came here that did not come at once."""

    PAPER = "paper"
    LATE = "late"


class By(TypedDict, total=False):
    """Who acts, a person or a station, under which id, and in which words they say why.

    The same id again is the same action: it is not done twice. The words stand beside the
    journal and not in it, so that they can be deleted.
    """

    person: str | None
    station: str | None
    action_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Late:
    """An action that comes here after it happened: `at` when, `way` how.

    "paper": written on the printed list and typed in later; "late": kept by a desk that was
    cut off. The record bears both that moment and the one at which it came in.
    """

    at: datetime
    way: Way

    @property
    def detail(self) -> dict[str, str]:
        """What the record says of it."""
        return {"entered": self.way.value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a scan. `first` is the admission that stands or stood against it.

    `place` is whose code it was, as the list had it when this was decided.
    """

    record: Record
    place: Invitation | None
    decision: Decision
    first: Admission | None
    conflict: bool
    replayed: bool


def edit(
    store: "SqliteStore",
    invitation_id: str,
    what: str,
    now: datetime,
    change: Callable[["Writer", Invitation], Invitation],
    by: By,
    **detail: Any,
) -> Invitation:
    """Change one place and put that on record. `what` and `detail` name no person."""

    def action(tx: "Writer") -> Invitation:
        place = must_exist(tx, invitation_id)
        if is_done(tx, by, invitation_id, what):
            return place
        place = change(tx, place)
        put_changed(tx, place, now, what, by, **detail)
        return place

    return store.write(action)


def done_before(tx: "Writer", by: By, *what: str) -> Record | None:
    """Find the record of this very action, which is `what`. Raises ConflictError: of another."""
    known = tx.scan(by.get("action_id") or "")
    if known and known.detail.get("what") not in what:
        raise ConflictError(ANOTHER_DEED)
    return known


def is_done(tx: "Writer", by: By, invitation_id: str, *what: str) -> bool:
    """Whether this was done to this place before. Raises ConflictError: it was another action."""
    known = done_before(tx, by, *what)
    return known is not None and bool(same_place(known, invitation_id))


def put_changed(
    tx: "Writer", place: Invitation, now: datetime, what: str, by: By, **detail: Any
) -> Record:
    """Store a changed place, and that it was changed."""
    tx.put_invitation(place)
    return note(tx, place.id, now, what, by, **detail)


def note(
    tx: "Writer", invitation_id: str | None, now: datetime, what: str, by: By, **detail: Any
) -> Record:
    """Put a change on record."""
    record = tx.add_record(
        "change",
        by.get("action_id") or secrets.token_hex(16),
        now,
        person=by.get("person"),
        station=by.get("station"),
        invitation=invitation_id,
        detail={"what": what, **detail},
    )
    if reason := by.get("reason"):
        tx.add_remark(record.seq, reason)
    return record


def tell_anew(tx: "Writer", places: Iterable[str], now: datetime, what: str, **detail: Any) -> None:
    """Have the doors fetch places anew whose words or roles are others now, on record."""
    waiting = list(places)
    for first in range(0, len(waiting), TOLD_TOGETHER):
        record = note(tx, None, now, what, By(), **detail)
        for place in waiting[first : first + TOLD_TOGETHER]:
            tx.touch(place, record.seq)


def same_place(known: Record, invitation_id: str | None) -> Record:
    """Give a record that was made under this id. Raises ConflictError: for somebody else."""
    if known.invitation != invitation_id:
        raise ConflictError(say("Mã thao tác này đã dùng cho một đại biểu khác."))
    return known


def fresh(tx: "Writer", record: Record, standing: Admission | None) -> Answer:
    """Answer for a record just made, as `answer` would, without reading it back.

    `standing` is the admission that stood before it. The door asks this of every scan, so
    it pays no query for what it knows.
    """
    made = record.effect == "admit" and record.invitation is not None
    first = (
        Admission(
            seq=record.seq,
            invitation=record.invitation or "",
            scan_id=record.scan_id,
            station=record.station or "",
            at=record.at,
        )
        if made
        else standing
    )
    decision = record.decision or ADMITTED
    return Answer(record, _place(tx, record), decision, first, record.conflict, replayed=False)


def replay(tx: "Writer", record: Record) -> Answer:
    """Give the first answer again."""
    return replace(answer(tx, record), replayed=True)


def answer(tx: "Writer", record: Record) -> Answer:
    """Put the answer together from the record, so that a replay says the same."""
    seq = record.seq if record.effect == "admit" else record.refers
    conflict = record.conflict or tx.late_conflict(record.seq) is not None
    return Answer(
        record=record,
        place=_place(tx, record),
        decision=record.decision or ADMITTED,
        first=tx.admission(seq) if seq else None,
        conflict=conflict,
        replayed=False,
    )


def _place(tx: "Writer", record: Record) -> Invitation | None:
    return tx.invitation(record.invitation) if record.invitation else None


def give_code(tx: "Writer", invitation_id: str) -> tuple[str, str]:
    """Draw until both codes are new. The long one always is; eight digits may collide."""
    for _ in range(MOST_TRIES_FOR_A_CODE):
        code, desk_code = invitations.make_code(tx.event_id), invitations.make_desk_code()
        if tx.add_code(invitation_id, code, desk_code):
            return code, desk_code
    raise ConflictError(say("Không tạo được mã số còn trống; danh sách quá lớn."))


def must_exist(tx: "Writer", invitation_id: str) -> Invitation:
    """Find a place. Raises NotFoundError."""
    place = tx.invitation(invitation_id)
    if place is None:
        raise NotFoundError(
            say(
                "Không có suất mời “%(invitation)s” trong danh sách.",
                invitation=invitation_id,
            )
        )
    return place


def new_ids(existing: Iterable[Invitation]) -> Iterator[str]:
    """Give free ids in the manner of the lists themselves, such as `DB093`."""
    numbers = [int(p.id[2:]) for p in existing if p.id[:2] == "DB" and p.id[2:].isdigit()]
    return (f"DB{number:03d}" for number in count(1 + max(numbers, default=0)))

"""Presence by a person's word: one guest, a whole unit, one who is not on the list; and undo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from server.admission import Admission, Doors, Outcome, Record, Scan, decide
from server.desk.records import (
    ANOTHER_DEED,
    Answer,
    By,
    Late,
    answer,
    must_exist,
    put_changed,
    replay,
    same_place,
)
from server.errors import ConflictError
from server.guests import Guest, Kind, Rsvp
from server.invitations import Invitation, Reading
from server.sentences import say
from server.wording import staff

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


@dataclass(frozen=True, slots=True)
class Together:
    """What became of a whole unit. `skipped`: (place, "inside", "cancelled" or "excused")."""

    answers: tuple[Answer, ...]
    skipped: tuple[tuple[Invitation, str], ...]


def admit_by_hand(
    store: "SqliteStore",
    invitation_id: str,
    scan_id: str,
    now: datetime,
    *,
    person: str | None = None,
    station: str | None = None,
    late: Late | None = None,
) -> Answer:
    """Mark a guest present on a person's word, whatever the hour."""

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, _same_deed(known, "hand", invitation_id))
        must_exist(tx, invitation_id)
        dossier = tx.dossier_of(invitation_id, Doors())
        moment = late.at if late else now
        scan = Scan(scan_id, station or "", Reading.INVITATION, None, scanned_at=moment, at=moment)
        decision = decide(scan, dossier)
        first = tx.inside(invitation_id)
        record = tx.add_record(
            "hand",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=invitation_id,
            outcome=decision.outcome.value,
            reason=decision.reason.value if decision.reason else None,
            effect="admit" if decision.admitted else None,
            refers=first.seq if first else None,
            **_when(late),
        )
        return answer(tx, record)

    return store.write(action)


def admit_many(
    store: "SqliteStore",
    wanted: Callable[[Invitation], bool],
    scan_id: str,
    now: datetime,
    *,
    person: str | None = None,
    station: str | None = None,
    late: Late | None = None,
) -> Together:
    """Mark everybody present for whom `wanted` holds, each undoable as if done by hand.

    Who is inside, cancelled or has sent word of not coming is passed over.
    """

    def action(tx: "Writer") -> Together:
        places, inside = [place for place in tx.invitations() if wanted(place)], tx.admissions()
        known = [tx.scan(_one_of(scan_id, place)) for place in places]
        if any(known):
            return Together(tuple(replay(tx, record) for record in known if record), ())
        skipped = tuple((place, why) for place in places if (why := _passed_over(place, inside)))
        out = {place.id for place, _ in skipped}
        records = [
            tx.add_record(
                "hand",
                _one_of(scan_id, place),
                now,
                person=person,
                station=station,
                invitation=place.id,
                outcome=Outcome.ADMITTED.value,
                effect="admit",
                **_when(late),
            )
            for place in places
            if place.id not in out
        ]
        return Together(tuple(answer(tx, record) for record in records), skipped)

    return store.write(action)


def undo(
    store: "SqliteStore",
    invitation_id: str,
    scan_id: str,
    now: datetime,
    *,
    reason: str | None = None,
    person: str | None = None,
    station: str | None = None,
    late: Late | None = None,
) -> Answer:
    """Take an admission back as a new fact. Raises ConflictError when nobody is inside."""

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, _same_deed(known, "undo", invitation_id))
        must_exist(tx, invitation_id)
        standing = tx.inside(invitation_id)
        if standing is None:
            raise ConflictError(
                say("Đại biểu này chưa được ghi nhận có mặt nên không có gì để hủy.")
            )
        record = tx.add_record(
            "undo",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=invitation_id,
            effect="undo",
            refers=standing.seq,
            **_when(late),
        )
        if reason:
            tx.give_undo_reason(invitation_id, reason)
        return answer(tx, record)

    return store.write(action)


def walk_in(
    store: "SqliteStore",
    guest: Guest,
    organisation: str,
    group: str,
    scan_id: str,
    now: datetime,
    *,
    seat: str | None = None,
    ask: bool = False,
    person: str | None = None,
    station: str | None = None,
    late: Late | None = None,
) -> Answer:
    """Receive a guest who is not on the list: a place made at the desk, present at once.

    `ask` puts the question to the organisers where this guest shall sit. Raises
    ConflictError when the seat is taken.
    """

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, _same_deed(known, "hand", _walk_in_id(scan_id)))
        if seat and (sitting := tx.sitting(seat)):
            raise ConflictError(staff.seat_taken(seat, sitting))
        place = _new_place(tx, scan_id, guest, organisation, group, seat)
        put_changed(tx, place, now, "walk_in", By(person=person, station=station))
        when = _when(late)
        if ask:
            when["detail"] = when.get("detail", {}) | {"what": "walk_in_asks"}
        record = tx.add_record(
            "hand",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=place.id,
            outcome=Outcome.ADMITTED.value,
            effect="admit",
            **when,
        )
        if ask:
            question = staff.notice(station or person or "", staff.EXTRA_QUESTION, place)
            tx.add_remark(record.seq, question, on_board=True)
        return answer(tx, record)

    return store.write(action)


def _same_deed(known: Record, kind: str, invitation_id: str) -> Record:
    """Give what was done under this id. Raises ConflictError: another thing, or to another."""
    if known.kind != kind:
        raise ConflictError(ANOTHER_DEED)
    return same_place(known, invitation_id)


def _one_of(scan_id: str, place: Invitation) -> str:
    """The id of one guest's part in an action on many."""
    return f"{scan_id}/{place.id}"


def _when(late: Late | None) -> dict[str, Any]:
    """The columns of a record that tell when it truly happened."""
    return {"scanned_at": late.at, "at": late.at, "detail": late.detail} if late else {}


def _passed_over(place: Invitation, inside: dict[str, Admission]) -> str | None:
    if place.id in inside:
        return "inside"
    if place.cancelled is not None:
        return "cancelled"
    return "excused" if place.rsvp is Rsvp.NOT_COMING else None


def _new_place(
    tx: "Writer", scan_id: str, guest: Guest, organisation: str, group: str, seat: str | None
) -> Invitation:
    known = tx.invitations()
    return Invitation(
        id=_walk_in_id(scan_id),
        group=group,
        organisation=organisation,
        holder=guest,
        position=1 + max((place.position for place in known), default=0),
        kind=Kind.WALK_IN,
        seat=seat,
    )


def _walk_in_id(scan_id: str) -> str:
    """The id of a walk-in's place, which follows from the action's.

    A desk that was cut off and the server must call this guest the same, and two desks that
    were cut off must not call two guests the same.
    """
    return f"NDS{sha256(scan_id.encode()).hexdigest()[:10]}"

"""One invited place: who comes on it, where they sit, what they answered and were given."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Unpack

from server.admission import Record
from server.desk.records import By, edit, give_code, is_done, must_exist, note, put_changed
from server.desk.spares import GivenTwiceError, bind_spare, withdraw
from server.errors import ConflictError, InvalidError
from server.guests import Guest, Rsvp
from server.invitations import Invitation, hash_code
from server.sentences import say
from server.spares import Spare
from server.wording import staff

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


class Seat(Enum):
    """A word in place of a seat: the guest stays where the place already is."""

    KEPT = "kept"


def set_seats(store: "SqliteStore", seats: dict[str, str | None], now: datetime) -> None:
    """Give each invitation its seat (None: no seat), all at once.

    Raises ConflictError when a seat is held by somebody who is not being moved.
    """

    def action(tx: "Writer") -> None:
        tx.free_seats(seats)
        for invitation_id, seat in seats.items():
            place = must_exist(tx, invitation_id)
            put_changed(tx, replace(place, seat=seat), now, "seat", By())

    store.write(action)


def change_seat(
    store: "SqliteStore", invitation_id: str, seat: str | None, now: datetime, **by: Unpack[By]
) -> Invitation:
    """Move one guest to a free seat (None: to no seat). Raises ConflictError: it is taken."""

    def change(tx: "Writer", place: Invitation) -> Invitation:
        must_be_free(tx, seat, place)
        return replace(place, seat=seat)

    return edit(store, invitation_id, "seat", now, change, by)


def swap_seats(
    store: "SqliteStore", invitation_id: str, other_id: str, now: datetime, **by: Unpack[By]
) -> Invitation:
    """Have two guests change places. Gives the first of them in the new seat."""

    def action(tx: "Writer") -> Invitation:
        one, other = must_exist(tx, invitation_id), must_exist(tx, other_id)
        if is_done(tx, by, invitation_id, "seat"):
            return one
        if one.id == other.id:
            raise InvalidError(say("Cần hai đại biểu khác nhau để đổi chỗ."))
        tx.free_seats([one.id, other.id])
        moved = replace(one, seat=other.seat)
        put_changed(tx, moved, now, "seat", by)
        put_changed(tx, replace(other, seat=one.seat), now, "seat", _on_behalf(by))
        return moved

    return store.write(action)


def name_holder(
    store: "SqliteStore", invitation_id: str, holder: Guest | None, now: datetime, **by: Unpack[By]
) -> Invitation:
    """Say who the representative is (None takes it back). The code stays as it is."""
    what = "name" if holder else "name_back"
    return edit(store, invitation_id, what, now, lambda _, p: replace(p, holder=holder), by)


def substitute(
    store: "SqliteStore",
    invitation_id: str,
    guest: Guest | None,
    now: datetime,
    *,
    seat: str | Seat | None,
    announced: bool = True,
    **by: Unpack[By],
) -> Invitation:
    """Record who comes instead (None takes it back). The seat is said, never inherited.

    A stand-in who was not `announced` is told to the organisers at once.
    """

    def action(tx: "Writer") -> Invitation:
        before = must_exist(tx, invitation_id)
        what = "substitute" if guest else "substitute_back"
        if is_done(tx, by, invitation_id, what):
            return before
        place = replace(before, substitute=guest, seat=_decided(tx, seat, before))
        record = put_changed(tx, place, now, what, by, announced=announced, seat_before=before.seat)
        if guest and not announced:
            tx.add_remark(record.seq, staff.unannounced(place), on_board=True)
        return place

    return store.write(action)


def set_rsvp(
    store: "SqliteStore",
    invitation_id: str,
    rsvp: Rsvp,
    why: str | None,
    now: datetime,
    **by: Unpack[By],
) -> Invitation:
    """Write down an answer on somebody's behalf; `why` they are not coming."""
    told = why if rsvp is Rsvp.NOT_COMING else None
    return edit(
        store,
        invitation_id,
        "rsvp",
        now,
        lambda _, place: replace(place, rsvp=rsvp, rsvp_reason=told),
        by,
        rsvp=rsvp.value,
    )


def give_documents(
    store: "SqliteStore", invitation_id: str, now: datetime, *, given: bool, **by: Unpack[By]
) -> Record | None:
    """Note that the documents were handed over, or that they were not. Gives what stands."""

    def action(tx: "Writer") -> Record | None:
        must_exist(tx, invitation_id)
        standing = documents_given(tx.history(invitation_id))
        what = "documents" if given else "documents_back"
        if given == (standing is not None) or is_done(tx, by, invitation_id, what):
            return standing
        record = note(tx, invitation_id, now, what, by)
        return record if given else None

    return store.write(action)


def documents_given(history: Iterable[Record]) -> Record | None:
    """The record by which this place has its documents; `history` is the place's own."""
    last = None
    for record in history:
        if record.detail.get("what") in ("documents", "documents_back"):
            last = record
    return last if last and last.detail["what"] == "documents" else None


def cancel(
    store: "SqliteStore", invitation_id: str, reason: str, now: datetime, person: str | None = None
) -> Invitation:
    """Withdraw an invitation; its codes answer `cancelled` from now on."""
    if not reason.strip():
        raise InvalidError(say("Cần ghi lý do hủy phiếu mời."))
    return edit(
        store,
        invitation_id,
        "cancel",
        now,
        lambda _, place: replace(place, cancelled=reason, seat=None),
        By(person=person),
    )


def reissue(
    store: "SqliteStore",
    invitation_id: str,
    now: datetime,
    *,
    spare: Spare | None = None,
    replaces: str | None = None,
    **by: Unpack[By],
) -> tuple[str, str]:
    """Give a new code and desk code; the old ones answer `replaced` from now on.

    A station brings a `spare` of its own, and the hash of the code that it saw replaced. Raises
    ConflictError where the place is cancelled, or as `bind_spare` does.
    """

    def action(tx: "Writer") -> tuple[str, str]:
        place = must_exist(tx, invitation_id)
        if is_done(tx, by, invitation_id, "reissue"):
            return _given(tx, invitation_id, spare)
        if place.cancelled is not None:
            raise ConflictError(say("Phiếu mời này đã hủy nên không cấp lại được."))
        if spare:
            bind_spare(tx, invitation_id, spare, by.get("station") or "", replaces)
            made = spare.code, spare.desk_code
        else:
            tx.replace_codes(invitation_id)
            made = give_code(tx, invitation_id)
        note(tx, invitation_id, now, "reissue", by)
        return made

    try:
        return store.write(action)
    except GivenTwiceError as twice:
        withdraw(store, twice.given, now, by.get("station"))
        raise


def _given(tx: "Writer", invitation_id: str, spare: Spare | None) -> tuple[str, str]:
    """Tell again what a reissue gave. A desk's copy holds of a code its hash alone."""
    codes = tx.codes(invitation_id)
    if spare and hash_code(spare.code) in {code.code_hash for code in codes}:
        return spare.code, spare.desk_code
    [kept] = [code for code in codes if not code.replaced]
    return kept.code or "", kept.desk_code or ""


def _decided(tx: "Writer", seat: str | Seat | None, place: Invitation) -> str | None:
    if isinstance(seat, Seat):
        return place.seat
    must_be_free(tx, seat, place)
    return seat


def must_be_free(tx: "Writer", seat: str | None, place: Invitation) -> None:
    """See that a seat is nobody else's. Raises ConflictError."""
    sitting = tx.sitting(seat) if seat else None
    if seat and sitting and sitting.id != place.id:
        raise ConflictError(staff.seat_taken(seat, sitting))


def _on_behalf(by: By) -> By:
    """The second half of one action: the same people, an id of its own, no second reason."""
    action_id = by.get("action_id")
    return By(
        person=by.get("person"),
        station=by.get("station"),
        action_id=f"{action_id}/other" if action_id else None,
    )

"""What guests and units say by themselves: who comes, or that nobody does.

The same facts as the desk puts on record, with who spoke as "đại biểu" or "đơn vị". What
the organisers decide stays theirs: a stand-in who is announced here has no seat until
somebody at the board gives one.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from server.admission import Record
from server.answers import Speaker, Window, may_name, may_stand_in
from server.desk.records import By, is_done, must_exist, put_changed
from server.errors import ConflictError, NotFoundError
from server.guests import Guest, Rsvp
from server.invitations import Invitation
from server.sendings import is_written_to
from server.wording import answers as words
from server.wording import staff

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

CLOSED = "answers_closed_at"


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for which place, under which id, while the window is open.

    `organisation` is the unit whose page this is: it speaks for its own places only.
    """

    invitation: str
    speaker: Speaker
    window: Window
    now: datetime
    action_id: str | None = None
    organisation: str | None = None

    @property
    def by(self) -> By:
        """Who acts, for the record."""
        return By(person=self.speaker.value, action_id=self.action_id)


def answer(store: "SqliteStore", who: Answering, rsvp: Rsvp, why: str | None) -> Invitation:
    """Say that somebody comes, or that nobody does and why.

    Raises ConflictError: answers are no longer taken, or the guest has come in.
    """
    told = why if rsvp is Rsvp.NOT_COMING else None
    return _change(
        store,
        who,
        lambda place: replace(place, rsvp=rsvp, rsvp_reason=told),
        "rsvp",
        rsvp=rsvp.value,
    )


def accept_all(store: "SqliteStore", who: Answering) -> int:
    """Say of everybody named by a unit who has not answered that they come; gives how many.

    Raises ConflictError: answers are no longer taken.
    """

    def action(tx: "Writer") -> int:
        if not who.window.is_open(who.now):
            raise ConflictError(words.CLOSED)
        silent = [place for place in tx.invitations() if _is_silent(tx, place, who.organisation)]
        for place in silent:
            coming, by = replace(place, rsvp=Rsvp.COMING), By(person=who.speaker.value)
            put_changed(tx, coming, who.now, "rsvp", by, rsvp=Rsvp.COMING.value)
        return len(silent)

    return store.write(action)


def _is_silent(tx: "Writer", place: Invitation, organisation: str | None) -> bool:
    theirs = place.organisation == organisation and is_written_to(place)
    silent = place.coming is not None and place.rsvp is Rsvp.NONE
    return theirs and silent and tx.inside(place.id) is None


def name_representative(store: "SqliteStore", who: Answering, guest: Guest) -> Invitation:
    """Say who comes for a unit, which is also its yes."""

    def change(place: Invitation) -> Invitation:
        if not may_name(place):
            raise ConflictError(words.NAMED_ALREADY)
        return replace(place, holder=guest, rsvp=Rsvp.COMING, rsvp_reason=None)

    return _change(store, who, change, "name", rsvp=Rsvp.COMING.value)


def announce_stand_in(store: "SqliteStore", who: Answering, guest: Guest | None) -> Invitation:
    """Say who comes instead (None takes it back). The seat is given up for the organisers.

    Taken back, the invited person has the seat again if it is still free.
    """

    def action(tx: "Writer") -> Invitation:
        before = _may_answer(tx, who)
        what = "substitute" if guest else "substitute_back"
        if is_done(tx, who.by, before.id, what) or guest == before.substitute:
            return before
        if guest and not may_stand_in(before):
            raise ConflictError(words.NOBODY_TO_STAND_FOR)
        return _stand_in(tx, who, before, guest)

    return store.write(action)


def close_answers(store: "SqliteStore", now: datetime, *, closed: bool, by: str | None) -> None:
    """Take no more answers from guests and units, or take them again."""

    def action(tx: "Writer") -> None:
        tx.set_meta(CLOSED, now.isoformat() if closed else None)
        detail = {"what": "answers_closed" if closed else "answers_opened"}
        tx.add_record("change", secrets.token_hex(16), now, person=by, detail=detail)

    store.write(action)


def _change(
    store: "SqliteStore",
    who: Answering,
    change: Callable[[Invitation], Invitation],
    what: str,
    **detail: str,
) -> Invitation:
    def action(tx: "Writer") -> Invitation:
        before = _may_answer(tx, who)
        if is_done(tx, who.by, before.id, what):
            return before
        place = change(before)
        if place != before:
            put_changed(tx, place, who.now, what, who.by, **detail)
        return place

    return store.write(action)


def _stand_in(tx: "Writer", who: Answering, before: Invitation, guest: Guest | None) -> Invitation:
    last = _last_stand_in(tx.history(before.id))
    given_up = before.seat or _given_up(before, last)
    seat = None if guest else before.seat or _free(tx, given_up)
    place = replace(before, substitute=guest, seat=seat)
    if guest:
        place = replace(place, rsvp=Rsvp.COMING, rsvp_reason=None)
    what = "substitute" if guest else "substitute_back"
    record = put_changed(
        tx,
        place,
        who.now,
        what,
        who.by,
        announced=True,
        seat_before=given_up,
        seat_open=bool(guest),
    )
    if last:
        tx.take_off_board(last.seq)
    if given_up and seat is None:
        tx.add_remark(record.seq, staff.seat_open(place, given_up), on_board=True)
    return place


def _may_answer(tx: "Writer", who: Answering) -> Invitation:
    place = must_exist(tx, who.invitation)
    if who.organisation is not None and place.organisation != who.organisation:
        raise NotFoundError(words.NOT_THEIRS)
    if not who.window.is_open(who.now):
        raise ConflictError(words.CLOSED)
    if place.cancelled is not None or tx.inside(place.id) is not None:
        raise ConflictError(words.PRESENT if place.cancelled is None else words.NOT_THEIRS)
    return place


def _last_stand_in(history: Iterable[Record]) -> Record | None:
    found = [r for r in history if r.detail.get("what") in ("substitute", "substitute_back")]
    return found[-1] if found else None


def _given_up(place: Invitation, last: Record | None) -> str | None:
    """The seat that an earlier stand-in left open, while nobody has decided about it."""
    return last.detail.get("seat_before") if last and place.substitute else None


def _free(tx: "Writer", seat: str | None) -> str | None:
    return seat if seat and tx.sitting(seat) is None else None

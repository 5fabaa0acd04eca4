"""Seats given by the organisers: many at once as they were seen, and seats locked.

Whoever moves guests says where each of them was seen. Where that is no longer so, nothing is
moved at all: the answer says who sits there now. Taking a step back is the same the other way
round, a new fact like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.desk.records import By, done_before, is_done, must_exist, note, put_changed
from server.errors import ConflictError
from server.invitations import Invitation
from server.sentences import Sentence, mark, say
from server.wording import staff
from server.wording.editing import changes_words

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


@dataclass(frozen=True, slots=True)
class SeatMove:
    """A guest goes from the seat where they were seen to another; None: no seat."""

    invitation: str
    before: str | None
    after: str | None


class SeatsChangedError(ConflictError):
    """Somebody else was faster. `seats` are the seats about which the two disagree."""

    def __init__(self, message: Sentence, seats: Sequence[str]) -> None:
        super().__init__(message)
        self.seats = tuple(seats)


def move_guests(
    store: "SqliteStore", moves: Sequence[SeatMove], now: datetime, **by: Unpack[By]
) -> list[Invitation]:
    """Move guests, all or none. Raises SeatsChangedError where the hall is no longer as seen.

    Raises ConflictError too where a seat is locked, and NotFoundError for unknown places.
    """

    def action(tx: "Writer") -> list[Invitation]:
        places = [must_exist(tx, move.invitation) for move in moves]
        if moves and is_done(tx, by, moves[0].invitation, "seat"):
            return places
        _must_be_open(tx, moves)
        _must_stand_as_seen(places, moves)
        tx.free_seats(place.id for place in places)
        return [
            _move(tx, place, move, number, now, by)
            for number, (place, move) in enumerate(zip(places, moves, strict=True))
        ]

    return store.write(action)


def lock_seats(
    store: "SqliteStore", seats: Iterable[str], now: datetime, *, locked: bool, **by: Unpack[By]
) -> set[str]:
    """Lock seats or take their locks off; gives all that are locked now."""

    def action(tx: "Writer") -> set[str]:
        wanted = [seat for seat in seats if (seat in tx.locked_seats()) != locked]
        what = "lock" if locked else "unlock"
        if wanted and done_before(tx, by, what) is None:
            record = note(tx, None, now, what, by, seats=sorted(wanted))
            for seat in wanted:
                tx.lock_seat(seat, record.seq) if locked else tx.unlock_seat(seat)
        return tx.locked_seats()

    return store.write(action)


def _must_be_open(tx: "Writer", moves: Sequence[SeatMove]) -> None:
    touched = {seat for move in moves for seat in (move.before, move.after) if seat}
    if locked := sorted(touched & tx.locked_seats()):
        raise ConflictError(
            say("Ghế %(locked)s đang khóa. Mở khóa trước khi đổi chỗ.", locked=", ".join(locked))
        )


def _must_stand_as_seen(places: Sequence[Invitation], moves: Sequence[SeatMove]) -> None:
    stale = [
        (place, move)
        for place, move in zip(places, moves, strict=True)
        if place.seat != move.before or (place.cancelled is not None and move.after)
    ]
    if stale:
        place, _ = stale[0]
        said = say(_where(place), who=staff.coming_words(place), seat=place.seat)
        seats = [seat for p, move in stale for seat in (p.seat, move.before, move.after) if seat]
        raise SeatsChangedError(
            say(
                "Trong lúc đó người khác đã đổi chỗ: %(said)s. Chưa ghi gì; xin xem lại.", said=said
            ),
            list(dict.fromkeys(seats)),
        )


def _where(place: Invitation) -> Sentence:
    if place.cancelled is not None:
        return mark("%(who)s đã hủy")
    if place.seat is None:
        return mark("%(who)s hiện chưa có ghế")
    return mark("%(who)s hiện ngồi ghế %(seat)s")


def _move(
    tx: "Writer", place: Invitation, move: SeatMove, number: int, now: datetime, by: By
) -> Invitation:
    """Seat one of several guests, each on record under an id of its own."""
    sitting = tx.sitting(move.after) if move.after else None
    if move.after and sitting:
        raise SeatsChangedError(staff.seat_taken(move.after, sitting), [move.after])
    after = replace(place, seat=move.after)
    said = by.copy()
    action_id = by.get("action_id")
    said["action_id"] = f"{action_id}/{number}" if action_id and number else action_id
    said["reason"] = changes_words(place, after)
    put_changed(tx, after, now, "seat", said)
    return after

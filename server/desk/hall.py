"""The hall changed: kept with the event, and whoever loses a seat by it is told of and on record."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.desk.records import By, done_before, note, put_changed, tell_anew
from server.errors import ConflictError, InvalidError
from server.hall import Hall, seat_words
from server.hall.kept import FILE, FILE_KEY, KEY, read_hall, sign_of
from server.invitations import Invitation
from server.sentences import say
from server.wording.editing import changes_words

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


class SeatsVanishError(ConflictError):
    """Guests would lose their seats who were not named. `places`: all who would."""

    def __init__(self, places: Sequence[Invitation]) -> None:
        super().__init__(
            say(
                "Hội trường mới không còn ghế của một số đại biểu. Xem danh sách và xác nhận "
                "trước khi lưu."
            )
        )
        self.places = tuple(places)


def unseated_by(hall: Hall, places: Sequence[Invitation]) -> list[Invitation]:
    """List whose seat a hall does not have."""
    return [p for p in places if p.seat and p.cancelled is None and hall.seat(p.seat) is None]


def change_hall(
    store: "SqliteStore",
    old: Hall,
    new: tuple[str, Hall],
    now: datetime,
    *,
    seen: str | None,
    unseated: Collection[str],
    **by: Unpack[By],
) -> list[Invitation]:
    """Keep a hall, as its text and what is read from it; gives who has lost the seat.

    `seen`: the sign of the hall that was changed; `unseated`: ids of those who may lose their
    seats by it. Raises ConflictError where somebody else has changed the hall meanwhile,
    SeatsVanishError where others would lose theirs.
    """
    text, hall = new

    def action(tx: "Writer") -> list[Invitation]:
        if done_before(tx, by, "hall"):
            return []
        if sign_of(tx.meta(KEY)) != seen:
            raise ConflictError(
                say("Trong lúc đó người khác đã sửa hội trường. Chưa ghi gì; xin mở lại trang.")
            )
        places = tx.invitations()
        losing = unseated_by(hall, places)
        if {place.id for place in losing} - set(unseated):
            raise SeatsVanishError(losing)
        record = note(tx, None, now, "hall", by, sign=sign_of(text))
        tx.set_meta(KEY, text)
        for seat in tx.locked_seats():
            if hall.seat(seat) is None:
                tx.unlock_seat(seat)
        for number, place in enumerate(losing, 1):
            _unseat(tx, place, number, now, by)
        tell_anew(tx, _renamed(old, hall, places), now, "seat_words", hall=record.scan_id)
        return losing

    return store.write(action)


def _unseat(tx: "Writer", place: Invitation, number: int, now: datetime, by: By) -> None:
    after, said = replace(place, seat=None), by.copy()
    action_id = by.get("action_id")
    said["action_id"] = f"{action_id}/{number}" if action_id else None
    said["reason"] = changes_words(place, after)
    put_changed(tx, after, now, "seat", said)


def heed_hall_file(store: "SqliteStore", text: str, hall: Hall, now: datetime) -> None:
    """Tell the doors anew where the configured file, `text`, is another than at the last start.

    It need not be in force: a hall that was changed in the page holds before it.
    """
    before = store.read.meta(FILE_KEY)
    if before == text:
        return

    def action(tx: "Writer") -> None:
        tx.set_meta(FILE_KEY, text)
        if before is None or tx.meta(KEY) is not None:
            return
        record = note(tx, None, now, "hall", By(), sign=sign_of(text))
        renamed = _renamed(_read(before), hall, tx.invitations())
        tell_anew(tx, renamed, now, "seat_words", hall=record.scan_id)

    store.write(action)


def _read(text: str) -> Hall | None:
    """Read a hall that held once; None: a newer program wrote it."""
    try:
        return read_hall(FILE, text)
    except InvalidError:
        return None


def _renamed(old: Hall | None, new: Hall, places: Sequence[Invitation]) -> Iterator[str]:
    """Whose seat is called differently now, or is there at last or no more: doors hold its words."""
    for place in places:
        if place.seat and (
            old is None or seat_words(new, place.seat) != seat_words(old, place.seat)
        ):
            yield place.id

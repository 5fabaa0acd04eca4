"""What the desk's requests have in common: who acts under which id, a guest, a place."""

from typing import Any

from server.desk import By, Late, Way
from server.errors import ConflictError, NotFoundError
from server.guests import Guest
from server.invitations import Invitation
from server.names import clean
from server.sentences import say
from server.show import list_row
from server.web.body import Fields
from server.web.house import House, g

LONGEST_REASON = 500
LONGEST_NAME = 200
SOMETHING = r"(?s).*\w.*"


def acting(fields: Fields) -> By:
    """Who asks, under the id that the request carries, and in which words they say why."""
    caller = g.caller
    assert caller is not None
    return By(
        person=caller.person,
        station=caller.station,
        action_id=fields.optional_uuid("scan_id"),
        reason=fields.optional_text("reason", LONGEST_REASON),
    )


def read_late(fields: Fields, house: House) -> Late | None:
    """Read when a thing happened that is told only now: `at`, and `entered`, how it came here.

    Paper bears the hour that a clerk wrote, which cannot lie ahead; a desk that was alone
    sends the hour of its own clock, put right by what it measured.
    """
    way = fields.optional_text("entered", 10) or Way.LATE
    if way not in set(Way):
        fields.refuse("entered", say("phải là paper hoặc late"))
    if "at" not in fields:
        if "entered" in fields:
            fields.refuse("at", say("phải có khi có «entered»"))
        return None
    at = fields.moment("at", house.config.event.timezone)
    if way == Way.PAPER and at > house.clock():
        raise ConflictError(
            say("Giờ ghi trên giấy không thể muộn hơn bây giờ. Xin xem lại giờ đã gõ.")
        )
    return Late(at, Way(way))


def read_guest(fields: Fields) -> Guest:
    """Read a guest as a clerk types one: name, and form of address and title if known."""
    return Guest(
        clean(fields.text("name", LONGEST_NAME, SOMETHING)),
        _words(fields, "honorific", 40),
        _words(fields, "title", LONGEST_NAME),
    )


def find_place(house: House, invitation: str) -> Invitation:
    """Find an invited place. Raises NotFoundError."""
    place = house.store.read.invitation(invitation)
    if place is None:
        raise NotFoundError(
            say("Không có suất mời “%(invitation)s” trong danh sách.", invitation=invitation)
        )
    return place


def read_seat(fields: Fields, key: str, house: House) -> str | None:
    """Read a seat, None where none is given. Raises NotFoundError: the hall has no such seat."""
    seat = fields.optional_text(key, 40)
    if seat is not None and house.hall.seat(seat) is None:
        raise NotFoundError(say("Hội trường không có ghế “%(seat)s”.", seat=seat))
    return seat


def changed(house: House, place: Invitation) -> dict[str, Any]:
    """Answer a change with the place as it stands now."""
    return {"place": list_row(place, house.store.read.inside(place.id))}


def _words(fields: Fields, key: str, longest: int) -> str | None:
    return clean(fields.optional_text(key, longest) or "") or None

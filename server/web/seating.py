"""The hall as the desk needs it: who sits where, what is free, and a guest moved or swapped."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from server import desk
from server.errors import InvalidError
from server.guests import Guest
from server.hall import Area, Hall, seat_words
from server.invitations import Invitation
from server.seating import fitting_seats
from server.sentences import say
from server.web.acting import LONGEST_NAME, acting, changed, find_place, read_seat
from server.web.body import Fields, is_sound, read_json
from server.web.house import g

routes = Blueprint("seating", __name__)

MOST_OFFERED = 6


@routes.get("/api/seats")
def document() -> Response:
    """Draw the hall, metres throughout: every seat with who sits there."""
    house = g.house
    hall, reader = house.hall, house.store.read
    inside = reader.admissions()
    sitting = {p.seat: p for p in reader.invitations() if p.seat and p.cancelled is None}
    return jsonify(
        width=hall.width,
        depth=hall.depth,
        stage=_area(hall.stage) if hall.stage else None,
        rows=[
            {
                "id": row.sign,
                "y": row.y,
                "head": row.head,
                "table": row.table and row.table.document(),
            }
            for row in hall.rows
        ],
        seats=[
            _words(hall, seat.id)
            | {"x": seat.x, "y": seat.y, "wheelchair": seat.wheelchair}
            | {"sitting": _guest(sitting.get(seat.id), inside.keys())}
            for seat in hall.seats
        ],
    )


@routes.get("/api/invitations/<invitation>/seats")
def fitting(invitation: str) -> Response:
    """Offer free seats, best first, for whoever comes, or for a stand-in with this title."""
    house, title = g.house, request.args.get("title")
    if title is not None and (len(title) > LONGEST_NAME or not is_sound(title)):
        raise InvalidError(say("Tham số «title» dài nhất %(longest)s ký tự.", longest=LONGEST_NAME))
    place = find_place(house, invitation)
    one = place if title is None else replace(place, substitute=Guest("?", None, title or None))
    groups = house.config.event.groups
    hall = house.hall
    seats = fitting_seats(hall, house.store.read.invitations(), groups, one)
    return jsonify(
        kept=_words(hall, place.seat) if place.seat and hall.seat(place.seat) else None,
        fitting=[_words(hall, seat.id) for seat in seats[:MOST_OFFERED]],
    )


@routes.put("/api/invitations/<invitation>/seat")
def put(invitation: str) -> Response:
    """Move a guest to a free seat (null: to none), or have two guests change places."""
    house, fields = g.house, Fields(read_json())
    by = acting(fields)
    other = fields.optional_text("swap_with", 64)
    if other:
        place = desk.swap_seats(house.store, invitation, other, house.clock(), **by)
    else:
        if not fields.given("seat"):
            fields.refuse("seat", say("còn thiếu"))
        seat = read_seat(fields, "seat", house)
        place = desk.change_seat(house.store, invitation, seat, house.clock(), **by)
    return jsonify(changed(house, place))


def _words(hall: Hall, seat: str) -> dict[str, Any]:
    words = seat_words(hall, seat)
    return {"id": seat, "label": words.shorts[0] if words else seat}


def _area(area: Area) -> dict[str, Any]:
    return {
        "label": area.label,
        "x": area.x,
        "y": area.y,
        "width": area.width,
        "depth": area.depth,
    }


def _guest(place: Invitation | None, inside: Any) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "invitation": place.id,
        "honorific": place.coming and place.coming.honorific,
        "name": place.coming and place.coming.name,
        "organisation": place.organisation,
        "present": place.id in inside,
    }

"""The hall as it is drawn: where everything stands, and everybody who may sit there."""

from typing import Any

from server.guests import Kind
from server.hall import Area, Hall, Row, Seat, Spot, seat_words
from server.hall.kept import KEY, sign_of
from server.invitations import Invitation
from server.seating import protocol_order, takes_seat
from server.web.house import House
from server.web.language import is_english, named
from server.wording import staff


def plan_of(house: House, hall: Hall) -> dict[str, Any]:
    """Give a hall in metres, and everybody who is invited, in the order of protocol.

    `sign` tells one kept hall from another, whichever of them is drawn. Of a seat and a guest
    is left out what does not hold or is not there, and most often is not.
    """
    reader = house.store.read
    seq, locked = reader.head()[0], reader.locked_seats()
    groups, inside = house.config.event.groups, reader.admissions()
    places = [place for place in reader.invitations() if place.cancelled is None]
    english = is_english()
    return {
        "seq": seq,
        "sign": sign_of(reader.meta(KEY)),
        "hall": _hall(hall),
        "groups": [
            {"code": one.code, "number": one.number, "name": named(one), "colour": one.colour}
            for one in groups
        ],
        "seats": [_seat(hall, seat, seat.id in locked, english) for seat in hall.seats],
        "guests": [_guest(one, one.id in inside) for one in protocol_order(places, groups)],
    }


def _hall(hall: Hall) -> dict[str, Any]:
    return {
        "name": named(hall),
        "width": hall.width,
        "depth": hall.depth,
        "stage": _area(hall.stage) if hall.stage else None,
        "aisles": list(hall.aisles),
        "rows": [
            {
                "id": row.id,
                "label": _label(row),
                "y": row.y,
                "head": row.head,
                "table": row.table and row.table.document(),
            }
            for row in hall.rows
        ],
        "zones": [
            {"id": zone.id, "name": named(zone), "groups": list(zone.groups)} for zone in hall.zones
        ],
        "spots": [
            {"id": spot.id, "label": _label(spot), "x": spot.x, "y": spot.y} for spot in hall.spots
        ],
    }


def _label(thing: Row | Spot | Area) -> str:
    """Give what is written there, in the language of who looks."""
    return (is_english() and thing.label_en) or thing.label


def _area(area: Area) -> dict[str, Any]:
    return {
        "label": _label(area),
        "x": area.x,
        "y": area.y,
        "width": area.width,
        "depth": area.depth,
    }


def _seat(hall: Hall, seat: Seat, is_locked: bool, english: bool) -> dict[str, Any]:
    words = seat_words(hall, seat.id)
    return {
        "id": seat.id,
        "label": words.labels[english] if words else seat.id,
        "row": seat.row,
        "number": seat.number,
        "x": seat.x,
        "y": seat.y,
    } | _what_holds(zone=seat.zone, wheelchair=seat.wheelchair, locked=is_locked)


def _guest(place: Invitation, present: bool) -> dict[str, Any]:
    coming = place.coming
    return {
        "invitation": place.id,
        "group": place.group,
        "organisation": place.organisation,
        "rsvp": place.rsvp.value,
        "takes_seat": takes_seat(place),
    } | _what_holds(
        honorific=coming.honorific if coming else None,
        name=coming.name if coming else None,
        title=coming.title if coming else place.expects,
        instead_of=staff.invited_words(place) if place.substitute else None,
        walk_in=place.kind is Kind.WALK_IN,
        award=place.award is not None,
        support=place.support,
        seat=place.seat,
        present=present,
    )


def _what_holds(**facts: str | bool | None) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}

"""The hall as a guest's map: what stands where, the place that is hers, and the way to it."""

from collections.abc import Iterable
from typing import Any

from server.hall import Hall, Row, Seat, Spot
from server.hall.way import BEHIND_SEAT, Point, length, way, way_words


def map_to_seat(hall: Hall, seat_id: str) -> dict[str, Any] | None:
    """Give the map to a seat, in metres as the hall's; None: there is no way to it."""
    seat, words = hall.seat(seat_id), way_words(hall, seat_id)
    if seat is None or words is None:
        return None
    return _map(hall, [seat], seat, hall.row(seat), words)


def map_to_press(hall: Hall) -> dict[str, Any] | None:
    """Give the map to where the press works; None: the hall keeps no seats for it."""
    zones = {zone.id for zone in hall.zones if zone.press}
    seats = [seat for seat in hall.seats if seat.zone in zones and way(hall, seat.id)]
    if not seats:
        return None
    nearest = min(seats, key=lambda seat: length(way(hall, seat.id)))
    zone = hall.zone(nearest)
    assert zone is not None  # it is by its zone that the seat was chosen
    return _map(hall, seats, nearest, None, (zone.name, zone.name_en))


def _map(
    hall: Hall, goal: list[Seat], target: Seat, row: Row | None, words: tuple[str, str]
) -> dict[str, Any]:
    line = way(hall, target.id)
    return {
        "width": hall.width,
        "depth": hall.depth,
        "stage": _stage(hall),
        "door": _door(hall, line[0]),
        "rows": [_row(hall, each) for each in hall.rows],
        "goal": {
            "row": None if row is None or row.head or row.table else row.sign,
            "table": row.table.number if row and row.table else None,
            "seats": [[seat.x, seat.y] for seat in goal],
        },
        "way": [list(point) for point in _drawn(hall, line, target)],
        "words": words[0],
        "words_en": words[1],
    }


def _stage(hall: Hall) -> dict[str, Any] | None:
    area = hall.stage
    if area is None:
        return None
    return {
        "label": area.label,
        "label_en": area.label_en,
        "x": area.x,
        "y": area.y,
        "width": area.width,
        "depth": area.depth,
    }


def _door(hall: Hall, at: Point) -> dict[str, Any]:
    door: Spot = next(spot for spot in hall.spots if (spot.x, spot.y) == at)
    return {"label": door.label, "label_en": door.label_en, "x": door.x, "y": door.y}


def _row(hall: Hall, row: Row) -> dict[str, Any]:
    return {
        "id": row.sign,
        "y": row.y,
        "head": row.head,
        "table": row.table and row.table.document(),
        "seats": [[seat.x, seat.y] for seat in hall.seats if seat.row == row.id],
    }


def _drawn(hall: Hall, line: Iterable[Point], seat: Seat) -> list[Point]:
    """Lead the end of a way along the front of the seats behind, and then up to the seat.

    Between tables it runs so already.
    """
    if hall.row(seat).table:
        return list(line)
    passage = seat.y + BEHIND_SEAT
    turns = [(x, passage) if y == seat.y else (x, y) for x, y in line]
    path = [*turns, (seat.x, seat.y)]
    return [point for i, point in enumerate(path) if i == 0 or point != path[i - 1]]

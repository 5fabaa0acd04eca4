"""Signposts: the seats of a row on either side of each aisle, who sits there, the desks."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from badges.signs import Direction, Side, Signpost
from server.hall import Hall, Row, Seat
from server.hall.way import aisle_to
from server.reporting import Standing

_ARROWS: tuple[Direction, ...] = ("left", "right", "here")
_PUT_UP: dict[Direction, str] = {
    "left": "Đặt nơi đi về bên trái",
    "right": "Đặt nơi đi về bên phải",
    "here": "Đặt tại chỗ",
}


def signs_of(standing: Standing, hall: Hall) -> list[Signpost]:
    """Draw up the signs: every row at every aisle by which its seats are reached, every desk."""
    rows = [row for row in hall.rows if not row.head and row.table is None]
    signs = [sign for row in rows for sign in _row_signs(row, standing, hall)]
    tables = [
        _table_sign(row, seats, standing, hall)
        for row in hall.rows
        if row.table and (seats := [seat for seat in hall.seats if seat.row == row.id])
    ]
    return [*signs, *tables, *_desk_signs(standing, hall)]


def _row_signs(row: Row, standing: Standing, hall: Hall) -> Iterator[Signpost]:
    seats = sorted((seat for seat in hall.seats if seat.row == row.id), key=lambda seat: seat.x)
    for x, reached in groupby(seats, key=lambda seat: aisle_to(hall, seat)):
        members = list(reached)
        yield Signpost(
            label=row.label,
            label_en=row.label_en,
            sides=_sides(x, members),
            who=_who(members, standing, hall),
            where=_place_of(row, x, hall),
        )


def _table_sign(row: Row, seats: Sequence[Seat], standing: Standing, hall: Hall) -> Signpost:
    """Give the number that stands on a table."""
    who = _who(seats, standing, hall)
    where = f"Đặt giữa {_lower(row.label)}, mặt quay về cửa vào"
    numbers = sorted(seat.number for seat in seats)
    span = f"{numbers[0]} - {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    return Signpost(row.label, row.label_en, [Side("here", span)], who, where)


def _sides(x: float | None, seats: Sequence[Seat]) -> list[Side]:
    if x is None:
        return [Side("here", _span(seats))]
    parts: tuple[tuple[Direction, list[Seat]], ...] = (
        ("left", [seat for seat in seats if seat.x < x]),
        ("right", [seat for seat in seats if seat.x >= x]),
    )
    return [Side(direction, _span(members)) for direction, members in parts if members]


def _span(seats: Sequence[Seat]) -> str:
    numbers = sorted(seat.number for seat in seats)
    first, last = f"{numbers[0]:02d}", f"{numbers[-1]:02d}"
    return first if first == last else f"{first} - {last}"


def _who(seats: Sequence[Seat], standing: Standing, hall: Hall) -> list[str]:
    """Name the zones of the seats; where the hall has none, the groups of those who sit there."""
    zones = [zone.name for seat in seats if (zone := hall.zone(seat))]
    if zones:
        return list(dict.fromkeys(zones))
    ids = {seat.id for seat in seats}
    groups = (standing.event.group(p.group) for p in standing.places if p.seat in ids)
    return list(dict.fromkeys(group.name for group in groups if group))


def _place_of(row: Row, x: float | None, hall: Hall) -> str:
    if x is None:
        return f"Đặt đầu {_lower(row.label)}"
    middle = hall.width / 2
    side = "giữa" if abs(x - middle) < hall.width / 10 else "bên trái" if x < middle else "bên phải"
    return f"Đặt ở lối đi {side}, đầu {_lower(row.label)}, mặt quay về cửa vào"


def _desk_signs(standing: Standing, hall: Hall) -> Iterator[Signpost]:
    """Each desk three times: to the left, to the right, and on the spot."""
    for label, label_en, who in _desks(standing, hall):
        for direction in _ARROWS:
            yield Signpost(label, label_en, [Side(direction, "")], who, _PUT_UP[direction])


def _desks(standing: Standing, hall: Hall) -> Iterator[tuple[str, str, list[str]]]:
    reception = standing.event.reception
    yield "Bàn đón tiếp đại biểu", "Reception desk", []
    if reception.documents_at_desk:
        yield "Nơi nhận tài liệu", "Documents", []
    if reception.guest_room:
        yield "Phòng khách", "Guest room", []
    if any(place.award for place in standing.places):
        yield "Bàn hướng dẫn khen thưởng", "Award presentation desk", []
    if any(standing.is_press(place) for place in standing.places):
        where = [hall.press_area[0]] if hall.press_area else []
        yield "Khu vực tác nghiệp của phóng viên", "Press area", where


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]

"""Tables and where their guests sit: laid out in lines, numbered from the left, front to back."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from server.hall import Fill, Row, Seat, Table, fill_order

Shape = Literal["round", "desk"]

# Metres: the edge that a guest takes, how far from the table a chair stands, a desk's depth.
_ELBOWS = 0.65
_CHAIR = 0.35
_DESK_DEPTH = 0.5
_LEAST_RADIUS = 0.5


@dataclass(frozen=True, slots=True)
class Tables:
    """So many equal tables, `across` in a line; (x, y) is the middle of the first.

    `pitch` lies between two of a line, `line_pitch` between two lines. Guests sit around a
    "round" one, and side by side behind a "desk", all with their faces to the stage.
    """

    id: str
    label: str
    label_en: str
    shape: Shape
    seats: int
    count: int
    across: int
    x: float
    y: float
    pitch: float
    line_pitch: float
    first: int = 1


def lay_out(tables: Tables, fill: Fill, centre: float) -> Iterator[tuple[Row, tuple[Seat, ...]]]:
    """Give each table with its seats, as protocol fills them: line by line, in each by `fill`."""
    for before in range(0, tables.count, tables.across):
        line = range(before, min(before + tables.across, tables.count))
        places = [(at, tables.x + tables.pitch * (at - before)) for at in line]
        y = tables.y + tables.line_pitch * (before // tables.across)
        xs = dict(places)
        for at in fill_order(fill, places, centre):
            yield _table(tables, tables.first + at, xs[at], y, fill, centre)


def _table(
    tables: Tables, number: int, x: float, y: float, fill: Fill, centre: float
) -> tuple[Row, tuple[Seat, ...]]:
    row_id = f"{tables.id}{number}"
    width, depth = _size(tables)
    row = Row(
        row_id,
        f"{tables.label} {number}",
        f"{tables.label_en} {number}",
        y,
        table=Table(number, x, y, width, depth, tables.shape == "round"),
    )
    places = _around(tables, x, y) if tables.shape == "round" else _behind(tables, x, y)
    order = _around_order(len(places)) if tables.shape == "round" else None
    numbers = order or fill_order(fill, [(n, at) for n, (at, _) in places.items()], centre)
    ranks = {n: rank for rank, n in enumerate(numbers, 1)}
    seats = (
        Seat(f"{row_id}.{n}", row_id, n, None, None, sx, sy, ranks[n])
        for n, (sx, sy) in places.items()
    )
    return row, tuple(seats)


def _size(tables: Tables) -> tuple[float, float]:
    if tables.shape == "desk":
        return tables.seats * _ELBOWS, _DESK_DEPTH
    diameter = 2 * _radius(tables.seats)
    return diameter, diameter


def _radius(seats: int) -> float:
    return round(max(_LEAST_RADIUS, seats * _ELBOWS / (2 * pi)), 2)


def _around(tables: Tables, x: float, y: float) -> dict[int, tuple[float, float]]:
    """Seat 1 looks at the stage across the table; the others follow clockwise."""
    reach = _radius(tables.seats) + _CHAIR
    turns = (2 * pi * at / tables.seats for at in range(tables.seats))
    return {
        n: (round(x - reach * sin(turn), 3), round(y + reach * cos(turn), 3))
        for n, turn in enumerate(turns, 1)
    }


def _around_order(seats: int) -> list[int]:
    """The nearer to seat 1, the higher: 1, then the two beside it, and so on."""
    return sorted(range(1, seats + 1), key=lambda n: (min(n - 1, seats + 1 - n), n))


def _behind(tables: Tables, x: float, y: float) -> dict[int, tuple[float, float]]:
    left = x - _ELBOWS * (tables.seats - 1) / 2
    line = y + _DESK_DEPTH / 2 + _CHAIR
    return {
        n: (round(left + _ELBOWS * (n - 1), 3), round(line, 3)) for n in range(1, tables.seats + 1)
    }

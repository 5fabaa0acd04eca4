"""The hall: seats, rows, tables, zones and doors, and how a seat is told in words.

Metres throughout, seen by a person who faces the stage: x grows to the right from the left
end of the stage's edge, y grows from there towards the back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Fill = Literal["centre-out-left-first", "centre-out-right-first", "left-to-right", "right-to-left"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point that people look for: a door, the reception desk, the camera's place."""

    id: str
    label: str
    label_en: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the plan, such as the stage; (x, y) is the corner nearest the origin."""

    label: str
    label_en: str
    x: float
    y: float
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Block:
    """Seats between two aisles, e.g. "dãy trái"."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its middle at (x, y). Guests sit around a `round` one, behind another."""

    number: int
    x: float
    y: float
    width: float
    depth: float
    round: bool

    def document(self) -> dict[str, Any]:
        """Give it as it is drawn, with the corner nearest the origin."""
        return {
            "x": self.x - self.width / 2,
            "y": self.y - self.depth / 2,
            "width": self.width,
            "depth": self.depth,
            "round": self.round,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """Guests who are named together: a row, those at one `table`, or who chair (`head`)."""

    id: str
    label: str
    label_en: str
    y: float
    head: bool = False
    table: Table | None = None

    @property
    def sign(self) -> str:
        """What stands on the plan and, large, on the slip: "B", or the number of a table."""
        return str(self.table.number) if self.table else self.id


@dataclass(frozen=True, slots=True)
class Zone:
    """Seats kept for some groups, in the order in which these are seated there.

    `award`: commended guests of these groups sit here together, before the others.
    `press`: where the press works.
    """

    id: str
    name: str
    name_en: str
    groups: tuple[str, ...]
    award: bool = False
    press: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `order` is its place in protocol within the row, 1 is the first taken."""

    id: str
    row: str
    number: int
    block: str | None
    zone: str | None
    x: float
    y: float
    order: int
    wheelchair: bool = False


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall as its file describes it: zones in the order of filling.

    Rows stand front to back, tables of one line in the order in which protocol fills them.
    `aisles` are the x of the ways between blocks. Seat ids are unique.
    """

    id: str
    name: str
    name_en: str
    width: float
    depth: float
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    zones: tuple[Zone, ...]
    seats: tuple[Seat, ...]
    spots: tuple[Spot, ...] = ()
    stage: Area | None = None
    aisles: tuple[float, ...] = ()
    press_area: tuple[str, str] | None = None
    _seats: dict[str, Seat] = field(init=False, repr=False, compare=False)
    _rows: dict[str, Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_seats", {seat.id: seat for seat in self.seats})
        object.__setattr__(self, "_rows", {row.id: row for row in self.rows})

    def seat(self, seat_id: str) -> Seat | None:
        """Find a seat by its id."""
        return self._seats.get(seat_id)

    def row(self, seat: Seat) -> Row:
        """Give the row in which a seat stands."""
        return self._rows[seat.row]

    def block(self, seat: Seat) -> Block | None:
        """Give the block in which a seat stands; the chairman's table has none."""
        return next((block for block in self.blocks if block.id == seat.block), None)

    def zone(self, seat: Seat) -> Zone | None:
        """Give the zone for which a seat is kept; None: a spare seat."""
        return next((zone for zone in self.zones if zone.id == seat.zone), None)

    def spot(self, spot_id: str) -> Spot | None:
        """Find a door or another point by its id."""
        return next((spot for spot in self.spots if spot.id == spot_id), None)

    def beside(self, seat: Seat) -> tuple[Seat, ...]:
        """The neighbours of a seat without an aisle between, the lower number first."""
        own = [o for o in self.seats if (o.row, o.block) == (seat.row, seat.block)]
        table = self.row(seat).table
        steps = {1, max(other.number for other in own) - 1} if table and table.round else {1}
        return tuple(other for other in own if abs(other.number - seat.number) in steps)


@dataclass(frozen=True, slots=True)
class SeatWords:
    """A seat in words, each pair (Vietnamese, English). `head`: at the chairman's table.

    `labels` say the side too: "Hàng B, ghế 07 (dãy phải)", "Row B, seat 07 (right block)".
    `shorts` do not: "Hàng B, ghế 07", "B07". At a `table` it is "Bàn 5, ghế 3", with "5" as
    `row`.
    """

    id: str
    labels: tuple[str, str]
    shorts: tuple[str, str]
    sides: tuple[str | None, str | None]
    row: str
    number: str
    zone: str | None
    head: bool
    table: bool = False

    def document(self) -> dict[str, Any]:
        """Give `seat` of the answer document; a place at the chairman's table is in no row."""
        return {
            "id": self.id,
            "label": self.labels[0],
            "row": None if self.head else self.row,
            "number": None if self.head else self.number,
            "side": self.sides[0],
            "zone": self.zone,
            "table": self.table,
        }


def seat_words(hall: Hall, seat_id: str) -> SeatWords | None:
    """Say a seat in words; None: there is no such seat."""
    seat = hall.seat(seat_id)
    if seat is None:
        return None
    row, block, zone = hall.row(seat), hall.block(seat), hall.zone(seat)
    number = str(seat.number) if row.table else f"{seat.number:02d}"
    vi, en = f"{row.label}, ghế {number}", f"{row.label_en}, seat {number}"
    return SeatWords(
        id=seat.id,
        labels=(f"{vi} ({block.name})", f"{en} ({block.name_en})") if block else (vi, en),
        shorts=(vi, en if row.head or row.table else seat.id),
        sides=(block.name, block.name_en) if block else (None, None),
        row=row.sign,
        number=number,
        zone=zone.name if zone else None,
        head=row.head,
        table=row.table is not None,
    )


def fill_order(fill: Fill, places: list[tuple[int, float]], centre: float) -> list[int]:
    """Put the (number, x) of one row into the order in which protocol fills them."""
    side = -1 if fill == "centre-out-right-first" else 1
    if fill in ("left-to-right", "right-to-left"):
        backwards = fill == "right-to-left"
        return [number for number, _ in sorted(places, key=lambda p: p[1], reverse=backwards)]
    # Whole centimetres: the two seats beside the middle aisle must come out equally far.
    return [
        number
        for number, x in sorted(places, key=lambda p: (round(abs(p[1] - centre), 2), side * p[1]))
    ]


def ways_between(spans: Iterable[tuple[float, float]], width: float) -> tuple[float, ...]:
    """Give the x of the ways beside and between (left, right) spans of seats."""
    edges = [0.0]
    for left, right in sorted(spans):
        if len(edges) > 1 and left <= edges[-1]:
            edges[-1] = max(edges[-1], right)
        else:
            edges += [left, right]
    edges.append(width)
    return tuple(round((edges[i] + edges[i + 1]) / 2, 3) for i in range(0, len(edges), 2))

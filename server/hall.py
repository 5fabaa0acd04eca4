"""The hall: seats, rows, zones and doors, and how a seat is told in words and shown on a map.

Metres throughout, seen by a person who faces the stage: x grows to the right from the left
end of the stage's edge, y grows from there towards the back.
"""

from dataclasses import dataclass, field
from typing import Literal

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
class Row:
    """A row, front to back, or the chairman's table (`head`)."""

    id: str
    label: str
    label_en: str
    y: float
    head: bool = False


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
    """A hall as its file describes it: rows front to back, zones in the order of filling.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "_seats", {seat.id: seat for seat in self.seats})

    def seat(self, seat_id: str) -> Seat | None:
        """Find a seat by its id."""
        return self._seats.get(seat_id)

    def row(self, seat: Seat) -> Row:
        """Give the row in which a seat stands."""
        return next(row for row in self.rows if row.id == seat.row)

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
        return tuple(
            other
            for other in self.seats
            if (other.row, other.block) == (seat.row, seat.block)
            and abs(other.number - seat.number) == 1
        )


@dataclass(frozen=True, slots=True)
class SeatWords:
    """A seat in words, each pair (Vietnamese, English). `head`: at the chairman's table.

    `labels` say the side too: "Hàng B, ghế 07 (dãy phải)", "Row B, seat 07 (right block)".
    `shorts` do not: "Hàng B, ghế 07", "B07".
    """

    id: str
    labels: tuple[str, str]
    shorts: tuple[str, str]
    sides: tuple[str | None, str | None]
    row: str
    number: str
    zone: str | None
    head: bool

    def document(self) -> dict[str, str | None]:
        """Give `seat` of the answer document; a place at the table is in no row."""
        return {
            "id": self.id,
            "label": self.labels[0],
            "row": None if self.head else self.row,
            "number": None if self.head else self.number,
            "side": self.sides[0],
            "zone": self.zone,
        }


def seat_words(hall: Hall, seat_id: str) -> SeatWords | None:
    """Say a seat in words; None: there is no such seat."""
    seat = hall.seat(seat_id)
    if seat is None:
        return None
    row, block, zone = hall.row(seat), hall.block(seat), hall.zone(seat)
    number = f"{seat.number:02d}"
    vi, en = f"{row.label}, ghế {number}", f"{row.label_en}, seat {number}"
    return SeatWords(
        id=seat.id,
        labels=(f"{vi} ({block.name})", f"{en} ({block.name_en})") if block else (vi, en),
        shorts=(vi, en if row.head else seat.id),
        sides=(block.name, block.name_en) if block else (None, None),
        row=row.id,
        number=number,
        zone=zone.name if zone else None,
        head=row.head,
    )


def way(hall: Hall, seat_id: str) -> tuple[tuple[float, float], ...]:
    """Draw the way from the door to a seat as a line of (x, y) in metres; empty: not known.

    A guest walks in behind the last row, up the aisle nearest to the seat, and along the
    row. A wheelchair goes in by the side door where that lies on the seat's side.
    """
    seat = hall.seat(seat_id)
    door = _door(hall, seat) if seat else None
    if seat is None or door is None:
        return ()
    aisle = min(hall.aisles, key=lambda x: abs(x - seat.x), default=seat.x)
    behind = max(other.y for other in hall.seats) + 1.0
    turns = [(door.x, behind), (aisle, behind)] if door.y > behind else [(aisle, door.y)]
    line = [(door.x, door.y), *turns, (aisle, seat.y), (seat.x, seat.y)]
    return tuple(point for i, point in enumerate(line) if i == 0 or point != line[i - 1])


def way_words(hall: Hall, seat_id: str) -> tuple[str, str] | None:
    """Say the way in Vietnamese and English, for the slip and the map; None: not known."""
    seat, line = hall.seat(seat_id), way(hall, seat_id)
    if seat is None or not line:
        return None
    door = next(spot for spot in hall.spots if (spot.x, spot.y) == line[0])
    aisle_x, row = line[-2][0], hall.row(seat)
    aisle, aisle_en = _aisle_words(hall, aisle_x)
    way_up = f"Từ {door.label} theo lối đi {aisle} lên {_lower(row.label)}"
    way_up_en = f"From the {_lower(door.label_en)} take the {aisle_en} aisle to"
    if row.head:
        return way_up, f"{way_up_en} the {_lower(row.label_en)}"
    way_up_en += f" {_lower(row.label_en)}"
    side, side_en = ("phải", "right") if seat.x > aisle_x else ("trái", "left")
    return f"{way_up}, ghế ở bên {side} lối đi", f"{way_up_en}; your seat is on its {side_en}"


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


def _door(hall: Hall, seat: Seat) -> Spot | None:
    main, side = hall.spot("door"), hall.spot("exit")
    if seat.wheelchair and side and abs(side.x - seat.x) < hall.width / 2:
        return side
    return main


def _aisle_words(hall: Hall, x: float) -> tuple[str, str]:
    middle = hall.width / 2
    if abs(x - middle) < hall.width / 10:
        return "giữa", "middle"
    return ("bên trái", "left") if x < middle else ("bên phải", "right")


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]

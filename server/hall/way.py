"""The way from the door to a seat: as a line on the map, and in words."""

from itertools import pairwise

from server.hall import Hall, Row, Seat, Spot

Point = tuple[float, float]

# Half the room a seat takes in depth: a way goes between the tables, not over other guests.
BEHIND_SEAT = 0.5
_TWO_SIDES = 3  # so many aisles are told apart as left, middle and right


def way(hall: Hall, seat_id: str) -> tuple[Point, ...]:
    """Draw the way from the door to a seat as a line of (x, y) in metres; empty: not known.

    A guest walks in behind the last row, up the aisle nearest to the seat, and along the
    row or behind the tables. A wheelchair goes in by the side door where that lies on the
    seat's side.
    """
    seat = hall.seat(seat_id)
    door = _door(hall, seat) if seat else None
    if seat is None or door is None:
        return ()
    aisle = _aisle(hall, seat, door)
    behind = max(other.y for other in hall.seats) + 1.0
    turns = [(door.x, behind), (aisle, behind)] if door.y > behind else [(aisle, door.y)]
    line = [(door.x, door.y), *turns, *_from_aisle(hall, seat, aisle)]
    return tuple(point for i, point in enumerate(line) if i == 0 or point != line[i - 1])


def aisle_to(hall: Hall, seat: Seat) -> float | None:
    """Give the x of the aisle from which one turns to a seat; None: no way is known."""
    door = _door(hall, seat)
    return _aisle(hall, seat, door) if door and hall.aisles else None


def length(line: tuple[Point, ...]) -> float:
    """Measure a way, in metres."""
    return sum(abs(x - x0) + abs(y - y0) for (x0, y0), (x, y) in pairwise(line))


def way_words(hall: Hall, seat_id: str) -> tuple[str, str] | None:
    """Say the way in Vietnamese and English, for the slip and the map; None: not known."""
    seat = hall.seat(seat_id)
    door = _door(hall, seat) if seat else None
    if seat is None or door is None:
        return None
    aisle, row = _aisle(hall, seat, door), hall.row(seat)
    words, words_en = _aisle_words(hall, aisle)
    up = f"Từ {door.label} theo lối đi {words} {'đến' if row.table else 'lên'} {_lower(row.label)}"
    up_en = f"From the {_lower(door.label_en)} take {words_en} to {_row_words(row)}"
    if row.head:
        return up, up_en
    side, side_en = _side_words((row.table.x if row.table else seat.x) > aisle)
    if row.table:
        return f"{up}, ở bên {side} lối đi", f"{up_en}, on its {side_en}"
    return f"{up}, ghế ở bên {side} lối đi", f"{up_en}; your seat is on its {side_en}"


def _door(hall: Hall, seat: Seat) -> Spot | None:
    main, side = hall.spot("door"), hall.spot("exit")
    if seat.wheelchair and side and abs(side.x - seat.x) < hall.width / 2:
        return side
    return main


def _aisle(hall: Hall, seat: Seat, door: Spot) -> float:
    """The nearest aisle; from a side door to a table the one along the wall."""
    goal = door.x if door.id == "exit" and hall.row(seat).table else seat.x
    return min(hall.aisles, key=lambda x: (round(abs(x - goal), 2), abs(x - door.x)), default=goal)


def _from_aisle(hall: Hall, seat: Seat, aisle: float) -> list[Point]:
    """Along the row; or behind the table, and around it to who sits with their back to the stage."""
    table = hall.row(seat).table
    if table is None:
        return [(aisle, seat.y), (seat.x, seat.y)]
    own = [other for other in hall.seats if other.row == seat.row]
    passage = max(other.y for other in own) + BEHIND_SEAT
    if seat.y >= table.y:
        return [(aisle, passage), (seat.x, passage), (seat.x, seat.y)]
    reach = max(abs(other.x - table.x) for other in own) + BEHIND_SEAT
    beside = table.x + (reach if seat.x > table.x else -reach)
    return [(aisle, passage), (beside, passage), (beside, seat.y), (seat.x, seat.y)]


def _aisle_words(hall: Hall, x: float) -> tuple[str, str]:
    if len(hall.aisles) > _TWO_SIDES:
        number = sorted(hall.aisles).index(x) + 1
        return f"thứ {number} từ trái", f"aisle {number} from the left"
    middle = hall.width / 2
    if abs(x - middle) < hall.width / 10:
        return "giữa", "the middle aisle"
    return ("bên trái", "the left aisle") if x < middle else ("bên phải", "the right aisle")


def _side_words(is_right: bool) -> tuple[str, str]:
    return ("phải", "right") if is_right else ("trái", "left")


def _row_words(row: Row) -> str:
    return f"the {_lower(row.label_en)}" if row.head else _lower(row.label_en)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]

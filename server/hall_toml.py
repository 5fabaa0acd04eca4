"""The hall file as people write it, text → Hall; what its keys mean stands in the file itself.

`server/sample/hall.toml` is the worked form. Raises ConfigError with file, line, key and
remedy, as config.toml does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from server.hall import Area, Block, Fill, Hall, Row, Seat, Spot, Zone, fill_order
from server.toml import Table, read_table

FILLS: tuple[Fill, ...] = get_args(Fill)

_METRES = (0.0, 1000.0)
_MOST_SEATS_IN_A_ROW = 200
_ID = (r"[A-Za-z0-9]{1,4}", "hãy dùng 1 đến 4 chữ không dấu hoặc số")
_RANGE_REMEDY = 'hãy ghi tên hàng "A", một đoạn "H01-H06" hoặc một ghế "H07"'


def read_hall_toml(name: str, text: str) -> Hall:
    """Read a hall from the text of the TOML file called `name`."""
    table = read_table(name, text)
    return table.finish(_hall(table))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all rows share. `places`: seat number → its block and x."""

    places: Mapping[int, tuple[Block, float]]
    fill: Fill
    centre: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its seats."""

    row: Row
    seats: tuple[Seat, ...]


def _hall(table: Table) -> Hall:
    width, depth = table.number("width", 1, 1000), table.number("depth", 1, 1000)
    blocks = table.tables("blocks", _block)
    plan = _Plan(
        places=_places(table, blocks),
        fill=table.choice("fill", _fill, FILLS),
        centre=table.number("centre", *_METRES, default=width / 2),
    )
    head = table.optional_table("head_table", lambda t: _head_table(t, plan))
    rows = table.tables("rows", lambda t: _row(t, plan))
    lines = (head, *rows) if head else rows
    _refuse_twice(table, "rows", [line.row.id for line in lines])
    zones, seats = _zones(table, [seat for line in lines for seat in line.seats])
    return Hall(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        width=width,
        depth=depth,
        rows=tuple(line.row for line in lines),
        blocks=tuple(block for block, _ in blocks),
        zones=zones,
        seats=seats,
        spots=table.tables("spots", _spot),
        stage=table.optional_table("stage", _area),
        aisles=table.numbers("aisles", *_METRES),
        press_area=table.optional_table("press_area", _both_labels),
    )


def _block(table: Table) -> tuple[Block, tuple[tuple[int, float], ...]]:
    """Read a block and the (number, x) of its seats."""
    ends = table.wholes("seats")
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1] <= _MOST_SEATS_IN_A_ROW:
        table.fail("seats", "phải là số ghế đầu và số ghế cuối", "hãy ghi ví dụ [1, 6]")
    block = Block(table.text("id", *_ID), table.text("name"), table.text("name_en"))
    x, pitch = table.number("x", *_METRES), table.number("pitch", 0.1, 10)
    return block, tuple((n, x + pitch * (n - ends[0])) for n in range(ends[0], ends[1] + 1))


def _places(
    table: Table, blocks: Iterable[tuple[Block, tuple[tuple[int, float], ...]]]
) -> dict[int, tuple[Block, float]]:
    places: dict[int, tuple[Block, float]] = {}
    for block, numbers in blocks:
        for number, x in numbers:
            if number in places:
                table.fail("blocks", f"ghế số {number} có ở hai dãy", "mỗi số ghế thuộc một dãy")
            places[number] = (block, x)
    return places


def _row(table: Table, plan: _Plan) -> _Line:
    row_id, y = table.text("id", *_ID), table.number("y", *_METRES)
    label = table.optional_text("label") or f"Hàng {row_id}"
    row = Row(row_id, label, table.optional_text("label_en") or f"Row {row_id}", y)
    without = _numbers(table, "without", plan.places)
    places = {n: place for n, place in plan.places.items() if n not in without}
    order = _order(table, plan.fill, plan.centre, {n: x for n, (_, x) in places.items()})
    wheelchair = _numbers(table, "wheelchair", places)
    seats = (
        Seat(f"{row_id}{n:02d}", row_id, n, block.id, None, x, y, order[n], n in wheelchair)
        for n, (block, x) in places.items()
    )
    return _Line(row, tuple(seats))


def _head_table(table: Table, plan: _Plan) -> _Line:
    row_id, y = table.text("id", *_ID), table.number("y", *_METRES)
    count = table.whole("seats", 1, _MOST_SEATS_IN_A_ROW)
    x, pitch = table.number("x", *_METRES), table.number("pitch", 0.1, 10)
    places = {n: x + pitch * (n - 1) for n in range(1, count + 1)}
    order = _order(table, plan.fill, x + pitch * (count - 1) / 2, places)
    row = Row(row_id, *_both_labels(table), y, head=True)
    seats = (
        Seat(f"{row_id}{n}", row_id, n, None, None, at, y, order[n]) for n, at in places.items()
    )
    return _Line(row, tuple(seats))


def _order(table: Table, fill: Fill, centre: float, places: Mapping[int, float]) -> dict[int, int]:
    """Give each seat number its place in protocol: as listed by hand, else as filled."""
    by_hand = table.wholes("order")
    if by_hand and sorted(by_hand) != sorted(places):
        table.fail("order", "không kể đủ các ghế của hàng, mỗi ghế một lần", "hãy bổ sung")
    fill = table.choice("fill", _fill, FILLS, default=fill)
    numbers = by_hand or fill_order(fill, list(places.items()), centre)
    return {number: place for place, number in enumerate(numbers, 1)}


def _zones(table: Table, seats: Sequence[Seat]) -> tuple[tuple[Zone, ...], tuple[Seat, ...]]:
    """Read the zones and write into each seat the one to which it belongs."""
    kept: dict[str, str] = {}

    def zone(inner: Table) -> Zone:
        found = _zone(inner)
        for part in inner.texts("seats"):
            for seat_id in _named_seats(inner, part, seats):
                if seat_id in kept:
                    inner.fail(
                        "seats", f"ghế {seat_id} đã thuộc khu {kept[seat_id]}", "hãy bỏ một bên"
                    )
                kept[seat_id] = found.id
        return found

    zones = table.tables("zones", zone)
    _refuse_twice(table, "zones", [zone.id for zone in zones])
    return zones, tuple(replace(seat, zone=kept.get(seat.id)) for seat in seats)


def _zone(table: Table) -> Zone:
    return Zone(
        id=table.text("id", *_ID),
        name=table.text("name"),
        name_en=table.text("name_en"),
        groups=table.texts("groups"),
        award=table.flag("award", default=False),
        press=table.flag("press", default=False),
    )


def _named_seats(table: Table, part: str, seats: Sequence[Seat]) -> list[str]:
    """Give the seats that "A", "H01-H06" or "H07" names."""
    by_id = {seat.id: seat for seat in seats}
    first, last = by_id.get(part.partition("-")[0]), by_id.get(part.rpartition("-")[2])
    named = [seat.id for seat in seats if seat.row == part]
    if first and last and first.row == last.row:
        numbers = range(first.number, last.number + 1)
        named = [s.id for s in seats if s.row == first.row and s.number in numbers]
    if not named:
        table.fail("seats", f"không có hàng hay ghế «{part}»", _RANGE_REMEDY)
    return named


def _numbers(table: Table, key: str, known: Mapping[int, object]) -> frozenset[int]:
    numbers = frozenset(table.wholes(key))
    if strange := sorted(numbers - known.keys()):
        table.fail(key, f"hàng này không có ghế số {strange[0]}", "hãy sửa số ghế")
    return numbers


def _spot(table: Table) -> Spot:
    x, y = table.number("x", *_METRES), table.number("y", *_METRES)
    return Spot(table.text("id"), *_both_labels(table), x, y)


def _area(table: Table) -> Area:
    corner = table.number("x", *_METRES), table.number("y", *_METRES)
    size = table.number("width", *_METRES), table.number("depth", *_METRES)
    return Area(*_both_labels(table), *corner, *size)


def _both_labels(table: Table) -> tuple[str, str]:
    return table.text("label"), table.text("label_en")


def _fill(word: str) -> Fill:
    return cast("Fill", word)


def _refuse_twice(table: Table, key: str, ids: Sequence[str]) -> None:
    for place, one in enumerate(ids):
        if one in ids[:place]:
            table.fail(key, f"«{one}» bị ghi hai lần", "mỗi mục cần một tên riêng")

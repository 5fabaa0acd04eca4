"""The hall file as people write it, text → Hall; what its keys mean stands in the file itself.

`server/sample/hall.toml` is the worked form. Raises ConfigError with file, line, key and
remedy, as config.toml does.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from server.hall import (
    Area,
    Block,
    Fill,
    Hall,
    Row,
    Seat,
    Spot,
    Zone,
    fill_order,
    ways_between,
)
from server.hall.tables import Shape, Tables, lay_out
from server.sentences import mark, plural, say
from server.toml import Table, read_table

FILLS: tuple[Fill, ...] = get_args(Fill)
SHAPES: tuple[Shape, ...] = get_args(Shape)
MOST_SEATS = 5_000

_METRES = (0.0, 1000.0)
_MOST_SEATS_IN_A_ROW = 200
_MOST_AT_A_TABLE = 30
_ID = (r"[A-Za-z0-9]{1,4}", mark("hãy dùng 1 đến 4 chữ không dấu hoặc số"))
_RANGE_REMEDY = mark(
    'hãy ghi tên hàng "A", nhiều hàng "A-C", một đoạn "H01-H06" hoặc một ghế "H07"'
)


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
    tables = [line for some in table.tables("tables", lambda t: _tables(t, plan)) for line in some]
    lines = [*([head] if head else ()), *rows, *tables]
    if tables:  # some may stand before the rows
        lines.sort(key=lambda line: line.row.y)
    _refuse_twice(table, "rows", [line.row.id for line in lines])
    lines = [line for line in lines if line.seats]
    given = [seat for line in lines for seat in line.seats]
    if not 0 < len(given) <= MOST_SEATS:
        table.fail(
            "rows",
            plural("có %(n)s ghế", len(given)),
            say("hãy xếp từ 1 đến %(most)s ghế", most=MOST_SEATS),
        )
    zones, seats = _zones(table, given)
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
        aisles=_aisles(table, plan, tables, width),
        press_area=table.optional_table("press_area", _both_labels),
    )


def _block(table: Table) -> tuple[Block, tuple[tuple[int, float], ...]]:
    """Read a block and the (number, x) of its seats."""
    ends = table.wholes("seats")
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1] <= _MOST_SEATS_IN_A_ROW:
        table.fail("seats", say("phải là số ghế đầu và số ghế cuối"), say("hãy ghi ví dụ [1, 6]"))
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
                table.fail(
                    "blocks",
                    say("ghế số %(number)s có ở hai dãy", number=number),
                    say("mỗi số ghế thuộc một dãy"),
                )
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


def _tables(table: Table, plan: _Plan) -> tuple[_Line, ...]:
    tables = Tables(
        id=table.text("id", *_ID),
        label=table.text("label"),
        label_en=table.text("label_en"),
        shape=table.choice("shape", _shape, SHAPES),
        seats=table.whole("seats", 1, _MOST_AT_A_TABLE),
        count=table.whole("count", 1, _MOST_SEATS_IN_A_ROW),
        across=table.whole("across", 1, _MOST_SEATS_IN_A_ROW),
        x=table.number("x", *_METRES),
        y=table.number("y", *_METRES),
        pitch=table.number("pitch", 0.1, 50),
        line_pitch=table.number("line_pitch", 0.1, 50),
        first=table.whole("first", 1, 999, default=1),
    )
    fill: Fill = table.choice("fill", _fill, FILLS, default=plan.fill)
    lines = [_Line(row, seats) for row, seats in lay_out(tables, fill, plan.centre)]
    known = {seat.id for line in lines for seat in line.seats}
    without, wheelchair = (_seat_ids(table, key, known) for key in ("without", "wheelchair"))
    return tuple(replace(line, seats=_marked(line.seats, without, wheelchair)) for line in lines)


def _marked(
    seats: Iterable[Seat], without: frozenset[str], wheelchair: frozenset[str]
) -> tuple[Seat, ...]:
    return tuple(
        replace(seat, wheelchair=seat.id in wheelchair) for seat in seats if seat.id not in without
    )


def _seat_ids(table: Table, key: str, known: Collection[str]) -> frozenset[str]:
    ids = frozenset(table.texts(key))
    if strange := sorted(ids - set(known)):
        table.fail(key, say("không có ghế «%(seat)s»", seat=strange[0]), say("hãy sửa tên ghế"))
    return ids


def _aisles(table: Table, plan: _Plan, tables: Iterable[_Line], width: float) -> tuple[float, ...]:
    """The ways as the file has them; where it says nothing, between blocks and tables."""
    if "aisles" in table.values:
        return table.numbers("aisles", *_METRES)
    columns: dict[str, list[float]] = {}
    for block, x in plan.places.values():
        columns.setdefault(block.id, []).append(x)
    spans = [*columns.values(), *([seat.x for seat in line.seats] for line in tables)]
    return ways_between(((min(xs), max(xs)) for xs in spans if xs), width)


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
        table.fail(
            "order", say("không kể đủ các ghế của hàng, mỗi ghế một lần"), say("hãy bổ sung")
        )
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
                        "seats",
                        say(
                            "ghế %(seat)s đã thuộc khu %(zone)s",
                            seat=seat_id,
                            zone=kept[seat_id],
                        ),
                        say("hãy bỏ một bên"),
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
    """Give the seats that "A", "A-C", "H01-H06" or "H07" names."""
    by_id = {seat.id: seat for seat in seats}
    ends = part.partition("-")[0], part.rpartition("-")[2]
    first, last = by_id.get(ends[0]), by_id.get(ends[1])
    rows = _rows_between(*ends, seats)
    named = [seat.id for seat in seats if seat.row in rows]
    if first and last and first.row == last.row:
        numbers = range(first.number, last.number + 1)
        named = [s.id for s in seats if s.row == first.row and s.number in numbers]
    if not named:
        table.fail("seats", say("không có hàng hay ghế «%(part)s»", part=part), _RANGE_REMEDY)
    return named


def _rows_between(first: str, last: str, seats: Sequence[Seat]) -> Collection[str]:
    """Rows in their order; tables, which protocol may take in another, by their numbers."""
    rows = list(dict.fromkeys(seat.row for seat in seats))
    if first not in rows or last not in rows:
        return ()
    series = re.fullmatch(r"(.*?)(\d+)", first), re.fullmatch(r"(.*?)(\d+)", last)
    if series[0] and series[1] and series[0][1] == series[1][1]:
        name, numbers = series[0][1], range(int(series[0][2]), int(series[1][2]) + 1)
        return {f"{name}{number}" for number in numbers}
    return rows[rows.index(first) : rows.index(last) + 1]


def _numbers(table: Table, key: str, known: Mapping[int, object]) -> frozenset[int]:
    numbers = frozenset(table.wholes(key))
    if strange := sorted(numbers - known.keys()):
        table.fail(
            key,
            say("hàng này không có ghế số %(number)s", number=strange[0]),
            say("hãy sửa số ghế"),
        )
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


def _shape(word: str) -> Shape:
    return cast("Shape", word)


def _refuse_twice(table: Table, key: str, ids: Sequence[str]) -> None:
    for place, one in enumerate(ids):
        if one in ids[:place]:
            table.fail(
                key, say("«%(one)s» bị ghi hai lần", one=one), say("mỗi mục cần một tên riêng")
            )

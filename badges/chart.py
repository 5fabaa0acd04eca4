"""The seat chart (sơ đồ chỗ ngồi): the hall from above, each seat with who sits there.

Metres, as the hall is measured: x grows to the right seen by a person who faces the stage, y
from the stage towards the back. A chart shows who sits beside whom and not how far: what lies
between the seats is drawn smaller than it is, so that the seats are as large as can be.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from badges.lettering import keep_words_whole, printable, tidy
from badges.typesetting import Job, set_pdf

ChartPaper = Literal["a3", "a4"]

_LEAST_PITCH = 0.3  # metres; closer seats are a mistake of the file and would be drawn as nothing
_SYLLABLE = 7  # letters of the longest syllable there is, "nghiêng"
_KEPT = 0.4  # of the room without seats
_AISLE = 1.6  # pitches between two seats that have a way between them
_SEAT_SHARE = 0.78  # of the depth kept for a row, a seat's own; the template's figure
_STAGE = 1.3  # seats' widths kept for a stage before tables
_CLEAR = 0.62  # of a row's depth, from a seat's middle to what stands before it


@dataclass(frozen=True, slots=True)
class ChartSeat:
    """One seat at (x, y): how it is called where it stands, and who sits there.

    `names` are ways to write one name, the longest first; empty: nobody is named, or the seat
    is free. `mark` (a group's code) and `colour` (`#RRGGBB`) stand together, so that the
    colour alone never says anything; "" where the seat is nobody's.
    """

    id: str
    x: float
    y: float
    names: Sequence[str] = ()
    unit: str = ""
    mark: str = ""
    colour: str = "#FFFFFF"
    wheelchair: bool = False


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A rectangle on the chart with its words: the stage, the chairman's table."""

    label: str
    x: float
    y: float
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table with its name and its middle at (x, y); guests sit around or behind it."""

    label: str
    x: float
    y: float
    width: float
    depth: float
    round: bool


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """Words at a point: a door, a row's name beside its seats."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ChartStrip:
    """The name of a zone over a run of its seats: the x of the first and the last, their row."""

    label: str
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class LegendLine:
    """What a mark stands for. `count` is "" where nothing is counted."""

    mark: str
    label: str
    colour: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A hall to draw, `width` by `depth` metres.

    `aisles` are the x of the ways between seats; `made` says in the foot when it was drawn up.
    """

    host: str
    title: str
    event: str
    hall: str
    width: float
    depth: float
    seats: Sequence[ChartSeat]
    boxes: Sequence[ChartBox]
    rows: Sequence[ChartLabel]
    spots: Sequence[ChartLabel]
    zones: Sequence[ChartStrip]
    aisles: Sequence[float]
    legend: Sequence[LegendLine]
    legend_title: str
    note: str
    made: str
    tables: Sequence[ChartTable] = ()


def print_chart(chart: Chart, paper: ChartPaper = "a3") -> bytes:
    """Draw the chart as a PDF of one page across. Raises TypesettingError."""
    return set_pdf(Job("chart", {"paper": paper, **_words(chart), **_plan(chart)}))


def _words(chart: Chart) -> dict[str, object]:
    return {
        "legend": [
            {
                "mark": printable(line.mark),
                "label": printable(line.label),
                "colour": line.colour,
                "count": line.count,
            }
            for line in chart.legend
        ],
        **{
            name: keep_words_whole(printable(getattr(chart, name)))
            for name in ("host", "title", "event", "hall", "legend_title", "note")
        },
        "made": tidy(chart.made),
    }


def _plan(chart: Chart) -> dict[str, object]:
    if chart.tables:
        return _unsqueezed(chart)
    rows = _rows(chart.seats)
    across, along = _least_step(rows.values()), _least_step([rows])
    x = _squeezed(_covered(rows.values(), across), chart.width)
    y = _squeezed([(at - along / 2, at + along / 2) for at in rows], chart.depth)
    first = y(min(rows, default=chart.depth)) - _CLEAR * along
    return {
        "seat_width": across,
        "seat_depth": along,
        "width": x(chart.width),
        "depth": y(chart.depth),
        "aisles": [x(aisle) for aisle in chart.aisles],
        "seats": [_seat(seat, x(seat.x), y(seat.y)) for seat in chart.seats],
        "boxes": [_box(box, x, y, first) for box in chart.boxes],
        "tables": [],
        "rows": [_label(row, x, y) for row in chart.rows],
        "spots": [_label(spot, x, y) for spot in chart.spots],
        "zones": [_strip(zone, x, y) for zone in chart.zones],
    }


def _unsqueezed(chart: Chart) -> dict[str, object]:
    """Draw tables as they stand: seats around a table have no rows between which to save room.

    Nothing stands beyond the last seat but the doors, for which a line is kept.
    """
    pitch = _nearest(chart.seats)
    tops = [table.y - table.depth / 2 - 0.1 * pitch for table in chart.tables]
    top = min(*tops, *(seat.y - pitch for seat in chart.seats))
    bottom = max(seat.y for seat in chart.seats) + pitch
    left = min(seat.x for seat in chart.seats) - pitch
    right = max(seat.x for seat in chart.seats) + pitch
    stage = _STAGE * pitch if chart.boxes else 0.0

    def x(at: float) -> float:
        return min(max(at, left), right) - left

    def y(at: float) -> float:
        return min(max(at, top), bottom) - top + stage

    return {
        "seat_width": pitch,
        "seat_depth": pitch / _SEAT_SHARE,
        "width": right - left,
        "depth": bottom - top + stage,
        "aisles": [],
        "seats": [_seat(seat, x(seat.x), y(seat.y)) for seat in chart.seats],
        "boxes": [
            {
                "label": printable(box.label),
                "x": x(box.x),
                "y": 0.0,
                "width": x(box.x + box.width) - x(box.x),
                "depth": stage * 0.8,
            }
            for box in chart.boxes
        ],
        "tables": [
            {
                "label": printable(table.label),
                "x": x(table.x),
                "y": y(table.y),
                "width": table.width,
                "depth": table.depth,
                "round": table.round,
            }
            for table in chart.tables
        ],
        "rows": [_label(row, x, y) for row in chart.rows],
        "spots": [_label(spot, x, y) for spot in chart.spots],
        "zones": [_strip(zone, x, y) for zone in chart.zones],
    }


def _nearest(seats: Sequence[ChartSeat]) -> float:
    """Give the widest square that fits around every seat without touching another's."""
    found = _AISLE
    line = sorted(seats, key=lambda seat: seat.x)
    for n, seat in enumerate(line):
        for other in line[n + 1 :]:
            if other.x - seat.x >= found:
                break
            found = min(found, max(other.x - seat.x, abs(other.y - seat.y)))
    return max(found, _LEAST_PITCH)


Squeeze = Callable[[float], float]


def _covered(rows: Iterable[Sequence[float]], pitch: float) -> list[tuple[float, float]]:
    """Give the spans in which seats stand; a row without an aisle is one span."""
    spans = []
    for row in rows:
        spans += [(x - pitch / 2, x + pitch / 2) for x in row]
        spans += [(a, b) for a, b in pairwise(sorted(row)) if b - a < _AISLE * pitch]
    return spans


def _squeezed(covered: Sequence[tuple[float, float]], end: float) -> Squeeze:
    """Give where a coordinate is drawn: seats keep their room, what lies between them shrinks."""
    stops = sorted({0.0, end, *(edge for span in covered for edge in span if 0 < edge < end)})
    drawn = [0.0]
    for before, after in pairwise(stops):
        middle = (before + after) / 2
        kept = 1 if any(left < middle < right for left, right in covered) else _KEPT
        drawn.append(drawn[-1] + kept * (after - before))

    def squeeze(at: float) -> float:
        n = min(max(bisect_right(stops, at) - 1, 0), len(stops) - 2)
        share = min(max((at - stops[n]) / (stops[n + 1] - stops[n]), 0.0), 1.0)
        return drawn[n] + share * (drawn[n + 1] - drawn[n])

    return squeeze


def _seat(seat: ChartSeat, x: float, y: float) -> dict[str, object]:
    return {
        "id": printable(seat.id),
        "x": x,
        "y": y,
        "names": [tidy(name) for name in seat.names],
        "unit": printable(seat.unit, syllable=_SYLLABLE),
        "mark": printable(seat.mark),
        "colour": seat.colour,
        "wheelchair": seat.wheelchair,
    }


def _box(box: ChartBox, x: Squeeze, y: Squeeze, first_seats: float) -> dict[str, object]:
    """A stage reaches as far as the first seats, which are drawn deeper than they are."""
    top, bottom = y(box.y), y(box.y + box.depth)
    if top < first_seats:
        bottom = min(bottom, first_seats)
    return {
        "label": printable(box.label),
        "x": x(box.x),
        "y": top,
        "width": x(box.x + box.width) - x(box.x),
        "depth": bottom - top,
    }


def _label(label: ChartLabel, x: Squeeze, y: Squeeze) -> dict[str, object]:
    return {"label": printable(label.label), "x": x(label.x), "y": y(label.y)}


def _strip(strip: ChartStrip, x: Squeeze, y: Squeeze) -> dict[str, object]:
    return {
        "label": printable(strip.label),
        "x": x(strip.left),
        "y": y(strip.y),
        "width": x(strip.right) - x(strip.left),
    }


def _rows(seats: Iterable[ChartSeat]) -> dict[float, list[float]]:
    """Give the x of the seats by the y of their row."""
    rows: dict[float, list[float]] = {}
    for seat in seats:
        rows.setdefault(seat.y, []).append(seat.x)
    return rows


def _least_step(lines: Iterable[Iterable[float]]) -> float:
    """Give the smallest distance between two neighbours on any of the lines."""
    steps = [after - before for line in lines for before, after in pairwise(sorted(line))]
    return max(min(steps, default=1.0), _LEAST_PITCH)

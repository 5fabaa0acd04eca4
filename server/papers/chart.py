"""The seat chart: the hall's file with who sits where, or with zones alone for the entrance."""

import re
from collections.abc import Iterator, Mapping, Sequence

from badges.chart import Chart, ChartBox, ChartLabel, ChartSeat, ChartStrip, ChartTable, LegendLine
from server.event import EventConfig
from server.hall import Hall, Row, Seat, Zone
from server.invitations import Invitation
from server.papers.people import group_colour
from server.papers.reports import roman
from server.reporting import Standing
from server.wording.figures import count_words, day_words, hour_words

_BESIDE = 0.75  # metres from the middle of the last seat of a row to the row's name
# How a long unit is written where there is no room, as the units' own lists write it.
_SHORT = (
    (r"Trung tâm Phục vụ hành chính công", "TT PVHCC"),
    (r"Phát thanh và Truyền hình|Phát thanh - Truyền hình", "PT-TH"),
    (r"Cổng Thông tin [Đđ]iện tử", "Cổng TTĐT"),
    (r"Ủy ban nhân dân", "UBND"),
    (r"Trung tâm", "TT"),
    (r"Văn phòng", "VP"),
    (r"Chi nhánh", "CN"),
    (r"Ban Quản lý", "BQL"),
    (r"Công ty", "Cty"),
    (r"Lạng Sơn", "LS"),
    (r"^Phòng\b", "P."),
)


def chart_of(standing: Standing, hall: Hall) -> Chart:
    """Draw up the chart with names, for the staff, the chair and the wall of the hall."""
    sitting = {place.seat: place for place in standing.places if place.seat}
    seats = [
        _taken(_called(hall, seat), seat, sitting.get(seat.id), standing.event)
        for seat in hall.seats
    ]
    return _chart(
        standing,
        hall,
        seats=seats,
        zones=list(_strips(hall, {})),
        legend=list(_groups(standing, hall)),
        legend_title="THÀNH PHẦN",
        note="Ghế chỉ ghi đơn vị là của đơn vị chưa cử người. Sơ đồ có họ tên đại biểu: chỉ dùng "
        "trong hội trường.",
    )


def entrance_chart(standing: Standing, hall: Hall) -> Chart:
    """Draw up the chart without any name: numbers and zones, for everybody to see."""
    marks = {zone.id: _mark(number) for number, zone in enumerate(hall.zones, 1)}
    return _chart(
        standing,
        hall,
        seats=[_numbered(seat, hall, marks, standing.event) for seat in hall.seats],
        zones=list(_strips(hall, marks)),
        legend=list(_zones(hall, marks, standing)),
        legend_title="KHU VỰC",
        note=f"Kính mời Quý đại biểu tìm {_kinds(hall)} và số ghế ghi trên phiếu chỗ ngồi.",
    )


def short_unit(unit: str) -> str:
    """Give "TT PVHCC tỉnh LS" for "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn"."""
    for long, short in _SHORT:
        unit = re.sub(long, short, unit)
    return unit


def short_names(name: str) -> list[str]:
    """Give ways to write a name, the longest first: "Lý Văn Quý", "L.V. Quý", "Văn Quý", "Quý"."""
    *others, given = name.split() or [""]
    initials = "".join(f"{other[0]}." for other in others)
    calling = " ".join([*others[-1:], given])
    return list(dict.fromkeys((name, f"{initials} {given}".strip(), calling, given)))


def _chart(
    standing: Standing,
    hall: Hall,
    *,
    seats: Sequence[ChartSeat],
    zones: Sequence[ChartStrip],
    legend: Sequence[LegendLine],
    legend_title: str,
    note: str,
) -> Chart:
    stage = hall.stage
    return Chart(
        host=standing.event.organisers.host,
        title="SƠ ĐỒ CHỖ NGỒI",
        event=standing.event.short,
        # "Hội trường mẫu - địa điểm cụ thể sẽ thông báo sau" is true until it has been announced.
        hall=standing.event.venue or hall.name,
        width=hall.width,
        depth=hall.depth,
        seats=seats,
        boxes=[ChartBox(stage.label, stage.x, stage.y, stage.width, stage.depth)] if stage else [],
        tables=[_table(row) for row in hall.rows if row.table],
        rows=list(_row_names(hall)),
        spots=[ChartLabel(spot.label, spot.x, spot.y) for spot in hall.spots],
        zones=zones,
        aisles=hall.aisles,
        legend=legend,
        legend_title=legend_title,
        note=note,
        made=f"Lập lúc {hour_words(standing.at)} ngày {day_words(standing.at)}",
    )


def _called(hall: Hall, seat: Seat) -> str:
    """Give a seat's name on the chart: at a table, which has its own on it, the number."""
    return str(seat.number) if hall.row(seat).table else seat.id


def _taken(called: str, seat: Seat, place: Invitation | None, event: EventConfig) -> ChartSeat:
    if place is None:
        return ChartSeat(called, seat.x, seat.y, wheelchair=seat.wheelchair)
    return ChartSeat(
        called,
        seat.x,
        seat.y,
        short_names(place.coming.name) if place.coming else (),
        short_unit(place.organisation) or place.expects or "",
        place.group,
        group_colour(place.group, event),
        seat.wheelchair,
    )


def _numbered(seat: Seat, hall: Hall, marks: Mapping[str, str], event: EventConfig) -> ChartSeat:
    zone = hall.zone(seat)
    mark, colour = (marks[zone.id], _zone_colour(zone, event)) if zone else ("", "#FFFFFF")
    called = _called(hall, seat)
    return ChartSeat(called, seat.x, seat.y, mark=mark, colour=colour, wheelchair=seat.wheelchair)


def _mark(number: int) -> str:
    return roman(number) or str(number)


def _zone_colour(zone: Zone, event: EventConfig) -> str:
    """Give the colour of the first group that sits there."""
    return group_colour(zone.groups[0] if zone.groups else "", event)


def _groups(standing: Standing, hall: Hall) -> Iterator[LegendLine]:
    """The groups of the plan with how many of each have a seat, then the free seats."""
    seated = [place.group for place in standing.places if hall.seat(place.seat or "")]
    style = standing.event.style
    for group in standing.event.groups:
        count = seated.count(group.code)
        name = ". ".join(filter(None, (roman(group.number), group.name)))
        yield LegendLine(group.code, name, group.colour, count_words(count, style))


def _zones(hall: Hall, marks: Mapping[str, str], standing: Standing) -> Iterator[LegendLine]:
    for zone in hall.zones:
        seats = [seat for seat in hall.seats if seat.zone == zone.id]
        span = f"{seats[0].id} - {seats[-1].id}" if seats else ""
        tables = sorted({t.number for seat in seats if (t := hall.row(seat).table)})
        if tables:
            span = f"Bàn {', '.join(map(str, tables))}"
        yield LegendLine(marks[zone.id], zone.name, _zone_colour(zone, standing.event), span)


def _kinds(hall: Hall) -> str:
    """Say what a guest looks for before the seat."""
    kinds = {"bàn" if row.table else "hàng" for row in hall.rows if not row.head}
    return " hoặc ".join(sorted(kinds, reverse=True))


def _row_names(hall: Hall) -> Iterator[ChartLabel]:
    """Name a row at both of its ends; a table has its name on it."""
    for row in hall.rows:
        xs = [seat.x for seat in hall.seats if seat.row == row.id]
        if not xs or row.head or row.table:
            continue
        for x in (min(xs) - _BESIDE, max(xs) + _BESIDE):
            yield ChartLabel(row.id, x, row.y)


def _table(row: Row) -> ChartTable:
    table = row.table
    assert table is not None  # by which it was chosen
    return ChartTable(row.label, table.x, table.y, table.width, table.depth, table.round)


def _strips(hall: Hall, marks: Mapping[str, str]) -> Iterator[ChartStrip]:
    """The name of each zone over every run of its seats between two aisles."""
    runs: dict[tuple[str, str | None, str], list[Seat]] = {}
    for seat in hall.seats:
        if seat.zone and not hall.row(seat).table:
            runs.setdefault((seat.row, seat.block, seat.zone), []).append(seat)
    for seats in runs.values():
        xs = [seat.x for seat in seats]
        if zone := hall.zone(seats[0]):
            name = " · ".join(filter(None, (marks.get(zone.id), zone.name)))
            yield ChartStrip(name, min(xs), max(xs), seats[0].y)

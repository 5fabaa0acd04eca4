from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.config import SHIPPED, load_config
from server.hall_file import load_hall
from server.papers.chart import chart_of, entrance_chart, short_names, short_unit
from server.reporting import Standing
from tests.server.sample_guests import sample_invitations


@pytest.fixture(scope="module")
def event():
    return load_config(SHIPPED, environ={}).event


@pytest.fixture(scope="module")
def hall(event):
    return load_hall(event.hall)


@pytest.fixture(scope="module")
def standing(event):
    return Standing.of(event, sample_invitations(), {}, datetime(2023, 11, 17, 0, 30, tzinfo=UTC))


def by_id(chart):
    return {seat.id: seat for seat in chart.seats}


def test_every_seat_of_the_hall_shows_its_guest_with_the_groups_code_and_colour(standing, hall):
    seats = by_id(chart_of(standing, hall))
    assert set(seats) == {seat.id for seat in hall.seats}
    for place in standing.places:
        if not place.seat:
            continue
        seat, group = seats[place.seat], standing.event.group(place.group)
        assert (seat.mark, seat.colour) == (place.group, group.colour)
        assert list(seat.names)[:1] == ([place.coming.name] if place.coming else [])
    free = [seat for seat in seats.values() if not seat.mark]
    assert len(free) == len(hall.seats) - sum(1 for place in standing.places if place.seat)


def test_a_chart_names_the_venue_once_it_is_known(standing, hall):
    assert chart_of(standing, hall).hall == hall.name
    known = replace(standing, event=replace(standing.event, venue="Hội trường tầng 3"))
    assert chart_of(known, hall).hall == "Hội trường tầng 3"
    assert entrance_chart(known, hall).hall == "Hội trường tầng 3"


def test_the_legend_counts_who_has_a_seat(standing, hall):
    legend = {line.mark: line.count for line in chart_of(standing, hall).legend}
    assert legend["SBN"] == "17"
    assert legend["LDT"] == "02"
    assert legend["TT"] == "13"


def test_the_entrance_chart_names_nobody_and_no_unit(standing, hall):
    chart = entrance_chart(standing, hall)
    assert all(not seat.names and not seat.unit for seat in chart.seats)
    assert [line.label for line in chart.legend] == [zone.name for zone in hall.zones]
    assert {strip.label.partition(" · ")[0] for strip in chart.zones} == {
        line.mark for line in chart.legend
    }


def test_wheelchair_places_doors_and_the_stage_stand_on_both(standing, hall):
    for chart in (chart_of(standing, hall), entrance_chart(standing, hall)):
        assert {seat.id for seat in chart.seats if seat.wheelchair} == {"D12", "H01"}
        assert "Cửa chính" in {spot.label for spot in chart.spots}
        assert [box.label for box in chart.boxes] == ["SÂN KHẤU"]
        assert chart.made == "Lập lúc 07 giờ 30 phút ngày 17/11/2023"


def test_a_hall_without_a_stage_or_zones_has_a_chart(standing, hall):
    bare = replace(
        hall, stage=None, zones=(), seats=tuple(replace(s, zone=None) for s in hall.seats)
    )
    chart = entrance_chart(standing, bare)
    assert (chart.boxes, chart.zones, chart.legend) == ([], [], [])


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("Lý Văn Quý", ["Lý Văn Quý", "L.V. Quý", "Văn Quý", "Quý"]),
        ("Lành Sáng", ["Lành Sáng", "L. Sáng", "Sáng"]),
        ("Đô", ["Đô"]),
    ],
)
def test_a_name_is_shortened_to_the_given_name(name, ways):
    assert short_names(name) == ways


@pytest.mark.parametrize(
    ("unit", "short"),
    [
        ("Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn", "TT PVHCC tỉnh LS"),
        ("Phòng Hành chính - Tổng hợp", "P. Hành chính - Tổng hợp"),
        ("Văn phòng UBND tỉnh", "VP UBND tỉnh"),
        ("Sở A", "Sở A"),
    ],
)
def test_a_unit_is_shortened_as_official_lists_do(unit, short):
    assert short_unit(unit) == short

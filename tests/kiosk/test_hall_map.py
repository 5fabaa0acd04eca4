"""The map of the way to a place: for every place of the sample's hall, and drawable."""

from itertools import pairwise

import pytest

from kiosk.hall_map import map_to_press, map_to_seat
from server.hall_file import load_hall

HALL = load_hall(None)
PRESS = {zone.id for zone in HALL.zones if zone.press}


@pytest.mark.parametrize("seat", HALL.seats, ids=lambda seat: seat.id)
def test_every_seat_has_a_way_that_turns_at_right_angles_and_ends_there(seat):
    drawn = map_to_seat(HALL, seat.id)

    door = drawn["door"]
    assert drawn["way"][0] == [door["x"], door["y"]]
    assert drawn["way"][-1] == [seat.x, seat.y]
    assert drawn["goal"]["seats"] == [[seat.x, seat.y]]
    assert all((x == x0) != (y == y0) for (x0, y0), (x, y) in pairwise(drawn["way"]))
    assert all(0 <= x <= HALL.width and 0 <= y <= HALL.depth for x, y in drawn["way"])


@pytest.mark.parametrize("seat", HALL.seats, ids=lambda seat: seat.id)
def test_no_way_leads_over_another_guest(seat):
    others = [other for other in HALL.seats if other != seat]
    for (x0, y0), (x, y) in pairwise(map_to_seat(HALL, seat.id)["way"]):
        crossed = [
            other.id
            for other in others
            if min(x0, x) <= other.x <= max(x0, x) and min(y0, y) <= other.y <= max(y0, y)
        ]
        assert crossed == []


def test_the_row_is_named_for_a_seat_in_a_row_and_not_at_the_table():
    assert map_to_seat(HALL, "B07")["goal"]["row"] == "B"
    assert map_to_seat(HALL, "CT1")["goal"]["row"] is None


def test_a_seat_for_a_wheelchair_is_reached_by_the_side_door():
    assert map_to_seat(HALL, "D12")["door"]["label"] == "Cửa phụ"


def test_the_press_is_led_to_where_all_of_it_works():
    drawn = map_to_press(HALL)

    kept = [[seat.x, seat.y] for seat in HALL.seats if seat.zone in PRESS]
    assert drawn["goal"]["seats"] == kept
    assert drawn["way"][-1] in kept


def test_a_seat_that_this_hall_does_not_have_has_no_map():
    assert map_to_seat(HALL, "Z99") is None

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.config import SHIPPED, load_config
from server.event import Reception
from server.hall.way import way
from server.hall_file import load_hall
from server.papers.signs import signs_of
from server.reporting import Standing
from tests.server.sample_guests import sample_invitations

EVENT = load_config(SHIPPED, environ={}).event
HALL = load_hall(EVENT.hall)
AT = datetime(2023, 11, 17, 0, 30, tzinfo=UTC)


@pytest.fixture
def standing():
    return Standing.of(EVENT, sample_invitations(), {}, AT)


def sides_of(sign):
    return {side.direction: side.seats for side in sign.sides}


def test_a_row_has_a_sign_at_every_aisle_by_which_its_seats_are_reached(standing):
    signs = [sign for sign in signs_of(standing, HALL) if sign.label == "Hàng B"]
    assert [sides_of(sign) for sign in signs] == [
        {"right": "01 - 03"},
        {"left": "04 - 06", "right": "07 - 09"},
        {"left": "10 - 12"},
    ]
    assert {who for sign in signs for who in sign.who} == {"Lãnh đạo sở, ban, ngành"}


def test_a_sign_points_where_the_way_to_the_seat_turns(standing):
    for sign in signs_of(standing, HALL):
        for side in sign.sides:
            if not side.seats:
                continue
            seat = f"{sign.label[-1]}{side.seats[:2]}"
            (aisle, _), (x, _) = way(HALL, seat)[-2:]
            assert side.direction == ("left" if x < aisle else "right")


def test_a_row_of_several_zones_says_who_sits_on_this_side(standing):
    left, middle, right = [sign for sign in signs_of(standing, HALL) if sign.label == "Hàng H"]
    assert left.who == ["Trung tâm; dự phòng"]
    assert middle.who == ["Trung tâm; dự phòng", "Phóng viên báo chí"]
    assert right.who == ["Phóng viên báo chí"]


def test_a_hall_without_zones_names_the_groups_who_sit_there(standing):
    bare = replace(HALL, zones=(), seats=tuple(replace(s, zone=None) for s in HALL.seats))
    signs = [sign for sign in signs_of(standing, bare) if sign.label == "Hàng B"]
    assert signs[0].who == [EVENT.group("SBN").name]


def test_a_hall_without_aisles_has_one_sign_a_row(standing):
    signs = signs_of(standing, replace(HALL, aisles=()))
    assert [sides_of(s) for s in signs if s.label == "Hàng A"] == [{"here": "01 - 12"}]


def test_every_desk_of_the_event_has_its_three_signs(standing):
    desks = [sign.label for sign in signs_of(standing, HALL) if not sign.label.startswith("Hàng")]
    assert desks == [
        name
        for name in (
            "Bàn đón tiếp đại biểu",
            "Phòng khách",
            "Bàn hướng dẫn khen thưởng",
            "Khu vực tác nghiệp của phóng viên",
        )
        for _ in range(3)
    ]


def test_a_desk_that_the_event_does_not_have_gets_no_sign():
    event = replace(EVENT, reception=Reception(guest_room=False, documents_at_desk=True))
    signs = signs_of(Standing.of(event, [], {}, AT), HALL)
    desks = {sign.label for sign in signs if not sign.label.startswith("Hàng")}
    assert desks == {"Bàn đón tiếp đại biểu", "Nơi nhận tài liệu"}

from uuid import uuid4

import pytest

from server.guests import Guest
from tests.server.cast import QUY
from tests.server.web.house import CLERK

PATH = "/api/invitations/DB016/substitute"
HANH = {"name": "Lộc Thị Hạnh", "honorific": "Bà", "title": "Chuyên viên"}


def record(client, **body):
    return client.put(PATH, json=HANH | body, headers=CLERK)


def take_back(client, **body):
    return client.delete(PATH, json=body, headers=CLERK)


def test_a_stand_in_is_recorded_beside_the_invited_person(client, store, codes):
    answer = record(client, seat="keep")

    assert answer.status_code == 200
    place = store.read.invitation("DB016")
    assert (place.holder, place.substitute, place.seat) == (
        QUY.holder,
        Guest("Lộc Thị Hạnh", "Bà", "Chuyên viên"),
        "B06",
    )


@pytest.mark.parametrize(
    ("decision", "seat"),
    [
        ({"seat": "keep"}, "B06"),
        ({"seat": "none"}, None),
        ({"seat": "move", "to": "C06"}, "C06"),
        ({"seat": "move"}, "B12"),
    ],
)
def test_the_seat_is_kept_moved_or_left_open_as_said(client, store, codes, decision, seat):
    assert record(client, **decision).json["place"]["seat"] == seat
    assert store.read.invitation("DB016").seat == seat


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"seat": None},
        {"seat": "inherit"},
        {"seat": "keep", "to": "C06"},
        {"seat": "keep", "announced": "yes"},
    ],
)
def test_without_a_plain_word_on_the_seat_nothing_is_recorded(client, store, codes, wrong):
    head = store.read.head()

    assert record(client, **wrong).status_code == 400
    assert store.read.head() == head


def test_a_seat_that_is_taken_is_refused_with_the_name_of_who_sits_there(client, store, codes):
    answer = record(client, seat="move", to="B05")

    assert answer.status_code == 409
    assert answer.json["message"] == (
        "Ghế B05 đã bố trí cho Bà Hoàng Thị Kim Oanh, Phó Giám đốc, Sở B. "
        "Chọn ghế khác hoặc đổi chỗ"
    )
    assert store.read.invitation("DB016").substitute is None


def test_a_seat_that_the_hall_does_not_have_is_not_found(client, store, codes):
    assert record(client, seat="move", to="Z99").status_code == 404
    assert store.read.invitation("DB016").substitute is None


def test_one_who_was_not_announced_is_told_to_the_organisers(client, codes):
    record(client, seat="keep", announced=False)

    board = client.get("/api/board", headers=CLERK).json
    assert board["notices"] == [
        (
            "Dự thay chưa báo trước: Bà Lộc Thị Hạnh, Chuyên viên, Sở A, "
            "thay Ông Lý Văn Quý, Giám đốc, Sở A."
        )
    ]


def test_one_who_was_announced_is_no_news(client, codes):
    record(client, seat="keep")

    assert client.get("/api/board", headers=CLERK).json["notices"] == []


def test_it_is_taken_back_and_the_former_seat_is_known_until_then(client, store, codes):
    record(client, seat="move", to="C06")
    told = client.get("/api/invitations/DB016", headers=CLERK).json
    assert told["seat_before"] == "B06"

    answer = take_back(client, seat="move", to=told["seat_before"], reason="Nhầm đại biểu")
    assert (answer.json["place"]["substitute"], answer.json["place"]["seat"]) == (None, "B06")
    told = client.get("/api/invitations/DB016", headers=CLERK).json
    assert (told["seat_before"], told["history"][0]["what"], told["history"][0]["remark"]) == (
        None,
        "substitute_back",
        "Nhầm đại biểu",
    )


def test_the_same_action_again_moves_nobody_again(client, store, codes):
    action = {"scan_id": str(uuid4()), "seat": "move"}
    first = record(client, **action).json
    head = store.read.head()

    assert record(client, **action).json == first
    assert store.read.head() == head

from uuid import uuid4

import pytest

from server.guests import Guest, Kind
from tests.server.cast import at
from tests.server.web.house import CLERK, DOOR

KHACH = {"name": "Vi Thị Khách", "honorific": "Bà", "organisation": "Sở B"}


def post(client, by=CLERK, **body):
    answer = {"scan_id": str(uuid4())} | KHACH | body
    return client.post("/api/walk-ins", json=answer, headers=by)


def test_a_guest_off_the_list_is_inside_at_once_and_counted_beside(client, store, codes):
    answer = post(client)

    assert (answer.status_code, answer.json["verdict"]) == (200, "admitted")
    place = store.read.invitation(answer.json["invitation"])
    assert (place.kind, place.holder, place.group) == (
        Kind.WALK_IN,
        Guest("Vi Thị Khách", "Bà"),
        "SBN",
    )
    headcount = client.get("/api/board", headers=CLERK).json["headcount"]
    assert (headcount["walk_ins"], headcount["present"]) == (1, 0)


def test_of_an_unknown_unit_it_belongs_to_the_last_group_unless_one_is_said(client, store, codes):
    unknown = post(client, organisation="Báo chí nơi khác").json["invitation"]
    said = post(client, organisation="Báo chí nơi khác", group="LDVP").json["invitation"]

    assert [store.read.invitation(one).group for one in (unknown, said)] == ["NVDV", "LDVP"]


def test_a_seat_may_be_given_and_is_never_another_s(client, store, codes):
    assert post(client, seat="H06").json["seat"] == "H06"
    taken = post(client, seat="B05")

    assert (taken.status_code, taken.json["error"]) == (409, "conflict")
    assert len(store.read.invitations()) == 4


def test_the_organisers_are_asked_where_the_guest_shall_sit(client, codes):
    post(client, ask=True)

    assert client.get("/api/board", headers=CLERK).json["notices"] == [
        (
            "reception: Đại biểu chưa có trong danh sách. Xin ý kiến trước khi bố trí chỗ ngồi "
            "(Bà Vi Thị Khách, Sở B)."
        )
    ]


def test_the_same_guest_sent_again_is_one_guest(client, store, codes):
    scan_id = str(uuid4())
    first, again = post(client, scan_id=scan_id).json, post(client, scan_id=scan_id).json

    assert again == first | {"replayed": True}
    assert len(store.read.invitations()) == 4


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"organisation": " "}, {"scan_id": "x"}],
)
def test_a_wrong_field_receives_nobody(client, store, codes, wrong):
    assert post(client, **wrong).status_code == 400
    assert len(store.read.invitations()) == 3


@pytest.mark.parametrize("unknown", [{"group": "XX"}, {"seat": "Z99"}])
def test_a_seat_or_group_that_is_not_there_is_not_found(client, store, codes, unknown):
    assert post(client, **unknown).status_code == 404
    assert len(store.read.invitations()) == 3


def test_a_kiosk_receives_nobody_by_hand(client, store, codes):
    assert post(client, by=DOOR).status_code == 403


def test_one_who_was_written_on_paper_came_at_that_hour_and_the_question_is_put_all_the_same(
    client, store, codes
):
    post(client, ask=True, at="2023-11-17T07:20:00+07:00", entered="paper")
    record = store.read.scans()[-1]

    assert (record.at, record.detail["entered"]) == (at(20), "paper")
    assert len(client.get("/api/board", headers=CLERK).json["notices"]) == 1

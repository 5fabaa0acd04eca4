from uuid import uuid4

import pytest

from server import desk
from tests.server.cast import at
from tests.server.web.house import CLERK, DESK, DOOR, a_scan

PATH = "/api/invitations/DB016/admission"


def by_hand(client, path=PATH, by=CLERK, **rest):
    return client.post(path, json={"scan_id": str(uuid4())} | rest, headers=by)


def undone(client, path=PATH, by=CLERK, **rest):
    return client.delete(path, json={"scan_id": str(uuid4())} | rest, headers=by)


def test_a_clerk_marks_a_guest_present(client, store, codes):
    answer = by_hand(client)

    assert answer.status_code == 200
    assert (answer.json["verdict"], answer.json["invitation"]) == ("admitted", "DB016")
    assert answer.json["admitted_at"] == "2023-11-17T00:40:00.000Z"
    assert store.read.scans()[-1].person == "reception"


def test_a_reception_station_does_it_in_its_own_name(client, store, codes):
    assert by_hand(client, by=DESK).json["station"] == "Bàn 1"
    assert store.read.scans()[-1].station == "Bàn 1"


def test_it_may_have_happened_earlier(client, codes):
    answer = by_hand(client, at="2023-11-17T07:15:00+07:00")

    assert answer.json["admitted_at"] == "2023-11-17T00:15:00.000Z"


def test_what_was_written_on_paper_is_entered_with_its_hour_and_marked_so(client, store, codes):
    answer = by_hand(client, at="2023-11-17T07:15:00+07:00", entered="paper")
    record = store.read.scans()[-1]

    assert answer.json["admitted_at"] == "2023-11-17T00:15:00.000Z"
    assert (record.at, record.detail) == (at(15), {"entered": "paper"})
    detail = client.get("/api/invitations/DB016", headers=CLERK).json
    assert detail["history"][0]["entered"] == "paper"


def test_paper_knows_no_hour_that_has_not_come(client, store, codes):
    head = store.read.head()
    answer = by_hand(client, at="2023-11-17T07:41:00+07:00", entered="paper")

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    assert store.read.head() == head


def test_an_undo_that_a_desk_kept_bears_the_hour_of_the_desk(client, store, codes):
    by_hand(client)
    answer = undone(client, at="2023-11-17T07:40:30+07:00", entered="late")

    assert answer.json["undone_at"] == "2023-11-17T00:40:30.000Z"
    assert store.read.scans()[-1].detail == {"entered": "late"}


def test_the_same_request_again_is_answered_again(client, codes):
    scan_id = str(uuid4())
    first = by_hand(client, scan_id=scan_id).json
    again = by_hand(client, scan_id=scan_id).json

    assert again == first | {"replayed": True}


def test_who_is_inside_already_is_told_with_time_and_door(client, codes):
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    answer = by_hand(client)

    assert (answer.json["verdict"], answer.json["reason"]) == ("refused", "already_admitted")
    assert answer.json["station"] == "Cửa A"


def test_undoing_is_a_new_fact(client, store, codes):
    by_hand(client)
    scan_id = str(uuid4())
    answer = undone(client, scan_id=scan_id, reason="Quét nhầm")

    assert answer.json == {
        "scan_id": scan_id,
        "seq": store.read.head()[0],
        "replayed": False,
        "invitation": "DB016",
        "undone_at": "2023-11-17T00:40:00.000Z",
    }
    assert store.read.inside("DB016") is None
    assert undone(client, scan_id=scan_id).json == answer.json | {"replayed": True}
    assert by_hand(client).json["verdict"] == "admitted"


def test_nothing_can_be_undone_where_nobody_is_inside(client, codes):
    answer = undone(client)

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")


@pytest.mark.parametrize("place", ["DB999", "..%2f..%2fevent.db", "%00", "x" * 500])
def test_an_invitation_that_does_not_exist_is_not_found(client, codes, place):
    answer = by_hand(client, f"/api/invitations/{place}/admission")

    assert (answer.status_code, answer.json["error"]) == (404, "not_found")


def test_one_id_for_two_guests_is_a_conflict(client, codes):
    scan_id = str(uuid4())
    by_hand(client, scan_id=scan_id)
    answer = by_hand(client, "/api/invitations/DB017/admission", scan_id=scan_id)

    assert answer.status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"scan_id": "x"},
        {"reason": 5},
        {"reason": "x" * 501},
        {"at": "now"},
        {"entered": "paper"},
        {"at": "2023-11-17T07:15", "entered": "email"},
    ],
)
def test_a_wrong_field_changes_nothing(client, store, codes, wrong):
    head = store.read.head()

    assert by_hand(client, **wrong).status_code == 400
    assert store.read.head() == head


def test_a_cancelled_guest_is_refused_by_hand_too(client, store, codes):
    desk.cancel(store, "DB016", "nghỉ ốm", at(1))

    assert by_hand(client).json["reason"] == "cancelled"

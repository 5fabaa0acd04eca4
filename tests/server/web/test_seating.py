from uuid import uuid4

import pytest

from server import desk
from server.guests import Guest
from tests.server.cast import at
from tests.server.web.house import CLERK


def put(client, place="DB016", **body):
    return client.put(f"/api/invitations/{place}/seat", json=body, headers=CLERK)


def seats(store):
    return {place.id: place.seat for place in store.read.invitations()}


def test_a_guest_is_moved_to_a_free_seat(client, store, codes):
    answer = put(client, seat="C06")

    assert (answer.status_code, answer.json["place"]["seat"]) == (200, "C06")
    assert seats(store) == {"DB016": "C06", "DB017": "B05", "DB018": "B01"}


def test_a_guest_may_have_no_seat(client, store, codes):
    assert put(client, seat=None).json["place"]["seat"] is None


def test_a_seat_that_is_taken_is_refused(client, store, codes):
    answer = put(client, seat="B05")

    assert answer.status_code == 409
    assert answer.json["message"].startswith("Ghế B05 đã bố trí cho Bà Hoàng Thị Kim Oanh")
    assert seats(store)["DB016"] == "B06"


def test_two_guests_change_places_once_however_often_it_is_asked(client, store, codes):
    action = {"swap_with": "DB017", "scan_id": str(uuid4())}
    assert put(client, **action).json["place"]["seat"] == "B05"
    assert put(client, **action).json["place"]["seat"] == "B05"

    assert seats(store) == {"DB016": "B05", "DB017": "B06", "DB018": "B01"}
    assert store.read.first_fault() is None


def test_who_has_no_seat_gets_the_other_s(client, store, codes):
    put(client, seat=None)
    put(client, swap_with="DB018")

    assert seats(store) == {"DB016": "B01", "DB017": "B05", "DB018": None}


@pytest.mark.parametrize("wrong", [{}, {"seat": 5}, {"swap_with": "DB016"}])
def test_a_request_that_makes_no_sense_moves_nobody(client, store, codes, wrong):
    assert put(client, **wrong).status_code == 400
    assert seats(store)["DB016"] == "B06"


def test_a_stranger_and_a_seat_that_is_not_there_are_not_found(client, codes):
    assert put(client, swap_with="DB999").status_code == 404
    assert put(client, seat="Z99").status_code == 404


def test_the_hall_shows_who_sits_where(client, codes):
    desk_scan = {"scan_id": str(uuid4())}
    client.post("/api/invitations/DB018/admission", json=desk_scan, headers=CLERK)
    hall = client.get("/api/seats", headers=CLERK).json
    sitting = {seat["id"]: seat["sitting"] for seat in hall["seats"] if seat["sitting"]}

    assert len(hall["seats"]) == 101
    assert sitting["B06"] == {
        "invitation": "DB016",
        "honorific": "Ông",
        "name": "Lý Văn Quý",
        "organisation": "Sở A",
        "present": False,
    }
    assert (sitting["B01"]["name"], sitting["B01"]["present"]) == (None, True)


def test_what_fits_depends_on_who_comes(client, store, codes):
    path = "/api/invitations/DB016/seats"
    own = client.get(path, headers=CLERK).json
    clerk = client.get(path, query_string={"title": "Chuyên viên"}, headers=CLERK).json
    desk.substitute(store, "DB016", Guest("Ai", None, "Chuyên viên"), at(41), seat="B06")

    assert own["kept"] == {"id": "B06", "label": "Hàng B, ghế 06"}
    assert len(own["fitting"]) == 6
    assert clerk["fitting"] == client.get(path, headers=CLERK).json["fitting"]
    assert "B06" not in [seat["id"] for seat in own["fitting"]]

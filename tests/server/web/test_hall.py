from uuid import uuid4

import pytest

from server import desk
from tests.server.cast import OANH, QUY, at
from tests.server.web.house import CLERK, ORGANISER


@pytest.fixture
def hall(client, codes):
    """`hall(path)`: what an organiser is told."""
    return lambda path="": client.get(f"/api/hall{path}", headers=ORGANISER).json


@pytest.fixture
def move(client, codes):
    """`move((who, from, to), …)`: an organiser moves guests."""

    def move(*moves, **rest):
        body = [{"invitation": who, "from": here, "to": there} for who, here, there in moves]
        return client.put("/api/hall/seats", json={"moves": body} | rest, headers=ORGANISER)

    return move


@pytest.fixture
def lock(client, codes):
    def lock(*seats, locked=True, **rest):
        body = {"seats": list(seats), "locked": locked} | rest
        return client.put("/api/hall/locks", json=body, headers=ORGANISER)

    return lock


def seats(store):
    return {place.id: place.seat for place in store.read.invitations()}


def test_the_hall_tells_its_seats_and_its_guests_in_the_order_of_protocol(hall, client, store):
    desk.admit_by_hand(store, "DB016", str(uuid4()), at(41), person="organiser")
    told = hall()

    assert len(told["seats"]) == 101
    assert [guest["invitation"] for guest in told["guests"]] == ["DB016", "DB017", "DB018"]
    quy = told["guests"][0]
    assert (quy["name"], quy["seat"], quy["present"]) == ("Lý Văn Quý", "B06", True)
    assert {zone["name"] for zone in told["hall"]["zones"]} > {"Khách danh dự"}


def test_a_receptionist_has_no_business_with_the_whole_hall(client, codes):
    assert client.get("/api/hall", headers=CLERK).status_code == 403
    assert client.get("/hall", headers=CLERK).status_code == 403


def test_the_page_stands_in_the_menu(client, codes):
    page = client.get("/hall", headers=ORGANISER).text
    assert 'href="/hall" aria-current="page">Sơ đồ chỗ ngồi' in page


def test_guests_change_seats_in_one_step_and_the_step_is_taken_back(move, store):
    answer = move(("DB016", "B06", "B05"), ("DB017", "B05", None))
    assert answer.json["seats"] == [
        {"invitation": "DB016", "seat": "B05"},
        {"invitation": "DB017", "seat": None},
    ]
    assert move(("DB016", "B05", "B06"), ("DB017", None, "B05")).status_code == 200
    assert seats(store) == {"DB016": "B06", "DB017": "B05", "DB018": "B01"}
    records = [r for r in store.read.history("DB016") if r.detail.get("what") == "seat"]
    assert [store.read.remark(r.seq) for r in records] == ["Ghế: B06 → B05", "Ghế: B05 → B06"]
    assert store.read.first_fault() is None


def test_a_step_sent_twice_is_done_once(move, store):
    action = {"scan_id": str(uuid4())}
    for _ in range(2):
        assert move(("DB016", "B06", "C06"), ("DB017", "B05", "B06"), **action).status_code == 200
    assert seats(store)["DB017"] == "B06"


def test_an_old_view_of_the_hall_moves_nobody_and_is_told_who_sits_there(move, store):
    desk.change_seat(store, "DB016", "C06", at(41))
    answer = move(("DB018", "B01", "B02"), ("DB016", "B06", "B03"))

    assert answer.status_code == 409
    assert answer.json["message"] == (
        "Trong lúc đó người khác đã đổi chỗ: Ông Lý Văn Quý, Giám đốc, Sở A hiện ngồi ghế C06. "
        "Chưa ghi gì; xin xem lại."
    )
    assert answer.json["now"][0] == {
        "seat": "C06",
        "sitting": "Ông Lý Văn Quý, Giám đốc, Sở A",
    }
    assert seats(store) == {"DB016": "C06", "DB017": "B05", "DB018": "B01"}


def test_a_seat_taken_meanwhile_is_refused_with_the_name_of_who_sits_there(move, store):
    answer = move(("DB016", "B06", "B05"))
    assert answer.status_code == 409
    assert answer.json["now"] == [
        {"seat": "B05", "sitting": "Bà Hoàng Thị Kim Oanh, Phó Giám đốc, Sở B"}
    ]
    assert seats(store)["DB016"] == "B06"


def test_a_locked_seat_is_not_moved_until_it_is_opened(move, lock, hall, store):
    assert lock("B06", "C01").json == {"locked": ["B06", "C01"]}
    assert {seat["id"] for seat in hall()["seats"] if seat.get("locked")} == {"B06", "C01"}
    for refused in (("DB016", "B06", None), ("DB017", "B05", "C01")):
        answer = move(refused)
        assert (answer.status_code, "đang khóa" in answer.json["message"]) == (409, True)

    assert lock("B06", locked=False).json == {"locked": ["C01"]}
    assert move(("DB016", "B06", None)).status_code == 200
    assert store.read.first_fault() is None


def test_a_lock_is_one_fact_however_often_it_is_asked(lock, store):
    before = store.read.head()[0]
    action = {"scan_id": str(uuid4())}
    lock("B06", **action)
    lock("B06", **action)
    lock("B06")
    assert store.read.head()[0] == before + 1


def test_the_plan_changes_nothing_and_what_it_says_can_be_sent_as_it_is(hall, client, lock, store):
    lock("B01")
    told = hall("/plan")
    assert seats(store)["DB017"] == "B05"
    assert {m["invitation"]: (m["from"], m["to"]) for m in told["moves"]} == {
        "DB017": ("B05", "B07")
    }
    assert told["kept"] == 2
    body = {"moves": [{k: m[k] for k in ("invitation", "from", "to")} for m in told["moves"]]}
    assert client.put("/api/hall/seats", json=body, headers=ORGANISER).status_code == 200
    assert hall("/plan")["moves"] == []


def test_each_guest_s_seat_is_given_its_reasons(hall):
    told = {one["invitation"]: one for one in hall("/reasons")["reasons"]}
    assert told["DB016"]["rule"] == "B06"
    assert told["DB016"]["facts"][-1].startswith("Đúng theo lễ tân")
    assert told["DB018"]["facts"][-1] == "Xếp tay: theo lễ tân là ghế B05"


def test_an_empty_seat_in_front_is_offered_to_who_is_here(hall, store, client, lock):
    desk.change_seat(store, OANH.id, "F01", at(41))
    desk.admit_by_hand(store, OANH.id, str(uuid4()), at(42), person="organiser")
    [offer] = hall("/moves-up")["offers"]
    assert (offer["invitation"], offer["from"], offer["holder"]) == (OANH.id, "F01", None)
    assert client.get("/api/hall/moves-up?late=2", headers=ORGANISER).status_code == 400

    # Nothing is empty in front but the seat of somebody who is not here yet.
    lock(*(seat["id"] for seat in hall()["seats"] if seat["row"] in "ABCD" and seat["id"] != "B06"))
    assert hall("/moves-up")["offers"] == []
    [offer] = hall("/moves-up?late=1")["offers"]
    assert (offer["invitation"], offer["seat"], offer["holder"]) == (OANH.id, "B06", QUY.id)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"moves": []}, 400),
        ({"moves": [{"invitation": "DB016", "from": "B06", "to": 5}]}, 400),
        ({"moves": [{"invitation": "DB016", "from": "B06"}] * 2}, 409),
        ({"moves": [{"invitation": "DB999", "from": None, "to": "A01"}]}, 404),
        ({"moves": [{"invitation": "DB016", "from": "B06", "to": "Z01"}]}, 404),
    ],
)
def test_a_request_that_makes_no_sense_moves_nobody(client, codes, store, body, status):
    answer = client.put("/api/hall/seats", json=body, headers=ORGANISER)
    assert answer.status_code == status
    assert seats(store)["DB016"] == "B06"


def test_a_seat_that_is_not_there_cannot_be_locked(lock):
    assert lock("Z01").status_code == 404

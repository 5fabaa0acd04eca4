"""The live morning over HTTP: arrivals, leaders, calls, answers so far, the programme."""

from dataclasses import replace
from datetime import date, time

import pytest

from server import desk
from server.config import parse_config
from server.guests import Award, Guest, Rsvp
from server.hall_file import load_hall
from server.web import create_app
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK, DESK, DOOR, ORGANISER, VIEWER, a_scan, people_the_house

LEADER = replace(
    QUY,
    id="DB001",
    group="LDT",
    organisation="UBND tỉnh",
    holder=Guest("Nguyễn Văn Mẫu", "Ông", "Phó Chủ tịch UBND tỉnh"),
    position=1,
    seat="A01",
    phone="0530000001",
)
CALLED_UP = replace(OANH, award=Award(), phone="0530000017")


@pytest.fixture
def config():
    told = parse_config("")
    event = replace(told.event, day=date(2023, 11, 17), starts=time(8, 0))
    return replace(told, event=event)


@pytest.fixture
def codes(store):
    return invite(store, LEADER, QUY, CALLED_UP, SOMEBODY)


@pytest.fixture
def app(store, config, clock, codes):
    people_the_house(store)
    app = create_app(config, store, clock=clock, hall=load_hall())
    yield app
    app.close()


def morning(client, by=VIEWER):
    return client.get("/api/board", headers=by).json["morning"]


def arrive(client, code, **rest):
    return client.post("/api/scans", json=a_scan(code, **rest), headers=DOOR).json


def test_the_arrivals_are_drawn_and_the_opening_is_foretold(client, codes, clock):
    arrive(client, codes["DB016"])
    clock.forward(minutes=5)
    told = morning(client)["arrivals"]

    assert told["curve"] == {"since": "2023-11-17T07:40:00+07:00", "minutes": 5, "totals": [1, 1]}
    assert told["starts"] == "2023-11-17T08:00:00+07:00"
    assert told["forecast"] == {"here": 1, "per_minute": 0.0}


def test_an_undone_arrival_is_drawn_no_more(client, codes):
    arrive(client, codes["DB016"])
    undo = {"scan_id": a_scan("")["scan_id"]}
    client.delete("/api/invitations/DB016/admission", json=undo, headers=CLERK)

    assert morning(client)["arrivals"]["curve"] is None


def test_a_leader_at_the_door_calls_the_hosts_until_one_has_gone(client, codes, store):
    arrive(client, codes["DB016"])
    arrive(client, codes["DB001"])
    [alert] = morning(client)["alerts"]
    assert alert["text"] == (
        "Đồng chí Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh đã đến Cửa A lúc 07 giờ 40 phút. "
        "Kính đề nghị lãnh đạo Trung tâm ra đón."
    )
    path = f"/api/alerts/{alert['number']}"
    assert client.delete(path, json={}, headers=VIEWER).status_code == 403
    assert client.delete(path, json={}, headers=CLERK).status_code == 403
    first = client.delete(path, json={}, headers=ORGANISER).json
    assert (first["who"], first["at"]) == ("organiser", "2023-11-17T00:40:00.000Z")
    assert client.delete(path, json={}, headers=ORGANISER).json == first
    assert morning(client)["alerts"] == []
    assert store.read.history("DB001")[-1].detail == {"what": "welcomed", "alert": alert["number"]}


def test_who_was_received_by_mistake_and_who_came_long_ago_calls_nobody(client, codes, clock):
    clock.forward(minutes=30)
    late = a_scan(codes["DB001"], door_outcome={"verdict": "admitted"})
    client.post("/api/scans/batch", json={"scans": [late]}, headers=DOOR)
    assert morning(client)["alerts"] == []

    action = {"scan_id": a_scan("")["scan_id"]}
    client.delete("/api/invitations/DB001/admission", json=action, headers=CLERK)
    client.post(
        "/api/invitations/DB001/admission", json={"scan_id": a_scan("")["scan_id"]}, headers=CLERK
    )
    assert len(morning(client)["alerts"]) == 1
    undo = {"scan_id": a_scan("")["scan_id"]}
    client.delete("/api/invitations/DB001/admission", json=undo, headers=CLERK)
    assert morning(client)["alerts"] == []


def test_a_number_that_let_nobody_in_cannot_be_received(client, codes):
    assert client.delete("/api/alerts/1", json={}, headers=ORGANISER).status_code == 404
    assert client.delete(f"/api/alerts/{2**60}", json={}, headers=ORGANISER).status_code == 404


def test_the_call_list_has_the_leaders_and_award_recipients_who_are_missing(client, codes):
    calls = client.get("/api/calls", headers=ORGANISER).json["calls"]
    assert [(c["place"]["id"], c["leader"], c["award"]) for c in calls] == [
        ("DB001", True, False),
        ("DB017", False, True),
    ]
    assert calls[0]["place"]["phone"] == "0530000001"
    for by in (VIEWER, CLERK, DESK):
        assert client.get("/api/calls", headers=by).status_code == 403

    said = {"invitation": "DB001", "text": "Đang trên xe, 10 phút nữa đến"}
    assert client.post("/api/calls", json=said, headers=ORGANISER).json["who"] == "organiser"
    arrive(client, codes["DB017"])
    [call] = client.get("/api/calls", headers=ORGANISER).json["calls"]
    assert call["call"] == {
        "text": "Đang trên xe, 10 phút nữa đến",
        "at": "2023-11-17T00:40:00.000Z",
        "who": "organiser",
    }


def test_before_anybody_has_come_the_answers_say_what_to_prepare(client, codes, store):
    desk.set_rsvp(store, "DB016", Rsvp.COMING, None, at(1))
    desk.set_rsvp(store, "DB017", Rsvp.NOT_COMING, "đi công tác", at(2))
    told = morning(client)["expected"]
    assert (told["coming"], told["not_coming"], told["silent"], told["likely"]) == (1, 1, 2, 3)

    arrive(client, codes["DB016"])
    assert morning(client)["expected"] is None


def test_the_organisers_say_where_the_programme_is_and_the_desk_is_told_of_the_film(client):
    told = client.get("/api/programme").json
    assert (told["now"], told["film"]) == (None, False)
    film = next(n for n, point in enumerate(told["points"]) if point["film"])

    assert client.put("/api/programme", json={"point": film}, headers=CLERK).status_code == 403
    told = client.put("/api/programme", json={"point": film}, headers=ORGANISER).json
    assert (told["now"], told["film"]) == (film, True)
    assert morning(client, DESK)["programme"]["film"] is True
    beyond = {"point": len(told["points"])}
    assert client.put("/api/programme", json=beyond, headers=ORGANISER).status_code == 400
    client.put("/api/programme", json={"point": None}, headers=ORGANISER)
    assert client.get("/api/programme").json["now"] is None

from dataclasses import replace
from uuid import uuid4

import pytest

from server import desk
from server.guests import Guest, Rsvp
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK

PLACES = (
    replace(QUY, organisation="Trung tâm", group="TT"),
    replace(OANH, organisation="Trung tâm", group="TT"),
    replace(SOMEBODY, organisation="Trung tâm", group="TT"),
    replace(QUY, id="DB020", organisation="Trung tâm", group="TT", seat=None, rsvp=Rsvp.NOT_COMING),
    replace(QUY, id="DB021", organisation="Trung tâm", group="TT", seat=None),
    replace(OANH, id="DB022", seat=None),
)


@pytest.fixture(autouse=True)
def the_centre(store):
    invite(store, *PLACES)
    desk.admit_by_hand(store, "DB017", "before", at(39))
    desk.cancel(store, "DB021", "nghỉ việc", at(39))


def post(client, **body):
    return client.post("/api/admissions", json={"scan_id": str(uuid4())} | body, headers=CLERK)


@pytest.mark.parametrize("whom", [{"organisation": "Trung tâm"}, {"group": "TT"}])
def test_a_unit_is_marked_present_but_for_those_who_are_in_or_not_coming(client, store, whom):
    answer = post(client, **whom).json

    assert [place["id"] for place in answer["admitted"]] == ["DB016", "DB018"]
    assert [(one["place"]["id"], one["why"]) for one in answer["skipped"]] == [
        ("DB020", "excused"),
        ("DB021", "cancelled"),
        ("DB017", "inside"),
    ]
    assert sorted(store.read.admissions()) == ["DB016", "DB017", "DB018"]
    assert {record.person for record in store.read.scans()[-2:]} == {"reception"}


def test_asked_again_it_is_not_done_again(client, store):
    scan_id = str(uuid4())
    first = post(client, group="TT", scan_id=scan_id).json
    undo = {"scan_id": str(uuid4())}
    client.delete("/api/invitations/DB016/admission", json=undo, headers=CLERK)
    head = store.read.head()
    again = post(client, group="TT", scan_id=scan_id).json

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert [place["id"] for place in again["admitted"]] == ["DB016", "DB018"]
    assert store.read.head() == head
    assert "DB016" not in store.read.admissions()


def test_each_of_them_can_be_undone_alone(client, store):
    post(client, group="TT")
    undo = {"scan_id": str(uuid4()), "reason": "Trực tại quầy"}
    client.delete("/api/invitations/DB018/admission", json=undo, headers=CLERK)

    assert sorted(store.read.admissions()) == ["DB016", "DB017"]


def test_a_guest_off_the_list_is_never_marked_present_with_a_unit(client, store):
    walked = desk.walk_in(store, Guest("Khách Lạ"), "Trung tâm", "TT", "w", at(40))
    desk.undo(store, walked.record.invitation, "u", at(40))

    post(client, organisation="Trung tâm")
    assert walked.record.invitation not in store.read.admissions()


@pytest.mark.parametrize("wrong", [{}, {"group": "TT", "organisation": "Trung tâm"}, {"group": 5}])
def test_it_must_be_clear_whom_is_meant(client, wrong):
    assert post(client, **wrong).status_code == 400


def test_a_unit_that_is_not_on_the_list_is_not_found(client):
    assert post(client, organisation="Sở Z").status_code == 404


def test_the_units_are_listed_with_how_many_are_awaited(client):
    units = client.get("/api/admissions", headers=CLERK).json

    assert units["organisations"] == [
        {"name": "Trung tâm", "present": 1, "awaited": 2, "excused": 1},
        {"name": "Sở B", "present": 0, "awaited": 1, "excused": 0},
    ]
    [centre] = [group for group in units["groups"] if group["code"] == "TT"]
    assert (centre["number"], centre["present"], centre["awaited"]) == (7, 1, 2)


def test_a_unit_that_was_ticked_on_paper_came_at_the_hour_on_the_paper(client, store):
    post(client, group="TT", at="2023-11-17T07:05:00+07:00", entered="paper")

    assert store.read.inside("DB016").at == at(5)
    assert store.read.scans()[-1].detail == {"entered": "paper"}

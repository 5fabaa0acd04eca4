"""What was sent to whom: marked by hand, told for each place, group and unit."""

from dataclasses import replace
from uuid import uuid4

import pytest

from server import desk
from server.config import parse_config
from server.desk.mails import Errand, queue_mails, settle_mails, take_mail
from server.hall_file import load_hall
from server.mails import MailState
from server.sendings import What
from server.web import create_app
from tests.server.cast import at
from tests.server.web.house import CLERK, DESK, ORGANISER, OWNER

SETTLED = '[event]\ndate = 2023-11-17\nstarts = "08:00"\nvenue = "Hội trường A"\n'
ZALO = {"what": "invitation", "channel": "zalo"}


def post(client, headers=ORGANISER, **fields):
    return client.post("/api/sendings", json=fields, headers=headers)


def sendings(client):
    return client.get("/api/sendings", headers=ORGANISER).get_json()


def place(client, invitation):
    [found] = [p for p in sendings(client)["places"] if p["place"]["id"] == invitation]
    return found


def settled(app, text=SETTLED):
    """The same event once day and venue are known."""
    house = app.house
    return create_app(parse_config(text), house.store, clock=house.clock, hall=load_hall())


def test_a_mark_says_what_went_to_whom_by_which_way_and_who_said_so(client, codes):
    answer = post(client, **ZALO, organisation="Sở A").get_json()

    assert answer == {"ids": ["DB016"], "count": 1, "replayed": False}
    assert place(client, "DB016")["invitation"] == {
        "what": "invitation",
        "channel": "zalo",
        "delivery": "sent",
        "at": "2023-11-17T00:40:00.000Z",
        "who": "organiser",
    }
    assert place(client, "DB017")["invitation"] is None


def test_groups_and_units_say_how_many_lack_the_invitation(client, store, codes):
    post(client, **ZALO, ids=["DB016", "DB018"])
    told = sendings(client)
    [group] = [one for one in told["groups"] if one["code"] == "SBN"]

    assert (group["places"], group["invited"], group["unnamed"]) == (3, 2, 1)
    assert {one["name"]: one["invited"] for one in told["organisations"]} == {
        "Sở A": 1,
        "Sở B": 0,
        "Sở C": 1,
    }
    assert (told["totals"]["none"], told["venue_known"], told["notice"]) == (3, False, None)


def test_the_notice_of_a_venue_waits_until_there_is_one(app, client, codes):
    assert post(client, what="venue", channel="zalo", all=True).status_code == 409
    post(client, **ZALO, all=True)
    again = settled(app)
    later = again.test_client()
    assert [one["knows_venue"] for one in sendings(later)["places"]] == [False] * 3

    marked = post(later, what="venue", channel="sms", ids=["DB016"]).get_json()

    assert marked["count"] == 1
    assert place(later, "DB016")["knows_venue"]
    assert place(later, "DB016")["venue"]["channel"] == "sms"
    assert sendings(later)["notice"].startswith("Trung tâm Phục vụ hành chính công")
    again.close()


def test_an_invitation_that_named_the_venue_has_told_it_until_it_changes(app, codes):
    first, second = settled(app), settled(app, SETTLED.replace("Hội trường A", "Hội trường B"))
    post(first.test_client(), **ZALO, ids=["DB016"])

    assert place(first.test_client(), "DB016")["knows_venue"]
    assert not place(second.test_client(), "DB016")["knows_venue"]
    lacking = post(
        second.test_client(), what="venue", channel="zalo", all=True, lacking=True
    ).get_json()
    assert lacking["count"] == 3
    first.close()
    second.close()


def test_a_refused_letter_was_not_sent(client, codes):
    post(client, what="invitation", channel="official", delivery="refused", ids=["DB016"])
    found = place(client, "DB016")

    assert found["invitation"] is None
    assert [one["delivery"] for one in found["failed"]] == ["refused"]


def test_a_mistaken_mark_is_taken_back_and_stays_on_record(client, store, codes):
    post(client, **ZALO, all=True)
    body = {"what": "invitation", "ids": ["DB016"]}
    answer = client.delete("/api/sendings", json=body, headers=OWNER).get_json()

    assert answer["ids"] == ["DB016"]
    assert place(client, "DB016")["invitation"] is None
    assert place(client, "DB017")["invitation"] is not None
    assert [r.detail["what"] for r in store.read.scans()][-2:] == ["sent", "sent_back"]
    assert store.read.first_fault() is None


def test_the_same_mark_again_is_made_once(client, store, codes):
    scan_id = str(uuid4())
    first, second = (post(client, **ZALO, all=True, scan_id=scan_id).get_json() for _ in "12")

    assert (first["count"], second["count"], second["replayed"]) == (3, 3, True)
    assert len(store.read.sendings()) == 3


def test_cancelled_places_and_guests_off_the_list_are_sent_nothing(client, store, codes):
    desk.cancel(store, "DB016", "bận", at(1))

    assert post(client, **ZALO, all=True).get_json()["ids"] == ["DB017", "DB018"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"ids": []}, 400),
        ({"ids": ["DB016"], "all": True}, 400),
        ({}, 400),
        ({"ids": ["DB999"]}, 404),
        ({"group": "XYZ"}, 404),
        ({"all": True, "channel": "fax"}, 400),
        ({"all": True, "at": "2023-11-17T09:00:00+07:00"}, 409),
    ],
)
def test_what_makes_no_sense_marks_nothing(client, store, codes, fields, status):
    assert post(client, **ZALO | fields).status_code == status
    assert store.read.sendings() == []


@pytest.mark.parametrize("who", [DESK, CLERK])
def test_reception_neither_sees_nor_marks(client, codes, who):
    assert client.get("/api/sendings", headers=who).status_code == 403
    assert post(client, who, **ZALO, all=True).status_code == 403


def test_an_address_to_write_to_is_part_of_the_list_and_of_its_proof(store, codes):
    before = store.read.invitation("DB016")
    desk.put_list(store, [replace(before, email="quy@so-a.example")], at(1))

    assert store.read.invitation("DB016").email == "quy@so-a.example"
    assert store.read.first_fault() is None
    store.write(lambda tx: tx.db.execute("UPDATE invitations SET email = 'x@y.example'"))
    assert "DB016" in store.read.first_fault()


def test_a_refused_mail_stands_at_its_place_with_the_servers_words(client, store, codes):
    there = replace(store.read.invitation("DB016"), email="quy@so.example")
    store.write(lambda tx: tx.put_invitation(there))
    errand = Errand(What.INVITATION, None, "trung-tam.example")
    queue_mails(store, errand, at(1))
    assert place(client, "DB016")["mail"]["state"] == "queued"

    [taken] = take_mail(store, errand, (), at(2))
    settle_mails(store, [taken.mail], MailState.REFUSED, "550 5.1.1 No such user", at(3))
    told = place(client, "DB016")
    assert told["mail"] == {
        "what": "invitation",
        "address": "quy@so.example",
        "state": "refused",
        "at": "2023-11-17T00:03:00.000Z",
        "answer": "550 5.1.1 No such user",
    }
    assert [one["delivery"] for one in told["failed"]] == ["refused"]
    assert (told["invitation"], place(client, "DB017")["mail"]) == (None, None)

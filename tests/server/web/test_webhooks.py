"""Addresses of other programs over HTTP: the owner adds, tries and takes them away."""

import uuid

from server.messenger import Messenger
from tests.rig.waiting import until
from tests.server.receiver import Receiver
from tests.server.web.house import CLERK, DOOR, ORGANISER, OWNER, VIEWER, a_scan


def add(client, url, by=OWNER, **more):
    return client.post("/api/webhooks", json={"url": url} | more, headers=by)


def test_an_owner_adds_an_address_and_reads_what_became_of_its_messages(
    client, store, codes, config
):
    receiver = Receiver().start()
    made = add(client, receiver.url).json
    receiver.secret = made["secret"]
    number = {"number": made["number"]}
    with Messenger(store, lambda: config.event, look_seconds=0.02):
        seq = client.post("/api/webhooks/test", json=number, headers=OWNER).json["seq"]
        client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
        until("both", lambda: len(receiver.kept) == 2)
        until("the book", lambda: listed(client)["waiting"] == 0)
    receiver.stop()
    assert receiver.faults == []
    row = listed(client)
    assert (row["url"], row["names"]) == (f"http://127.0.0.1:{receiver.port}/tin", False)
    assert [(one["type"], one["state"], one["answer"]) for one in row["deliveries"]] == [
        ("admitted", "delivered", "200"),
        ("test", "delivered", "200"),
    ]
    assert row["deliveries"][1]["seq"] == seq
    assert [one["id"] for one in reversed(row["deliveries"])] == receiver.ids

    assert client.delete("/api/webhooks", json=number, headers=OWNER).json == number
    assert client.get("/api/webhooks", headers=ORGANISER).json == {"webhooks": []}
    assert client.delete("/api/webhooks", json=number, headers=OWNER).status_code == 404
    assert client.post("/api/webhooks/test", json=number, headers=OWNER).status_code == 404
    told = [r.detail for r in store.read.scans(0, 99) if r.person == "owner"]
    assert [one["what"] for one in told] == ["webhook_added", "webhook_test", "webhook_removed"]
    assert made["secret"] not in repr(told)
    assert "khoa=kin" not in repr(told)


def listed(client):
    [row] = client.get("/api/webhooks", headers=ORGANISER).json["webhooks"]
    return row


def test_organisers_read_and_nobody_else_sees_an_address(client, codes):
    add(client, "http://bang-dien-tu.lan/tin")
    assert add(client, "http://may/", by=ORGANISER).status_code == 403
    for by in (VIEWER, CLERK, DOOR):
        assert client.get("/api/webhooks", headers=by).status_code == 403
    secret = add(client, "http://may/").json["secret"]
    page = client.get("/settings", headers=OWNER).get_data(as_text=True)
    assert "bang-dien-tu.lan/tin" in page
    assert secret not in page + client.get("/api/webhooks", headers=OWNER).get_data(as_text=True)


def test_an_answer_that_got_lost_is_asked_for_again_and_makes_no_second_address(client):
    action = str(uuid.uuid4())
    first, second = (add(client, "http://may/", scan_id=action).json for _ in range(2))
    assert first["number"] == second["number"]
    assert first["secret"] != second["secret"]
    number = {"number": first["number"], "scan_id": str(uuid.uuid4())}
    for _ in range(2):
        assert client.delete("/api/webhooks", json=number, headers=OWNER).status_code == 200


def test_what_nothing_can_be_sent_to_is_refused_in_words(client):
    for wrong in ("", "file:///etc/passwd", "http:///tin", "http://ai:mk@may/", "http://máy/"):
        answer = add(client, wrong)
        assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    assert add(client, 7).status_code == 400
    assert add(client, "http://may/" + "x" * 500).status_code == 400


def test_the_document_tells_receivers_what_they_get(client):
    document = client.get("/api/openapi.json").json
    assert set(document["webhooks"]) == {
        "admitted", "undone", "answered", "leader_arrived", "test",
    }  # fmt: skip
    page = client.get("/api/docs").get_data(as_text=True)
    assert "webhook-signature" in page
    assert "leader_arrived" in page

"""E-mail from the page: sent in the background through a real mail server, stopped, decided."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest

from server.cli.mailing import Mailroom
from server.cli.postroom import posting
from server.config import parse_config
from server.desk.mails import Errand, queue_mails, take_mail
from server.desk.sendings import Letter, mark_sent
from server.facts import KEY, KeptFacts, write_given
from server.hall_file import load_hall
from server.sendings import Channel, What
from server.storage.folder import EventFolder
from server.web import create_app
from tests.rig.waiting import until
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.mail_server import AnyPort, MailServer
from tests.server.returned_mails import failed, report
from tests.server.web.house import CLERK, ORGANISER, VIEWER, people_the_house

INVITATION = {"what": "invitation"}


@pytest.fixture
def mails():
    return MailServer()


@pytest.fixture
def config(request, mails):
    if hasattr(request, "param"):
        yield parse_config(request.param)
        return
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    yield parse_config(
        f'[server.mail]\nhost = "127.0.0.1"\nport = {controller.port}\ntls = "none"\n'
        'sender = "moi@trung-tam.example"\nsender_name = "Trung tâm"\nper_minute = 600\n'
    )
    mails.release.set()
    controller.stop()


@pytest.fixture
def folder(tmp_path):
    return EventFolder(tmp_path)


@pytest.fixture
def app(store, config, clock, folder):
    """The house with its post. The cast has addresses, but for the place without a name."""
    people_the_house(store)
    reached = [replace(p, email=f"{p.id.lower()}@so.example") for p in (QUY, OANH)]
    invite(store, *reached, SOMEBODY)
    facts = KeptFacts(store.remembered(KEY), config)
    with posting(lambda: Mailroom(facts.config, folder, store)) as post:
        app = create_app(config, store, clock=clock, hall=load_hall(), post=post)
        yield app
        app.close()


@pytest.fixture
def ask(client):
    def ask(method, path="/api/mails", **body):
        send = getattr(client, method)
        answer = send(
            path,
            headers=ORGANISER,
            **({"json": INVITATION | body} if body or method != "get" else {}),
        )
        assert answer.status_code == 200, answer.json
        return answer.json

    return ask


def over(ask, seconds=30):
    """What stands once the run has ended."""

    def ended():
        document = ask("get")
        return document if document["run"] and document["run"]["ended"] else None

    return until("the run to end", ended, seconds)


def states(document):
    return {place["id"]: place["state"] for place in document["places"]}


@pytest.mark.parametrize("who", [VIEWER, CLERK], ids=["viewer", "clerk"])
def test_nobody_but_organisers_mails(client, who):
    paths = (
        "/invitations/mail",
        "/invitations/mail/look",
        "/invitations/mail/look.eml",
        "/api/mails",
    )
    assert {client.get(path, headers=who).status_code for path in paths} == {403}
    assert client.post("/api/mails", json=INVITATION, headers=who).status_code == 403
    files = {"files": (BytesIO(b"x"), "x.eml")}
    assert client.post("/invitations/mail/bounced", data=files, headers=who).status_code == 403


def test_who_lacks_the_invitation_gets_it_and_nobody_twice(ask, store, mails):
    before = ask("get")
    assert states(before) == {"DB016": "due", "DB017": "due", "DB018": "no_address"}
    assert (before["obstacle"], before["sender"]) == (None, "Trung tâm <moi@trung-tam.example>")

    ask("post")
    after = over(ask)
    assert states(after) == {"DB016": "sent", "DB017": "sent", "DB018": "no_address"}
    told = {key: after["run"][key] for key in ("done", "total", "sent", "mails", "fault")}
    assert told == {"done": 2, "total": 2, "sent": 2, "mails": 2, "fault": None}
    assert [one.who for one in store.read.sendings("DB016")] == ["organiser"]

    ask("post")
    over(ask)
    assert sorted(mails.receivers) == ["db016@so.example", "db017@so.example"]


def test_a_refusal_stands_at_its_guest_and_is_tried_again_when_asked(ask, mails):
    mails.rcpt["db016@so.example"] = "550 5.1.1 No such user"
    ask("post")
    [refused] = [p for p in over(ask)["places"] if p["state"] == "refused"]
    assert (refused["id"], refused["answer"]) == ("DB016", "550 5.1.1 No such user")

    mails.rcpt.clear()
    ask("post", ids=["DB016"])
    assert states(over(ask))["DB016"] == "sent"


def test_what_nobody_can_know_is_decided_on_the_page(ask, mails):
    mails.hang_up |= {"db016@so.example", "db017@so.example"}
    ask("post")
    assert set(states(over(ask)).values()) == {"unknown", "no_address"}
    mails.hang_up.clear()

    decision = "/api/mails/decision"
    arrived = ask("put", decision, invitation="DB016", fate="arrived")
    again = ask("put", decision, invitation="DB017", fate="again")
    assert (states(arrived)["DB016"], states(again)["DB017"]) == ("sent", "queued")
    ask("post")
    over(ask)
    assert sorted(mails.receivers) == ["db016@so.example", *["db017@so.example"] * 2]


def test_a_mail_that_came_back_days_later_stands_as_returned_and_its_place_as_not_told(
    ask, mails, store
):
    ask("post")
    assert states(over(ask))["DB016"] == "sent"
    told = ask("put", "/api/mails/decision", invitation="DB016", fate="returned")
    [row] = [row for row in told["places"] if row["id"] == "DB016"]
    assert (row["state"], row["answer"]) == ("returned", "Thư bị trả lại (ghi tay).")
    ask("post")
    over(ask)
    assert mails.receivers.count("db016@so.example") == 1  # not again to the same address
    place = store.read.invitation("DB016")
    store.write(lambda tx: tx.put_invitation(replace(place, email="quy@so.example")))
    ask("post")
    assert states(over(ask))["DB016"] == "sent"
    assert mails.receivers.count("quy@so.example") == 1


def test_saved_messages_of_mails_that_came_back_are_read_on_the_page(ask, client, mails, store):
    ask("post")
    over(ask)
    named = {address: mail["Message-ID"] for address, mail in mails.kept}
    messages = [
        report(failed("5.2.2"), name=named["db016@so.example"], address="db016@so.example"),
        report(failed(), name="<khac@x.example>", address="<script>@x.example"),
    ]
    files = [(BytesIO(message), f"<b>{n}.eml") for n, message in enumerate(messages)]
    page = client.post("/invitations/mail/bounced", data={"files": files}, headers=ORGANISER)
    assert page.status_code == 200
    for words in ("hộp thư đầy (5.2.2)", "Lý Văn Quý", "&lt;b&gt;1.eml", "Không rõ là thư nào"):
        assert words in page.text
    assert "<script>@" not in page.text
    [row] = [row for row in ask("get")["places"] if row["state"] == "returned"]
    assert (row["id"], row["answer"]) == ("DB016", "Thư bị trả lại: hộp thư đầy (5.2.2).")
    client.set_cookie("language", "en")
    [row] = [row for row in ask("get")["places"] if row["state"] == "returned"]
    assert row["answer"] == "Returned: the mailbox is full (5.2.2)."


def test_no_file_and_far_too_much_are_told_politely(client, app):
    empty = client.post(
        "/invitations/mail/bounced", data={"files": (BytesIO(b""), "")}, headers=ORGANISER
    )
    assert (empty.status_code, "Đã đọc 0 thư." in empty.text) == (200, True)
    large = {"files": (BytesIO(b"x" * (17 * 1024 * 1024)), "x.mbox")}
    refused = client.post("/invitations/mail/bounced", data=large, headers=ORGANISER)
    assert refused.status_code == 413


def test_a_run_is_stopped_and_the_rest_waits_for_the_next(ask, mails, folder):
    mails.hold.add("db016@so.example")
    ask("post")
    until("the first mail to be under way", mails.reached.is_set, 30)
    assert ask("delete")["run"]["stopping"] is True
    mails.release.set()
    stopped = over(ask)
    assert states(stopped) == {"DB016": "sent", "DB017": "queued", "DB018": "no_address"}

    mails.hold.clear()
    ask("post")
    assert states(over(ask))["DB017"] == "sent"
    assert sorted(mails.receivers) == ["db016@so.example", "db017@so.example"]


def test_a_mail_in_which_an_earlier_server_broke_off_is_doubtful_at_once(
    ask, store, config, folder
):
    errand = Errand(What.INVITATION, None, "trung-tam.example")
    queue_mails(store, errand, at(0))
    assert [part.place.id for part in take_mail(store, errand, (), at(1))] == ["DB016"]
    assert states(ask("get"))["DB016"] == "sending"

    with posting(lambda: Mailroom(config, folder, store)):
        assert states(ask("get")) == {"DB016": "unknown", "DB017": "queued", "DB018": "no_address"}


def test_two_runs_do_not_go_on_at_once(ask, client, mails):
    mails.hold.add("db016@so.example")
    ask("post")
    until("the first mail to be under way", mails.reached.is_set, 30)
    second = client.post("/api/mails", json=INVITATION, headers=ORGANISER)
    assert (second.status_code, "Đang có một lượt gửi thư" in second.json["message"]) == (409, True)
    mails.release.set()
    over(ask)


def test_one_mail_is_looked_at_and_not_sent(client, store, mails):
    page = client.get("/invitations/mail/look?id=DB017", headers=ORGANISER).text
    assert "Hoàng Thị Kim Oanh &lt;db017@so.example&gt;" in page
    assert "Kính gửi Bà Hoàng Thị Kim Oanh" in page
    whole = client.get("/invitations/mail/look.eml?id=DB017", headers=ORGANISER)
    mail = message_from_bytes(whole.data, policy=default)
    assert mail["Subject"] == "Phiếu mời dự Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
    assert (mails.kept, store.read.mails()) == ([], [])


def test_who_was_told_in_another_way_is_not_written_to(ask, store, mails):
    letter = Letter(What.INVITATION, Channel.ZALO, at(0), None)
    mark_sent(store, lambda one: one.place.id == "DB016", letter, at(1))
    assert states(ask("get"))["DB016"] == "told"
    ask("post")
    over(ask)
    assert mails.receivers == ["db017@so.example"]


def test_a_venue_that_is_open_is_told_to_nobody(ask, client):
    assert "chưa chốt" in client.get("/api/mails?what=venue", headers=ORGANISER).json["obstacle"]
    answer = client.post("/api/mails", json={"what": "venue"}, headers=ORGANISER)
    assert answer.status_code == 409


def test_a_venue_that_is_announced_at_work_is_told_at_once(ask, store, mails):
    ask("post")
    over(ask)
    told = {"date": "2023-11-17", "venue": "Hội trường B"}
    store.write(lambda tx: tx.set_meta(KEY, write_given(told)))
    notice = ask("get", "/api/mails?what=venue")
    assert (notice["obstacle"], notice["counts"]["due"]) == (None, 2)
    ask("post", what="venue")
    until("the notices to be sent", lambda: len(mails.kept) == 4, 30)
    assert "Hội trường B" in mails.kept[3][1].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", "[server.mail]"),
        (
            '[server.mail]\nhost = "x"\nsender = "a@b.example"\nuser = "a"\n',
            "DONTIEP_MAIL_PASSWORD",
        ),
    ],
    ids=["no server", "no password"],
    indirect=["config"],
)
def test_what_keeps_it_from_sending_is_said_with_the_way_out(client, ask, words, monkeypatch):
    monkeypatch.delenv("DONTIEP_MAIL_PASSWORD", raising=False)
    assert words in ask("get")["obstacle"]
    refused = client.post("/api/mails", json=INVITATION, headers=ORGANISER)
    assert (refused.status_code, words in refused.json["message"]) == (409, True)


def test_a_rehearsal_writes_to_nobody(client, store, ask, mails):
    store.write(lambda tx: tx.set_meta("rehearsal", "x"))
    assert "diễn tập" in ask("get")["obstacle"]
    assert client.post("/api/mails", json=INVITATION, headers=ORGANISER).status_code == 409
    assert mails.kept == []


def test_a_machine_without_the_folder_sends_nothing(client, app):
    app.house = replace(app.house, post=None)
    assert client.get("/api/mails", headers=ORGANISER).json["obstacle"]
    assert client.post("/api/mails", json=INVITATION, headers=ORGANISER).status_code == 409

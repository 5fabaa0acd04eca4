"""The office's mail account: given and tried by the owner in the page, its password shown to nobody."""

import json
import os
import stat
from contextlib import closing
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult

from server.cli.ground import Ground
from server.cli.keeping import upkeep
from server.cli.mailing import Mailroom
from server.cli.postroom import posting
from server.config import parse_config
from server.facts import KEY, KeptFacts
from server.hall_file import load_hall
from server.storage.folder import EventFolder
from server.web import create_app
from tests.rig.waiting import until
from tests.server.cast import QUY, invite
from tests.server.mail_server import AnyPort, MailServer
from tests.server.web.house import CLERK, ORGANISER, OWNER, VIEWER, people_the_house

# aiosmtpd warns of what the house's own server is for: a password within the house.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

PATH, SECRET = "/api/mail-account", "mat-khau-hop-thu"


def sign_in(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"moi@so.example", SECRET.encode())
    return AuthResult(success=known, handled=False)


@pytest.fixture
def mails():
    return MailServer()


@pytest.fixture
def port(mails):
    """The port of a mail server in the house, which wants a password."""
    controller = AnyPort(
        mails,
        hostname="127.0.0.1",
        port=0,
        auth_required=True,
        auth_require_tls=False,
        authenticator=sign_in,
    )
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def folder(tmp_path):
    return EventFolder(tmp_path / "data")


@pytest.fixture
def client(folder, clock):
    """The event in its folder, served with its post; nothing is configured."""
    config, store = parse_config(""), folder.open()
    people_the_house(store)
    facts = KeptFacts(store.remembered(KEY), config)
    with posting(lambda: Mailroom(facts.config, folder, store)) as post:
        keep = upkeep(Ground(config, folder, json=True), store, clock=clock)
        app = create_app(config, store, clock=clock, hall=load_hall(), post=post, upkeep=keep)
        yield app.test_client()
        app.close()
    store.close()


@pytest.fixture
def account(port):
    return {
        "host": "127.0.0.1",
        "port": port,
        "tls": "none",
        "user": "moi@so.example",
        "password": SECRET,
        "sender": "moi@so.example",
        "sender_name": "Sở Nội vụ",
        "per_minute": 600,
    }


@pytest.fixture
def say(client):
    def say(method, path=PATH, expect=200, **body):
        answer = getattr(client, method)(path, json=body, headers=OWNER)
        assert answer.status_code == expect, answer.json
        return answer.json

    return say


def test_an_account_is_given_and_mails_go_out_by_it(client, folder, mails, account, say):
    with closing(folder.open()) as store:
        invite(store, replace(QUY, email="quy@so.example"))
    before = client.get("/api/mails", headers=ORGANISER).json
    assert "Cài đặt" in before["obstacle"]

    told = say("put", **account)

    assert told["given"] is True
    assert told["account"] == {k: v for k, v in account.items() if k != "password"} | {
        "password": True
    }
    mailing = client.get("/api/mails", headers=ORGANISER).json
    assert (mailing["obstacle"], mailing["sender"]) == (None, "Sở Nội vụ <moi@so.example>")
    sent = client.post("/api/mails", json={"what": "invitation"}, headers=ORGANISER)
    assert sent.status_code == 200, sent.json
    until("the mail", lambda: mails.receivers == ["quy@so.example"], 10)


def test_a_test_is_sent_by_an_account_that_is_not_kept(client, mails, account, say):
    say("post", f"{PATH}/test", to="lan@so.example", **account)

    [(receiver, mail)] = mails.kept
    assert (receiver, mail["From"]) == ("lan@so.example", "Sở Nội vụ <moi@so.example>")
    assert "Thư thử" in mail["Subject"]
    assert client.get(PATH, headers=OWNER).json == {"account": None, "given": False}


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"password": "sai"}, "hoặc mật khẩu"),
        ({"host": "khong-co.invalid", "tls": "tls"}, "Không tìm thấy máy chủ thư"),
        ({"tls": "starttls"}, "STARTTLS thường đi với cổng 587"),
        ({"tls": "tls"}, "STARTTLS thường đi với cổng 587"),
        ({"host": "smtp.so.example", "tls": "none"}, "phải mã hóa"),
        ({"host": "http://so.example"}, "chỉ ghi tên máy"),
        ({"sender": "sở@so.example"}, "Địa chỉ gửi"),
        ({"to": "lan"}, "không đúng dạng"),
        ({"to": "lan@so.example\r\nBcc: a@b.example"}, "không đúng dạng"),
    ],
)
def test_what_stands_against_an_account_is_said_in_a_sentence(mails, account, say, otherwise, said):
    asked = {"to": "lan@so.example"} | account | otherwise
    assert said in say("post", f"{PATH}/test", 409, **asked)["message"]
    assert mails.kept == []


def test_an_address_that_the_server_refuses_is_told_with_its_words(mails, account, say):
    mails.rcpt["lan@so.example"] = "550 5.1.1 No such user"
    refused = say("post", f"{PATH}/test", 409, to="lan@so.example", **account)
    assert "550 5.1.1 No such user" in refused["message"]


def test_a_password_goes_on_for_the_same_user_of_the_same_server_alone(mails, account, say):
    say("put", **account)
    blank = {key: value for key, value in account.items() if key not in {"password", "per_minute"}}
    say("post", f"{PATH}/test", to="lan@so.example", **blank | {"sender_name": "Văn phòng Sở"})
    assert mails.receivers == ["lan@so.example"]

    for other in (
        {"host": "localhost"},
        {"port": account["port"] + 1},
        {"user": "khac@so.example"},
        {"tls": "tls"},
    ):
        for method, path in (("put", PATH), ("post", f"{PATH}/test")):
            told = say(method, path, 409, to="a@so.example", **blank | other)
            assert "gõ mật khẩu" in told["message"]


def test_the_password_is_in_one_file_of_the_folder_that_nobody_else_reads(
    client, folder, account, say
):
    say("put", **account)
    client.post("/api/backups", json={}, headers=OWNER)

    holding = [
        p for p in folder.path.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()
    ]
    assert [path.name for path in holding] == ["mail-account.json"]
    if os.name == "posix":
        assert stat.S_IMODE(holding[0].stat().st_mode) == 0o600
    assert list(folder.backups.glob("*.db"))
    for path in ("/settings", "/invitations/mail", PATH):
        assert SECRET not in client.get(path, headers=OWNER).text
    with closing(folder.open()) as store:
        [record] = [r for r in store.read.scans() if r.detail.get("what") == "mail_account"]
    assert (record.person, record.detail) == ("owner", {"what": "mail_account", "given": True})


def test_the_owner_alone_sees_and_gives_it(client, account):
    for who in (ORGANISER, VIEWER, CLERK):
        assert client.get(PATH, headers=who).status_code == 403
        assert client.put(PATH, json=account, headers=who).status_code == 403
        assert client.post(f"{PATH}/test", json=account, headers=who).status_code == 403
    assert "smtp" not in client.get("/settings", headers=ORGANISER).text


def test_it_is_forgotten_by_a_click_and_with_the_names(client, folder, account, say):
    say("put", **account)
    assert say("delete") == {"account": None, "given": False}
    say("put", **account)
    client.put("/api/reception", json={"closed": True}, headers=OWNER)
    short = parse_config("").event.short
    erased = client.delete("/api/personal-data", json={"short": short}, headers=OWNER)
    assert erased.status_code == 200, erased.json
    assert not list(folder.path.glob("mail-account*"))


def test_a_rehearsal_has_no_account_and_sends_no_test(folder, account, say):
    with closing(folder.open()) as store:
        store.write(lambda tx: tx.set_meta("rehearsal", "x"))
    for method, path in (("put", PATH), ("post", f"{PATH}/test"), ("delete", PATH)):
        assert "diễn tập" in say(method, path, 409, to="a@so.example", **account)["message"]


def test_a_file_that_is_no_account_is_none(client, folder, say, account):
    (folder.path / "mail-account.json").write_text(json.dumps({"config": {"host": 1}}))
    assert client.get(PATH, headers=OWNER).json["account"] is None
    assert say("put", **account)["given"] is True

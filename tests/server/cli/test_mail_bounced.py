"""Saved messages of mails that came back, by the command and on the page, after a real sending."""

import json
from dataclasses import dataclass, replace

import pytest

from server.cli import main
from server.sendings import Delivery
from server.storage.folder import EventFolder
from tests.server.cast import OANH, QUY, SOMEBODY, invite
from tests.server.mail_server import AnyPort, MailServer
from tests.server.returned_mails import (
    answer,
    as_mbox,
    away,
    exim,
    failed,
    qmail,
    report,
    warning,
)

LATER = "Mon, 20 Nov 2073 09:00:00 +0700"


@dataclass
class House:
    path: object
    store: object
    mails: MailServer

    def states(self):
        return {mail.invitation: mail.state.value for mail in self.store.read.mails()}

    def name_of(self, address):
        """The Message-ID of what this address received last."""
        return next(mail["Message-ID"] for to, mail in reversed(self.mails.kept) if to == address)

    def change(self, invitation, **changes):
        place = replace(self.store.read.invitation(invitation), **changes)
        self.store.write(lambda tx: tx.put_invitation(place))


@pytest.fixture
def house(tmp_path):
    mails = MailServer()
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    (tmp_path / "config.toml").write_text(
        f'[server.mail]\nhost = "127.0.0.1"\nport = {controller.port}\ntls = "none"\n'
        'sender = "moi@trung-tam.example"\nper_minute = 600\n',
        encoding="utf-8",
    )
    store = EventFolder(tmp_path / "data").open()
    invite(store, *[replace(p, email=f"{p.id.lower()}@so.example") for p in (QUY, OANH, SOMEBODY)])
    house = House(tmp_path, store, mails)
    yield house
    store.close()
    controller.stop()


@pytest.fixture
def run(house, capsys):
    def run(*arguments, code=0):
        options = ["--config", str(house.path / "config.toml"), "--data", str(house.path / "data")]
        with pytest.raises(SystemExit) as left:
            main(["mail", *arguments, *options, "--json"])
        said = capsys.readouterr()
        assert left.value.code == code, said.err
        return json.loads(said.out) if code == 0 else said.err

    return run


@pytest.fixture
def bounced(house, run):
    """Save these messages as files and have them read; gives (outcome, ids) of each."""

    def bounced(*messages):
        files = [house.path / f"thu-{number}.eml" for number in range(len(messages))]
        for file, message in zip(files, messages, strict=True):
            file.write_bytes(message)
        told = run("bounced", *map(str, files))["messages"]
        return [(one["outcome"], one["ids"]) for one in told]

    return bounced


def test_a_returned_mail_stands_at_its_guest_with_the_reason_and_counts_as_not_told(
    house, run, bounced
):
    run("send")
    name = house.name_of("db016@so.example")
    assert bounced(report(failed(), name=name, address="db016@so.example")) == [
        ("noted", ["DB016"])
    ]
    [row] = run("list", "--state", "returned")
    assert (row["id"], row["answer"]) == ("DB016", "Thư bị trả lại: không có hộp thư này (5.1.1).")
    assert house.states() == {"DB016": "returned", "DB017": "sent", "DB018": "sent"}
    assert [s.delivery for s in house.store.read.sendings("DB016")] == [Delivery.REFUSED]
    assert house.store.read.first_fault() is None

    assert run("send")["sent"] == 0  # not to that address again by itself
    house.change("DB016", email="quy@so.example")
    assert run("send")["sent"] == 1
    assert house.mails.receivers[-1] == "quy@so.example"


def test_read_again_it_is_noted_once_also_after_the_mail_was_sent_anew(house, run, bounced):
    run("send")
    name = house.name_of("db016@so.example")
    first = report(failed(), name=name, address="db016@so.example")
    second = report(failed("5.2.2"), name=name, address="db016@so.example")
    assert bounced(first, first) == [("noted", ["DB016"]), ("known", ["DB016"])]
    assert run("send", "--only", "DB016")["sent"] == 1

    assert bounced(first, second) == [("known", ["DB016"])] * 2
    assert house.states()["DB016"] == "sent"
    # Sent anew it has a name of its own, or a mail server would drop it as one that it has.
    anew = house.name_of("db016@so.example")
    assert anew != name
    assert bounced(exim("db016@so.example")) == [("known", ["DB016"])]
    late = report(failed("5.2.2"), name=anew, address="db016@so.example", date=LATER)
    assert bounced(late) == [("noted", ["DB016"])]


def test_a_delay_an_absence_and_an_answer_note_nothing(house, run, bounced):
    run("send")
    name, before = house.name_of("db016@so.example"), house.store.read.head()
    delayed = report("Action: delayed\nStatus: 4.4.1", name=name, address="db016@so.example")
    told = bounced(delayed, warning(name, "db016@so.example"), away(name), answer(name), b"nothing")
    assert told == [
        ("delayed", ["DB016"]),
        ("delayed", ["DB016"]),
        ("no_bounce", []),
        ("no_bounce", []),
        ("unreadable", []),
    ]
    assert house.store.read.head() == before


def test_the_places_of_one_mail_come_back_together(house, run, bounced):
    for one in ("DB016", "DB017", "DB018"):
        house.change(one, organisation="Sở A", email="vanthu@so-a.example")
    run("send")
    name = house.name_of("vanthu@so-a.example")
    assert bounced(qmail(name, "vanthu@so-a.example")) == [("noted", ["DB016", "DB017", "DB018"])]
    assert set(house.states().values()) == {"returned"}


def test_a_mail_that_is_not_ours_is_named_and_not_guessed_by_its_address(house, run, bounced):
    run("send")
    foreign = report(failed(), name="<other@trung-tam.example>", address="db016@so.example")
    assert bounced(foreign, exim("ai-do@so.example")) == [("unmatched", [])] * 2
    assert set(house.states().values()) == {"sent"}


def test_by_its_address_alone_only_where_one_mail_went_there(house, run, bounced):
    for one in ("DB016", "DB017"):
        house.change(one, email="chung@so.example")
    run("send")
    assert bounced(exim("chung@so.example"), exim("db018@so.example")) == [
        ("unmatched", []),
        ("noted", ["DB018"]),
    ]


def test_what_nobody_knew_of_is_known_once_it_comes_back(house, run, bounced):
    house.mails.hang_up.add("db016@so.example")
    run("send")
    assert house.states()["DB016"] == "unknown"
    [told] = bounced(report(failed(), name=house.name_of("db016@so.example")))
    assert told == ("noted", ["DB016"])


def test_a_whole_folder_is_read_and_one_that_is_too_large_is_refused(house, run):
    run("send")
    messages = [
        report(failed(), name=house.name_of(f"db0{n}@so.example"), address=f"db0{n}@so.example")
        for n in (16, 17)
    ]
    folder = house.path / "tra-lai.mbox"
    folder.write_bytes(as_mbox(*messages))
    told = run("bounced", str(folder))
    assert (told["read"], told["noted"]) == (2, 2)

    folder.write_bytes(as_mbox(*[b"From: a@b\n\nx"] * 501))
    assert "hơn 500 thư" in run("bounced", str(folder), code=1)

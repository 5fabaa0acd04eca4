"""Mails through a real mail server: refusals, broken lines, a kill in the middle of one."""

import email
import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from email.policy import default

import pytest
import zxingcpp
from PIL import Image

from server.cli import main
from server.cli.mailing import BEGUN_BEFORE
from server.desk.sendings import Letter, mark_sent
from server.invitations import hash_code
from server.sendings import Channel, Delivery, What
from server.storage.folder import EventFolder
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.mail_server import AnyPort, MailServer

DATED = 'date = 2023-11-17\nstarts = "08:00"\nvenue = "Hội trường A"\n'


@pytest.fixture
def mails():
    return MailServer()


@pytest.fixture
def house(tmp_path, mails):
    """A list of three whose addresses are known, and a configuration that sends to `mails`."""
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    port = controller.port
    (tmp_path / "config.toml").write_text(
        f'[event]\n{DATED}[server]\npublic_url = "https://moi.example"\n'
        f'[server.mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n'
        'sender = "moi@trung-tam.example"\nsender_name = "Trung tâm"\nper_minute = 600\n',
        encoding="utf-8",
    )
    with_address = [
        replace(place, email=f"{place.id.lower()}@so.example") for place in (QUY, OANH, SOMEBODY)
    ]
    store = EventFolder(tmp_path / "data").open()
    codes = invite(store, *with_address)
    house = House(tmp_path, store, codes)
    yield house
    house.store.close()
    mails.release.set()
    controller.stop()


@dataclass
class House:
    path: object
    store: object
    codes: dict

    @property
    def folder(self):
        return EventFolder(self.path / "data")

    def restore(self, backup):
        self.store.close()
        self.folder.restore(backup)
        self.store = self.folder.open()

    @property
    def options(self):
        return ["--config", str(self.path / "config.toml"), "--data", str(self.path / "data")]

    def delivery(self, invitation):
        return [s.delivery for s in self.store.read.sendings(invitation)]

    def states(self):
        return {mail.invitation: mail.state.value for mail in self.store.read.mails()}


@pytest.fixture
def run(house, capsys):
    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as left:
            main(["mail", *arguments, *house.options, "--json"])
        said = capsys.readouterr()
        assert left.value.code == code, said.err
        return json.loads(said.out) if code == 0 else said.err

    return run


def start_sending(house):
    return subprocess.Popen(
        [sys.executable, "-m", "server", "mail", "send", *house.options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_everybody_with_an_address_is_written_to_once(run, house, mails):
    first, again = run("send"), run("send")

    assert (first["sent"], again["sent"], again["waiting"]) == (3, 0, 0)
    assert mails.receivers == ["db016@so.example", "db017@so.example", "db018@so.example"]
    assert house.delivery("DB016") == [Delivery.SENT]
    [sending] = house.store.read.sendings("DB016")
    assert (sending.what, sending.channel) == (What.INVITATION, Channel.EMAIL)
    assert house.store.read.first_fault() is None


def test_a_mail_holds_the_words_the_picture_and_the_calendar(run, house, mails):
    run("send", "--only", "DB016")
    [(_, mail)] = mails.kept
    page, text = mail.get_body(("html",)), mail.get_body(("plain",)).get_content()
    [picture] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    [calendar] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    drawn = Image.open(io.BytesIO(picture.get_content()))

    assert mail["Subject"] == "Phiếu mời dự Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
    assert (mail["From"], mail["To"]) == (
        "Trung tâm <moi@trung-tam.example>",
        "Lý Văn Quý <db016@so.example>",
    )
    assert "Kính gửi Ông Lý Văn Quý, Giám đốc - Sở A," in text
    assert "08 giờ 00 phút, ngày 17/11/2023" in text
    assert f"https://moi.example/i/{house.codes['DB016']}" in text
    assert f"cid:{picture['Content-ID'].strip(' <>')}" in page.get_content()
    assert picture["Content-Disposition"].startswith("inline")
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [house.codes["DB016"]]
    assert b"DTSTART:20231117T010000Z" in calendar.get_payload(decode=True)
    assert calendar.get_filename() == "toa-dam.ics"


def test_who_is_not_named_is_written_to_as_the_unit(run, mails):
    run("send", "--only", "DB018")
    [(_, mail)] = mails.kept
    text = mail.get_body(("plain",)).get_content()

    assert "Kính gửi Sở C," in text
    assert "gửi họ tên, chức vụ về" in text
    assert "trước 17 giờ 00 phút, ngày 16/11/2023" in text


def share_an_address(house, *others):
    """Have all places of the cast be of Sở A, reached at one address."""
    unit = [replace(p, organisation="Sở A", email="vanthu@so-a.example") for p in (QUY, OANH)]
    unit.append(replace(SOMEBODY, organisation="Sở A", email="VanThu@so-a.example"))
    house.store.write(lambda tx: [tx.put_invitation(place) for place in (*unit, *others)])


def test_places_of_a_unit_at_one_address_get_one_mail_with_a_picture_for_each(run, house, mails):
    share_an_address(house)
    assert run("send") == run_counts(sent=3, mails=1)
    [(address, mail)] = mails.kept
    text = mail.get_body(("plain",)).get_content()
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    drawn = [Image.open(io.BytesIO(part.get_content())) for part in pictures]

    assert (address, mail["To"]) == ("vanthu@so-a.example", "Sở A <vanthu@so-a.example>")
    assert text.startswith("Kính gửi Sở A,")
    for line in (
        "01. Ông Lý Văn Quý, Giám đốc (mã số ",
        "03. Đại diện lãnh đạo Sở A (chưa có tên)",
    ):
        assert line in text
    assert f"https://moi.example/o/{house.store.read.links()['Sở A'].token}" in text
    assert "/i/" not in text
    assert {zxingcpp.read_barcodes(one)[0].text for one in drawn} == set(house.codes.values())
    assert [part.get_filename()[:5] for part in pictures] == ["DB016", "DB017", "DB018"]
    assert {house.store.read.sendings(id_)[0].delivery for id_ in house.codes} == {Delivery.SENT}
    [record] = [r for r in house.store.read.scans(0, 500) if r.detail.get("what") == "mailed"]
    assert (record.detail["message_id"], record.detail["places"]) == (
        mail["Message-ID"],
        ["DB016", "DB017", "DB018"],
    )
    assert run("send")["sent"] == 0


def test_who_joins_a_unit_later_gets_a_mail_and_the_others_no_second_one(run, house, mails):
    share_an_address(house)
    backup = house.folder.back_up(house.store, at(0), house.path / "before.db")
    run("send", "--only", "DB016", "--only", "DB017")
    assert run("send")["sent"] == 1
    house.restore(backup)

    # In the older copy all three wait together, which is a mail that was never sent.
    assert run("send") == run_counts(unknown=3)
    assert len(mails.kept) == 2
    run("decide", "DB018", "again")
    assert run("send")["sent"] == 1
    text = mails.kept[2][1].get_body(("plain",)).get_content()
    assert "Lý Văn Quý" not in text


def test_a_refused_mail_of_a_unit_stands_at_each_of_its_places(run, house, mails):
    share_an_address(house)
    mails.rcpt["vanthu@so-a.example"] = "550 5.1.1 No such user"

    assert run("send") == run_counts(refused=3)
    assert set(house.states().values()) == {"refused"}
    mails.rcpt.clear()
    assert run("send", "--only", "DB016", "--only", "DB018") == run_counts(
        queued=2, sent=2, mails=1
    )


def test_a_dry_run_writes_files_and_nothing_else(run, house, mails, tmp_path):
    head = house.store.read.head()
    document = run("send", "--dry-run", str(tmp_path / "thu"), "--only", "DB017")
    mail = email.message_from_bytes((tmp_path / "thu" / "DB017.eml").read_bytes(), policy=default)

    assert (document["ids"], mails.kept, house.store.read.mails()) == (["DB017"], [], [])
    assert house.store.read.head() == head
    run("send", "--only", "DB017")
    [(_, sent)] = mails.kept
    assert heads(sent) == heads(mail)
    assert parts_of(sent) == parts_of(mail)


def heads(mail):
    """All heads but those that say when it was written and by whom it was taken on."""
    return [(k, v) for k, v in mail.items() if k != "Date" and not k.startswith("X-")]


def parts_of(mail):
    """What stands in each part, byte for byte, but for the moment in the calendar file."""
    return [
        (
            part.get_content_type(),
            re.sub(rb"DTSTAMP:\w+", b"", part.get_payload(decode=True) or b""),
        )
        for part in mail.walk()
    ]


def test_a_refusal_is_shown_at_its_place_and_tried_again_only_when_asked(run, house, mails):
    mails.rcpt["db016@so.example"] = "550 5.1.1 No such user"
    mails.data["db017@so.example"] = "552 5.2.2 Mailbox full"
    assert run("send")["refused"] == 2
    assert house.delivery("DB016") == [Delivery.REFUSED]
    [first, second] = run("list", "--state", "refused")
    assert (first["id"], first["answer"]) == ("DB016", "550 5.1.1 No such user")
    assert (second["id"], second["answer"]) == ("DB017", "552 5.2.2 Mailbox full")

    mails.rcpt.clear()
    assert run("send")["sent"] == 0
    assert run("send", "--only", "DB016")["sent"] == 1
    assert house.delivery("DB016") == [Delivery.REFUSED, Delivery.SENT]
    assert house.states() == {"DB016": "sent", "DB017": "refused", "DB018": "sent"}


def test_an_address_that_was_mended_is_tried_again(run, house, mails):
    mails.rcpt["db016@so.example"] = "550 5.1.1 No such user"
    run("send", "--only", "DB016")
    place = replace(house.store.read.invitation("DB016"), email="quy@so.example")
    house.store.write(lambda tx: tx.put_invitation(place))
    run("send")

    assert "quy@so.example" in mails.receivers


@pytest.mark.parametrize("address", ["đội@so.example", "a..b@so.example", "(x@so.example"])
def test_an_address_that_no_mail_can_bear_is_a_refusal(run, house, mails, address):
    place = replace(house.store.read.invitation("DB016"), email=address)
    house.store.write(lambda tx: tx.put_invitation(place))

    assert run("send") | {"queued": 3} == run_counts(sent=2, refused=1)
    assert len(mails.kept) == 2


def run_counts(**counts):
    nothing = dict.fromkeys(("sent", "refused", "waiting", "deferred", "unknown"), 0)
    mails = {"mails": counts.get("sent", 0)}
    return nothing | mails | {"queued": 3, "without_address": 0} | counts


def test_what_the_server_puts_off_waits_for_the_next_run(run, house, mails):
    mails.rcpt["db016@so.example"] = "451 4.7.1 Try again later"
    first = run("send")
    assert first == run_counts(sent=2, waiting=1, deferred=1)
    assert house.delivery("DB016") == []

    mails.rcpt.clear()
    assert run("send")["sent"] == 1
    assert sorted(mails.receivers) == ["db016@so.example", "db017@so.example", "db018@so.example"]


def test_a_line_that_breaks_after_the_content_leaves_it_unknown(run, house, mails):
    mails.hang_up.add("db016@so.example")
    assert run("send") == run_counts(sent=2, unknown=1)
    assert house.delivery("DB016") == [Delivery.UNKNOWN]
    mails.hang_up.clear()
    assert run("send")["sent"] == 0

    run("decide", "DB016", "arrived")
    assert house.delivery("DB016") == [Delivery.UNKNOWN, Delivery.SENT]
    assert run("send")["sent"] == 0
    assert len(mails.receivers) == len(set(mails.receivers)) == 3


@pytest.mark.parametrize("fate", ["hold", "lose"])
def test_killed_in_the_middle_nobody_is_written_to_twice_and_nobody_is_left_out(
    run, house, mails, fate
):
    getattr(mails, fate).add("db017@so.example")
    sending = start_sending(house)
    try:
        assert mails.reached.wait(60), sending.communicate()
    finally:
        sending.kill()
        sending.communicate()
    assert house.states() == {"DB016": "sent", "DB017": "sending", "DB018": "queued"}

    mails.hold.clear()
    mails.lose.clear()
    assert run("send") == run_counts(queued=0, sent=1, unknown=1)
    [open_yet] = run("list", "--state", "unknown")
    run("decide", "DB017", "arrived" if fate == "hold" else "again")
    run("send")

    assert sorted(mails.receivers) == ["db016@so.example", "db017@so.example", "db018@so.example"]
    named = {address: mail["Message-ID"] for address, mail in mails.kept}
    assert named["db017@so.example"] == open_yet["message_id"]
    assert set(house.states().values()) == {"sent"}
    assert house.store.read.first_fault() is None


def test_two_runs_at_once_do_not_send_beside_each_other(run, house, mails):
    mails.hold.add("db016@so.example")
    sending = start_sending(house)
    try:
        assert mails.reached.wait(60), sending.communicate()
        assert "Đang có một lượt gửi thư" in run("send", code=1)
    finally:
        sending.kill()
        sending.communicate()
    assert mails.receivers == ["db016@so.example"]


def test_who_was_told_in_another_way_meanwhile_leaves_the_queue(run, house, mails):
    mails.rcpt["db016@so.example"] = "451 4.7.1 Try again later"
    run("send")
    mails.rcpt.clear()
    letter = Letter(What.INVITATION, Channel.ZALO, at(0), None)
    mark_sent(house.store, lambda one: one.place.id == "DB016", letter, at(1))

    assert run("send")["waiting"] == 0
    assert "db016@so.example" not in mails.receivers


def test_a_new_venue_is_a_new_mail_and_the_code_stays(run, house, mails):
    config = house.path / "config.toml"
    run("send")
    config.write_text(config.read_text("utf-8").replace("Hội trường A", "Hội trường B"), "utf-8")
    assert run("send")["sent"] == 0
    assert run("send", "--what", "venue")["sent"] == 3
    notices = [mail for _, mail in mails.kept[3:]]

    assert all("Hội trường B" in m.get_body(("plain",)).get_content() for m in notices)
    assert "Mã QR đã gửi trước đây vẫn có giá trị" in notices[0].get_body(("plain",)).get_content()
    assert len({mail["Message-ID"] for _, mail in mails.kept}) == 6
    assert house.store.read.code(hash_code(house.codes["DB016"])).replaced is False


def test_many_refusals_in_a_row_stop_the_run(run, house, mails):
    more = [replace(QUY, id=f"DB1{n:02d}", position=n, seat=None) for n in range(20, 27)]
    house.store.write(lambda tx: [tx.drop_mail(m.number) for m in tx.mails()])
    invite(house.store, *[replace(place, email=f"{place.id}@x.example") for place in more])
    mails.rcpt |= {f"{place.id}@x.example": "554 5.7.1 Blocked" for place in more}

    said = run("send", *[part for place in more for part in ("--only", place.id)], code=1)
    assert "05 thư liên tiếp bị từ chối" in said
    assert sorted(house.states().values()) == ["queued"] * 2 + ["refused"] * 5


def test_after_an_older_copy_is_restored_nobody_is_written_to_again_by_itself(run, house, mails):
    mails.rcpt["db018@so.example"] = "451 4.7.1 Try again later"
    backup = house.folder.back_up(house.store, at(0), house.path / "before.db")
    run("send")
    mails.rcpt.clear()
    house.restore(backup)

    assert run("send") == run_counts(sent=1, unknown=2)
    assert mails.receivers == ["db016@so.example", "db017@so.example", "db018@so.example"]
    assert [one["answer"] for one in run("list", "--state", "unknown")] == [BEGUN_BEFORE] * 2
    run("decide", "DB017", "again")
    assert run("send")["sent"] == 1
    assert mails.receivers[3:] == ["db017@so.example"]


def test_a_server_that_is_away_leaves_everything_waiting(run, house):
    config = house.path / "config.toml"
    config.write_text(
        config.read_text("utf-8").replace('host = "127.0.0.1"\nport', 'host = "127.0.0.2"\nport'),
        "utf-8",
    )

    assert "Không kết nối được máy chủ thư" in run("send", code=1)
    assert set(house.states().values()) == {"queued"}


def test_a_sender_whom_the_server_does_not_take_stops_the_run_and_all_wait(run, house, mails):
    mails.senders["moi@trung-tam.example"] = "553 5.7.1 Sender address rejected"
    assert "moi@trung-tam.example" in run("send", code=1)
    assert set(house.states().values()) == {"queued"}

    mails.senders.clear()
    assert run("send") == run_counts(queued=0, sent=3)


def test_a_rehearsal_writes_to_nobody(run, house, mails):
    house.store.write(lambda tx: tx.set_meta("rehearsal", "x"))

    assert "diễn tập" in run("send", code=1)
    assert (mails.kept, house.store.read.mails()) == ([], [])


def test_without_a_mail_server_or_a_password_it_says_what_to_write(run, house, monkeypatch):
    config = house.path / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(text + 'user = "moi"\n', "utf-8")
    monkeypatch.delenv("DONTIEP_MAIL_PASSWORD", raising=False)
    assert "DONTIEP_MAIL_PASSWORD" in run("send", code=2)

    config.write_text(text[: text.index("[server.mail]")], "utf-8")
    assert "[server.mail]" in run("send", code=2)


def test_the_addresses_are_forgotten_with_everything_else(run, house):
    run("send")
    options = [*house.options]
    for command in ("close", "purge"):
        with pytest.raises(SystemExit):
            main([command, *options, "--json"])

    assert house.store.read.mails() == []
    files = (house.path / "data").glob("event.db*")
    assert b"so.example" not in b"".join(file.read_bytes() for file in files)

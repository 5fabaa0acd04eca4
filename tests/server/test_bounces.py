"""What came back, read: whether a mail was returned, whose, and why; hostile files at the end."""

import time

import pytest

from server.bounces import MOST_MESSAGES, Kind, read_bounce, split_messages
from server.wording.bounces import returned_again, returned_words
from tests.server.returned_mails import (
    answer,
    as_mbox,
    away,
    exim,
    failed,
    qmail,
    receipt,
    report,
    warning,
)

NAME = "<0123456789abcdef01234567@trung-tam.example>"
WHO = "db016@so.example"


def read(content):
    bounce = read_bounce(content)
    return bounce.kind, bounce.names, bounce.status


@pytest.mark.parametrize("heads_only", [False, True], ids=["the mail itself", "its heads alone"])
def test_a_report_in_the_standard_form_names_mail_address_and_status(heads_only):
    content = report(failed(), name=NAME, address="DB016@So.example", heads_only=heads_only)
    bounce = read_bounce(content)
    assert (bounce.kind, bounce.names, bounce.status) == (Kind.RETURNED, (NAME,), "5.1.1")
    assert bounce.addresses == (WHO,)
    assert bounce.at.isoformat() == "2023-11-20T09:00:00+07:00"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (report("Action: delayed\nStatus: 4.2.2", name=NAME), Kind.DELAYED, "4.2.2"),
        (report("Action: relayed\nStatus: 2.0.0", name=NAME), Kind.DELIVERED, "2.0.0"),
        (report(failed("4.4.7"), name=NAME), Kind.RETURNED, "4.4.7"),
        (report(failed("5.0.0", "550 5.2.2 full"), name=NAME), Kind.RETURNED, "5.2.2"),
        (
            report("Action: delayed\nStatus: 4.0.0", failed("5.1.1"), name=NAME),
            Kind.RETURNED,
            "5.1.1",
        ),
        (qmail(NAME, WHO), Kind.RETURNED, "5.1.1"),
        (exim(WHO, NAME), Kind.RETURNED, "5.2.2"),
        (warning(NAME, WHO), Kind.DELAYED, None),
    ],
    ids=["delayed", "relayed", "expired", "vague", "two", "qmail", "exim", "exim warns"],
)
def test_what_became_of_it_and_its_status(content, kind, status):
    assert read(content) == (kind, (NAME,), status)


def test_a_bounce_that_encloses_nothing_still_names_the_address():
    assert (read_bounce(exim(WHO)).names, read_bounce(exim(WHO)).addresses) == ((), (WHO,))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(away(NAME), Kind.AUTOMATIC), (receipt(NAME), Kind.AUTOMATIC), (answer(NAME), Kind.OTHER)],
    ids=["out of office", "read receipt", "a person's answer"],
)
def test_an_answer_is_no_bounce_though_it_names_our_mail(content, kind):
    assert read_bounce(content).kind is kind


def test_a_folder_is_parted_into_its_messages_whatever_stands_in_them():
    first = qmail(NAME, WHO, "From here on nobody knows him. 5.1.1")
    first = first.replace(b"nobody knows", b"\nFrom nowhere knows")
    parts = split_messages(as_mbox(first, report(failed("5.2.2"), name=NAME)))
    assert parts[0].strip() == first.strip()
    assert [read_bounce(part).status for part in parts] == ["5.1.1", "5.2.2"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
        b"PK\x03\x04" + bytes(range(256)) * 40,
        b"just some words\n",
        report(failed(), name=NAME).replace(b"Final-Recipient", b"Final-Nobody"),
        b"From: mailer-daemon@x\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1500)
        ),
        b'From: mailer-daemon@x\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\n" * 90_000,
        b"From: mailer-daemon@x\n" + b"a: b\n" * 400_000,
        b"From: mailer-daemon@x\nDate: 99999999999999\nContent-Type: text/plain; charset=nowhere\n\n5",
        b"From: mailer-daemon@x\n\n" + b"<" * 500_000 + b"a@" * 200_000,
        b"From: mailer-daemon@x\nMessage-ID: <" + b"a" * 600_000,
        b"From: " + b"(" * 20_000 + b"\n\nx",
    ],
    ids=lambda content: str(len(content)),
)  # fmt: skip
def test_hostile_or_broken_files_are_read_in_no_time_and_note_nothing(content):
    began = time.process_time()
    assert read_bounce(content).kind in (Kind.UNREADABLE, Kind.OTHER)
    assert time.process_time() - began < 5


def test_a_folder_of_very_many_is_cut():
    assert len(split_messages(as_mbox(*[b"From: a@b\n\nx"] * (MOST_MESSAGES + 50)))) > MOST_MESSAGES


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", "Thư bị trả lại: không có hộp thư này (5.1.1)."),
        ("5.2.2", "Thư bị trả lại: hộp thư đầy (5.2.2)."),
        ("4.4.7", "Thư bị trả lại: thử nhiều lần không được nên máy chủ thư đã thôi (4.4.7)."),
        ("5.9.123", "Thư bị trả lại: máy chủ thư không nói rõ lý do (5.9.123)."),
        (None, "Thư bị trả lại: máy chủ thư không nói rõ lý do."),
    ],
)
def test_the_reason_is_one_sentence_that_can_be_said_again(status, words):
    assert returned_words(status) == words
    assert returned_again(words).template == "Thư bị trả lại: %(why)s."
    assert returned_again("550 5.1.1 No such user") is None

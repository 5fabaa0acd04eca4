"""Webhooks on real sockets: signed, retried, kept across a crash, and no matter to the door."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server import desk
from server.admission import ADMITTED
from server.answers import Speaker, Window
from server.config import parse_config
from server.desk.answers import Answering, name_representative
from server.desk.editing import Edit, edit_places, last_edit
from server.desk.webhooks import add_webhook, remove_webhook, try_webhook
from server.errors import ConflictError
from server.facts import with_facts
from server.guests import Guest, Rsvp
from server.messenger import Messenger
from server.storage import open_store
from server.webhooks import State
from tests.rig.waiting import until
from tests.server.cast import OANH, OPEN, QUY, SOMEBODY, admit, at, invite, scan
from tests.server.lists import read_rows
from tests.server.receiver import Receiver

EVENT = parse_config("").event
LEADER = replace(
    QUY,
    id="DB001",
    group="LDT",
    holder=Guest("Nguyễn Văn Mẫu", "Ông", "Phó Chủ tịch UBND tỉnh"),
    seat="A01",
    phone="0530000001",
    note="Không ăn hải sản",
)


class Clock:
    """The real hour, which a test may move on: the receiver checks that a message is fresh."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def codes(store):
    return invite(store, LEADER, QUY, OANH, SOMEBODY)


@pytest.fixture
def receiver():
    receiver = Receiver().start()
    yield receiver
    receiver.stop()
    assert receiver.faults == []


def a_messenger(store, clock, deadline=5.0):
    return Messenger(store, lambda: EVENT, clock, look_seconds=0.02, deadline_seconds=deadline)


@pytest.fixture
def messenger(store, clock, codes):
    with a_messenger(store, clock) as messenger:
        yield messenger


def told(store, receiver, **how):
    """Have the receiver told, and it the secret."""
    added = add_webhook(store, receiver.url, at(1), {}, **how)
    receiver.secret = added.secret
    return added


def states(store, webhook):
    found = store.read.last_deliveries(webhook.number, 50)
    return [(one.what.value, one.state.value, one.answer) for one in reversed(found)]


def test_arrivals_undos_answers_and_leaders_are_told_signed(store, codes, receiver, messenger):
    admit(store, codes["DB017"])
    webhook = told(store, receiver)
    admit(store, codes["DB016"])
    admit(store, codes["DB016"])
    desk.undo(store, "DB016", "u1", at(41), reason="Bấm nhầm", person="Mai")
    desk.set_rsvp(store, "DB018", Rsvp.NOT_COMING, "đi công tác", at(42), person="Mai")
    admit(store, codes["DB001"])
    until("all of it", lambda: len(receiver.kept) == 5)
    assert receiver.types == ["admitted", "undone", "answered", "admitted", "leader_arrived"]
    first, undone, answered, _, leader = (one["data"] for one in receiver.kept)
    assert receiver.kept[0] == {
        "type": "admitted",
        "timestamp": "2023-11-17T00:40:00.000Z",
        "data": {
            "seq": first["seq"],
            "undoes": None,
            "invitation": "DB016",
            "group": "SBN",
            "organisation": "Sở A",
            "seat": "B06",
            "rsvp": "none",
            "stand_in": False,
            "station": "Cửa A",
            "guest": None,
            "rehearsal": False,
        },
    }
    assert undone["undoes"] == first["seq"]
    assert (answered["invitation"], answered["rsvp"]) == ("DB018", "not_coming")
    assert leader["group"] == "LDT"
    said = json.dumps(receiver.kept, ensure_ascii=False)
    for word in ("0530000001", "hải sản", "công tác", "Bấm nhầm", "Mai", "Nguyễn Văn Mẫu", "Quý"):
        assert word not in said
    until("the book", lambda: len(states(store, webhook)) == 5)
    until("the book", lambda: {state for _, state, _ in states(store, webhook)} == {"delivered"})


def test_names_are_told_where_the_organisers_want_it(store, codes, receiver, messenger):
    told(store, receiver, names=True)
    admit(store, codes["DB001"])
    until("both", lambda: len(receiver.kept) == 2)
    assert receiver.kept[0]["data"]["guest"]["name"] == "Nguyễn Văn Mẫu"
    assert "0530000001" not in repr(receiver.heard)


def test_an_answer_is_news_whoever_writes_it_down_and_another_edit_is_none(
    store, codes, receiver, messenger
):
    told(store, receiver)
    quy, oanh = store.read.invitation("DB016"), store.read.invitation("DB017")
    edits = [
        Edit("DB016", last_edit(store.read, "DB016"), replace(quy, rsvp=Rsvp.COMING)),
        Edit("DB017", last_edit(store.read, "DB017"), replace(oanh, note="Vắng")),
    ]
    edit_places(store, edits, at(2), person="Mai")
    unit = Answering("DB018", Speaker.UNIT, Window(None, closed=False), at(3))
    name_representative(store, unit, Guest("Hà Thị Mơ"))
    until("both", lambda: len(receiver.kept) == 2)
    said = [(one["type"], one["data"]["invitation"], one["data"]["rsvp"]) for one in receiver.kept]
    assert said == [("answered", "DB016", "coming"), ("answered", "DB018", "coming")]


def test_answers_that_come_with_a_list_are_news_once_each(store, codes, receiver, messenger):
    told(store, receiver)
    columns = ("Mã đại biểu", "Họ và tên", "Đơn vị", "Mã nhóm", "Ghi chú", "Trạng thái phản hồi")
    rows = [
        ("DB016", "Lý Văn Quý", "Sở A", "SBN", "", "Đã xác nhận"),
        ("DB017", "Hoàng Thị Kim Oanh", "Sở B", "SBN", "Đến muộn", ""),
        ("", "Hà Thị Mơ", "Sở E", "SBN", "", "Báo vắng"),
    ]
    for _ in range(2):
        entries, _problems = read_rows(*rows, header=columns)
        desk.import_list(store, entries, at(2), person="Mai")
    admit(store, codes["DB018"])
    until("all of it", lambda: "admitted" in receiver.types)
    said = [(one["type"], one["data"]["rsvp"]) for one in receiver.kept]
    assert said == [("answered", "coming"), ("answered", "not_coming"), ("admitted", "none")]
    assert receiver.kept[0]["data"]["invitation"] == "DB016"


def test_a_group_that_becomes_one_of_leaders_is_told_of_at_once(store, codes, receiver, clock):
    event = EVENT
    told(store, receiver)
    with Messenger(store, lambda: event, clock, look_seconds=0.02):
        admit(store, codes["DB016"])
        until("the guest", lambda: receiver.types == ["admitted"])
        event = with_facts(EVENT, {"group:SBN:vip": "true"})
        admit(store, codes["DB017"])
        until("the leader", lambda: len(receiver.kept) == 3)
    assert receiver.types == ["admitted", "admitted", "leader_arrived"]


def test_who_comes_by_late_news_calls_nobody(store, codes, receiver, messenger):
    told(store, receiver)
    late = scan(store, codes["DB001"], minute=10)
    desk.receive(store, late, ADMITTED, OPEN, at(90))
    admit(store, codes["DB016"])
    until("the later news", lambda: len(receiver.kept) == 2)
    assert receiver.types == ["admitted", "admitted"]


def test_what_happens_while_the_receiver_is_away_comes_in_order_and_once_it_is_back(
    store, codes, receiver, messenger, clock
):
    webhook = told(store, receiver)
    receiver.stop()
    for place in ("DB016", "DB017", "DB018"):
        admit(store, codes[place])
    until(
        "an attempt", lambda: states(store, webhook)[:1] == [("admitted", "waiting", "unreachable")]
    )
    # The address is left alone: the others wait with the first, untried.
    until("the others", lambda: len(states(store, webhook)) == 3)
    assert [answer for _, _, answer in states(store, webhook)[1:]] == [None, None]
    receiver.start()
    # Past the rest of the address, however often it was tried; less than what makes a message old.
    clock.ahead += timedelta(minutes=4)
    until("all three", lambda: len(receiver.kept) == 3)
    assert [one["data"]["invitation"] for one in receiver.kept] == ["DB016", "DB017", "DB018"]
    assert len(set(receiver.ids)) == 3
    until("the book", lambda: {state for _, state, _ in states(store, webhook)} == {"delivered"})


def test_one_message_that_is_refused_holds_up_no_other_and_is_given_up_after_a_day(
    store, codes, receiver, messenger, clock
):
    webhook = told(store, receiver)
    receiver.refused = {"DB016"}
    admit(store, codes["DB016"])
    until("the refusal", lambda: states(store, webhook) == [("admitted", "waiting", "400")])
    admit(store, codes["DB017"])
    until("the other", lambda: ("admitted", "delivered", "200") in states(store, webhook))
    clock.ahead += timedelta(hours=25)
    until("the end", lambda: ("admitted", "given_up", "400") in states(store, webhook))
    assert receiver.ids[0] == receiver.ids[-1]


@pytest.mark.parametrize("manner", ["hold", "drip"])
def test_a_receiver_that_never_ends_its_answer_is_left_and_the_others_are_told(
    store, codes, receiver, clock, manner
):
    slow = Receiver(**{manner: True}).start()
    with a_messenger(store, clock, deadline=0.3):
        webhook = told(store, slow)
        told(store, receiver)
        admit(store, codes["DB016"])
        until("the other", lambda: receiver.types == ["admitted"])
        until("the deadline", lambda: states(store, webhook) == [("admitted", "waiting", "late")])
    slow.stop()


def test_a_redirect_is_not_followed(store, codes, receiver, messenger):
    elsewhere = Receiver().start()
    receiver.answer, receiver.headers = 307, {"Location": elsewhere.url}
    webhook = told(store, receiver)
    admit(store, codes["DB016"])
    until("the refusal", lambda: states(store, webhook) == [("admitted", "waiting", "307")])
    elsewhere.stop()
    assert elsewhere.heard == []


def test_what_was_sent_and_not_noted_before_a_crash_is_sent_again_under_the_same_id(
    store, codes, receiver, clock, monkeypatch
):
    webhook = told(store, receiver)
    admit(store, codes["DB016"])
    with monkeypatch.context() as crash:
        # As if the power went between the answer and its note.
        crash.setattr("server.messenger.settle_deliveries", lambda *_: None)
        with a_messenger(store, clock):
            until("the first", lambda: receiver.kept)
    assert states(store, webhook) == [("admitted", "waiting", None)]
    with a_messenger(store, clock):
        until("the note", lambda: states(store, webhook) == [("admitted", "delivered", "200")])
    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) >= 2


def test_a_server_that_stops_lets_go_of_a_receiver_that_hangs(store, codes, receiver, clock):
    receiver.hold = True
    webhook = told(store, receiver)
    with a_messenger(store, clock, deadline=60):
        admit(store, codes["DB016"])
        until("the call", lambda: receiver.heard)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert states(store, webhook) == [("admitted", "waiting", None)]


def test_a_rehearsal_tells_nobody_who_did_not_ask_for_it(store, codes, receiver, messenger):
    other = Receiver().start()
    quiet, _ = told(store, receiver), told(store, other, rehearsals=True)
    store.write(lambda tx: tx.set_meta("rehearsal", "r1"))
    admit(store, codes["DB016"])
    until("who asked", lambda: other.types == ["admitted"])
    other.stop()
    assert other.kept[0]["data"]["rehearsal"] is True
    assert receiver.heard == []
    assert states(store, quiet) == []
    with pytest.raises(ConflictError):
        try_webhook(store, quiet.number, at(50), {})


def test_a_test_goes_to_its_address_alone_and_nothing_after_it_was_removed(
    store, codes, receiver, messenger
):
    other = Receiver().start()
    webhook, _ = told(store, receiver), told(store, other)
    try_webhook(store, webhook.number, at(50), {"person": "Mai"})
    until("the test", lambda: receiver.types == ["test"])
    assert receiver.kept[0]["data"]["invitation"] is None
    remove_webhook(store, webhook.number, at(51), {"person": "Mai"})
    admit(store, codes["DB016"])
    until("the other", lambda: other.types == ["admitted"])
    other.stop()
    assert receiver.types == ["test"]


def test_while_receivers_hang_the_door_goes_on(store, codes, clock):
    hanging = [Receiver(hold=True).start() for _ in range(2)]
    for one in hanging:
        told(store, one)
    with a_messenger(store, clock, deadline=600):
        admit(store, codes["DB017"])
        until("both hang", lambda: all(one.heard for one in hanging))
        for _ in range(60):
            admit(store, codes["DB016"])
        # All of that while not one of the two has answered.
        assert [len(one.heard) for one in hanging] == [1, 1]
        [first, _] = store.read.webhooks()
        until("the queue", lambda: store.read.count_deliveries(first.number, State.WAITING) == 2)
    for one in hanging:
        one.stop()


def test_the_book_is_kept_when_the_program_is_opened_anew(store, codes, receiver, clock):
    webhook = told(store, receiver)
    admit(store, codes["DB016"])
    again = open_store(f"sqlite:///{store.path}")
    with a_messenger(again, clock):
        until("the note", lambda: states(store, webhook) == [("admitted", "delivered", "200")])
    again.close()
    assert receiver.types == ["admitted"]
    assert store.read.count_deliveries(webhook.number, State.DELIVERED) == 1

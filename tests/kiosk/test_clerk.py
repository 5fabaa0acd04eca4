"""The clerk's work at a kiosk: with the server, without it, and what becomes of it later."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.desk import admit_by_hand, change_facts, change_seat, notify
from server.facts import KEY
from server.guests import Guest
from server.hall import seat_words
from tests.kiosk.conftest import held
from tests.kiosk.house import DOOR, HALL
from tests.rig.waiting import until
from tests.server.halls import ROUNDS, ROUNDS_TEXT

ANH = {"name": "Lương Thị Ngọc Ánh", "title": "Chuyên viên"}
STATION = "Cửa A"


class Desk:
    """The clerk at one kiosk, and what stands at the server."""

    def __init__(self, machine, house):
        self.machine, self.house = machine, house

    def ask(self, method, target, expect=200, **body):
        answer = self.machine.clerk.ask(method, target, body if method != "GET" else None)
        assert answer.status == expect, answer.document
        return answer.document

    def act(self, method, path, expect=200, **body):
        return self.ask(method, path, expect, **{"scan_id": str(uuid4())} | body)

    def place(self, place_id):
        return self.ask("GET", f"/api/invitations/{place_id}")["place"]

    def cut_off(self):
        self.house.stop()
        until("the breaker to open", lambda: not self.machine.link.breaker.closed)

    def heal(self):
        self.house.start()
        until("everything delivered", lambda: self.machine.waiting == 0)
        until("the server in reach", lambda: self.machine.link.breaker.closed)

    @property
    def server(self):
        return self.house.store.read

    def notices(self):
        return [self.server.remark(r.seq) for r in self.records("notice")]

    def records(self, what):
        return [r for r in self.server.scans(limit=10_000) if r.detail.get("what") == what]


@pytest.fixture
def desk(kiosk, house):
    machine = kiosk(role="reception")
    until("the whole list", lambda: machine.desk.ready)
    return Desk(machine, house)


def free_seat(desk):
    taken = {place.seat for place in desk.server.invitations()}
    return next(seat.id for seat in reversed(HALL.seats) if seat.id not in taken)


def test_what_was_announced_late_holds_at_the_desk_that_is_alone(desk):
    given = {"group:SBN:name": "Các sở, ban, ngành"}
    house = desk.house
    change_facts(house.store, house.config.event, given, house.clock())
    until("the copy to know", lambda: desk.machine.roster.store.read.meta(KEY))
    desk.cut_off()
    groups = desk.ask("GET", "/api/board")["groups"]
    assert "Các sở, ban, ngành" in {group["name"] for group in groups}


def test_the_desk_that_is_alone_seats_in_the_hall_of_the_servers_file(kiosk, house):
    house.stop()
    house.hall_text = ROUNDS_TEXT
    house.start()
    machine = kiosk(role="reception")
    until("the whole list", lambda: machine.desk.ready)
    desk = Desk(machine, house)
    desk.cut_off()
    assert [seat["id"] for seat in desk.ask("GET", "/api/seats")["seats"]] == [
        seat.id for seat in ROUNDS.seats
    ]


def test_while_the_server_answers_its_word_counts_and_the_copy_follows_at_once(desk):
    told = desk.act("POST", "/api/invitations/DB003/admission")
    assert (told["verdict"], told["station"]) == ("admitted", STATION)
    assert desk.server.inside("DB003")
    assert desk.machine.roster.store.read.inside("DB003")
    assert desk.machine.waiting == 0


def test_cut_off_every_action_is_done_here_and_reaches_the_server_once_and_in_order(desk):
    seat = free_seat(desk)
    desk.cut_off()
    desk.act("POST", "/api/invitations/DB001/admission")
    desk.act("POST", "/api/invitations/DB002/admission")
    desk.act("DELETE", "/api/invitations/DB002/admission", reason="Bấm nhầm")
    desk.act("PUT", "/api/invitations/DB003/substitute", **ANH, seat="none", announced=False)
    desk.act("PUT", "/api/invitations/DB004/seat", seat=seat)
    desk.act("PUT", "/api/invitations/DB005/seat", swap_with="DB006")
    desk.act("PUT", "/api/invitations/DB007/documents")
    desk.act("PUT", "/api/invitations/DB012/holder", name="Vi Văn Đại")
    desk.act("POST", "/api/notices", text="Đề nghị hỗ trợ")
    walked = desk.act(
        "POST", "/api/walk-ins", name="Hoàng Văn Khách", organisation="Sở Thử nghiệm 9", ask=True
    )
    desk.act("POST", "/api/admissions", organisation="Sở Thử nghiệm 8")
    before = {place.id: place for place in desk.machine.roster.store.read.invitations()}
    assert desk.machine.state()["waiting"] == 11
    assert desk.place("DB002")["admission"] is None
    desk.heal()

    after = {place.id: place for place in desk.server.invitations()}
    assert {key: replace(place, position=0) for key, place in after.items()} == {
        key: replace(place, position=0) for key, place in before.items()
    }
    assert desk.house.inside() == {"DB001", "DB008", walked["invitation"]}
    assert after["DB003"].substitute == Guest(ANH["name"], None, ANH["title"])
    assert after["DB004"].seat == seat
    assert len(desk.records("documents")) == 1
    assert any("Đề nghị hỗ trợ" in text for text in desk.notices())
    assert desk.machine.state()["parked"] == 0


def test_the_time_of_what_was_done_alone_is_the_time_at_the_door(desk):
    desk.cut_off()
    told = desk.act("POST", "/api/invitations/DB001/admission")
    desk.heal()

    [record] = [r for r in desk.server.history("DB001") if r.effect == "admit"]
    assert record.detail["entered"] == "late"
    assert record.station == STATION
    assert abs(record.at - datetime.fromisoformat(told["admitted_at"])) < timedelta(seconds=1)


def test_a_guest_marked_present_by_hand_is_already_here_for_the_scanner_of_the_same_door(desk):
    desk.cut_off()
    desk.act("POST", "/api/invitations/DB001/admission")
    answer = desk.machine.door.scan(desk.house.codes["DB001"])
    assert (answer["verdict"], answer["reason"]) == ("refused", "already_admitted")
    desk.heal()
    assert desk.house.conflicts() == []
    assert desk.house.inside() == {"DB001"}


@contextmanager
def undelivered(desk):
    """The server is back, and the courier has not been there yet."""
    desk.machine.journal.acts.in_hand = desk.machine.journal.acts.waiting()[0].act_id
    desk.house.start()
    until("the server in reach", lambda: desk.machine.link.breaker.closed)
    yield
    desk.machine.journal.acts.let_go()
    until("everything delivered", lambda: desk.machine.waiting == 0)


def test_so_is_she_while_the_server_is_back_and_has_yet_to_hear_of_it(desk):
    desk.cut_off()
    desk.act("POST", "/api/invitations/DB001/admission")
    with undelivered(desk):
        answer = desk.machine.door.scan(desk.house.codes["DB001"])
        assert (answer["reason"], answer["decided_by"]) == ("already_admitted", "kiosk")
        assert desk.place("DB001")["admission"]["station"] == STATION
    assert desk.house.conflicts() == []
    assert desk.house.inside() == {"DB001"}


def test_what_comes_from_the_server_meanwhile_takes_nothing_back_that_waits(desk):
    seats = free_seat(desk), HALL.seats[50].id
    desk.cut_off()
    desk.act("PUT", "/api/invitations/DB012/holder", name="Vi Văn Đại")
    for place_id, seat in zip(("DB012", "DB011"), seats, strict=True):
        change_seat(desk.house.store, place_id, seat, datetime.now(UTC), person="Mai")
    copy = desk.machine.roster.store.read
    with undelivered(desk):
        until("the rows", lambda: copy.invitation("DB011").seat == seats[1])
        assert copy.invitation("DB012").holder == Guest("Vi Văn Đại")
    until("one truth", lambda: same_places(desk))
    assert desk.server.invitation("DB012").seat == seats[0]
    assert desk.server.invitation("DB012").holder == Guest("Vi Văn Đại")


def test_a_scan_and_what_the_clerk_did_after_it_arrive_in_their_order(desk):
    desk.cut_off()
    assert desk.machine.door.scan(desk.house.codes["DB001"])["verdict"] == "admitted"
    desk.act("DELETE", "/api/invitations/DB001/admission", reason="Nhầm đại biểu")
    assert desk.machine.door.scan(desk.house.codes["DB001"])["verdict"] == "admitted"
    desk.act("DELETE", "/api/invitations/DB001/admission", reason="Bấm nhầm")
    desk.heal()
    assert desk.house.inside() == set()
    assert desk.house.conflicts() == []
    assert desk.machine.state()["parked"] == 0


def test_without_the_server_the_search_finds_by_the_same_ranking(desk):
    online = desk.ask("GET", "/api/guests?q=bi%20mat")
    tail = desk.ask("GET", "/api/guests?q=0003")
    desk.cut_off()
    assert desk.ask("GET", "/api/guests?q=bi%20mat") == online
    assert desk.ask("GET", "/api/guests?q=0003") == tail
    assert tail["guests"][0]["id"] == "DB003"


def test_without_the_server_a_guest_is_found_by_desk_code_and_by_the_code_that_is_scanned(desk):
    [code] = desk.server.codes("DB004")
    desk.cut_off()
    found = desk.ask("GET", f"/api/guests?q={code.desk_code}")
    assert [guest["id"] for guest in found["guests"]] == ["DB004"]
    read = desk.ask("POST", "/api/desk/readings", text=code.code)
    assert (read["invitation"], read["message"]) == ("DB004", None)


def test_the_whole_board_is_told_when_the_list_changes_over(desk):
    first = desk.ask("GET", "/api/board")
    desk.cut_off()
    alone = desk.ask("GET", f"/api/board?after={first['seq']}")
    assert alone["incarnation"] != first["incarnation"]
    assert alone["headcount"]["invited"] == first["headcount"]["invited"]
    assert "groups" not in desk.ask("GET", f"/api/board?after={alone['seq']}")


def test_what_the_copy_refuses_was_not_done_and_is_never_sent(desk):
    desk.cut_off()
    taken = desk.machine.roster.store.read.invitation("DB002").seat
    told = desk.act("PUT", "/api/invitations/DB001/seat", expect=409, seat=taken)
    assert "Ghế" in told["message"]
    desk.act("DELETE", "/api/invitations/DB001/admission", expect=409)
    assert desk.machine.waiting == 0
    desk.heal()
    assert desk.server.invitation("DB001").seat != taken


def test_a_late_act_that_the_server_refuses_becomes_a_card_and_blocks_nobody(desk):
    seat = free_seat(desk)
    desk.cut_off()
    desk.act("PUT", "/api/invitations/DB001/seat", seat=seat)
    desk.act("POST", "/api/invitations/DB002/admission")
    change_seat(desk.house.store, "DB009", seat, datetime.now(UTC), person="Mai")
    desk.heal()

    assert desk.machine.state()["parked"] == 1
    assert desk.house.inside() == {"DB002"}
    [card] = desk.notices()
    assert card.startswith(STATION)
    assert "đổi vị trí ngồi. Ghế" in card
    [record] = desk.records("notice")
    assert record.invitation == "DB001"
    until("the copy to say what the server says", lambda: same_places(desk))


def same_places(desk):
    ours = desk.machine.roster.store.read.invitations()
    return ours == desk.server.invitations()


def test_one_who_came_by_two_doors_meanwhile_is_told_with_door_and_time(desk):
    desk.cut_off()
    desk.act("POST", "/api/invitations/DB001/admission")
    admit_by_hand(desk.house.store, "DB001", str(uuid4()), datetime.now(UTC), station=DOOR)
    desk.heal()
    [card] = desk.notices()
    assert f"Đại biểu đã được ghi nhận tại {DOOR} lúc " in card
    assert "Giữ lượt sớm nhất" in card
    until("one truth", lambda: desk.machine.roster.store.read.inside("DB001").station == DOOR)


def test_two_desks_that_were_cut_off_call_no_two_guests_the_same(desk, kiosk, house):
    other = Desk(kiosk("B", role="reception"), house)
    until("the whole list", lambda: other.machine.desk.ready)
    house.stop()
    ids = {
        one.act("POST", "/api/walk-ins", name=name, organisation="Sở Khách")["invitation"]
        for one, name in ((desk, "Hoàng Văn Một"), (other, "Hoàng Văn Hai"))
    }
    house.start()
    until("everything delivered", lambda: desk.machine.waiting + other.machine.waiting == 0)
    assert desk.house.inside() == ids
    assert len(ids) == 2


def test_an_act_is_told_only_once_it_is_on_disk(desk):
    desk.cut_off()
    with held(desk.machine._folder.path / "journal.db"):
        told = desk.act("POST", "/api/invitations/DB001/admission", expect=503)
        assert told["message"].startswith("Máy này chưa lưu được")
        assert desk.machine.state()["disk_ok"] is False
    assert desk.place("DB001")["admission"] is None


def test_the_same_act_again_is_done_once(desk):
    act = {"scan_id": str(uuid4())}
    desk.cut_off()
    for _ in range(3):
        assert desk.act("POST", "/api/invitations/DB001/admission", **act)["verdict"] == "admitted"
    desk.act("POST", "/api/invitations/DB002/admission", expect=409, **act)
    desk.heal()
    assert desk.house.inside() == {"DB001"}


def test_a_restored_server_is_told_again_what_was_done_before(desk):
    backup = desk.house.back_up()
    desk.act("POST", "/api/invitations/DB001/admission")
    desk.act("PUT", "/api/invitations/DB012/holder", name="Vi Văn Đại")
    desk.house.restore(backup)
    assert desk.house.inside() == set()
    until("told again", lambda: desk.house.inside() == {"DB001"})
    until("told again", lambda: desk.server.invitation("DB012").holder is not None)


def test_after_a_restart_the_copy_holds_what_was_not_delivered(closed_kiosk, house):
    with closed_kiosk(role="reception") as machine:
        until("the whole list", lambda: machine.desk.ready and machine.link.breaker.closed)
        desk = Desk(machine, house)
        desk.cut_off()
        desk.act("POST", "/api/invitations/DB001/admission")
        folder = machine._folder.path
    for file in folder.glob("roster.db*"):
        file.unlink()
    house.start()
    with closed_kiosk() as machine:
        until("everything delivered", lambda: machine.desk.ready and machine.waiting == 0)
        assert house.inside() == {"DB001"}
        until("the copy", lambda: machine.roster.store.read.inside("DB001"))


def test_a_kiosks_key_leaves_no_name_where_a_desks_key_had_been(closed_kiosk, house):
    with closed_kiosk(role="reception") as machine:
        until("the whole list", lambda: machine.desk.ready)
        folder = machine._folder.path
        assert "Bí Mật".encode() in _content(folder)
    house.store.write(lambda tx: tx.revoke_station(STATION, house.clock()))
    with closed_kiosk(key=house.pair(STATION)) as machine:
        until("the list", lambda: machine.ready and machine.met.is_set())
        assert not machine.desk.ready
        assert machine.clerk.ask("GET", "/api/guests?q=bi", None).status == 403
    assert "Bí Mật".encode() not in _content(folder)


def _content(folder):
    return b"".join(file.read_bytes() for file in folder.glob("roster.db*"))


def test_the_desk_takes_no_request_that_is_not_its_own(desk):
    for method, target in (
        ("GET", "/api/roster"),
        ("POST", "/api/scans"),
        ("GET", "/api/openapi.json"),
        ("DELETE", "/api/invitations/DB001"),
        ("PUT", "/api/invitations/DB001/admission"),
        ("GET", "/metrics"),
    ):
        assert desk.machine.clerk.ask(method, target, {}) is None


def test_a_seat_that_was_found_alone_is_the_one_that_the_server_gives(desk):
    desk.cut_off()
    told = desk.act("PUT", "/api/invitations/DB003/substitute", **ANH, seat="move")["place"]
    assert seat_words(HALL, told["seat"])
    [act] = desk.machine.journal.acts.waiting()
    assert act.body["to"] == told["seat"]
    desk.heal()
    assert desk.server.invitation("DB003").seat == told["seat"]


def test_cards_put_away_without_the_server_are_put_away_there_later_and_once(desk):
    online = desk.act("POST", "/api/notices", text="Cần thêm ghế")
    theirs = notify(desk.house.store, "Xe đã đến cổng", datetime.now(UTC), person="Mai")
    desk.cut_off()
    alone = desk.act("POST", "/api/notices", text="Đề nghị hỗ trợ")
    told = desk.ask("GET", "/api/desk/cards")
    assert (told["alone"], {card["id"] for card in told["cards"]}) == (
        True,
        {online["id"], alone["id"]},
    )
    # The last one stood on the server's list when the clerk last saw it.
    for card in (online["id"], alone["id"], theirs.scan_id):
        desk.act("DELETE", f"/api/desk/cards/{card}")
    assert desk.ask("GET", "/api/desk/cards")["cards"] == []
    desk.heal()

    told = desk.ask("GET", "/api/desk/cards")
    assert (told["cards"], "alone" in told) == ([], False)
    assert len(desk.records("card")) == 3
    assert desk.machine.state()["parked"] == 0


def test_what_the_copy_tells_of_a_guest_says_that_it_is_this_doors_alone(desk):
    assert "alone" not in desk.ask("GET", "/api/invitations/DB001")
    desk.cut_off()
    assert desk.ask("GET", "/api/invitations/DB001")["alone"] is True

"""A new code while cut off: from the desk's own stock of spares, and what becomes of it later."""

import shutil
import threading
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import pytest

from kiosk import link
from kiosk.clerk import NO_SPARE
from kiosk.spares import MADE_BY
from server.desk import cancel, close_event, purge, refill_spares, reissue
from server.errors import ConflictError
from server.invitations import CODE_LENGTH, format_desk_code, hash_code
from server.spares import STOCK
from server.storage import open_store
from tests.kiosk.house import CONFIG
from tests.kiosk.test_clerk import STATION, Desk
from tests.rig.waiting import until

WITH_FACE = replace(CONFIG, kiosk=replace(CONFIG.kiosk, pin="2468"))


def stock_of(machine):
    return machine.roster.store.read.spares() if machine.ready else []


def has_stock(machine):
    until("the stock", lambda: len(stock_of(machine)) == STOCK)


@pytest.fixture
def stocked(kiosk, house):
    """`stocked("B")`: the clerk at door B, with a whole stock."""

    def start(name="A", **options):
        machine = kiosk(name, role="reception", config=WITH_FACE, **options)
        until("the whole list", lambda: machine.desk.ready)
        has_stock(machine)
        return Desk(machine, house)

    return start


@pytest.fixture
def desk(stocked):
    return stocked()


def give_new(desk, place, expect=200, **body):
    return desk.act("POST", f"/api/invitations/{place}/code", expect, **body)


def scan(machine, code):
    answer = machine.door.scan(code)
    return answer["verdict"], answer["reason"]


def test_a_new_code_is_given_while_cut_off_and_holds_here_at_once_and_later_everywhere(
    desk, kiosk, house
):
    other = kiosk("B")
    old = house.codes["DB001"]
    desk.cut_off()
    told = give_new(desk, "DB001")
    assert len(told["code"]) == CODE_LENGTH
    assert told["desk_code"] == format_desk_code(told["desk_code"].replace(" ", ""))
    [found] = desk.ask("GET", f"/api/guests?q={told['desk_code'].replace(' ', '')}")["guests"]
    assert found["id"] == "DB001"

    assert scan(desk.machine, old) == ("refused", "replaced")
    answer = desk.machine.door.scan(told["code"])
    assert (answer["verdict"], answer["decided_by"]) == ("admitted", "kiosk")
    assert answer["guest"]["name"] == "Trần Thị Bí Mật 1"
    assert answer["seat"]["id"] == desk.machine.roster.store.read.invitation("DB001").seat
    desk.heal()

    assert house.codes["DB001"] == told["code"]
    assert house.inside() == {"DB001"}
    assert house.conflicts() == []
    assert (desk.machine.state()["parked"], len(desk.records("reissue"))) == (0, 1)
    until("the other door to know", lambda: scan(other, old) == ("refused", "replaced"))
    assert scan(other, told["code"]) == ("refused", "already_admitted")
    code = desk.machine.roster.store.read.code
    until("a copy without codes", lambda: code(hash_code(told["code"])).code is None)
    has_stock(desk.machine)


def test_while_the_server_answers_the_new_code_comes_from_the_same_stock(desk, house):
    before = stock_of(desk.machine)
    told = give_new(desk, "DB001")
    assert told["code"] == before[0].code
    until("the server to know", lambda: desk.machine.waiting == 0)
    assert house.codes["DB001"] == told["code"]
    assert scan(desk.machine, told["code"]) == ("admitted", None)
    until("a whole stock", lambda: before[0] not in stock_of(desk.machine))
    has_stock(desk.machine)


def test_a_new_code_whose_answer_was_lost_is_the_one_that_the_server_holds(
    stocked, house, cable, monkeypatch
):
    monkeypatch.setattr(link, "CLERK_S", 1.0)
    desk = stocked(url=cable.url)
    desk.ask("GET", "/api/guests?q=bi")  # the clerk's connection stands
    cable.deaf = True
    threading.Timer(1.5, cable.mend).start()  # the clerk's own patience is over by then
    told = give_new(desk, "DB001")
    until("everything delivered", lambda: desk.machine.waiting == 0)
    assert told["code"] == house.codes["DB001"]
    assert len(desk.records("reissue")) == 1
    assert desk.machine.state()["parked"] == 0


def test_the_same_request_again_gives_the_same_code(desk, house):
    act = {"scan_id": str(uuid4())}
    desk.cut_off()
    first, second = give_new(desk, "DB001", **act), give_new(desk, "DB001", **act)
    desk.heal()
    assert first == second == give_new(desk, "DB001", **act)
    assert house.codes["DB001"] == first["code"]
    assert len(desk.records("reissue")) == 1


def test_when_the_stock_is_used_up_the_clerk_is_told_in_one_sentence(desk, house):
    desk.cut_off()
    given = [give_new(desk, "DB001")["code"] for _ in range(STOCK)]
    assert len(set(given)) == STOCK
    assert give_new(desk, "DB002", expect=409)["message"] == NO_SPARE
    assert scan(desk.machine, given[-1]) == ("admitted", None)
    assert scan(desk.machine, given[-2]) == ("refused", "replaced")
    desk.heal()
    assert house.codes["DB001"] == given[-1]
    assert desk.machine.state()["parked"] == 0
    has_stock(desk.machine)
    assert len(give_new(desk, "DB002")["code"]) == CODE_LENGTH


def test_a_place_that_got_another_code_meanwhile_keeps_that_and_the_late_one_is_a_card(
    desk, stocked, house
):
    other = stocked("B")
    house.stop()
    for one in (desk, other):
        until("alone", lambda one=one: not one.machine.link.breaker.closed)
    late, theirs = give_new(desk, "DB001"), give_new(other, "DB001")
    mine = give_new(desk, "DB002")
    here, _ = reissue(house.store, "DB002", house.clock(), person="Mai")
    house.start()
    until("all delivered", lambda: desk.machine.waiting + other.machine.waiting == 0)

    assert house.codes["DB001"] in (late["code"], theirs["code"])
    assert house.codes["DB002"] == here
    assert desk.machine.state()["parked"] + other.machine.state()["parked"] == 2
    assert (
        sum("cấp lại phiếu mời. Phiếu mời này vừa được cấp lại" in c for c in desk.notices()) == 2
    )
    copy = desk.machine.roster.store.read
    until("the copy to follow", lambda: copy.code(hash_code(here)))
    assert scan(desk.machine, mine["code"])[0] == "refused"
    assert scan(desk.machine, here) == ("admitted", None)
    has_stock(desk.machine)
    assert mine["code"] not in {spare.code for spare in stock_of(desk.machine)}


def test_a_place_that_was_cancelled_meanwhile_is_a_card_and_the_new_code_opens_nothing(desk, house):
    desk.cut_off()
    told = give_new(desk, "DB001")
    cancel(house.store, "DB001", "Không dự", house.clock())
    desk.heal()
    assert desk.machine.state()["parked"] == 1
    assert any("Phiếu mời này đã hủy" in text for text in desk.notices())
    assert hash_code(told["code"]) not in {code.code_hash for code in desk.server.codes()}
    until(
        "the copy to follow", lambda: desk.machine.roster.store.read.invitation("DB001").cancelled
    )
    assert scan(desk.machine, told["code"])[0] == "refused"


def test_a_spare_that_nobody_was_given_is_an_unknown_code_everywhere(desk, kiosk):
    spare = stock_of(desk.machine)[0]
    for machine in (desk.machine, kiosk("B")):
        assert scan(machine, spare.code) == ("refused", "unknown_code")
    desk.cut_off()
    assert scan(desk.machine, spare.code) == ("refused", "unknown_code")
    assert desk.ask("GET", f"/api/guests?q={spare.desk_code}")["guests"] == []


def test_the_server_keeps_no_code_of_a_spare_and_gives_its_desk_code_to_nobody_else(desk, house):
    reserved = house.store.read.reserved(STATION)
    assert reserved == {spare.desk_code for spare in stock_of(desk.machine)}
    taken = stock_of(desk.machine)[0]
    free = house.store.write(lambda tx: tx.add_code("DB001", "X" * CODE_LENGTH, taken.desk_code))
    assert not free
    content = b"".join(file.read_bytes() for file in house.file.parent.glob("event.db*"))
    assert taken.code.encode() not in content


def test_a_spare_is_taken_from_its_own_station_alone_unchanged_and_for_one_place(
    desk, stocked, house
):
    theirs = stock_of(stocked("B").machine)[0]
    mine = stock_of(desk.machine)[0]

    def give(place, spare, **by):
        replaces = hash_code(house.codes[place])
        reissue(house.store, place, house.clock(), spare=spare, replaces=replaces, **by)

    for wrong in (theirs, replace(mine, desk_code="0" * 8), replace(mine, mark="0" * 64)):
        with pytest.raises(ConflictError, match="không còn dùng được"):
            give("DB003", wrong, station=STATION)
    with pytest.raises(ConflictError, match="không còn dùng được"):
        give("DB003", mine, person="Mai")
    # A server that has forgotten whose stock it is knows it by the mark.
    house.store.write(lambda tx: tx.forget_spares())
    with pytest.raises(ConflictError, match="không còn dùng được"):
        give("DB003", theirs, station=STATION)
    give("DB003", mine, station=STATION)
    assert house.codes["DB003"] == mine.code


def test_a_spare_that_two_copies_of_a_folder_gave_out_opens_no_door_and_both_guests_are_told_of(
    stocked, closed_kiosk, house, tmp_path
):
    with closed_kiosk(role="reception", config=WITH_FACE) as machine:
        until("the stock", lambda: len(stock_of(machine)) == STOCK)
    shutil.copytree(tmp_path / "kiosk-A", tmp_path / "kiosk-A2")
    house.stop()
    key = (tmp_path / "kiosk-A2" / "key").read_text("utf-8")
    with (
        closed_kiosk(config=WITH_FACE) as one,
        closed_kiosk("A2", key=key, config=WITH_FACE) as two,
    ):
        desks = [Desk(machine, house) for machine in (one, two)]
        until("both alone", lambda: all(desk.machine.desk.ready for desk in desks))
        given = [give_new(*what)["code"] for what in zip(desks, ("DB001", "DB002"), strict=True)]
        assert given[0] == given[1]
        old = {place: house.codes[place] for place in ("DB001", "DB002")}
        house.start()
        until("all delivered", lambda: one.waiting + two.waiting == 0)

        other = stocked("B").machine
        assert scan(other, given[0]) == ("refused", "replaced")
        [card] = [text for text in desks[0].notices() if "hai máy dùng chung một khóa" in text]
        assert "DB001" in card or "DB002" in card
        # Whoever came second has the code of before; the first got one that nobody else has.
        standing = house.codes
        assert sum(standing[place] == code for place, code in old.items()) == 1
        assert given[0] not in standing.values()
        for place in old:
            assert scan(other, standing[place]) == ("admitted", None)
            assert place in house.inside()
        records = house.store.read.head()[0]
    assert len(house.conflicts()) == 0
    assert house.store.read.head()[0] == records


def test_a_code_given_twice_is_withdrawn_once_however_often_that_is_told(desk, house):
    mine = stock_of(desk.machine)[0]

    def give(place):
        replaces = hash_code(house.codes[place])
        reissue(house.store, place, house.clock(), spare=mine, replaces=replaces, station=STATION)

    give("DB003")
    for _ in range(3):
        with pytest.raises(ConflictError, match="hai máy dùng chung một khóa"):
            give("DB004")
        standing = house.codes["DB003"]
    assert standing != mine.code
    assert len([r for r in house.store.read.history("DB003") if r.detail["what"] == "reissue"]) == 2


def test_what_was_given_before_a_backup_was_restored_is_given_again(desk, house):
    """Also by a server that has forgotten the stock: it knows its own mark."""
    house.store.write(lambda tx: tx.forget_spares())
    backup = house.back_up()
    online = give_new(desk, "DB001")
    desk.cut_off()
    alone = give_new(desk, "DB002")
    assert scan(desk.machine, alone["code"]) == ("admitted", None)
    house.restore(backup)
    until("everything delivered", lambda: desk.machine.waiting == 0)
    assert (house.codes["DB001"], house.codes["DB002"]) == (online["code"], alone["code"])
    assert house.inside() == {"DB002"}
    assert desk.machine.state()["parked"] == 0
    copy, incarnation = desk.machine.roster.store.read, house.store.read.incarnation
    until("a stock of this server's", lambda: (copy.meta(MADE_BY) or "").startswith(incarnation))
    reserved = house.store.read.reserved(STATION)
    assert reserved == {spare.desk_code for spare in stock_of(desk.machine)}


def test_after_a_restart_no_spare_is_given_twice_though_the_copy_is_lost(closed_kiosk, house):
    with closed_kiosk(role="reception", config=WITH_FACE) as machine:
        has_stock(machine)
        desk = Desk(machine, house)
        desk.cut_off()
        first = give_new(desk, "DB001")
        folder = machine._folder.path
    with closed_kiosk(config=WITH_FACE) as machine:  # still alone, with what lies on its disk
        desk = Desk(machine, house)
        second = give_new(desk, "DB002")
        assert scan(machine, first["code"]) == scan(machine, second["code"]) == ("admitted", None)
    for file in folder.glob("roster.db*"):
        file.unlink()
    house.start()
    with closed_kiosk(config=WITH_FACE) as machine:
        until("everything delivered", lambda: machine.desk.ready and machine.waiting == 0)
        has_stock(machine)
        assert {first["code"], second["code"]}.isdisjoint(s.code for s in stock_of(machine))
    assert (house.codes["DB001"], house.codes["DB002"]) == (first["code"], second["code"])


def test_what_stays_of_a_used_spare_in_the_copy_is_passed_over(desk):
    """As where the program died after the server said yes and before the copy followed."""
    used = stock_of(desk.machine)[0]
    told = give_new(desk, "DB001")
    desk.cut_off()
    store = desk.machine.roster.store
    store.write(lambda tx: tx.put_spares(STATION, [used]))
    assert told["code"] == used.code
    assert give_new(desk, "DB002", expect=409)["message"] == NO_SPARE


@pytest.mark.parametrize(("role", "pin"), [("kiosk", "2468"), ("reception", None)])
def test_a_kiosk_without_a_clerks_face_keeps_no_spares(kiosk, house, role, pin):
    config = replace(CONFIG, kiosk=replace(CONFIG.kiosk, pin=pin))
    machine = kiosk(role=role, config=config)
    until("a look after things", lambda: house.store.read.stations()[0].seen_at)
    machine.refused = "?"
    until("another look", lambda: machine.refused is None)
    assert stock_of(machine) == []
    assert house.store.read.reserved(STATION) == set()


def test_a_closed_reception_leaves_no_spares_and_what_was_given_before_still_counts(desk, house):
    desk.cut_off()
    told = give_new(desk, "DB001")
    close_event(house.store, house.clock())
    assert house.store.read.reserved(STATION) == set()
    desk.heal()
    until("none", lambda: stock_of(desk.machine) == [])
    assert house.codes["DB001"] == told["code"]
    assert refill_spares(house.store, STATION, []).made == []
    close_event(house.store, house.clock(), closed=False)
    has_stock(desk.machine)


def test_a_deletion_deletes_the_spares_and_every_code_that_the_desk_gave_out(desk, house, tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/purged.db")) as store:
        refill_spares(store, STATION, [])
        store.write(lambda tx: tx.set_meta("closed_at", "now"))
        purge(store, house.clock())
        assert store.read.reserved(STATION) == set()

    spares = [spare.code.encode() for spare in stock_of(desk.machine)]
    give_new(desk, "DB001")
    close_event(house.store, house.clock())
    until("none", lambda: stock_of(desk.machine) == [])
    from tests.kiosk.test_forgetting import erase

    erase(house)
    folder = desk.machine._folder.path

    def left():
        content = b"".join(f.read_bytes() for f in folder.glob("*.db*"))
        return [code for code in spares if code in content]

    until("no code", lambda: left() == [])

"""The door's copy of the list: fresh, and never forgetful of what only this door knows."""

import json
from dataclasses import replace

import pytest

from kiosk.link import Rejected, Unreachable
from kiosk.roster import AnotherEventError
from server import desk
from server.desk import hall as desk_hall
from server.guests import Guest
from server.hall.toml_form import read_hall_toml
from server.hall_file import SAMPLE_HALL
from tests.kiosk.house import HALL, House, a_place
from tests.kiosk.parts import Parts
from tests.server.halls import ROUNDS, ROUNDS_TEXT, spelt_out


def inside(parts, place):
    standing = parts.copy.inside(place)
    return standing and standing.station


def in_files(folder):
    """All that stands in a folder's files, as text."""
    return "".join(file.read_text("utf-8", "replace") for file in folder.iterdir())


def test_it_holds_every_place_by_id_and_nothing_else_about_it(parts):
    copy = parts().copy

    bare = {"group": "", "organisation": "", "holder": None, "phone": None, "seat": None}
    assert {place.id for place in copy.invitations()} == {f"DB{n:03d}" for n in range(1, 13)}
    assert set(copy.invitations()) == {
        a_place(0, id=f"DB{n:03d}", position=0, **bare) for n in range(1, 13)
    }
    assert {(code.code, code.desk_code) for code in copy.codes()} == {(None, None)}


def test_a_list_of_many_pages_is_copied_whole(tmp_path):
    house = House(tmp_path / "big", guests=620)
    kiosk = Parts(tmp_path / "kiosk", house, house.pair())
    kiosk.refresh()

    assert len(kiosk.copy.invitations()) == 620
    kiosk.close()
    house.close()


def test_a_changed_name_reaches_the_door(house, parts):
    kiosk = parts()
    desk.name_holder(house.store, "DB012", Guest("Hoàng Thị Mới", "Bà"), house.clock())
    kiosk.refresh()
    kiosk.alone()

    assert kiosk.door.scan(house.codes["DB012"])["guest"]["name"] == "Hoàng Thị Mới"


def test_another_doors_admission_is_known_here(house, parts):
    here, there = parts("A"), parts("B")
    there.door.scan(house.codes["DB001"])
    here.refresh()
    here.alone()

    answer = here.door.scan(house.codes["DB001"])
    assert (answer["reason"], answer["station"]) == ("already_admitted", "Cửa B")


def test_fresh_rows_do_not_wipe_out_what_the_server_has_not_heard(house, parts):
    kiosk = parts()
    kiosk.alone()
    kiosk.door.scan(house.codes["DB001"])
    desk.substitute(house.store, "DB001", Guest("Ai Đó"), house.clock(), seat=None)
    kiosk.refresh()

    assert inside(kiosk, "DB001") == "Cửa A"


def test_an_undo_that_was_set_back_is_heeded_once_the_scan_is_acknowledged(house, parts):
    kiosk = parts()
    kiosk.alone()
    answer = kiosk.door.scan(house.codes["DB001"])
    [entry] = kiosk.journal.waiting(1)
    kiosk.link.deliver([entry.document()])  # it arrives, but the acknowledgement is lost
    desk.undo(house.store, "DB001", "undo", house.clock())
    kiosk.refresh()
    assert inside(kiosk, "DB001") == "Cửa A"

    kiosk.courier.deliver()
    kiosk.refresh()

    assert inside(kiosk, "DB001") is None
    assert answer["scan_id"] in house.scans()


def test_of_two_doors_the_copy_follows_the_server_once_it_knows_both(house, parts):
    here, there = parts("A"), parts("B")
    here.alone()
    here.door.scan(house.codes["DB001"])
    there.door.scan(house.codes["DB001"])
    here.refresh()
    assert inside(here, "DB001") == "Cửa A"

    here.courier.deliver()
    here.refresh()

    assert inside(here, "DB001") == "Cửa B"


def test_a_scan_in_hand_is_not_taken_for_an_earlier_guest(house, parts):
    """Its admission comes back with the list before its own answer is given up."""
    kiosk = parts()
    ask = kiosk.link.send

    def lose_the_answer(scan):
        ask(scan)
        kiosk.refresh()
        raise Unreachable

    kiosk.link.send = lose_the_answer
    answer = kiosk.door.scan(house.codes["DB001"])

    assert (answer["verdict"], answer["decided_by"]) == ("admitted", "kiosk")
    kiosk.courier.deliver()
    assert house.conflicts() == []


def test_a_place_that_a_restored_server_does_not_know_is_cancelled_here(house, parts):
    kiosk = parts()
    backup = house.back_up()
    desk.put_list(house.store, [a_place(90, seat=None)], house.clock())
    code = house.codes["DB090"]
    kiosk.refresh()
    house.restore(backup)

    assert kiosk.refresh() is True
    kiosk.alone()
    assert kiosk.door.scan(code)["reason"] == "cancelled"


def test_the_server_of_another_event_is_not_believed(tmp_path, house, parts):
    kiosk = parts()
    kiosk.door.scan(house.codes["DB001"])
    kiosk.door.settle()
    other = House(tmp_path / "other")
    stranger = Parts(tmp_path / "stranger", other, other.pair())
    with pytest.raises(AnotherEventError):
        kiosk.roster.refresh(stranger.link)
    assert not stranger.link.breaker.closed
    assert kiosk.roster.outline.event_id == house.store.read.event_id
    stranger.close()
    other.close()


def test_a_door_that_has_taken_no_scan_yet_may_move_to_another_event(tmp_path, parts):
    kiosk = parts()
    other = House(tmp_path / "other")
    stranger = Parts(tmp_path / "stranger", other, other.pair())

    kiosk.roster.refresh(stranger.link)

    assert kiosk.roster.outline.event_id == other.store.read.event_id
    stranger.close()
    other.close()


def test_of_an_event_that_a_door_has_left_no_place_stays(tmp_path, parts):
    kiosk = parts()
    other = House(tmp_path / "other", guests=3)
    stranger = Parts(tmp_path / "stranger", other, other.pair())

    kiosk.roster.refresh(stranger.link)

    assert {place.id for place in kiosk.copy.invitations()} == {"DB001", "DB002", "DB003"}
    stranger.close()
    other.close()


def test_a_desk_that_becomes_a_kiosk_keeps_nobodys_name(tmp_path, house):
    folder = tmp_path / "door"
    at_the_desk = Parts(folder, house, house.pair("Bàn", "reception"))
    at_the_desk.refresh()
    at_the_desk.close()
    assert "Bí Mật" in in_files(folder)

    carried_away = Parts(folder, house, house.pair("Cửa", "kiosk"))
    carried_away.refresh()
    carried_away.close()
    assert "Bí Mật" not in in_files(folder)


def test_a_revoked_key_is_told_and_the_copy_is_kept(house, parts):
    kiosk = parts()
    house.store.write(lambda tx: tx.revoke_station("Cửa A", house.clock()))

    with pytest.raises(Rejected) as refused:
        kiosk.refresh()
    assert refused.value.code == "unauthorized"
    assert kiosk.roster.outline is not None


def test_the_hours_and_the_end_of_the_event_are_kept_at_the_door(tmp_path, house, parts):
    kiosk = parts()
    desk.close_event(house.store, house.clock())
    kiosk.refresh()
    kiosk.alone()
    assert kiosk.door.scan(house.codes["DB001"])["screen"] == "closed"
    kiosk.close()

    again = Parts(tmp_path / "parts-A", house, "key")
    assert again.roster.doors.closed
    assert again.roster.station == "Cửa A"
    assert again.door.scan(house.codes["DB002"])["screen"] == "closed"
    again.close()


def test_a_reply_that_is_no_list_is_as_good_as_none(parts):
    kiosk = parts()
    roster = kiosk.link.roster
    kiosk.link.roster = lambda *asked: replace(roster(*asked), body={"rows": 5})

    with pytest.raises(Unreachable):
        kiosk.refresh()


def test_a_hall_changed_at_the_server_is_drawn_and_said_here_also_when_alone(house, parts):
    kiosk = parts()
    text = SAMPLE_HALL.read_text("utf-8").replace(
        'id = "A"\ny = 4.6', 'id = "A"\nlabel = "Hàng danh dự"\ny = 4.4'
    )
    new = text, read_hall_toml("hall.toml", text)
    desk_hall.change_hall(house.store, HALL, new, house.clock(), seen=None, unseated=())
    kiosk.refresh()
    kiosk.alone()
    seat = house.store.read.invitation("DB006").seat
    assert seat.startswith("A")

    answer = kiosk.door.scan(house.codes["DB006"])
    assert answer["seat"]["label"].startswith("Hàng danh dự, ghế ")
    assert "hàng danh dự" in answer["map"]["words"]
    assert answer["map"]["way"][-1][1] == 4.4
    assert kiosk.roster.hall == new[1]

    house.store.write(lambda tx: tx.set_meta("hall", None))  # as a restored server may be
    kiosk.refresh()
    assert kiosk.roster.hall == HALL


def test_the_configured_hall_is_drawn_here_though_the_page_never_kept_it(house, parts):
    house.stop()
    house.hall_text = ROUNDS_TEXT
    house.start()
    reseat_at_tables(house)
    kiosk = parts()
    kiosk.refresh()
    kiosk.alone()

    answer = kiosk.door.scan(house.codes["DB001"])
    assert answer["seat"]["label"] == "Bàn 1, ghế 1"
    assert answer["map"]["goal"]["table"] == 1
    assert kiosk.roster.hall == ROUNDS


def test_a_hall_file_that_was_changed_holds_here_after_the_servers_restart(house, parts):
    kiosk = parts()
    kiosk.refresh()
    house.stop()
    house.hall_text = house.hall_text.replace(
        'id = "A"\ny = 4.6', 'id = "A"\nlabel = "Hàng danh dự"\ny = 4.4'
    )
    house.start()
    kiosk.link.breaker.probe_answered(in_time=True)
    kiosk.refresh()
    kiosk.alone()

    answer = kiosk.door.scan(house.codes["DB006"])
    assert answer["seat"]["label"].startswith("Hàng danh dự, ghế ")
    assert answer["map"]["way"][-1][1] == 4.4


def test_a_hall_that_is_spelt_out_in_json_goes_along_too(house, parts):
    house.stop()
    house.hall_text = json.dumps(spelt_out(HALL), ensure_ascii=False)
    house.start()
    kiosk = parts()
    kiosk.refresh()

    assert kiosk.roster.hall.seats == HALL.seats


def reseat_at_tables(house):
    places = [
        replace(p, seat=f"B1.{n}") for n, p in enumerate(house.store.read.invitations()[:8], 1)
    ]
    desk.put_list(house.store, places, house.clock())

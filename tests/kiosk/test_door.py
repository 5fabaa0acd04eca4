"""One scan at a door, with the server there and away."""

from dataclasses import replace

import pytest

from server import desk
from server.guests import Guest
from server.invitations import hash_code, make_code, make_foreign_code
from tests.rig.waiting import until

CARD = "001099012345|123456789|Nguyễn Văn A|01011999|Nam|Xã B|01012021"


def told(answer):
    return answer["verdict"], answer["reason"], answer["screen"]


def test_a_guest_is_greeted_and_shown_the_seat(house, kiosk):
    answer = kiosk().door.scan(house.codes["DB003"])

    assert told(answer) == ("admitted", None, "ok")
    assert answer["lines"]["greeting"] == "Trân trọng kính chào Bà Trần Thị Bí Mật 3"
    assert answer["seat"]["id"] == house.store.read.invitation("DB003").seat
    assert (answer["decided_by"], answer["durable"]) == ("server", True)
    assert house.inside() == {"DB003"}


@pytest.mark.parametrize("there", [True, False])
def test_a_form_of_address_that_was_changed_at_work_is_spoken_at_the_door(house, kiosk, there):
    machine = kiosk()
    given = {"address": "dong_chi"}
    desk.change_facts(house.store, house.config.event, given, house.clock())
    until("the door to know", lambda: machine.roster.address == "dong_chi")
    if not there:
        house.stop()

    answer = machine.door.scan(house.codes["DB003"])

    assert answer["lines"]["greeting"] == "Trân trọng kính chào Đồng chí Trần Thị Bí Mật 3"
    assert answer["decided_by"] == ("server" if there else "kiosk")


def test_the_name_that_the_event_was_given_at_work_stands_at_the_door(house, kiosk):
    machine = kiosk()
    given = {"name": "Hội nghị tổng kết", "short": "Tổng kết", "name_en": "Annual review"}
    desk.change_facts(house.store, house.config.event, given, house.clock())

    def told():
        event = machine.state()["event"]
        return {key: event[key] for key in given}

    until("the door to know", lambda: told() == given)


def test_a_group_that_is_always_ong_ba_is_addressed_so_at_the_door(house, kiosk):
    machine = kiosk()
    given = {"address": "dong_chi", "group:SBN:ong_ba": "true"}
    desk.change_facts(house.store, house.config.event, given, house.clock())
    until("the door to know", lambda: "SBN" in (machine.roster.ong_ba or ()))

    answer = machine.door.scan(house.codes["DB003"])

    assert answer["lines"]["greeting"] == "Trân trọng kính chào Bà Trần Thị Bí Mật 3"


@pytest.mark.parametrize("there", [True, False])
def test_a_door_learns_from_the_server_whose_links_carry_our_codes(house, kiosk, there):
    """Another machine is given an address and a key, and no configuration of the server's."""
    own = house.config
    assert own.server.public_url is None
    house.stop()
    house.config = replace(own, server=replace(own.server, public_url="https://moi.example.vn"))
    house.start()
    door = kiosk(config=own).door
    if not there:
        house.stop()

    answers = [
        door.scan(f"https://{host}/i/{house.codes['DB003'].lower()}?utm_source=zalo")
        for host in ("moi.example.vn.evil.example", "moi.example.vn")
    ]

    assert [told(answer) for answer in answers] == [
        ("refused", "not_ours", "other_qr"),
        ("admitted", None, "ok"),
    ]


@pytest.mark.parametrize("there", [True, False])
def test_both_sides_of_the_wire_say_the_same(house, kiosk, there):
    machine = kiosk()
    door, copy = machine.door, machine.roster.store.read
    codes = house.codes
    desk.cancel(house.store, "DB001", "Ốm", house.clock())
    desk.reissue(house.store, "DB002", house.clock())
    until("the copy to follow", lambda: copy.code(hash_code(codes["DB002"])).replaced)
    assert copy.invitation("DB001").cancelled
    if not there:
        house.stop()
    shown = {
        codes["DB001"]: ("refused", "cancelled", "cancelled"),
        codes["DB002"]: ("refused", "replaced", "revoked"),
        codes["DB004"]: ("admitted", None, "ok"),
        codes["DB012"]: ("admitted", None, "unnamed"),
        make_code(house.store.read.event_id): ("refused", "unknown_code", "unknown"),
        make_foreign_code(house.store.read.event_id): ("refused", "wrong_event", "wrong_event"),
        CARD: ("refused", "not_ours", "idcard"),
        "https://zalo.me/123": ("refused", "not_ours", "other_qr"),
        "BCFGHJKĐLMNÂPRSTVXBCFGHJÊKLMNƠPRSTVX": ("refused", "ime_suspect", "ime"),
    }

    answers = {text: door.scan(text) for text in shown}

    assert {text: told(answer) for text, answer in answers.items()} == shown
    assert {a["decided_by"] for a in answers.values()} == {"server" if there else "kiosk"}
    for text, answer in answers.items():
        if answer["verdict"] == "refused":
            assert (answer["guest"], answer["seat"]) == (None, None)
            assert "Bí Mật" not in str(answer), text


@pytest.mark.parametrize("there", [True, False])
def test_the_same_code_at_once_is_welcomed_again_and_counted_once(house, kiosk, there):
    door = kiosk().door
    if not there:
        house.stop()
    first, second = (door.scan(house.codes["DB005"]) for _ in range(2))

    assert told(first) == ("admitted", None, "ok")
    assert told(second) == ("refused", "already_admitted", "ok")
    assert second["lines"]["status"] == first["lines"]["status"]
    assert second["seat"] == first["seat"]


def test_a_code_used_at_another_door_leads_to_the_desk_without_a_name(house, kiosk):
    kiosk("A").door.scan(house.codes["DB006"])
    answer = kiosk("B").door.scan(house.codes["DB006"])

    assert told(answer) == ("refused", "already_admitted", "already_far")
    assert answer["station"] == "Cửa A"
    assert "Bí Mật" not in str(answer)


def test_what_the_server_answered_is_remembered_when_it_dies_the_next_moment(house, kiosk):
    door = kiosk().door
    door.scan(house.codes["DB007"])
    house.stop()

    again = door.scan(house.codes["DB007"])

    assert told(again) == ("refused", "already_admitted", "ok")
    assert again["decided_by"] == "kiosk"


def test_a_guest_who_was_added_a_moment_ago_is_known_when_the_server_dies(house, kiosk):
    door = kiosk().door
    place = house.store.read.invitation("DB001")
    from dataclasses import replace

    new = replace(place, id="DB900", seat=None, holder=Guest("Lê Văn Mới", "Ông"), position=900)
    desk.put_list(house.store, [new], house.clock())
    assert told(door.scan(house.codes["DB900"]))[0] == "admitted"
    house.stop()

    again = door.scan(house.codes["DB900"])

    assert told(again) == ("refused", "already_admitted", "ok")
    assert again["guest"]["name"] == "Lê Văn Mới"


def test_an_undone_admission_opens_the_door_again(house, kiosk):
    machine = kiosk()
    copy = machine.roster.store.read
    machine.door.scan(house.codes["DB008"])
    until("the copy to follow", lambda: copy.inside("DB008"))
    desk.undo(house.store, "DB008", "undo-1", house.clock(), reason="Nhầm")
    until("the copy to follow", lambda: copy.inside("DB008") is None)
    house.stop()

    assert told(machine.door.scan(house.codes["DB008"])) == ("admitted", None, "ok")


def test_scans_decided_alone_are_delivered_when_the_server_is_back(house, kiosk):
    machine = kiosk()
    house.stop()
    answers = [machine.door.scan(house.codes[f"DB00{n}"]) for n in range(1, 9)]
    assert machine.waiting == 8
    house.start()

    until("the delivery", lambda: machine.waiting == 0, 10)

    assert {a["scan_id"] for a in answers} <= set(house.scans())
    assert house.inside() == {f"DB00{n}" for n in range(1, 9)}
    assert house.conflicts() == []
    assert list(house.store.read.gaps()) == []


def test_the_state_tells_the_truth(house, kiosk):
    machine = kiosk()
    assert machine.state() == {
        "event": {
            "name": house.config.event.name,
            "short": house.config.event.short,
            "name_en": house.config.event.name_en,
            "place": house.config.event.place,
            "date": house.config.event.date_text,
        },
        "station": "Cửa A",
        "online": True,
        "waiting": 0,
        "parked": 0,
        "paused": False,
        "staff": False,
        "scanners": {"count": 0, "trouble": None},
        "disk_ok": True,
        "rehearsal": False,
        "clock_skew_s": None,
        "lang": "vi",
        "trouble": None,
    }
    house.stop()
    machine.door.scan(house.codes["DB001"])
    until("the amber dot", lambda: not machine.state()["online"], 5)
    assert machine.state()["waiting"] == 1

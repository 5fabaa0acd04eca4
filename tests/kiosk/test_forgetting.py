"""After the event: what the server deletes of people is deleted at the doors as well."""

from contextlib import suppress

import pytest

from server.desk import close_event, note_erased, purge
from server.guests import Guest, Kind
from tests.kiosk.test_clerk import ANH, Desk
from tests.rig.waiting import until

WORDS = "Đề nghị đón đồng chí Bí Mật"
NAMES = ("Bí Mật", ANH["name"], "Hoàng Văn Khách", WORDS)


@pytest.fixture
def desk(kiosk, house):
    machine = kiosk(role="reception")
    until("the whole list", lambda: machine.desk.ready)
    return Desk(machine, house)


def erase(house):
    """End the event and delete the names, as the organisers do."""
    close_event(house.store, house.clock())
    count = purge(house.store, house.clock(), person="Mai")
    note_erased(house.store, {"places": count}, house.clock(), person="Mai")


def in_folder(machine):
    """Which of the names stand anywhere in the kiosk's files."""
    content = b""
    for file in machine._folder.path.rglob("*"):
        # A write-ahead log may be folded away while one looks.
        with suppress(FileNotFoundError, IsADirectoryError):
            content += file.read_bytes()
    return {name for name in NAMES if name.encode() in content}


def work(desk):
    desk.act("PUT", "/api/invitations/DB003/substitute", **ANH, seat="keep", announced=False)
    desk.act("POST", "/api/walk-ins", name="Hoàng Văn Khách", organisation="Sở Khách")
    desk.act("POST", "/api/notices", text=WORDS)
    desk.act("POST", "/api/invitations/DB001/admission")
    desk.act("DELETE", "/api/invitations/DB001/admission", reason=WORDS)


def test_names_deleted_at_the_server_are_deleted_at_the_door(desk, house):
    (desk.machine._folder.path / "journal-damaged-0af3.db").write_bytes(WORDS.encode())
    work(desk)
    desk.cut_off()
    desk.act("PUT", "/api/invitations/DB004/substitute", **ANH, seat="keep", announced=True)
    desk.heal()
    assert desk.machine.door.scan(house.codes["DB002"])["verdict"] == "admitted"
    assert in_folder(desk.machine) == set(NAMES)
    before = house.inside()
    erase(house)

    until("nobody's name", lambda: in_folder(desk.machine) == set())
    assert house.inside() == before
    assert desk.machine.roster.store.read.admissions().keys() == before
    assert desk.ask("GET", "/api/board")["headcount"]["present"] == 1  # beside the walk-in
    assert desk.machine.door.scan(house.codes["DB005"])["reason"] == "closed"


def test_what_the_server_has_yet_to_hear_reaches_it_without_a_name(desk, house):
    desk.cut_off()
    desk.act("PUT", "/api/invitations/DB003/substitute", **ANH, seat="keep", announced=False)
    desk.act("POST", "/api/walk-ins", name="Hoàng Văn Khách", organisation="Sở Khách")
    erase(house)
    assert "Bí Mật" in in_folder(desk.machine)
    desk.heal()

    until("nobody's name", lambda: in_folder(desk.machine) == set())
    assert house.store.read.invitation("DB003").substitute == Guest("(đã xóa)")
    [walked_in] = [p for p in house.store.read.invitations() if p.kind is Kind.WALK_IN]
    assert walked_in.holder == Guest("(đã xóa)")
    assert walked_in.id in house.inside()

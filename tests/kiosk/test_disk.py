"""The kiosk's own disk: failing, full, damaged, used twice, carried away."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from kiosk.app import Options, open_kiosk
from server.config import ConfigError
from server.errors import ConflictError, InvalidError
from tests.kiosk.conftest import held
from tests.rig.waiting import until


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kiosk-A"


def test_a_failing_disk_is_told_and_the_server_still_decides(house, kiosk, folder):
    machine = kiosk()
    with held(folder / "journal.db"):
        answer = machine.door.scan(house.codes["DB001"])
        assert (answer["verdict"], answer["decided_by"]) == ("admitted", "server")
        assert answer["durable"] is False
        assert machine.state()["disk_ok"] is False
        assert house.inside() == {"DB001"}

    assert machine.door.scan(house.codes["DB002"])["durable"] is True
    assert machine.state()["disk_ok"] is True


def test_without_disk_and_server_nobody_is_told_that_it_is_saved(house, kiosk, folder):
    machine = kiosk()
    house.stop()
    with held(folder / "journal.db"):
        answer = machine.door.scan(house.codes["DB001"])

    assert (answer["verdict"], answer["reason"]) == ("refused", "not_saved")
    assert (answer["screen"], answer["durable"]) == ("not_saved", False)
    assert "không lưu được" in answer["lines"]["greeting"]
    assert machine.door.scan(house.codes["DB001"])["verdict"] == "admitted"


@pytest.mark.parametrize("damage", ["edited", "flipped", "cut", "noise", "gone"])
def test_a_damaged_copy_is_fetched_again_and_nobody_is_forgotten(
    house, kiosk, closed_kiosk, folder, damage
):
    with closed_kiosk() as machine:
        until("the list", lambda: machine.ready)
        house.stop()
        alone = machine.door.scan(house.codes["DB001"])
    spoil(folder / "roster.db", damage)

    with closed_kiosk() as machine:
        refused = machine.door.scan(house.codes["DB002"])
        assert (refused["verdict"], refused["screen"]) == ("refused", "paused")
        assert machine.state()["paused"]
        house.start()
        until("the list", lambda: machine.ready, 12)
        again = machine.door.scan(house.codes["DB001"])
        assert (again["verdict"], again["reason"]) == ("refused", "already_admitted")
        until("the delivery", lambda: machine.waiting == 0, 12)
    assert {alone["scan_id"], refused["scan_id"]} <= set(house.scans())
    assert house.inside() == {"DB001"}


def spoil(file, damage):
    if damage == "edited":  # it opens, and is not what was written
        with closing(sqlite3.connect(file)) as db, db:
            assert db.execute("UPDATE scans SET hash = 'another'").rowcount > 0
        return
    body = bytearray(file.read_bytes())
    file.unlink()
    middle = len(body) // 2
    if damage == "flipped":
        body[middle:] = bytes(byte ^ 0x55 for byte in body[middle:])
    elif damage == "cut":
        body = body[:middle]
    elif damage == "noise":
        body = bytearray(os.urandom(len(body)))
    if damage != "gone":
        file.write_bytes(body)


def test_a_copy_that_breaks_in_the_middle_of_the_morning_is_replaced(house, kiosk, folder):
    machine = kiosk()
    broken = machine.roster.store
    broken.close()

    first = machine.door.scan(house.codes["DB001"])

    assert (first["verdict"], first["decided_by"]) == ("admitted", "server")
    until("a new copy", lambda: machine.roster.store is not broken and machine.ready, 12)
    house.stop()
    assert machine.door.scan(house.codes["DB002"])["verdict"] == "admitted"


def test_a_damaged_journal_is_set_aside_and_not_thrown_away(house, kiosk, closed_kiosk, folder):
    with closed_kiosk() as machine:
        until("the list", lambda: machine.ready)
        machine.door.scan(house.codes["DB001"])
    spoil(folder / "journal.db", "noise")

    machine = kiosk()

    assert machine.journal.set_aside.exists()
    assert machine.door.scan(house.codes["DB002"])["durable"] is True


def test_a_second_kiosk_on_the_same_folder_is_refused(kiosk, closed_kiosk):
    kiosk()
    with pytest.raises(ConflictError, match="đang dùng thư mục"), closed_kiosk():
        pass


def test_a_server_s_folder_is_no_place_for_a_kiosk(house):
    with pytest.raises(InvalidError, match="của máy chủ"):
        open_kiosk(Options(house.config, house.file.parent, house.url, "key"))


def test_without_a_key_it_says_where_to_get_one(house, tmp_path, monkeypatch):
    monkeypatch.delenv("DONTIEP_KEY", raising=False)
    with pytest.raises(ConfigError, match="station add"):
        open_kiosk(Options(house.config, tmp_path / "new", house.url))


def test_the_key_is_kept_for_the_next_start_and_for_nobody_else(house, closed_kiosk, folder):
    closed_kiosk()
    assert (folder / "key").stat().st_mode & 0o077 == 0

    with open_kiosk(Options(house.config, folder)) as machine:
        until("the list", lambda: machine.ready)


def test_a_stolen_folder_tells_no_name_phone_or_code(house, kiosk, folder, tmp_path):
    machine = kiosk()
    codes = house.codes
    for number in (1, 2, 12):
        machine.door.scan(codes[f"DB{number:03d}"])
    house.stop()
    for number in (3, 3, 4):
        machine.door.scan(codes[f"DB{number:03d}"])
    machine.door.scan("001099012345|123456789|Nguyễn Văn Căn Cước|01011999|Nam|Xã B|01012021")
    machine.door.settle()
    stolen = shutil.copytree(folder, tmp_path / "stolen")

    held_there = b"".join(file.read_bytes() for file in stolen.iterdir() if file.is_file())

    assert b"DB003" in held_there  # the search itself works
    secrets = ["Bí Mật", "Sở Thử nghiệm", "0530000", "Căn Cước", "001099012345", *codes.values()]
    for secret in secrets:
        assert secret.encode() not in held_there, secret
        assert secret.encode("utf-16-le") not in held_there, secret

import socket
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk import selftest
from server.readiness import Level
from tests.rig.waiting import free_port

NOON = datetime(2023, 11, 17, 7, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_a_disk_that_takes_a_write_is_told_with_its_room_and_keeps_nothing(tmp_path):
    finding = selftest.look_at_disk(tmp_path / "data")

    assert finding.level is not Level.FAIL
    assert "GB" in finding.message
    assert list((tmp_path / "data").iterdir()) == []


def test_a_folder_that_cannot_be_written_keeps_the_doors_shut(tmp_path):
    (tmp_path / "data").write_text("a file stands where the folder should be")

    assert selftest.look_at_disk(tmp_path / "data").level is Level.FAIL


@pytest.mark.parametrize(("ahead", "level"), [(3.0, Level.OK), (-75.0, Level.WARNING)])
def test_a_clock_is_held_against_the_server_s(ahead, level):
    finding = selftest.look_at_clock(NOON, ahead)

    assert finding.level is level
    assert "07 giờ 12 phút" in finding.message


@pytest.mark.parametrize(
    ("battery", "level"),
    [
        (None, Level.OK),
        ((20.0, True), Level.OK),
        ((90.0, False), Level.WARNING),
        ((20.0, False), Level.FAIL),
    ],
)
def test_a_machine_off_the_mains_is_told(battery, level):
    assert selftest.look_at_power(battery).level is level


def test_a_server_that_answers_is_told_with_the_distance_of_the_clocks(house):
    finding, ahead = selftest.look_at_server(house.url)

    assert finding.level is Level.OK
    assert abs(ahead) < 60


def test_nobody_at_the_address_is_a_warning_and_a_stranger_there_a_failure():
    nobody, _ = selftest.look_at_server(f"http://127.0.0.1:{free_port()}")
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken, _ = selftest.look_at_server(f"http://127.0.0.1:{stranger.getsockname()[1]}")

    assert (nobody.level, taken.level) == (Level.WARNING, Level.FAIL)


def test_no_printer_is_only_a_word():
    assert selftest.look_at_printer([]).level is Level.WARNING
    assert "HP" in selftest.look_at_printer(["HP"]).message


def test_what_the_door_has_not_delivered_is_counted(tmp_path, parts, house):
    door, code = parts("A"), house.codes["DB001"]
    assert selftest.look_at_outbox(tmp_path / "parts-A").level is Level.OK

    house.close()
    door.door.scan(code)

    finding = selftest.look_at_outbox(tmp_path / "parts-A")
    assert (finding.level, "1 lượt" in finding.message) == (Level.WARNING, True)


def test_a_journal_that_cannot_be_read_is_left_alone(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"not a database" * 100)

    assert selftest.look_at_outbox(tmp_path).level is Level.FAIL
    assert (tmp_path / "journal.db").read_bytes() == b"not a database" * 100


def test_a_pin_that_was_not_set_is_told():
    assert [selftest.look_at_pin(pin).level for pin in (None, "1234")] == [
        Level.WARNING,
        Level.OK,
    ]

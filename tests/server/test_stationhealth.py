"""What about a door needs a person."""

from dataclasses import replace

import pytest

from server.stationhealth import Battery, Health, Trouble, troubles
from tests.server.cast import at

WELL = Health(at(40), 0, 1, None, camera=True, disk_ok=True, battery=None, ahead_s=0.2)


def test_a_door_that_reports_and_is_well_needs_nobody():
    assert troubles(WELL, at(40), at(40, 15)) == []


def test_a_door_that_was_never_heard_and_one_that_fell_silent():
    assert troubles(None, None, at(40)) == [Trouble.NEVER]
    assert troubles(WELL, at(40), at(41)) == [Trouble.SILENT]


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ({"waiting": 3}, Trouble.WAITING),
        ({"scanner_trouble": "Chưa thấy đầu đọc mã"}, Trouble.SCANNER),
        ({"camera": False}, Trouble.CAMERA),
        ({"disk_ok": False}, Trouble.DISK),
        ({"battery": Battery(19, plugged=False)}, Trouble.BATTERY),
        ({"ahead_s": -61.0}, Trouble.CLOCK),
    ],
)
def test_each_fault_is_named(told, trouble):
    assert troubles(replace(WELL, **told), at(40), at(40)) == [trouble]


def test_a_low_battery_on_its_charger_and_no_camera_at_all_are_no_faults():
    charging = replace(WELL, battery=Battery(5, plugged=True), camera=None, ahead_s=None)
    assert troubles(charging, at(40), at(40)) == []

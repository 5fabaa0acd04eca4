"""A door whose clock is wrong, jumps, or starts in 1970."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.clock import DoorClock
from tests.rig.waiting import until

NOON = datetime(2023, 11, 17, 5, 0, tzinfo=UTC)
# Between two looks at the clock a busy machine may do something else.
A_LOOK_S = 5


def a_clock(ahead: timedelta):
    """The clock of a machine that is wrong by so much, and that of its server."""
    clock = DoorClock()
    clock.read_wall = lambda: datetime.now(UTC) + ahead
    return clock


def about(ahead: timedelta):
    return pytest.approx(ahead.total_seconds(), abs=A_LOOK_S)


@pytest.mark.parametrize(
    "ahead",
    [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)],
)
def test_a_wrong_clock_is_measured_and_told(ahead):
    clock = a_clock(ahead)
    moment = time.monotonic()
    clock.measure(datetime.now(UTC), moment, moment)

    assert clock.offset_ms(clock.now()) / 1000 == about(-ahead)
    assert clock.skew_s() == about(ahead)


def test_a_small_difference_is_corrected_without_a_warning():
    clock = a_clock(timedelta(seconds=20))
    moment = time.monotonic()
    clock.measure(datetime.now(UTC), moment, moment)

    assert clock.offset_ms(clock.now()) / 1000 == about(timedelta(seconds=-20))
    assert clock.skew_s() is None


@pytest.mark.parametrize(("seconds", "told"), [(59, None), (61, 61), (-61, -61)])
def test_a_minute_is_told(seconds, told):
    clock = a_clock(timedelta(seconds=seconds))
    moment = time.monotonic()
    clock.measure(datetime.now(UTC), moment, moment)

    assert clock.skew_s() == (told and pytest.approx(told, abs=0.2))
    assert clock.ahead_s() == pytest.approx(seconds, abs=0.2)


def test_a_clock_that_jumps_is_corrected_from_the_next_scan_on():
    clock = a_clock(timedelta())
    moment = time.monotonic()
    clock.measure(datetime.now(UTC), moment, moment)
    clock.read_wall = lambda: datetime.now(UTC) + timedelta(hours=5)

    assert clock.offset_ms(clock.now()) / 1000 == about(timedelta(hours=-5))


def test_one_slow_reply_does_not_move_the_clock():
    clock = a_clock(timedelta())
    moment = time.monotonic()
    for lateness in (0.0, 0.0, 40.0):
        clock.measure(datetime.now(UTC) + timedelta(seconds=lateness), moment, moment)
    clock.measure(datetime.now(UTC) + timedelta(hours=1), moment - 3, moment)

    assert clock.offset_ms(clock.now()) / 1000 == about(timedelta())


def test_a_machine_that_wakes_up_in_1970_goes_by_what_it_last_heard():
    clock = DoorClock()
    clock.read_wall = lambda: datetime(1970, 1, 1, tzinfo=UTC)
    clock.resume(NOON)

    corrected = clock.now() + timedelta(milliseconds=clock.offset_ms(clock.now()))
    assert abs(corrected - NOON) < timedelta(seconds=A_LOOK_S)


def test_a_clock_that_is_handed_in_is_believed():
    clock = DoorClock(lambda: NOON)
    moment = time.monotonic()
    clock.measure(datetime.now(UTC), moment, moment)

    assert (clock.now(), clock.offset_ms(NOON), clock.skew_s()) == (NOON, 0, None)


@pytest.mark.parametrize("hours", [1, -1, 24, -24, -24 * 365 * 50])
def test_a_wrong_clock_changes_no_count_and_is_corrected_on_the_record(house, kiosk, hours):
    machine = kiosk()
    ahead = timedelta(hours=hours)
    machine._clock.read_wall = lambda: datetime.now(UTC) + ahead
    first = machine.door.scan(house.codes["DB001"])
    house.stop()
    alone = machine.door.scan(house.codes["DB002"])
    again = machine.door.scan(house.codes["DB001"])
    house.start()
    until("the delivery", lambda: machine.waiting == 0, 12)

    assert (first["screen"], alone["screen"], again["screen"]) == ("ok", "ok", "ok")
    assert house.inside() == {"DB001", "DB002"}
    now = datetime.now(UTC)
    for answer in (first, alone):
        record = house.scans()[answer["scan_id"]]
        assert abs(record.at - now) < timedelta(seconds=60)
        assert abs(record.scanned_at - (now + ahead)) < timedelta(seconds=60)
    assert machine.state()["clock_skew_s"] == about(ahead)


def test_a_clock_that_jumps_while_the_guest_still_stands_there_changes_nothing(house, kiosk):
    machine = kiosk()
    house.stop()
    welcome = machine.door.scan(house.codes["DB001"])
    machine._clock.read_wall = lambda: datetime.now(UTC) + timedelta(hours=3)
    machine._clock._bases.clear()

    again = machine.door.scan(house.codes["DB001"])

    assert again["screen"] == "ok"
    assert again["lines"]["status"] == welcome["lines"]["status"]

"""The PIN before the clerk's face: right at once, wrong ever later."""

import pytest

from kiosk.pin import IDLE_S, WAITS_S, PinLock


class Watch:
    """Seconds, as the test says."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def lock(tmp_path, watch):
    return PinLock("2468", tmp_path, watch)


def test_the_right_pin_is_right_at_once_and_opens_nothing_by_itself(lock):
    assert lock.try_pin("2468")
    assert not lock.is_open


def test_each_wrong_pin_waits_longer_than_the_one_before(lock, watch):
    waits = []
    for _ in range(len(WAITS_S) + 2):
        assert not lock.try_pin("0000")
        waits.append(lock.wait_s)
        watch.now += lock.wait_s
    assert waits == [*WAITS_S, WAITS_S[-1], WAITS_S[-1]]


def test_while_it_waits_not_even_the_right_pin_is_looked_at_and_the_wait_grows_no_longer(
    lock, watch
):
    lock.try_pin("0000")
    watch.now += WAITS_S[0] - 0.1
    assert not lock.try_pin("2468")
    assert lock.wait_s == pytest.approx(0.1)
    watch.now += 0.2
    assert lock.try_pin("2468")
    assert lock.wait_s == 0


def test_a_restart_waits_as_long_again(lock, tmp_path, watch):
    for _ in range(3):
        lock.try_pin("0000")
        watch.now += lock.wait_s
    again = PinLock("2468", tmp_path, watch)
    assert again.wait_s == WAITS_S[2]
    watch.now += again.wait_s
    assert again.try_pin("2468")
    assert PinLock("2468", tmp_path, watch).wait_s == 0


def test_it_locks_itself_when_nobody_is_at_work(lock, watch):
    lock.open()
    watch.now += IDLE_S - 1
    lock.stay()
    watch.now += IDLE_S - 1
    assert lock.is_open
    watch.now += 2
    lock.stay()
    assert not lock.is_open


def test_without_a_pin_nobody_gets_in(tmp_path, watch):
    lock = PinLock(None, tmp_path, watch)
    assert not lock.is_set
    assert not lock.try_pin("")

"""When the server is asked and when it is not."""

from kiosk.breaker import SECOND_LOOK_S, Breaker


def closed():
    breaker = Breaker()
    breaker.probe_answered(in_time=True)
    return breaker


def test_whoever_was_never_heard_from_is_not_asked_and_one_good_probe_changes_that():
    breaker = Breaker()
    assert not breaker.closed
    breaker.probe_answered(in_time=True)
    assert breaker.closed


def test_one_failure_is_forgiven_two_in_a_row_are_not():
    breaker = closed()
    breaker.scan_failed()
    breaker.scan_answered()
    breaker.scan_failed()
    assert breaker.closed
    breaker.scan_failed()
    assert not breaker.closed


def test_it_takes_two_good_probes_in_a_row_to_close_again():
    breaker = closed()
    breaker.scan_failed()
    breaker.scan_failed()
    for in_time in (True, False, True):
        breaker.probe_answered(in_time=in_time)
        assert not breaker.closed
    breaker.probe_answered(in_time=True)
    assert breaker.closed


def test_a_probe_that_fails_in_between_starts_the_count_again():
    breaker = closed()
    breaker.trip()
    breaker.probe_answered(in_time=True)
    breaker.probe_failed()
    breaker.probe_answered(in_time=True)
    assert not breaker.closed


def test_the_pause_grows_to_four_seconds_and_the_second_look_comes_at_once():
    breaker = closed()
    pauses = []
    for _ in range(12):
        breaker.probe_failed()
        pauses.append(breaker.pause())

    assert pauses[1] <= 1
    assert max(pauses) <= 4
    assert min(pauses[-4:]) >= 3
    breaker.probe_answered(in_time=True)
    assert breaker.pause() == SECOND_LOOK_S


def test_a_server_that_answers_probes_but_no_scans_is_asked_less_and_less():
    breaker, pauses = closed(), []
    for _ in range(5):
        breaker.scan_failed()
        breaker.scan_failed()
        pauses.append(breaker.pause())
        for _ in range(2):
            breaker.probe_answered(in_time=True)
        assert breaker.closed

    assert pauses[-1] > pauses[0]
    breaker.scan_answered()
    breaker.scan_failed()
    breaker.scan_failed()
    assert breaker.pause() <= pauses[1]

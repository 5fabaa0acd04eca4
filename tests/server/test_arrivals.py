"""The morning's curve, and what it promises for the opening."""

from server.arrivals import arrivals_document, curve, forecast
from tests.server.cast import at


def test_the_curve_counts_by_the_end_of_every_step():
    drawn = curve([at(31), at(33), at(41)], at(44))

    assert (drawn.since, drawn.minutes, drawn.totals) == (at(30), 5, (2, 2, 3))


def test_the_curve_ends_soon_after_the_last_arrival_however_late_it_is():
    assert curve([at(31), at(41)], at(600)).totals == (1, 1, 2, 2)


def test_a_long_morning_takes_longer_steps_and_stays_a_small_picture():
    drawn = curve([at(-3000), at(0), at(11 * 60)], at(24 * 60))

    assert (drawn.minutes, drawn.totals[0]) == (15, 2)
    assert len(drawn.totals) <= 48
    assert drawn.totals[-1] == 3


def test_nobody_yet_is_no_curve_and_no_forecast():
    assert curve([], at(40)) is None
    assert forecast([], at(40), at(60), 10) is None


def test_they_go_on_coming_as_in_the_last_quarter_of_an_hour():
    times = [at(5), *(at(26 + n) for n in range(15))]
    told = forecast(times, at(40), at(60), 90)

    assert (told.here, told.per_minute, told.at) == (36, 1.0, at(60))


def test_nobody_comes_who_is_not_awaited():
    times = [at(36)] * 20

    assert forecast(times, at(40), at(60), 7).here == 27
    assert forecast(times, at(40), at(60), -1).here == 20


def test_the_first_minute_of_a_morning_promises_no_flood():
    assert forecast([at(40)], at(40, 30), at(60), 90).per_minute == 0.2


def test_there_is_nothing_to_foretell_without_an_hour_or_after_it():
    assert forecast([at(30)], at(40), None, 9) is None
    assert forecast([at(30)], at(60), at(60), 9) is None


def test_the_document_of_an_empty_morning():
    assert arrivals_document([], at(0), None, 0) == {
        "curve": None, "starts": None, "forecast": None,
    }  # fmt: skip

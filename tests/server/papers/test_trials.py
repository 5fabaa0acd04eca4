from pathlib import Path

import server
from badges.rehearsal import print_trials
from server.invitations import Reading, event_letters, make_foreign_code, read_code
from server.papers.trials import BAIT, trials_of
from tests.badges.paper import codes_in, rendered

EVENT = "5f2a9c0d11e3b7a4"


def test_the_sheet_has_one_code_of_every_kind_and_a_trap_for_input_methods():
    readings = [read_code(trial.text, EVENT, None).reading for trial in trials_of(EVENT)]

    assert readings[:3] == [Reading.INVITATION, Reading.OTHER_EVENT, Reading.IDENTITY_CARD]
    assert len(set(readings)) >= 6
    assert trials_of(EVENT)[-1].text == BAIT


def test_the_foreign_code_is_foreign_whatever_two_letters_the_event_has():
    names = [f"event-{n}" for n in range(1000)]
    assert {event_letters("0"), event_letters("1")} < {event_letters(name) for name in names}

    readings = {read_code(make_foreign_code(name), name).reading for name in names}

    assert readings == {Reading.OTHER_EVENT}


def test_the_page_of_the_self_test_knows_the_same_trap():
    page = Path(server.__file__).parents[1] / "static" / "js" / "kiosk" / "check.js"

    assert f'"{BAIT}"' in page.read_text("utf-8")


def test_every_code_is_read_from_the_printed_sheet():
    trials = trials_of(EVENT)
    [sheet] = rendered(print_trials(trials, "Tọa đàm"), 150)

    assert set(codes_in(sheet)) == {trial.text for trial in trials}

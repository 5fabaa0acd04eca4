"""How many will come by their answers, and what is set out and printed for them."""

from server.expected import Expected, expect
from server.guests import Rsvp

YES, NO, SILENT = (Rsvp.COMING, False), (Rsvp.NOT_COMING, False), (Rsvp.NONE, False)


def test_the_silent_are_expected_to_do_as_those_who_answered():
    told = expect([YES] * 9 + [NO] * 3 + [SILENT] * 10)

    assert (told.coming, told.not_coming, told.silent) == (9, 3, 10)
    assert (told.likely, told.most) == (9 + 8, 19)


def test_while_few_have_answered_everybody_silent_is_expected():
    assert expect([YES, NO, SILENT, SILENT]).likely == 3


def test_chairs_for_all_who_may_come_and_tea_and_documents_for_those_who_will():
    document = Expected(coming=10, not_coming=10, silent=10, press=2).document()

    assert (document["least"], document["likely"], document["most"]) == (10, 15, 20)
    assert (document["chairs"], document["tea"], document["documents"]) == (22, 17, 17)


def test_the_press_is_served_unless_it_declined_and_never_counted():
    told = expect([YES, (Rsvp.NONE, True), (Rsvp.COMING, True), (Rsvp.NOT_COMING, True)])

    assert (told.coming, told.silent, told.press) == (1, 0, 2)

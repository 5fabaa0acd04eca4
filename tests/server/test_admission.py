from datetime import timedelta

import pytest

from server.admission import (
    Admission,
    Decision,
    Doors,
    Dossier,
    Outcome,
    Reason,
    Reconciled,
    Scan,
    decide,
    reconcile,
)
from server.invitations import Reading
from tests.server.cast import LET_IN, SEEN_BEFORE, at

EARLIER = Admission(1, "DB016", "earlier", "Cửa B", at(30))


def a_scan(reading=Reading.INVITATION, minute=40, scan_id="s"):
    return Scan(scan_id, "Cửa A", reading, "hash", at(minute), at(minute))


def refused(reason):
    return Decision(Outcome.REFUSED, reason)


def test_an_invited_place_is_admitted():
    assert decide(a_scan(), Dossier("DB016")) == LET_IN


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (Reading.OTHER_EVENT, Reason.WRONG_EVENT),
        (Reading.MISREAD, Reason.UNKNOWN_CODE),
        (Reading.BENT, Reason.IME_SUSPECT),
        (Reading.IDENTITY_CARD, Reason.NOT_OURS),
        (Reading.PAYMENT, Reason.NOT_OURS),
        (Reading.CONTACT, Reason.NOT_OURS),
        (Reading.LINK, Reason.NOT_OURS),
        (Reading.FOREIGN, Reason.NOT_OURS),
    ],
)
def test_a_text_that_is_no_code_of_ours_is_refused_by_its_kind_whatever_the_dossier(
    reading, reason
):
    assert decide(a_scan(reading), Dossier("DB016")) == refused(reason)


@pytest.mark.parametrize(
    ("dossier", "reason"),
    [
        (Dossier(None), Reason.UNKNOWN_CODE),
        (Dossier("DB016", cancelled=True), Reason.CANCELLED),
        (Dossier("DB016", replaced=True), Reason.REPLACED),
        (Dossier("DB016", admission=EARLIER), Reason.ALREADY_ADMITTED),
        (Dossier("DB016", doors=Doors(closed=True)), Reason.CLOSED),
        (Dossier("DB016", doors=Doors(closes=at(40))), Reason.CLOSED),
        (Dossier("DB016", doors=Doors(opens=at(41))), Reason.TOO_EARLY),
    ],
)
def test_what_speaks_against_an_invitation_is_named(dossier, reason):
    assert decide(a_scan(), dossier) == refused(reason)


def test_a_guest_who_is_inside_is_told_so_even_before_the_hour_and_after_the_close():
    shut = Doors(opens=at(50), closes=at(55), closed=True)
    assert decide(a_scan(), Dossier("DB016", admission=EARLIER, doors=shut)) == SEEN_BEFORE


def test_a_scan_is_not_refused_because_of_the_admission_it_made_itself():
    own = Dossier("DB016", admission=Admission(1, "DB016", "s", "Cửa A", at(40)))
    assert decide(a_scan(scan_id="s"), own) == LET_IN


def test_the_doors_open_on_the_minute():
    hours = Doors(opens=at(40), closes=at(40) + timedelta(seconds=1))
    assert decide(a_scan(), Dossier("DB016", doors=hours)) == LET_IN


@pytest.mark.parametrize(
    ("door", "ours", "dossier", "expected"),
    [
        (LET_IN, LET_IN, Dossier("DB016"), Reconciled(admit=True, conflict=False)),
        (LET_IN, SEEN_BEFORE, Dossier("DB016", admission=EARLIER), Reconciled(False, True)),
        (
            LET_IN,
            refused(Reason.CANCELLED),
            Dossier("DB016", cancelled=True),
            Reconciled(True, True),
        ),
        (LET_IN, refused(Reason.UNKNOWN_CODE), Dossier(None), Reconciled(False, True)),
        (refused(Reason.CLOSED), LET_IN, Dossier("DB016"), Reconciled(False, True)),
        (SEEN_BEFORE, LET_IN, Dossier("DB016"), Reconciled(False, False)),
        (SEEN_BEFORE, SEEN_BEFORE, Dossier("DB016", admission=EARLIER), Reconciled(False, False)),
    ],
)
def test_the_word_of_a_door_that_was_alone_stands_and_a_difference_is_flagged(
    door, ours, dossier, expected
):
    assert reconcile(door, ours, dossier) == expected

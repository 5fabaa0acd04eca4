"""The hall changed: kept, on record, and nobody loses a seat unseen."""

import pytest

from server.desk.hall import SeatsVanishError, change_hall, heed_hall_file
from server.desk.seats import lock_seats
from server.errors import ConflictError
from server.hall.kept import FILE, FILE_KEY, KEY, KeptHall, sign_of
from server.hall.toml_form import read_hall_toml
from server.hall_file import SAMPLE_HALL
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite

SAMPLE = SAMPLE_HALL.read_text("utf-8")
OLD = read_hall_toml(FILE, SAMPLE)
# Row B ends before seat 06, where Quý sits.
SHORT = SAMPLE.replace('id = "B"\ny = 5.6', 'id = "B"\ny = 5.6\nwithout = [6]')
RENAMED = SAMPLE.replace('id = "B"\ny = 5.6', 'id = "B"\nlabel = "Hàng danh dự"\ny = 5.6')


@pytest.fixture
def change(store):
    """`change(text, …)`: an organiser changes the hall that was there before."""
    invite(store)

    def change(text, *, seen=None, unseated=(), **by):
        new = text, read_hall_toml(FILE, text)
        by = {"person": "organiser"} | by
        return change_hall(store, OLD, new, at(40), seen=seen, unseated=unseated, **by)

    return change


def seats(store):
    return {place.id: place.seat for place in store.read.invitations()}


def test_a_changed_hall_is_kept_in_the_event_and_holds_at_once(change, store):
    kept = KeptHall(lambda: store.read.meta(KEY), OLD)
    assert kept.hall is OLD
    assert change(RENAMED) == []
    assert kept.hall.row(kept.hall.seat("B06")).label == "Hàng danh dự"
    assert kept.hall is kept.hall  # read once
    assert store.read.first_fault() is None


def test_nobody_loses_a_seat_who_was_not_named(change, store):
    before = store.read.head()[0]
    for named in ((), (OANH.id,)):
        with pytest.raises(SeatsVanishError) as caught:
            change(SHORT, unseated=named)
        assert [place.id for place in caught.value.places] == [QUY.id]
    assert (store.read.meta(KEY), store.read.head()[0]) == (None, before)
    assert seats(store)[QUY.id] == "B06"


def test_who_was_named_loses_the_seat_on_record_and_its_lock_goes_with_it(change, store):
    lock_seats(store, ["B06", "C01"], at(39), locked=True, person="organiser")
    [gone] = change(SHORT, unseated=[QUY.id], action_id="change-1")
    assert (gone.id, gone.seat) == (QUY.id, "B06")
    assert seats(store) == {QUY.id: None, OANH.id: "B05", SOMEBODY.id: "B01"}
    record = store.read.history(QUY.id)[-1]
    assert (record.person, record.detail["what"]) == ("organiser", "seat")
    assert store.read.remark(record.seq) == "Ghế: B06 → (trống)"
    assert store.read.locked_seats() == {"C01"}
    assert store.read.first_fault() is None


def test_a_change_sent_twice_is_done_once(change, store):
    change(SHORT, unseated=[QUY.id], action_id="change-1")
    before = store.read.head()[0]
    assert change(SHORT, unseated=[QUY.id], action_id="change-1") == []
    assert store.read.head()[0] == before


def test_a_hall_that_somebody_else_has_changed_meanwhile_is_not_overwritten(change, store):
    change(RENAMED)
    with pytest.raises(ConflictError, match="người khác đã sửa hội trường"):
        change(SAMPLE)
    assert change(SAMPLE, seen=sign_of(RENAMED)) == []
    assert store.read.meta(KEY) == SAMPLE


def test_only_whose_seat_is_called_differently_is_told_to_the_doors_anew(change, store):
    before = store.read.head()[0]
    change(SAMPLE.replace('id = "H"\ny = 11.6', 'id = "H"\nlabel = "Hàng cuối"\ny = 11.6'))
    assert store.read.touched(before, 10) == []
    change(RENAMED, seen=sign_of(store.read.meta(KEY)))
    assert {place.id for _, place in store.read.touched(before, 10)} == {
        QUY.id,
        OANH.id,
        SOMEBODY.id,
    }


def heed(store, text):
    """The server starts with this file. Gives the places that the doors are told anew."""
    before = store.read.head()[0]
    heed_hall_file(store, text, read_hall_toml(FILE, text), at(41))
    return {place.id for _, place in store.read.touched(before, 100)}


def test_the_doors_are_told_whose_seat_another_file_calls_differently(store):
    invite(store)
    assert heed(store, SAMPLE) == set()  # nobody was told of any other
    assert heed(store, SAMPLE) == set()
    assert heed(store, RENAMED) == {QUY.id, OANH.id, SOMEBODY.id}
    assert heed(store, RENAMED) == set()
    assert store.read.first_fault() is None


def test_a_seat_that_another_file_no_longer_has_is_told_too_and_stays_on_the_list(store):
    invite(store)
    heed(store, SAMPLE)
    assert heed(store, SHORT) == {QUY.id}
    assert seats(store)[QUY.id] == "B06"


def test_a_file_beside_a_hall_that_was_changed_in_the_page_tells_nobody_anything(change, store):
    heed(store, SAMPLE)
    change(SAMPLE)
    assert heed(store, RENAMED) == set()


def test_a_file_before_that_nobody_can_read_any_more_has_all_told_anew(store):
    invite(store)
    store.write(lambda tx: tx.set_meta(FILE_KEY, "kind = 'of tomorrow'"))
    assert heed(store, SAMPLE) == {QUY.id, OANH.id, SOMEBODY.id}

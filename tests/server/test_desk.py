"""What the desk does with a guest, a place, a list: one transaction each."""

from dataclasses import replace

import pytest

from server import desk
from server.admission import Doors, Reason
from server.config import parse_config
from server.desk.editing import Edit, add_place, edit_places, last_edit
from server.desk.morning import note_call, welcome
from server.desk.seats import lock_seats
from server.errors import ConflictError, InvalidError, NotFoundError
from server.guests import Guest, Kind, Rsvp
from server.invitations import make_code, make_foreign_code, read_code
from server.storage import open_store
from tests.server.cast import (
    LET_IN,
    OANH,
    OPEN,
    QUY,
    SEEN_BEFORE,
    SOMEBODY,
    admit,
    at,
    invite,
    refused,
    scan,
)


def test_a_guest_with_a_code_is_admitted_once_and_told_when_the_second_time(store):
    code = invite(store)["DB016"]
    first = admit(store, code, minute=46)
    second = admit(store, code, station="Cửa B", minute=49)
    assert first.decision == LET_IN
    assert second.decision == SEEN_BEFORE
    assert (second.first.station, second.first.at) == ("Cửa A", at(46))
    assert list(store.read.admissions()) == ["DB016"]


def test_a_place_that_nobody_is_named_for_is_admitted_too(store):
    assert admit(store, invite(store)["DB018"]).decision == LET_IN


def test_the_same_scan_id_gives_the_same_answer_and_one_row(store):
    code = invite(store)["DB016"]
    made = scan(store, code)
    first = desk.admit(store, made, OPEN, at(40))
    again = desk.admit(store, made, OPEN, at(41))
    assert again == replace(first, replayed=True)
    assert len([r for r in store.read.scans() if r.kind == "scan"]) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("admit", "undo"),
        ("undo", "admit"),
        ("admit", "seat"),
        ("seat", "name"),
        ("name", "name back"),
        ("seat", "reissue"),
        ("seat", "close"),
        ("close", "reopen"),
        ("admit", "walk in"),
        ("walk in", "admit"),
        ("seat", "notice"),
        ("seat", "add"),
        ("lock", "unlock"),
        ("seat", "facts"),
    ],
)
def test_an_id_that_was_used_for_another_deed_is_refused_and_never_taken_for_this_one(
    store, first, second
):
    """Somebody is told "done" only of what was done."""
    invite(store)
    if first == "undo":
        desk.admit_by_hand(store, "DB016", "before", at(1))
    _DEEDS[first](store)
    rows = len(store.read.scans())
    with pytest.raises(ConflictError, match="đã dùng"):
        _DEEDS[second](store)
    assert len(store.read.scans()) == rows
    if first != "undo":  # there is nobody left to take back
        _DEEDS[first](store)
    assert len(store.read.scans()) == rows


_DEEDS = {
    "admit": lambda store: desk.admit_by_hand(store, "DB016", "once", at(2)),
    "undo": lambda store: desk.undo(store, "DB016", "once", at(2)),
    "walk in": lambda store: desk.walk_in(store, Guest("Khách Lạ"), "", "SBN", "once", at(2)),
    "seat": lambda store: desk.change_seat(store, "DB016", "C06", at(2), action_id="once"),
    "name": lambda store: desk.name_holder(
        store, "DB016", Guest("Người Khác"), at(2), action_id="once"
    ),
    "name back": lambda store: desk.name_holder(store, "DB016", None, at(2), action_id="once"),
    "reissue": lambda store: desk.reissue(store, "DB016", at(2), action_id="once"),
    "close": lambda store: desk.close_event(store, at(2), by={"action_id": "once"}),
    "reopen": lambda store: desk.close_event(store, at(2), closed=False, by={"action_id": "once"}),
    "notice": lambda store: desk.notify(store, "Xe đến", at(2), action_id="once"),
    "add": lambda store: add_place(store, QUY, at(2), action_id="once"),
    "lock": lambda store: lock_seats(store, ["A01"], at(2), locked=True, action_id="once"),
    "unlock": lambda store: lock_seats(store, ["A01"], at(2), locked=False, action_id="once"),
    "facts": lambda store: desk.change_facts(
        store, parse_config("").event, {"starts": "08:00"}, at(2), action_id="once"
    ),
}


def test_the_same_scan_id_with_another_code_is_an_error(store):
    codes = invite(store)
    made = scan(store, codes["DB016"], scan_id="s1")
    desk.admit(store, made, OPEN, at(40))
    with pytest.raises(ConflictError):
        desk.admit(store, scan(store, codes["DB017"], scan_id="s1"), OPEN, at(40))
    with pytest.raises(ConflictError):
        desk.admit(store, scan(store, "another text", scan_id="s1"), OPEN, at(40))


def test_two_foreign_texts_under_one_scan_id_are_noticed_though_neither_is_kept(store):
    desk.admit(store, scan(store, "999090000001|a|b|c|d|e|f", scan_id="s1"), OPEN, at(40))
    with pytest.raises(ConflictError):
        desk.admit(store, scan(store, "999090000002|a|b|c|d|e|f", scan_id="s1"), OPEN, at(40))
    rows = [tuple(row) for row in store.read.db.execute("SELECT * FROM scans")]
    assert "999090000001" not in repr(rows)


def test_a_reissued_code_says_replaced_and_the_new_one_is_admitted(store):
    old = invite(store)["DB016"]
    new, _desk_code = desk.reissue(store, "DB016", at(1))
    assert admit(store, old).decision == refused(Reason.REPLACED)
    assert admit(store, new).decision == LET_IN


def test_a_cancelled_place_says_cancelled_frees_its_seat_and_is_not_reissued(store):
    code = invite(store)["DB016"]
    place = desk.cancel(store, "DB016", "Gửi nhầm", at(1))
    assert (place.cancelled, place.seat) == ("Gửi nhầm", None)
    assert admit(store, code).decision == refused(Reason.CANCELLED)
    with pytest.raises(ConflictError):
        desk.reissue(store, "DB016", at(2))
    with pytest.raises(InvalidError):
        desk.cancel(store, "DB017", " ", at(2))


def test_a_code_of_another_event_and_an_unknown_one_are_told_apart(store):
    invite(store)
    assert admit(store, make_foreign_code(store.read.event_id)).decision == refused(
        Reason.WRONG_EVENT
    )
    unknown = make_code(store.read.event_id)
    assert admit(store, unknown).decision == refused(Reason.UNKNOWN_CODE)


def test_before_the_hour_and_after_the_close_nobody_is_admitted(store):
    code = invite(store)["DB016"]
    early = desk.admit(store, scan(store, code), Doors(opens=at(50)), at(40))
    desk.close_event(store, at(60))
    late = admit(store, code, minute=61)
    desk.close_event(store, at(62), closed=False)
    assert early.decision == refused(Reason.TOO_EARLY)
    assert late.decision == refused(Reason.CLOSED)
    assert admit(store, code, minute=63).decision == LET_IN


def test_an_admission_is_undone_as_a_new_fact_and_the_code_works_again(store):
    code = invite(store)["DB016"]
    admit(store, code, minute=40)
    undone = desk.undo(store, "DB016", "u1", at(41), reason="Bấm nhầm", person="Mai")
    assert undone.record.effect == "undo"
    assert store.read.admissions() == {}
    assert admit(store, code, minute=42).decision == LET_IN
    past = store.read.admission(undone.first.seq)
    assert (past.undone_at, past.undone_reason) == (at(41), "Bấm nhầm")


def test_an_undo_is_not_repeated_and_needs_somebody_inside(store):
    code = invite(store)["DB016"]
    admit(store, code)
    first = desk.undo(store, "DB016", "u1", at(41))
    admit(store, code, minute=42)
    assert desk.undo(store, "DB016", "u1", at(43)) == replace(first, replayed=True)
    assert "DB016" in store.read.admissions()
    with pytest.raises(ConflictError):
        desk.undo(store, "DB017", "u2", at(43))
    with pytest.raises(NotFoundError):
        desk.undo(store, "DB999", "u3", at(43))


def test_a_person_may_admit_by_hand_before_the_hour_and_only_once(store):
    invite(store)
    first = desk.admit_by_hand(store, "DB016", "h1", at(1), person="Mai")
    second = desk.admit_by_hand(store, "DB016", "h2", at(2), person="Mai")
    assert first.decision == LET_IN
    assert second.decision == SEEN_BEFORE
    assert desk.admit_by_hand(store, "DB016", "h1", at(3)).replayed


def test_a_stand_in_leaves_the_invited_person_on_record_and_takes_the_seat_that_was_said(store):
    invite(store)
    hanh = Guest("Lộc Thị Hạnh", "Bà", "Phó Giám đốc")
    place = desk.substitute(store, "DB016", hanh, at(1), seat="C06")
    assert (place.holder, place.coming, place.seat) == (QUY.holder, hanh, "C06")


def test_a_seat_is_never_held_by_two(store):
    invite(store)
    with pytest.raises(ConflictError):
        desk.set_seats(store, {"DB016": "B05"}, at(1))
    desk.set_seats(store, {"DB016": "B05", "DB017": "B06"}, at(2))
    assert [p.seat for p in store.read.invitations()] == ["B05", "B06", "B01"]


def test_naming_the_representative_keeps_the_code(store):
    code = invite(store)["DB018"]
    desk.name_holder(store, "DB018", Guest("Tô Quốc Khánh"), at(1))
    assert store.read.invitation("DB018").holder == Guest("Tô Quốc Khánh")
    assert admit(store, code).decision == LET_IN


def test_a_walk_in_is_inside_at_once_and_counted_as_what_it_is(store):
    invite(store)
    answer = desk.walk_in(store, Guest("Khách Lạ"), "Sở Z", "SBN", "w1", at(50), person="Mai")
    place = store.read.invitation(answer.record.invitation)
    assert (place.kind, place.position) == (Kind.WALK_IN, 19)
    assert place.id in store.read.admissions()
    assert desk.walk_in(store, Guest("Khách Lạ"), "Sở Z", "SBN", "w1", at(51)).replayed


def test_two_desks_that_receive_one_walk_in_under_one_action_call_the_guest_the_same(
    store, tmp_path
):
    invite(store)
    elsewhere = open_store(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    ids = {
        desk.walk_in(one, Guest("Khách Lạ"), "Sở Z", "SBN", action, at(50)).record.invitation
        for one, action in ((store, "w1"), (elsewhere, "w1"), (elsewhere, "w2"))
    }
    elsewhere.close()
    assert len(ids) == 2


def test_ten_thousand_foreign_codes_are_all_refused():
    passed = [read_code(make_code("other"), "this").reading for _ in range(10_000)]
    assert set(passed) <= {"other_event"}


def test_an_import_is_all_or_nothing(store):
    invite(store)
    twice_one_seat = [replace(QUY, seat="C01"), replace(OANH, seat="C01")]
    with pytest.raises(ConflictError):
        desk.put_list(store, twice_one_seat, at(1))
    assert store.read.invitations() == [QUY, OANH, SOMEBODY]
    assert store.read.first_fault() is None


def test_a_purge_leaves_the_counts_and_no_name_phone_or_note_anywhere_in_the_folder(store):
    place = replace(
        QUY, phone="0530000016", note="Liên hệ qua thư ký", substitute=Guest("Lộc Thị Hạnh")
    )
    code = invite(store, place)["DB016"]
    admit(store, code)
    desk.undo(store, "DB016", "u", at(41), reason="Nhầm với ông Bách")
    admit(store, code, minute=42)
    with pytest.raises(ConflictError):
        desk.purge(store, at(60))
    desk.close_event(store, at(60))
    assert desk.purge(store, at(61)) == 1
    left = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    for word in ("Quý", "0530000016", "thư ký", "Hạnh", "Bách"):
        assert word.encode() not in left
    after = store.read.invitation("DB016")
    assert (after.holder.name, after.substitute.name) == (desk.PURGED, desk.PURGED)
    assert list(store.read.admissions()) == ["DB016"]
    assert store.read.first_fault() is None


def test_a_frozen_headcount_is_on_record_with_its_moment(store):
    record = desk.freeze(store, {"present": 72}, at(60))
    assert store.read.record(record.seq).detail == {"what": "freeze", "headcount": {"present": 72}}


def test_an_action_under_an_id_that_was_used_is_not_done_again(store):
    invite(store)
    desk.change_seat(store, "DB016", "C06", at(1), person="Mai", action_id="a1")
    desk.change_seat(store, "DB016", "C07", at(2), person="Mai", action_id="a2")
    assert desk.change_seat(store, "DB016", "C06", at(3), action_id="a1").seat == "C07"
    with pytest.raises(ConflictError):
        desk.change_seat(store, "DB017", "C08", at(4), action_id="a1")


def test_two_guests_change_places_in_one_action(store):
    invite(store)
    moved = desk.swap_seats(store, "DB016", "DB017", at(1), person="Mai", action_id="a1")
    assert moved.seat == "B05"
    assert [p.seat for p in store.read.invitations()] == ["B05", "B06", "B01"]
    assert store.read.first_fault() is None
    with pytest.raises(InvalidError):
        desk.swap_seats(store, "DB016", "DB016", at(2))


def test_a_stand_in_may_keep_the_seat_by_word_alone(store):
    invite(store)
    stays = desk.substitute(store, "DB016", Guest("Ai"), at(1), seat=desk.Seat.KEPT)
    assert stays.seat == "B06"
    with pytest.raises(ConflictError, match="Ghế B05 đã bố trí cho Bà Hoàng Thị Kim Oanh"):
        desk.substitute(store, "DB016", Guest("Ai"), at(2), seat="B05")


def test_the_words_of_an_action_stand_beside_the_journal_and_not_in_it(store):
    invite(store)
    desk.substitute(store, "DB016", Guest("Lộc Thị Hạnh"), at(1), seat=None, announced=False)
    record = store.read.scans()[-1]
    assert record.detail == {"what": "substitute", "announced": False, "seat_before": "B06"}
    assert "Hạnh" in store.read.remark(record.seq)
    assert store.read.notices() == [store.read.remark(record.seq)]


def test_documents_are_given_and_taken_back(store):
    invite(store)
    given = desk.give_documents(store, "DB016", at(1), given=True, person="Mai")
    assert desk.give_documents(store, "DB016", at(2), given=True) == given
    assert desk.documents_given(store.read.history("DB016")) == given
    assert desk.give_documents(store, "DB016", at(3), given=False) is None
    assert desk.documents_given(store.read.history("DB016")) is None


def test_an_answer_given_for_a_guest_keeps_its_reason_only_while_they_stay_away(store):
    invite(store)
    away = desk.set_rsvp(store, "DB016", Rsvp.NOT_COMING, "Đi công tác", at(1))
    assert (away.rsvp, away.rsvp_reason) == (Rsvp.NOT_COMING, "Đi công tác")
    back = desk.set_rsvp(store, "DB016", Rsvp.COMING, "Đi công tác", at(2))
    assert (back.rsvp, back.rsvp_reason) == (Rsvp.COMING, None)


def test_a_whole_unit_is_marked_present_once(store):
    invite(store, QUY, replace(OANH, rsvp=Rsvp.NOT_COMING), SOMEBODY)
    admit(store, store.read.codes("DB018")[0].code)
    done = desk.admit_many(store, lambda place: place.group == "SBN", "m1", at(45), person="Mai")
    assert [answer.record.invitation for answer in done.answers] == ["DB016"]
    assert [(place.id, why) for place, why in done.skipped] == [
        ("DB017", "excused"),
        ("DB018", "inside"),
    ]
    again = desk.admit_many(store, lambda place: place.group == "SBN", "m1", at(46))
    assert [answer.replayed for answer in again.answers] == [True]
    assert store.read.first_fault() is None


def test_a_notice_stays_until_somebody_puts_it_away(store):
    invite(store)
    record = desk.notify(store, "Thiếu ghế.", at(1), invitation_id="DB016", station="Bàn 1")
    assert store.read.notices() == ["Bàn 1: Thiếu ghế (Ông Lý Văn Quý, Giám đốc, Sở A)."]
    first = desk.put_away(store, record.seq, at(2), person="Mai")
    assert desk.put_away(store, record.seq, at(3), person="Lan") == first
    assert store.read.notices() == []
    with pytest.raises(NotFoundError):
        desk.put_away(store, 999, at(3))
    with pytest.raises(InvalidError):
        desk.notify(store, " ", at(3))


def test_a_telephone_call_or_a_welcome_makes_no_edit_of_the_list_stale(store):
    code = invite(store)["DB016"]
    seen = last_edit(store.read, "DB016")
    arrived = admit(store, code).record
    note_call(store, "DB016", "Đang trên đường", at(1))
    welcome(store, arrived.seq, at(2))
    edited = Edit("DB016", seen, replace(QUY, note="Đến muộn"))
    assert [place.note for place in edit_places(store, [edited], at(3))] == ["Đến muộn"]


def test_what_people_wrote_is_purged_with_the_names(store):
    invite(store)
    desk.notify(store, "Ông Bách cần xe lăn", at(1), station="Bàn 1")
    desk.name_holder(store, "DB018", None, at(2), reason="Nhầm với ông Bách")
    desk.close_event(store, at(60))
    desk.purge(store, at(61))
    left = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    assert "Bách".encode() not in left

"""The hall rearranged: what stays when the rule is asked again, who moves up, and the reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import parse_config
from server.guests import Award, Guest, Rsvp
from server.hall_file import load_hall
from server.invitations import Invitation
from server.reseating import moves_up, reasons, reseat
from tests.server.sample_guests import sample_invitations

EVENT = parse_config("").event
GROUPS, HOST = EVENT.groups, EVENT.organisers.host
HALL = load_hall()
SAMPLE = sample_invitations()
UNSEATED = [replace(one, seat=None) for one in SAMPLE]


def guest(name, title, seat=None, group="SBN", **rest):
    return Invitation(
        id=name, group=group, organisation="Sở A", holder=Guest(name, None, title),
        position=int(name), seat=seat, **rest,
    )  # fmt: skip


def seated(people, **how):
    plan = reseat(HALL, people, GROUPS, **how)
    given_seats = {move.invitation: move.after for move in plan.moves}
    return [replace(one, seat=given_seats.get(one.id, one.seat)) for one in people]


def changes(people, **how):
    plan = reseat(HALL, people, GROUPS, **how)
    return {move.invitation: (move.before, move.after) for move in plan.moves}


def test_the_rule_seats_the_sample_and_asked_again_changes_nothing():
    plan = reseat(HALL, UNSEATED, GROUPS, host=HOST)
    assert (len(plan.moves), plan.kept) == (90, 0)
    assert plan.kept_free.keys() == {"D11"}
    again = reseat(HALL, seated(UNSEATED, host=HOST), GROUPS, host=HOST)
    assert (again.moves, again.kept) == ((), 90)


def test_a_locked_seat_keeps_its_guest_or_stays_empty():
    people = [guest("1", "Giám đốc", "C01"), guest("2", "Phó Giám đốc")]
    assert changes(people) == {"1": ("C01", "B06"), "2": (None, "B07")}
    assert changes(people, locked={"C01"}) == {"2": (None, "B06")}
    assert changes(people, locked={"C01", "B06"}) == {"2": (None, "B07")}


def test_who_is_in_the_hall_already_is_not_asked_to_stand_up():
    people = [guest("1", "Giám đốc", "C01"), guest("2", "Phó Giám đốc", "B06")]
    assert changes(people, present={"2"}) == {"1": ("C01", "B07")}


def test_who_needs_no_seat_and_got_one_by_hand_keeps_it():
    people = [guest("1", "Kỹ thuật", "B06", note="không bố trí ghế"), guest("2", "Giám đốc")]
    assert changes(people) == {"2": (None, "B07")}


def test_who_finds_no_seat_any_more_is_told_and_not_dropped_in_silence():
    crowd = [guest(str(n), "Chuyên viên", group="CCVC") for n in range(1, 98)]
    full = [replace(crowd[-1], seat="E06"), *crowd[:-1]]
    plan = reseat(HALL, full, GROUPS)
    [gone] = [move for move in plan.moves if move.after is None]
    assert (gone.invitation, gone.before, gone.reason) == ("97", "E06", "Hội trường đã hết ghế.")
    assert "97" in {doubt.invitation for doubt in plan.doubts}


@given(
    st.lists(st.sampled_from([one.id for one in SAMPLE]), max_size=40),
    st.lists(st.sampled_from([seat.id for seat in HALL.seats]), max_size=20),
)
def test_whatever_is_settled_the_new_hall_has_one_guest_a_seat(present, locked):
    after = seated(SAMPLE, present=present, locked=locked, host=HOST)
    taken = [one.seat for one in after if one.seat]
    assert len(set(taken)) == len(taken)
    before = {one.id: one.seat for one in SAMPLE}
    for one in after:
        if one.id in present or before[one.id] in locked:
            assert one.seat == before[one.id]
        elif one.seat != before[one.id]:
            assert one.seat not in locked


def test_each_seat_tells_its_zone_its_place_the_title_and_the_rule():
    why = reasons(HALL, seated(UNSEATED, host=HOST), GROUPS, host=HOST)
    assert why["DB016"].rule == "B06"
    assert why["DB016"].facts == (
        "Khu «Lãnh đạo sở, ban, ngành» dành cho nhóm SBN",
        "Chỗ thứ 1 theo lễ tân của hàng B",
        "Giám đốc: thứ 1 trong 17 đại biểu nhóm SBN",
        "Đúng theo lễ tân: Khu «Lãnh đạo sở, ban, ngành», nhóm SBN: Giám đốc.",
    )
    assert "Chỗ dành cho xe lăn" in why["DB079"].facts
    assert any(fact.startswith("Nhận khen thưởng") for fact in why["DB061"].facts)


def test_a_seat_given_by_hand_says_so_and_where_the_rule_would_have_it():
    people = [guest("1", "Giám đốc", "A06")]
    [why] = reasons(HALL, people, GROUPS).values()
    assert (why.rule, why.facts[-1]) == ("B06", "Xếp tay: theo lễ tân là ghế B06")
    assert why.facts[0].endswith("đại biểu thuộc nhóm SBN")
    [locked] = reasons(HALL, people, GROUPS, locked={"A06"}).values()
    assert locked.facts[-1].startswith("Ghế đang khóa")


def test_who_needs_no_seat_or_finds_none_is_told_too():
    technician = guest("1", "Kỹ thuật", "H06", note="không bố trí ghế")
    [why] = reasons(HALL, [technician], GROUPS).values()
    assert (why.rule, why.facts[-1]) == (None, "Xếp tay: danh sách ghi không bố trí ghế")


def offered(people, present, **how):
    found = moves_up(HALL, people, GROUPS, present, **how)
    return {offer.seat: (offer.invitation, offer.before, offer.holder) for offer in found}


def all_seats_but(*empty):
    """Fill the front half, but for these seats, with guests who are not asked to move."""
    seats = [s.id for s in HALL.seats if s.row in "ABCD" and not s.wheelchair]
    stay = {"award": Award()}
    return [
        guest(str(100 + n), "Giám đốc", s, **stay) for n, s in enumerate(seats) if s not in empty
    ]


def test_an_empty_seat_in_front_goes_to_the_group_of_its_zone_then_by_protocol():
    full = all_seats_but("B06", "D06")
    behind = [
        guest("1", "Giám đốc", "F01", "PBVP"),
        guest("2", "Chuyên viên", "G01", "CCVC"),
        guest("3", "Phó Giám đốc", "H02"),
    ]
    everybody = [*full, *behind]
    here = {one.id for one in everybody}
    assert offered(everybody, here) == {"B06": ("3", "H02", None), "D06": ("2", "G01", None)}
    without = here - {"3", "2"}
    assert offered(everybody, without) == {"B06": ("1", "F01", None)}


def test_whoever_sits_nearer_and_ranks_higher_goes_first_and_leaves_the_next_seat():
    people = [*all_seats_but("B06", "C01"), guest("1", "Giám đốc", "C01")]
    people.append(guest("2", "Phó Giám đốc", "F01"))
    here = {one.id for one in people}
    assert offered(people, here) == {"B06": ("1", "C01", None)}
    moved = [replace(one, seat="B06") if one.id == "1" else one for one in people]
    assert offered(moved, here) == {"C01": ("2", "F01", None)}


def test_a_seat_of_who_is_not_coming_is_empty_and_its_holder_gets_the_other():
    full = all_seats_but("B06")
    absent = guest("1", "Giám đốc", "B06", rsvp=Rsvp.NOT_COMING)
    behind = guest("2", "Phó Giám đốc", "F01")
    here = {one.id for one in full} | {"2"}
    assert offered([*full, absent, behind], here) == {"B06": ("2", "F01", "1")}
    if_they_come = here | {"1"}
    assert offered([*full, absent, behind], if_they_come) == {}


def test_the_seat_of_who_is_late_is_offered_when_asked_but_never_a_leaders():
    full = all_seats_but("B06", "A06")
    late, leader = guest("1", "Giám đốc", "B06"), guest("2", "Chủ tịch", "A06", "LDT")
    behind = guest("3", "Phó Giám đốc", "F01")
    everybody, here = [*full, late, leader, behind], {one.id for one in full} | {"3"}
    assert offered(everybody, here) == {}
    assert offered(everybody, here, late=True) == {"B06": ("3", "F01", "1")}


@pytest.mark.parametrize(
    "one",
    [
        guest("1", "Chuyên viên", "F01", award=Award()),
        guest("1", "Chuyên viên", "H01", support="Xe lăn"),
        guest("1", "Phóng viên", "H08", "BC"),
        guest("1", "Giám đốc", "CT3"),
        guest("1", "Giám đốc", None),
    ],
)
def test_who_must_stay_where_they_are_is_not_asked_to_move(one):
    people = [*all_seats_but("B06"), one]
    assert offered(people, {p.id for p in people}) == {}


def test_a_locked_seat_is_neither_filled_nor_left_and_company_keeps_its_seat():
    people = [*all_seats_but("B06", "D11"), guest("1", "Giám đốc", "F01")]
    wheels = guest("2", "Chuyên viên", "D12", support="Xe lăn", note="có 01 người đi cùng")
    here = {one.id for one in people} | {"2"}
    assert offered([*people, wheels], here) == {"B06": ("1", "F01", None)}
    assert offered([*people, wheels], here, locked={"B06"}) == {}
    assert offered([*people, wheels], here, locked={"F01"}) == {}
    assert offered(people, here)["B06"] == ("1", "F01", None)

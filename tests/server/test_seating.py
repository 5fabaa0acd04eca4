"""Protocol in the hall: the sample's own morning, each rule alone, and what must always hold."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import parse_config
from server.guests import Award, Guest
from server.hall.toml_form import read_hall_toml
from server.hall_file import load_hall
from server.invitations import Invitation
from server.seating import assign, fitting_seats, protocol_order, rank_of
from tests.server.sample_guests import sample_invitations

EVENT = parse_config("").event
GROUPS = EVENT.groups
HOST = EVENT.organisers.host
HALL = load_hall()
SAMPLE = sample_invitations()
BY_ID = {one.id: one for one in SAMPLE}


def seated(*people, hall=HALL, **how):
    return assign(hall, people, GROUPS, **how)


@pytest.fixture(scope="module")
def sample():
    return assign(HALL, SAMPLE, GROUPS, host=HOST)


def guest(name, title, group="SBN", **rest):
    position = rest.pop("position", int(name) if name.isdigit() else 1)
    return Invitation(
        id=name, group=group, organisation="Sở A", holder=Guest(name, None, title),
        position=position, **rest,
    )  # fmt: skip


def in_order(assignment, zone):
    """The guests of a zone, from its place of honour on."""
    seats = sorted((s for s in HALL.seats if s.zone == zone), key=lambda s: s.order)
    at = {seat: one for one, seat in assignment.seats.items()}
    return [at[seat.id] for seat in seats if seat.id in at]


def test_every_guest_of_the_sample_who_takes_a_seat_has_one_of_their_own(sample):
    assert len(set(sample.seats.values())) == 90
    assert BY_ID.keys() - sample.seats.keys() == {"DB047", "DB090"}
    assert sample.doubts == ()
    assert sample.reasons.keys() == sample.seats.keys()


def test_the_chair_sits_in_the_middle_of_the_table_with_the_co_chair_and_the_host(sample):
    assert {one: sample.seats[one] for one in ("DB001", "DB003", "DB041")} == {
        "DB001": "CT3",
        "DB003": "CT2",
        "DB041": "CT4",
    }


def test_the_commended_sit_together_in_row_d_and_leaders_of_units_in_their_own(sample):
    commended = [one.id for one in SAMPLE if one.award and one.group in ("TT", "CCVC", "NVDV")]
    assert {sample.seats[one][0] for one in commended} == {"D"}
    walking = sorted(sample.seats[one] for one in commended if one != "DB079")
    assert walking == ["D03", "D04", "D05", "D06", "D07", "D08", "D09"]
    assert sample.seats["DB016"] == "B06"
    assert sample.seats["DB033"][0] == "A"


def test_the_wheelchair_has_its_place_and_the_companion_the_seat_beside_it(sample):
    assert sample.seats["DB079"] == "D12"
    assert sample.kept_free == {"D11": "Để trống cho người đi cùng Lộc Văn Thịnh (Sở A)."}
    assert "D11" not in sample.seats.values()


def test_the_press_has_its_side_of_the_last_row_to_itself(sample):
    press = {sample.seats[one.id] for one in SAMPLE if one.group == "BC" and one.id != "DB090"}
    assert press == {"H07", "H08", "H09", "H10", "H11", "H12"}


def test_departments_sit_as_the_organisers_own_worked_plan_has_them(sample):
    theirs = {one.id: one.seat for one in SAMPLE if one.group in ("SBN", "CTS")}
    assert {one: sample.seats[one] for one in theirs} == theirs


def test_within_each_row_and_group_nobody_sits_before_a_higher_title(sample):
    for zone in ("A", "B", "C", "E", "F", "G", "H", "BC"):
        people = [BY_ID[one] for one in in_order(sample, zone)]
        groups = [one.group for one in people]
        assert groups == sorted(groups, key=groups.index)
        for code in set(groups):
            ranks = [rank_of(one) for one in people if one.group == code]
            assert ranks == sorted(ranks)


def test_each_seat_tells_why(sample):
    assert sample.reasons["DB001"] == "Chủ trì."
    assert sample.reasons["DB041"] == "Đứng đầu đơn vị chủ nhà."
    assert sample.reasons["DB061"] == "Nhận khen thưởng, ngồi liền nhau: Chuyên viên."
    assert sample.reasons["DB026"] == "Khu «Lãnh đạo sở, ban, ngành», nhóm SBN: Giám đốc."
    assert sample.reasons["DB019"].endswith("Phó Giám đốc, xếp theo chức vụ người dự thay.")


def test_a_hall_with_one_zone_a_row_seats_everybody_too():
    one_zone_a_row = replace(
        HALL,
        zones=tuple(
            replace(zone, groups=("TT", "BC")) if zone.id == "H" else zone
            for zone in HALL.zones
            if zone.id != "BC"
        ),
        seats=tuple(replace(s, zone="H") if s.zone == "BC" else s for s in HALL.seats),
    )
    assignment = assign(one_zone_a_row, SAMPLE, GROUPS, host=HOST)
    assert len(assignment.seats) == 90
    assert assignment.doubts == ()


def test_higher_titles_sit_nearer_the_middle_and_equals_as_listed():
    got = seated(
        guest("1", "Phó Giám đốc"), guest("2", "Giám đốc"), guest("3", "Phó Giám đốc"),
        guest("4", "Chánh Văn phòng Sở"),
    )  # fmt: skip
    assert got.seats == {"2": "B06", "1": "B07", "3": "B05", "4": "B08"}


def test_a_stand_in_ranks_by_their_own_title_after_their_equals():
    stand_in = replace(
        guest("1", "Giám đốc"), substitute=Guest("Lộc Thị Hạnh", "Bà", "Phó Giám đốc")
    )
    got = seated(stand_in, guest("2", "Phó Giám đốc"), guest("3", "Trưởng phòng"))
    assert got.seats == {"2": "B06", "1": "B07", "3": "B05"}


def test_a_rank_set_by_hand_goes_before_the_title():
    got = seated(guest("1", "Giám đốc"), guest("2", "Chuyên viên", rank=1))
    assert got.seats == {"2": "B06", "1": "B07"}


def test_the_commended_sit_in_the_order_of_the_awards_once_it_is_known():
    got = seated(
        guest("1", "Chuyên viên", "CCVC", award=Award(order=2)),
        guest("2", "Chuyên viên", "CCVC", award=Award(order=1)),
        guest("3", "Chuyên viên", "CCVC", award=Award()),
    )
    assert got.seats == {"2": "D06", "1": "D07", "3": "D05"}


@pytest.mark.parametrize(
    "note", ["Kỹ thuật - không bố trí ghế", "Không bố trí ghế", "KHÔNG BỐ TRÍ CHỖ NGỒI"]
)
def test_who_takes_no_seat_on_purpose_gets_none_and_raises_no_doubt(note):
    got = seated(guest("1", "Chuyên viên", note=note))
    assert (got.seats, got.doubts) == ({}, ())


def test_a_cancelled_place_takes_no_seat():
    assert seated(guest("1", "Giám đốc", cancelled="trùng")).seats == {}


@pytest.mark.parametrize(
    ("note", "seat"),
    [
        ("Chủ trì; báo lãnh đạo", "CT3"),
        ("Đồng chủ trì", "CT3"),
        ("Đi cùng đoàn; chủ trì", "CT3"),
        ("Phòng không chủ trì nội dung này", "B06"),
        ("Thư ký của đồng chí chủ trì", "B06"),
        (None, "B06"),
    ],
)
def test_the_table_is_for_those_whose_note_says_that_they_chair(note, seat):
    assert seated(guest("1", "Giám đốc", note=note)).seats == {"1": seat}


def test_who_chairs_sits_in_the_middle_even_beside_a_higher_co_chair():
    got = seated(
        guest("1", "Chủ tịch", "LDT", note="Đồng chủ trì"), guest("2", "Giám đốc", note="Chủ trì")
    )
    assert got.seats == {"2": "CT3", "1": "CT2"}


def test_a_deputy_of_the_host_does_not_take_the_hosts_place_at_the_table():
    deputy = guest("1", "Phó Giám đốc", "TT")
    assert seated(deputy, host="Sở A").seats == {"1": "D06"}
    assert seated(replace(deputy, holder=Guest("1", None, "Giám đốc")), host="Sở A").seats == {
        "1": "CT3"
    }


def test_a_table_that_is_full_sends_the_rest_to_their_rows_and_says_so():
    got = seated(*(guest(str(n), "Giám đốc", note="Đồng chủ trì") for n in range(1, 7)))
    assert got.seats["6"] == "B06"
    assert [d.message for d in got.doubts] == ["6 (Sở A): bàn chủ trì đã đủ người."]


def test_what_is_fixed_stays_and_the_others_fill_around_it():
    got = seated(guest("1", "Giám đốc"), guest("2", "Phó Giám đốc"), fixed={"2": "B06"})
    assert got.seats == {"2": "B06", "1": "B07"}
    assert got.reasons["2"] == "Giữ ghế đã chọn."


def test_a_fixed_seat_that_is_not_there_or_given_twice_is_told_and_made_good():
    got = seated(
        guest("1", "Giám đốc"), guest("2", "Phó Giám đốc"), guest("3", "Phó Giám đốc"),
        fixed={"1": "Z99", "2": "B01", "3": "B01"},
    )  # fmt: skip
    assert got.seats == {"2": "B01", "1": "B06", "3": "B07"}
    assert [d.invitation for d in got.doubts] == ["1", "3"]
    assert "Z99" in got.doubts[0].message


def test_only_beside_a_wheelchair_is_a_seat_kept_for_company():
    company = guest("1", "Giám đốc", note="có 01 người nhà đi cùng")
    assert seated(company, fixed={"1": "B06"}).kept_free == {}
    on_wheels = replace(company, support="Xe lăn")
    assert seated(on_wheels, fixed={"1": "B06"}).kept_free.keys() == {"B05"}


def test_a_third_wheelchair_finds_no_place_of_its_own_and_the_organisers_hear_of_it():
    got = seated(*(guest(str(n), "Chuyên viên", "CCVC", support="Xe lăn") for n in (1, 2, 3)))
    assert {got.seats["1"], got.seats["2"]} == {"D12", "H01"}
    assert got.seats["3"] not in {"D12", "H01"}
    assert [d.message for d in got.doubts] == ["3 (Sở A): không còn chỗ dành cho xe lăn."]


def test_a_group_that_outgrows_its_zones_is_seated_behind_them_with_a_word():
    got = seated(*(guest(f"{n:02d}", "Giám đốc", "DVPH") for n in range(1, 15)))
    assert [got.seats[f"{n:02d}"] for n in (12, 13, 14)] == ["A12", "B06", "B07"]
    assert [d.invitation for d in got.doubts] == ["13", "14"]
    assert got.doubts[0].message == "13 (Sở A): khu dành riêng đã hết chỗ, tạm xếp ghế B06."


def test_a_spare_seat_is_sought_behind_the_group_before_it_is_sought_in_front():
    got = seated(*(guest(f"{n:02d}", "Giám đốc", "CTS") for n in range(1, 14)))
    assert got.seats["13"] == "D06"


def test_a_group_that_the_hall_does_not_know_sits_at_the_back():
    got = seated(guest("1", "Giám đốc", "XYZ"))
    assert got.seats == {"1": "H06"}
    assert len(got.doubts) == 1


def test_more_guests_than_seats_leaves_nobody_out_in_silence():
    crowd = [guest(f"{n:03d}", "Chuyên viên", "CCVC") for n in range(120)]
    got = seated(*crowd)
    assert len(got.seats) == 96
    told = {d.invitation for d in got.doubts if "hết ghế" in d.message}
    assert told == {one.id for one in crowd} - got.seats.keys()


def test_a_thousand_seats_are_given_at_once():
    rows = "".join(f'[[rows]]\nid = "{n}"\ny = {n}\n' for n in range(1, 26))
    zones = (
        '[[zones]]\nid = "X"\nname = "X"\nname_en = "X"\ngroups = ["SBN"]\n'
        f"seats = {[str(n) for n in range(1, 6)]}\n"
    )
    hall = read_hall_toml(
        "big.toml",
        'id = "big"\nname = "b"\nname_en = "b"\nwidth = 40\ndepth = 40\n'
        'fill = "centre-out-left-first"\n'
        '[[blocks]]\nid = "M"\nname = "m"\nname_en = "m"\nseats = [1, 40]\nx = 0\npitch = 1\n'
        + rows
        + zones,
    )
    crowd = [guest(f"{n:04d}", "Giám đốc") for n in range(1000)]
    began = perf_counter()
    got = seated(*crowd, hall=hall)
    assert len(set(got.seats.values())) == 1000
    assert perf_counter() - began < 5


def test_the_order_of_protocol_is_group_then_title_then_list():
    order = protocol_order(
        [
            guest("1", "Chuyên viên", "CCVC"),
            guest("2", "Phó Giám đốc"),
            guest("3", "Giám đốc"),
            guest("4", "Giám đốc", "PBVP"),
            guest("5", "Chủ tịch", "XYZ"),
        ],
        GROUPS,
    )
    assert [one.id for one in order] == ["3", "2", "4", "1", "5"]


# Small, so that it is often too small, with one of each thing that a rule speaks of.
SMALL = read_hall_toml(
    "small.toml",
    """
    id = "s"
    name = "s"
    name_en = "s"
    width = 6
    depth = 6
    fill = "centre-out-right-first"
    head_table = { id = "T", label = "B", label_en = "B", seats = 2, x = 2, y = 0, pitch = 1 }
    blocks = [
        { id = "T", name = "t", name_en = "l", seats = [1, 2], x = 1, pitch = 1 },
        { id = "P", name = "p", name_en = "r", seats = [3, 4], x = 4, pitch = 1 },
    ]
    rows = [
        { id = "A", y = 1 },
        { id = "B", y = 2, wheelchair = [4] },
        { id = "C", y = 3, fill = "left-to-right" },
    ]
    zones = [
        { id = "A", name = "A", name_en = "A", seats = ["A"], groups = ["LDT", "SBN"] },
        { id = "B", name = "B", name_en = "B", seats = ["B"], groups = ["TT"], award = true },
        { id = "P", name = "P", name_en = "P", seats = ["C03-C04"], groups = ["BC"], press = true },
    ]
    """,
)
people = st.builds(
    guest,
    st.just("0"),
    st.sampled_from(["Giám đốc", "Phó Giám đốc", "Chuyên viên", None]),
    st.sampled_from(["LDT", "SBN", "TT", "BC", "XYZ"]),
    note=st.sampled_from([None, None, "Chủ trì", "không bố trí ghế", "có 01 người đi cùng"]),
    support=st.sampled_from([None, None, "Xe lăn"]),
    award=st.sampled_from([None, None, Award(), Award(order=1)]),
    cancelled=st.sampled_from([None, None, None, "trùng"]),
)
crowds = st.lists(people, max_size=18).map(
    lambda crowd: [replace(one, id=f"{n:02d}", position=n) for n, one in enumerate(crowd)]
)
choices = st.dictionaries(
    st.integers(0, 17).map(lambda n: f"{n:02d}"),
    st.sampled_from([*(seat.id for seat in SMALL.seats), "Z99"]),
    max_size=4,
)


@given(crowds, choices, st.randoms(use_true_random=False))
def test_each_sits_once_or_is_told_of_in_whatever_order_they_are_listed(crowd, fixed, shuffle):
    got = assign(SMALL, crowd, GROUPS, fixed=fixed, host="Sở A")
    seats = list(got.seats.values())
    assert len(seats) == len(set(seats))
    assert {*seats, *got.kept_free} <= {seat.id for seat in SMALL.seats}
    assert not got.kept_free.keys() & set(seats)
    takes_seat = {
        one.id for one in crowd if one.cancelled is None and one.note != "không bố trí ghế"
    }
    assert got.seats.keys() <= takes_seat
    assert takes_seat - got.seats.keys() <= {d.invitation for d in got.doubts}
    shuffle.shuffle(crowd)
    assert assign(SMALL, crowd, GROUPS, fixed=fixed, host="Sở A") == got


@given(crowds)
def test_seating_again_with_all_seats_fixed_changes_nothing(crowd):
    first = assign(SMALL, crowd, GROUPS)
    assert assign(SMALL, crowd, GROUPS, fixed=first.seats).seats == first.seats


def fitting(one, *, without=()):
    others = [replace(p, seat=None) if p.id in without else p for p in SAMPLE]
    return [seat.id for seat in fitting_seats(HALL, others, GROUPS, one)]


def standing_in(place, title):
    return replace(BY_ID[place], substitute=Guest("Vi Văn Thay", "Ông", title))


def test_a_stand_in_is_offered_a_free_seat_of_the_unit_behind_those_who_rank_before_them():
    assert fitting(standing_in("DB016", "Chuyên viên"), without={"DB018", "DB029"})[0] == "C05"
    assert fitting(standing_in("DB016", "Giám đốc"), without={"DB018", "DB029"})[0] == "B01"
    assert fitting(standing_in("DB016", "Giám đốc"))[0].startswith("H")


def test_a_group_without_a_zone_sits_in_the_seats_without_one_and_raises_no_doubt():
    got = seated(guest("1", "Phó Giám đốc", "XYZ"), guest("2", "Giám đốc", "XYZ"), hall=SMALL)
    assert got.seats == {"2": "C01", "1": "C02"}
    assert got.reasons["2"] == "Theo thứ tự lễ tân, nhóm XYZ: Giám đốc."
    assert got.doubts == ()


def test_who_is_commended_sits_apart_and_puts_nobody_behind_their_row():
    commended = replace(BY_ID["DB026"], award=BY_ID["DB061"].award, seat="D11")
    others = [commended if p.id == "DB026" else p for p in SAMPLE if p.id not in {"DB018", "DB029"}]
    assert fitting_seats(HALL, others, GROUPS, standing_in("DB016", "Giám đốc"))[0].id == "B07"


def test_where_the_zones_are_full_the_seats_behind_come_before_the_front_row():
    offered = fitting(standing_in("DB016", "Chuyên viên"))
    assert offered[0].startswith("H")
    taken = {one.seat for one in SAMPLE}
    assert [seat for seat in offered if seat in taken or seat.startswith("CT")] == []
    assert "D11" not in offered

"""The headcount: the four rows of the sample's morning, the sentence, and a tally that holds."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import server
from server.config import parse_config
from server.event import Style
from server.guests import Guest, Kind, Rsvp
from server.headcount import (
    Headcount,
    Place,
    Tally,
    Turnout,
    count,
    headcount_document,
    sentence,
)
from tests.server.cast import QUY

EVENT = parse_config("").event
STYLE = Style()
EIGHT = datetime(2023, 11, 17, 8, 0, tzinfo=EVENT.timezone)


def morning(clock):
    """The sample's places as they are at this hour, from its simulated arrivals."""
    sample = Path(server.__file__).parent / "sample" / "guests.csv"
    with sample.open(encoding="utf-8", newline="") as file:
        return [
            Place(
                group=row["Mã nhóm"],
                press=row["Mã nhóm"] == "BC",
                excused=row["Trạng thái phản hồi"] == "Báo vắng",
                substitute=row["Loại"] == "dự thay",
                present="" < row["Mô phỏng giờ đến"] <= clock,
            )
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(
    ("clock", "numbers"),
    [
        ("07:30", (85, 23, 62, 4, 58, 0, 27.1)),
        ("07:45", (85, 52, 33, 4, 29, 1, 61.2)),
        ("08:00", (85, 72, 13, 4, 9, 3, 84.7)),
        ("23:59", (85, 76, 9, 4, 5, 3, 89.4)),
    ],
)
def test_the_samples_morning_adds_up(clock, numbers):
    c = count(morning(clock))
    told = (c.invited, c.present, c.absent, c.excused, c.unexplained, c.substitutes, c.rate)
    assert told == numbers


@pytest.mark.parametrize(
    ("clock", "numbers"), [("08:00", (92, 78, 84.8)), ("23:59", (92, 82, 89.1))]
)
def test_with_the_press_inside_the_sums_are_others(clock, numbers):
    c = count(morning(clock), count_press=True)
    assert (c.invited, c.present, c.rate) == numbers


def test_at_eight_each_group_and_the_press_stand_as_they_came():
    c = count(morning("08:00"))
    assert c.press == Turnout(7, 6)
    assert c.by_group == {
        "LDT": (2, 1),
        "LDVP": (4, 3),
        "PBVP": (9, 8),
        "SBN": (17, 14),
        "DVPH": (4, 4),
        "CTS": (4, 4),
        "TT": (14, 14),
        "CCVC": (25, 19),
        "NVDV": (6, 5),
        "BC": (7, 6),
    }


def test_the_sentence_for_the_chair():
    assert sentence(count(morning("08:00")), EIGHT, STYLE) == (
        "Tổng số đại biểu được mời: 85. Có mặt: 72 đại biểu, đạt 84,7% "
        "(trong đó 03 đại biểu dự thay). "
        "Vắng: 13 đại biểu, trong đó có lý do: 04, chưa rõ lý do: 09. "
        "Phóng viên báo chí: 06 đồng chí. "
        "Số liệu chốt lúc 08 giờ 00 phút ngày 17/11/2023."
    )


def test_an_internal_meeting_says_summoned_and_counts_its_press_inside():
    style = replace(STYLE, invited_word="triệu tập", count_press_in_headcount=True)
    said = sentence(count(morning("08:00"), count_press=True), EIGHT, style)
    assert said.startswith("Tổng số đại biểu được triệu tập: 92. Có mặt: 78 đại biểu, đạt 84,8% ")
    assert "Trong đó phóng viên báo chí: 06 đồng chí." in said


AT_EIGHT = "Số liệu chốt lúc 08 giờ 00 phút ngày 17/11/2023."


def test_before_anybody_is_invited_the_sentence_says_so():
    assert sentence(Headcount(), EIGHT, STYLE) == f"Chưa có đại biểu nào được mời. {AT_EIGHT}"


def test_when_all_are_here_nobody_is_called_absent():
    assert sentence(Headcount(invited=9, present=9), EIGHT, STYLE) == (
        f"Tổng số đại biểu được mời: 09. Có mặt: 09 đại biểu, đạt 100%. {AT_EIGHT}"
    )


def test_when_nobody_is_here_yet_the_sentence_still_stands():
    assert sentence(Headcount(invited=12, walk_ins=2), EIGHT, STYLE) == (
        "Tổng số đại biểu được mời: 12. Có mặt: 00 đại biểu, đạt 0,0%. "
        "Vắng: 12 đại biểu, trong đó có lý do: 00, chưa rõ lý do: 12. "
        f"Ngoài danh sách: 02 đại biểu. {AT_EIGHT}"
    )


def test_the_document_stands_in_protocol_order_and_names_the_hour_of_the_event():
    document = headcount_document(
        count(morning("08:00")), datetime(2023, 11, 17, 1, 0, 30, tzinfo=UTC), EVENT
    )
    assert list(document["by_group"])[:5] == ["LDT", "LDVP", "SBN", "DVPH", "PBVP"]
    assert document["by_group"]["SBN"] == {"invited": 17, "present": 14}
    assert document["press"] == {"invited": 7, "present": 6}
    assert document["rate"] == 84.7
    assert document["at"] == "2023-11-17T08:00:30+07:00"
    assert "08 giờ 00 phút" in document["sentence"]


def test_a_place_is_taken_from_its_invitation():
    stand_in = replace(QUY, substitute=Guest("Lộc Thị Hạnh"), rsvp=Rsvp.NOT_COMING)
    assert Place.of(stand_in, EVENT.group("SBN"), present=True) == Place(
        group="SBN", excused=True, substitute=True, present=True
    )
    assert Place.of(replace(QUY, group="BC"), EVENT.group("BC"), present=False).press
    assert Place.of(replace(QUY, kind=Kind.WALK_IN), None, present=True).walk_in
    assert Place.of(replace(QUY, cancelled="trùng"), None, present=False).cancelled


def test_who_said_no_and_came_all_the_same_is_present():
    counted = count([Place("A", excused=True, present=True), Place("A", excused=True)])
    assert (counted.present, counted.absent, counted.excused) == (1, 1, 1)


def test_walk_ins_and_cancelled_places_change_no_sum():
    counted = count(
        [Place("A"), Place("A", walk_in=True, present=True), Place("A", cancelled=True)]
    )
    assert counted == Headcount(invited=1, walk_ins=1, by_group={"A": Turnout(1, 0)})


def test_a_rate_on_the_half_is_rounded_up():
    assert Headcount(invited=800, present=1).rate == 0.1
    assert Headcount(invited=2000, present=1).rate == 0.1
    assert Headcount(invited=2000, present=1999).rate == 100.0


places = st.builds(
    Place,
    group=st.sampled_from("ABC"),
    press=st.booleans(),
    walk_in=st.booleans(),
    cancelled=st.booleans(),
    excused=st.booleans(),
    substitute=st.booleans(),
    present=st.booleans(),
)


@given(st.lists(places), st.lists(places), st.booleans())
def test_a_tally_after_any_coming_and_going_equals_the_recount(stay, go, count_press):
    tally = Tally(count_press=count_press)
    for place in [*go, *stay]:
        tally.add(place)
    for place in go:
        tally.remove(place)
    assert tally.headcount() == count(stay, count_press=count_press)


@given(st.lists(places), st.booleans())
def test_the_parts_always_make_the_whole(some, count_press):
    c = count(some, count_press=count_press)
    assert c.present + c.excused + c.unexplained == c.invited
    assert c.substitutes <= c.present <= c.invited
    assert sum(turnout.invited for turnout in c.by_group.values()) == c.invited + (
        0 if count_press else c.press.invited
    )


@given(places, st.booleans())
def test_what_counts_is_what_the_sum_of_the_invited_counts(place, count_press):
    invited = count([place], count_press=count_press).invited
    assert place.counts(count_press=count_press) == (invited == 1)

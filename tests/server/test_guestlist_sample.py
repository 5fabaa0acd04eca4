"""The sample: a messy workbook and a clean CSV give the same 92 guests, field by field."""

from collections import Counter

import pytest

from server.guestlist import award_text, read_summary, takes_no_seat
from server.guests import Award, Guest, Kind, Rsvp
from tests.server.lists import EVENT, SAMPLE, read_sample, told


@pytest.fixture(scope="module")
def clean():
    return read_sample("guests.csv")


@pytest.fixture(scope="module")
def messy():
    return read_sample("guests.xlsx")


def _facts(entry):
    """All that the two files have in common; the honorific stands in the CSV alone."""
    people = [guest and (guest.name, guest.title) for guest in (entry.holder, entry.substitute)]
    award = entry.award and award_text(entry.award, entry.organisation)
    absent = entry.rsvp is Rsvp.NOT_COMING and (entry.rsvp_reason or "")
    return (
        entry.position, entry.group, entry.organisation, *people, entry.expects, entry.phone,
        entry.kind, award, entry.support, absent,
    )  # fmt: skip


def test_both_files_give_the_same_92_guests(clean, messy):
    one, other = [[_facts(entry) for entry in entries] for entries, _ in (clean, messy)]
    assert len(one) == 92
    # The workbook's note does not say which post the invited person of Cơ quan R holds.
    assert one[29][3:5] == (("Phan Thị Ngọc Bích", "Thủ trưởng"), ("Lưu Bá Ước", "Phó Thủ trưởng"))
    assert other[29][3:5] == (("Phan Thị Ngọc Bích", None), ("Lưu Bá Ước", "Phó Thủ trưởng"))
    del one[29], other[29]
    assert one == other


def test_what_the_clean_file_says_is_what_is_read(clean):
    rows = [line.split(",") for line in (SAMPLE / "guests.csv").read_text("utf-8").splitlines()]
    codes = [row[1] for row in rows[1:]]
    assert [entry.list_code for entry in clean[0]] == codes
    assert Counter(entry.group for entry in clean[0]) == {
        "LDT": 2, "LDVP": 4, "PBVP": 9, "SBN": 17, "DVPH": 4, "CTS": 4, "TT": 14, "CCVC": 25,
        "NVDV": 6, "BC": 7,
    }  # fmt: skip


def test_twelve_places_have_no_name_and_say_what_is_asked_for(clean, messy):
    for entries, _ in (clean, messy):
        unnamed = [entry for entry in entries if entry.coming is None]
        assert Counter(entry.expects for entry in unnamed) == {
            "Đại diện lãnh đạo": 9, "Đại diện": 1, "Phóng viên ảnh": 1, "Kỹ thuật viên": 1,
        }  # fmt: skip
        assert Counter(entry.kind for entry in entries) == {
            Kind.NAMED: 75, Kind.REPRESENTATIVE: 10, Kind.PRESS: 7,
        }  # fmt: skip


def test_who_was_invited_is_told_from_who_comes(clean, messy):
    one, other = clean[0][18], messy[0][18]
    assert (one.holder, one.substitute) == (
        Guest("Vũ Trọng Nghĩa", "Ông", "Giám đốc"),
        Guest("Lộc Thị Hạnh", "Bà", "Phó Giám đốc"),
    )
    assert (other.holder, other.substitute) == (
        Guest("Vũ Trọng Nghĩa", None, "Giám đốc"),
        Guest("Lộc Thị Hạnh", None, "Phó Giám đốc"),
    )
    assert messy[0][33].holder == Guest("Cao Xuân Lộc", None, "Giám đốc")


def test_answers_are_read_and_a_reason_with_an_absence(clean, messy):
    assert Counter(entry.rsvp for entry in clean[0]) == {
        Rsvp.COMING: 76, Rsvp.NONE: 12, Rsvp.NOT_COMING: 4,
    }  # fmt: skip
    reasons = [entry.rsvp_reason for entry in messy[0] if entry.rsvp is Rsvp.NOT_COMING]
    assert reasons == [
        "đi công tác Hà Nội", "trùng lịch họp ngành", "nghỉ thai sản", "trực tại quầy tiếp nhận",
    ]  # fmt: skip


def test_awards_of_the_other_sheet_find_their_people(messy):
    given = {e.position: e.award for e in messy[0] if e.award}
    certificate, letter = "Bằng khen (dự kiến)", "Giấy khen (dự kiến)"
    assert given == {
        16: Award(True, certificate, 1), 33: Award(True, certificate, 2),
        48: Award(True, certificate, 3), 50: Award(False, letter, 4), 61: Award(False, letter, 5),
        62: Award(False, letter, 6), 66: Award(False, letter, 7), 70: Award(False, letter, 8),
        79: Award(False, letter, 9), 81: Award(False, letter, 10),
    }  # fmt: skip
    assert award_text(given[16], "Sở A") == "Tập thể - đại diện tập thể Sở A lên nhận"
    assert award_text(given[48], "Phòng Nghiệp vụ") == "Tập thể - đại diện tập thể Phòng lên nhận"


def test_the_near_namesake_is_asked_about(messy):
    [asked] = told(messy[1], "award_near_name")
    assert (asked.sheet, asked.row, asked.column, asked.level) == ("Khen thưởng", 9, "B", "warning")
    assert "Hoàng Thị Thuý" in asked.message
    assert "Hoàng Thị Thúy" in asked.message


def test_the_sheet_in_an_old_encoding_is_named_and_the_list_still_read(messy):
    [named] = told(messy[1], "sheet_legacy")
    assert (named.sheet, named.level) == ("Sheet2", "warning")
    assert (
        "Chuyển sang bảng mã Unicode (UniKey Toolkit, Ctrl+Shift+F6) rồi nhập lại" in named.message
    )
    assert not [entry for entry in messy[0] if "¨" in entry.organisation]


def test_nothing_stops_the_sample_and_little_is_asked(clean, messy):
    assert [p for _, problems in (clean, messy) for p in problems if p.level == "error"] == []
    assert {p.code for p in messy[1] if p.level == "warning"} == {"sheet_legacy", "award_near_name"}
    assert len(told(messy[1], "same_name")) == 3
    assert len(told(messy[1], "phone_zero_restored")) == 1


def test_the_summary_says_it_in_one_line(messy):
    assert read_summary(*messy) == (
        "Đã đọc 92 đại biểu, 10 nhóm. 12 suất chưa có tên. 3 cặp trùng họ tên."
    )


def test_two_places_take_no_seat(clean, messy):
    for entries, _ in (clean, messy):
        assert [e.position for e in entries if takes_no_seat(e)] == [47, 90]


def test_every_problem_can_be_found_in_the_file(messy):
    for problem in messy[1]:
        assert problem.sheet in {"DS mời", "Khen thưởng", "Sheet2"}
        assert problem.message.endswith((".", "?"))
        assert problem.row is None or problem.row > 0


def test_the_groups_are_those_of_the_shipped_event(messy):
    assert {entry.group for entry in messy[0]} == {group.code for group in EVENT.groups}

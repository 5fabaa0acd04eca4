"""What stands in the cells of a list: names, notes, units, phones, codes, answers, awards."""

from datetime import date

import pytest

from server.guests import Award, Guest, Kind, Rsvp
from tests.server.lists import codes, read_rows, read_text, told


@pytest.mark.parametrize(
    ("cell", "guest"),
    [
        ("Mã Văn Tiến\n(PGĐ Sở E)", Guest("Mã Văn Tiến", None, "Phó Giám đốc")),
        ("Mã Văn Tiến (PGĐ)", Guest("Mã Văn Tiến", None, "Phó Giám đốc")),
        ("Mã Văn Tiến - Phó Giám đốc Sở E", Guest("Mã Văn Tiến", None, "Phó Giám đốc")),
        ("Ông Mã Văn\nTiến", Guest("Mã Văn Tiến", "Ông")),
        ("1. MÃ VĂN TIẾN", Guest("Mã Văn Tiến")),
    ],
)
def test_a_name_cell_gives_up_title_prefix_and_line_break(cell, guest):
    [entry], _ = read_rows((1, cell, None, "Sở E"))
    assert entry.holder == guest


def test_two_people_in_one_cell_stop_the_import():
    _, problems = read_rows((1, "Lý Văn Quý\nHoàng Thị Kim Oanh", "GĐ", "Sở A"))
    assert codes(problems, "error") == ["several_names"]


@pytest.mark.parametrize(
    "name", ["...", "…", "", "-", "Đại diện lãnh đạo Sở", "Lãnh đạo Sở", "chưa có tên"]
)
def test_a_place_without_a_name_is_normal(name):
    [entry], problems = read_rows((1, name, "Đại diện lãnh đạo", "Sở C"))
    assert (entry.holder, entry.expects, entry.kind) == (
        None, "Đại diện lãnh đạo", Kind.REPRESENTATIVE,
    )  # fmt: skip
    assert codes(problems, "error", "warning") == ["group_missing"]


def test_a_number_before_an_unnamed_place_asks_for_so_many():
    entries, _ = read_rows(("X. BÁO CHÍ",), (1, "02 phóng viên", None, "Báo Lạng Sơn"))
    assert [(e.position, e.expects, e.kind) for e in entries] == [
        (1, "Phóng viên", Kind.PRESS), (2, "Phóng viên", Kind.PRESS),
    ]  # fmt: skip


def test_a_name_that_begins_like_a_post_is_still_a_name():
    [entry], _ = read_rows((1, "Lành Đạo Nhân", "CV", "Sở A"))
    assert entry.holder.name == "Lành Đạo Nhân"


@pytest.mark.parametrize(
    ("note", "holder", "expects"),
    [
        ("Dự thay đ/c Vũ Trọng Nghĩa (GĐ)", Guest("Vũ Trọng Nghĩa", None, "Giám đốc"), None),
        ("Dự thay Giám đốc (Cao Xuân Lộc)", Guest("Cao Xuân Lộc", None, "Giám đốc"), None),
        ("dự thay ông Vũ Trọng Nghĩa; ngồi hàng đầu", Guest("Vũ Trọng Nghĩa", "Ông"), None),
        ("Dự thay Giám đốc Sở D", None, "Giám đốc"),
    ],
)
def test_a_note_says_whose_place_a_stand_in_takes(note, holder, expects):
    [entry], _ = read_rows((1, "Lộc Thị Hạnh", "PGĐ", "Sở D", None, note))
    assert (entry.holder, entry.expects) == (holder, expects)
    assert entry.substitute == Guest("Lộc Thị Hạnh", None, "Phó Giám đốc")


@pytest.mark.parametrize("note", ["Dự thay theo văn bản của Sở D", "Báo dự thay ngay trong sáng"])
def test_a_note_that_names_nobody_makes_no_stand_in(note):
    [entry], _ = read_rows((1, "Lộc Thị Hạnh", "PGĐ", "Sở D", None, note))
    assert (entry.holder.name, entry.substitute) == ("Lộc Thị Hạnh", None)


def test_a_stand_in_for_nobody_known_is_asked_about():
    [entry], problems = read_rows(
        ("Lộc Thị Hạnh", "Sở D", "dự thay"), header=("Họ và tên", "Đơn vị", "Loại")
    )
    assert (entry.holder, entry.substitute.name) == (None, "Lộc Thị Hạnh")
    assert told(problems, "stand_in_unclear")[0].level == "warning"


def test_an_organisation_has_one_name_however_it_is_spelt():
    entries, _ = read_rows(
        (1, "A", None, "Cty Điện lực LS"),
        (2, "B", None, "ĐIỆN LỰC LẠNG SƠN"),
        (3, "C", None, "Vietin Bank Chi nhánh Lạng Sơn"),
        (4, "D", None, "Ban Quản lý P (khu kinh tế cửa khẩu)"),
        (5, "E", None, "Ban Quản lý P"),
        (6, "G", None, "Sở Y"),
        (7, "H", None, "Sở Ý"),
    )
    assert [e.organisation for e in entries] == [
        "Điện lực Lạng Sơn", "Điện lực Lạng Sơn", "VietinBank Chi nhánh Lạng Sơn",
        "Ban Quản lý P (khu kinh tế cửa khẩu)", "Ban Quản lý P (khu kinh tế cửa khẩu)",
        "Sở Y", "Sở Ý",
    ]  # fmt: skip


def test_a_short_name_that_two_longer_ones_continue_stays_short():
    entries, _ = read_rows(
        (1, "A", None, "Cục S (một)"), (2, "B", None, "Cục S (hai)"), (3, "C", None, "Cục S")
    )
    assert entries[2].organisation == "Cục S"


def test_one_lone_phone_without_its_zero_is_asked_about_and_many_are_told_once():
    few = [(at, f"Người {at}", None, "Sở A", 912345670 + at) for at in range(3)]
    many = [(at, f"Người {at}", None, "Sở A", 912345670 + at) for at in range(4)]
    assert [p.level for p in told(read_rows(*few)[1], "phone_zero_restored")] == ["warning"] * 3
    assert [p.level for p in told(read_rows(*many)[1], "phone_zero_restored")] == ["notice"]
    assert "0912345670" in told(read_rows(*few)[1], "phone_zero_restored")[0].message


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!"])
def test_an_error_of_excel_stops_the_import(error):
    _, problems = read_rows((1, "Lý Văn Quý", error, "Sở A"))
    [stopped] = told(problems, "excel_error")
    assert (stopped.level, stopped.row, stopped.column) == ("error", 2, "C")


@pytest.mark.parametrize("code", [1234567890123450, "1.23E+15", 1.23456789e18])
def test_a_code_that_lost_its_digits_stops_the_import(code):
    [entry], problems = read_rows((code, "Lý Văn Quý"), header=("Mã đại biểu", "Họ và tên"))
    assert entry.list_code is None
    assert codes(problems, "error") == ["code_lost_digits"]


def test_a_code_that_is_a_short_number_is_a_code():
    [entry], problems = read_rows((1234, "Lý Văn Quý"), header=("Mã đại biểu", "Họ và tên"))
    assert entry.list_code == "1234"
    assert codes(problems, "error") == []


def test_a_code_or_a_seat_given_twice_stops_the_import():
    header = ("Mã đại biểu", "Họ và tên", "Ghế")
    rows = (("DB1", "Lý Văn Quý", "b07"), ("db1", "Bế Văn Hoà", "B07"))
    entries, problems = read_rows(*rows, header=header)
    assert entries[0].seat == "B07"
    assert codes(problems, "error") == ["seat_twice", "code_twice"]
    assert "B07" in told(problems, "seat_twice")[0].message
    assert "DB1" in told(problems, "code_twice")[0].message


@pytest.mark.parametrize(
    ("cell", "code", "level"),
    [
        (date(1975, 4, 30), None, None),
        ("30/4/1975", None, None),
        ("1975", None, None),
        (27514, "date_serial", "notice"),
        ("03/04/1975", "date_ambiguous", "notice"),
        ("04/30/1975", "date_month_first", "warning"),
        ("30/02/1975", "date_impossible", "error"),
        ("mùa xuân", "date_odd", "warning"),
    ],
)
def test_a_birth_date_is_looked_at_and_not_kept(cell, code, level):
    [entry], problems = read_rows(("Lý Văn Quý", cell), header=("Họ và tên", "Ngày sinh"))
    found = [(p.code, p.level) for p in problems if p.row == 2 and p.code != "group_missing"]
    assert found == ([(code, level)] if code else [])
    assert "1975" not in repr(entry)


def test_columns_that_must_not_be_collected_are_not():
    [entry], problems = read_rows(
        ("Lý Văn Quý", "001075012345", "30/04/1975"), header=("Họ và tên", "CCCD", "Ngày sinh")
    )
    [private] = told(problems, "private_column")
    assert (private.level, private.row, private.column) == ("warning", 1, "B")
    assert "001075012345" not in repr(entry)


def test_columns_that_nobody_knows_are_named():
    _, problems = read_rows(("Lý Văn Quý", "x"), header=("Họ và tên", "Cỡ áo"))
    assert "«Cỡ áo»" in told(problems, "unknown_column")[0].message


def test_answers_are_read_however_they_are_put():
    header = ("Họ và tên", "Phản hồi", "Lý do", "Ghi chú")
    rows = (
        ("A", "Có tham dự", "", ""), ("B", "xác nhận", "", ""), ("C", "Không dự", "ốm", ""),
        ("D", "", "", "Xin vắng: đi học"), ("E", "Chưa phản hồi", "", ""), ("G", "x", "", ""),
        ("H", "Không", "bận họp", ""),
    )  # fmt: skip
    entries, _ = read_rows(*rows, header=header)
    assert [(e.rsvp, e.rsvp_reason) for e in entries] == [
        (Rsvp.COMING, None), (Rsvp.COMING, None), (Rsvp.NOT_COMING, "ốm"),
        (Rsvp.NOT_COMING, "đi học"), (Rsvp.NONE, None), (Rsvp.COMING, None),
        (Rsvp.NOT_COMING, "bận họp"),
    ]  # fmt: skip


def test_an_answer_that_is_not_understood_is_said_once_and_taken_for_none():
    rows = (
        ("A", "Có thể"), ("B", "Chưa"), ("C", "chưa xác nhận"), ("D", "-"), ("E", ""),
        ("G", "Đã gửi giấy mời"), ("H", "Đã xác nhận"),
    )  # fmt: skip
    entries, problems = read_rows(*rows, header=("Họ và tên", "Phản hồi"))
    assert [e.rsvp for e in entries] == [Rsvp.NONE] * 6 + [Rsvp.COMING]
    [problem] = told(problems, "answer_unclear")
    assert problem.row == 2
    assert "«Có thể» (dòng 2), «Đã gửi giấy mời» (dòng 7)" in problem.message


def test_an_honorific_is_taken_from_its_column_and_never_guessed():
    header = ("Họ và tên", "Danh xưng", "Giới tính")
    rows = (("Lý Văn Quý", "ông", ""), ("Hoàng Thị Oanh", "", "Nữ"), ("Hoàng Thị Lan", "", ""))
    entries, _ = read_rows(*rows, header=header)
    assert [e.holder.honorific for e in entries] == ["Ông", "Bà", None]


def test_an_award_column_says_who_for_whom_and_which():
    header = ("Họ và tên", "Khen thưởng", "Hình thức khen thưởng", "Thứ tự khen thưởng")
    rows = (
        ("A", "Cá nhân", "Giấy khen", "2"), ("B", "Tập thể", "", ""), ("C", "Bằng khen", "", ""),
        ("D", "Không", "", ""),
    )  # fmt: skip
    entries, _ = read_rows(*rows, header=header)
    assert [e.award for e in entries] == [
        Award(False, "Giấy khen", 2), Award(True), Award(False, "Bằng khen"), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "award"),
    [
        ("Giấy khen - Tập thể Phòng Tổng hợp", Award(True, "Giấy khen")),
        ("Bằng khen UBND tỉnh (cá nhân)", Award(False, "Bằng khen UBND tỉnh")),
        ("Cá nhân: Giấy khen", Award(False, "Giấy khen")),
        ("Chiến sĩ thi đua cơ sở", Award(False, "Chiến sĩ thi đua cơ sở")),
        ("Tập thể lao động xuất sắc", Award(True, "Tập thể lao động xuất sắc")),
        ("Tập thể - đại diện tập thể Sở A lên nhận", Award(True)),
        ("Được khen thưởng", Award()),
        ("x", Award()),
    ],
)
def test_an_award_is_for_whom_its_column_says_and_keeps_its_form(written, award):
    [entry], _ = read_rows(("Lê An", written), header=("Họ và tên", "Khen thưởng"))
    assert entry.award == award


def test_what_looks_like_a_formula_is_kept_as_text():
    [entry], problems = read_text('Họ và tên,Ghi chú\nA,"=HYPERLINK(""x"")"\n')
    assert entry.note == '=HYPERLINK("x")'
    _, problems = read_rows((1, "=B7&C7", "CV", "Sở A"))
    assert told(problems, "formula")[0].column == "B"


def test_degrees_are_left_out_of_names_and_said_once():
    entries, problems = read_rows((1, "TS. Lý Văn Quý"), (2, "PGS.TS. Bế Văn Hoà"))
    assert [e.holder.name for e in entries] == ["Lý Văn Quý", "Bế Văn Hoà"]
    assert len(told(problems, "degree_left_out")) == 1

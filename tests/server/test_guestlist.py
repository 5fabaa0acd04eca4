"""Lists as they come: headers, headings, cells, and the doubt that each leaves behind."""

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.guestlist import Sheet, Span, read_summary
from server.guests import Guest, Kind
from tests.server.lists import EVENT, HEADER, codes, read_rows, read_sheets, read_text, told

COLUMNS = {
    "name": [
        "Họ và tên",
        "HỌ TÊN",
        "Họ và Tên đại biểu",
        "Ho va ten",
        " họ \n và  tên ",
        "Họ & tên",
    ],
    "title": ["Chức vụ", "Chức danh", "CHỨC VỤ "],
    "unit": ["Đơn vị", "Đơn vị\ncông tác", "Cơ quan, đơn vị", "Nơi công tác"],
    "phone": ["Điện thoại", "Số điện\nthoại", "SĐT", "Số ĐT (di động)"],
    "note": ["Ghi chú", "Lưu ý", "GHI CHÚ"],
}
GUEST = {
    "name": "Lý Văn Quý",
    "title": "Giám đốc",
    "unit": "Sở A",
    "phone": "0530000016",
    "note": "x",
}


@pytest.mark.parametrize("order", list(itertools.permutations(COLUMNS)))
def test_columns_are_found_in_any_order(order):
    rows = (tuple(COLUMNS[column][0] for column in order), tuple(GUEST[column] for column in order))
    [entry], _ = read_sheets(Sheet("DS", rows))
    assert (entry.holder, entry.organisation, entry.phone, entry.note) == (
        Guest("Lý Văn Quý", None, "Giám đốc"), "Sở A", "0530000016", "x",
    )  # fmt: skip


@given(st.data())
@settings(deadline=None)
def test_a_header_is_found_wherever_it_stands_and_however_it_is_spelt(data):
    order = data.draw(st.permutations(sorted(COLUMNS)))
    spelt = [data.draw(st.sampled_from(COLUMNS[column])) for column in order]
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    above = [("UBND TỈNH",)] * data.draw(st.integers(0, 20))
    header = tuple(unicodedata.normalize(form, heading) for heading in spelt)
    guest = tuple(unicodedata.normalize(form, GUEST[column]) for column in order)
    [entry], _ = read_sheets(Sheet("DS", (*above, header, guest)))
    assert (entry.holder, entry.organisation, entry.phone, entry.row) == (
        Guest("Lý Văn Quý", None, "Giám đốc"), "Sở A", "0530000016", len(above) + 2,
    )  # fmt: skip


def test_a_header_of_two_rows_is_read_as_one():
    rows = (
        ("STT", "Họ và tên", "Điện thoại", None, "Đơn vị"),
        (None, None, "Cơ quan", "Di động", None),
        (1, "Lý Văn Quý", None, "0912345678", "Sở A"),
    )
    spans = (*(Span(1, column, 2, column) for column in (1, 2, 5)), Span(1, 3, 1, 4))
    [entry], _ = read_sheets(Sheet("DS", rows, spans))
    assert (entry.holder, entry.phone, entry.organisation) == (
        Guest("Lý Văn Quý"), "0912345678", "Sở A",
    )  # fmt: skip


def test_family_and_given_name_may_have_a_column_each():
    [entry], _ = read_rows((1, "Lý Văn", "Quý"), header=("STT", "Họ và tên đệm", "Tên"))
    assert entry.holder == Guest("Lý Văn Quý")


def test_a_column_for_title_and_unit_is_parted():
    rows = ((1, "Lý Văn Quý", "Phó Giám đốc Sở A"), (2, "Bế Văn Hoà", "Sở B"))
    entries, _ = read_rows(*rows, header=("TT", "Họ và tên", "Chức vụ, đơn vị công tác"))
    assert [(e.holder.title, e.organisation) for e in entries] == [
        ("Phó Giám đốc", "Sở A"), (None, "Sở B"),
    ]  # fmt: skip


def test_without_a_header_nobody_is_read_and_the_first_guest_is_named():
    entries, [problem] = read_text("Nguyễn Văn A,UBND\nTrần B,Sở\n")
    assert entries == []
    assert (problem.level, problem.row, problem.code) == ("error", 1, "header_missing")
    assert "Nguyễn Văn A" in problem.message


def test_the_numbering_row_and_a_header_on_the_next_page_are_no_guests():
    rows = (
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "Lý Văn Quý"),
        HEADER,
        (2, "Bế Văn Hoà"),
    )
    entries, _ = read_rows(*rows)
    assert [e.holder.name for e in entries] == ["Lý Văn Quý", "Bế Văn Hoà"]


def test_a_group_heading_counts_by_its_number_and_its_words():
    entries, problems = read_rows(
        ("IV. CÁC SỞ, BAN, NGÀNH CÓ TTHC (1 đại biểu)",),
        (1, "Lý Văn Quý", "GĐ", "Sở A"),
        ("Báo chí",),
        (1, "Chu Thị Diệu Linh", "PV", "Báo Lạng Sơn"),
    )
    assert [(e.group, e.kind) for e in entries] == [("SBN", Kind.NAMED), ("BC", Kind.PRESS)]
    assert codes(problems) == []


def test_a_heading_that_is_no_group_of_the_plan_is_asked_about_and_not_taken_for_the_last():
    entries, problems = read_rows(
        ("I. LÃNH ĐẠO UBND TỈNH",),
        (1, "Nguyễn Văn Mẫu", "PCT", "UBND tỉnh"),
        ("II", "DOANH NGHIỆP"),
        (1, "Lý Văn Quý", "GĐ", "Công ty A"),
    )
    assert [e.group for e in entries] == ["LDT", "CCVC"]
    [asked] = told(problems, "group_unknown")
    assert (asked.level, asked.row, asked.column) == ("warning", 4, "A")
    assert "DOANH NGHIỆP" in asked.message


def test_a_heading_or_total_that_counts_otherwise_is_asked_about():
    _, problems = read_rows(
        ("I. LÃNH ĐẠO UBND TỈNH (2 đại biểu)",),
        (1, "Nguyễn Văn Mẫu", "PCT", "UBND tỉnh"),
        ("Tổng cộng: 3 đại biểu",),
    )
    assert [(p.row, p.code) for p in problems] == [(2, "count_differs"), (4, "count_differs")]


def test_totals_and_signatures_end_the_list():
    entries, problems = read_rows(
        (1, "Lý Văn Quý", "GĐ", "Sở A"),
        ("Tổng cộng: 1 đại biểu./.",),
        ("NGƯỜI LẬP", None, None, "GIÁM ĐỐC"),
        (None, "(Ký, ghi rõ họ tên)"),
        (None, None, None, "Phạm Văn Mẫu"),
    )
    assert len(entries) == 1
    assert codes(problems) == ["group_missing"]


def test_a_guest_below_the_total_is_not_lost_in_silence():
    entries, problems = read_rows(
        (1, "Lý Văn Quý", "GĐ", "Sở A"), ("Tổng cộng: 1",), (None, "Bế Văn Hoà", "TP", "Sở B")
    )
    assert len(entries) == 1
    [left_out] = told(problems, "row_left_out")
    assert left_out.row == 4
    assert "Bế Văn Hoà" in left_out.message


def test_a_person_whose_name_sounds_like_a_total_is_a_guest():
    entries, _ = read_rows((1, "Tống Công Minh", "CV", "Sở A"), (2, "Tổng Văn Cộng", "CV", "Sở A"))
    assert [e.holder.name for e in entries] == ["Tống Công Minh", "Tổng Văn Cộng"]


def test_a_merged_unit_speaks_for_its_rows_and_for_no_other():
    rows = (
        HEADER,
        (1, "Âu Văn Tài", "Giám đốc", "Đơn vị số 1"),
        (2, "Giáp Thị Hiền", "Phó Giám đốc"),
        (3, "Quách Văn Út", "Trưởng phòng"),
    )
    entries, problems = read_sheets(Sheet("DS", rows, (Span(2, 4, 3, 4),)))
    assert [e.organisation for e in entries] == ["Đơn vị số 1", "Đơn vị số 1", ""]
    [missing] = told(problems, "organisation_missing")
    assert (missing.row, missing.column) == (4, "D")


def test_namesakes_are_marked_and_a_row_written_twice_is_asked_about():
    _, problems = read_rows(
        (1, "Nguyễn Văn Hùng", "CV", "Sở Y tế", "0912345678"),
        (2, "Nguyễn Văn Hùng", "CV", "Sở Tài chính"),
        (3, "Nguyễn Văn Hùng", "CV", "Sở Tài chính"),
        (4, "Lê Khánh Vy", "CV", "Sở A"),
        (5, "Lê Khánh Vi", "CV", "Sở A"),
    )
    found = [(p.row, p.level, p.code) for p in problems if "name" in p.code or "twice" in p.code]
    assert found == [
        (3, "notice", "same_name"), (4, "warning", "row_twice"), (6, "notice", "near_same_name"),
    ]  # fmt: skip


def test_a_list_that_is_in_an_old_encoding_throughout_is_refused():
    rows = [(at, name) for at, name in enumerate(["Vò V¨n Nam", "TrÞnh ThÞ Loan", "L­u B¸ ¦íc"])]
    _, problems = read_rows(*rows)
    assert codes(problems, "error") == ["list_legacy"]
    assert len(told(problems, "encoding_suspect")) == 3
    assert "«Vũ Văn Nam»" in told(problems, "encoding_suspect")[0].message


def test_a_list_whose_header_is_in_an_old_encoding_is_refused():
    entries, [problem] = read_sheets(Sheet("DS", (("Hä vµ tªn", "§¬n vÞ"), ("Vò V¨n Nam", "x"))))
    assert (entries, problem.level, problem.code) == ([], "error", "sheet_legacy")


def test_the_sheet_that_was_open_is_read_and_the_others_are_named():
    lists = [Sheet(name, (("Họ và tên",), (f"Người {name}",))) for name in ("Một", "Hai", "Ba")]
    entries, problems = read_sheets(*lists, active=1)
    assert [e.sheet for e in entries] == ["Hai"]
    assert [p.sheet for p in told(problems, "sheet_other")] == ["Một", "Ba"]
    entries, problems = read_sheets(*lists, active=1, sheet="Ba")
    assert [e.sheet for e in entries] == ["Ba"]


def test_an_empty_sheet_in_front_is_asked_about():
    entries, problems = read_sheets(
        Sheet("Sheet1", ()), Sheet("DS khách", (("Họ và tên",), ("Lý Văn Quý",)))
    )
    assert [e.sheet for e in entries] == ["DS khách"]
    assert told(problems, "sheet_chosen")[0].level == "warning"


def test_hidden_sheets_and_rows_are_named_and_not_read():
    rows = (("Họ và tên",), ("Lý Văn Quý",), ("Bế Văn Hoà",), ("Âu Văn Tài",))
    shown = Sheet("DS", rows, hidden_rows=frozenset({3, 4}))
    hidden = Sheet("Cũ", rows, hidden=True)
    entries, problems = read_sheets(shown, hidden)
    assert [e.holder.name for e in entries] == ["Lý Văn Quý"]
    assert told(problems, "sheet_hidden")[0].sheet == "Cũ"
    [rows_hidden] = told(problems, "rows_hidden")
    assert (rows_hidden.level, rows_hidden.row) == ("warning", 3)
    assert "2 dòng" in rows_hidden.message
    assert len(read_sheets(shown, hidden, hidden_rows=True)[0]) == 3


def test_a_list_without_groups_goes_to_the_group_it_is_told_and_asks():
    [entry], problems = read_rows((1, "Lý Văn Quý", "GĐ", "Sở A"))
    assert (entry.group, entry.carries) == ("CCVC", frozenset())
    assert told(problems, "group_missing")[0].level == "warning"
    [entry], problems = read_rows((1, "Lý Văn Quý", "GĐ", "Sở A"), default_group=None)
    assert entry.group == ""


def test_a_group_column_holds_a_code_or_a_name():
    rows = (("A", "SBN", ""), ("B", "", EVENT.groups[6].name), ("C", "XYZ", ""))
    entries, problems = read_rows(*rows, header=("Họ và tên", "Mã nhóm", "Nhóm"))
    assert [e.group for e in entries] == ["SBN", "TT", "CCVC"]
    assert told(problems, "group_unknown")[0].row == 4


def test_the_summary_names_only_what_there_is():
    assert read_summary(*read_rows((1, "Lý Văn Quý", "GĐ", "Sở A", "912345678"))) == (
        "Đã đọc 1 đại biểu, 1 nhóm. 1 số điện thoại cần kiểm tra."
    )

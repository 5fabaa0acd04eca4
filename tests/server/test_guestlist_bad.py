"""Lists as nobody should send them: each kind has its outcome, and none is saved as mojibake."""

import json
from pathlib import Path

import pytest

from server.errors import InvalidError
from server.guestlist import read_list
from server.workbook.child import read
from tests.server import hostile
from tests.server.hostile import CELL, book, with_sheet
from tests.server.lists import EVENT, codes, read_text, store, told

BAD = json.loads(Path(__file__).with_name("bad_lists.json").read_text("utf-8"))
EXPECTED_OF_ALL = "group_missing"  # none of them says its groups


def _content(case):
    return bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_each_kind_of_bad_list_has_its_outcome(case):
    expected = case["expect"]
    if "refused" in expected:
        with pytest.raises(InvalidError, match=expected["refused"]):
            read_text(_content(case))
        return
    entries, problems = read_text(_content(case))
    assert len(entries) == expected["guests"]
    for level in ("error", "warning", "notice"):
        found = [p.code for p in problems if p.level == level and p.code != EXPECTED_OF_ALL]
        assert found == expected.get(level, [])
    if "name" in expected:
        [first, *_] = entries
        guest = first.coming
        assert (guest.name, guest.title) == (expected["name"], expected.get("title"))
        assert (first.organisation, first.phone, first.note) == (
            expected.get("unit", ""), expected.get("phone"), expected.get("note"),
        )  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_no_bad_list_is_new_when_it_comes_again(case):
    if "refused" in case["expect"]:
        return
    entries, _ = read_text(_content(case))
    _, places = store(entries)
    merged, _ = store(entries, places)
    assert merged.to_store == ()


def read_book(content):
    return read_list(read(content), EVENT.groups, EVENT.organisations, default_group="CCVC")


def test_a_clean_workbook_of_ninety():
    entries, problems = read_book(book(*hostile.guests(90)))
    assert len(entries) == 90
    assert codes(problems, "error") == []


def test_a_merged_group_line_inside_the_list():
    def change(_, sheet):
        sheet.insert_rows(3)
        sheet["A3"] = "II. DOANH NGHIỆP"
        sheet.merge_cells("A3:C3")

    entries, problems = read_book(book(*hostile.guests(2), change=change))
    assert [e.holder.name for e in entries] == ["Lý Văn 0", "Lý Văn 1"]
    assert told(problems, "group_unknown")[0].row == 3


def test_numbers_that_begin_again_in_each_group():
    rows = [("STT", "Họ và tên"), *((n, f"Người {g}{n}") for g in "AB" for n in range(1, 16))]
    entries, _ = read_book(book(*rows))
    assert len(entries) == 30
    merged, _ = store(entries, store(entries)[1])
    assert merged.to_store == ()


def test_error_cells_of_excel():
    cells = (
        f"<row>{CELL.format(at='A1', text='Họ và tên')}{CELL.format(at='B1', text='Đơn vị')}</row>"
        f'<row>{CELL.format(at="A2", text="Lý Văn Quý")}<c r="B2" t="e"><v>#REF!</v></c></row>'
    )
    _, problems = read_book(with_sheet(cells))
    assert codes(problems, "error") == ["excel_error"]


def test_a_phone_with_a_leading_apostrophe():
    def change(_, sheet):
        sheet["B2"].quotePrefix = True

    [entry], _ = read_book(book(("Họ và tên", "SĐT"), ("A", "0912345678"), change=change))
    assert entry.phone == "0912345678"


def test_names_that_look_like_something_else_are_names():
    rows = [("Họ và tên",), ("May",), ("TRUE",), ("1E5",), ("Tháng Ba",)]
    entries, _ = read_book(book(*rows))
    assert [e.holder.name for e in entries] == ["May", "TRUE", "1E5", "Tháng Ba"]


def test_codes_of_sixteen_digits():
    _, problems = read_book(book(("Mã đại biểu", "Họ và tên"), (1234567890123456, "A")))
    assert codes(problems, "error") == ["code_lost_digits"]


def test_a_formula_that_was_never_computed_is_asked_about():
    _, problems = read_book(book(("Họ và tên",), ("=B2&C2",)))
    assert told(problems, "formula")[0].row == 2


def test_three_fewer_in_the_second_list_are_asked_about_and_none_is_lost():
    entries, _ = read_book(book(*hostile.guests(90)))
    _, places = store(entries)
    merged, after = store(entries[:87], places, present={"DB090"})
    assert (len(merged.missing), len(after), merged.to_store) == (3, 90, ())
    assert sorted(codes(merged.problems)) == ["missing", "missing_present"]

"""The list goes out as a spreadsheet and comes in again unchanged; Excel computes nothing."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.errors import InvalidError
from server.exports import as_csv, as_xlsx, escape, export_list
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation
from server.workbook import read_file
from server.workbook.delimited import unescape
from tests.server.lists import EVENT, codes, read_sample, read_text, store

DANGEROUS = [
    '=HYPERLINK("http://x")',
    "-1",
    "@SUM(A1)",
    "+84 912",
    "\t=1",
    "=cmd|'/C calc'!A0",
    "'=1",
]


@pytest.fixture(params=["guests.csv", "guests.xlsx"])
def stored(request):
    return store(read_sample(request.param)[0])[1]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_what_goes_out_comes_in_again_unchanged(stored, write):
    entries, problems = read_text(write(stored, EVENT.groups))
    assert codes(problems, "error", "warning") == []
    merged, after = store(entries, stored)
    assert (len(merged.unchanged), merged.to_store, merged.missing) == (92, (), ())
    assert after == stored


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_all_that_a_place_can_hold_survives_the_way_out_and_in(write):
    full = Invitation(
        id="DB001", group="SBN", organisation="Sở A", position=1, list_code="M-7",
        holder=Guest("Lý Văn Quý", "Ông", "Giám đốc"), phone="0530000016",
        phone_written="530000016", rsvp=Rsvp.NOT_COMING, rsvp_reason="ốm",
        substitute=Guest("Hoàng Thị Kim Oanh", "Bà", "Phó Giám đốc"),
        award=Award(True, "Bằng khen", 3), support="Xe lăn", seat="B06", note="Trưởng đoàn; =1",
    )  # fmt: skip
    named = replace(
        full, id="DB002", position=2, list_code=None, substitute=None, seat="B07", award=None,
        kind=Kind.REPRESENTATIVE, expects="Đại diện lãnh đạo", holder=Guest("Bế Văn Hoà"),
    )  # fmt: skip
    walk_in = replace(
        named,
        id="DB003",
        position=3,
        seat=None,
        kind=Kind.WALK_IN,
        expects=None,
        holder=Guest("Lê An", None, "Chánh Văn phòng"),
        organisation="Văn phòng X",
    )
    places = [full, named, walk_in]
    merged, after = store(read_text(write(places, EVENT.groups))[0], places)
    assert after == [full, named, replace(walk_in, holder=after[2].holder)]
    assert merged.new == ()


def test_the_csv_is_for_excel():
    content = as_csv(store(read_sample("guests.csv")[0])[1], EVENT.groups)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 93
    header = content.decode("utf-8-sig").splitlines()[0]
    assert header.startswith("STT,Mã đại biểu,Mã nhóm,Nhóm,Danh xưng,Họ và tên,Chức vụ")


def test_a_stand_in_is_written_as_in_the_sample():
    places = store(read_sample("guests.csv")[0])[1]
    row = list(csv.DictReader(io.StringIO(as_csv(places, EVENT.groups).decode("utf-8-sig"))))[18]
    assert (row["Họ và tên"], row["Loại"], row["Dự thay cho"]) == (
        "Lộc Thị Hạnh", "dự thay", "Ông Vũ Trọng Nghĩa - Giám đốc",
    )  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_excel_sees_text_where_a_formula_could_stand(text):
    place = Invitation("1", "CCVC", "Sở A", Guest("A"), 1, note=text)
    rows = list(csv.reader(io.StringIO(as_csv([place], EVENT.groups).decode("utf-8-sig"))))
    assert rows[1][-1] == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([place], EVENT.groups))).active
    cell = sheet.cell(2, 20)
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, text)


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "-1", "@SUM(A1)", "'=1", "''+1", '"=1+1"', "%0A=1"]
)
def test_such_a_text_comes_in_again_as_it_was(write, text):
    place = Invitation("DB001", "CCVC", "Sở A", Guest("A"), 1, note=text)
    [entry], _ = read_text(write([place], EVENT.groups))
    assert entry.note == text


@given(st.text(alphabet="'=+-@\ta ", max_size=6))
@settings(deadline=None)
def test_escaping_is_undone_and_leaves_nothing_to_compute(text):
    assert unescape(escape(text)) == text
    assert not escape(text).startswith(("=", "+", "-", "@", "\t"))


@given(st.text(max_size=20))
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_an_export(text):
    place = Invitation("1", "CCVC", "Sở A", Guest("A"), 1, note=text)
    assert as_csv([place], EVENT.groups)
    assert openpyxl.load_workbook(io.BytesIO(as_xlsx([place], EVENT.groups)))


def test_the_sheet_is_ready_to_be_printed():
    sheet = openpyxl.load_workbook(
        io.BytesIO(as_xlsx(store(read_sample("guests.csv")[0])[1], EVENT.groups))
    ).active
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("G2", "landscape")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$F")
    assert sheet.cell(2, 9).number_format == "@"
    assert sheet.cell(2, 9).value == "0530000001"


def test_a_file_is_written_by_its_name_and_cancelled_places_are_left_out(stored, tmp_path):
    places = [replace(stored[0], cancelled="x"), *stored[1:]]
    for name in ("ra.csv", "RA.XLSX"):
        assert export_list(tmp_path / name, places, EVENT.groups) == 91
        assert len(read_file(tmp_path / name).sheets[0].rows) == 92


def test_another_kind_of_file_or_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(InvalidError, match=r"\.xlsx hoặc \.csv"):
        export_list(tmp_path / "ra.pdf", [], EVENT.groups)
    with pytest.raises(InvalidError, match="Không ghi được"):
        export_list(tmp_path / "khong" / "ra.csv", [], EVENT.groups)


def test_an_id_that_is_anothers_code_is_not_written_as_one():
    places = [
        Invitation("DB001", "CCVC", "Sở A", Guest("A"), 1),
        Invitation("DB002", "CCVC", "Sở A", Guest("B"), 2, list_code="DB001"),
    ]
    rows = list(csv.DictReader(io.StringIO(as_csv(places, EVENT.groups).decode("utf-8-sig"))))
    assert [row["Mã đại biểu"] for row in rows] == ["", "DB001"]

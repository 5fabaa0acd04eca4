"""An official report as PDF, Word and Excel: everything on it, nothing clipped, nothing computed."""

import io
from dataclasses import replace
from itertools import combinations

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from badges.excel import excel_report
from badges.official import Field, Foot, Head, Letter, OfficialReport, Table, recipient_lines
from badges.reports import print_report
from badges.word import word_letter, word_report
from tests.badges.paper import pages, plain

HEAD = Head(
    "VĂN PHÒNG UBND TỈNH LẠNG SƠN",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "Số: ……/BC-TTPVHCC",
    "Lạng Sơn, ngày 17 tháng 11 năm 2023",
)
FOOT = Foot(("CT, Phó CT UBND tỉnh (B/c)", "C, PCVP;", "Lưu: VT"), "GIÁM ĐỐC", "Phạm Hùng Trường")
LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công "
    "nghiệp mẫu)"
)
PEOPLE = (
    Field("STT", 0.5, "number"),
    Field("Họ và tên", 1.6),
    Field("Chức vụ", 1.4),
    Field("Đơn vị", 1.7),
    Field("Ghế", 0.6, "number"),
)
ROWS = [
    ("01", "Ông Lý Văn Quý", "Giám đốc", "Sở A", "B06"),
    ("02", "Bà Nguyễn Hoàng Bảo Minh Châu Phương Thảo", "Phó Trưởng ban kiêm", LONG_UNIT, "B05"),
    ("03", "(chưa có tên)", "Đại diện lãnh đạo", "Sở C", ""),
    ("04", "Bùi Thị Thúy", "W" * 60, "M" * 120, "B08"),
    ("05", "Ông Đặng Hữu Phước", "Chánh Văn phòng Sở", "Sở I", "C04"),
    ("06", "Ông Lương Vượng", "PHÓ GIÁM ĐỐC TRƯỜNG THỊNH", "CÔNG TY TRƯỜNG THỊNH", "C05"),
    *(
        (f"{n:02d}", f"Bà Nông Thị Hà {n}", "Chuyên viên", "Sở A", f"E{n:02d}")
        for n in range(7, 60)
    ),
]
GROUPS = Table(
    "Số lượng theo thành phần",
    "Theo thành phần",
    (Field("Nhóm", 1, "number"), Field("Thành phần", 5), Field("Có mặt", 1, "number")),
    [("I", "Lãnh đạo UBND tỉnh", "02")],
    total=("", "Tổng số đại biểu", "72"),
)
REPORT = OfficialReport(
    HEAD,
    "BÁO CÁO SỐ LƯỢNG ĐẠI BIỂU",
    "Tọa đàm kỷ niệm 05 năm Ngày thành lập Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn",
    ("Tổng số đại biểu được mời: 85. Có mặt: 72 đại biểu, đạt 84,7%.",),
    (
        GROUPS,
        Table("Đại biểu có mặt", "Có mặt", PEOPLE, ROWS),
        Table("Ngoài danh sách", "Ngoài danh sách", PEOPLE, []),
    ),
    "Niêm nhật ký đón tiếp: dòng cuối số 78",
    FOOT,
)
LETTER = Letter(
    HEAD,
    "GIẤY MỜI",
    "Dự Tọa đàm",
    "Trung tâm trân trọng kính mời:",
    ("Lãnh đạo UBND tỉnh;", "Sở A."),
    "Tới dự Tọa đàm.",
    (("Thời gian", ["08 giờ 00 phút."]), ("Nội dung", ["Một;", "Hai."])),
    "Kính đề nghị./.",
    FOOT,
    "Hạn gửi: 14/11",
)


@pytest.fixture(scope="module")
def sheets():
    return pages(print_report(REPORT))


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(excel_report(REPORT)))


def test_the_pdf_says_everything(sheets):
    text = " ".join(page.text for page in sheets)
    for words in (
        *(HEAD.parent, HEAD.symbol, HEAD.place_and_day, "Độc lập - Tự do - Hạnh phúc"),
        *(REPORT.title, *REPORT.sentences, "1. Số lượng theo thành phần", "Tổng số đại biểu"),
        *("Nông Thị Hà 59", LONG_UNIT, "Không có.", REPORT.seal, "Nơi nhận:", "- Lưu: VT."),
        *("GIÁM ĐỐC", "Phạm Hùng Trường"),
    ):
        assert words in text


def test_nothing_on_the_pdf_overlaps_or_leaves_its_margins(sheets):
    mm = 72 / 25.4
    assert len(sheets) > 2
    for page in sheets:
        assert (round(page.width / mm), round(page.height / mm)) == (210, 297)
        out = [i for i in page.inks if i.left < 29 * mm or i.right > page.width - 14 * mm]
        assert out == []
        assert [i for i in page.inks if i.bottom > page.height - 19 * mm] == []
        assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []
        assert min(page.sizes) >= 10.5


def test_pages_are_numbered_from_the_second_and_repeat_the_headings(sheets):
    assert not sheets[0].text.startswith("1 ")
    for number, page in enumerate(sheets[1:-1], 2):
        assert page.text.startswith(f"{number} STT Họ và tên")


def test_a_row_that_does_not_fit_its_table_is_an_error():
    wrong = replace(REPORT, tables=(replace(GROUPS, rows=[("I", "x")]),))
    with pytest.raises(ValueError, match="2 texts for 3 fields"):
        print_report(wrong)


def test_the_word_document_says_the_same_on_an_official_page():
    paper = docx.Document(io.BytesIO(word_report(REPORT)))
    page = paper.sections[0]
    sides = (page.page_width, page.page_height, page.left_margin, page.right_margin)
    assert [round(side.mm) for side in sides] == [210, 297, 30, 15]
    assert (round(page.top_margin.mm), round(page.bottom_margin.mm)) == (20, 20)
    said = [plain(paragraph.text) for paragraph in paper.paragraphs]
    assert REPORT.title in said
    assert REPORT.sentences[0] in said
    assert "3. Ngoài danh sách" in said
    head, groups, people, foot = paper.tables
    assert HEAD.place_and_day in head.cell(0, 1).text
    assert [cell.text for cell in groups.rows[-1].cells] == list(GROUPS.total)
    assert [tuple(cell.text for cell in row.cells) for row in people.rows[1:]] == [
        tuple(row) for row in ROWS
    ]
    assert "- C, PCVP;" in foot.cell(0, 0).text
    assert "Phạm Hùng Trường" in foot.cell(0, 1).text


def test_the_word_document_says_what_it_is_and_that_it_is_vietnamese():
    paper = docx.Document(io.BytesIO(word_report(REPORT)))
    told = paper.core_properties
    assert (told.title, told.language, told.comments) == (REPORT.title, "vi-VN", "")
    languages = paper.styles.element.iter(qn("w:lang"))
    assert {language.get(qn("w:val")) for language in languages} == {"vi-VN"}


def test_a_title_in_word_stays_with_the_head_and_the_first_rows_of_its_table():
    paper = docx.Document(io.BytesIO(word_report(REPORT)))
    people = paper.tables[2]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in people.rows]
    assert kept == [True] * 3 + [None] * (len(ROWS) - 2)


def test_paragraphs_stand_apart_as_the_decree_asks():
    paper = docx.Document(io.BytesIO(word_letter(LETTER)))
    body = [p for p in paper.paragraphs if p.paragraph_format.first_line_indent]
    assert {p.paragraph_format.space_after.pt for p in body} == {6}


@pytest.mark.parametrize("rows", range(14, 34))
def test_a_signature_never_has_a_page_to_itself(rows):
    table = Table("Đại biểu có mặt", "Có mặt", PEOPLE, ROWS[6 : 6 + rows])
    last = pages(print_report(replace(REPORT, tables=(GROUPS, table))))[-1]
    assert REPORT.seal in last.text


def test_every_letter_of_a_word_document_is_times_new_roman():
    paper = docx.Document(io.BytesIO(word_letter(LETTER)))
    fonts = {run.font.name for paragraph in paper.paragraphs for run in paragraph.runs if run.text}
    assert fonts == {"Times New Roman"}
    assert paper.styles["Normal"].font.name == "Times New Roman"


def test_the_letter_stands_in_the_order_of_its_model_with_a_word_for_the_clerk():
    paper = docx.Document(io.BytesIO(word_letter(LETTER)))
    said = [plain(paragraph.text) for paragraph in paper.paragraphs if paragraph.text.strip()]
    assert said == [
        "GIẤY MỜI",
        "Dự Tọa đàm",
        "Trung tâm trân trọng kính mời:",
        "- Lãnh đạo UBND tỉnh;",
        "- Sở A.",
        "Tới dự Tọa đàm.",
        "Thời gian: 08 giờ 00 phút.",
        "Nội dung:",
        "- Một;",
        "- Hai.",
        "Kính đề nghị./.",
    ]
    assert [comment.text for comment in paper.comments] == ["Hạn gửi: 14/11"]
    assert len(paper.inline_shapes) == 0


def test_the_workbook_has_a_sheet_for_each_list(book):
    assert book.sheetnames == ["Báo cáo", "Có mặt", "Ngoài danh sách"]
    summary = [cell.value for row in book["Báo cáo"] for cell in row if cell.value is not None]
    for words in (REPORT.title, REPORT.sentences[0], "GIÁM ĐỐC", "- Lưu: VT.", REPORT.seal):
        assert words in summary
    assert 72 in summary
    people = list(book["Có mặt"].iter_rows(min_row=4, values_only=True))
    assert people[0] == (1, *ROWS[0][1:])
    assert len(people) == len(ROWS)
    assert book["Ngoài danh sách"]["A3"].value == "Không có."
    # The number of the page too is in the letters of the decree.
    assert {sheet.oddFooter.center.font for sheet in book} == {"Times New Roman,Regular"}


@pytest.mark.parametrize("text", ["=1+1", "-1", "+84 912", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_excel_computes_nothing_of_what_a_guest_has_typed(text):
    table = replace(GROUPS, rows=[(text, text, text)])
    made = replace(REPORT, tables=(GROUPS, table), sentences=(text,))
    book = openpyxl.load_workbook(io.BytesIO(excel_report(made)))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value == text]
    assert len(cells) == 4
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_decomposed_letters_are_composed_everywhere():
    name = "Bùi Thị Thúy"
    decomposed = "Bu\u0300i Thi\u0323 Thu\u0301y"
    table = Table("x", "x", PEOPLE, [("01", decomposed, "", "", "")])
    made = replace(REPORT, tables=(GROUPS, table))
    assert name in plain(pages(print_report(made))[0].text)
    assert docx.Document(io.BytesIO(word_report(made))).tables[2].cell(1, 1).text == name
    assert openpyxl.load_workbook(io.BytesIO(excel_report(made)))["x"]["B4"].value == name


def test_the_last_recipient_ends_the_list():
    assert recipient_lines(("A", "B;", "Lưu: VT.")) == ["- A;", "- B;", "- Lưu: VT."]
    assert recipient_lines(()) == []

"""The guest list back into a spreadsheet, in the columns in which it is read again.

Whatever a guest or clerk has typed stays text: Excel computes nothing of it.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.errors import InvalidError
from server.guestlist import award_text
from server.guests import Group, Kind, Rsvp
from server.invitations import Invitation
from server.sentences import say

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel shows broken Vietnamese
SHEET_NAME: Final = "Danh sách đại biểu"

# What Excel takes for a formula, also behind apostrophes that say it is none.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

# Headings with their widths in characters.
_COLUMNS: Final = (
    ("STT", 5),
    ("Mã đại biểu", 10),
    ("Mã nhóm", 9),
    ("Nhóm", 30),
    ("Danh xưng", 8),
    ("Họ và tên", 25),
    ("Chức vụ", 22),
    ("Đơn vị công tác", 30),
    ("Số điện thoại", 14),
    ("Thư điện tử", 22),
    ("Loại", 14),
    ("Dự thay cho", 26),
    ("Khen thưởng", 24),
    ("Hình thức khen thưởng", 16),
    ("Thứ tự khen thưởng", 9),
    ("Ghế", 7),
    ("Hỗ trợ", 10),
    ("Trạng thái phản hồi", 14),
    ("Lý do vắng", 20),
    ("Ghi chú", 34),
)
_LINE_POINTS: Final = 15.5
_TITLE_COLUMNS: Final = "A:F"  # so that the second page still says whose row it is
_RSVP: Final = {
    Rsvp.COMING: "Đã xác nhận",
    Rsvp.NOT_COMING: "Báo vắng",
    Rsvp.NONE: "Chưa phản hồi",
}


def export_list(path: Path, places: Sequence[Invitation], groups: Sequence[Group]) -> int:
    """Write the list to an .xlsx or .csv file and give the number of places in it.

    Cancelled places are left out. Raises InvalidError for another kind of file, or where
    the file cannot be written.
    """
    writers: dict[str, Callable[[Sequence[Invitation], Sequence[Group]], bytes]] = {
        ".csv": as_csv,
        ".xlsx": as_xlsx,
    }
    write = writers.get(path.suffix.casefold())
    if write is None:
        raise InvalidError(
            say(
                "%(name)s: chỉ xuất được tệp .xlsx hoặc .csv. Đổi đuôi tệp rồi thử lại.",
                name=path.name,
            )
        )
    content = write(places, groups)
    try:
        path.write_bytes(content)
    except OSError as error:
        message = say(
            "Không ghi được tệp %(path)s. Đóng tệp trong Excel hoặc chọn thư mục khác.", path=path
        )
        raise InvalidError(message) from error
    return sum(place.cancelled is None for place in places)


def as_csv(places: Sequence[Invitation], groups: Sequence[Group]) -> bytes:
    """Give the list as CSV: UTF-8 with its mark, commas, what looks like a formula escaped."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in _COLUMNS])
    writer.writerows([escape(cell) for cell in row] for row in _rows(places, groups))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def as_xlsx(places: Sequence[Invitation], groups: Sequence[Group]) -> bytes:
    """Give the list as a workbook of one sheet, every cell text, ready to be printed."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET_NAME
    rows = [[heading for heading, _ in _COLUMNS], *_rows(places, groups)]
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            _write_text(sheet, row, column, text)
    _dress(sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def escape(text: str) -> str:
    """Set an apostrophe before what Excel would compute; the import takes it off again."""
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(places: Sequence[Invitation], groups: Sequence[Group]) -> list[list[str]]:
    """Give a row of texts per place, in the list's order."""
    names = {group.code: group.name for group in groups}
    taken = {place.list_code for place in places}
    listed = sorted((p for p in places if p.cancelled is None), key=lambda p: p.position)
    return [
        [str(number), _code(place, taken), place.group, names.get(place.group, ""), *_cells(place)]
        for number, place in enumerate(listed, 1)
    ]


def _code(place: Invitation, taken: set[str | None]) -> str:
    """Give the list's own code, else our id unless another place carries that as its code."""
    return place.list_code or ("" if place.id in taken else place.id)


def _cells(place: Invitation) -> list[str]:
    guest, award = place.coming, place.award
    return [
        (guest and guest.honorific) or "",
        guest.name if guest else "",
        ((guest.title if guest else place.expects) or ""),
        place.organisation,
        place.phone or "",
        place.email or "",
        _kind(place),
        _invited(place) if place.substitute else "",
        award_text(award, place.organisation) if award else "",
        (award and award.form) or "",
        str(award.order) if award and award.order is not None else "",
        place.seat or "",
        place.support or "",
        _RSVP[place.rsvp],
        place.rsvp_reason or "",
        place.note or "",
    ]


def _kind(place: Invitation) -> str:
    if place.substitute:
        return "dự thay"
    if place.kind is Kind.WALK_IN:
        return "ngoài danh sách"
    if place.holder is None:
        return "đại diện (chưa có tên)"
    return "đại diện" if place.kind is Kind.REPRESENTATIVE else "đích danh"


def _invited(place: Invitation) -> str:
    """Give whom the stand-in stands in for: "Ông Vũ Trọng Nghĩa - Giám đốc"."""
    holder = place.holder
    if holder is None:
        return place.expects or "Đại diện"
    name = " ".join(filter(None, [holder.honorific, holder.name]))
    return " - ".join(filter(None, [name, holder.title]))


def _write_text(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """Write a cell that is text and stays text when somebody edits it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return
    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = bool(_FORMULA.match(text))


def _dress(sheet: "Worksheet") -> None:
    """Make the sheet readable on screen, and on paper two A4 pages wide with names on both."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for row in sheet.iter_rows():
        _dress_row(sheet, row)
    for column, (_, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "G2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = _TITLE_COLUMNS
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 2
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "Trang &P/&N"


def _dress_row(sheet: "Worksheet", row: "tuple[Cell | MergedCell, ...]") -> None:
    """Give a row its lines, its letters and the height that its longest text needs."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="BFB8AC")
    heading = row[0].row == 1
    place = "center" if heading else "top"
    across = "center" if heading else None
    for cell in row:
        cell.font = Font(name="Times New Roman", size=11, bold=heading)
        cell.alignment = Alignment(horizontal=across, vertical=place, wrap_text=True)
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        if heading:
            cell.fill = PatternFill("solid", fgColor="F3E9D8")
    lengths = [len(str(cell.value or "")) for cell in row]
    lines = max(
        -(-length // (width - 1)) for length, (_, width) in zip(lengths, _COLUMNS, strict=True)
    )
    sheet.row_dimensions[row[0].row or 1].height = _LINE_POINTS * max(lines, 1) + 3

"""Writes an official report as .xlsx: a summary sheet, then a sheet for each list.

Whatever a guest or clerk has typed stays text: Excel computes nothing of it.
"""

import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from badges.lettering import tidy
from badges.official import MOTTO, NATION, OfficialReport, Table, recipient_lines

_FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PALE = PatternFill("solid", fgColor="F3E9D8")
_WIDTH = 92.0  # of an upright A4 page, in characters
_LINE_POINTS = 16.0
# What Excel takes for a formula, also behind apostrophes that say it is none.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def excel_report(report: OfficialReport) -> bytes:
    """Write the report as a workbook, ready to be printed on A4."""
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    first, *others = report.tables
    _summary(summary, report, first)
    for table in others:
        _list(book.create_sheet(table.name[:31]), table)
    told = book.properties
    told.title, told.subject = tidy(report.title)[:255], tidy(report.subject)[:255]
    told.creator, told.language = "", "vi-VN"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _summary(sheet: Worksheet, report: OfficialReport, table: Table) -> None:
    """Set the whole official document but its lists on one sheet."""
    sheet.title = "Báo cáo"
    _paper(sheet, table)
    last, middle = len(table.fields), 2
    head = report.head
    lines = (
        (head.parent, NATION, (False, True)),
        (head.host, MOTTO, (True, True)),
        (head.symbol, head.place_and_day, (False, False)),
    )
    for row, (left, right, bold) in enumerate(lines, 1):
        _merged(sheet, row, 1, middle, left, bold=bold[0], across="center")
        _merged(sheet, row, middle + 1, last, right, bold=bold[1], across="center", italic=row == 3)
        # The nation's name stays on its line, in smaller letters where the columns are narrow.
        for column in (1, middle + 1):
            sheet.cell(row, column).alignment = Alignment(horizontal="center", shrink_to_fit=True)
        sheet.row_dimensions[row].height = _LINE_POINTS + 3
    _merged(sheet, 5, 1, last, report.title, bold=True, across="center", size=14)
    _merged(sheet, 6, 1, last, report.subject, bold=True, across="center")
    row = 8
    for sentence in report.sentences:
        _merged(sheet, row, 1, last, sentence)
        row += 1
    row = _table(sheet, row + 1, table) + 1
    _merged(sheet, row, 1, last, report.seal, italic=True, size=10)
    _foot(sheet, row + 2, report, middle, last)


def _foot(sheet: Worksheet, row: int, report: OfficialReport, middle: int, last: int) -> None:
    foot = report.foot
    lines = ["Nơi nhận:", *recipient_lines(foot.recipients)]
    for offset, line in enumerate(lines):
        _merged(sheet, row + offset, 1, middle, line, size=11, bold=offset == 0, italic=offset == 0)
    _merged(sheet, row, middle + 1, last, foot.signer_title, bold=True, across="center")
    _merged(sheet, row + 5, middle + 1, last, foot.signer_name, bold=True, across="center")


def _list(sheet: Worksheet, table: Table) -> None:
    """Set one list with its title on a sheet of its own, headings on every page."""
    _paper(sheet, table)
    _merged(sheet, 1, 1, len(table.fields), table.title, bold=True, across="center", size=14)
    _table(sheet, 3, table)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"


def _paper(sheet: Worksheet, table: Table) -> None:
    whole = sum(field.share for field in table.fields)
    for column, field in enumerate(table.fields, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTH * field.share / whole
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=1.18, right=0.59, top=0.79, bottom=0.79)
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "Trang &P/&N"
    footer.center.font, footer.center.size = f"{_FONT},Regular", 12


def _table(sheet: Worksheet, row: int, table: Table) -> int:
    """Write the table from `row` on; give the row after it."""
    if not table.rows:
        _merged(sheet, row, 1, len(table.fields), table.empty)
        return row + 1
    _cells(sheet, row, table, [field.heading for field in table.fields], bold=True)
    for texts in table.rows:
        row += 1
        _cells(sheet, row, table, texts)
    if table.total:
        row += 1
        _cells(sheet, row, table, table.total, bold=True)
    return row + 1


def _cells(
    sheet: Worksheet, row: int, table: Table, texts: Sequence[str], *, bold: bool = False
) -> None:
    widths = []
    for column, (field, text) in enumerate(zip(table.fields, texts, strict=True), 1):
        number = field.kind == "number"
        _write(sheet, row, column, text, as_number=number)
        cell = sheet.cell(row, column)
        cell.font = Font(name=_FONT, size=12, bold=bold)
        across = "center" if number or bold else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        cell.border = _GRID
        if bold:
            cell.fill = _PALE
        widths.append(sheet.column_dimensions[get_column_letter(column)].width)
    _heighten(sheet, row, list(zip(texts, widths, strict=True)))


def _merged(
    sheet: Worksheet,
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    across: str = "left",
    size: float = 12,
) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    _write(sheet, row, first, text)
    cell = sheet.cell(row, first)
    cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    columns = range(first, last + 1)
    width = sum(sheet.column_dimensions[get_column_letter(c)].width for c in columns)
    _heighten(sheet, row, [(text, width)])


def _write(sheet: Worksheet, row: int, column: int, text: str, *, as_number: bool = False) -> None:
    """Write a count as a number, anything else as text that stays text when it is edited."""
    text = ILLEGAL_CHARACTERS_RE.sub("", tidy(text))
    cell = sheet.cell(row, column)
    if as_number and text.isascii() and text.isdigit():
        cell.value = int(text)
        cell.number_format = "0" * len(text)
        return
    cell.value = text
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = bool(_FORMULA.match(text))


def _heighten(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Give a row the height of its longest text: Excel does not do it for merged cells."""
    lines = max(-(-len(text) // max(int(width * 0.95), 1)) for text, width in texts)
    height = _LINE_POINTS * max(lines, 1) + 3
    sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)

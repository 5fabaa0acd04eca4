"""An .xlsx to plain values: what a person sees, with merged ranges and what is hidden.

We read the parts ourselves, streaming: the usual library either builds every cell up to the
farthest one (5 GB for a file of 1.4 KB) or, streaming, keeps silent about merged ranges,
hidden rows and formulas that were never computed.
"""

import posixpath
import re
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from server.errors import InvalidError
from server.guestlist.sheets import Cell, Problem, Sheet, Span, Workbook
from server.sentences import mark, say
from server.workbook.package import BROKEN, Package, local_name

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_SHEETS: Final = 50
MOST_SPANS: Final = 20_000
MOST_CELLS: Final = 1_000_000

_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # Excel knows no zones
_LAST_SERIAL: Final = 2_958_465  # 31 December 9999
_DATE_FORMATS: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


def read_xlsx(content: bytes) -> Workbook:
    """Read every worksheet. Raises InvalidError with one sentence."""
    package = Package(content)
    names, active, is_1904 = _read_workbook(package)
    reader = _CellReader(package, _DAY_ZERO_1904 if is_1904 else _DAY_ZERO)
    sheets = tuple(_read_sheet(package, reader, *entry) for entry in names)
    problems = (_MACROS,) if package.has_macros else ()
    return Workbook(sheets, active if active < len(sheets) else 0, problems)


def _read_workbook(package: Package) -> tuple[list[tuple[str, str, bool]], int, bool]:
    """Give (name, part, hidden) of each worksheet, which was active, and the date system."""
    targets = {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
        for each in package.elements("xl/_rels/workbook.xml.rels", "Relationship")
        if each.get("Type", "").endswith("/worksheet")
    }
    names, active, is_1904, wanted = [], 0, False, 0
    for number, each in enumerate(_workbook_elements(package)):
        tag = local_name(each)
        if tag == "workbookPr":
            is_1904 = each.get("date1904") in {"1", "true"}
        elif tag == "workbookView":
            wanted = _whole(each.get("activeTab", "0"))
        elif tag == "sheet":
            part = next((v for k, v in each.items() if k.endswith("}id") or k == "id"), "")
            if part in targets:
                hidden = each.get("state", "visible") != "visible"
                names.append((each.get("name", f"Sheet{number}"), targets[part], hidden))
    if len(names) > MOST_SHEETS:
        message = say(
            "Tệp có hơn %(most)s trang. Chép trang danh sách sang tệp mới rồi nhập lại.",
            most=MOST_SHEETS,
        )
        raise InvalidError(message)
    return names, wanted or active, is_1904


def _workbook_elements(package: Package) -> list[Element]:
    tags = ("workbookPr", "workbookView", "sheet")
    found = []
    for each in package.elements("xl/workbook.xml", *tags):
        kept = Element(each.tag, dict(each.attrib))
        found.append(kept)
    return found


class _CellReader:
    """What is needed to read any cell: the shared strings, which styles are dates, day zero."""

    def __init__(self, package: Package, day_zero: datetime) -> None:
        self._strings = _read_strings(package)
        self._date_styles = _read_date_styles(package)
        self._day_zero = day_zero
        self.left = MOST_CELLS

    def read(self, cell: Element) -> Cell:
        """Give the cell's value; a formula that was never computed as its own text."""
        parts = {local_name(child): child for child in cell}
        if "is" in parts:
            return _rich_text(parts["is"])
        kind, formula = cell.get("t", "n"), parts.get("f")
        text = (parts["v"].text or "") if "v" in parts else ""
        if formula is not None and not text and (kind != "str" or "v" not in parts):
            return f"={formula.text or ''}"
        return self._value(kind, text, cell.get("s", "0"))

    def _value(self, kind: str, text: str, style: str) -> Cell:
        if kind == "s":
            at = _whole(text)
            return self._strings[at] if at < len(self._strings) else None
        if kind == "b":
            return text == "1"
        if kind == "n":
            return self._number(text, style)
        return text or None

    def _number(self, text: str, style: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return text or None
        if style in self._date_styles and 0 <= number <= _LAST_SERIAL:
            return self._date(number)
        whole = number.is_integer() and abs(number) < 1e300
        return int(number) if whole else number

    def _date(self, serial: float) -> datetime:
        """Excel takes 1900 for a leap year; its days before March 1900 are one off."""
        if self._day_zero == _DAY_ZERO and serial < 60:
            serial += 1
        return self._day_zero + timedelta(seconds=round(serial * 86_400))


def _read_strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package:
        return []
    return [_rich_text(each) for each in package.elements("xl/sharedStrings.xml", "si")]


def _rich_text(element: Element) -> str:
    """Join the runs of a text; how it is to be pronounced (rPh) is not part of it."""
    runs = [child for child in element if local_name(child) in {"t", "r"}]
    texts = (t for run in runs for t in ([run] if local_name(run) == "t" else run))
    return "".join(t.text or "" for t in texts if local_name(t) == "t")


def _read_date_styles(package: Package) -> set[str]:
    """Give the numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in package:
        return set()
    own: dict[int, bool] = {}
    dates: set[str] = set()
    for each in package.elements("xl/styles.xml", "numFmt", "cellXfs"):
        if local_name(each) == "numFmt":
            own[_whole(each.get("numFmtId", "0"))] = _shows_date(each.get("formatCode", ""))
            continue
        for number, style in enumerate(each):
            format_id = _whole(style.get("numFmtId", "0"))
            if own.get(format_id, format_id in _DATE_FORMATS):
                dates.add(str(number))
    return dates


def _shows_date(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code)
    return re.search(r"[dmyhs]", bare.split(";")[0], re.IGNORECASE) is not None


def _read_sheet(package: Package, reader: _CellReader, name: str, part: str, hidden: bool) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    hidden_rows, spans, number = set(), [], 0
    for each in package.elements(part, "row", "mergeCell"):
        if local_name(each) == "mergeCell":
            spans.append(_read_span(each.get("ref", "")))
            if len(spans) > MOST_SPANS:
                raise InvalidError(
                    say("Trang «%(name)s» có quá nhiều ô gộp nên không đọc.", name=name)
                )
            continue
        number = _whole(each.get("r", str(number + 1)))
        cells = _read_row(each, reader)
        if cells:
            _check_place(name, number, max(cells))
            rows[number] = cells
        if each.get("hidden") in {"1", "true"} and number <= MOST_ROWS:
            hidden_rows.add(number)
    return Sheet(name, _as_table(rows), tuple(spans), hidden, frozenset(hidden_rows))


def _read_row(row: Element, reader: _CellReader) -> dict[int, Cell]:
    """Give the cells that say something, by column; a file may leave out where they stand."""
    cells: dict[int, Cell] = {}
    column = 0
    for each in row:
        if local_name(each) != "c":
            continue
        column = _column(each.get("r", "")) or column + 1
        value = reader.read(each)
        if value is not None and (not isinstance(value, str) or value.strip()):
            cells[column] = value
            reader.left -= 1
    if reader.left < 0:
        raise InvalidError(say("Tệp có quá nhiều ô, không phải danh sách đại biểu."))
    return cells


def _check_place(name: str, row: int, column: int) -> None:
    if row > MOST_ROWS or column > MOST_COLUMNS:
        message = say(
            "Trang «%(name)s» có dữ liệu ở dòng %(row)s, cột %(column)s, quá giới hạn "
            "20.000 dòng và %(most)s cột. Chép riêng danh sách sang tệp mới rồi "
            "nhập lại.",
            name=name,
            row=row,
            column=column,
            most=MOST_COLUMNS,
        )
        raise InvalidError(message)


def _as_table(rows: dict[int, dict[int, Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(cells.get(column) for column in range(1, max(cells, default=0) + 1))
        for cells in (rows.get(row, {}) for row in range(1, max(rows, default=0) + 1))
    )


def _read_span(reference: str) -> Span:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if found is None:
        return Span(0, 0, 0, 0)
    return Span(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))


def _column(reference: str) -> int:
    """Give 28 for "AB12"; 0 where no letters lead."""
    letters = re.match(r"[A-Z]{0,3}", reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,10}", text):
        raise InvalidError(BROKEN)
    return int(text)


_MACROS: Final = Problem(
    "",
    None,
    None,
    "notice",
    "macros_ignored",
    mark("Tệp có macro: chỉ đọc giá trị trong ô, macro không được đọc hay lưu lại."),
)

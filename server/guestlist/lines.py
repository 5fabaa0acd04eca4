"""The rows under a header, each recognised for what it is: a place, a heading, a total."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from server.guestlist.groups import from_roman, is_numbered
from server.guestlist.headers import Field, Header, field_of
from server.guestlist.people import looks_like_name
from server.guestlist.sheets import Cell, Sheet, Span, text_of

# Where a merged cell speaks for every row that it reaches down to.
_FILLED_DOWN: Final = {Field.ORGANISATION, Field.GROUP, Field.GROUP_CODE, Field.TITLE}
_NAMES: Final = (Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME)

_TOTAL = re.compile(
    r"(tổng cộng|tổng số|cộng|total|tong cong|tong so)\s*([:.(\d]|$)", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"người lập|lập biểu|thủ trưởng đơn vị$|nơi nhận|(tm|kt|tl|tuq)\.\s|\(ký|ký[, ]|\(đã ký|xác nhận của"
    r"|.{0,40}\bngày\b.{0,12}\btháng\b.{0,12}\bnăm\b",
    re.IGNORECASE,
)


class RowKind(StrEnum):
    """What a row is. STRAY says something that belongs to nobody."""

    PLACE = auto()
    HEADING = auto()
    TOTAL = auto()
    AFTER_TOTAL = auto()
    STRAY = auto()
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A row under a header, asked by field."""

    number: int
    texts: dict[int, str]
    sheet: Sheet
    header: Header
    filled: dict[Field, str]

    def text(self, field: Field) -> str:
        """Give the field's text on one line, "" where it is empty."""
        own = next((self.texts[c] for c in self._columns(field) if c in self.texts), "")
        return own or self.filled.get(field, "")

    def cell(self, field: Field) -> Cell:
        """Give the field's own cell as the sheet has it."""
        column = next((c for c in self._columns(field) if c in self.texts), None)
        return self.sheet.cell(self.number, column) if column else None

    def column(self, field: Field) -> int | None:
        """Give the column where the field stands or would stand."""
        columns = self._columns(field)
        return next((c for c in columns if c in self.texts), columns[0] if columns else None)

    @property
    def name(self) -> str:
        """The name as its cell or cells have it, on one line."""
        parts = [self.text(Field.FAMILY_NAME), self.text(Field.GIVEN_NAME)]
        return self.text(Field.NAME) or " ".join(filter(None, parts))

    @property
    def first(self) -> str:
        """The text of the first cell that has one."""
        return next(iter(self.texts.values()), "")

    def _columns(self, field: Field) -> tuple[int, ...]:
        return self.header.columns.get(field, ())


def read_lines(
    sheet: Sheet, header: Header, is_group: Callable[[str], bool], *, hidden_rows: bool = False
) -> Iterator[tuple[RowKind, Line]]:
    """Give every row below the header with what it is.

    Behind a total or signature only rows with a number of their own are places still.
    """
    reach = _Reach(sheet, header)
    ended = False
    for number, texts in sheet.numbered():
        if number <= header.last_row or (number in sheet.hidden_rows and not hidden_rows):
            continue
        line = Line(number, texts, sheet, header, reach.fill(number))
        kind, closing = _kind(line, is_group)
        if kind in {RowKind.PLACE, RowKind.STRAY} and ended and not _has_number(line):
            kind = RowKind.AFTER_TOTAL if looks_like_name(line.name) else RowKind.SKIPPED
        ended = kind is not RowKind.HEADING and (ended or closing)
        yield kind, line


class _Reach:
    """How far merged cells reach down, in the columns where that means something."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._columns = {
            field: columns[0] for field, columns in header.columns.items() if field in _FILLED_DOWN
        }
        self._spans: dict[int, list[Span]] = {column: [] for column in self._columns.values()}
        for span in sheet.spans:
            if span.first_column in self._spans and span.last_row > span.first_row:
                self._spans[span.first_column].append(span)
        for spans in self._spans.values():
            spans.sort(key=lambda span: span.first_row)

    def fill(self, row: int) -> dict[Field, str]:
        """Give what merged cells say for this row."""
        found = {}
        for field, column in self._columns.items():
            spans = self._spans[column]
            at = bisect_right(spans, row, key=lambda span: span.first_row) - 1
            if at >= 0 and spans[at].last_row >= row:
                found[field] = text_of(self._sheet.cell(spans[at].first_row, column))
        return found


def _kind(line: Line, is_group: Callable[[str], bool]) -> tuple[RowKind, bool]:
    """Say what the row is, and whether the list ends with it."""
    if _is_numbering(line) or _repeats_header(line):
        return RowKind.SKIPPED, False
    if _TOTAL.match(line.first) and not looks_like_name(line.name):
        return RowKind.TOTAL, True
    if not _has_number(line) and any(_SIGNATURE.match(text) for text in line.texts.values()):
        return RowKind.SKIPPED, True
    if _is_heading(line, is_group):
        return RowKind.HEADING, False
    return _place_or_stray(line), False


def _is_numbering(line: Line) -> bool:
    """The row (1) (2) (3) under a header, brackets or not."""
    numbers = [re.fullmatch(r"(\()?(\d{1,2})\)?", text) for text in line.texts.values()]
    if len(numbers) < 2 or line.number > line.header.last_row + 3 or None in numbers:
        return False
    counted = [int(number[2]) for number in numbers if number]
    return counted == list(range(counted[0], counted[0] + len(counted)))


def _repeats_header(line: Line) -> bool:
    """The header again, as on every printed page."""
    known = [field_of(text) for text in line.texts.values()]
    return len(known) > 1 and None not in known and bool(set(known) & set(_NAMES))


def _is_heading(line: Line, is_group: Callable[[str], bool]) -> bool:
    number, name = line.text(Field.NUMBER), line.name
    others = len(line.texts) - bool(number) - bool(name)
    if len(line.texts) == 1:
        return _is_lone_heading(line, is_group)
    if others == 0 and name and (from_roman(number) or re.fullmatch(r"[A-ZĐ]", number)):
        return True
    return is_numbered(line.first) and not (name and name != line.first)


def _is_lone_heading(line: Line, is_group: Callable[[str], bool]) -> bool:
    column, text = next(iter(line.texts.items()))
    if is_numbered(text) or is_group(text):
        return True
    if column in {line.column(field) for field in _NAMES}:
        return _spans_columns(line, column)
    return column <= (line.column(Field.NAME) or 1) and not text.isdecimal()


def _spans_columns(line: Line, column: int) -> bool:
    return any(
        span.holds(line.number, column) and span.last_column > span.first_column
        for span in line.sheet.spans
    )


def _place_or_stray(line: Line) -> RowKind:
    """A row without a name is a place where it is numbered or says what it asks for."""
    if line.name:
        return RowKind.PLACE
    if set(line.texts) <= {line.column(Field.NUMBER)}:
        return RowKind.SKIPPED
    own = {
        field for field, columns in line.header.columns.items() if set(columns) & set(line.texts)
    }
    asks = Field.TITLE_AND_UNIT in own or {Field.TITLE, Field.ORGANISATION} <= own
    numbered = _has_number(line) or Field.NUMBER not in line.header.columns
    if asks or (numbered and own & {Field.TITLE, Field.ORGANISATION, Field.PHONE, Field.NOTE}):
        return RowKind.PLACE
    return RowKind.STRAY


def _has_number(line: Line) -> bool:
    return re.fullmatch(r"\d+[.)]?", line.text(Field.NUMBER)) is not None

"""What any spreadsheet is reduced to before it is understood, and what may be said about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from server.names import clean
from server.sentences import Sentence

Cell: TypeAlias = str | int | float | bool | date | None
Level: TypeAlias = Literal["error", "warning", "notice"]

# Excel keeps 15 digits of a number; the rest has become zeros.
DIGITS_OF_A_NUMBER: Final = 15


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, rows and columns counted from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in the range."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0]` is row 1, `rows[0][0]` is A1. Only the first cell of a span is set."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    spans: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """Give the value at a place counted from 1; None beyond the edge."""
        if not 1 <= row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else None

    def texts(self, row: int) -> dict[int, str]:
        """Give the columns of a row that say something, with what they say."""
        cells = self.rows[row - 1] if 1 <= row <= len(self.rows) else ()
        return {at: text for at, cell in enumerate(cells, 1) if (text := text_of(cell))}

    def numbered(self) -> Iterator[tuple[int, dict[int, str]]]:
        """Give every row that says something with its number."""
        for row in range(1, len(self.rows) + 1):
            if texts := self.texts(row):
                yield row, texts


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt about a list, for a person: where it lies and one sentence.

    `row` as Excel counts, `column` its letter; None where it concerns the whole sheet.
    An error stops the import; a warning asks; a notice informs. `candidates` are the positions
    of the entries that could be meant, first the one that was taken.
    """

    sheet: str
    row: int | None
    column: str | None
    level: Level
    code: str
    message: Sentence
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, the one that was open when it was saved, and reading remarks."""

    sheets: tuple[Sheet, ...]
    active: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Doubts:
    """The problems found in one sheet so far."""

    sheet: str
    found: list[Problem] = field(default_factory=list)

    def error(self, row: int | None, column: int | None, code: str, message: Sentence) -> None:
        """Say what stops the import."""
        self._say("error", row, column, code, message)

    def warning(
        self,
        row: int | None,
        column: int | None,
        code: str,
        message: Sentence,
        candidates: tuple[int, ...] = (),
    ) -> None:
        """Ask a person."""
        self._say("warning", row, column, code, message, candidates)

    def notice(self, row: int | None, column: int | None, code: str, message: Sentence) -> None:
        """Tell what was done."""
        self._say("notice", row, column, code, message)

    def _say(
        self,
        level: Level,
        row: int | None,
        column: int | None,
        code: str,
        what: Sentence,
        candidates: tuple[int, ...] = (),
    ) -> None:
        letter = column_letter(column) if column else None
        self.found.append(Problem(self.sheet, row, letter, level, code, what, candidates))


def text_of(cell: Cell) -> str:
    """Give a cell as clean text on one line; a whole number without its ".0"."""
    return clean(raw_text(cell))


def raw_text(cell: Cell) -> str:
    """Give a cell as text with the line breaks that were typed into it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**DIGITS_OF_A_NUMBER:
        return str(int(cell))
    return str(cell)


def column_letter(column: int) -> str:
    """Give "A" for 1, "AA" for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

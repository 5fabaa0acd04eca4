"""Delimited text to a workbook of one sheet: which encoding, which separator, which rows."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.errors import InvalidError
from server.guestlist.encodings import suspect
from server.guestlist.headers import find_header
from server.guestlist.sheets import Problem, Sheet, Workbook
from server.sentences import Sentence, mark, say
from server.workbook.kinds import SAVE_AS_XLSX

if TYPE_CHECKING:
    import _csv

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
LONGEST_CELL: Final = 32_767  # what Excel holds
MOST_LINES: Final = 20  # in one cell
SHEET_NAME: Final = "CSV"

_SEPARATORS: Final = ",;\t|"
_TRIED_ROWS: Final = 200
_TRIED_LETTERS: Final = 64_000


def read_delimited(content: bytes) -> Workbook:
    """Read delimited text. Raises InvalidError with one sentence."""
    text, charset = _decode(content)
    said = re.match(r"sep=(.)\r?\n", text)
    separator = said[1] if said else _find_separator(text[:_TRIED_LETTERS])
    rows = tuple(_read_rows(text[said.end() :] if said else text, separator))
    problems = (_ask_about(charset, text),) if charset else ()
    return Workbook((Sheet(SHEET_NAME, rows),), 0, problems)


def unescape(cell: str) -> str:
    """Take off the apostrophe that an export sets before what Excel would compute."""
    return cell[1:] if re.match(r"''*[=+\-@\t\r]", cell) else cell


def _decode(content: bytes) -> tuple[str, str | None]:
    """Give the text, and the encoding where it had to be guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as(content, "utf-16"), None
    if _is_wide(content[:4096]):
        return _decode_wide(content), None
    if (at := content.find(b"\x00")) >= 0:
        raise InvalidError(_holed(content.count(b"\n", 0, at) + 1))
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    repaired = content.decode("utf-8-sig", "replace")
    if repaired.count("\ufffd") * 10 < sum(not letter.isascii() for letter in repaired):
        return repaired, None  # UTF-8 with a broken letter here and there, which will be told
    western = "".join(_western(byte) for byte in content)
    if _looks_legacy(western):
        return western, None  # the list will say so itself
    return unicodedata.normalize("NFC", _decode_as(content, "cp1258")), "Windows-1258"


def _decode_as(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except UnicodeDecodeError as error:
        message = say("Không nhận ra bảng mã của tệp văn bản. %(remedy)s", remedy=SAVE_AS_XLSX)
        raise InvalidError(message) from error


def _is_wide(beginning: bytes) -> bool:
    """Whether a fifth of it is zero bytes, as in UTF-16; a file that lost a piece has a few."""
    return beginning.count(0) * 5 > len(beginning)


def _decode_wide(content: bytes) -> str:
    """UTF-16 without its mark: the zero bytes of plain letters say which half comes first."""
    text = _decode_as(
        content, "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
    )
    controls = sum(unicodedata.category(letter) in {"Cc", "Cn", "Co"} for letter in text[:4096])
    if controls > 10 + text[:4096].count("\n") + text[:4096].count("\r") + text[:4096].count("\t"):
        message = say("Đây không phải danh sách dạng văn bản. %(remedy)s", remedy=SAVE_AS_XLSX)
        raise InvalidError(message)
    return text


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _looks_legacy(text: str) -> bool:
    """Whether more words of the text's beginning make sense in TCVN3 or VNI than not."""
    cells = re.split(r"[,;\t\r\n]+", text[:_TRIED_LETTERS])[:_TRIED_ROWS]
    found = Counter(s.charset for cell in cells if (s := suspect(cell)))
    return found["TCVN3"] + found["VNI"] > sum(not cell.isascii() for cell in cells) // 2


def _ask_about(charset: str, text: str) -> Problem:
    words = re.findall(r"\w+", text.partition("\n")[2])
    example = next((word for word in words if not word.isascii()), "")
    message = say(
        "Tệp không phải Unicode, được đọc theo bảng mã %(charset)s (ví dụ "
        "«%(example)s»). Đề nghị xem lại dấu của vài họ tên trước khi dùng.",
        charset=charset,
        example=example,
    )
    return Problem(SHEET_NAME, None, None, "warning", "encoding_guessed", message)


def _find_separator(text: str) -> str:
    """Give the separator under which a header is found with most columns.

    Among equals, and where there is no header, most rows must agree in their width.
    """
    return max(_SEPARATORS, key=lambda separator: _fitness(text, separator))


def _fitness(text: str, separator: str) -> tuple[int, int]:
    rows: list[tuple[str, ...]] = []
    try:
        for row, _ in zip(_reader(text, separator), range(_TRIED_ROWS), strict=False):
            rows.append(tuple(row))
    except csv.Error:
        pass  # the sample may end inside a quoted cell
    header = find_header(Sheet("", tuple(rows)))
    widths = Counter(len(row) for row in rows)
    if header:
        return len(header.columns), widths[len(rows[header.row - 1])]
    return 0, max((count for width, count in widths.items() if width > 1), default=0)


def _read_rows(text: str, separator: str) -> Iterator[tuple[str | None, ...]]:
    """Give the rows as Excel counts them; empty ones at the end are left out."""
    blank: list[tuple[str | None, ...]] = []
    filled = 0
    for number, row in enumerate(_parse(text, separator), 1):
        if not any(cell.strip() for cell in row):
            blank.append(())
            continue
        filled += 1
        _check_size(filled, len(blank), row)
        if any(_swallows(cell, separator, len(row)) for cell in row):
            raise InvalidError(_unclosed(number))
        yield from blank
        blank.clear()
        yield tuple(unescape(cell) or None for cell in row)


def _parse(text: str, separator: str) -> Iterator[list[str]]:
    """Read by the rule, and where quotes break it in passing, as Excel does: with patience."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        for _ in _reader(text, separator):
            pass
    except csv.Error as error:
        if "quote" not in str(error) and "expected after" not in str(error):
            raise InvalidError(_unclosed(None)) from error
        yield from _reader(text, separator, strict=False)
        return
    yield from _reader(text, separator)


def _reader(text: str, separator: str, *, strict: bool = True) -> "_csv.Reader":
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def _swallows(cell: str, separator: str, width: int) -> bool:
    """Whether a cell holds whole rows: a quotation mark was opened and not closed."""
    if "\n" not in cell and "\r" not in cell:
        return False
    lines = cell.splitlines()
    return len(lines) > MOST_LINES or any(
        line.count(separator) >= max(2, width - 1) for line in lines
    )


def _holed(row: int) -> Sentence:
    return say(
        "Dòng %(row)s: có ký tự rỗng (NUL), tệp đã hỏng khi ghi hoặc tải về. Lấy lại tệp gốc, "
        "hoặc mở bằng Excel, kiểm tra dòng đó và lưu thành dạng .xlsx rồi nhập lại.",
        row=row,
    )


def _unclosed(row: int | None) -> Sentence:
    at = mark('Dòng %(row)s: dấu nháy kép (") mở mà không đóng, hoặc ô quá dài. %(remedy)s')
    there = mark('Có dấu nháy kép (") mở mà không đóng, hoặc ô quá dài. %(remedy)s')
    return say(at if row else there, row=row, remedy=SAVE_AS_XLSX)


def _check_size(filled: int, blank: int, row: list[str]) -> None:
    if filled > MOST_ROWS or blank > MOST_ROWS:
        most = f"{MOST_ROWS:,}".replace(",", ".")
        raise InvalidError(
            say("Tệp có hơn %(most)s dòng, không phải danh sách đại biểu.", most=most)
        )
    if len(row) > MOST_COLUMNS:
        message = say(
            "Tệp có dòng dài hơn %(most)s cột, không phải danh sách đại biểu.",
            most=MOST_COLUMNS,
        )
        raise InvalidError(message)

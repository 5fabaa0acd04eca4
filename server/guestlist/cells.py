"""Single cells: what Excel, a formula or an old encoding has made of them."""

from typing import Final

from server.guestlist.encodings import UNIKEY_ADVICE, suspect
from server.guestlist.headers import Field
from server.guestlist.lines import Line
from server.guestlist.sheets import Doubts, raw_text
from server.names import clean
from server.sentences import mark, say

_EXCEL_ERRORS: Final = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
}  # fmt: skip
_READ: Final = (
    Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME, Field.TITLE, Field.TITLE_AND_UNIT,
    Field.ORGANISATION, Field.PHONE, Field.CODE, Field.GROUP, Field.GROUP_CODE, Field.NOTE,
    Field.STANDS_IN_FOR, Field.AWARD, Field.SEAT, Field.RSVP,
)  # fmt: skip
_SPELT: Final = (
    Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME, Field.TITLE, Field.TITLE_AND_UNIT,
    Field.ORGANISATION, Field.STANDS_IN_FOR,
)  # fmt: skip
_CHARSETS: Final = {
    "TCVN3": mark("bảng mã TCVN3 (phông .VnTime)"),
    "VNI": mark("bảng mã VNI"),
    "VIQR": mark("kiểu gõ VIQR"),
    "mojibake": mark("UTF-8 bị mở nhầm bảng mã"),
}


def check_cells(line: Line, doubts: Doubts) -> None:
    """Look at each cell for what Excel or an old encoding has made of it."""
    for each in _READ:
        text, column = line.text(each), line.column(each)
        if text in _EXCEL_ERRORS:
            message = say(
                "Ô có lỗi Excel %(text)s. Sửa công thức hoặc gõ giá trị rồi nhập lại.", text=text
            )
            doubts.error(line.number, column, "excel_error", message)
        elif text.startswith("=") and each is not Field.NOTE:
            message = say(
                "Ô là công thức, được giữ nguyên dạng chữ. Đề nghị gõ giá trị thay công thức."
            )
            doubts.warning(line.number, column, "formula", message)
    for each in _SPELT:
        _check_spelling(line, each, doubts)


def _check_spelling(line: Line, where: Field, doubts: Doubts) -> None:
    cell = raw_text(line.cell(where))
    found = suspect(cell) if cell else None
    if found is None:
        return
    if found.reading is None:
        message = say(
            "«%(cell)s» có chữ bị mất dấu thành «?». Đề nghị lấy lại tệp gốc, lưu dạng .xlsx.",
            cell=clean(cell),
        )
        doubts.warning(line.number, line.column(where), "letters_lost", message)
        return
    advice = (
        UNIKEY_ADVICE if found.charset in {"TCVN3", "VNI"} else say("Đề nghị sửa lại rồi nhập lại")
    )
    message = say(
        "«%(cell)s» có vẻ là %(charset)s, đúng ra là «%(reading)s»? %(advice)s.",
        cell=clean(cell),
        charset=_CHARSETS[found.charset],
        reading=found.reading,
        advice=advice,
    )
    doubts.warning(line.number, line.column(where), "encoding_suspect", message)

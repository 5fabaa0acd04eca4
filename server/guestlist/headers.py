"""The header of a list, wherever it stands and however its columns are called."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from server.guestlist.encodings import suspect
from server.guestlist.sheets import Sheet, raw_text
from server.names import clean, fold

HEADER_ROWS: Final = 30
LONGEST_HEADING: Final = 60


class Field(StrEnum):
    """What a column may hold."""

    NUMBER = auto()
    CODE = auto()
    GROUP_CODE = auto()
    GROUP = auto()
    HONORIFIC = auto()
    SEX = auto()
    NAME = auto()
    FAMILY_NAME = auto()
    GIVEN_NAME = auto()
    TITLE = auto()
    TITLE_AND_UNIT = auto()
    ORGANISATION = auto()
    PHONE = auto()
    EMAIL = auto()
    KIND = auto()
    STANDS_IN_FOR = auto()
    AWARD = auto()
    AWARD_FORM = auto()
    AWARD_ORDER = auto()
    RECIPIENT = auto()
    SEAT = auto()
    SUPPORT = auto()
    RSVP = auto()
    RSVP_REASON = auto()
    NOTE = auto()
    IDENTITY = auto()
    BIRTH = auto()
    IGNORED = auto()


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are: several may hold one field, the first that speaks wins.

    Rows and columns are counted from 1; the list begins below `last_row`.
    """

    row: int
    last_row: int
    columns: dict[Field, tuple[int, ...]]
    unknown: tuple[tuple[int, str], ...] = ()

    def column(self, field: Field) -> int | None:
        """Give the first column of a field."""
        return self.columns.get(field, (None,))[0]


def find_header(sheet: Sheet) -> Header | None:
    """Find the row of the first 30 that names most columns, a name's among them."""
    return _best(_header_at(sheet, row, clean) for row in range(1, HEADER_ROWS + 1))


def find_legacy_header(sheet: Sheet) -> str | None:
    """Name the old encoding in which this sheet has a header, if it has one."""
    charset = None

    def read_back(text: str) -> str:
        nonlocal charset
        found = suspect(text)
        if found is None or found.reading is None:
            return clean(text)
        charset = found.charset
        return found.reading

    header = _best(_header_at(sheet, row, read_back) for row in range(1, HEADER_ROWS + 1))
    return charset if header else None


def field_of(heading: str) -> Field | None:
    """Recognise a column by its heading."""
    if heading.strip() in {"#", "№"}:
        return Field.NUMBER
    key = squash(heading)
    if len(heading) > LONGEST_HEADING or not key:
        return None
    if key in _SPELLINGS:
        return _SPELLINGS[key]
    return next((field for start, field in _BEGINNINGS if key.startswith(start)), None)


def squash(text: str) -> str:
    """Give a heading's letters and digits only, brackets left out: "SỐ ĐT (di động)" is "sodt"."""
    return re.sub(r"[^a-z0-9]", "", fold(re.sub(r"\([^)]*\)", "", text)))


def _best(headers: Iterator[Header | None]) -> Header | None:
    found = [header for header in headers if header]
    return max(found, key=lambda header: (len(header.columns), -header.row), default=None)


def _header_at(sheet: Sheet, row: int, read: Callable[[str], str]) -> Header | None:
    """Read this row as a header; a second row belongs to it where the name's cell spans both."""
    columns: dict[Field, tuple[int, ...]] = {}
    unknown = []
    for column in range(1, len(sheet.rows[row - 1]) + 1 if row <= len(sheet.rows) else 1):
        heading = read(_spanning_text(sheet, row, column))
        field = field_of(heading)
        if field:
            columns[field] = (*columns.get(field, ()), column)
        elif heading:
            unknown.append((column, heading))
    columns = _settle_names(columns)
    if not {Field.NAME, Field.GIVEN_NAME, Field.RECIPIENT} & columns.keys():
        return None
    named = columns.get(Field.NAME) or columns.get(Field.GIVEN_NAME) or (1,)
    header = Header(row, _last_row(sheet, row, named[0]), columns, tuple(unknown))
    return _with_second_row(sheet, header, read)


def _spanning_text(sheet: Sheet, row: int, column: int) -> str:
    """Give the cell's text, or that of the cell above whose merged range reaches down here."""
    own = raw_text(sheet.cell(row, column))
    if own.strip():
        return own
    span = next((s for s in sheet.spans if s.holds(row, column) and s.first_column == column), None)
    return raw_text(sheet.cell(span.first_row, column)) if span else ""


def _settle_names(columns: dict[Field, tuple[int, ...]]) -> dict[Field, tuple[int, ...]]:
    """A column "Tên" holds whole names unless another holds what stands before them."""
    if Field.GIVEN_NAME in columns and not {Field.NAME, Field.FAMILY_NAME} & columns.keys():
        columns[Field.NAME] = columns.pop(Field.GIVEN_NAME)
    return columns


def _last_row(sheet: Sheet, row: int, column: int) -> int:
    return max((s.last_row for s in sheet.spans if s.holds(row, column)), default=row)


def _with_second_row(sheet: Sheet, header: Header, read: Callable[[str], str]) -> Header:
    """Take in headings that stand below a wider one: "Điện thoại" over "Cơ quan", "Di động"."""
    columns = dict(header.columns)
    for row in range(header.row + 1, header.last_row + 1):
        for column, text in sheet.texts(row).items():
            field = field_of(read(text))
            if field and column not in columns.get(field, ()):
                columns[field] = (*columns.get(field, ()), column)
    return Header(header.row, header.last_row, columns, header.unknown)


def _table(spellings: dict[Field, str]) -> dict[str, Field]:
    return {squash(word): field for field, words in spellings.items() for word in words.split("|")}


_SPELLINGS: Final = _table(
    {
        Field.NUMBER: "STT|TT|Số TT|Số thứ tự|No|Thứ tự|S.T.T",
        Field.CODE: "Mã đại biểu|Mã ĐB|Mã|Mã số|Mã khách|Mã khách mời|Mã suất mời|Code|ID",
        Field.GROUP_CODE: "Mã nhóm|Mã thành phần|Group code",
        Field.GROUP: "Nhóm|Nhóm đại biểu|Tên nhóm|Thành phần|Khối|Thành phần mời|Group",
        Field.HONORIFIC: "Danh xưng|Ông/Bà|Ông Bà|Ông, bà|Xưng hô|Honorific",
        Field.SEX: "Giới tính|Nam/Nữ|Giới",
        Field.NAME: (
            "Họ và tên|Họ tên|Họ và tên đại biểu|Họ tên đại biểu|Tên đại biểu|Đại biểu|Khách mời"
            "|Họ tên khách mời|Tên khách|Tên khách mời|Quý danh|Full name|Name|Guest|Guest name"
            "|Họ và tên khách mời|Họ, tên|Họ & tên|Họ tên đầy đủ"
        ),
        Field.FAMILY_NAME: (
            "Họ|Họ đệm|Họ và đệm|Họ lót|Họ và tên đệm|Họ và chữ đệm|Họ và chữ lót|Last name"
        ),
        Field.GIVEN_NAME: "Tên|First name",
        Field.TITLE: "Chức vụ|Chức danh|Chức vụ, chức danh|Chức vụ công tác|Title|Position",
        Field.TITLE_AND_UNIT: "Chức vụ, đơn vị|Chức vụ - Đơn vị công tác|Chức vụ, cơ quan",
        Field.ORGANISATION: (
            "Đơn vị|Đơn vị công tác|Cơ quan|Cơ quan, đơn vị|Nơi công tác|Tổ chức|Tên đơn vị"
            "|Cơ quan công tác|Đơn vị/Cơ quan|Organisation|Organization|Company|Unit"
        ),
        Field.PHONE: (
            "Số điện thoại|Điện thoại|SĐT|Số ĐT|ĐT|ĐTDĐ|Di động|Số di động|Điện thoại liên hệ|Zalo"
            "|Số Zalo|Liên hệ|Phone|Mobile|Tel|Cơ quan ĐT"
        ),
        Field.EMAIL: "Email|E-mail|Thư điện tử|Địa chỉ email|Hộp thư|Email công vụ",
        Field.KIND: "Loại|Loại đại biểu|Loại suất mời|Kind",
        Field.STANDS_IN_FOR: "Dự thay cho|Dự thay|Thay cho|Người được thay|Dự thay ai",
        Field.AWARD: "Khen thưởng|Nhận khen thưởng|Award",
        Field.AWARD_FORM: "Hình thức khen thưởng|Hình thức|Hình thức khen|Danh hiệu",
        Field.AWARD_ORDER: "Thứ tự khen thưởng|Thứ tự nhận",
        Field.RECIPIENT: "Tập thể / Cá nhân|Tập thể, cá nhân|Tên tập thể, cá nhân|Cá nhân, tập thể",
        Field.SEAT: "Ghế|Số ghế|Vị trí ngồi|Chỗ ngồi|Ghế ngồi|Vị trí|Seat",
        Field.SUPPORT: "Hỗ trợ|Yêu cầu hỗ trợ|Hỗ trợ đặc biệt|Support",
        Field.RSVP: "Trạng thái phản hồi|Phản hồi|Xác nhận|Tham dự|Trạng thái|Tình trạng|RSVP",
        Field.RSVP_REASON: "Lý do vắng|Lý do|Lí do",
        Field.NOTE: "Ghi chú|Lưu ý|Note|Notes|Ghi chú khác",
        Field.IDENTITY: "CCCD|Số CCCD|CMND|Số CMND|CMND/CCCD|Số định danh|Hộ chiếu|Căn cước",
        Field.BIRTH: "Ngày sinh|Năm sinh|Ngày, tháng, năm sinh|Sinh ngày|Date of birth",
        Field.IGNORED: "Ký nhận|Chữ ký|Ký tên|Ký nhận tài liệu|Signature",
    }
)

_BEGINNINGS: Final = tuple(
    (squash(start), field)
    for field, starts in (
        (Field.FAMILY_NAME, "họ và tên đệm|họ và chữ"),
        (Field.NAME, "họ và tên|họ tên|tên đại biểu|tên khách"),
        (Field.TITLE_AND_UNIT, "chức vụ đơn vị|chức vụ và đơn vị|chức vụ cơ quan|chức danh đơn vị"),
        (Field.TITLE, "chức vụ|chức danh"),
        (Field.PHONE, "số điện thoại|điện thoại|sđt|số đt|di động"),
        (Field.ORGANISATION, "đơn vị|cơ quan|nơi công tác"),
        (Field.STANDS_IN_FOR, "dự thay"),
        (Field.AWARD_FORM, "hình thức khen"),
        (Field.AWARD, "khen thưởng"),
        (Field.IDENTITY, "số cccd|cccd|số cmnd|cmnd|căn cước|số căn cước|số định danh"),
        (Field.BIRTH, "ngày sinh|năm sinh|ngày tháng năm sinh"),
        (Field.GROUP, "nhóm|thành phần"),
        (Field.RSVP, "phản hồi|xác nhận|trạng thái"),
        (Field.NOTE, "ghi chú"),
        (Field.IGNORED, "ký nhận|chữ ký"),
    )
    for start in starts.split("|")
)

"""One row of a list, understood: an Entry, and the doubts that came up on the way."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from server.guestlist.births import check_birth
from server.guestlist.cells import check_cells
from server.guestlist.emails import is_email
from server.guestlist.headers import Field
from server.guestlist.lines import Line
from server.guestlist.people import (
    Person,
    holds_several,
    invited_in_note,
    read_invited,
    read_person,
)
from server.guestlist.phones import Phone, read_phone
from server.guestlist.sheets import DIGITS_OF_A_NUMBER, Doubts, raw_text
from server.guests import Award, Group, Guest, Kind, Rsvp
from server.names import fold
from server.names.titles import leading_title
from server.sentences import say

# What stands in the column of answers where there is none yet.
_SAYS_NOTHING = re.compile(r"$|[-–—.…?/0]+$|chua\b|khong (ro|co phan hoi)|cho\b|doi\b|none$|no$")
_ABSENT = re.compile(
    r"(?:xin|báo)?\s*vắng(?:\s+mặt)?\s*(?:có lý do|có lí do)?\s*(?:[:(–-]\s*(?P<reason>[^;)]+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a list asks for, before it is known which invitation it is.

    Fields as in Invitation. `carries` names those of `group award seat substitute` about
    which the list speaks at all: of the others, silence means nothing.
    """

    sheet: str
    row: int
    position: int
    group: str
    organisation: str
    holder: Guest | None
    expects: str | None = None
    phone: str | None = None
    phone_written: str | None = None
    kind: Kind = Kind.NAMED
    rsvp: Rsvp = Rsvp.NONE
    rsvp_reason: str | None = None
    substitute: Guest | None = None
    award: Award | None = None
    support: str | None = None
    seat: str | None = None
    note: str | None = None
    list_code: str | None = None
    email: str | None = None
    carries: frozenset[str] = frozenset()

    @property
    def coming(self) -> Guest | None:
        """Who is expected at the door."""
        return self.substitute or self.holder


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet.

    `restored`, `degrees` and `unclear` gather what is said once for the whole list and not row
    by row: phones that got their zero back, rows whose academic degrees were left out, and
    answers that nobody understands, with row and column.
    """

    doubts: Doubts
    organisation: Callable[[str], str]
    restored: list[tuple[int, int | None, Phone]] = field(default_factory=list)
    degrees: list[int] = field(default_factory=list)
    unclear: list[tuple[int, int | None, str]] = field(default_factory=list)

    def read(self, line: Line, group: Group | None) -> list[Entry]:
        """Give the row's places, mostly one; several for "02 phóng viên"."""
        check_cells(line, self.doubts)
        title, unit = _title_and_unit(line)
        unit = self.organisation(unit)
        person = read_person(_name_cell(line), title, unit)
        person = _with_honorific(person, line)
        self._remark_person(line, person)
        entry = Entry(
            sheet=self.doubts.sheet,
            row=line.number,
            position=0,
            group=group.code if group else "",
            organisation=unit,
            holder=person.guest,
            expects=person.expects,
            kind=_kind(person.guest, group),
            note="; ".join(filter(None, [line.text(Field.NOTE), person.remark])) or None,
            list_code=self._code(line),
            seat=line.text(Field.SEAT).upper() or None,
            support=_support(line),
            award=_award(line, person.guest),
            email=self._email(line),
        )
        entry = _with_phone(entry, self._phone(line))
        entry = _with_answer(self._with_stand_in(entry, line, group), line)
        if entry.rsvp is Rsvp.NONE and not _SAYS_NOTHING.match(fold(line.text(Field.RSVP))):
            self.unclear.append((line.number, line.column(Field.RSVP), line.text(Field.RSVP)))
        self._check_place(line, entry)
        return [entry] * person.places

    def _remark_person(self, line: Line, person: Person) -> None:
        if holds_several(_name_cell(line)):
            self.doubts.error(
                line.number,
                line.column(Field.NAME),
                "several_names",
                say(
                    "Một ô có nhiều họ tên («%(name)s»). Tách mỗi đại biểu một dòng.",
                    name=line.name,
                ),
            )
        if person.degrees:
            self.degrees.append(line.number)
        guest = person.guest
        if guest and not any(letter.isalpha() for letter in guest.name):
            self.doubts.warning(
                line.number,
                line.column(Field.NAME),
                "name_odd",
                say("«%(name)s» không giống họ tên. Đề nghị kiểm tra.", name=guest.name),
            )

    def _code(self, line: Line) -> str | None:
        code = line.text(Field.CODE)
        cell = line.cell(Field.CODE)
        as_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        digits = re.sub(r"\D", "", code)
        if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", code, re.IGNORECASE) or (
            as_number and len(digits) > DIGITS_OF_A_NUMBER
        ):
            self.doubts.error(
                line.number,
                line.column(Field.CODE),
                "code_lost_digits",
                say(
                    "Mã «%(code)s» đã bị Excel làm mất chữ số. Định dạng cột là Văn bản (Text) rồi "
                    "nhập lại mã.",
                    code=code,
                ),
            )
            return None
        return code or None

    def _email(self, line: Line) -> str | None:
        """Read an address to write to; Excel may have made it a link of its own."""
        written = line.text(Field.EMAIL).removeprefix("mailto:").strip()
        if written and not is_email(written):
            self.doubts.warning(
                line.number,
                line.column(Field.EMAIL),
                "email_odd",
                say(
                    "«%(written)s» không giống địa chỉ thư điện tử; chưa ghi nhận. Đề nghị kiểm tra.",
                    written=written,
                ),
            )
            return None
        return written or None

    def _phone(self, line: Line) -> Phone:
        phone = read_phone(line.cell(Field.PHONE))
        column = line.column(Field.PHONE)
        if phone.doubt == "lost_digits":
            self.doubts.error(
                line.number,
                column,
                "phone_lost_digits",
                say(
                    "Số điện thoại «%(written)s» đã bị Excel làm mất chữ số. Định dạng cột là Văn "
                    "bản (Text) rồi nhập lại số.",
                    written=phone.written,
                ),
            )
        elif phone.doubt == "odd":
            self.doubts.warning(
                line.number,
                column,
                "phone_odd",
                say(
                    "«%(written)s» không giống số điện thoại; chưa ghi nhận. Đề nghị kiểm tra.",
                    written=phone.written,
                ),
            )
        elif phone.doubt == "several":
            self.doubts.notice(
                line.number,
                column,
                "phone_several",
                say("Ô có nhiều số điện thoại; dùng số %(number)s.", number=phone.number),
            )
        elif phone.doubt == "old_prefix":
            self.doubts.notice(
                line.number,
                column,
                "phone_old_prefix",
                say(
                    "Đầu số cũ 11 số «%(written)s» đã đổi thành %(number)s.",
                    written=phone.written,
                    number=phone.number,
                ),
            )
        elif phone.doubt == "zero_restored":
            self.restored.append((line.number, column, phone))
        return phone

    def _with_stand_in(self, entry: Entry, line: Line, group: Group | None) -> Entry:
        """Part who was invited from who comes, where the row says "dự thay"."""
        said = line.text(Field.STANDS_IN_FOR)
        whom = said or invited_in_note(line.text(Field.NOTE)) or ""
        invited = read_invited(whom, entry.organisation) if whom else None
        claimed = bool(said) or fold(line.text(Field.KIND)).startswith("du thay")
        if entry.holder is None or not (invited or claimed):
            return entry
        if invited is None:
            column = line.column(Field.STANDS_IN_FOR) or line.column(Field.NOTE)
            self.doubts.warning(
                line.number,
                column,
                "stand_in_unclear",
                say(
                    "%(name)s dự thay nhưng chưa rõ thay ai. Đề nghị bổ sung người được mời.",
                    name=entry.holder.name,
                ),
            )
            invited = Person(None, said or "Đại diện")
        return replace(
            entry,
            holder=invited.guest,
            expects=invited.expects,
            substitute=entry.holder,
            kind=_kind(invited.guest, group),
        )

    def _check_place(self, line: Line, entry: Entry) -> None:
        if not entry.organisation and {Field.ORGANISATION, Field.TITLE_AND_UNIT} & set(
            line.header.columns
        ):
            who = entry.coming.name if entry.coming else entry.expects
            self.doubts.warning(
                line.number,
                line.column(Field.ORGANISATION) or line.column(Field.TITLE_AND_UNIT),
                "organisation_missing",
                say("%(who)s: chưa ghi đơn vị công tác.", who=who),
            )
        if Field.BIRTH in line.header.columns:
            check_birth(line.cell(Field.BIRTH), line.number, line.column(Field.BIRTH), self.doubts)


def _name_cell(line: Line) -> str:
    own = raw_text(line.cell(Field.NAME))
    return own if own.strip() else line.name


def _title_and_unit(line: Line) -> tuple[str, str]:
    """Give title and organisation, also where one column holds both."""
    both = line.text(Field.TITLE_AND_UNIT)
    title, unit = line.text(Field.TITLE), line.text(Field.ORGANISATION)
    if not both:
        return title, unit
    parted = leading_title(both) or ("", both)
    return title or parted[0], unit or parted[1]


def _with_honorific(person: Person, line: Line) -> Person:
    """Take Ông or Bà from a column of its own, or from one that says Nam or Nữ."""
    said = line.text(Field.HONORIFIC) or line.text(Field.SEX)
    spelt = {"ong": "Ông", "ba": "Bà", "nam": "Ông", "nu": "Bà"}.get(fold(said).strip("."))
    if person.guest is None or spelt is None:
        return person
    return replace(person, guest=replace(person.guest, honorific=spelt))


def _kind(holder: Guest | None, group: Group | None) -> Kind:
    if group and group.press:
        return Kind.PRESS
    return Kind.NAMED if holder else Kind.REPRESENTATIVE


def _with_phone(entry: Entry, phone: Phone) -> Entry:
    return replace(entry, phone=phone.number, phone_written=phone.written)


def _with_answer(entry: Entry, line: Line) -> Entry:
    """Read the answer from its column, or an absence from the note."""
    said, note = fold(line.text(Field.RSVP)), line.text(Field.NOTE)
    absent = next((m for part in note.split(";") if (m := _ABSENT.match(part.strip()))), None)
    if re.search(r"\b(vang|khong (du|tham|den|the)|tu choi)|^khong$", said) or (
        absent and not said
    ):
        reason = line.text(Field.RSVP_REASON) or (absent["reason"] if absent else None)
        return replace(entry, rsvp=Rsvp.NOT_COMING, rsvp_reason=reason and reason.strip(" )."))
    if re.match(r"(da |se )?(xac nhan|tham du|du\b|co\b(?! (the|le)\b)|dong y|nhan loi)|x$", said):
        return replace(entry, rsvp=Rsvp.COMING)
    return entry


def _support(line: Line) -> str | None:
    said = line.text(Field.SUPPORT)
    return said or ("Xe lăn" if "xe lăn" in line.text(Field.NOTE).casefold() else None)


def _award(line: Line, holder: Guest | None) -> Award | None:
    """Read an award from its column, or from the note as far as that goes."""
    said, form = line.text(Field.AWARD), line.text(Field.AWARD_FORM) or None
    order = line.text(Field.AWARD_ORDER)
    if said and fold(said) not in {"khong", "-", "0"}:
        rest = " - ".join(part for part in _PARTS.split(said) if not _FOR_WHOM.match(part))
        collective = holder is None or "tap the" in fold(said)
        return Award(
            collective,
            form or (rest if _is_form(rest) else None),
            int(order) if order.isdecimal() else None,
        )
    marked = any(fold(part).startswith("nhan khen") for part in line.text(Field.NOTE).split(";"))
    return Award(collective=holder is None) if marked else None


# "Bằng khen - Tập thể Phòng A": for whom an award is stands beside its form. "Tập thể lao động
# xuất sắc" is a form itself.
_PARTS = re.compile(r"\s+[-–]\s+|\s*[:()]\s*")
_FOR_WHOM = re.compile(r"$|cá nhân|(đại diện )?tập thể(?! lao)", re.IGNORECASE)


def _is_form(text: str) -> bool:
    """Whether it names an award and does not only say that there is one, as a tick does."""
    return len(text) > 3 and not re.match(r"(duoc |nhan |co )*(khen thuong|co)$", fold(text))

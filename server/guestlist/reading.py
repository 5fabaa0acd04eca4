"""A workbook, however it was read, to the places it asks for and the doubts it leaves."""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from server.guestlist.awards import Recipients, give_awards
from server.guestlist.checks import (
    check_columns,
    check_count,
    check_names,
    check_seats_and_codes,
    sum_up,
)
from server.guestlist.choice import choose_sheets
from server.guestlist.encodings import UNIKEY_ADVICE
from server.guestlist.entries import Entry, RowReader
from server.guestlist.groups import Heading, find_group, read_heading
from server.guestlist.headers import Field, Header
from server.guestlist.lines import Line, RowKind, read_lines
from server.guestlist.organisations import Directory
from server.guestlist.sheets import Doubts, Problem, Sheet, Workbook, raw_text
from server.guests import Group, Organisation
from server.sentences import joined, mark, plural, say

_ENOUGH_TO_REFUSE = 3
_CARRIED = {
    "award": Field.AWARD,
    "seat": Field.SEAT,
    "substitute": Field.STANDS_IN_FOR,
}


def read_list(
    workbook: Workbook,
    groups: Sequence[Group],
    organisations: Sequence[Organisation] = (),
    *,
    default_group: str | None = None,
    sheet: str | None = None,
    hidden_rows: bool = False,
    recipients: Recipients = MappingProxyType({}),
) -> tuple[list[Entry], list[Problem]]:
    """Read the guest list of a workbook.

    `default_group` is the code given to those whose group the list does not say; without it
    their group is "". `sheet` names the sheet to read where several could be meant,
    `recipients` whose the rows of an award sheet are that a person has decided. A problem of
    level error means that nothing may be stored.
    """
    chosen = choose_sheets(workbook, sheet)
    problems = [*workbook.problems, *chosen.problems]
    if chosen.sheet is None or chosen.header is None:
        return [], problems
    reading = _Reading(chosen.sheet, chosen.header, groups, organisations, default_group)
    entries = reading.read(hidden_rows=hidden_rows)
    problems += reading.doubts.found
    for award_sheet, header in chosen.awards:
        entries, doubts = give_awards(
            entries, award_sheet, header, groups, reading.directory.name, recipients
        )
        problems += doubts.found
    return entries, problems


class _Reading:
    """One list being read, from its header to its last row."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        groups: Sequence[Group],
        organisations: Sequence[Organisation],
        default_group: str | None,
    ) -> None:
        self.sheet, self.header = sheet, header
        self.doubts = Doubts(sheet.name)
        self.groups = groups
        self.default = next((g for g in groups if g.code == default_group), None)
        written = sheet_column(sheet, header, Field.ORGANISATION)
        self.directory = Directory(organisations, written)
        self.rows = RowReader(self.doubts, self.directory.name)
        self.ungrouped: list[int] = []

    def read(self, *, hidden_rows: bool) -> list[Entry]:
        """Give the places in the list's order."""
        check_columns(self.header, self.doubts)
        entries = self._read_rows(hidden_rows=hidden_rows)
        entries = [replace(entry, position=at) for at, entry in enumerate(entries, 1)]
        entries = self._with_carried(entries)
        self._check(entries, hidden_rows=hidden_rows)
        return entries

    def _read_rows(self, *, hidden_rows: bool) -> list[Entry]:
        entries: list[Entry] = []
        heading, group, began = Heading("", None, None), None, (0, 0)
        lines = read_lines(self.sheet, self.header, self._is_group, hidden_rows=hidden_rows)
        for kind, line in lines:
            if kind is RowKind.HEADING:
                self._close(heading, began, entries)
                heading, group = self._heading(line)
                began = (line.number, len(entries))
            elif kind is RowKind.PLACE:
                entries += self._place(line, group)
            elif kind is RowKind.TOTAL:
                self._close(heading, began, entries)
                heading = replace(heading, count=None)
                self._check_total(line, len(entries))
            elif kind in {RowKind.STRAY, RowKind.AFTER_TOTAL}:
                self._say_stray(kind, line)
        self._close(heading, began, entries)
        return entries

    def _is_group(self, text: str) -> bool:
        return find_group(read_heading(text), self.groups) is not None and len(text) > 2

    def _heading(self, line: Line) -> tuple[Heading, Group | None]:
        texts = list(line.texts.values())
        numeral, text = ("", texts[0]) if len(texts[0]) > 5 or len(texts) == 1 else texts[:2]
        heading = read_heading(text, numeral)
        group = find_group(heading, self.groups)
        if group is None:
            fallback = self.default
            asked = mark(
                "«%(heading)s»: chưa rõ là nhóm (thành phần) nào trong kế hoạch; đề nghị chọn nhóm."
            )
            put = mark(
                "«%(heading)s»: chưa rõ là nhóm (thành phần) nào trong kế hoạch; "
                "tạm xếp vào nhóm %(code)s. Đề nghị chọn nhóm."
            )
            code = fallback.code if fallback else None
            message = say(put if fallback else asked, heading=heading.text, code=code)
            self.doubts.warning(line.number, min(line.texts), "group_unknown", message)
        return heading, group or self.default

    def _close(self, heading: Heading, began: tuple[int, int], entries: Sequence[Entry]) -> None:
        row, before = began
        check_count(heading.count, len(entries) - before, row, f"«{heading.text}»", self.doubts)

    def _place(self, line: Line, heading_group: Group | None) -> list[Entry]:
        group = self._own_group(line) or heading_group
        known = group is not None
        if group is None:
            self.ungrouped.append(line.number)
            group = self.default
        carries = frozenset({"group"} if known else ())
        return [replace(e, carries=carries) for e in self.rows.read(line, group)]

    def _own_group(self, line: Line) -> Group | None:
        """Read the group's code, else its name, from the row's own columns."""
        said = [text for f in (Field.GROUP_CODE, Field.GROUP) if (text := line.text(f))]
        for text in said:
            if group := find_group(read_heading(text), self.groups):
                return group
        if said:
            column = line.column(Field.GROUP_CODE) or line.column(Field.GROUP)
            message = say(
                "Không có nhóm (thành phần) «%(said)s» trong kế hoạch. Đề nghị chọn nhóm.",
                said=said[0],
            )
            self.doubts.warning(line.number, column, "group_unknown", message)
        return None

    def _check_total(self, line: Line, read: int) -> None:
        """Compare a total with what was read, where it is one of the whole list."""
        found = re.search(r"\d+", " ".join(line.texts.values()))
        if found and line.first.casefold().startswith(("tổng", "tong")):
            check_count(int(found[0]), read, line.number, say("Dòng tổng cộng"), self.doubts)

    def _say_stray(self, kind: RowKind, line: Line) -> None:
        said = ", ".join(line.texts.values())[:80]
        why = (
            say("nằm sau dòng tổng cộng") if kind is RowKind.AFTER_TOTAL else say("không có họ tên")
        )
        message = say("Bỏ qua dòng «%(said)s» vì %(why)s. Đề nghị kiểm tra.", said=said, why=why)
        self.doubts.warning(line.number, min(line.texts), "row_left_out", message)

    def _with_carried(self, entries: list[Entry]) -> list[Entry]:
        """Note what the list speaks about: a column that is empty throughout says nothing."""
        carried = {
            name
            for name, each in _CARRIED.items()
            if any(sheet_column(self.sheet, self.header, each))
        }
        return [replace(entry, carries=entry.carries | carried) for entry in entries]

    def _check(self, entries: Sequence[Entry], *, hidden_rows: bool) -> None:
        self._check_groups()
        hidden = [row for row in self.sheet.hidden_rows if row > self.header.last_row]
        hidden = [row for row in hidden if self.sheet.texts(row)]
        if hidden and not hidden_rows:
            message = plural(
                "Có %(n)s dòng đang ẩn (từ dòng %(row)s) nên không nhập. Nếu cần nhập, bỏ "
                "lọc hoặc hiện dòng rồi nhập lại.",
                len(hidden),
                row=min(hidden),
            )
            self.doubts.warning(min(hidden), None, "rows_hidden", message)
        check_names(entries, self.header, self.doubts)
        check_seats_and_codes(entries, self.header, self.doubts)
        sum_up(self.rows)
        self._check_charset(entries)
        if not entries:
            message = say("Không có đại biểu nào dưới dòng tiêu đề.")
            self.doubts.error(self.header.row, None, "list_empty", message)

    def _check_groups(self) -> None:
        if not self.ungrouped:
            return
        count = len(self.ungrouped)
        message = plural("%(n)s đại biểu chưa ghi nhóm (thành phần).", count)
        if self.default:
            message = plural(
                "%(n)s đại biểu chưa ghi nhóm (thành phần), tạm xếp vào nhóm %(code)s.",
                count,
                code=self.default.code,
            )
        message = joined((message, say("Thêm cột «Nhóm» hoặc chọn nhóm khi nhập.")), " ")
        self.doubts.warning(self.ungrouped[0], None, "group_missing", message)

    def _check_charset(self, entries: Sequence[Entry]) -> None:
        """Refuse a list that is in an old encoding throughout; single rows are only asked about."""
        rows = {p.row for p in self.doubts.found if p.code in {"encoding_suspect", "letters_lost"}}
        if len(rows) >= _ENOUGH_TO_REFUSE and len(rows) * 2 > len(entries):
            message = say("Phần lớn danh sách bị sai bảng mã. %(advice)s.", advice=UNIKEY_ADVICE)
            self.doubts.error(min(r for r in rows if r), None, "list_legacy", message)


def sheet_column(sheet: Sheet, header: Header, where: Field) -> list[str]:
    """Give the texts of a field's first column below the header, empty cells left out."""
    column = header.column(where)
    if column is None:
        return []
    cells = (
        raw_text(sheet.cell(row, column)) for row in range(header.last_row + 1, len(sheet.rows) + 1)
    )
    return [text for text in cells if text.strip()]

"""Which sheet of a workbook holds the list, which hold awards, and what to say of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.guestlist.awards import is_award_sheet
from server.guestlist.encodings import UNIKEY_ADVICE
from server.guestlist.headers import Header, find_header, find_legacy_header
from server.guestlist.sheets import Level, Problem, Sheet, Workbook
from server.sentences import joined, say


@dataclass(slots=True)
class Choice:
    """Which sheet holds the list, which hold awards, and what is said of the others."""

    sheet: Sheet | None = None
    header: Header | None = None
    awards: list[tuple[Sheet, Header]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def choose_sheets(workbook: Workbook, wanted: str | None) -> Choice:
    """Take the sheet asked for, else the active one, else the one with most rows."""
    choice, lists = Choice(), []
    legacy: list[tuple[Sheet, str]] = []
    for sheet in workbook.sheets:
        if sheet.hidden and sheet.name != wanted:
            if any(sheet.numbered()):
                _say_hidden(sheet, choice)
        elif header := find_header(sheet):
            if sheet.name != wanted and is_award_sheet(sheet, header):
                choice.awards.append((sheet, header))
            else:
                lists.append((sheet, header))
        elif charset := find_legacy_header(sheet):
            legacy.append((sheet, charset))
        elif any(sheet.numbered()):
            _say_unread(sheet, choice)
    active = workbook.sheets[workbook.active] if workbook.sheets else None
    ranked = sorted(
        lists, key=lambda pair: (pair[0].name != wanted, pair[0] is not active, -len(pair[0].rows))
    )
    if ranked and not (wanted and ranked[0][0].name != wanted):
        choice.sheet, choice.header = ranked[0]
        _say_chosen(choice.sheet, wanted or (active.name if active else None), choice)
    _say_others([sheet for sheet, _ in ranked[1:]], choice)
    _say_legacy(legacy, choice)
    if choice.sheet is None and not legacy:
        _say_no_list(workbook, wanted, choice)
    return choice


def _say_hidden(sheet: Sheet, choice: Choice) -> None:
    message = say(
        "Trang «%(name)s» đang ẩn nên không nhập. Nếu cần, hiện trang này rồi nhập lại.",
        name=sheet.name,
    )
    choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_hidden", message))


def _say_unread(sheet: Sheet, choice: Choice) -> None:
    message = say(
        "Trang «%(name)s» không có dòng tiêu đề «Họ và tên» nên không nhập.", name=sheet.name
    )
    choice.problems.append(Problem(sheet.name, None, None, "notice", "sheet_unread", message))


def _say_chosen(sheet: Sheet, expected: str | None, choice: Choice) -> None:
    """Ask where it is not the sheet that was open when the file was saved."""
    if sheet.name != expected:
        message = say(
            "Trang đang mở «%(expected)s» không phải danh sách đại biểu; đã nhập trang "
            "«%(name)s». Đề nghị xác nhận.",
            expected=expected,
            name=sheet.name,
        )
        choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_chosen", message))


def _say_others(others: Sequence[Sheet], choice: Choice) -> None:
    for sheet in others:
        message = say(
            "Trang «%(name)s» cũng giống danh sách đại biểu nhưng không nhập; đã nhập "
            "trang «%(read)s». Đề nghị xác nhận.",
            name=sheet.name,
            read=choice.sheet.name if choice.sheet else "",
        )
        choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_other", message))


def _say_legacy(legacy: Sequence[tuple[Sheet, str]], choice: Choice) -> None:
    """A sheet in an old encoding beside the list is named; as the list itself it stops."""
    for sheet, charset in legacy:
        message = say(
            "Trang «%(name)s» dùng bảng mã %(charset)s nên không nhập. %(advice)s.",
            name=sheet.name,
            charset=charset,
            advice=UNIKEY_ADVICE,
        )
        level: Level = "warning" if choice.sheet else "error"
        choice.problems.append(Problem(sheet.name, None, None, level, "sheet_legacy", message))


def _say_no_list(workbook: Workbook, wanted: str | None, choice: Choice) -> None:
    """Without a header nobody is read: the first row may be a guest."""
    visible = [s for s in workbook.sheets if any(s.numbered()) and not s.hidden]
    choice.problems = [p for p in choice.problems if p.code != "sheet_unread"]
    if wanted and wanted not in {sheet.name for sheet in workbook.sheets}:
        names = ", ".join(f"«{sheet.name}»" for sheet in workbook.sheets)
        message = say(
            "Tệp không có trang «%(wanted)s»; các trang hiện có: %(names)s.",
            wanted=wanted,
            names=names,
        )
    elif choice.awards:
        message = say("Tệp chỉ có danh sách khen thưởng. Cần thêm trang danh sách đại biểu.")
    else:
        message = say("Không tìm thấy dòng tiêu đề có cột «Họ và tên» trong 30 dòng đầu.")
    first = next(visible[0].numbered(), None) if visible else None
    if first and not (wanted or choice.awards):
        said = ", ".join(first[1].values())[:80]
        hint = say(
            "Dòng đầu là «%(said)s»: nếu là đại biểu, thêm dòng tiêu đề lên trên rồi nhập lại.",
            said=said,
        )
        message = joined((message, hint), " ")
    sheet = wanted or (visible[0].name if visible else "")
    row = first[0] if first else None
    choice.problems.append(Problem(sheet, row, None, "error", "header_missing", message))

"""Which sheet of a workbook holds the list, which hold awards, and what to say of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.guestlist.awards import is_award_sheet
from server.guestlist.encodings import UNIKEY_ADVICE
from server.guestlist.headers import Header, find_header, find_legacy_header
from server.guestlist.sheets import Level, Problem, Sheet, Workbook


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
    message = f"Trang «{sheet.name}» đang ẩn nên không nhập. Nếu cần, hiện trang này rồi nhập lại."
    choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_hidden", message))


def _say_unread(sheet: Sheet, choice: Choice) -> None:
    message = f"Trang «{sheet.name}» không có dòng tiêu đề «Họ và tên» nên không nhập."
    choice.problems.append(Problem(sheet.name, None, None, "notice", "sheet_unread", message))


def _say_chosen(sheet: Sheet, expected: str | None, choice: Choice) -> None:
    """Ask where it is not the sheet that was open when the file was saved."""
    if sheet.name != expected:
        message = (
            f"Trang đang mở «{expected}» không phải danh sách đại biểu; "
            f"đã nhập trang «{sheet.name}». Đề nghị xác nhận."
        )
        choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_chosen", message))


def _say_others(others: Sequence[Sheet], choice: Choice) -> None:
    for sheet in others:
        message = (
            f"Trang «{sheet.name}» cũng giống danh sách đại biểu nhưng không nhập; "
            f"đã nhập trang «{choice.sheet.name if choice.sheet else ''}». Đề nghị xác nhận."
        )
        choice.problems.append(Problem(sheet.name, None, None, "warning", "sheet_other", message))


def _say_legacy(legacy: Sequence[tuple[Sheet, str]], choice: Choice) -> None:
    """A sheet in an old encoding beside the list is named; as the list itself it stops."""
    for sheet, charset in legacy:
        message = f"Trang «{sheet.name}» dùng bảng mã {charset} nên không nhập. {UNIKEY_ADVICE}."
        level: Level = "warning" if choice.sheet else "error"
        choice.problems.append(Problem(sheet.name, None, None, level, "sheet_legacy", message))


def _say_no_list(workbook: Workbook, wanted: str | None, choice: Choice) -> None:
    """Without a header nobody is read: the first row may be a guest."""
    visible = [s for s in workbook.sheets if any(s.numbered()) and not s.hidden]
    choice.problems = [p for p in choice.problems if p.code != "sheet_unread"]
    if wanted and wanted not in {sheet.name for sheet in workbook.sheets}:
        names = ", ".join(f"«{sheet.name}»" for sheet in workbook.sheets)
        message = f"Tệp không có trang «{wanted}»; các trang hiện có: {names}."
    elif choice.awards:
        message = "Tệp chỉ có danh sách khen thưởng. Cần thêm trang danh sách đại biểu."
    else:
        message = "Không tìm thấy dòng tiêu đề có cột «Họ và tên» trong 30 dòng đầu."
    first = next(visible[0].numbered(), None) if visible else None
    if first and not (wanted or choice.awards):
        said = ", ".join(first[1].values())[:80]
        message += (
            f" Dòng đầu là «{said}»: nếu là đại biểu, thêm dòng tiêu đề lên trên rồi nhập lại."
        )
    sheet = wanted or (visible[0].name if visible else "")
    row = first[0] if first else None
    choice.problems.append(Problem(sheet, row, None, "error", "header_missing", message))

"""Birth dates: never imported, yet a date that cannot be is a sign that rows have slipped."""

import re
from datetime import date, timedelta
from typing import Final

from server.guestlist.sheets import Cell, Doubts, text_of
from server.sentences import say

_FIRST_SERIAL, _LAST_SERIAL = 3_000, 60_000  # of a day in Excel: 1908 to 2064
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)


def check_birth(cell: Cell, row: int, column: int | None, doubts: Doubts) -> None:
    """Say what is wrong with a date of birth; day stands before month, a year alone is fine."""
    text = text_of(cell)
    if not text or isinstance(cell, date) or re.fullmatch(r"(19|20)\d\d", text):
        return
    if text.isdecimal() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        day = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        meant = f"{day:%d/%m/%Y}"
        message = say(
            "Ngày sinh ghi bằng số %(text)s, theo Excel là %(day)s.", text=text, day=meant
        )
        doubts.notice(row, column, "date_serial", message)
        return
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    if found is None:
        doubts.warning(row, column, "date_odd", say("«%(text)s» không giống ngày sinh.", text=text))
        return
    _check_day(int(found[1]), int(found[2]), int(found[3]), row, column, doubts)


def _check_day(
    day: int, month: int, year: int, row: int, column: int | None, doubts: Doubts
) -> None:
    written = f"{day:02d}/{month:02d}/{year}"
    if month > 12 and day <= 12 and _exists(month, day, year):
        message = say("Ngày sinh %(written)s: có phải tháng ghi trước ngày?", written=written)
        doubts.warning(row, column, "date_month_first", message)
    elif not _exists(day, month, year):
        doubts.error(
            row, column, "date_impossible", say("Không có ngày %(written)s.", written=written)
        )
    elif day <= 12 and day != month:
        message = say(
            "Ngày sinh %(written)s được hiểu là ngày %(day)s tháng %(month)s.",
            written=written,
            day=day,
            month=month,
        )
        doubts.notice(row, column, "date_ambiguous", message)


def _exists(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

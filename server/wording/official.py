"""What stands around an official document: who issues it, its symbol, place and day, its term.

The layout is that of Decree 30/2020; whatever the configuration leaves open is left open on
paper, for the clerk.
"""

import re
from datetime import date, timedelta
from typing import Final

from server.event import EventConfig

WORKING_DAYS_BEFORE: Final = 3  # by PM Decision 45/2018 an invitation is out that long before
BLANK: Final = "……"

_TERRITORY: Final = re.compile(r"\b(?:tỉnh|thành phố|huyện|thị xã|quận|phường|xã)\s+(\S.*)$")
_FIXED_HOLIDAYS: Final = {(1, 1), (4, 30), (5, 1), (9, 2)}


def issuer_names(event: EventConfig) -> tuple[str, str]:
    """Give the parent authority ("" where there is none) and the host, as a head names them.

    Where the parent already names the province, the host's own mention of it is left out.
    """
    parent, host = event.organisers.parent or "", event.organisers.host
    found = _TERRITORY.search(host)
    if found and parent.casefold().endswith(found[0].casefold()):
        host = host[: found.start()].rstrip(" ,-")
    return parent.upper(), host.upper()


def symbol(event: EventConfig, kind: str) -> str:
    """Give a document's number with its blank: "Số:       /GM-TTPVHCC"."""
    return f"Số: {BLANK}/{kind}-{sign(event.organisers.host)}"


def sign(host: str) -> str:
    """Give the initials by which a host signs, its province left out: "TTPVHCC"."""
    bare = _TERRITORY.sub("", host)
    return "".join(word[0] for word in re.findall(r"\w+", bare)).upper()


def town(event: EventConfig) -> str:
    """Give the place where the host writes its papers, "" where its name does not say."""
    names = (event.organisers.host, event.organisers.parent or "")
    found = next((match for name in names if (match := _TERRITORY.search(name))), None)
    return found[1] if found else ""


def place_and_day(event: EventConfig, day: date | None) -> str:
    """Say "Lạng Sơn, ngày 17 tháng 11 năm 2023"; None: dots for the clerk to fill."""
    where = town(event) or BLANK
    if day is None:
        return f"{where}, ngày {BLANK} tháng {BLANK} năm {BLANK}"
    return f"{where}, {long_day(day)}"


def long_day(day: date) -> str:
    """Say "ngày 05 tháng 7 năm 2023": days below ten and the first two months take a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def working_day_before(day: date, count: int) -> date:
    """Go back so many working days: weekends and holidays of fixed date do not count.

    Tết and days off in lieu are decided anew each year and are not known here.
    """
    while count:
        day -= timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS:
            count -= 1
    return day


def send_by(event: EventConfig) -> date | None:
    """Give the last day for sending the official invitation; None: the day is still open."""
    return working_day_before(event.day, WORKING_DAYS_BEFORE) if event.day else None


def deadline_words(event: EventConfig) -> str:
    """Say until when the official invitation must be out, or why that is not known yet."""
    day = send_by(event)
    if day is None:
        return "Chưa có ngày tổ chức nên chưa tính được hạn gửi giấy mời."
    return (
        f"Hạn gửi giấy mời: chậm nhất {long_day(day)} (trước ngày tổ chức "
        f"{WORKING_DAYS_BEFORE:02d} ngày làm việc; chưa trừ ngày nghỉ Tết, nghỉ bù)."
    )

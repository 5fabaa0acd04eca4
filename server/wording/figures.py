"""Hours, days, counts and percentages as official Vietnamese writes them."""

from datetime import date, datetime

from server.event import EventConfig, Style


def hour_words(moment: datetime) -> str:
    """Say "07 giờ 46 phút". The moment is in the event's own zone, as everywhere here."""
    return f"{moment:%H} giờ {moment:%M} phút"


def hour_figures(moment: datetime) -> str:
    """Say "07:46", as English lines do."""
    return f"{moment:%H:%M}"


def day_words(day: date) -> str:
    """Say "17/11/2023"."""
    return f"{day:%d/%m/%Y}"


def count_words(count: int, style: Style) -> str:
    """Say "03": numbers below ten take a zero in this style."""
    return f"{count:02d}" if style.pad_below_10 else str(count)


def percent_words(rate: float, style: Style) -> str:
    """Say "84,7%"; the whole is "100%"."""
    figures = "100" if rate == 100 else f"{rate:.1f}"
    return f"{figures.replace('.', ',') if style.decimal_comma else figures}%"


def when_words(event: EventConfig) -> str:
    """Say when the event is, "08 giờ 00 phút, ngày 17/11/2023", or that it will be announced."""
    if event.day is None:
        return event.date_text
    hour = f"{hour_words(event.starts_at)}, " if event.starts_at else ""
    return f"{hour}ngày {day_words(event.day)}"

"""The facts of the event as config.toml has them, each beside the key that changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from server.event import Address, EventConfig
from server.wording.figures import day_words

OPEN = "chưa ghi"
ADDRESSES = {
    Address.ONG_BA: "Ông/Bà",
    Address.DONG_CHI: "Đồng chí",
    Address.QUY_DAI_BIEU: "Quý đại biểu",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is configured: what it is, how it stands, its table and key."""

    label: str
    value: str
    table: str
    key: str
    is_open: bool = False


def fact_tables(event: EventConfig) -> list[tuple[str, list[Fact]]]:
    """Give the facts under their headings, in the order in which one asks for them."""
    return [
        ("Thời gian, địa điểm", list(_when_and_where(event))),
        ("Ban Tổ chức và đầu mối liên hệ", list(_who(event))),
        ("Cách xưng hô và cách tính", list(_style(event))),
    ]


def _when_and_where(event: EventConfig) -> Iterator[Fact]:
    reception, table = event.reception, "event"
    yield Fact("Tên sự kiện", event.name, table, "name")
    yield Fact("Tên ngắn", event.short, table, "short")
    yield _fact("Ngày tổ chức", day_words(event.day) if event.day else None, table, "date")
    yield _fact("Giờ khai mạc", _hour(event.starts), table, "starts")
    yield _fact("Khi chưa có ngày thì ghi", event.date_text, table, "date_text")
    yield _fact("Địa điểm", event.venue, table, "venue")
    yield _fact("Khi chưa có địa điểm thì ghi", event.venue_text, table, "venue_text")
    opens, closes = reception.opens, reception.closes
    yield _fact("Bắt đầu đón tiếp", _hour(opens), "event.reception", "opens")
    yield _fact("Dừng đón tiếp", _hour(closes), "event.reception", "closes")
    until = day_words(event.answers_day) if event.answers_day else None
    yield _fact("Nhận phản hồi đến hết ngày", until, table, "answers_until")
    expected = str(event.expected_guests) if event.expected_guests else None
    yield _fact("Số đại biểu dự kiến", expected, table, "expected_guests")


def _who(event: EventConfig) -> Iterator[Fact]:
    organisers, contact = event.organisers, event.contact
    yield _fact("Đơn vị tổ chức", organisers.host, "event.organisers", "host")
    yield _fact("Cơ quan chủ quản", organisers.parent, "event.organisers", "parent")
    signer = " ".join(filter(None, (organisers.signer_title, organisers.signer_name)))
    yield _fact("Người ký", signer, "event.organisers", "signer_title, signer_name")
    yield _fact("Đầu mối liên hệ", contact.name, "event.contact", "name")
    yield _fact("Điện thoại", contact.phone, "event.contact", "phone")
    yield _fact("Thư điện tử", contact.email, "event.contact", "email")


def _style(event: EventConfig) -> Iterator[Fact]:
    style, table = event.style, "event.style"
    yield Fact("Xưng hô với đại biểu", ADDRESSES[style.address], table, "address")
    yield Fact("Cách nói khi mời", style.invited_word, table, "invited_word")
    press = "tính vào tổng số" if style.count_press_in_headcount else "đếm riêng"
    yield Fact("Phóng viên báo chí", press, table, "count_press_in_headcount")
    yield Fact("Số nhỏ hơn 10", "05" if style.pad_below_10 else "5", table, "pad_below_10")
    rate = "84,7%" if style.decimal_comma else "84.7%"
    yield Fact("Tỷ lệ phần trăm", rate, table, "decimal_comma")


def _hour(hour: time | None) -> str | None:
    return f"{hour:%H:%M}" if hour else None


def _fact(label: str, value: str | None, table: str, key: str) -> Fact:
    return Fact(label, value or OPEN, table, key, is_open=not value)

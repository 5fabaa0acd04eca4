"""The facts of the event as config.toml has them, each beside the key that changes it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

from server.event import Address, EventConfig
from server.facts import FACTS
from server.sentences import mark
from server.wording.figures import day_words

OPEN = mark("chưa ghi")
NOTHING = mark("không có")
ADDRESSES = {
    Address.ONG_BA: "Ông/Bà",
    Address.DONG_CHI: "Đồng chí",
    Address.QUY_DAI_BIEU: "Quý đại biểu",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is configured: what it is, how it stands, its table and key.

    `given`: it was given on a page or by a command, and not in config.toml.
    """

    label: str
    value: str
    table: str
    key: str
    is_open: bool = False
    given: bool = False


def fact_tables(
    event: EventConfig, given: Mapping[str, str | None]
) -> list[tuple[str, list[Fact]]]:
    """Give the facts under their headings, in the order in which one asks for them.

    `given`: those of `server.facts.FACTS` that were announced later; None: it was not.
    """
    late = {(lens.table, lens.key) for fact, lens in FACTS.items() if given.get(fact)}
    tables = (
        (mark("Tên và chương trình"), _what(event)),
        (mark("Thời gian, địa điểm"), _when_and_where(event)),
        (mark("Ban Tổ chức và đầu mối liên hệ"), _who(event)),
        (mark("Cách xưng hô và cách tính"), _style(event)),
    )
    return [(title, [_marked(fact, late) for fact in facts]) for title, facts in tables]


def _marked(fact: Fact, late: Container[tuple[str, str]]) -> Fact:
    """Say whether a fact was given, and of one that is not to be that there is none."""
    given = any((fact.table, key) in late for key in fact.key.split(", "))
    if given and fact.is_open:
        return replace(fact, given=True, value=NOTHING, is_open=False)
    return replace(fact, given=given)


def _what(event: EventConfig) -> Iterator[Fact]:
    table, film = "event", event.film
    yield Fact(mark("Tên sự kiện"), event.name, table, "name")
    yield Fact(mark("Tên ngắn"), event.short, table, "short")
    yield Fact(mark("Tên sự kiện, tiếng Anh"), event.name_en, table, "name_en")
    yield Fact(mark("Loại sự kiện"), event.kind, table, "type")
    years = event.occasion.years
    yield _fact(mark("Kỷ niệm năm thứ"), str(years) if years else None, "event.occasion", "years")
    yield _fact(mark("Chương trình"), "\n".join(event.programme), table, "programme")
    yield _fact(mark("Phóng sự"), film.title if film else None, "event.film", "title")


def _when_and_where(event: EventConfig) -> Iterator[Fact]:
    reception, table = event.reception, "event"
    yield _fact(mark("Ngày tổ chức"), day_words(event.day) if event.day else None, table, "date")
    yield _fact(mark("Giờ khai mạc"), _hour(event.starts), table, "starts")
    yield _fact(mark("Khi chưa có ngày thì ghi"), event.date_text, table, "date_text")
    yield _fact(
        mark("Khi chưa có ngày thì ghi, tiếng Anh"), event.date_text_en, table, "date_text_en"
    )
    yield _fact(mark("Địa điểm"), event.venue, table, "venue")
    if event.venue_en:
        yield Fact(mark("Địa điểm, tiếng Anh"), event.venue_en, table, "venue_en")
    yield _fact(mark("Khi chưa có địa điểm thì ghi"), event.venue_text, table, "venue_text")
    english = mark("Khi chưa có địa điểm thì ghi, tiếng Anh")
    yield _fact(english, event.venue_text_en, table, "venue_text_en")
    opens, closes = reception.opens, reception.closes
    yield _fact(mark("Bắt đầu đón tiếp"), _hour(opens), "event.reception", "opens")
    yield _fact(mark("Dừng đón tiếp"), _hour(closes), "event.reception", "closes")
    yield _fact(mark("Bản đồ chỉ đường"), event.map_url, table, "map_url")
    until = day_words(event.answers_day) if event.answers_day else None
    yield _fact(mark("Nhận phản hồi đến hết ngày"), until, table, "answers_until")
    if event.answers_hour:
        hour = _hour(event.answers_hour)
        yield _fact(mark("Nhận phản hồi đến giờ"), hour, table, "answers_until_hour")
    expected = str(event.expected_guests) if event.expected_guests else None
    yield _fact(mark("Số đại biểu dự kiến"), expected, table, "expected_guests")


def _who(event: EventConfig) -> Iterator[Fact]:
    organisers, contact = event.organisers, event.contact
    yield _fact(mark("Đơn vị tổ chức"), organisers.host, "event.organisers", "host")
    yield _fact(mark("Cơ quan chủ quản"), organisers.parent, "event.organisers", "parent")
    recipients = "\n".join(event.report_recipients)
    yield _fact(mark("Nơi nhận báo cáo"), recipients, "event", "report_recipients")
    signer = " ".join(filter(None, (organisers.signer_title, organisers.signer_name)))
    yield _fact(mark("Người ký"), signer, "event.organisers", "signer_title, signer_name")
    yield _fact(mark("Đầu mối liên hệ"), contact.name, "event.contact", "name")
    yield _fact(mark("Điện thoại"), contact.phone, "event.contact", "phone")
    yield _fact(mark("Thư điện tử"), contact.email, "event.contact", "email")


def _style(event: EventConfig) -> Iterator[Fact]:
    style, table = event.style, "event.style"
    yield Fact(mark("Xưng hô với đại biểu"), ADDRESSES[style.address], table, "address")
    yield Fact(mark("Cách nói khi mời"), style.invited_word, table, "invited_word")
    press = mark("tính vào tổng số") if style.count_press_in_headcount else mark("đếm riêng")
    yield Fact(mark("Phóng viên báo chí"), press, table, "count_press_in_headcount")
    yield Fact(mark("Số nhỏ hơn 10"), "05" if style.pad_below_10 else "5", table, "pad_below_10")
    rate = "84,7%" if style.decimal_comma else "84.7%"
    yield Fact(mark("Tỷ lệ phần trăm"), rate, table, "decimal_comma")


def _hour(hour: time | None) -> str | None:
    return f"{hour:%H:%M}" if hour else None


def _fact(label: str, value: str | None, table: str, key: str) -> Fact:
    return Fact(label, value or OPEN, table, key, is_open=not value)

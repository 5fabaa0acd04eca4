"""What is announced late: the facts of the event that its organisers change at work.

What the event is called, its programme, who holds it and who signs, date, hours, venue, contact,
how guests are addressed and counted, which groups there are, how they are called and ranked, which
of them are the press and whose arrival is told at once may be given in the page or by a command,
also when the invitations are long out. They stand in the event's database, so that a copy of the event holds
them too; a fact that is not given there holds as configured.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from server.errors import InvalidError
from server.event import Address, EventConfig, Film
from server.groups import FACT as OF_GROUP
from server.groups import check_groups, with_added, without_gone
from server.guests import Group
from server.names import clean
from server.sentences import Sentence, mark, say
from server.settings import Config

KEY = "facts"
LONGEST = 300
LONGEST_LINES = 4000
# What is written where the event has no such thing, though the configuration may name one.
NONE = "–"

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lens:
    """What a fact is called on the page, and where it stands.

    `fields` lead to it in EventConfig, `table` and `key` in config.toml. After "groups" comes a group's code. `kind` tells how it is written: "day" (2023-11-17), "hour"
    (07:00), "text", "name" (which no dash is), "lines" (one a line), "film" (its title), "years"
    (1 to 999), "link", "phone", "email", "address" (a word of Address), "flag" ("true", "false"),
    "rank" (1 to 99) or "colour" (#B71C1C). `may_be_none`: NONE may be given.
    """

    label: str | Sentence
    kind: str
    fields: tuple[str, ...]
    table: str
    key: str
    may_be_none: bool = False


FACTS: dict[str, Lens] = {
    "name": Lens(mark("Tên sự kiện"), "name", ("name",), "event", "name"),
    "short": Lens(mark("Tên ngắn"), "name", ("short",), "event", "short"),
    "name_en": Lens(mark("Tên sự kiện, tiếng Anh"), "name", ("name_en",), "event", "name_en"),
    "type": Lens(mark("Loại sự kiện"), "name", ("kind",), "event", "type"),
    "years": Lens(
        mark("Kỷ niệm năm thứ"), "years", ("occasion", "years"), "event.occasion", "years"
    ),
    "date": Lens(mark("Ngày tổ chức"), "day", ("day",), "event", "date"),
    "date_text": Lens(
        mark("Khi chưa có ngày thì ghi"), "text", ("date_text",), "event", "date_text"
    ),
    "date_text_en": Lens(
        mark("Khi chưa có ngày thì ghi, tiếng Anh"),
        "text",
        ("date_text_en",),
        "event",
        "date_text_en",
    ),
    "starts": Lens(mark("Giờ khai mạc"), "hour", ("starts",), "event", "starts"),
    "venue": Lens(mark("Địa điểm"), "text", ("venue",), "event", "venue"),
    "venue_en": Lens(mark("Địa điểm, tiếng Anh"), "text", ("venue_en",), "event", "venue_en"),
    "venue_text": Lens(
        mark("Khi chưa có địa điểm thì ghi"), "text", ("venue_text",), "event", "venue_text"
    ),
    "venue_text_en": Lens(
        mark("Khi chưa có địa điểm thì ghi, tiếng Anh"),
        "text",
        ("venue_text_en",),
        "event",
        "venue_text_en",
    ),
    "map_url": Lens(mark("Bản đồ chỉ đường"), "link", ("map_url",), "event", "map_url"),
    "opens": Lens(
        mark("Bắt đầu đón tiếp"), "hour", ("reception", "opens"), "event.reception", "opens"
    ),
    "closes": Lens(
        mark("Dừng đón tiếp"), "hour", ("reception", "closes"), "event.reception", "closes"
    ),
    "answers_until": Lens(
        mark("Nhận phản hồi đến hết ngày"), "day", ("answers_day",), "event", "answers_until"
    ),
    "answers_until_hour": Lens(
        mark("Nhận phản hồi đến giờ"), "hour", ("answers_hour",), "event", "answers_until_hour"
    ),
    "programme": Lens(
        mark("Chương trình"), "lines", ("programme",), "event", "programme", may_be_none=True
    ),
    "film": Lens(mark("Phóng sự"), "film", ("film",), "event.film", "title", may_be_none=True),
    "host": Lens(
        mark("Đơn vị tổ chức"), "name", ("organisers", "host"), "event.organisers", "host"
    ),
    "parent": Lens(
        mark("Cơ quan chủ quản"),
        "text",
        ("organisers", "parent"),
        "event.organisers",
        "parent",
        may_be_none=True,
    ),
    "signer_title": Lens(
        mark("Chức vụ người ký"),
        "text",
        ("organisers", "signer_title"),
        "event.organisers",
        "signer_title",
        may_be_none=True,
    ),
    "signer_name": Lens(
        mark("Họ tên người ký"),
        "text",
        ("organisers", "signer_name"),
        "event.organisers",
        "signer_name",
        may_be_none=True,
    ),
    "recipients": Lens(
        mark("Nơi nhận báo cáo"),
        "lines",
        ("report_recipients",),
        "event",
        "report_recipients",
        may_be_none=True,
    ),
    "contact_name": Lens(
        mark("Đầu mối liên hệ"), "text", ("contact", "name"), "event.contact", "name"
    ),
    "contact_phone": Lens(
        mark("Điện thoại"), "phone", ("contact", "phone"), "event.contact", "phone"
    ),
    "contact_email": Lens(
        mark("Thư điện tử"), "email", ("contact", "email"), "event.contact", "email"
    ),
    "address": Lens(
        mark("Xưng hô với đại biểu"), "address", ("style", "address"), "event.style", "address"
    ),
    "count_press": Lens(
        mark("Phóng viên báo chí"),
        "flag",
        ("style", "count_press_in_headcount"),
        "event.style",
        "count_press_in_headcount",
    ),
}

# What may be given of each group; the fact is called `group:SBN:rank`. Who names a group that is
# not configured adds it; GONE takes one away.
GROUP_FACTS = {
    "name": ("text", mark("Tên")),
    "name_en": ("text", mark("Tên tiếng Anh")),
    "number": ("rank", mark("Thứ tự trong kế hoạch")),
    "rank": ("rank", mark("Thứ bậc lễ tân")),
    "colour": ("colour", mark("Màu")),
    "press": ("flag", mark("Phóng viên báo chí")),
    "vip": ("flag", mark("Báo ngay khi đến (lãnh đạo)")),
    "ong_ba": ("flag", mark("Luôn xưng Ông/Bà")),
    "aliases": ("lines", mark("Cách viết khác trong danh sách")),
}
GONE = "gone"

_A_LINE = say("xin ghi một dòng chữ, không quá %(longest)s ký tự", longest=LONGEST)
_REMEDIES = {
    "day": mark("xin ghi một ngày, như 2023-11-17"),
    "hour": mark("xin ghi giờ và phút, như 07:30"),
    "text": _A_LINE,
    "lines": say(
        "xin ghi mỗi mục một dòng, mỗi dòng không quá %(longest)s ký tự, cả thảy không quá %(all)s",
        longest=LONGEST,
        all=LONGEST_LINES,
    ),
    "name": say(
        "xin ghi một dòng chữ, không quá %(longest)s ký tự; sự kiện nào cũng phải có mục này",
        longest=LONGEST,
    ),
    "film": _A_LINE,
    "years": mark("xin ghi một số từ 1 đến 999"),
    "link": mark("xin chép địa chỉ https://… của bản đồ"),
    "phone": mark("xin ghi số điện thoại, như 0205 3812 345"),
    "email": mark("xin ghi một địa chỉ thư, như lienhe@coquan.vn"),
    "address": say("xin chọn một trong: %(words)s", words=", ".join(Address)),
    "flag": mark("xin chọn true hoặc false"),
    "rank": mark("xin ghi một số từ 1 đến 99"),
    "colour": mark("xin ghi mã màu, như #B71C1C"),
}
_PATTERNS = {
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "hour": r"[0-9]{2}:[0-9]{2}",
    "name": "(?![-–—]+$).+",
    "lines": rf"(.{{1,{LONGEST}}}(\n|$))+",
    "years": "[1-9][0-9]{0,2}",
    "link": r"https://[^\s/]+\.\S+",
    "phone": r"[0-9+(). ]{3,40}",
    "email": r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "flag": "true|false",
    "rank": "[1-9][0-9]?",
    "colour": "#[0-9A-Fa-f]{6}",
}
_READERS: dict[str, Callable[[str], Any]] = {
    "day": date.fromisoformat,
    "hour": time.fromisoformat,
    "lines": lambda text: tuple(text.splitlines()),
    "years": int,
    "address": Address,
    "flag": lambda text: text == "true",
    "rank": int,
}


def facts_of(event: EventConfig) -> list[str]:
    """List all facts that may be given of this event."""
    groups = [f"group:{group.code}:{key}" for group in event.groups for key in GROUP_FACTS]
    return [*FACTS, *groups]


def has_lines(fact: str) -> bool:
    """Whether a fact is written one a line."""
    lens = _lens(fact)
    return lens is not None and lens.kind == "lines"


def longest(fact: str) -> int:
    """Give how many characters a fact may have."""
    return LONGEST_LINES if has_lines(fact) else LONGEST


def stands(event: EventConfig, fact: str) -> str | None:
    """Give a fact as it is written, None where it is open."""
    lens = _lens(fact)
    return _written(_held(event, lens.fields)) if lens and lens.key != GONE else None


def read_given(text: str | None) -> dict[str, str]:
    """Read what `write_given` wrote: each fact that is given, as it is written."""
    found: dict[str, str] = json.loads(text or "{}")
    return found


def write_given(given: Given) -> str:
    """Write facts down to be kept. Raises InvalidError for what is no such fact."""
    for fact, written in given.items():
        if _lens(fact) is None:
            raise InvalidError(
                say(
                    "Không có mục «%(fact)s»; các mục: %(facts)s.",
                    fact=fact,
                    facts=", ".join(FACTS),
                )
            )
        _read(fact, written)
    return json.dumps({fact: _tidy(fact, given[fact]) for fact in sorted(given)})


def with_facts(event: EventConfig, given: Given) -> EventConfig:
    """Lay the facts that are given over the event as it is configured.

    Raises InvalidError where the event that comes of it cannot be.
    """
    event = replace(event, groups=with_added(event.groups, given))
    for fact, written in given.items():
        lens = _lens(fact)
        if lens and lens.key != GONE:  # None: a newer program has known more
            value = _read(fact, written)
            if lens.kind == "film" and value:
                value = replace(event.film or Film(value), title=value)
            event = _put(event, lens.fields, value)
    opens, closes = event.reception.opens, event.reception.closes
    if opens and closes and closes <= opens:
        raise InvalidError(say("Giờ dừng đón tiếp phải sau giờ bắt đầu đón tiếp."))
    if event.answers_hour and event.answers_day is None:
        raise InvalidError(say("Giờ hết hạn phản hồi phải có ngày đi cùng."))
    event = replace(event, groups=without_gone(event.groups, given))
    check_groups(event.groups)
    return event


def name_remark(event: EventConfig) -> Sentence | None:
    """Say where a name deserves a word.

    Decree 111/2018 allows a ceremony ("lễ kỷ niệm") in years that end in 0 only.
    """
    named = clean(f"{event.kind} {event.name} {event.short}").casefold()
    if "lễ kỷ niệm" not in named or (event.occasion.years or 0) % 10 == 0:
        return None
    return say(
        "Tên sự kiện có chữ «lễ kỷ niệm»: Nghị định 111/2018/NĐ-CP chỉ cho tổ chức lễ kỷ niệm "
        "vào năm tròn, còn năm thứ %(years)s là hội thảo, tọa đàm.",
        years=event.occasion.years,
    )


class KeptFacts:
    """The configuration that holds at this moment. Asking is cheap where nothing changed.

    `read` gives the facts that the event keeps. Safe to share between threads.
    """

    def __init__(self, read: Callable[[], str | None], config: Config) -> None:
        self._read = read
        self._configured = config
        self._known: tuple[str | None, Config] = (None, config)

    @property
    def configured(self) -> Config:
        """The configuration without the facts that were given later."""
        return self._configured

    @property
    def config(self) -> Config:
        """The configuration with them; the same object for as long as they stand."""
        text, known = self._read(), self._known
        if known[0] != text:
            base = self._configured
            event = with_facts(base.event, read_given(text))
            self._known = known = text, replace(base, event=event)
        return known[1]


def _read(fact: str, written: str) -> Any:
    """Read one fact. Raises InvalidError."""
    lens, text = _lens(fact), _tidy(fact, written)
    assert lens
    kind = lens.kind
    if lens.may_be_none and text == NONE:
        return () if kind == "lines" else None
    sound = 0 < len(text) <= longest(fact) and re.fullmatch(_PATTERNS.get(kind, ".+"), text)
    try:
        if sound:
            return _READERS.get(kind, str)(text)
    except ValueError:
        pass  # there is no such day or hour, no such word
    raise InvalidError(
        say(
            "Mục «%(label)s» (%(fact)s) không nhận «%(text)s»; %(remedy)s.",
            label=lens.label,
            fact=fact,
            text=text[:LONGEST],
            remedy=_REMEDIES[kind],
        )
    )


def _tidy(fact: str, written: str) -> str:
    """Write a fact as it is kept: each line composed, without blanks at its ends."""
    lens = _lens(fact)
    lines = written.splitlines() if lens and lens.kind == "lines" else [written]
    text = "\n".join(filter(None, map(clean, lines)))
    return NONE if lens and lens.may_be_none and text in {"-", "–", "—"} else text


def _lens(fact: str) -> Lens | None:
    """Find where a fact stands; None: there is no such fact."""
    found = OF_GROUP.fullmatch(fact)
    if found is None:
        return FACTS.get(fact)
    code, key = found.groups()
    known = ("flag", mark("Bỏ thành phần")) if key == GONE else GROUP_FACTS.get(key)
    if known is None:
        return None
    kind, what = known
    # How a group is addressed is a matter of the style, which all doors know.
    fields = ("style", "always_ong_ba", code) if key == "ong_ba" else ("groups", code, key)
    label = say("%(what)s của thành phần %(code)s", what=what, code=code)
    return Lens(label, kind, fields, "event.groups", key, may_be_none=key == "aliases")


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Film):
        return value.title
    if isinstance(value, tuple):
        return "\n".join(value) or None
    return None if value is None else str(value)


def _held(thing: Any, fields: tuple[str, ...]) -> Any:
    for field in fields:
        if isinstance(thing, frozenset):
            return field in thing
        thing = _group(thing, field) if isinstance(thing, tuple) else getattr(thing, field)
        if thing is None:
            return None
    return thing


def _put(thing: Any, fields: tuple[str, ...], value: object) -> Any:
    first, *rest = fields
    if isinstance(thing, frozenset):
        return thing | {first} if value else thing - {first}
    if isinstance(thing, tuple):
        changed = tuple(rest)
        return tuple(_put(g, changed, value) if g.code == first else g for g in thing)
    inner = _put(getattr(thing, first), tuple(rest), value) if rest else value
    return replace(thing, **{first: inner})


def _group(groups: tuple[Group, ...], code: str) -> Group | None:
    return next((group for group in groups if group.code == code), None)

"""What is announced late: the facts of the event that its organisers change at work.

What the event is called, its programme, who holds it and who signs, date, hours, venue, contact,
how guests are addressed and counted, how the groups are called and ranked, which of them are the
press and whose arrival is told at once may be given in the page or by a command, also when the
invitations are long out. They stand in the event's database, so that a copy of the event holds
them too; a fact that is not given there holds as configured.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import combinations
from typing import Any

from server.errors import InvalidError
from server.event import Address, EventConfig, Film
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
    """Where a fact stands: `fields` lead to it in EventConfig, `table` and `key` in config.toml.

    After "groups" comes a group's code. `kind` tells how it is written: "day" (2023-11-17), "hour"
    (07:00), "text", "name" (which no dash is), "lines" (one a line), "film" (its title), "years"
    (1 to 999), "link", "phone", "email", "address" (a word of Address), "flag" ("true", "false"),
    "rank" (1 to 99) or "colour" (#B71C1C). `may_be_none`: NONE may be given.
    """

    kind: str
    fields: tuple[str, ...]
    table: str
    key: str
    may_be_none: bool = False


FACTS: dict[str, Lens] = {
    "name": Lens("name", ("name",), "event", "name"),
    "short": Lens("name", ("short",), "event", "short"),
    "name_en": Lens("name", ("name_en",), "event", "name_en"),
    "type": Lens("name", ("kind",), "event", "type"),
    "years": Lens("years", ("occasion", "years"), "event.occasion", "years"),
    "date": Lens("day", ("day",), "event", "date"),
    "date_text": Lens("text", ("date_text",), "event", "date_text"),
    "date_text_en": Lens("text", ("date_text_en",), "event", "date_text_en"),
    "starts": Lens("hour", ("starts",), "event", "starts"),
    "venue": Lens("text", ("venue",), "event", "venue"),
    "venue_en": Lens("text", ("venue_en",), "event", "venue_en"),
    "venue_text": Lens("text", ("venue_text",), "event", "venue_text"),
    "venue_text_en": Lens("text", ("venue_text_en",), "event", "venue_text_en"),
    "map_url": Lens("link", ("map_url",), "event", "map_url"),
    "opens": Lens("hour", ("reception", "opens"), "event.reception", "opens"),
    "closes": Lens("hour", ("reception", "closes"), "event.reception", "closes"),
    "answers_until": Lens("day", ("answers_day",), "event", "answers_until"),
    "answers_until_hour": Lens("hour", ("answers_hour",), "event", "answers_until_hour"),
    "programme": Lens("lines", ("programme",), "event", "programme", may_be_none=True),
    "film": Lens("film", ("film",), "event.film", "title", may_be_none=True),
    "host": Lens("name", ("organisers", "host"), "event.organisers", "host"),
    "parent": Lens(
        "text", ("organisers", "parent"), "event.organisers", "parent", may_be_none=True
    ),
    "signer_title": Lens(
        "text", ("organisers", "signer_title"), "event.organisers", "signer_title", may_be_none=True
    ),
    "signer_name": Lens(
        "text", ("organisers", "signer_name"), "event.organisers", "signer_name", may_be_none=True
    ),
    "recipients": Lens(
        "lines", ("report_recipients",), "event", "report_recipients", may_be_none=True
    ),
    "contact_name": Lens("text", ("contact", "name"), "event.contact", "name"),
    "contact_phone": Lens("phone", ("contact", "phone"), "event.contact", "phone"),
    "contact_email": Lens("email", ("contact", "email"), "event.contact", "email"),
    "address": Lens("address", ("style", "address"), "event.style", "address"),
    "count_press": Lens(
        "flag",
        ("style", "count_press_in_headcount"),
        "event.style",
        "count_press_in_headcount",
    ),
}

# What may be given of each group; the fact is called `group:SBN:rank`.
GROUP_FACTS = {
    "name": "text",
    "rank": "rank",
    "colour": "colour",
    "press": "flag",
    "vip": "flag",
    "ong_ba": "flag",
}

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
_GROUP = re.compile(r"group:([A-Za-z0-9_-]{1,12}):(\w+)")


def facts_of(event: EventConfig) -> list[str]:
    """List all facts that may be given of this event."""
    groups = [f"group:{group.code}:{key}" for group in event.groups for key in GROUP_FACTS]
    return [*FACTS, *groups]


def longest(fact: str) -> int:
    """Give how many characters a fact may have."""
    lens = _lens(fact)
    return LONGEST_LINES if lens and lens.kind == "lines" else LONGEST


def stands(event: EventConfig, fact: str) -> str | None:
    """Give a fact as it is written, None where it is open."""
    lens = _lens(fact)
    return _written(_held(event, lens.fields)) if lens else None


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
    for fact, written in given.items():
        if lens := _lens(fact):  # a newer program may have known more
            value = _read(fact, written)
            if lens.kind == "film" and value:
                value = replace(event.film or Film(value), title=value)
            event = _put(event, lens.fields, value)
    opens, closes = event.reception.opens, event.reception.closes
    if opens and closes and closes <= opens:
        raise InvalidError(say("Giờ dừng đón tiếp phải sau giờ bắt đầu đón tiếp."))
    if event.answers_hour and event.answers_day is None:
        raise InvalidError(say("Giờ hết hạn phản hồi phải có ngày đi cùng."))
    for one, other in combinations(event.groups, 2):
        for what, same in (
            (say("Thứ bậc"), one.rank == other.rank),
            (say("Tên"), one.name == other.name),
        ):
            if same:
                said = say(
                    "%(what)s của hai nhóm %(one)s và %(other)s trùng nhau.",
                    what=what,
                    one=one.code,
                    other=other.code,
                )
                raise InvalidError(said)
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
            "Mục «%(fact)s» không nhận «%(text)s»; %(remedy)s.",
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
    found = _GROUP.fullmatch(fact)
    if found and (kind := GROUP_FACTS.get(found[2])):
        # How a group is addressed is a matter of the style, which all doors know.
        by_style = found[2] == "ong_ba"
        fields = ("style", "always_ong_ba") if by_style else ("groups",)
        rest = (found[1],) if by_style else (found[1], found[2])
        return Lens(kind, (*fields, *rest), "event.groups", found[2])
    return FACTS.get(fact)


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

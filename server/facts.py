"""What is announced late: the facts of the event that its organisers change at work.

Date, hours, venue, contact, how guests are addressed and counted, how the groups are called and
ranked, which of them are the press and whose arrival is told at once may be given in the page or by a command when the invitations are long out. They stand in
the event's database, so that a copy of the event holds them too; a fact that is not given there
holds as configured.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import combinations
from typing import Any

from server.errors import InvalidError
from server.event import Address, EventConfig
from server.guests import Group
from server.names import clean
from server.sentences import mark, say
from server.settings import Config

KEY = "facts"
LONGEST = 300

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lens:
    """Where a fact stands: `fields` lead to it in EventConfig, `table` and `key` in config.toml.

    After "groups" comes a group's code. `kind` tells how it is written: "day" (2023-11-17), "hour"
    (07:00), "text", "link", "phone", "email", "address" (a word of Address), "flag" ("true",
    "false"), "rank" (1 to 99) or "colour" (#B71C1C).
    """

    kind: str
    fields: tuple[str, ...]
    table: str
    key: str


FACTS: dict[str, Lens] = {
    "date": Lens("day", ("day",), "event", "date"),
    "starts": Lens("hour", ("starts",), "event", "starts"),
    "venue": Lens("text", ("venue",), "event", "venue"),
    "venue_en": Lens("text", ("venue_en",), "event", "venue_en"),
    "map_url": Lens("link", ("map_url",), "event", "map_url"),
    "opens": Lens("hour", ("reception", "opens"), "event.reception", "opens"),
    "closes": Lens("hour", ("reception", "closes"), "event.reception", "closes"),
    "answers_until": Lens("day", ("answers_day",), "event", "answers_until"),
    "answers_until_hour": Lens("hour", ("answers_hour",), "event", "answers_until_hour"),
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

_REMEDIES = {
    "day": mark("xin ghi một ngày, như 2023-11-17"),
    "hour": mark("xin ghi giờ và phút, như 07:30"),
    "text": say("xin ghi một dòng chữ, không quá %(longest)s ký tự", longest=LONGEST),
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
    "link": r"https://[^\s/]+\.\S+",
    "phone": r"[0-9+(). ]{3,40}",
    "email": r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "flag": "true|false",
    "rank": "[1-9][0-9]?",
    "colour": "#[0-9A-Fa-f]{6}",
}
_GROUP = re.compile(r"group:([A-Za-z0-9_-]{1,12}):(\w+)")


def facts_of(event: EventConfig) -> list[str]:
    """List all facts that may be given of this event."""
    groups = [f"group:{group.code}:{key}" for group in event.groups for key in GROUP_FACTS]
    return [*FACTS, *groups]


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
    return json.dumps({fact: clean(given[fact]) for fact in sorted(given)})


def with_facts(event: EventConfig, given: Given) -> EventConfig:
    """Lay the facts that are given over the event as it is configured.

    Raises InvalidError where the event that comes of it cannot be.
    """
    for fact, written in given.items():
        if lens := _lens(fact):  # a newer program may have known more
            event = _put(event, lens.fields, _read(fact, written))
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
    lens, text = _lens(fact), clean(written)
    assert lens
    kind = lens.kind
    sound = 0 < len(text) <= LONGEST and re.fullmatch(_PATTERNS.get(kind, ".+"), text)
    try:
        if sound and kind == "day":
            return date.fromisoformat(text)
        if sound and kind == "hour":
            return time.fromisoformat(text)
        if sound and kind == "address":
            return Address(text)
    except ValueError:
        sound = None
    if not sound:
        raise InvalidError(
            say(
                "Mục «%(fact)s» không nhận «%(text)s»; %(remedy)s.",
                fact=fact,
                text=text[:LONGEST],
                remedy=_REMEDIES[kind],
            )
        )
    if kind == "rank":
        return int(text)
    return text == "true" if kind == "flag" else text


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

"""What is announced late: the facts of the event that its organisers change at work.

Date, hours, venue, contact, and how guests are addressed and counted may be given in the page
or by a command when the invitations are long out. They stand in the event's database, so that
a copy of the event holds them too; a fact that is not given there holds as configured.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from server.errors import InvalidError
from server.event import Address, EventConfig
from server.names import clean
from server.settings import Config

KEY = "facts"
LONGEST = 300

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lens:
    """Where a fact stands: `fields` lead to it in EventConfig, `table` and `key` in config.toml.

    `kind` tells how it is written: "day" (2023-11-17), "hour" (07:00), "text", "link", "phone",
    "email", "address" (a word of Address) or "flag" ("true", "false").
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

_REMEDIES = {
    "day": "xin ghi một ngày, như 2023-11-17",
    "hour": "xin ghi giờ và phút, như 07:30",
    "text": f"xin ghi một dòng chữ, không quá {LONGEST} ký tự",
    "link": "xin chép địa chỉ https://… của bản đồ",
    "phone": "xin ghi số điện thoại, như 0205 3812 345",
    "email": "xin ghi một địa chỉ thư, như lienhe@coquan.vn",
    "address": f"xin chọn một trong: {', '.join(Address)}",
    "flag": "xin chọn true hoặc false",
}
_PATTERNS = {
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "hour": r"[0-9]{2}:[0-9]{2}",
    "link": r"https://[^\s/]+\.\S+",
    "phone": r"[0-9+(). ]{3,40}",
    "email": r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "flag": "true|false",
}


def stands(event: EventConfig, fact: str) -> str | None:
    """Give a fact as it is written, None where it is open."""
    return _written(_held(event, FACTS[fact].fields))


def read_given(text: str | None) -> dict[str, str]:
    """Read what `write_given` wrote: each fact that is given, as it is written."""
    found: dict[str, str] = json.loads(text or "{}")
    return found


def write_given(given: Given) -> str:
    """Write facts down to be kept. Raises InvalidError for what is no such fact."""
    for fact, written in given.items():
        if fact not in FACTS:
            raise InvalidError(f"Không có mục «{fact}»; các mục: {', '.join(FACTS)}.")
        _read(fact, written)
    return json.dumps({fact: clean(given[fact]) for fact in FACTS if fact in given})


def with_facts(event: EventConfig, given: Given) -> EventConfig:
    """Lay the facts that are given over the event as it is configured.

    Raises InvalidError where the event that comes of it cannot be.
    """
    for fact, written in given.items():
        if fact in FACTS:  # a newer program may have known more
            event = _put(event, FACTS[fact].fields, _read(fact, written))
    opens, closes = event.reception.opens, event.reception.closes
    if opens and closes and closes <= opens:
        raise InvalidError("Giờ dừng đón tiếp phải sau giờ bắt đầu đón tiếp.")
    if event.answers_hour and event.answers_day is None:
        raise InvalidError("Giờ hết hạn phản hồi phải có ngày đi cùng.")
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
    kind, text = FACTS[fact].kind, clean(written)
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
        raise InvalidError(f"Mục «{fact}» không nhận «{text[:LONGEST]}»; {_REMEDIES[kind]}.")
    return text == "true" if kind == "flag" else text


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return None if value is None else str(value)


def _held(event: Any, fields: tuple[str, ...]) -> Any:
    for field in fields:
        event = getattr(event, field)
    return event


def _put(thing: Any, fields: tuple[str, ...], value: object) -> Any:
    first, *rest = fields
    inner = _put(getattr(thing, first), tuple(rest), value) if rest else value
    return replace(thing, **{first: inner})

"""The language of the pages: Vietnamese, or English for whoever chose it.

The rule. Whatever a page says is written in Vietnamese and marked, and is said in English
where that is chosen: titles, buttons, questions, what was done, and what the rules say
(refusals, doubts about a list or a hall, reasons of seats, states of mails). A page's own
words are marked where they stand, `_("…")`, or `plural("…", count)` where English has two
forms. A rule knows no page and no language: it gives a Sentence (server.sentences), made by
`say`, `plural` or `mark`, which is the Vietnamese text and remembers its template and its
values. Templates and JSON say a Sentence in the language chosen by themselves, wherever it
stands in them; nobody has to think of it. The English stands in static/locales/en.po, whose
keys are the Vietnamese templates; the tests see to it that none is missing.

Two things stay as they are in both languages. What the event holds (names, units, titles,
facts of config.toml, what people wrote) is the record; and so is a text that is printed, sent
or read out: papers, letters, the headcount for the chair, the slip, the hall's welcome screen.
What a rule says beside the journal is kept with what it was made of (server.storage.remarks)
and comes back as a Sentence. The terminal speaks Vietnamese.

The switch (static/js/language.js) keeps the choice in a cookie, and only the cookie decides:
stations and programs, which have none, are answered in Vietnamese. Kiosk, desk and board
change their language without the server and have their words in static/locales/*.json; what
the server says there follows the cookie too, which a kiosk hands on with its clerk's requests.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache
from typing import Any, Protocol

from flask import Flask, has_request_context, request
from flask.json.provider import DefaultJSONProvider
from markupsafe import Markup

from server import sentences
from server.english import catalogue, english_of, form_for, in_english, say_in_english
from server.sentences import Sentence

COOKIE = "language"
MODULES = "static/js/"


class Named(Protocol):
    """What config.toml names in both languages."""

    @property
    def name(self) -> str: ...  # noqa: D102  # Vietnamese

    @property
    def name_en(self) -> str: ...  # noqa: D102  # "" where there is none


def register(app: Flask) -> None:
    """Give the templates `_`, `plural` and `figure`, and each page its language."""
    app.jinja_env.globals.update(_=_for_page, plural=_plural_for_page)
    app.jinja_env.filters.update(figure=figure, named=named, said=_)
    app.jinja_env.finalize = _said
    app.json = _Json(app)
    app.context_processor(
        lambda: {"lang": chosen(), "module_words": module_words() if is_english() else None}
    )


def is_english() -> bool:
    """Whether who asks has chosen English."""
    return has_request_context() and request.cookies.get(COOKIE) == "en"


def chosen() -> str:
    """Give the language of this answer, as HTML names it."""
    return "en" if is_english() else "vi"


def _(message: str, **values: object) -> str:
    """Say a sentence in the language chosen, its `%(name)s` places filled.

    A finished sentence of a rule is said again from its template and its values, of which
    those that are sentences too are said in the same language.
    """
    if values or not isinstance(message, Sentence):
        message = sentences.say(message, **values)
    return say_in_english(message) if is_english() else str(message)


def plural(message: str, count: int, **values: object) -> str:
    """Say a sentence with a count in it, `%(n)s`; English has one form for 1 and one for more."""
    return _(sentences.plural(message, count, **values))


def say_moment(at: datetime, zone: tzinfo) -> str:
    """Give hour and day of a moment in a zone."""
    local = at.astimezone(zone)
    hour, day = f"{local:%H:%M}", f"{local:%d/%m/%Y}"
    return _("%(hour)s ngày %(day)s", hour=hour, day=day)


def figure(count: int) -> str:
    """Write a count as official papers do, 05, and in English plainly, 5."""
    return str(count) if is_english() else f"{count:02d}"


def named(thing: "Named") -> str:
    """Call a group or the event by its name, and by its English one where it has one."""
    return (is_english() and thing.name_en) or thing.name


def _for_page(message: str, **values: object) -> Markup:
    """As `_`, for a template: the sentence is ours, what fills it is escaped."""
    said = Markup(_(message))  # noqa: S704  # written here, not typed by anybody
    return said % _filling(values) if values else said


def _plural_for_page(message: str, count: int, **values: object) -> Markup:
    said = english_of(message) if is_english() else message
    return Markup(form_for(said, count)) % _filling({"n": count, **values})  # noqa: S704


def _filling(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _said(value) for name, value in values.items()}


def _said(value: object) -> object:
    """Give what a template puts out: a rule's sentence in the language of the page."""
    return _(value) if isinstance(value, Sentence) else value


class _Json(DefaultJSONProvider):
    """JSON as it is sent: the rules' sentences in it are in the language chosen."""

    ensure_ascii = False
    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps(in_english(obj) if is_english() else obj, **kwargs)


@cache
def module_words() -> Mapping[str, Any]:
    """Give the sentences of the browser's modules: Vietnamese → English, or → its forms."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in catalogue()
        if any(str(place).startswith(MODULES) for place, _line in message.locations)
    }

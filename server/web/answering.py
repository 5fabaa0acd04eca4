"""What the pages of guests and units have in common: forms read, held in bounds, carried out.

These pages work without script, so they take forms and not JSON (`auth.FORMS`). The secret
in the address is the only key; a form must come from this site, and no page answers without
end. A form carries the id of its action, so that sent twice it is done once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NoReturn
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from server.answers import Speaker, Window, may_name, may_stand_in
from server.desk import answers as desk
from server.errors import CheckinError, InvalidError
from server.event import EventConfig
from server.guests import Guest, Rsvp
from server.invitations import Invitation
from server.names import clean
from server.sentences import Sentence
from server.settings import is_loopback
from server.web.acting import LONGEST_NAME, LONGEST_REASON
from server.web.body import SCAN_ID, is_sound
from server.web.errors import STATUS, SlowDown
from server.web.house import House
from server.web.language import _, is_english, say_moment
from server.wording import answers as words
from server.wording.answers import closed_words, contact_line, dialled, until_words
from server.wording.figures import when_words

MOST, SECONDS = 12, 60.0
HONORIFICS = ("Ông", "Bà", "Đồng chí")
GUESSER = "link"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a page says after a form: `done` in words, or the `fault` with what was typed."""

    status: int = 200
    deed: str = ""
    fault: str | None = None
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a page offers for one place."""

    place: Invitation
    present: bool
    open: bool

    @property
    def may_answer(self) -> bool:
        """Whether there is anything to say."""
        return self.open and not self.present

    @property
    def may_name(self) -> bool:
        """Whether a representative may be named."""
        return self.may_answer and may_name(self.place)

    @property
    def may_stand_in(self) -> bool:
        """Whether somebody may be announced who comes instead."""
        return self.may_answer and may_stand_in(self.place)


def window(house: House) -> Window:
    """Until when this event takes answers."""
    reader = house.store.read
    by_hand, over = reader.meta(desk.CLOSED) is not None, reader.meta("closed_at") is not None
    return Window.of(house.config.event, by_hand=by_hand, over=over)


def choices(house: House, place: Invitation) -> Choices:
    """What may be said of a place at this moment."""
    present = house.store.read.inside(place.id) is not None
    return Choices(place, present, window(house).is_open(house.clock()))


def carry_out(
    house: House, key: str, deed: str, invitation: str, speaker: Speaker, unit: str | None = None
) -> Reply:
    """Do what the form says. `key` is whose page it is, for the limit on how often."""
    act = _DEEDS.get(deed)
    if act is None:
        raise NotFound
    typed = {name: request.form.get(name, "")[: LONGEST_REASON + 1] for name in _FIELDS}
    if wait := house.answers.wait(key):
        slow = SlowDown(wait)
        return Reply(429, deed, words.TOO_OFTEN, typed | {"retry": str(slow.retry_after)})
    house.answers.count(key)
    who = desk.Answering(
        invitation, speaker, window(house), house.clock(), _action_id(), organisation=unit
    )
    try:
        return Reply(303, act(house, who, typed))
    except CheckinError as error:
        return Reply(int(STATUS[error.code]), deed, _sentence(house, error), typed)


def answer_page(house: House, template: str, reply: Reply, **own: object) -> Response:
    """Show a page that takes answers: `own` is what it alone shows, the rest all of them do."""
    event = house.config.event
    page = render_template(
        template,
        event=event,
        when=when_said(event),
        where=where_said(event),
        base=base_url(house),
        once=str(uuid4()),
        reply=reply,
        done=_done_words(),
        honorifics=HONORIFICS,
        closed=closed_words(event),
        contact=contact_line(event),
        dial=dialled,
        until=until_said(window(house).until, event.timezone),
        **own,
    )
    answer = make_response(page, reply.status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def refuse_unknown(house: House, sentence: str) -> NoReturn:
    """Say that there is no such page; ever more slowly to whoever tries many.

    A link that is right is always answered: nobody is locked out by a neighbour who guesses.
    """
    address = request.remote_addr or ""
    wait = house.guesses.wait(GUESSER, address)
    house.guesses.failed(GUESSER, address)
    if wait:
        raise SlowDown(wait)
    raise NotFound(sentence)


def when_said(event: EventConfig) -> str:
    """Say when the event is, in the page's language."""
    if not is_english():
        return when_words(event)
    if event.day is None:
        return event.date_text_en or event.date_text
    hour = f"{event.starts_at:%H:%M}, " if event.starts_at else ""
    return f"{hour}{event.day.day} {event.day:%B %Y}"


def where_said(event: EventConfig) -> str:
    """Say where it is, in the page's language."""
    return (is_english() and event.place_en) or event.place


def until_said(until: datetime | None, zone: tzinfo) -> str | None:
    """Say until when answers are taken, in the page's language."""
    if until is None or not is_english():
        return until_words(until and until.astimezone(zone))
    return _("đến %(at)s", at=say_moment(until, zone))


def base_url(house: House) -> str:
    """Where this page stands for others, without the slash at its end."""
    return house.config.server.public_url or request.host_url.rstrip("/")


def reachable_url(house: House) -> str | None:
    """The same, where those who are written to can reach it: not by this machine's own name."""
    url = base_url(house)
    return None if is_loopback(urlsplit(url).hostname or "") else url


def _answer(house: House, who: desk.Answering, typed: dict[str, str]) -> str:
    rsvp = typed["rsvp"]
    if rsvp not in (Rsvp.COMING, Rsvp.NOT_COMING):
        raise InvalidError(words.CHOICE_MISSING)
    why = _text(typed, "reason", LONGEST_REASON)
    desk.answer(house.store, who, Rsvp(rsvp), why)
    return rsvp


def _name(house: House, who: desk.Answering, typed: dict[str, str]) -> str:
    desk.name_representative(house.store, who, _guest(typed))
    return "name"


def _stand_in(house: House, who: desk.Answering, typed: dict[str, str]) -> str:
    desk.announce_stand_in(house.store, who, _guest(typed))
    return "stand_in"


def _stand_in_back(house: House, who: desk.Answering, typed: dict[str, str]) -> str:
    del typed
    desk.announce_stand_in(house.store, who, None)
    return "stand_in_back"


def _accept_all(house: House, who: desk.Answering, typed: dict[str, str]) -> str:
    del typed
    if who.organisation is None:
        raise NotFound
    desk.accept_all(house.store, who)
    return "all_coming"


_FIELDS = ("rsvp", "reason", "honorific", "name", "title")
_DEEDS: dict[str, Callable[[House, desk.Answering, dict[str, str]], str]] = {
    "answer": _answer,
    "representative": _name,
    "stand-in": _stand_in,
    "stand-in-back": _stand_in_back,
    "accept-all": _accept_all,
}


def _guest(typed: dict[str, str]) -> Guest:
    name = _text(typed, "name", LONGEST_NAME)
    if not name:
        raise InvalidError(words.NAME_MISSING)
    honorific = typed["honorific"] if typed["honorific"] in HONORIFICS else None
    return Guest(name, honorific, _text(typed, "title", LONGEST_NAME))


def _text(typed: dict[str, str], key: str, longest: int) -> str | None:
    if not is_sound(typed[key]):
        raise InvalidError(words.TOO_LONG)
    text = clean(typed[key])
    if len(text) > longest:
        raise InvalidError(words.TOO_LONG)
    return text or None


def _action_id() -> str | None:
    text = request.form.get("once", "").lower()
    return text if re.fullmatch(SCAN_ID, text) else None


def _sentence(house: House, error: CheckinError) -> Sentence:
    closed = error.sentence == words.CLOSED
    return closed_words(house.config.event) if closed else error.sentence


def _done_words() -> str | None:
    """What the page says after a form was taken; words of ours only, whatever is asked."""
    return (
        words.DONE.get(request.args.get("done", "")) if request.method in ("GET", "HEAD") else None
    )

"""The one place where sentences for people are made, in Vietnamese and English.

Kiosk, desk, board and cards say the same thing in the same words. The register is
official and calm: no screen tells a phone number, an absence, another guest, or that
somebody stands in for somebody else.

The sentences themselves stand in `phrases`, figures in `figures`, staff's in `staff`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from server.admission import Decision, Reason
from server.event import Address, EventConfig, Style
from server.guests import Group, Guest, Kind
from server.hall import Hall, SeatWords
from server.invitations import Invitation, Reading
from server.names import form_of_address
from server.wording.figures import day_words, hour_figures, hour_words
from server.wording.phrases import (
    ALREADY,
    EN,
    FIXED,
    LANGUAGES,
    TOO_EARLY,
    VI,
    WELCOME,
    Language,
)

_ANYBODY = "Quý đại biểu"
_MR_MS = {"Ông": "Mr", "Bà": "Ms"}

_SCREENS = {
    Reason.ALREADY_ADMITTED: "already_far",
    Reason.REPLACED: "revoked",
    Reason.CANCELLED: "cancelled",
    Reason.WRONG_EVENT: "wrong_event",
    Reason.CLOSED: "closed",
    Reason.UNKNOWN_CODE: "unknown",
    Reason.NOT_OURS: "other_qr",
    Reason.IME_SUSPECT: "ime",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How this event speaks: its style, its hours, and what stands ready for guests.

    The same code again within `repeat` shows the welcome once more; after `far`, or at
    another station, it leads to the desk. `press_area`: (Vietnamese, English). `hall` is
    what a map of the way is drawn from, where there is one.
    """

    style: Style
    timezone: tzinfo
    guest_room: bool = True
    documents_at_desk: bool = False
    press_area: tuple[str, str] | None = None
    repeat: timedelta = timedelta(seconds=60)
    far: timedelta = timedelta(minutes=10)
    hall: Hall | None = None

    @classmethod
    def of(cls, event: EventConfig, hall: Hall | None = None, **times: timedelta) -> "Manner":
        """Take it from the configuration of the event and from its hall."""
        return cls(
            event.style,
            event.timezone,
            event.reception.guest_room,
            event.reception.documents_at_desk,
            hall.press_area if hall else None,
            hall=hall,
            **times,
        )

    def within(self, hall: Hall | None) -> "Manner":
        """Speak of another hall; None: of the same."""
        return replace(self, hall=hall, press_area=hall.press_area) if hall else self

    def addressing(self, how: str | None, always_ong_ba: Iterable[str] | None = None) -> "Manner":
        """Address guests otherwise, by a word of Address, and these groups; None: as before."""
        style = replace(self.style, address=Address(how)) if how in set(Address) else self.style
        if always_ong_ba is not None:
            style = replace(style, always_ong_ba=frozenset(always_ong_ba))
        return replace(self, style=style)

    def address(self, bearer: "Bearer") -> str:
        """Give {X}: "Ông", "Bà", "Đồng chí", or "Quý đại biểu" where it is not known."""
        if bearer.guest is None:
            return _ANYBODY
        style = self.style.address
        if style is Address.DONG_CHI and bearer.group in self.style.always_ong_ba:
            style = Address.ONG_BA
        return form_of_address(bearer.guest.honorific, style)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who stands at the door, as far as a screen may say. `guest` None: not named yet."""

    guest: Guest | None
    organisation: str
    group: str = ""
    press: bool = False
    vip: bool = False
    award: bool = False
    seat: SeatWords | None = None

    @classmethod
    def of(cls, invitation: Invitation, group: Group | None, seat: SeatWords | None) -> "Bearer":
        """Take it from an invitation: the stand-in, once there is one, is who comes."""
        return cls(
            invitation.coming,
            invitation.organisation,
            invitation.group,
            press=invitation.kind is Kind.PRESS or bool(group and group.press),
            vip=bool(group and group.vip),
            award=invitation.award is not None,
            seat=seat,
        )


_SOMEBODY = Bearer(None, "")


@dataclass(frozen=True, slots=True)
class Lines:
    """What one screen says in one language. `next`: what to do now, most important first."""

    greeting: str
    status: str | None = None
    seat: str | None = None
    next: tuple[str, ...] = ()
    side: str | None = None

    def document(self) -> dict[str, Any]:
        """Give the lines as JSON, without those that say nothing."""
        said = {
            "greeting": self.greeting,
            "status": self.status,
            "seat": self.seat,
            "next": list(self.next),
            "side": self.side,
        }
        return {key: line for key, line in said.items() if line}


@dataclass(frozen=True, slots=True)
class Screen:
    """Which picture to show, and its words in both languages."""

    key: str
    vi: Lines
    en: Lines

    def document(self) -> dict[str, Any]:
        """Give `lines` of the answer document: Vietnamese, and English under `en`."""
        return {**self.vi.document(), "en": self.en.document()}


def screen_for(
    decision: Decision,
    manner: Manner,
    at: datetime,
    *,
    bearer: Bearer | None = None,
    reading: Reading = Reading.INVITATION,
    station: str | None = None,
    admitted_at: datetime | None = None,
    admitted_by: str | None = None,
    opens: datetime | None = None,
) -> Screen:
    """Say what a guest sees after a scan at `station`, at the moment `at`. Moments are aware.

    A guest who is let in is welcome even where nothing is known of them (`bearer` None).
    `admitted_at` and `admitted_by` tell the first admission where the reason is
    `already_admitted`; `opens` tells when reception begins where it is `too_early`.
    """
    who = bearer or _SOMEBODY
    if decision.admitted:
        return _welcome(who, manner, admitted_at or at)
    if decision.reason is Reason.ALREADY_ADMITTED and admitted_at:
        return _again(who, manner, at, admitted_at, here=admitted_by == station)
    if decision.reason is Reason.TOO_EARLY:
        return _too_early(manner, at, opens)
    if reading is Reading.IDENTITY_CARD:
        return fixed("idcard")
    return fixed(_SCREENS[decision.reason] if decision.reason else "unknown")


def fixed(key: str) -> Screen:
    """Give a screen that says the same to everybody, e.g. `paused` or `not_saved`."""
    return Screen(key, Lines(FIXED[key][VI]), Lines(FIXED[key][EN]))


def _welcome(bearer: Bearer, manner: Manner, admitted_at: datetime) -> Screen:
    key = "press" if bearer.press else "ok" if bearer.guest else "unnamed"
    vi, en = (_welcome_lines(language, bearer, manner, admitted_at) for language in LANGUAGES)
    return Screen(key, vi, en)


def _welcome_lines(
    language: Language, bearer: Bearer, manner: Manner, admitted_at: datetime
) -> Lines:
    x, seat = manner.address(bearer), bearer.seat
    hour = _hour(language, manner, admitted_at)
    seat_line = WELCOME["seat"][language].format(x=x, seat=seat.labels[language]) if seat else None
    return Lines(
        greeting=". ".join(_greeting(language, bearer, manner)),
        status=WELCOME["status"][language].format(hour=hour),
        seat=None if _works_in_press_area(bearer, manner) else seat_line,
        next=tuple(WELCOME[key][language].format(x=x) for key in _next(bearer, manner)),
        side=seat.sides[language] if seat else None,
    )


def _greeting(language: Language, bearer: Bearer, manner: Manner) -> Iterator[str]:
    """Greet by name, else by organisation and then ask for the name."""
    organisation = bearer.organisation
    if bearer.press and organisation:
        yield WELCOME["press"][language].format(organisation=organisation)
    elif bearer.guest:
        yield WELCOME["greet"][language].format(who=_who(language, bearer.guest, bearer, manner))
    elif organisation:
        yield WELCOME["unnamed"][language].format(organisation=organisation)
    else:
        yield WELCOME["anybody"][language]
    if bearer.press and manner.press_area:
        yield WELCOME["press_area"][language].format(area=manner.press_area[language])
    if bearer.guest is None:
        yield WELCOME["name"][language]


def _who(language: Language, guest: Guest, bearer: Bearer, manner: Manner) -> str:
    x = (manner.address(bearer), _MR_MS.get(guest.honorific or "", ""))[language]
    return f"{x} {guest.name}".strip()


def _next(bearer: Bearer, manner: Manner) -> Iterator[str]:
    """Name the phrases that say what to do now, most important first."""
    if bearer.vip and manner.guest_room:
        yield "vip"
    elif bearer.seat and bearer.seat.head:
        yield "ct"
    elif bearer.seat is None and not _works_in_press_area(bearer, manner):
        yield "noseat"
    if bearer.award:
        yield "award"
    if manner.documents_at_desk:
        yield "docs"


def _works_in_press_area(bearer: Bearer, manner: Manner) -> bool:
    return bearer.press and manner.press_area is not None


def _again(
    bearer: Bearer, manner: Manner, at: datetime, admitted_at: datetime, *, here: bool
) -> Screen:
    """Answer a code shown again: the guest may still hold the phone up, or it is a copy."""
    since = at - admitted_at
    if not here or since > manner.far:
        return fixed("already_far")
    if since <= manner.repeat:
        return _welcome(bearer, manner, admitted_at)
    vi, en = (_already_lines(language, bearer, manner, admitted_at) for language in LANGUAGES)
    return Screen("already", vi, en)


def _already_lines(
    language: Language, bearer: Bearer, manner: Manner, admitted_at: datetime
) -> Lines:
    hour, seat = _hour(language, manner, admitted_at), bearer.seat
    sentences = [ALREADY["hour"][language].format(hour=hour)]
    if seat:
        sentences.append(ALREADY["seat"][language].format(seat=seat.shorts[language]))
    greeting = ". ".join([*sentences, ALREADY["next"][language]])
    return Lines(greeting, side=seat.sides[language] if seat else None)


def _too_early(manner: Manner, at: datetime, opens: datetime | None) -> Screen:
    """Say from when guests are received, with the day where that is another day."""
    if opens is None:
        return fixed("too_early")
    there = opens.astimezone(manner.timezone)
    other_day = there.date() != at.astimezone(manner.timezone).date()
    vi = f"{there:%H} giờ {there:%M}" + (f" ngày {day_words(there)}" if other_day else "")
    en = hour_figures(there) + (f" on {there.day} {there:%B %Y}" if other_day else "")
    return Screen(
        "too_early",
        Lines(TOO_EARLY[VI].format(hour=vi)),
        Lines(TOO_EARLY[EN].format(hour=en)),
    )


def _hour(language: Language, manner: Manner, moment: datetime) -> str:
    words = (hour_words, hour_figures)[language]
    return words(moment.astimezone(manner.timezone))

"""The event: what is held, by whom, for which groups, when, where and in which style.

Texts are NFC and never blank; None is "not known yet", which is normal here: the plan
itself leaves date and venue open. `server.config` makes these values of config.toml.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.guests import Group, Organisation


class Address(StrEnum):
    """How guests are addressed throughout the event."""

    ONG_BA = "ong_ba"
    DONG_CHI = "dong_chi"
    QUY_DAI_BIEU = "quy_dai_bieu"


@dataclass(frozen=True, slots=True)
class Style:
    """The house style of everything that is said or printed.

    `always_ong_ba`: groups addressed as Ông/Bà where the rest is "đồng chí" (enterprises,
    press). `invited_word`: "mời", or "triệu tập" for congresses and internal meetings.
    """

    address: Address = Address.ONG_BA
    always_ong_ba: frozenset[str] = frozenset()
    invited_word: str = "mời"
    count_press_in_headcount: bool = False
    pad_below_10: bool = True
    decimal_comma: bool = True


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is being marked: founded on a day, so many years before the anniversary."""

    founded: date | None = None
    anniversary: date | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """How guests are received. No hour set: the doors are open."""

    opens: time | None = None
    closes: time | None = None
    guest_room: bool = True
    documents_at_desk: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the organisers, its short sign and its duty in the plan."""

    name: str
    short: str | None = None
    duty: str | None = None


@dataclass(frozen=True, slots=True)
class Organisers:
    """Who invites: host, parent authority, who signs, and the units at work."""

    host: str
    host_en: str | None = None
    parent: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a guest asks; printed on every invitation card."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """The documentary during which late-comers wait. `minutes`: (shortest, longest)."""

    title: str
    kind: str | None = None
    minutes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the plan between two days, either of them open."""

    what: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Awards:
    """Who is commended, and the forms of award from high to low (empty: not stated)."""

    recipients: str | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventConfig:
    """One occasion, one guest list. `groups` stand in the plan's order.

    `basis` is the deciding document as the plan cites it; unless `basis_checked`, it is
    not printed. `hall` names the hall file, None: the sample's hall. Guests and units may
    answer by themselves until `answers_hour` of `answers_day`, None: the end of that day.
    """

    id: str
    name: str
    short: str
    name_en: str
    kind: str
    date_text: str
    date_text_en: str
    venue_text: str
    venue_text_en: str
    timezone: ZoneInfo
    organisers: Organisers
    groups: tuple[Group, ...]
    day: date | None = None
    starts: time | None = None
    venue: str | None = None
    venue_en: str | None = None
    basis: str | None = None
    basis_checked: bool = False
    plan_number: str | None = None
    expected_guests: int | None = None
    hall: str | None = None
    programme: tuple[str, ...] = ()
    occasion: Occasion = Occasion()
    reception: Reception = Reception()
    film: Film | None = None
    contact: Contact = Contact()
    milestones: tuple[Milestone, ...] = ()
    media: tuple[str, ...] = ()
    awards: Awards = Awards()
    funding: str | None = None
    report_recipients: tuple[str, ...] = ()
    style: Style = Style()
    organisations: tuple[Organisation, ...] = ()
    map_url: str | None = None
    answers_day: date | None = None
    answers_hour: time | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """The programme without what organisers remark of it among themselves, in brackets."""
        return tuple(item for item in self.programme if not item.strip().startswith("("))

    @property
    def place(self) -> str:
        """Where, in words that stand on a card: the venue, or that it is still open."""
        return self.venue or self.venue_text

    @property
    def place_en(self) -> str:
        """The same in English; a venue has no English name unless one is given."""
        return self.venue_en or self.venue or self.venue_text_en

    @property
    def starts_at(self) -> datetime | None:
        """The opening as an aware moment, once both date and hour are set."""
        return self._moment(self.starts)

    @property
    def reception_window(self) -> tuple[datetime | None, datetime | None]:
        """When the doors open and close, as aware moments; None: that side is open."""
        return self._moment(self.reception.opens), self._moment(self.reception.closes)

    @property
    def answers_until(self) -> datetime | None:
        """The moment from which no answer is taken; None: no such day is set."""
        if self.answers_day is None:
            return None
        if self.answers_hour is None:
            midnight = datetime.combine(self.answers_day, time(), self.timezone)
            return midnight + timedelta(days=1)
        return datetime.combine(self.answers_day, self.answers_hour, self.timezone)

    def group(self, code: str) -> Group | None:
        """Find the group with this code."""
        return next((group for group in self.groups if group.code == code), None)

    def _moment(self, hour: time | None) -> datetime | None:
        if self.day is None or hour is None:
            return None
        return datetime.combine(self.day, hour, self.timezone)

"""What config.toml says, as frozen values that every layer may hold.

Texts are NFC and never blank; None is "not known yet", which is normal here: the plan
itself leaves date and venue open. Only `server.config` makes these.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
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
    not printed. `hall` is the hall file, None: the sample's hall.
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
    hall: Path | None = None
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

    def group(self, code: str) -> Group | None:
        """Find the group with this code."""
        return next((group for group in self.groups if group.code == code), None)

    def _moment(self, hour: time | None) -> datetime | None:
        if self.day is None or hour is None:
            return None
        return datetime.combine(self.day, hour, self.timezone)


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where the server listens and keeps its data. `public_url` has no path."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("data")
    trusted_hosts: tuple[str, ...] = ()
    public_url: str | None = None
    metrics_token: str | None = None

    @property
    def public_host(self) -> str | None:
        """The host that an invitation link may name, with its port if it has one."""
        return urlsplit(self.public_url).netloc.lower() if self.public_url else None


@dataclass(frozen=True, slots=True)
class KioskConfig:
    """One kiosk. `server_url` None: the server of this very machine.

    `deadline_ms` is how long the server may take to answer. The same code again within
    `repeat_seconds` shows the welcome once more; after `far_minutes` it sends the guest
    to the desk. `pin` None: there is no way out by the staff menu.
    """

    station: str = "Cửa chính"
    server_url: str | None = None
    data: Path = Path("data/kiosk")
    pin: str | None = None
    lang: str = "vi"
    deadline_ms: int = 150
    welcome_seconds: int = 6
    repeat_seconds: int = 60
    far_minutes: int = 10


@dataclass(frozen=True, slots=True)
class BadgesConfig:
    """What is drawn. `emblem` is the picture in the middle of the styled invitation."""

    chest_badges: bool = False
    emblem: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of config.toml."""

    event: EventConfig
    server: ServerConfig
    kiosk: KioskConfig
    badges: BadgesConfig


def is_local(host: str) -> bool:
    """Tell an address inside the house (this machine, a private network) from a public one."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".lan"))
    return address.is_private or address.is_loopback or address.is_link_local


def objection_to_link(url: str) -> str | None:
    """Say why this is no address of a server of ours, or None when it is one.

    Keys and codes travel over it, so plain http is for this machine and private networks.
    """
    try:
        link = urlsplit(url)
        host, _port = link.hostname, link.port
    except ValueError:
        return "không phải một địa chỉ"
    if link.scheme not in ("http", "https") or not host or link.username is not None:
        return "phải có dạng https://máy-chủ hoặc http://127.0.0.1:8080"
    if link.path.strip("/") or link.query or link.fragment:
        return "chỉ ghi tên máy và cổng, không có phần sau dấu gạch chéo"
    if link.scheme == "http" and not is_local(host):
        return "http không mã hóa chỉ dùng trong mạng nội bộ; với máy ở ngoài phải dùng https"
    return None

"""What config.toml says of the programs, as frozen values; of the event see `server.event`."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from server.event import EventConfig
from server.sentences import Sentence, say

HOST = r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*"
# Mails a minute, where nothing else is said.
PACE = 20
MAIL_ADDRESS = r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"


@dataclass(frozen=True, slots=True)
class MailConfig:
    """Through which server invitations are mailed. `tls`: "starttls", "tls" or "none".

    The password stands in the environment variable `password_env`, never in the file; None:
    it was given in the settings.
    """

    host: str
    sender: str
    sender_name: str | None = None
    port: int = 587
    tls: str = "starttls"
    user: str | None = None
    password_env: str | None = "DONTIEP_MAIL_PASSWORD"  # noqa: S105  # the name of a variable
    per_minute: int = PACE


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where the server listens and keeps its data. `public_url` has no path."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("data")
    trusted_hosts: tuple[str, ...] = ()
    public_url: str | None = None
    metrics_token: str | None = None
    mail: MailConfig | None = None

    @property
    def public_host(self) -> str | None:
        """The host that an invitation link may name, with its port if it has one."""
        return urlsplit(self.public_url).netloc.lower() if self.public_url else None


@dataclass(frozen=True, slots=True)
class KioskConfig:
    """One kiosk. `server_url` None: the server of this very machine.

    `deadline_ms` is how long the server may take to answer. The same code again within
    `repeat_seconds` shows the welcome once more; after `far_minutes` it sends the guest
    to the desk. `pin` None: there is no way out by the staff menu. `serial_ports` names
    those of serial scanners, or "auto" for every port that says it is one. With
    `second_screen` the guest's face stands alone on another screen, where there is one.
    """

    station: str = "Cửa chính"
    server_url: str | None = None
    data: Path = Path("data/kiosk")
    pin: str | None = None
    lang: str = "vi"
    deadline_ms: int = 150
    slip_paper: str = "80mm"
    welcome_seconds: int = 6
    repeat_seconds: int = 60
    far_minutes: int = 10
    serial_ports: tuple[str, ...] = ("auto",)
    second_screen: bool = False


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


def is_loopback(host: str) -> bool:
    """Tell an address that only this very machine can reach."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def objection_to_link(url: str) -> Sentence | None:
    """Say why this is no address of a server of ours, or None when it is one.

    Keys and codes travel over it, so plain http is for this machine and private networks.
    """
    try:
        link = urlsplit(url)
        host, _port = link.hostname, link.port
    except ValueError:
        return say("không phải một địa chỉ")
    if link.scheme not in ("http", "https") or not host or link.username is not None:
        return say("phải có dạng https://máy-chủ hoặc http://127.0.0.1:8080")
    if link.path.strip("/") or link.query or link.fragment:
        return say("chỉ ghi tên máy và cổng, không có phần sau dấu gạch chéo")
    if link.scheme == "http" and not is_local(host):
        return say("http không mã hóa chỉ dùng trong mạng nội bộ; với máy ở ngoài phải dùng https")
    return None

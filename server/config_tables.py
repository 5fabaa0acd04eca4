"""How each table of config.toml becomes values: its keys, their bounds, their remedies."""

import re
from collections.abc import Iterable
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.event import (
    Address,
    Awards,
    Contact,
    EventConfig,
    Film,
    Milestone,
    Occasion,
    Organisers,
    Reception,
    Style,
    Unit,
)
from server.guests import Group, Organisation
from server.sentences import mark, say
from server.settings import (
    HOST,
    MAIL_ADDRESS,
    BadgesConfig,
    Config,
    KioskConfig,
    MailConfig,
    ServerConfig,
    is_local,
    objection_to_link,
)
from server.toml import Table

PIN = r"[0-9]{4,12}"
PASSWORD_VARIABLE = "DONTIEP_MAIL_PASSWORD"  # noqa: S105  # the name of a variable
HOST_REMEDY = mark('hãy chỉ ghi tên máy hoặc địa chỉ, ví dụ "192.168.1.10"')
PORTS = (1, 65535)
SERIAL_PORT = r"auto|COM[0-9]{1,3}|/\S+"
SERIAL_REMEDY = mark('hãy ghi ["auto"], hoặc tên cổng như ["COM3"]; không dùng thì ghi []')
TRUST_REMEDY = mark(
    'hãy ghi trusted_hosts trong [server], ví dụ ["192.168.1.10"], hoặc dùng 127.0.0.1'
)

_TRUSTED = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?"


def read_config(table: Table) -> Config:
    """Make a Config of the whole file. Raises ConfigError."""
    return table.finish(
        Config(
            event=table.table("event", _event),
            server=table.table("server", _server),
            kiosk=table.table("kiosk", _kiosk),
            badges=table.table("badges", _badges),
        )
    )


def trusts_everybody(config: ServerConfig) -> bool:
    """Whether the server would answer on every address without knowing its own names."""
    try:
        wildcard = ip_address(config.host).is_unspecified
    except ValueError:
        return False
    return wildcard and not config.trusted_hosts


def _event(table: Table) -> EventConfig:
    groups, ong_ba = _groups(table)
    return EventConfig(
        id=table.text(
            "id", r"[a-z0-9-]{3,40}", say("chỉ dùng chữ thường không dấu, số và gạch nối")
        ),
        name=table.text("name"),
        short=table.text("short"),
        name_en=table.text("name_en"),
        kind=table.text("type"),
        day=table.day("date"),
        date_text=table.text("date_text"),
        date_text_en=table.text("date_text_en"),
        starts=table.hour("starts"),
        timezone=_timezone(table),
        venue=table.optional_text("venue"),
        venue_en=table.optional_text("venue_en"),
        venue_text=table.text("venue_text"),
        venue_text_en=table.text("venue_text_en"),
        hall=table.optional_text("hall"),
        expected_guests=table.whole("expected_guests", 1, 100_000),
        basis=table.optional_text("basis"),
        basis_checked=table.flag("basis_checked", default=False),
        plan_number=table.optional_text("plan_number"),
        programme=table.texts("programme"),
        media=table.texts("media"),
        funding=table.optional_text("funding"),
        report_recipients=table.texts("report_recipients"),
        reception=table.table("reception", _reception),
        style=table.table("style", lambda style: _style(style, ong_ba)),
        occasion=table.table("occasion", _occasion),
        film=table.table("film", _film),
        contact=table.table("contact", _contact),
        organisers=table.table("organisers", _organisers),
        awards=table.table("awards", _awards),
        milestones=table.tables("milestones", _milestone),
        groups=groups,
        organisations=_organisations(table),
        map_url=_map_link(table),
        answers_day=table.day("answers_until"),
        answers_hour=_answers_hour(table),
    )


def _groups(table: Table) -> tuple[tuple[Group, ...], frozenset[str]]:
    """The groups in the plan's order, and the codes of those always addressed as Ông/Bà."""
    ong_ba: set[str] = set()

    def group(row: Table) -> Group:
        found = _group(row)
        if row.flag("ong_ba", default=False):
            ong_ba.add(found.code)
        return found

    groups = table.tables("groups", group)
    if not groups:
        table.fail(
            "groups", say("chưa có nhóm nào"), say("hãy ghi ít nhất một mục [[event.groups]]")
        )
    for key in ("code", "number", "rank", "name"):
        _refuse_twice(table, "groups", key, (getattr(group, key) for group in groups))
    return tuple(sorted(groups, key=lambda group: group.number)), frozenset(ong_ba)


def _group(row: Table) -> Group:
    return Group(
        code=row.text(
            "code", r"[A-Za-z0-9_-]{1,12}", say("hãy dùng 1 đến 12 chữ không dấu hoặc số")
        ),
        number=row.whole("number", 1, 99),
        rank=row.whole("rank", 1, 99),
        name=row.text("name"),
        name_en=row.text("name_en"),
        colour=row.text("colour", r"#[0-9A-Fa-f]{6}", say('hãy ghi mã màu dạng "#B71C1C"')),
        press=row.flag("press", default=False),
        vip=row.flag("vip", default=False),
        aliases=row.texts("aliases"),
    )


def _organisations(table: Table) -> tuple[Organisation, ...]:
    organisations = table.tables(
        "organisations", lambda row: Organisation(row.text("name"), row.texts("aliases"))
    )
    spellings = (name for one in organisations for name in (one.name, *one.aliases))
    _refuse_twice(table, "organisations", "name", spellings)
    return organisations


def _style(table: Table, ong_ba: frozenset[str]) -> Style:
    return Style(
        address=table.choice("address", Address, list(Address)),
        always_ong_ba=ong_ba,
        invited_word=table.choice("invited_word", str, ["mời", "triệu tập"]),
        count_press_in_headcount=table.flag("count_press_in_headcount", default=False),
        pad_below_10=table.flag("pad_below_10", default=True),
        decimal_comma=table.flag("decimal_comma", default=True),
    )


def _map_link(table: Table) -> str | None:
    found = table.optional_text("map_url")
    if found and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", found):
        table.fail(
            "map_url",
            say("không nhận «%(found)s»", found=found),
            say("hãy chép địa chỉ https://… của bản đồ"),
        )
    return found


def _answers_hour(table: Table) -> time | None:
    hour = table.hour("answers_until_hour")
    if hour and table.day("answers_until") is None:
        remedy = say("hãy ghi thêm ngày ở khóa answers_until")
        table.fail("answers_until_hour", say("chưa có ngày đi cùng"), remedy)
    return hour


def _reception(table: Table) -> Reception:
    opens, closes = table.hour("opens"), table.hour("closes")
    if opens and closes and closes <= opens:
        table.fail(
            "closes",
            say(
                "%(closes)s không sau giờ mở %(opens)s",
                closes=f"{closes:%H:%M}",
                opens=f"{opens:%H:%M}",
            ),
            say("hãy sửa một trong hai"),
        )
    return Reception(
        opens=opens,
        closes=closes,
        guest_room=table.flag("guest_room", default=True),
        documents_at_desk=table.flag("documents_at_desk", default=False),
    )


def _occasion(table: Table) -> Occasion:
    return Occasion(
        founded=table.day("founded"),
        anniversary=table.day("anniversary"),
        years=table.whole("years", 1, 999),
    )


def _film(table: Table) -> Film:
    minutes = table.wholes("minutes")
    if minutes and (len(minutes) != 2 or not 0 < minutes[0] <= minutes[1]):
        table.fail(
            "minutes", say("phải là hai số phút, ngắn trước dài sau"), say("hãy ghi ví dụ [10, 15]")
        )
    return Film(table.text("title"), table.optional_text("kind"), minutes)


def _contact(table: Table) -> Contact:
    return Contact(*(table.optional_text(key) for key in ("name", "phone", "email")))


def _organisers(table: Table) -> Organisers:
    return Organisers(
        host=table.text("host"),
        host_en=table.optional_text("host_en"),
        parent=table.optional_text("parent"),
        signer_title=table.optional_text("signer_title"),
        signer_name=table.optional_text("signer_name"),
        units=table.tables("units", _unit),
    )


def _unit(row: Table) -> Unit:
    return Unit(row.text("name"), row.optional_text("short"), row.optional_text("duty"))


def _awards(table: Table) -> Awards:
    return Awards(table.optional_text("recipients"), table.texts("forms"))


def _milestone(row: Table) -> Milestone:
    return Milestone(row.text("what"), row.day("since"), row.day("until"))


def _server(table: Table) -> ServerConfig:
    config = ServerConfig(
        host=table.text("host", HOST, HOST_REMEDY),
        port=table.whole("port", *PORTS),
        data=Path(table.text("data")),
        trusted_hosts=table.texts("trusted_hosts", _TRUSTED, HOST_REMEDY),
        public_url=_link(table, "public_url"),
        metrics_token=table.optional_text("metrics_token"),
        mail=table.optional_table("mail", _mail),
    )
    if trusts_everybody(config):
        table.fail(
            "host", say("«%(host)s» mở cho mọi máy trong mạng", host=config.host), TRUST_REMEDY
        )
    return config


def _mail(table: Table) -> MailConfig:
    remedy = say('hãy ghi một địa chỉ, ví dụ "moi@co-quan.gov.vn"')
    config = MailConfig(
        host=table.text("host", HOST, HOST_REMEDY),
        sender=table.text("sender", MAIL_ADDRESS, remedy),
        sender_name=table.optional_text("sender_name"),
        port=table.whole("port", *PORTS, default=587),
        tls=table.choice("tls", str, ["starttls", "tls", "none"], default="starttls"),
        user=table.optional_text("user"),
        password_env=table.optional_text("password_env") or PASSWORD_VARIABLE,
        per_minute=table.whole("per_minute", 1, 600, default=20),
    )
    if config.tls == "none" and not is_local(config.host):
        remedy = say('hãy ghi tls = "starttls" hoặc tls = "tls"')
        table.fail("tls", say("gửi qua máy chủ ở ngoài thì phải mã hóa"), remedy)
    return config


def _kiosk(table: Table) -> KioskConfig:
    pin = table.optional_text("pin")
    if pin and not re.fullmatch(PIN, pin):
        table.fail(
            "pin", say("mã PIN không đúng dạng"), say("hãy ghi từ 4 đến 12 chữ số trong ngoặc kép")
        )
    return KioskConfig(
        station=table.text("station"),
        server_url=_link(table, "server_url"),
        data=Path(table.text("data")),
        pin=pin,
        lang=table.choice("lang", str, ["vi", "en"]),
        deadline_ms=table.whole("deadline_ms", 20, 5000),
        slip_paper=table.choice("slip_paper", str, ["80mm", "58mm", "a6"]),
        welcome_seconds=table.whole("welcome_seconds", 2, 60),
        repeat_seconds=table.whole("repeat_seconds", 0, 600),
        far_minutes=table.whole("far_minutes", 1, 24 * 60),
        serial_ports=table.texts("serial_ports", SERIAL_PORT, SERIAL_REMEDY),
        second_screen=table.flag("second_screen", default=False),
    )


def _badges(table: Table) -> BadgesConfig:
    return BadgesConfig(
        chest_badges=table.flag("chest_badges", default=False),
        emblem=_path(table, "emblem"),
    )


def _timezone(table: Table) -> ZoneInfo:
    name = table.text("timezone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.fail(
            "timezone",
            say("không có múi giờ «%(name)s»", name=name),
            say('hãy ghi "Asia/Ho_Chi_Minh"'),
        )


def _path(table: Table, key: str) -> Path | None:
    found = table.optional_text(key)
    return Path(found) if found else None


def _link(table: Table, key: str) -> str | None:
    found = table.optional_text(key)
    if found and (objection := objection_to_link(found)):
        table.fail(key, say("không nhận «%(found)s»", found=found), objection)
    return found.rstrip("/") if found else None


def _refuse_twice(table: Table, key: str, of: str, values: Iterable[object]) -> None:
    seen: set[object] = set()
    for value in values:
        if value in seen:
            table.fail(
                key,
                say("%(of)s «%(value)s» bị ghi hai lần", of=of, value=value),
                say("mỗi mục cần một giá trị riêng"),
            )
        seen.add(value)

"""A mail as it goes out: text and HTML alike, the picture in it, the calendar file beside it."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from server.calendar import calendar_file
from server.event import EventConfig
from server.invitations import Invitation
from server.sendings import What
from server.wording.mails import Lines, mail_lines

PICTURE_NAME: Final = "phieu-moi.png"
CALENDAR_NAME: Final = "toa-dam.ics"
PICTURE_WIDTH: Final = 540

_LINK_WORDS: Final = "Trang riêng của Quý đại biểu (chương trình, phản hồi, cử người dự thay)"
_PAGE: Final = "margin:0;padding:24px 12px;background:#f4f1ea;color:#22201c;"
_SHEET: Final = (
    "max-width:600px;margin:0 auto;padding:28px 30px;background:#ffffff;"
    "border-top:4px solid #a61b1b;font:16px/1.55 'Be Vietnam Pro',Arial,sans-serif;"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one mail is made of. `picture` is the PNG; `link` the guest's page or None."""

    message_id: str
    what: What
    place: Invitation
    address: str
    desk_code: str | None
    picture: bytes
    link: str | None


def write_mail(
    contents: Contents, event: EventConfig, sender: Address, event_id: str, now: datetime
) -> EmailMessage:
    """Put one mail together. Raises ValueError for an address that no mail can bear."""
    place = contents.place
    lines = mail_lines(contents.what, place, contents.desk_code, event, contents.link)
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = contents.message_id
    mail["Date"] = format_datetime(now)
    mail["From"] = sender
    mail["To"] = _addressee(place, contents.address)
    if event.contact.email:
        mail["Reply-To"] = event.contact.email
    mail["Subject"] = lines.subject
    mail.set_content(_text(lines), cte="quoted-printable")
    _add_html(mail, lines, contents)
    calendar = calendar_file(event, f"{place.id}.{event_id}@dontiep", now)
    if calendar:
        mail.add_attachment(
            calendar,
            maintype="text",
            subtype="calendar",
            filename=CALENDAR_NAME,
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    return mail


def _addressee(place: Invitation, address: str) -> Address:
    name = place.coming.name if place.coming else place.organisation
    if not address.isascii():
        raise ValueError(f"mail servers take no such letters: {address}")
    try:
        return Address(display_name=name, addr_spec=address)
    except (HeaderParseError, IndexError) as error:
        raise ValueError(f"no address: {address}") from error


def _add_html(mail: EmailMessage, lines: Lines, contents: Contents) -> None:
    name = f"anh.{contents.message_id.strip('<>')}"
    html = _html(lines, f"cid:{name}", contents.desk_code)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    page = mail.get_body(("html",))
    assert isinstance(page, EmailMessage)
    page.add_related(
        contents.picture,
        maintype="image",
        subtype="png",
        cid=f"<{name}>",
        filename=PICTURE_NAME,
        disposition="inline",
    )


def _text(lines: Lines) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in lines.facts)
    link = [f"{_LINK_WORDS}:\n{lines.link}"] if lines.link else []
    parts = [lines.greeting, *lines.before, facts, *lines.after, *link, lines.closing]
    return "\n\n".join(parts) + "\n"


def _html(lines: Lines, picture: str, desk_code: str | None) -> str:
    """Give the page. Mail programs know no style sheet, so each part carries its own style."""
    facts = "".join(
        f'<tr><td style="padding:3px 14px 3px 0;color:#6b655b;vertical-align:top;'
        f'white-space:nowrap">{escape(name)}</td>'
        f'<td style="padding:3px 0;vertical-align:top">{_value(value)}</td></tr>'
        for name, value in lines.facts
    )
    alt = f"Phiếu mời. Mã số {desk_code or ''}".strip()
    image = (
        f'<img src="{escape(picture)}" width="{PICTURE_WIDTH}" alt="{escape(alt)}" '
        'style="display:block;width:100%;max-width:540px;height:auto;margin:18px auto">'
    )
    link = (
        f'<p style="margin:14px 0"><a href="{escape(lines.link)}" style="color:#a61b1b">'
        f"{escape(_LINK_WORDS)}</a></p>"
        if lines.link
        else ""
    )
    first, *rest = lines.after
    body = (
        _paragraph(lines.greeting, bold=True)
        + "".join(map(_paragraph, lines.before))
        + f'<table role="presentation" style="border-collapse:collapse;margin:6px 0">{facts}</table>'
        + _paragraph(first)
        + image
        + "".join(map(_paragraph, rest))
        + link
        + _paragraph(lines.closing)
    )
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="color-scheme" content="light">'
        f"<title>{escape(lines.subject)}</title></head>\n"
        f'<body style="{_PAGE}"><div style="{_SHEET}">{body}</div></body></html>\n'
    )


def _paragraph(text: str, *, bold: bool = False) -> str:
    weight = ";font-weight:600" if bold else ""
    return f'<p style="margin:12px 0{weight}">{escape(text)}</p>\n'


def _value(value: str) -> str:
    if value.startswith("https://"):
        return f'<a href="{escape(value)}" style="color:#a61b1b">Xem bản đồ</a>'
    return escape(value)

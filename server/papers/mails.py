"""A mail as it goes out: text and HTML alike, the picture in it, the calendar file beside it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from badges.lettering import file_stem
from server.calendar import calendar_file
from server.event import EventConfig
from server.invitations import Invitation
from server.papers.mime import add_picture
from server.sendings import What
from server.wording.mails import Lines, mail_lines, unit_mail_lines

PICTURE_NAME: Final = "phieu-moi.png"
CALENDAR_NAME: Final = "toa-dam.ics"
PICTURE_WIDTH: Final = 540

_PAGE: Final = "margin:0;padding:24px 12px;background:#f4f1ea;color:#22201c;"
_SHEET: Final = (
    "max-width:600px;margin:0 auto;padding:28px 5%;background:#ffffff;"
    "border-top:4px solid #a61b1b;font:16px/1.55 'Be Vietnam Pro',Arial,sans-serif;"
    "overflow-wrap:anywhere;"
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One invitation in a mail. `picture` is the PNG."""

    place: Invitation
    desk_code: str | None
    picture: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What one mail is made of: one invitation, or several that a unit gets together.

    `link` is the guest's page, or the unit's, or None.
    """

    message_id: str
    what: What
    address: str
    enclosed: tuple[Enclosed, ...]
    link: str | None


def write_mail(
    contents: Contents, event: EventConfig, sender: Address, event_id: str, now: datetime
) -> EmailMessage:
    """Put one mail together. Raises ValueError for an address that no mail can bear."""
    place = contents.enclosed[0].place
    lines = _lines(contents, event)
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = contents.message_id
    mail["Date"] = format_datetime(now)
    mail["From"] = sender
    mail["To"] = _addressee(contents)
    if event.contact.email:
        mail["Reply-To"] = event.contact.email
    mail["Subject"] = lines.subject
    mail.set_content(_composed(_text(lines)), cte="quoted-printable")
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
    _part_by(mail, contents.message_id)
    return mail


def _part_by(mail: EmailMessage, message_id: str) -> None:
    """Name the lines that part it. Python would search the encoded picture for a name that is free.

    None that is: in what is encoded a "=" ends a line or stands before a hex digit.
    """
    stem = message_id.strip("<>").partition("@")[0]
    whole = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(whole):
        part.set_boundary(f"=_{number}.{stem}"[:70])


def _lines(contents: Contents, event: EventConfig) -> Lines:
    [first, *others] = contents.enclosed
    if others:
        listed = [(one.place, one.desk_code) for one in contents.enclosed]
        return unit_mail_lines(contents.what, listed, event, contents.link)
    return mail_lines(contents.what, first.place, first.desk_code, event, contents.link)


def _addressee(contents: Contents) -> Address:
    address, place = contents.address, contents.enclosed[0].place
    alone = place.coming if len(contents.enclosed) == 1 else None
    if not address.isascii():
        raise ValueError(f"mail servers take no such letters: {address}")
    try:
        name = alone.name if alone else place.organisation
        return Address(display_name=name, addr_spec=address)
    except (HeaderParseError, IndexError) as error:
        raise ValueError(f"no address: {address}") from error


def _add_html(mail: EmailMessage, lines: Lines, contents: Contents) -> None:
    stem = contents.message_id.strip("<>")
    names = [f"anh{number or ''}.{stem}" for number in range(len(contents.enclosed))]
    pictures = [(f"cid:{name}", one) for name, one in zip(names, contents.enclosed, strict=True)]
    html = _composed(_html(lines, pictures))
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    page = mail.get_body(("html",))
    assert isinstance(page, EmailMessage)
    for name, one in zip(names, contents.enclosed, strict=True):
        file_name = _file_name(one.place) if len(names) > 1 else PICTURE_NAME
        add_picture(page, one.picture, name, file_name)


def _composed(text: str) -> str:
    """Give the letters with their marks in one piece: not every mail program joins them."""
    return unicodedata.normalize("NFC", text)


def _file_name(place: Invitation) -> str:
    who = place.coming.name if place.coming else place.organisation
    return f"{file_stem(place.id, who)}.png"


def _text(lines: Lines) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in lines.facts)
    link = [f"{lines.link_words}:\n{lines.link}"] if lines.link else []
    listed = ["\n".join(lines.enclosed)] if lines.enclosed else []
    parts = [lines.greeting, *lines.before, facts, *listed, *lines.after, *link, lines.closing]
    return "\n\n".join(parts) + "\n"


def _html(lines: Lines, pictures: Sequence[tuple[str, Enclosed]]) -> str:
    """Give the page. Mail programs know no style sheet, so each part carries its own style."""
    facts = "".join(
        f'<tr><td style="padding:3px 14px 3px 0;color:#6b655b;vertical-align:top;'
        f'white-space:nowrap">{escape(name)}</td>'
        f'<td style="padding:3px 0;vertical-align:top">{_value(value)}</td></tr>'
        for name, value in lines.facts
    )
    listed = "<br>".join(map(escape, lines.enclosed))
    images = "".join(_image(source, one) for source, one in pictures)
    link = (
        f'<p style="margin:14px 0"><a href="{escape(lines.link)}" style="color:#a61b1b">'
        f"{escape(lines.link_words)}</a></p>"
        if lines.link
        else ""
    )
    first, *rest = lines.after
    body = (
        _paragraph(lines.greeting, bold=True)
        + "".join(map(_paragraph, lines.before))
        + f'<table role="presentation" style="border-collapse:collapse;margin:6px 0">{facts}</table>'
        + (f'<p style="margin:12px 0">{listed}</p>\n' if listed else "")
        + _paragraph(first)
        + images
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


def _image(source: str, one: Enclosed) -> str:
    who = one.place.coming.name if one.place.coming else one.place.organisation
    alt = f"Phiếu mời {who}. Mã số {one.desk_code or ''}".strip()
    return (
        f'<img src="{escape(source)}" width="{PICTURE_WIDTH}" alt="{escape(alt)}" '
        'style="display:block;width:100%;max-width:540px;height:auto;margin:18px auto">'
    )


def _paragraph(text: str, *, bold: bool = False) -> str:
    weight = ";font-weight:600" if bold else ""
    return f'<p style="margin:12px 0{weight}">{escape(text)}</p>\n'


def _value(value: str) -> str:
    if value.startswith("https://"):
        return f'<a href="{escape(value)}" style="color:#a61b1b">Xem bản đồ</a>'
    return escape(value)

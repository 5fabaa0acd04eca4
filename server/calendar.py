"""The event as a calendar file (RFC 5545), for the guest's own calendar. Pure.

Moments are in UTC, so that no calendar needs to know the zone. Nothing in it opens the
door: no code, no desk code, no seat.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from server.event import EventConfig

LINE_OCTETS = 75
# Where nothing says how long it takes: an entry without an end is one of no length, over
# which a secretary books the next meeting.
USUAL_LENGTH: Final = timedelta(hours=2)


def calendar_file(event: EventConfig, uid: str, now: datetime) -> bytes | None:
    """Give the .ics of the event, None while its day is open.

    `uid` names the entry for good: sent again with another hour it replaces the old one. An
    hour that is not set makes it an entry of the whole day.
    """
    if event.day is None:
        return None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dontiep//VI",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(now)}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        *_when(event),
        f"SUMMARY:{_escape(event.short)}",
        f"LOCATION:{_escape(event.place)}",
        f"DESCRIPTION:{_escape(event.name)}",
        *_organiser(event),
        *([f"URL:{event.map_url}"] if event.map_url else []),
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_escape(event.short)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _when(event: EventConfig) -> list[str]:
    assert event.day is not None
    if event.starts_at is None:
        next_day = event.day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{next_day:%Y%m%d}"]
    _, closes = event.reception_window
    ends = closes if closes and closes > event.starts_at else event.starts_at + USUAL_LENGTH
    return [f"DTSTART:{_utc(event.starts_at)}", f"DTEND:{_utc(ends)}"]


def _organiser(event: EventConfig) -> list[str]:
    """Name who invites, as RFC 5546 has it of what is published; by an address or not at all."""
    host, email = event.organisers.host.replace('"', "'"), event.contact.email
    return [f'ORGANIZER;CN="{host}":mailto:{email}'] if email else []


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[bytes]:
    """Part a line into pieces of at most 75 octets, never inside a letter."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            yield piece
            piece = b" "
        piece += octets
    yield piece

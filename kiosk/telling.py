"""A verdict as the page, the printer and the headless kiosk read it: the answer document."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from kiosk.hall_map import map_to_press, map_to_seat
from kiosk.journal import Entry
from server.admission import Decision, Doors
from server.guests import Guest
from server.hall import SeatWords
from server.wording import Bearer, Manner, Screen, fixed, screen_for

# A name and a seat are told to whoever is welcome, and to nobody else.
WELCOMES = frozenset({"ok", "unnamed", "press"})
SEATS = WELCOMES | {"already"}
_SEAT_WORDS = frozenset(field.name for field in fields(SeatWords))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a scan, and who said so ("server" or "kiosk").

    `facts` is what `server.show.show_facts` made; `admitted_at` and `station` tell the
    admission that stands; `screen` is set where there was nobody who could decide.
    """

    decision: Decision
    by: str
    invitation: str | None = None
    facts: dict[str, Any] | None = None
    admitted_at: datetime | None = None
    station: str | None = None
    screen: str | None = None


def tell(
    entry: Entry, verdict: Verdict, manner: Manner, at: datetime, station: str, doors: Doors
) -> dict[str, Any]:
    """Give the answer document, all but its `ms`. `at`: the moment of the scan."""
    screen = _screen(entry, verdict, manner, at, station, doors)
    facts = verdict.facts or {}
    reason = verdict.decision.reason
    return {
        "scan_id": entry.scan_id,
        "verdict": verdict.decision.outcome.value,
        "reason": "not_saved" if verdict.screen else reason and reason.value,
        "screen": screen.key,
        "guest": facts.get("guest") if screen.key in WELCOMES else None,
        "lines": screen.document(),
        "seat": facts.get("seat") if screen.key in SEATS else None,
        "map": _map(screen, facts, manner),
        "admitted_at": verdict.admitted_at and verdict.admitted_at.isoformat(),
        "station": verdict.station,
        "decided_by": verdict.by,
        "durable": entry.station_seq is not None,
    }


def _screen(
    entry: Entry, verdict: Verdict, manner: Manner, at: datetime, station: str, doors: Doors
) -> Screen:
    if verdict.screen:
        return fixed(verdict.screen)
    return screen_for(
        verdict.decision,
        manner,
        at,
        bearer=_bearer(verdict),
        reading=entry.reading,
        station=station,
        admitted_at=verdict.admitted_at,
        admitted_by=verdict.station,
        opens=doors.opens,
    )


def _map(screen: Screen, facts: dict[str, Any], manner: Manner) -> dict[str, Any] | None:
    """Give the way to where this guest is asked to go; None: nobody can walk there alone.

    A leader who is led to the guest room first does not look for the chairman's table.
    """
    seat, hall = facts.get("seat"), manner.hall
    if hall is None or screen.key not in SEATS:
        return None
    if seat is None:
        return map_to_press(hall) if screen.key == "press" else None
    led = facts.get("vip") and manner.guest_room and seat.get("head")
    return None if led else map_to_seat(hall, str(seat["id"]))


def _bearer(verdict: Verdict) -> Bearer | None:
    """Who stands there. A guest who is let in is welcome even where nothing tells the name."""
    if verdict.facts:
        return _bearer_of(verdict.facts)
    return Bearer(None, "") if verdict.decision.admitted else None


def _bearer_of(facts: dict[str, Any]) -> Bearer:
    """Read what `show_facts` made; what a newer server adds is left out."""
    guest, seat = facts.get("guest"), facts.get("seat")
    return Bearer(
        Guest(guest["name"], guest.get("honorific"), guest.get("title")) if guest else None,
        str(facts.get("organisation") or ""),
        str(facts.get("group") or ""),
        press=bool(facts.get("press")),
        vip=bool(facts.get("vip")),
        award=bool(facts.get("award")),
        seat=SeatWords(**{k: v for k, v in seat.items() if k in _SEAT_WORDS}) if seat else None,
    )

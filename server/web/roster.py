"""What a kiosk copies: for each place the hashes of its codes, and what only a code opens."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from server import desk
from server.admission import Admission
from server.facts import KEY as FACTS_KEY
from server.hall.kept import sign_of
from server.invitations import Invitation
from server.sealing import seal
from server.show import place_row, show_facts, utc
from server.web.auth import Caller
from server.web.house import House, g
from server.web.query import read_after
from server.web.roles import Role
from server.web.stations import note_seen

routes = Blueprint("roster", __name__)

ROWS = 500


@routes.get("/api/roster")
def document() -> Response:
    """Give the places touched since `after`, and what is known of event and doors."""
    house, station = g.house, g.caller
    assert station is not None
    reader, after = house.store.read, read_after()
    note_seen(house, station)
    # The head is read first: what happens meanwhile comes again the next time.
    head = reader.head()[0]
    touched = reader.touched(after, ROWS + 1)
    more = len(touched) > ROWS
    # One record may have touched several places: they come together, or the cursor skips some.
    rows = [row for row in touched if not more or row[0] != touched[ROWS][0]]
    last = rows[-1][0] if rows else head
    return jsonify(
        incarnation=reader.incarnation,
        seq=last if more else max(head, last),
        more=more,
        station=station.name,
        role="kiosk" if station.role is Role.KIOSK else "reception",
        event_id=house.event_id,
        event=event_texts(house),
        doors=doors_document(house),
        erased=int(reader.meta(desk.ERASED) or 0),
        server_time=utc(house.clock()),
        hall=_hall(house.kept.text, request.args.get("hall")),
        facts=reader.meta(FACTS_KEY) if station.role is Role.DESK else None,
        rows=_rows(house, station, rows),
    )


def _hall(text: str | None, known: str | None) -> dict[str, Any] | None:
    """Give the hall in force; without its text to whom `known` it is."""
    sign = sign_of(text)
    return None if sign is None else {"sign": sign, "text": None if sign == known else text}


def event_texts(house: House) -> dict[str, Any]:
    """The event in words that stand on a screen."""
    event = house.config.event
    return {
        "name": event.name,
        "short": event.short,
        "name_en": event.name_en,
        "place": event.place,
        "place_en": event.place_en,
        "date": event.date_text,
        "date_en": event.date_text_en,
        "address": event.style.address.value,
        "ong_ba": sorted(event.style.always_ong_ba),
        "link_host": house.config.server.public_host,
        "rehearsal": house.store.read.meta("rehearsal"),
    }


def doors_document(house: House) -> dict[str, Any]:
    """When guests are received."""
    doors = house.doors
    return {
        "opens": utc(doors.opens) if doors.opens else None,
        "closes": utc(doors.closes) if doors.closes else None,
        "closed": house.store.read.meta("closed_at") is not None,
    }


def _rows(
    house: House, station: Caller, touched: list[tuple[int, Invitation]]
) -> list[dict[str, Any]]:
    admissions = house.store.read.admissions() if touched else {}
    return [_row(house, station, seq, place, admissions.get(place.id)) for seq, place in touched]


def _row(
    house: House, station: Caller, seq: int, place: Invitation, admission: Admission | None
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "invitation": place.id,
        "seq": seq,
        "codes": _codes(house, station, place),
        "cancelled": place.cancelled is not None,
        "admission": admission
        and {
            "scan_id": admission.scan_id,
            "station": admission.station,
            "at": utc(admission.at),
        },
    }
    # A reception desk is watched by its clerk; a kiosk may be carried away.
    if station.role is Role.DESK:
        row["guest_row"] = place_row(place)
    return row


def _codes(house: House, station: Caller, place: Invitation) -> list[dict[str, Any]]:
    facts = show_facts(place, house.config.event.groups, house.hall)
    return [
        {
            "code_hash": code.code_hash,
            "replaced": code.replaced,
            "sealed": seal(code.code, facts)
            if code.code and not code.replaced and place.cancelled is None
            else None,
        }
        | ({"desk_code": code.desk_code} if station.role is Role.DESK else {})
        for code in house.store.read.codes(place.id)
    ]

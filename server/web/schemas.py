"""The documents of the API, as JSON Schema: kept by hand, held to the truth by a test."""

from typing import Any

from server.admission import Outcome, Reason
from server.desk import Way
from server.event import Address
from server.guests import Kind, Rsvp
from server.invitations import Reading
from server.web.body import LARGEST_NUMBER
from server.web.scans import (
    LARGEST_OFFSET_MS,
    MOST_IN_A_BATCH,
    OF_OUR_SHAPE,
)

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
SEAT: Schema = {"type": ["string", "null"]}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "enum" in schema:
        return schema | {"type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str) and "format" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    """A schema of the components by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def exactly(**fields: Schema) -> Schema:
    """An object that has these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def words(*of: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(of)}


def list_of(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


UUID: Schema = {
    "type": "string",
    "description": "A UUID; its hyphens may be left out.",
    "pattern": "^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$",
}
_SENT_MOMENT = MOMENT | {"description": "ISO 8601, 1970 to 2200; without a zone: the event's own."}
# An action told after it happened: when it did, and how it came here. Paper cannot lie ahead.
LATE: dict[str, Schema] = {"at": maybe(_SENT_MOMENT), "entered": maybe(words(*Way))}
ENTERED_WITH_AT: Schema = {
    "anyOf": [
        {"properties": {"entered": {"type": "null"}}},
        {"required": ["at"], "properties": {"at": {"type": "string"}}},
    ]
}
READINGS = words(*Reading)
REASONS = words(*Reason)
EVENT_KINDS = ("admitted", "refused", "undone", "conflict", "changed")
_COUNTED: Schema = exactly(invited=WHOLE, present=WHOLE)
_PERSON: Schema = exactly(honorific=maybe(TEXT), name=TEXT, title=maybe(TEXT))
_GUEST: Schema = exactly(honorific=maybe(TEXT), name=TEXT, title=maybe(TEXT), organisation=TEXT)

_SCAN: Schema = {
    "type": "object",
    "properties": {
        "scan_id": UUID,
        "code": maybe(TEXT),
        "code_hash": maybe({"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}),
        "reading": maybe(READINGS),
        "mark": maybe({"type": "string", "pattern": "^[0-9a-f]{4}$"}),
        "scanned_at": _SENT_MOMENT,
        "offset_ms": maybe(
            {"type": "integer", "minimum": -LARGEST_OFFSET_MS, "maximum": LARGEST_OFFSET_MS}
        ),
        "station_seq": maybe({"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}),
        "boot_id": maybe({"type": "string", "maxLength": 64}),
        "monotonic_ms": maybe({"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}),
        "last_seen_server_time": maybe(_SENT_MOMENT),
        "door_outcome": maybe(ref("DoorOutcome")),
    },
    "required": ["scan_id", "scanned_at"],
    "anyOf": [
        {"required": ["code"], "properties": {"code": TEXT}},
        {
            "required": ["code_hash"],
            "properties": {
                "code_hash": TEXT,
                "reading": {"enum": [*sorted(OF_OUR_SHAPE), None]},
            },
        },
        {
            "required": ["reading"],
            "properties": {
                "code_hash": {"type": "null"},
                "reading": words(*sorted(set(Reading) - OF_OUR_SHAPE)),
            },
        },
    ],
}

_DOOR_OUTCOME: Schema = {
    "description": "What the door told the guest: alone, or as a server said that was restored.",
    "type": "object",
    "properties": {"verdict": words(*Outcome), "reason": maybe(REASONS)},
    "required": ["verdict"],
    "anyOf": [
        {"properties": {"verdict": {"const": "admitted"}, "reason": {"type": "null"}}},
        {
            "properties": {"verdict": {"const": "refused"}, "reason": TEXT},
            "required": ["reason"],
        },
    ],
}

_SHOWN_SEAT: Schema = exactly(
    id=TEXT,
    labels=list_of(TEXT),
    shorts=list_of(TEXT),
    sides=list_of(maybe(TEXT)),
    row=TEXT,
    number=TEXT,
    zone=maybe(TEXT),
    head=FLAG,
    table=FLAG,
    label=TEXT,
    label_en=TEXT,
    side=maybe(TEXT),
)

_SHOW: Schema = exactly(
    guest=maybe(ref("Guest")),
    organisation=TEXT,
    kind=words(*Kind),
    group=TEXT,
    press=FLAG,
    vip=FLAG,
    award=FLAG,
    takes_seat=FLAG,
    seat=maybe(_SHOWN_SEAT),
)

_ANSWER: Schema = exactly(
    scan_id=TEXT,
    seq=WHOLE,
    verdict=words("admitted", "refused", "choose", "ask"),
    reason=maybe(REASONS),
    replayed=FLAG,
    invitation=maybe(TEXT),
    guest=maybe(ref("Guest")),
    seat=SEAT,
    admitted_at=maybe(MOMENT),
    station=maybe(TEXT),
    conflict=FLAG,
    show=maybe(_SHOW),
)

_PLACE: Schema = exactly(
    id=TEXT,
    group=TEXT,
    honorific=maybe(TEXT),
    name=maybe(TEXT),
    title=maybe(TEXT),
    organisation=TEXT,
    expects=maybe(TEXT),
    phone=maybe(TEXT),
    email=maybe(TEXT),
    kind=words(*Kind),
    rsvp=words(*Rsvp),
    rsvp_reason=maybe(TEXT),
    substitute=maybe(_PERSON),
    award=maybe(TEXT),
    award_form=maybe(TEXT),
    award_order=maybe({"type": "integer"}),
    support=maybe(TEXT),
    seat=SEAT,
    note=maybe(TEXT),
    cancelled=maybe(TEXT),
    admission=maybe(exactly(at=MOMENT, station=TEXT, who=maybe(TEXT))),
)

_CODE: Schema = {
    "type": "object",
    "properties": {
        "code_hash": TEXT,
        "replaced": FLAG,
        "sealed": maybe(TEXT),
        "desk_code": maybe(TEXT) | {"description": "For a reception station only."},
    },
    "required": ["code_hash", "replaced", "sealed"],
    "additionalProperties": False,
}

_ROW: Schema = {
    "type": "object",
    "properties": {
        "invitation": TEXT,
        "seq": WHOLE,
        "codes": list_of(_CODE),
        "cancelled": FLAG,
        "admission": maybe(exactly(scan_id=TEXT, station=TEXT, at=MOMENT)),
        "guest_row": {"type": "object", "description": "For a reception station only."},
    },
    "required": ["invitation", "seq", "codes", "cancelled", "admission"],
    "additionalProperties": False,
}

_ROSTER: Schema = exactly(
    incarnation=TEXT,
    seq=WHOLE,
    more=FLAG,
    station=TEXT,
    role=words("kiosk", "reception"),
    event_id=TEXT,
    event=exactly(
        name=TEXT,
        short=TEXT,
        name_en=TEXT,
        place=TEXT,
        place_en=TEXT,
        date=TEXT,
        date_en=TEXT,
        address=words(*Address),
        ong_ba=list_of(TEXT),
        link_host=maybe(TEXT),
        rehearsal=maybe(TEXT),
    ),
    doors=exactly(opens=maybe(MOMENT), closes=maybe(MOMENT), closed=FLAG),
    erased=WHOLE,
    server_time=MOMENT,
    hall=maybe(exactly(sign=TEXT, text=maybe(TEXT))),
    facts=maybe(TEXT) | {"description": "What was announced late; for a reception desk alone."},
    rows=list_of(ref("RosterRow")),
)

_HEADCOUNT: Schema = exactly(
    invited=WHOLE,
    present=WHOLE,
    substitutes=WHOLE,
    absent=WHOLE,
    excused=WHOLE,
    unexplained=WHOLE,
    rate={"type": "number", "minimum": 0, "maximum": 100},
    press=_COUNTED,
    walk_ins=WHOLE,
    by_group={"type": "object", "additionalProperties": _COUNTED},
    at=MOMENT,
    sentence=TEXT,
)

_EVENT: Schema = exactly(
    seq=WHOLE,
    kind=words(*EVENT_KINDS),
    at=MOMENT,
    station=maybe(TEXT),
    person=maybe(TEXT),
    scan_id=TEXT,
    invitation=maybe(TEXT),
    reason=maybe(REASONS),
    conflict=FLAG,
    guest=maybe(ref("Guest")),
    organisation=maybe(TEXT),
    group=maybe(TEXT),
    seat=SEAT,
    first=maybe(exactly(at=MOMENT, station=TEXT)),
    what=maybe(TEXT),
)

_GROUP: Schema = exactly(
    code=TEXT,
    number=WHOLE,
    rank=WHOLE,
    name=TEXT,
    name_en=TEXT,
    colour={"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    press=FLAG,
    vip=FLAG,
)

_BOARD: Schema = {
    "type": "object",
    "properties": {
        "seq": WHOLE,
        "headcount": ref("Headcount"),
        "events": list_of(ref("BoardEvent")),
        "notices": list_of(TEXT),
        "morning": ref("Morning"),
        "incarnation": TEXT,
        "event": exactly(name=TEXT, short=TEXT, name_en=TEXT),
        "groups": list_of(_GROUP),
        "conflicts": list_of(ref("BoardEvent")),
        "chain": exactly(seq=WHOLE, hash=TEXT),
    },
    "required": ["seq", "headcount", "events", "notices", "morning"],
    "additionalProperties": False,
}

SCHEMAS: dict[str, Schema] = {
    "Scan": _SCAN,
    "DoorOutcome": _DOOR_OUTCOME,
    "Batch": {
        "type": "object",
        "properties": {
            "scans": {
                "type": "array",
                "maxItems": MOST_IN_A_BATCH,
                "description": "Each a Scan. One that is none is set aside and answered Parked.",
                "items": {"anyOf": [ref("Scan"), {}]},
            }
        },
        "required": ["scans"],
    },
    "Answer": _ANSWER,
    "Parked": exactly(scan_id=maybe(TEXT), error=TEXT, message=TEXT),
    "Results": exactly(results=list_of({"anyOf": [ref("Answer"), ref("Parked")]})),
    "ByHand": {
        "type": "object",
        "properties": {
            "scan_id": UUID,
            "reason": maybe({"type": "string", "maxLength": 500}),
            **LATE,
        },
        "required": ["scan_id"],
        "allOf": [ENTERED_WITH_AT],
    },
    "Undone": exactly(scan_id=TEXT, seq=WHOLE, replayed=FLAG, invitation=TEXT, undone_at=MOMENT),
    "Roster": _ROSTER,
    "RosterRow": _ROW,
    "Guest": _GUEST,
    "Guests": exactly(guests=list_of(ref("Place"))),
    "Place": _PLACE,
    "Board": _BOARD,
    "BoardEvent": _EVENT,
    "Headcount": _HEADCOUNT,
    "Erased": exactly(erased=FLAG),
    "Health": exactly(ok={"const": True}),
    "Error": exactly(
        error=words("invalid", "not_found", "conflict", "unauthorized", "unavailable"),
        message=TEXT,
    ),
}

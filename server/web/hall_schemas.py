"""The documents of the hall, as JSON Schema, beside those of `schemas`."""

from server.guests import Rsvp
from server.web.desk_schemas import TABLE
from server.web.hall import MOST_MOVES, MOST_SEATS
from server.web.hall_design import (
    KINDS,
    LONGEST_FILE,
    MOST_ACROSS,
    MOST_LINES,
    MOST_TOGETHER,
    MOST_UNSEATED,
)
from server.web.schemas import (
    FLAG,
    SEAT,
    TEXT,
    UUID,
    WHOLE,
    Schema,
    exactly,
    list_of,
    maybe,
    ref,
    words,
)

_NUMBER: Schema = {"type": "number"}
_SEAT_ID: Schema = {"type": "string", "maxLength": 40}
_PLACE_ID: Schema = {"type": "string", "maxLength": 64}
_ACTION: dict[str, Schema] = {
    "scan_id": maybe(UUID),
    "reason": maybe({"type": "string", "maxLength": 500}),
}


# The keys of the hall's file; server/sample/hall.toml says what each means.
_DESIGN: Schema = {"type": "object", "additionalProperties": True}


def _asks(required: tuple[str, ...], **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, "required": list(required)}


def _with(known: Schema, **fields: Schema) -> Schema:
    """Say what such an object has besides, where it holds."""
    return known | {"properties": known["properties"] | fields}


_PLAN: Schema = exactly(
    name=TEXT,
    width=_NUMBER,
    depth=_NUMBER,
    stage=maybe(exactly(label=TEXT, x=_NUMBER, y=_NUMBER, width=_NUMBER, depth=_NUMBER)),
    aisles=list_of(_NUMBER),
    rows=list_of(exactly(id=TEXT, label=TEXT, y=_NUMBER, head=FLAG, table=maybe(TABLE))),
    zones=list_of(exactly(id=TEXT, name=TEXT, groups=list_of(TEXT))),
    spots=list_of(exactly(id=TEXT, label=TEXT, x=_NUMBER, y=_NUMBER)),
)
_SEATED: Schema = _with(
    exactly(id=TEXT, label=TEXT, row=TEXT, number=WHOLE, x=_NUMBER, y=_NUMBER),
    zone=TEXT,
    wheelchair=FLAG,
    locked=FLAG,
)
_GUEST: Schema = _with(
    exactly(invitation=TEXT, group=TEXT, organisation=TEXT, rsvp=words(*Rsvp), takes_seat=FLAG),
    honorific=TEXT,
    name=TEXT,
    title=TEXT,
    instead_of=TEXT,
    walk_in=FLAG,
    award=FLAG,
    support=TEXT,
    seat=TEXT,
    present=FLAG,
)
_MOVE: Schema = _asks(
    ("invitation",),
    invitation=_PLACE_ID,
    **{"from": maybe(_SEAT_ID | {"description": "Where the guest was seen; null: no seat."})},
    to=maybe(_SEAT_ID),
)

HALL_SCHEMAS: dict[str, Schema] = {
    "HallPlan": exactly(
        seq=WHOLE,
        sign=maybe(TEXT),
        hall=_PLAN,
        groups=list_of(exactly(code=TEXT, number=WHOLE, name=TEXT, colour=TEXT)),
        seats=list_of(_SEATED),
        guests=list_of(ref("HallGuest")),
    ),
    "HallGuest": _GUEST,
    "SeatReasons": exactly(
        reasons=list_of(exactly(invitation=TEXT, facts=list_of(TEXT), rule=SEAT))
    ),
    "Reseating": exactly(
        moves=list_of(exactly(invitation=TEXT, **{"from": SEAT}, to=SEAT, reason=TEXT)),
        kept=WHOLE,
        kept_free=list_of(exactly(seat=TEXT, reason=TEXT)),
        doubts=list_of(exactly(invitation=TEXT, message=TEXT)),
    ),
    "MovesUp": exactly(
        offers=list_of(
            exactly(seat=TEXT, invitation=TEXT, **{"from": TEXT}, holder=SEAT, reason=TEXT)
        )
    ),
    "SeatMoves": _asks(
        ("moves",),
        moves={"type": "array", "minItems": 1, "maxItems": MOST_MOVES, "items": _MOVE},
        **_ACTION,
    ),
    "Seated": exactly(seats=list_of(exactly(invitation=TEXT, seat=SEAT))),
    "SeatsChanged": {
        "type": "object",
        "description": "Refused; `now`: who sits on the seats about which the two disagree.",
        "properties": {
            "error": {"const": "conflict"},
            "message": TEXT,
            "now": list_of(exactly(seat=TEXT, sitting=maybe(TEXT))),
        },
        "required": ["error", "message"],
        "additionalProperties": False,
    },
    "SeatLocks": _asks(
        ("seats",),
        seats={"type": "array", "minItems": 1, "maxItems": MOST_SEATS, "items": _SEAT_ID},
        locked=maybe(FLAG),
        **_ACTION,
    ),
    "LockedSeats": exactly(locked=list_of(TEXT)),
    "HallDesign": exactly(design=_DESIGN, sign=maybe(TEXT), editable=FLAG, begun=_DESIGN),
    "HallDraft": {
        "type": "object",
        "description": "One of the three: a design, the text of a file, a hall to begin with.",
        "properties": {
            "text": {"type": "string", "maxLength": LONGEST_FILE},
            "new": _asks(
                ("kind", "lines", "across", "seats"),
                kind=words(*KINDS),
                lines={"type": "integer", "minimum": 1, "maximum": MOST_LINES},
                across={"type": "integer", "minimum": 1, "maximum": MOST_ACROSS},
                seats={"type": "integer", "minimum": 1, "maximum": MOST_TOGETHER},
                head=maybe(FLAG),
            ),
            "design": _DESIGN,
        },
        "oneOf": [{"required": [one]} for one in ("text", "new", "design")],
    },
    "HallDrawn": exactly(
        design=maybe(_DESIGN),
        plan=maybe(ref("HallPlan")),
        fault=maybe(exactly(path=list_of({"type": ["string", "integer"]}), message=TEXT)),
        doubts=list_of(TEXT),
        unseated=list_of(ref("Unseated")),
    ),
    "Unseated": exactly(invitation=TEXT, who=TEXT, seat=SEAT),
    "ChangedHall": _asks(
        ("design",),
        design=_DESIGN,
        seen=maybe(TEXT | {"maxLength": 64}),
        unseated=maybe(
            {"type": "array", "minItems": 1, "maxItems": MOST_UNSEATED, "items": _PLACE_ID}
        ),
        **_ACTION,
    ),
    "KeptHall": exactly(sign=maybe(TEXT), unseated=list_of(ref("Unseated"))),
    "SeatsVanish": {
        "type": "object",
        "description": "Refused; `unseated`: who would lose the seat.",
        "properties": {
            "error": {"const": "conflict"},
            "message": TEXT,
            "unseated": list_of(ref("Unseated")),
        },
        "required": ["error", "message"],
        "additionalProperties": False,
    },
}

"""The desk's own documents, as JSON Schema, beside those of `schemas`."""

from server.desk import Way
from server.guests import Rsvp
from server.invitations import ALPHABET, CODE_LENGTH
from server.web.acting import LONGEST_NAME, LONGEST_REASON
from server.web.desk import LONGEST_NOTICE, LONGEST_TEXT
from server.web.invitations import HEX_64
from server.web.problems import KINDS
from server.web.schemas import (
    ENTERED_WITH_AT,
    EVENT_KINDS,
    FLAG,
    LATE,
    MOMENT,
    READINGS,
    REASONS,
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
from server.web.spares import MOST_HELD
from server.web.substitutes import DECISIONS

_NUMBER: Schema = {"type": "number"}
_NAME: Schema = {"type": "string", "maxLength": LONGEST_NAME, "pattern": r"\w"}
_TITLE = maybe({"type": "string", "maxLength": LONGEST_NAME})
_WHY = maybe({"type": "string", "maxLength": LONGEST_REASON})
_SEAT_ID: Schema = {"type": "string", "maxLength": 40}
_SOMEBODY: Schema = {
    "name": _NAME,
    "honorific": maybe({"type": "string", "maxLength": 40}),
    "title": _TITLE,
}
_ACTION: Schema = {
    "scan_id": maybe(UUID | {"description": "The action's own id: repeated, it is done once."}),
    "reason": _WHY,
}
_DECISION: Schema = {
    "seat": words(*DECISIONS),
    "to": maybe(_SEAT_ID | {"description": "With move only; without it what fits the rank."}),
}
_TO_WITH_MOVE: Schema = {
    "anyOf": [
        {"properties": {"seat": {"const": "move"}}},
        {"properties": {"to": {"type": "null"}}},
    ]
}
_TURNOUT: Schema = {"present": WHOLE, "awaited": WHOLE, "excused": WHOLE}
_SEAT_WORDS: Schema = exactly(id=TEXT, label=TEXT)


_HASH: Schema = {"type": "string", "pattern": f"^{HEX_64}$", "maxLength": 64}
_SPARE: dict[str, Schema] = {
    "code": {"type": "string", "pattern": f"^[{ALPHABET}]{{{CODE_LENGTH}}}$"},
    "desk_code": {"type": "string", "pattern": "^[0-9]{8}$"},
    "mark": _HASH,
}
_HELD: Schema = {
    "type": "array",
    "items": {"type": "string", "maxLength": 8},
    "minItems": 1,
    "maxItems": MOST_HELD,
    "description": "The desk codes of those that are left; the others are let go.",
}


def _asks(required: tuple[str, ...] = (), **fields: Schema) -> Schema:
    """What a request says: these fields, of which some must be there."""
    return {"type": "object", "properties": fields, "required": list(required)}


_DETAIL: Schema = exactly(
    place=ref("Place"),
    desk_code=maybe(TEXT),
    seat=maybe(TEXT),
    seat_before=SEAT,
    documents=maybe(ref("Handing")),
    namesakes=list_of(ref("Place")),
    history=list_of(
        exactly(
            seq=WHOLE,
            at=MOMENT,
            kind=words(*EVENT_KINDS),
            what=maybe(TEXT),
            entered=maybe(words(*Way)),
            who=maybe(TEXT),
            reason=maybe(REASONS),
            remark=maybe(TEXT),
        )
    ),
)

TABLE: Schema = exactly(x=_NUMBER, y=_NUMBER, width=_NUMBER, depth=_NUMBER, round=FLAG)
_HALL: Schema = exactly(
    width=_NUMBER,
    depth=_NUMBER,
    stage=maybe(exactly(label=TEXT, x=_NUMBER, y=_NUMBER, width=_NUMBER, depth=_NUMBER)),
    rows=list_of(exactly(id=TEXT, y=_NUMBER, head=FLAG, table=maybe(TABLE))),
    seats=list_of(
        exactly(
            id=TEXT,
            label=TEXT,
            x=_NUMBER,
            y=_NUMBER,
            wheelchair=FLAG,
            sitting=maybe(
                exactly(
                    invitation=TEXT,
                    honorific=maybe(TEXT),
                    name=maybe(TEXT),
                    organisation=TEXT,
                    present=FLAG,
                )
            ),
        )
    ),
)

_CARD: Schema = exactly(
    number=WHOLE,
    id=TEXT,
    kind=words(*KINDS),
    at=MOMENT,
    text=maybe(TEXT),
    invitation=maybe(TEXT),
    guest=maybe(ref("Guest")),
    organisation=maybe(TEXT),
    expects=maybe(TEXT),
)

DESK_SCHEMAS: dict[str, Schema] = {
    "Detail": _DETAIL,
    "Handing": exactly(at=MOMENT, who=maybe(TEXT)),
    "Action": _asks(**_ACTION),
    "Holder": _asks(("name",), **_SOMEBODY, **_ACTION),
    "Substitute": _asks(
        ("name", "seat"), **_SOMEBODY, **_DECISION, announced=maybe(FLAG), **_ACTION
    )
    | _TO_WITH_MOVE,
    "SeatDecision": _asks(("seat",), **_DECISION, **_ACTION) | _TO_WITH_MOVE,
    "Answered": _asks(("rsvp",), rsvp=words(*Rsvp), **_ACTION),
    "Changed": exactly(place=ref("Place")),
    "Documents": exactly(documents=maybe(ref("Handing"))),
    "Reissue": _asks(spare=maybe(_asks(tuple(_SPARE), **_SPARE)), replaces=maybe(_HASH), **_ACTION),
    "SparesHeld": _asks(held=maybe(_HELD)),
    "SparesGiven": exactly(kept=list_of(TEXT), spares=list_of(exactly(**_SPARE))),
    "NewCode": exactly(invitation=TEXT, code=TEXT, desk_code=TEXT),
    "SeatChange": _asks(
        seat=maybe(_SEAT_ID), swap_with=maybe({"type": "string", "maxLength": 64}), **_ACTION
    )
    | {
        "anyOf": [
            {"required": ["seat"]},
            {"required": ["swap_with"], "properties": {"swap_with": TEXT | {"minLength": 1}}},
        ]
    },
    "Fitting": exactly(kept=maybe(_SEAT_WORDS), fitting=list_of(_SEAT_WORDS)),
    "Hall": _HALL,
    "Units": exactly(
        groups=list_of(exactly(code=TEXT, name=TEXT, number=WHOLE, **_TURNOUT)),
        organisations=list_of(exactly(name=TEXT, **_TURNOUT)),
    ),
    "Together": _asks(
        ("scan_id",),
        scan_id=UUID,
        organisation=maybe({"type": "string", "maxLength": LONGEST_NAME}),
        group=maybe({"type": "string", "maxLength": LONGEST_NAME}),
        **LATE,
    )
    | {
        "allOf": [ENTERED_WITH_AT],
        "oneOf": [
            {"required": ["organisation"], "properties": {"organisation": TEXT}},
            {"required": ["group"], "properties": {"group": TEXT}},
        ],
    },
    "Admitted": exactly(
        scan_id=TEXT,
        replayed=FLAG,
        admitted=list_of(ref("Place")),
        skipped=list_of(exactly(place=ref("Place"), why=words("inside", "cancelled", "excused"))),
    ),
    "WalkIn": _asks(
        ("scan_id", "name", "organisation"),
        scan_id=UUID,
        **_SOMEBODY,
        organisation=_NAME,
        group=maybe({"type": "string", "maxLength": 40}),
        seat=maybe(_SEAT_ID),
        ask=maybe(FLAG),
        **LATE,
    )
    | {"allOf": [ENTERED_WITH_AT]},
    "Notice": _asks(
        ("text",),
        text={"type": "string", "maxLength": LONGEST_NOTICE, "pattern": r"\w"},
        invitation=maybe({"type": "string", "maxLength": 64}),
        **_ACTION,
    ),
    "Noticed": exactly(number=WHOLE, id=TEXT, text=TEXT),
    "Read": _asks(("text",), text={"type": "string", "maxLength": LONGEST_TEXT}),
    "Reading": exactly(
        reading=READINGS, invitation=maybe(TEXT), reason=maybe(REASONS), message=maybe(TEXT)
    ),
    "Cards": exactly(seq=WHOLE, cards=list_of(_CARD)),
    "PutAway": exactly(number=WHOLE, at=MOMENT, who=maybe(TEXT)),
}

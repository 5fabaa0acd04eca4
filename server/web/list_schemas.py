"""The organisers' own documents, as JSON Schema, beside those of `schemas`."""

from server.guests import Rsvp
from server.web.body import LARGEST_NUMBER
from server.web.lists import AWARDS, KINDS, MOST_AT_ONCE, MOST_IN_ORDER, TEXTS
from server.web.schemas import (
    MOMENT,
    SCHEMAS,
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

_VERSION: Schema = {
    "type": "integer",
    "minimum": 0,
    "maximum": LARGEST_NUMBER,
    "description": "The version of the place that the editor saw.",
}
_ACTION: dict[str, Schema] = {"scan_id": maybe(UUID)}
_NAMED = {"organisation"}
_FIELDS: dict[str, Schema] = {
    **{
        key: maybe({"type": "string", "maxLength": longest})
        for key, longest in TEXTS.items()
        if key not in _NAMED
    },
    "organisation": {"type": "string", "maxLength": TEXTS["organisation"], "pattern": r"\w"},
    "group": {"type": "string", "maxLength": 40},
    "seat": maybe({"type": "string", "maxLength": 40}),
    "rsvp": words(*Rsvp),
    "award": words(*AWARDS),
    "award_order": maybe({"type": "integer", "minimum": 1, "maximum": MOST_IN_ORDER}),
}


def _asks(required: tuple[str, ...], **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, "required": list(required)}


LIST_SCHEMAS: dict[str, Schema] = {
    "ListedPlace": exactly(**SCHEMAS["Place"]["properties"], version=WHOLE),
    "Listed": exactly(
        seq=WHOLE,
        places=list_of(ref("ListedPlace")),
        order=list_of(TEXT) | {"description": "Ids in protocol order; empty where none is new."},
    ),
    "NewPlace": _asks(("organisation", "group"), **_FIELDS, kind=maybe(words(*KINDS)), **_ACTION),
    "OnePlace": exactly(place=ref("ListedPlace")),
    "Edit": _asks(("version",), version=_VERSION, **_FIELDS, **_ACTION),
    "EditMany": _asks(
        ("places", "set"),
        places={
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_AT_ONCE,
            "items": _asks(
                ("id", "version"), id={"type": "string", "maxLength": 64}, version=_VERSION
            ),
        },
        set=_asks((), **_FIELDS),
        **_ACTION,
    ),
    "Edited": exactly(places=list_of(ref("ListedPlace"))),
    "MergePlaces": _asks(
        ("other", "version", "other_version"),
        other={"type": "string", "maxLength": 64},
        version=_VERSION,
        other_version=_VERSION,
        **_ACTION,
    ),
    "Stale": {
        "type": "object",
        "description": "Refused; `stale`: what somebody else has changed since the version seen.",
        "properties": {
            "error": {"const": "conflict"},
            "message": TEXT,
            "stale": list_of(
                exactly(
                    place=ref("ListedPlace"),
                    changes=list_of(
                        exactly(at=MOMENT, who=maybe(TEXT), what=maybe(TEXT), remark=maybe(TEXT))
                    ),
                )
            ),
        },
        "required": ["error", "message"],
        "additionalProperties": False,
    },
}

"""The documents of the live morning, as JSON Schema, beside those of `schemas`."""

from server.guests import Rsvp
from server.stationhealth import Trouble
from server.web.acting import LONGEST_REASON
from server.web.body import LARGEST_NUMBER
from server.web.schemas import (
    FLAG,
    MOMENT,
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
from server.web.stations import LARGEST_SKEW_MS, LONGEST_BOOT, LONGEST_TROUBLE

_NUMBER: Schema = {"type": "number"}
_PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
_BATTERY: Schema = exactly(percent=_PERCENT, plugged=FLAG)

_EXPECTED = (
    *("coming", "not_coming", "silent", "press", "least", "likely", "most"),
    *("chairs", "tea", "documents"),
)
_ACTION: dict[str, Schema] = {"scan_id": maybe(UUID)}

_MORNING: Schema = exactly(
    arrivals=exactly(
        curve=maybe(exactly(since=MOMENT, minutes=WHOLE, totals=list_of(WHOLE))),
        starts=maybe(MOMENT),
        forecast=maybe(exactly(here=WHOLE, per_minute=_NUMBER)),
    ),
    expected=maybe(exactly(**dict.fromkeys(_EXPECTED, WHOLE))),
    programme=ref("Programme"),
    alerts=list_of(exactly(number=WHOLE, at=MOMENT, invitation=TEXT, text=TEXT)),
)

_TOLD: Schema = {
    "type": "object",
    "properties": {
        "boot_id": maybe({"type": "string", "maxLength": LONGEST_BOOT}),
        "held": maybe(
            {
                "type": "object",
                "description": "The chain as this machine was told it last.",
                "properties": {
                    "incarnation": {"type": "string", "maxLength": LONGEST_BOOT},
                    "seq": WHOLE | {"maximum": LARGEST_NUMBER},
                    "hash": {"type": "string", "maxLength": 64},
                },
                "required": ["incarnation", "seq", "hash"],
            }
        ),
        "waiting": WHOLE | {"maximum": LARGEST_NUMBER},
        "scanners": WHOLE | {"maximum": 99},
        "scanner_trouble": maybe({"type": "string", "maxLength": LONGEST_TROUBLE}),
        "camera": maybe(FLAG | {"description": "Null: no camera; else whether it sees."}),
        "disk_ok": maybe(FLAG),
        "battery": maybe(
            {
                "type": "object",
                "properties": {"percent": _PERCENT, "plugged": maybe(FLAG)},
                "required": ["percent"],
            }
        ),
        "clock_ahead_ms": maybe(
            {"type": "integer", "minimum": -LARGEST_SKEW_MS, "maximum": LARGEST_SKEW_MS}
        ),
    },
    "required": ["waiting", "scanners"],
}

MORNING_SCHEMAS: dict[str, Schema] = {
    "Morning": _MORNING,
    "Programme": exactly(
        points=list_of(exactly(text=TEXT, film=FLAG)),
        now=maybe(WHOLE),
        film=FLAG,
    ),
    "ProgrammeAt": {
        "type": "object",
        "properties": _ACTION | {"point": maybe(WHOLE | {"maximum": 99})},
        "required": ["point"],
    },
    "Called": {
        "type": "object",
        "properties": _ACTION
        | {
            "invitation": {"type": "string", "maxLength": 64},
            "text": {"type": "string", "maxLength": LONGEST_REASON, "pattern": r"\w"},
        },
        "required": ["invitation", "text"],
    },
    "Awaited": exactly(
        invited=WHOLE | {"description": "Places on the list; none: there is no list yet."},
        leaders=list_of(ref("AwaitedPlace")),
        awards=list_of(ref("AwaitedPlace")),
        units=list_of(exactly(organisation=TEXT, invited=WHOLE)),
    ),
    "AwaitedPlace": exactly(
        id=TEXT,
        guest=maybe(ref("Guest")),
        organisation=TEXT,
        expects=maybe(TEXT),
        stand_in=FLAG,
        rsvp=words(*Rsvp),
        here_at=maybe(MOMENT) | {"description": "When the place was taken; null: not yet."},
    ),
    "Call": exactly(invitation=TEXT, text=TEXT, at=MOMENT, who=maybe(TEXT)),
    "Calls": exactly(
        calls=list_of(
            exactly(
                place=ref("Place"),
                leader=FLAG,
                award=FLAG,
                call=maybe(exactly(text=TEXT, at=MOMENT, who=maybe(TEXT))),
            )
        )
    ),
    "Told": _TOLD,
    "Heard": exactly(
        server_time=MOMENT,
        pair_again=FLAG
        | {"description": "Another machine has this key and was first: pair this one anew."},
        history_changed=FLAG
        | {"description": "The journal no longer says what `held` says: somebody has edited it."},
        chain=exactly(incarnation=TEXT, seq=WHOLE, hash=TEXT),
    ),
    "StationsHealth": exactly(
        stations=list_of(
            exactly(
                name=TEXT,
                role=words("kiosk", "reception"),
                heard_at=maybe(MOMENT),
                troubles=list_of(words(*Trouble)),
                machine=maybe(ref("Machine")),
            )
        )
    ),
    "Machine": exactly(
        waiting=WHOLE,
        scanners=WHOLE,
        scanner_trouble=maybe(TEXT),
        camera=maybe(FLAG),
        disk_ok=FLAG,
        battery=maybe(_BATTERY),
        clock_ahead_s=maybe(_NUMBER),
    ),
}

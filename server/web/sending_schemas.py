"""The documents about what was sent to whom, as JSON Schema, beside those of `schemas`."""

from server.mails import Fate, MailState
from server.sendings import Channel, Delivery, What
from server.web.acting import LONGEST_NAME, LONGEST_REASON
from server.web.mailing import STATES
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
from server.web.sendings import LONGEST_ID, MOST_IDS

_COUNTS: dict[str, Schema] = {
    "places": WHOLE,
    "invited": WHOLE,
    "told_venue": WHOLE,
    "unnamed": WHOLE,
    "none": WHOLE,
    "coming": WHOLE,
    "not_coming": WHOLE,
}
_NAME: Schema = {"type": "string", "maxLength": LONGEST_NAME}
_WHOM: dict[str, Schema] = {
    "ids": {
        "type": ["array", "null"],
        "minItems": 1,
        "maxItems": MOST_IDS,
        "items": {"type": "string", "maxLength": LONGEST_ID},
    },
    "organisation": maybe(_NAME),
    "group": maybe(_NAME),
    "all": maybe(FLAG),
}
_MEANT: dict[str, Schema] = {
    "ids": {"type": "array"},
    "organisation": TEXT,
    "group": TEXT,
    "all": {"const": True},
}
_ACTION: dict[str, Schema] = {
    "scan_id": maybe(UUID | {"description": "The action's own id: repeated, it is done once."}),
    "reason": maybe({"type": "string", "maxLength": LONGEST_REASON}),
}


def _asks(required: tuple[str, ...], **fields: Schema) -> Schema:
    """What a request says, and to exactly one of whom."""
    return {
        "type": "object",
        "properties": _WHOM | fields | _ACTION,
        "required": list(required),
        "oneOf": [{"required": [key], "properties": {key: meant}} for key, meant in _MEANT.items()],
    }


SENDING_SCHEMAS: dict[str, Schema] = {
    "Sendings": exactly(
        venue_known=FLAG,
        notice=maybe(TEXT),
        totals=exactly(**_COUNTS),
        groups=list_of(exactly(code=TEXT, number=WHOLE, name=TEXT, colour=TEXT, **_COUNTS)),
        organisations=list_of(exactly(name=TEXT, **_COUNTS)),
        places=list_of(ref("SentPlace")),
    ),
    "SentPlace": exactly(
        place=ref("Place"),
        invitation=maybe(ref("Sending")),
        venue=maybe(ref("Sending")),
        knows_venue=FLAG,
        failed=list_of(ref("Sending")),
        mail=maybe(ref("PlaceMail")),
    ),
    "PlaceMail": exactly(
        what=words(*What),
        address=TEXT,
        state=words(*MailState),
        at=MOMENT,
        answer=maybe(TEXT),
    ),
    "Sending": exactly(
        what=words(*What),
        channel=words(*Channel),
        delivery=words(*Delivery),
        at=MOMENT,
        who=maybe(TEXT),
    ),
    "MarkSent": _asks(
        ("what", "channel"),
        what=words(*What),
        channel=words(*Channel),
        delivery=maybe(words(*Delivery)),
        at=maybe(MOMENT | {"description": "When it went out; not ahead. Absent: now."}),
        lacking=maybe(FLAG | {"description": "Only those of them who lack it still."}),
    ),
    "TakeBack": _asks(("what",), what=words(*What)),
    "MarkedSent": exactly(ids=list_of(TEXT), count=WHOLE, replayed=FLAG),
    "Links": exactly(
        answers=ref("Answers"),
        organisations=list_of(
            exactly(
                name=TEXT,
                places=WHOLE,
                answered=WHOLE,
                unnamed=WHOLE,
                link=maybe(TEXT),
                text=TEXT,
            )
        ),
    ),
    "Made": exactly(made=WHOLE),
    "DrawPaper": {
        "type": "object",
        "properties": {"paper": {"type": "string", "maxLength": 80}} | _ACTION,
        "required": ["paper"],
    },
    "Drawn": exactly(
        id=TEXT,
        file=TEXT,
        state=words("drawing", "done", "stopped", "failed"),
        done=WHOLE,
        total=WHOLE,
        size=WHOLE,
        fault=maybe(TEXT),
    ),
    "Unit": {
        "type": "object",
        "properties": {"organisation": _NAME} | _ACTION,
        "required": ["organisation"],
    },
    "UnitLink": exactly(name=TEXT, link=TEXT),
    "Mails": exactly(
        what=words(*What),
        sender=maybe(TEXT),
        obstacle=maybe(TEXT | {"description": "What keeps this server from sending."}),
        run=maybe(ref("MailRun")),
        counts=exactly(**{str(state): WHOLE for state in STATES}),
        places=list_of(
            exactly(
                id=TEXT,
                who=TEXT,
                organisation=TEXT,
                address=maybe(TEXT),
                state=words(*STATES),
                at=maybe(MOMENT),
                answer=maybe(TEXT),
            )
        ),
    ),
    "MailRun": exactly(
        what=words(*What),
        by=maybe(TEXT),
        began=MOMENT,
        ended=maybe(MOMENT),
        total=WHOLE,
        done=WHOLE,
        sent=WHOLE,
        mails=WHOLE,
        refused=WHOLE,
        unknown=WHOLE,
        put_off=WHOLE,
        stopping=FLAG,
        fault=maybe(TEXT | {"description": "Why it ended, or waits to try again."}),
        resumed=FLAG | {"description": "Begun before the server started."},
    ),
    "SendMails": {
        "type": "object",
        "properties": {
            "what": words(*What),
            "ids": _WHOM["ids"] | {"description": "Only these; a refused one is tried again."},
        }
        | _ACTION,
        "required": ["what"],
    },
    "StopMails": {
        "type": "object",
        "properties": {"what": words(*What)} | _ACTION,
        "required": ["what"],
    },
    "MailDecision": {
        "type": "object",
        "properties": {
            "what": words(*What),
            "invitation": {"type": "string", "maxLength": LONGEST_ID},
            "fate": words(*Fate)
            | {"description": "A sent mail may have come back: it is refused then."},
        }
        | _ACTION,
        "required": ["what", "invitation", "fate"],
    },
    "Answers": exactly(open=FLAG, until=maybe(MOMENT), closed=FLAG),
    "AnswersClosed": {
        "type": "object",
        "properties": {"closed": FLAG} | _ACTION,
        "required": ["closed"],
    },
}

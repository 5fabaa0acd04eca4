"""The documents of the webhooks, as JSON Schema: what the settings ask, what receivers get."""

from typing import Any

from server.guests import Rsvp
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
from server.webhooks import LONGEST_ADDRESS, State, What

_ACTION: dict[str, Schema] = {"scan_id": maybe(UUID)}
_NUMBER: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}

WEBHOOK_SCHEMAS: dict[str, Schema] = {
    "Webhooks": exactly(
        webhooks=list_of(
            exactly(
                number=WHOLE,
                url=TEXT | {"description": "Without what follows the question mark."},
                names=FLAG,
                rehearsals=FLAG,
                made_at=MOMENT,
                waiting=WHOLE,
                deliveries=list_of(ref("Delivery")),
            )
        )
    ),
    "Delivery": exactly(
        id=TEXT | {"description": "The webhook-id, the same on every attempt."},
        seq=WHOLE,
        type=words(*What),
        state=words(*State),
        tries=WHOLE,
        tried_at=maybe(MOMENT),
        next_at=maybe(MOMENT),
        answer=maybe(TEXT | {"description": "An HTTP status, late, tls or unreachable."}),
    ),
    "NewWebhook": {
        "type": "object",
        "properties": {
            "url": {"type": "string", "maxLength": LONGEST_ADDRESS},
            "names": maybe(FLAG | {"description": "Whether messages name guests; else not."}),
            "rehearsals": maybe(FLAG | {"description": "Whether a rehearsal tells it too."}),
            **_ACTION,
        },
        "required": ["url"],
    },
    "WebhookSecret": exactly(
        number=WHOLE, url=TEXT, secret=TEXT | {"description": "whsec_…, told once."}
    ),
    "WebhookNumber": {
        "type": "object",
        "properties": {"number": _NUMBER, **_ACTION},
        "required": ["number"],
    },
    "WebhookNumbered": exactly(number=WHOLE),
    "WebhookTest": exactly(number=WHOLE, seq=WHOLE),
    "WebhookMessage": exactly(
        type=words(*What),
        timestamp=MOMENT | {"description": "When it happened."},
        data=ref("WebhookData"),
    ),
    "WebhookData": exactly(
        seq=WHOLE | {"description": "Its place in the journal: the order of what happened."},
        undoes=maybe(WHOLE | {"description": "The seq of the admission that was undone."}),
        invitation=maybe(TEXT),
        group=maybe(TEXT),
        organisation=maybe(TEXT),
        seat=maybe(TEXT),
        rsvp=maybe(words(*Rsvp)),
        stand_in=FLAG | {"description": "Somebody comes in the place of who was invited."},
        station=maybe(TEXT),
        guest=maybe(ref("Guest"))
        | {"description": "Who comes; null unless the organisers want names told."},
        rehearsal=FLAG,
    ),
}

_TOLD = {
    What.ADMITTED: "A guest was admitted",
    What.UNDONE: "An admission was undone",
    What.ANSWERED: "A guest, a unit or the desk answered an invitation",
    What.LEADER: "A leader is at the door and should be received",
    What.TEST: "An organiser tries the address",
}
_HEADERS = {
    "webhook-id": "The id of the message: the same on every attempt.",
    "webhook-timestamp": "Seconds since 1970 of this attempt.",
    "webhook-signature": "v1, and HMAC-SHA256 of id.timestamp.body under the secret, in base64.",
}


def told_to_others() -> dict[str, Any]:
    """What this server sends to the addresses, as OpenAPI names it."""
    headers = [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": told,
            "schema": {"type": "string"},
        }
        for name, told in _HEADERS.items()
    ]
    content = {"application/json": {"schema": ref("WebhookMessage")}}
    return {
        what.value: {
            "post": {
                "summary": told,
                "parameters": headers,
                "requestBody": {"required": True, "content": content},
                "responses": {"2XX": {"description": "Taken in; anything else is tried again."}},
            }
        }
        for what, told in _TOLD.items()
    }

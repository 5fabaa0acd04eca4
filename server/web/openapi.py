"""The API told to programs: an OpenAPI 3.1 document, kept by hand and held true by a test."""

from functools import cache
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, jsonify

from server.web.desk_schemas import DESK_SCHEMAS
from server.web.hall_schemas import HALL_SCHEMAS
from server.web.list_schemas import LIST_SCHEMAS
from server.web.morning_schemas import MORNING_SCHEMAS
from server.web.query import LARGEST
from server.web.schemas import SCHEMAS, Schema, ref
from server.web.sending_schemas import SENDING_SCHEMAS
from server.web.setting_schemas import SETTING_SCHEMAS
from server.web.webhook_schemas import WEBHOOK_SCHEMAS, told_to_others

routes = Blueprint("openapi", __name__)

_REFUSALS = {
    400: "The request is wrong; the sentence says where.",
    401: "No key, or none that works.",
    403: "Not for this role, or sent by another site's page.",
    404: "There is no such invitation.",
    409: "The id was used for something else, or somebody got there first.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    429: "A flood of unknown codes; known ones are still answered.",
    503: "Not kept, or no room: try again under the same id.",
}
_AFTER = {
    "name": "after",
    "in": "query",
    "description": "The last seq that is known.",
    "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST},
}
_INVITATION = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 64},
}
_QUERY = {
    "name": "q",
    "in": "query",
    "description": "A name with or without accents, a unit, last digits of a phone, a desk code.",
    "schema": {"type": "string", "maxLength": 200},
}
_TITLE = {
    "name": "title",
    "in": "query",
    "description": "The title of whoever would come instead; absent: of whoever is expected.",
    "schema": {"type": "string", "maxLength": 200},
}
_CARD = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST},
}
_CARD_OR_ID = {
    "name": "card",
    "in": "path",
    "required": True,
    "description": "Its number, or its id, which is the same on every list.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120},
}
_JOB = {
    "name": "job",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 40},
}
_WHAT = {
    "name": "what",
    "in": "query",
    "description": "Which mails; absent: the invitations.",
    "schema": {"type": "string", "enum": ["invitation", "venue"]},
}
_LATE = {
    "name": "late",
    "in": "query",
    "description": "1: also the seats of those who are not here yet.",
    "schema": {"type": "string", "enum": ["0", "1"]},
}
_STATION: list[Schema] = [{"bearer": []}]
_STAFF: list[Schema] = [{"bearer": []}, {"session": []}]
_OPEN: list[Schema] = [{}]


@routes.get("/api/openapi.json")
def document() -> Response:
    """Give the document."""
    return jsonify(openapi())


@cache
def openapi() -> dict[str, Any]:
    """Put the document together, once."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dontiep",
            "version": version("dontiep"),
            "description": "Event check-in: scans, roster, guests, live board. A refusal of a "
            "guest is a 200 with its reason; HTTP errors are for requests that are wrong.",
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "webhooks": told_to_others(),
        "components": {
            "schemas": SCHEMAS
            | DESK_SCHEMAS
            | SENDING_SCHEMAS
            | LIST_SCHEMAS
            | HALL_SCHEMAS
            | SETTING_SCHEMAS
            | MORNING_SCHEMAS
            | WEBHOOK_SCHEMAS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "dontiep_session"},
            },
        },
    }


def _paths() -> dict[str, Any]:
    admission = "/api/invitations/{id}/admission"
    return {
        "/api/scans": {"post": _writes("Decide a scan", "Scan", "Answer", _STATION, 409, 429)},
        "/api/scans/batch": {"post": _writes("Take in kept scans", "Batch", "Results", _STATION)},
        admission: {
            "parameters": [_INVITATION],
            "post": _writes("Admit by hand", "ByHand", "Answer", _STAFF, 404, 409),
            "delete": _writes("Undo an admission", "ByHand", "Undone", _STAFF, 404, 409),
        },
        "/api/roster": {"get": _reads("What a kiosk copies", "Roster", _STATION, _AFTER)},
        "/api/guests": {"get": _reads("Search guests", "Guests", _STAFF, _QUERY)},
        "/api/board": {"get": _reads("Numbers and events", "Board", _STAFF, _AFTER)},
        "/api/board/stream": {"get": _stream()},
        **_desk_paths(),
        **_list_paths(),
        **_hall_paths(),
        **_sending_paths(),
        **_setting_paths(),
        **_morning_paths(),
        "/api/rehearsal": {"delete": _writes("End a rehearsal", "Action", "Erased", _STAFF, 409)},
        "/api/openapi.json": {"get": _plain("This document", {"application/json": {}})},
        "/healthz": {"get": _plain("Ready to keep a scan", _json("Health"), 503)},
        "/metrics": {"get": _plain("Figures for Prometheus", {"text/plain": {}}, 403)},
    }


def _desk_paths() -> dict[str, Any]:
    """What the reception desk does about one place, about many, and about what needs a person."""
    return {
        "/api/invitations/{id}": _at_place(get=_reads("All about a place", "Detail", _STAFF)),
        "/api/invitations/{id}/holder": _at_place(
            put=_does("Name the representative", "Holder"),
            delete=_does("Take the name back", "Action"),
        ),
        "/api/invitations/{id}/substitute": _at_place(
            put=_does("Record a stand-in", "Substitute"),
            delete=_does("Take a stand-in back", "SeatDecision"),
        ),
        "/api/invitations/{id}/rsvp": _at_place(put=_does("Answer on behalf", "Answered")),
        "/api/invitations/{id}/seat": _at_place(put=_does("Move or swap a guest", "SeatChange")),
        "/api/invitations/{id}/seats": _at_place(
            get=_reads("Free seats that fit, best first", "Fitting", _STAFF, _TITLE)
        ),
        "/api/invitations/{id}/documents": _at_place(
            put=_does("Documents given", "Action", "Documents"),
            delete=_does("Documents not given", "Action", "Documents"),
        ),
        "/api/invitations/{id}/code": _at_place(post=_does("Reissue", "Reissue", "NewCode")),
        "/api/seats": {"get": _reads("The hall and who sits where", "Hall", _STAFF)},
        "/api/walk-ins": {"post": _does("Receive a guest off the list", "WalkIn", "Answer")},
        "/api/admissions": {
            "get": _reads("Groups and organisations awaited", "Units", _STAFF),
            "post": _does("Admit a unit or a group", "Together", "Admitted"),
        },
        "/api/notices": {"post": _does("Notify the organisers", "Notice", "Noticed")},
        "/api/desk/cards": {"get": _reads("What needs a person", "Cards", _STAFF)},
        "/api/desk/cards/{card}": {
            "parameters": [_CARD_OR_ID],
            "delete": _does("Put a card away", "Action", "PutAway"),
        },
        "/api/desk/readings": {"post": _does("Whose code is this", "Read", "Reading")},
    }


def _sending_paths() -> dict[str, Any]:
    """What the organisers send out, and to whom; for organisers and owners."""
    return {
        "/api/sendings": {
            "get": _reads("What was sent to whom", "Sendings", _STAFF),
            "post": _does("Mark as sent", "MarkSent", "MarkedSent"),
            "delete": _does("Take a mark back", "TakeBack", "MarkedSent"),
        },
        "/api/organisations": {
            "get": _reads("Units, their private links and the text for each", "Links", _STAFF)
        },
        "/api/organisations/links": {
            "post": _does("Give units a link that have none", "Action", "Made"),
            "put": _does("Give a unit another link; the old one ends", "Unit", "UnitLink"),
        },
        "/api/mails": {
            "get": _reads("How far each place's mail has come", "Mails", _STAFF, _WHAT),
            "post": _does("Send what is due, in the background", "SendMails", "Mails"),
            "delete": _does("Stop the run of mails", "StopMails", "Mails"),
        },
        "/api/papers": {"post": _does("Draw a paper, in the background", "DrawPaper", "Drawn")},
        "/api/papers/{job}": {
            "parameters": [_JOB],
            "get": _reads("How far it is", "Drawn", _STAFF),
            "delete": _does("Stop drawing it", "Action", "Drawn"),
        },
        "/api/mails/decision": {
            "put": _does("Say what became of a doubtful mail", "MailDecision", "Mails")
        },
        "/api/answers": {"put": _does("Take answers, or no more", "AnswersClosed", "Answers")},
    }


def _setting_paths() -> dict[str, Any]:
    """Who may act, copies, the end. Organisers read; people, stations and the end are owners'."""
    return {
        "/api/people": {
            "get": _reads("Accounts", "People", _STAFF),
            "post": _does("Open an account", "NewPerson", "PersonSecret"),
            "delete": _does("End an account", "Name", "Named"),
        },
        "/api/people/password": {"post": _does("Renew a password", "Name", "NewPassword")},
        "/api/stations": {
            "get": _reads("Stations", "Stations", _STAFF),
            "post": _does("Pair a station", "NewStation", "StationSecret"),
            "delete": _does("Revoke a station", "Name", "Named"),
        },
        "/api/webhooks": {
            "get": _reads("Addresses that are told, with the last messages", "Webhooks", _STAFF),
            "post": _does("Tell an address from now on", "NewWebhook", "WebhookSecret"),
            "delete": _does("Tell an address no more", "WebhookNumber", "WebhookNumbered"),
        },
        "/api/webhooks/test": {
            "post": _does("Send an address a test", "WebhookNumber", "WebhookTest")
        },
        "/api/mail-account": {
            "get": _reads("Through whom mails go out", "MailAccountStanding", _STAFF),
            "put": _does("Have mails go out by this account", "MailAccount", "MailAccountStanding"),
            "delete": _does("Forget the account", "Action", "MailAccountStanding"),
        },
        "/api/mail-account/test": {
            "post": _does("Send a test by this account", "MailAccountTest", "MailAccountTested")
        },
        "/api/backups": {
            "get": _reads("Copies of the event", "Backups", _STAFF),
            "post": _does("Make a copy", "Action", "OneBackup"),
        },
        "/api/check": {"get": _reads("Whether all is as it was written", "Check", _STAFF)},
        "/api/facts": {
            "get": _reads("What is announced late", "Facts", _STAFF),
            "put": _does("Give facts that are announced late", "FactsGiven", "Facts"),
        },
        "/api/reception": {"put": _does("Close or reopen", "ReceptionClosed", "Reception")},
        "/api/personal-data": {"delete": _does("Delete for good", "EraseAll", "ErasedAll")},
    }


def _morning_paths() -> dict[str, Any]:
    """What the board asks for beside its stream, and what the doors' machines tell."""
    return {
        "/api/stations/health": {
            "get": _reads("How every door is", "StationsHealth", _STAFF),
            "post": _writes("How this machine is", "Told", "Heard", _STATION),
        },
        "/api/spares": {
            "post": _writes("Fill up a desk's spare codes", "SparesHeld", "SparesGiven", _STATION)
        },
        "/api/alerts/{number}": {
            "parameters": [_CARD],
            "delete": _does("A leader was received", "Action", "PutAway"),
        },
        "/api/awaited": {
            "get": _reads("Leaders, award recipients and units that are missing", "Awaited", _STAFF)
        },
        "/api/calls": {
            "get": _reads("Leaders and award recipients who are missing", "Calls", _STAFF),
            "post": _does("What was answered on the telephone", "Called", "Call"),
        },
        "/api/programme": {
            "get": _plain("The programme and its present point", _json("Programme")),
            "put": _does("The programme is at this point", "ProgrammeAt", "Programme"),
        },
    }


def _list_paths() -> dict[str, Any]:
    """What organisers do with the list. A 409 tells who was first, and with what."""
    return {
        "/api/places": {
            "get": _reads("The list, or what was touched since", "Listed", _STAFF, _AFTER),
            "post": _does("Add a place", "NewPlace", "OnePlace"),
            "put": _edits("Give places the same values, all or none", "EditMany"),
        },
        "/api/places/{id}": _at_place(put=_edits("Edit a place as it was seen", "Edit")),
        "/api/places/{id}/merge": _at_place(post=_edits("Make two places one", "MergePlaces")),
    }


def _hall_paths() -> dict[str, Any]:
    """The hall as the organisers fill it. A 409 tells who sits there now."""
    moves = _does("Move guests as they were seen, all or none", "SeatMoves", "Seated")
    moved_meanwhile = {"description": _REFUSALS[409], "content": _json("SeatsChanged")}
    changes = _does("Keep a changed hall", "ChangedHall", "KeptHall")
    vanish = {"description": _REFUSALS[409], "content": _json("SeatsVanish")}
    changes["responses"] = changes["responses"] | {"409": vanish}
    moves["responses"] = moves["responses"] | {"409": moved_meanwhile}
    return {
        "/api/hall": {"get": _reads("The hall, its seats and its guests", "HallPlan", _STAFF)},
        "/api/hall/reasons": {"get": _reads("Why each sits there", "SeatReasons", _STAFF)},
        "/api/hall/plan": {"get": _reads("What the rule would change", "Reseating", _STAFF)},
        "/api/hall/moves-up": {
            "get": _reads("Who may move up to the front", "MovesUp", _STAFF, _LATE)
        },
        "/api/hall/seats": {"put": moves},
        "/api/hall/design": {
            "get": _reads("The hall itself, part by part", "HallDesign", _STAFF),
            "put": changes,
        },
        "/api/hall/drafts": {
            "post": _writes("Draw a hall and keep nothing", "HallDraft", "HallDrawn", _STAFF)
        },
        "/api/hall/locks": {"put": _does("Lock seats, or open them", "SeatLocks", "LockedSeats")},
    }


def _edits(summary: str, takes: str) -> dict[str, Any]:
    operation = _does(summary, takes, "Edited")
    stale = {"description": _REFUSALS[409], "content": _json("Stale")}
    return operation | {"responses": operation["responses"] | {"409": stale}}


def _at_place(**operations: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": [_INVITATION], **operations}


def _does(summary: str, takes: str, gives: str = "Changed") -> dict[str, Any]:
    return _writes(summary, takes, gives, _STAFF, 404, 409)


def _writes(
    summary: str, takes: str, gives: str, security: list[Schema], *refusals: int
) -> dict[str, Any]:
    return {
        "summary": summary,
        "security": security,
        "requestBody": {"required": True, "content": _json(takes)},
        "responses": _answers(_json(gives), 400, 401, 403, *refusals, 413, 415, 503),
    }


def _reads(
    summary: str, gives: str, security: list[Schema], *parameters: dict[str, Any]
) -> dict[str, Any]:
    return {
        "summary": summary,
        "security": security,
        "parameters": list(parameters),
        "responses": _answers(_json(gives), 400, 401, 403, 404),
    }


def _stream() -> dict[str, Any]:
    resume = {"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"}}
    return {
        "summary": "The board as it happens; each message's data is a Board, its id the seq",
        "security": _STAFF,
        "parameters": [_AFTER, resume],
        "responses": _answers({"text/event-stream": {}}, 400, 401, 403, 503),
    }


def _plain(summary: str, content: dict[str, Any], *refusals: int) -> dict[str, Any]:
    return {"summary": summary, "security": _OPEN, "responses": _answers(content, *refusals)}


def _answers(content: dict[str, Any], *refusals: int) -> dict[str, Any]:
    refused = {
        str(status): {"description": _REFUSALS[status], "content": _json("Error")}
        for status in refusals
    }
    return {"200": {"description": "Done.", "content": content}, **refused}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": ref(name)}}

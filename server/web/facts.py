"""The facts of the event that are announced late: given and changed where the server runs."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.errors import ConflictError, InvalidError
from server.facts import FACTS, KEY, facts_of, longest, read_given, stands
from server.groups import FACT as OF_GROUP
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("facts", __name__)


@routes.get("/api/facts")
def document() -> Response:
    """Give what was given later, what is configured, and what holds."""
    return jsonify(facts_document(g.house))


@routes.put("/api/facts")
def put() -> Response:
    """Keep the facts that are given; one that is not holds as configured."""
    house, fields = g.house, Fields(read_json())
    given, seen = _read(fields, "facts"), _read(fields, "seen") if "seen" in fields else None
    try:
        desk.change_facts(
            house.store,
            house.facts.configured.event,
            given,
            house.clock(),
            seen=seen,
            **acting(fields),
        )
    except InvalidError as error:  # the request is well made, what it says cannot be
        raise ConflictError(error.sentence) from error
    return jsonify(facts_document(house))


def facts_document(house: House) -> dict[str, Any]:
    """Each as it is written; None: open, or not given."""
    configured, now = house.facts.configured.event, house.config.event
    given = read_given(house.store.read.meta(KEY))
    facts = dict.fromkeys([*facts_of(configured), *facts_of(now), *given])
    return {
        "given": {fact: given.get(fact) for fact in facts},
        "configured": {fact: stands(configured, fact) for fact in facts},
        "stands": {fact: stands(now, fact) for fact in facts},
    }


def _read(fields: Fields, key: str) -> dict[str, str]:
    """Those that are given, among those there may be."""
    told = fields.object(key)
    facts = [fact for fact in fields.plain(key) if fact in FACTS or OF_GROUP.fullmatch(fact)]
    read = {fact: told.optional_text(fact, longest(fact)) for fact in facts}
    return {fact: text for fact, text in read.items() if text}

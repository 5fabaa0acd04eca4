"""The clerk's search for a guest: by name, unit, last digits of a phone, or desk code."""

import logging

from flask import Blueprint, Response, jsonify, request

from server.errors import InvalidError
from server.sentences import say
from server.show import list_row
from server.web.body import is_sound
from server.web.house import g

log = logging.getLogger(__name__)
routes = Blueprint("guests", __name__)

LONGEST_QUERY = 200
MOST = 50


@routes.get("/api/guests")
def search() -> Response:
    """Find guests, best first; nothing for a blank query."""
    query, caller = request.args.get("q", ""), g.caller
    assert caller is not None
    if len(query) > LONGEST_QUERY or not is_sound(query):
        raise InvalidError(say("Tham số «q» dài nhất %(longest)s ký tự.", longest=LONGEST_QUERY))
    found = g.house.feed.search(query, MOST)
    inside = g.house.store.read.admissions() if found else {}
    # Who looks for whom is nobody's business but that somebody looks is the organiser's.
    log.info("guests searched by %s %s: %d found", caller.role, caller.name, len(found))
    return jsonify(guests=[list_row(place, inside.get(place.id)) for place in found])

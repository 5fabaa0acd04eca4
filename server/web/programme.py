"""The projector's page before the seminar, and the point at which the programme is."""

from flask import Blueprint, Response, jsonify, render_template

from server.desk import morning
from server.programme import points
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.house import House, g
from server.wording.figures import when_words

routes = Blueprint("programme", __name__)


@routes.get("/welcome")
def page() -> str:
    """Welcome the guests. Open to a hall full of people: no name, no number."""
    event = g.house.config.event
    return render_template(
        "welcome.html", event=event, points=points(event), when=when_words(event)
    )


@routes.get("/api/programme")
def document() -> Response:
    """Tell the points and which one is at work."""
    return jsonify(_programme(g.house))


@routes.put("/api/programme")
def put() -> Response:
    """Say which point is at work; null: none."""
    house, fields = g.house, Fields(read_json())
    last = len(points(house.config.event)) - 1
    point = fields.optional_whole("point", 0, last) if last >= 0 else None
    morning.show_point(house.store, point, house.clock(), **acting(fields))
    return jsonify(_programme(house))


def _programme(house: House) -> dict[str, object]:
    return house.feed.programme()

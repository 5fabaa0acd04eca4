"""The spare codes of a desk: made ahead of time, so that it can reissue while it is cut off."""

from flask import Blueprint, Response, jsonify

from server import desk
from server.web.body import Fields, read_json
from server.web.house import g

routes = Blueprint("spares", __name__)

MOST_HELD = 100


@routes.post("/api/spares")
def create() -> Response:
    """Make the stock of the station that asks whole again; `held` is what it has left."""
    house, station, fields = g.house, g.caller, Fields(read_json())
    assert station is not None
    held = fields.texts("held", MOST_HELD, 8) if "held" in fields else []
    stock = desk.refill_spares(house.store, station.name, held)
    return jsonify(kept=stock.kept, spares=[spare.document() for spare in stock.made])

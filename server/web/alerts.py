"""A leader has arrived: the hosts say that somebody has gone to the door."""

from flask import Blueprint, Response, jsonify

from server.desk import morning
from server.errors import NotFoundError
from server.sentences import say
from server.show import utc
from server.web.acting import acting
from server.web.body import LARGEST_NUMBER, Fields, read_json
from server.web.house import g

routes = Blueprint("alerts", __name__)


@routes.delete("/api/alerts/<int:number>")
def delete(number: int) -> Response:
    """Note that the guest was received; whoever says so first is on record."""
    house, by = g.house, acting(Fields(read_json()))
    if number > LARGEST_NUMBER:
        raise NotFoundError(say("Không có lượt đến số %(number)s.", number=number))
    record = morning.welcome(house.store, number, house.clock(), **by)
    return jsonify(number=number, at=utc(record.at), who=record.person or record.station)

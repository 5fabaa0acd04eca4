"""Guests who are not on the list: received at the desk, counted beside the invited."""

from flask import Blueprint, Response, jsonify

from server import desk
from server.errors import NotFoundError
from server.names import clean
from server.sentences import say
from server.web.acting import LONGEST_NAME, SOMETHING, read_guest, read_late, read_seat
from server.web.body import Fields, read_json
from server.web.house import House, g
from server.web.scans import answer_document

routes = Blueprint("walk_ins", __name__)


@routes.post("/api/walk-ins")
def create() -> Response:
    """Receive a guest without an invitation; `ask` puts the seat to the organisers."""
    house, caller, fields = g.house, g.caller, Fields(read_json())
    assert caller is not None
    scan_id, guest = fields.uuid("scan_id"), read_guest(fields)
    organisation = clean(fields.text("organisation", LONGEST_NAME, SOMETHING))
    answer = desk.walk_in(
        house.store,
        guest,
        organisation,
        _read_group(fields, house, organisation),
        scan_id,
        house.clock(),
        seat=read_seat(fields, "seat", house),
        ask=fields.flag("ask", False),
        person=caller.person,
        station=caller.station,
        late=read_late(fields, house),
    )
    house.tallies.count_scan(answer)
    return jsonify(answer_document(house, caller, answer))


def _read_group(fields: Fields, house: House, organisation: str) -> str:
    """The group that is said; else that of others from there; else the last in protocol."""
    event = house.config.event
    code = fields.optional_text("group", 40)
    if code is not None:
        if event.group(code) is None:
            raise NotFoundError(say("Kế hoạch không có thành phần “%(code)s”.", code=code))
        return code
    for place in house.store.read.invitations():
        if place.organisation == organisation:
            return place.group
    groups = [group for group in event.groups if not group.press] or list(event.groups)
    return max(groups, key=lambda group: group.rank).code

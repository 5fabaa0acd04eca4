"""Whom to telephone shortly before the opening: leaders and award recipients who are missing."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server.desk import morning
from server.guests import Kind
from server.invitations import Invitation
from server.reporting import Standing
from server.show import list_row, utc
from server.web.acting import LONGEST_REASON, SOMETHING, acting
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("calls", __name__)


@routes.get("/api/calls")
def document() -> Response:
    """List them in protocol order, with their telephone and what was answered."""
    house, reader = g.house, g.house.store.read
    standing = Standing.of(
        house.config.event, reader.invitations(), reader.admissions(), house.clock()
    )
    rows = [
        _row(house, place, leader=standing.leads(place))
        for place in standing.places
        if place.id not in standing.inside
        and place.kind is not Kind.WALK_IN
        and (place.award or standing.leads(place))
    ]
    return jsonify(calls=rows)


@routes.post("/api/calls")
def create() -> Response:
    """Write down what somebody answered."""
    house, fields = g.house, Fields(read_json())
    text = fields.text("text", LONGEST_REASON, SOMETHING)
    invitation, by = fields.text("invitation", 64), acting(fields)
    record = morning.note_call(house.store, invitation, text, house.clock(), **by)
    words = house.store.read.remark(record.seq)
    return jsonify(invitation=invitation, text=words, at=utc(record.at), who=record.person)


def _row(house: House, place: Invitation, *, leader: bool) -> dict[str, Any]:
    reader = house.store.read
    calls = [one for one in reader.history(place.id) if one.detail.get("what") == "call"]
    said = reader.remark(calls[-1].seq) if calls else None
    return {
        "place": list_row(place, None),
        "leader": leader,
        "award": place.award is not None,
        "call": {"text": said, "at": utc(calls[-1].at), "who": calls[-1].person} if said else None,
    }

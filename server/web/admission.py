"""Presence by a person's word: a guest is marked present without a code, or that is undone."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.show import utc
from server.web.acting import read_late
from server.web.body import Fields, read_json
from server.web.house import g
from server.web.scans import answer_document

routes = Blueprint("admission", __name__)

LONGEST_REASON = 500


@routes.post("/api/invitations/<invitation>/admission")
def create(invitation: str) -> Response:
    """Mark a guest present."""
    house, caller, fields = g.house, g.caller, Fields(read_json())
    assert caller is not None
    fields.optional_text("reason", LONGEST_REASON)
    answer = desk.admit_by_hand(
        house.store,
        invitation,
        fields.uuid("scan_id"),
        house.clock(),
        person=caller.person,
        station=caller.station,
        late=read_late(fields, house),
    )
    house.tallies.count_scan(answer)
    return jsonify(answer_document(house, caller, answer))


@routes.delete("/api/invitations/<invitation>/admission")
def delete(invitation: str) -> Response:
    """Take a presence back, as a new fact."""
    house, caller, fields = g.house, g.caller, Fields(read_json())
    assert caller is not None
    answer = desk.undo(
        house.store,
        invitation,
        fields.uuid("scan_id"),
        house.clock(),
        reason=fields.optional_text("reason", LONGEST_REASON),
        person=caller.person,
        station=caller.station,
        late=read_late(fields, house),
    )
    undone: dict[str, Any] = {
        "scan_id": answer.record.scan_id,
        "seq": answer.record.seq,
        "replayed": answer.replayed,
        "invitation": invitation,
        "undone_at": utc(answer.record.at),
    }
    return jsonify(undone)

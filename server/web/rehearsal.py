"""The rehearsal: everything real on a marked copy of the event, and the one button that ends it."""

from flask import Blueprint, Response, jsonify, render_template

from server.errors import ConflictError
from server.sentences import mark
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.house import g

routes = Blueprint("rehearsal", __name__)

REAL = mark("Đây là sự kiện thật, không phải diễn tập, nên không xóa gì.")


@routes.get("/rehearsal")
def page() -> str:
    """What a rehearsal is, whether this is one, and how it ends."""
    house = g.house
    return render_template(
        "rehearsal.html",
        event=house.config.event,
        caller=g.caller,
        scans=len(house.store.read.admissions()),
    )


@routes.delete("/api/rehearsal")
def delete() -> Response:
    """End the rehearsal: its server stops and all that happened in it is erased.

    Raises ConflictError on the real event, which has nothing that could be erased so.
    """
    house = g.house
    acting(Fields(read_json()))
    if house.store.read.meta("rehearsal") is None or house.end_rehearsal is None:
        raise ConflictError(REAL)
    house.end_rehearsal()
    return jsonify(erased=True)

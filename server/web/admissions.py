"""A whole unit or group marked present at once, such as the Centre's own staff."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.errors import InvalidError, NotFoundError
from server.guests import Kind, Rsvp
from server.invitations import Invitation
from server.sentences import say
from server.show import list_row
from server.web.acting import LONGEST_NAME, read_late
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("admissions", __name__)


@routes.get("/api/admissions")
def document() -> Response:
    """List groups and organisations with how many of each are still awaited."""
    house = g.house
    inside = house.store.read.admissions().keys()
    places = [
        place
        for place in house.store.read.invitations()
        if place.cancelled is None and place.kind is not Kind.WALK_IN
    ]
    return jsonify(
        groups=[
            {"code": group.code, "name": group.name, "number": group.number}
            | _turnout([p for p in places if p.group == group.code], inside)
            for group in house.config.event.groups
        ],
        organisations=[
            {"name": name} | _turnout([p for p in places if p.organisation == name], inside)
            for name in dict.fromkeys(place.organisation for place in places)
        ],
    )


@routes.post("/api/admissions")
def create() -> Response:
    """Mark a unit or a group present; whoever is in, cancelled or excused is passed over."""
    house, caller, fields = g.house, g.caller, Fields(read_json())
    assert caller is not None
    scan_id, wanted = fields.uuid("scan_id"), _read_whom(fields, house)
    done = desk.admit_many(
        house.store,
        wanted,
        scan_id,
        house.clock(),
        person=caller.person,
        station=caller.station,
        late=read_late(fields, house),
    )
    for answer in done.answers:
        house.tallies.count_scan(answer)
    return jsonify(
        scan_id=scan_id,
        replayed=any(answer.replayed for answer in done.answers),
        admitted=_rows(house, done),
        skipped=[{"place": list_row(place, None), "why": why} for place, why in done.skipped],
    )


def _read_whom(fields: Fields, house: House) -> Callable[[Invitation], bool]:
    organisation = fields.optional_text("organisation", LONGEST_NAME)
    group = fields.optional_text("group", LONGEST_NAME)
    if (organisation is None) == (group is None):
        raise InvalidError(say("Cần một trong hai trường «organisation» và «group»."))

    def wanted(place: Invitation) -> bool:
        meant = place.organisation == organisation if group is None else place.group == group
        return meant and place.kind is not Kind.WALK_IN

    if not any(wanted(place) for place in house.store.read.invitations()):
        raise NotFoundError(
            say("Danh sách không có đại biểu nào của “%(whom)s”.", whom=organisation or group)
        )
    return wanted


def _turnout(places: list[Invitation], inside: Any) -> dict[str, int]:
    def state(place: Invitation) -> str:
        if place.id in inside:
            return "present"
        return "excused" if place.rsvp is Rsvp.NOT_COMING else "awaited"

    counts = Counter(state(place) for place in places)
    return {key: counts[key] for key in ("present", "awaited", "excused")}


def _rows(house: House, done: desk.Together) -> list[dict[str, Any]]:
    reader = house.store.read
    places = [reader.invitation(answer.record.invitation or "") for answer in done.answers]
    return [list_row(place, reader.inside(place.id)) for place in places if place]

"""Who comes instead of an invited person; the seat is decided, never inherited."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify

from server import desk
from server.errors import ConflictError, InvalidError
from server.guests import Guest
from server.invitations import Invitation
from server.seating import fitting_seats
from server.sentences import say
from server.web.acting import acting, changed, find_place, read_guest, read_seat
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("substitutes", __name__)

DECISIONS = ("keep", "move", "none")


@routes.put("/api/invitations/<invitation>/substitute")
def put(invitation: str) -> Response:
    """Record a stand-in, where they sit, and whether they were announced."""
    house, fields = g.house, Fields(read_json())
    guest, announced, by = read_guest(fields), fields.flag("announced", True), acting(fields)
    seat = _read_decision(fields, house, invitation, guest)
    place = desk.substitute(
        house.store, invitation, guest, house.clock(), seat=seat, announced=announced, **by
    )
    return jsonify(changed(house, place))


@routes.delete("/api/invitations/<invitation>/substitute")
def delete(invitation: str) -> Response:
    """Take a stand-in back: the invited person comes after all."""
    house, fields = g.house, Fields(read_json())
    by = acting(fields)
    seat = _read_decision(fields, house, invitation, None)
    place = desk.substitute(house.store, invitation, None, house.clock(), seat=seat, **by)
    return jsonify(changed(house, place))


def _read_decision(
    fields: Fields, house: House, invitation: str, guest: Guest | None
) -> str | desk.Seat | None:
    """Read `seat`, and `to` where the guest is moved; without it to what fits their rank."""
    decision = fields.text("seat", 10)
    if decision not in DECISIONS:
        fields.refuse("seat", say("phải là keep, move hoặc none"))
    target = read_seat(fields, "to", house)
    if target is not None and decision != "move":
        raise InvalidError(say("Trường «to» chỉ đi cùng «seat»: «move»."))
    place = find_place(house, invitation)
    if decision == "keep":
        return desk.Seat.KEPT
    if decision == "none" or target:
        return target
    return _fitting(house, replace(place, substitute=guest))


def _fitting(house: House, place: Invitation) -> str:
    event = house.config.event
    seats = fitting_seats(house.hall, house.store.read.invitations(), event.groups, place)
    if not seats:
        raise ConflictError(say("Không còn ghế trống phù hợp. Xin chọn giữ vị trí đã bố trí."))
    return seats[0].id

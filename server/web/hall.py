"""The hall as the organisers fill it: drawn, seated by the rule, changed by hand, closed up."""

import logging
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from server.desk import seats as seating
from server.errors import ConflictError, InvalidError, NotFoundError
from server.reseating import Why, moves_up, reasons, reseat
from server.sentences import say
from server.web.acting import acting, read_seat
from server.web.body import Fields, read_json
from server.web.hall_plan import plan_of
from server.web.house import House, g
from server.wording import staff

log = logging.getLogger(__name__)
routes = Blueprint("hall", __name__)

MOST_MOVES = 2_000
MOST_SEATS = 500


@routes.get("/hall")
def page() -> str:
    """The hall, to look at and to work in."""
    event = g.house.config.event
    return render_template("hall.html", event=event, caller=g.caller, hall=g.house.hall)


@routes.get("/api/hall")
def document() -> Response:
    """Give the hall in metres, and everybody who is invited, in the order of protocol."""
    return jsonify(plan_of(g.house, g.house.hall))


@routes.get("/api/hall/reasons")
def reasons_document() -> Response:
    """Say of every guest who has a seat why it is that one."""
    house, reader = g.house, g.house.store.read
    event = house.config.event
    locked, host = reader.locked_seats(), event.organisers.host
    found = reasons(house.hall, reader.invitations(), event.groups, locked=locked, host=host)
    return jsonify(reasons=[_why(invitation, why) for invitation, why in found.items()])


@routes.get("/api/hall/plan")
def plan() -> Response:
    """Say what the rule would change, and change nothing."""
    house, reader = g.house, g.house.store.read
    event = house.config.event
    ruled = reseat(
        house.hall,
        reader.invitations(),
        event.groups,
        locked=reader.locked_seats(),
        present=reader.admissions().keys(),
        host=event.organisers.host,
    )
    return jsonify(
        moves=[
            {"invitation": m.invitation, "from": m.before, "to": m.after, "reason": m.reason}
            for m in ruled.moves
        ],
        kept=ruled.kept,
        kept_free=[{"seat": seat, "reason": why} for seat, why in ruled.kept_free.items()],
        doubts=[{"invitation": d.invitation, "message": d.message} for d in ruled.doubts],
    )


@routes.get("/api/hall/moves-up")
def moves_up_document() -> Response:
    """Offer the empty seats in front to those who sit behind them."""
    house, reader = g.house, g.house.store.read
    late = request.args.get("late", "0")
    if late not in ("0", "1"):
        raise InvalidError(say("Tham số «late» phải là 0 hoặc 1."))
    offers = moves_up(
        house.hall,
        reader.invitations(),
        house.config.event.groups,
        reader.admissions().keys(),
        locked=reader.locked_seats(),
        late=late == "1",
    )
    return jsonify(
        offers=[
            {
                "seat": offer.seat,
                "invitation": offer.invitation,
                "from": offer.before,
                "holder": offer.holder,
                "reason": offer.reason,
            }
            for offer in offers
        ]
    )


@routes.put("/api/hall/seats")
def put_seats() -> ResponseReturnValue:
    """Move guests as they were seen; 409 where somebody else has moved them since."""
    house, fields = g.house, Fields(read_json())
    moves = [_read_move(one, house) for one in fields.objects("moves", MOST_MOVES)]
    if not moves:
        fields.refuse("moves", say("phải có ít nhất một đại biểu"))
    if len({move.invitation for move in moves}) < len(moves):
        raise ConflictError(say("Trong một bước, mỗi đại biểu chỉ đổi chỗ một lần."))
    try:
        places = seating.move_guests(house.store, moves, house.clock(), **acting(fields))
    except seating.SeatsChangedError as error:
        now = [_sitting(house, seat) for seat in error.seats]
        return jsonify(error="conflict", message=error.sentence, now=now), 409
    log.info("seats changed by %s: %d places", g.caller and g.caller.name, len(places))
    return jsonify(seats=[{"invitation": place.id, "seat": place.seat} for place in places])


@routes.put("/api/hall/locks")
def put_locks() -> Response:
    """Lock seats against the rule and against moves, or open them again."""
    house, fields = g.house, Fields(read_json())
    wanted = fields.texts("seats", MOST_SEATS, 40)
    hall = house.hall
    for seat in wanted:
        if hall.seat(seat) is None:
            raise NotFoundError(say("Hội trường không có ghế “%(seat)s”.", seat=seat))
    on, by = fields.flag("locked", default=True), acting(fields)
    locked = seating.lock_seats(house.store, wanted, house.clock(), locked=on, **by)
    return jsonify(locked=sorted(locked))


def _read_move(fields: Fields, house: House) -> seating.SeatMove:
    """Read one move. Where a guest was seen may be a seat that the hall no longer has."""
    before = fields.optional_text("from", 40)
    return seating.SeatMove(fields.text("invitation", 64), before, read_seat(fields, "to", house))


def _sitting(house: House, seat: str) -> dict[str, str | None]:
    place = house.store.read.sitting(seat)
    return {"seat": seat, "sitting": staff.coming_words(place) if place else None}


def _why(invitation: str, why: Why) -> dict[str, Any]:
    return {"invitation": invitation, "facts": list(why.facts), "rule": why.rule}

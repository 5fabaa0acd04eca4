"""The reception desk: its page, its seat slip, what needs a person, and what it reports."""

from flask import Blueprint, Response, jsonify, render_template
from werkzeug.exceptions import NotFound

from server import desk
from server.admission import Reason, Scan, decide
from server.hall import seat_words
from server.hall.way import way_words
from server.invitations import read_code
from server.show import utc
from server.web.acting import SOMETHING, acting, find_place
from server.web.body import Fields, read_json
from server.web.house import g
from server.wording import staff

routes = Blueprint("desk", __name__)

LONGEST_NOTICE = 300
LONGEST_TEXT = 4_000
# Digits of a card's number; the store takes no more.
LONGEST_NUMBER = 18


@routes.get("/desk")
def page() -> str:
    """The clerk's one screen."""
    assert g.caller is not None
    return render_template("desk.html", event=g.house.config.event, caller=g.caller)


@routes.get("/desk/slip/<invitation>")
def slip(invitation: str) -> str:
    """A slip of paper with a guest's seat and the way to it."""
    house = g.house
    place = house.store.read.invitation(invitation)
    if place is None:
        raise NotFound
    return render_template(
        "slip.html",
        event=house.config.event,
        place=place,
        group=house.config.event.group(place.group),
        seat=seat_words(house.hall, place.seat) if place.seat else None,
        way=way_words(house.hall, place.seat) if place.seat else None,
    )


@routes.get("/api/desk/cards")
def cards() -> Response:
    """Tell what needs a person, the oldest first."""
    return jsonify(g.house.problems.document())


@routes.delete("/api/desk/cards/<path:card>")
def put_away(card: str) -> Response:
    """Note that somebody has seen to a card, named by its number or its id; once is enough."""
    house, by = g.house, acting(Fields(read_json()))
    is_number = card.isascii() and card.isdecimal() and len(card) <= LONGEST_NUMBER
    which = int(card) if is_number else card
    record = desk.put_away(house.store, which, house.clock(), **by)
    return jsonify(
        number=int(record.detail["card"]), at=utc(record.at), who=record.person or record.station
    )


@routes.post("/api/notices")
def create_notice() -> Response:
    """Tell the organisers something, perhaps about one guest."""
    house, fields = g.house, Fields(read_json())
    invitation = fields.optional_text("invitation", 64)
    text, by = fields.text("text", LONGEST_NOTICE, SOMETHING), acting(fields)
    by["reason"] = None
    record = desk.notify(house.store, text, house.clock(), invitation_id=invitation, **by)
    return jsonify(number=record.seq, id=record.scan_id, text=house.store.read.remark(record.seq))


@routes.post("/api/desk/readings")
def create_reading() -> Response:
    """Say whose a scanned code is, or what else was read. Nothing of it is kept or logged."""
    house, fields = g.house, Fields(read_json())
    text = fields.text("text", LONGEST_TEXT)
    read = read_code(text, house.event_id, house.config.server.public_host)
    code = house.store.read.code(read.code_hash) if read.code_hash else None
    now = house.clock()
    scan = Scan.of_text(text, read, "", "", scanned_at=now, at=now)
    decision = decide(scan, house.store.read.dossier(read.code_hash, house.doors))
    told = None if decision.reason is Reason.ALREADY_ADMITTED else decision.reason
    return jsonify(
        reading=read.reading.value,
        invitation=code and find_place(house, code.invitation).id,
        reason=told,
        message=staff.refusal(told, read.reading) if told else None,
    )

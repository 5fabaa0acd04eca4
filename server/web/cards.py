"""The guest's own page: the invitation, its code to show at the door, and the guest's answer.

The code in the address is the only key, and opening the page changes nothing: a chat
program that fetches it for its preview answers for nobody.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone, NotFound

from badges.lettering import names_unit
from badges.qr import qr_svg
from server.answers import Speaker
from server.calendar import calendar_file
from server.hall import seat_words
from server.invitations import Invitation, format_desk_code, read_code
from server.papers.cards import card_of, occasion_of
from server.sentences import mark
from server.web.answering import Reply, answer_page, carry_out, choices, refuse_unknown
from server.web.drawing import file, picture_of
from server.web.house import House, g
from server.web.language import is_english
from server.wording import fixed

if TYPE_CHECKING:
    from server.storage.invitations import Code

routes = Blueprint("cards", __name__)

NO_DAY = mark("Thời gian cụ thể sẽ thông báo sau.")


@routes.get("/i/<code>")
def page(code: str) -> ResponseReturnValue:
    """Show an invitation to its bearer. Changes nothing."""
    kept, place = _find(g.house, code)
    return _page(g.house, kept, place, Reply())


@routes.post("/i/<code>/<deed>")
def create(code: str, deed: str) -> ResponseReturnValue:
    """Take the bearer's answer: yes or no, who represents the unit, who comes instead."""
    house = g.house
    kept, place = _find(house, code)
    reply = carry_out(house, kept.code_hash, deed, place.id, Speaker.GUEST)
    if reply.status == 303:
        return redirect(url_for("cards.page", code=kept.code, done=reply.deed), 303)
    return _page(house, kept, place, reply)


@routes.get("/i/<code>/qr.svg")
def picture(code: str) -> Response:
    """Draw the code of an invitation."""
    kept, _place = _find(g.house, code)
    return Response(qr_svg(kept.code or ""), mimetype="image/svg+xml")


@routes.get("/i/<code>/phieu-moi.png")
def image(code: str) -> Response:
    """Draw the invitation as it was sent, to be kept in the telephone."""
    house = g.house
    kept, place = _find(house, code)
    card = card_of(place, kept.code or "", kept.desk_code or "", house.config.event)
    drawn = picture_of(card, occasion_of(house.config.event, house.config.badges))
    return file(drawn, "image/png", "phieu-moi.png", shown="shown" in request.args)


@routes.get("/i/<code>/calendar.ics")
def calendar(code: str) -> Response:
    """Give the event for the guest's own calendar, once its day is set."""
    house = g.house
    _kept, place = _find(house, code)
    file = calendar_file(house.config.event, f"{place.id}.{house.event_id}@dontiep", house.clock())
    if file is None:
        raise NotFound(NO_DAY)
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="toa-dam.ics"'
    return answer


def _page(house: House, kept: "Code", place: Invitation, reply: Reply) -> Response:
    title = place.coming.title if place.coming else None
    unit = "" if names_unit(title, place.organisation) else place.organisation
    words = seat_words(house.hall, place.seat) if place.seat else None
    return answer_page(
        house,
        "card.html",
        reply,
        place=place,
        office=", ".join(filter(None, (title, unit))),
        group=house.config.event.group(place.group),
        seat=words.labels[is_english()] if words else None,
        code=kept.code,
        desk_code=format_desk_code(kept.desk_code) if kept.desk_code else None,
        may=choices(house, place),
    )


def _told(what: str) -> str:
    """Say what the door says of such a code, in the page's language."""
    told = fixed(what)
    return (told.en if is_english() else told.vi).greeting


def _find(house: House, text: str) -> "tuple[Code, Invitation]":
    """The invitation that a code opens. An old code says that there is a new one."""
    code_hash = read_code(text, house.event_id).code_hash
    kept = house.store.read.code(code_hash) if code_hash else None
    place = house.store.read.invitation(kept.invitation) if kept else None
    if kept is None or place is None:
        refuse_unknown(house, _told("unknown"))
    if place.cancelled is not None:
        raise Gone(_told("cancelled"))
    if kept.replaced:
        raise Gone(_told("revoked"))
    return kept, place

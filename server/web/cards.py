"""The guest's own page: what the invitation says, and its code to show at the door."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import Gone, NotFound

from badges.qr import qr_svg
from server.hall import seat_words
from server.invitations import Invitation, format_desk_code, read_code
from server.web.house import House, g
from server.wording import fixed
from server.wording.figures import when_words

if TYPE_CHECKING:
    from server.storage.invitations import Code

routes = Blueprint("cards", __name__)


@routes.get("/i/<code>")
def page(code: str) -> str:
    """Show an invitation to its bearer. Changes nothing."""
    house = g.house
    kept, place = _find(house, code)
    event = house.config.event
    words = seat_words(house.hall, place.seat) if place.seat else None
    return render_template(
        "card.html",
        event=event,
        place=place,
        group=event.group(place.group),
        when=when_words(event),
        seat=words.labels[0] if words else None,
        code=kept.code,
        desk_code=format_desk_code(kept.desk_code) if kept.desk_code else None,
    )


@routes.get("/i/<code>/qr.svg")
def picture(code: str) -> Response:
    """Draw the code of an invitation."""
    kept, _ = _find(g.house, code)
    return Response(qr_svg(kept.code or ""), mimetype="image/svg+xml")


def _find(house: House, text: str) -> "tuple[Code, Invitation]":
    """The invitation that a code opens. An old code says that there is a new one."""
    code_hash = read_code(text, house.event_id).code_hash
    kept = house.store.read.code(code_hash) if code_hash else None
    place = house.store.read.invitation(kept.invitation) if kept else None
    if kept is None or place is None:
        raise NotFound(fixed("unknown").vi.greeting)
    if place.cancelled is not None:
        raise Gone(fixed("cancelled").vi.greeting)
    if kept.replaced:
        raise Gone(fixed("revoked").vi.greeting)
    return kept, place

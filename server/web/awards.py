"""The awards: in which order, who walks up, and who of them is not here yet."""

from flask import Blueprint, render_template

from server.admission import Admission
from server.hall import seat_words
from server.invitations import Invitation
from server.papers.people import award_words, coming_name, coming_title, full_name
from server.reporting import Standing
from server.web.house import House, g
from server.web.language import _, is_english

routes = Blueprint("awards", __name__)


@routes.get("/awards")
def page() -> str:
    """Who is called up, as they are called."""
    house = g.house
    reader = house.store.read
    inside = reader.admissions()
    standing = Standing.of(house.config.event, reader.invitations(), inside, house.clock())
    rows = [_row(house, place, standing, inside.get(place.id)) for place in standing.award_order()]
    return render_template(
        "awards.html",
        event=house.config.event,
        caller=g.caller,
        rows=rows,
        missing=[row for row in rows if row["arrival"] is None],
    )


def _row(
    house: House, place: Invitation, standing: Standing, admission: Admission | None
) -> dict[str, object]:
    words = seat_words(house.hall, place.seat) if place.seat else None
    return {
        "place": place,
        "name": coming_name(place) if place.coming else _("(chưa có tên)"),
        "title": coming_title(place),
        "for_whom": _for_whom(place),
        "award": _award(place),
        "seat": words.labels[is_english()] if words else place.seat,
        "arrival": standing.arrival(place) if admission else None,
    }


def _award(place: Invitation) -> str:
    """Say an award as the lists do, and in English plainly."""
    if place.award is None or not is_english():
        return award_words(place)
    kind = _("Nhận thay tập thể") if place.award.collective else _("Cá nhân")
    return " – ".join(filter(None, (place.award.form, kind)))


def _for_whom(place: Invitation) -> str:
    if place.substitute is None:
        return ""
    return _("dự thay %(name)s", name=full_name(place.holder)) if place.holder else _("dự thay")

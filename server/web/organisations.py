"""The unit's own page, by a private link for its focal person; and those links, for organisers."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from server.answers import Speaker
from server.desk.answers import close_answers
from server.desk.organisations import TOKEN_LETTERS, make_links, renew_link
from server.errors import NotFoundError
from server.guests import Rsvp
from server.invitations import Invitation, hash_code
from server.sendings import is_written_to
from server.sentences import mark, say
from server.show import utc
from server.web.acting import LONGEST_NAME, acting
from server.web.answering import (
    Reply,
    answer_page,
    base_url,
    carry_out,
    choices,
    reachable_url,
    refuse_unknown,
    window,
)
from server.web.body import Fields, read_json
from server.web.house import House, g
from server.wording.messages import zalo_organisation

routes = Blueprint("organisations", __name__)

UNKNOWN = mark("Liên kết này không còn dùng được. Kính đề nghị Quý cơ quan liên hệ Ban Tổ chức.")


@routes.get("/o/<token>")
def page(token: str) -> ResponseReturnValue:
    """Show a unit its places. Changes nothing."""
    organisation, token = _find(g.house, token)
    return _page(g.house, organisation, token, Reply(), request.args.get("at"))


@routes.post("/o/<token>/<invitation>/<deed>")
def create(token: str, invitation: str, deed: str) -> ResponseReturnValue:
    """Take the unit's answer for one of its places."""
    house = g.house
    organisation, token = _find(house, token)
    if invitation not in {place.id for place in _places(house, organisation)}:
        raise NotFound
    reply = carry_out(house, hash_code(token), deed, invitation, Speaker.UNIT, organisation)
    if reply.status == 303:
        return redirect(f"/o/{token}?done={reply.deed}&at={invitation}#{invitation}", 303)
    return _page(house, organisation, token, reply, invitation)


@routes.post("/o/<token>/answers")
def create_answers(token: str) -> ResponseReturnValue:
    """Take the unit's yes for all of its people who have not answered."""
    house = g.house
    organisation, token = _find(house, token)
    reply = carry_out(house, hash_code(token), "accept-all", "", Speaker.UNIT, organisation)
    if reply.status == 303:
        return redirect(f"/o/{token}?done={reply.deed}", 303)
    return _page(house, organisation, token, reply, None)


@routes.get("/api/organisations")
def document() -> Response:
    """List the units with their links and the text that goes with them, and the answers' end."""
    house = g.house
    links = house.store.read.links()
    pages = {name: f"{base_url(house)}/o/{link.token}" for name, link in links.items()}
    by_unit: dict[str, list[Invitation]] = {}
    for place in house.store.read.invitations():
        if is_written_to(place) and place.organisation:
            by_unit.setdefault(place.organisation, []).append(place)
    return jsonify(
        answers=_answers(house),
        organisations=[
            {
                "name": name,
                "places": len(places),
                "answered": sum(place.rsvp is not Rsvp.NONE for place in places),
                "unnamed": sum(place.coming is None for place in places),
                "link": pages.get(name),
                "text": zalo_organisation(name, places, house.config.event, pages.get(name)),
            }
            for name, places in by_unit.items()
        ],
    )


@routes.post("/api/organisations/links")
def create_links() -> Response:
    """Give a link to every unit that has none."""
    acting(Fields(read_json()))
    return jsonify(made=make_links(g.house.store, g.house.clock()))


@routes.put("/api/organisations/links")
def put_link() -> Response:
    """Give a unit another link: whoever has the old one sees nothing any more."""
    house, fields = g.house, Fields(read_json())
    name, by = fields.text("organisation", LONGEST_NAME), acting(fields)
    if name not in house.store.read.links():
        raise NotFoundError(say("Danh sách không có đơn vị “%(name)s”.", name=name))
    token = renew_link(house.store, name, house.clock(), by.get("person"))
    return jsonify(name=name, link=f"{base_url(house)}/o/{token}")


@routes.put("/api/answers")
def put_answers() -> Response:
    """Take no more answers from guests and units, or take them again."""
    house, fields = g.house, Fields(read_json())
    if "closed" not in fields:
        fields.refuse("closed", say("phải là true hoặc false"))
    closed, by = fields.flag("closed", True), acting(fields)
    close_answers(house.store, house.clock(), closed=closed, by=by.get("person"))
    return jsonify(_answers(house))


def links_of(house: House) -> dict[str, str]:
    """The private pages of the units by name, where those who are written to can reach them."""
    base = reachable_url(house)
    links = house.store.read.links()
    return {name: f"{base}/o/{link.token}" for name, link in links.items()} if base else {}


def unit_link(house: House, organisation: str) -> str | None:
    """The private page of one unit, as it is seen from here."""
    link = house.store.read.links().get(organisation)
    return f"{base_url(house)}/o/{link.token}" if link else None


def _answers(house: House) -> dict[str, Any]:
    until = window(house)
    return {
        "open": until.is_open(house.clock()),
        "until": utc(until.until) if until.until else None,
        "closed": until.closed,
    }


def _page(house: House, organisation: str, token: str, reply: Reply, at: str | None) -> Response:
    places = [choices(house, place) for place in _places(house, organisation)]
    silent = [may for may in places if may.may_answer and may.place.rsvp is Rsvp.NONE]
    return answer_page(
        house,
        "organisation.html",
        reply,
        organisation=organisation,
        token=token,
        places=places,
        tally=Counter(may.place.rsvp.value for may in places),
        waiting=sum(may.place.coming is not None for may in silent),
        open=window(house).is_open(house.clock()),
        at=at,
    )


def _find(house: House, text: str) -> tuple[str, str]:
    """The unit whose link this is, and its token as it is kept."""
    token = text.lower()
    sound = len(token) == TOKEN_LETTERS and token.isascii() and token.isalpha()
    link = house.store.read.link(hash_code(token)) if sound else None
    if link is None:
        refuse_unknown(house, UNKNOWN)
    return link.organisation, link.token


def _places(house: House, organisation: str) -> list[Invitation]:
    listed = house.store.read.invitations()
    return [p for p in listed if p.organisation == organisation and is_written_to(p)]

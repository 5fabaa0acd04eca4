"""Invitations issued: what to send to each organisation, and what was sent already."""

import logging
from dataclasses import dataclass
from itertools import chain

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from server.errors import ConflictError
from server.guests import Kind, Rsvp
from server.invitations import Invitation
from server.papers.packs import Pack, messages_of, packs_of, zip_pieces
from server.seating import protocol_order
from server.sendings import Sent, sent_to, whereabouts
from server.sentences import say
from server.web.acting import find_place
from server.web.answering import reachable_url, until_said, window
from server.web.drawing import codes_of, file, pictures
from server.web.house import House, g
from server.web.organisations import links_of, unit_link
from server.wording.messages import venue_notice

log = logging.getLogger(__name__)
routes = Blueprint("issuing", __name__)


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation, with what each of its places was sent."""

    name: str
    sent: tuple[Sent, ...]
    knows: int

    @property
    def invited(self) -> int:
        """How many of its places were sent their invitation."""
        return sum(one.invited is not None for one in self.sent)

    @property
    def is_invited(self) -> bool:
        """Whether all of its places were sent their invitation."""
        return self.invited == len(self.sent)

    @property
    def is_told(self) -> bool:
        """Whether all of its places know day, hour and venue."""
        return self.knows == len(self.sent)

    @property
    def answered(self) -> int:
        """How many of its places said whether somebody comes."""
        return sum(one.place.rsvp is not Rsvp.NONE for one in self.sent)

    @property
    def unnamed(self) -> int:
        """How many of its places have no name."""
        return sum(one.place.coming is None for one in self.sent)


@routes.get("/invitations")
def page() -> str:
    """Every organisation with what it was sent, and until when answers are taken."""
    house = g.house
    units, until = _units(house), window(house)
    where = whereabouts(house.config.event)
    sent = [one for unit in units for one in unit.sent]
    return render_template(
        "issuing.html",
        event=house.config.event,
        caller=g.caller,
        units=units,
        answers_open=until.is_open(house.clock()),
        answers_closed=until.closed,
        answers_until=until_said(until.until, house.config.event.timezone),
        answered=sum(unit.answered for unit in units),
        reachable=reachable_url(house) is not None,
        places=len(sent),
        invited=sum(unit.invited for unit in units),
        knows=sum(unit.knows for unit in units),
        notice=venue_notice(house.config.event),
        outdated=sum(one.invited is not None and not one.knows(where) for one in sent),
    )


@routes.get("/invitations/unit")
def unit() -> str:
    """One organisation: the text for it, and the picture and texts of each of its places."""
    house, event = g.house, g.house.config.event
    found = _unit(house)
    pack, places = _pack(house, found.name), [one.place for one in found.sent]
    desk_codes = {id_: desk_code for id_, (_, desk_code) in codes_of(house).items()}
    return render_template(
        "unit.html",
        event=event,
        caller=g.caller,
        unit=found,
        following=_following(_units(house), found.name),
        text=pack.text,
        texts=zip(found.sent, messages_of(places, desk_codes, event), strict=True),
        desk_codes=desk_codes,
        notice=venue_notice(event),
        link=unit_link(house, found.name),
        reachable=reachable_url(house) is not None,
        untold={one.place.id for one in found.sent if not one.knows(whereabouts(event))},
    )


@routes.get("/invitations/pack.zip")
def pack_file() -> Response:
    """The pictures and the text of one organisation, in one file."""
    house = g.house
    pack = _pack(house, request.args.get("name", ""))
    log.info("pack of %d invitations taken by %s", len(pack.places), _who())
    pieces = zip_pieces(pack, pictures(house, pack.places))
    # What cannot be drawn is told before the first piece goes out.
    first = next(pieces)
    answer = file(b"", "application/zip", f"{_plain(pack.stem)}.zip")
    answer.response = chain([first], pieces)
    del answer.headers["Content-Length"]
    return answer


@routes.get("/invitations/<invitation>/card.png")
def picture(invitation: str) -> Response:
    """The picture of one invitation, to look at and to send."""
    house = g.house
    place = find_place(house, invitation)
    if place.cancelled is not None or place.id not in codes_of(house):
        raise ConflictError(say("Suất mời này không có phiếu mời còn hiệu lực."))
    [drawn] = next(pictures(house, [place])).values()
    return file(drawn, "image/png", f"phieu-moi-{_plain(place.id)}.png", shown=True)


def _valid(house: House) -> list[Invitation]:
    """Give the places that have an invitation, in protocol order."""
    places = house.store.read.invitations()
    valid = [p for p in places if p.cancelled is None and p.kind is not Kind.WALK_IN]
    return protocol_order(valid, house.config.event.groups)


def _units(house: House) -> list[Unit]:
    """Part the places by organisation, in the order in which protocol first meets each."""
    where = whereabouts(house.config.event)
    parts: dict[str, list[Sent]] = {}
    for one in sent_to(_valid(house), house.store.read.sendings()):
        parts.setdefault(one.place.organisation, []).append(one)
    return [
        Unit(name, tuple(some), sum(one.knows(where) for one in some))
        for name, some in parts.items()
    ]


def _unit(house: House) -> Unit:
    name = request.args.get("name", "")
    found = next((unit for unit in _units(house) if unit.name == name), None)
    if found is None:
        raise NotFound("Danh sách không có đơn vị này.")
    return found


def _following(units: list[Unit], name: str) -> str | None:
    """Name the unit after this one that lacks invitations; after the last comes the first."""
    at = next(n for n, unit in enumerate(units) if unit.name == name)
    others = (unit.name for unit in (*units[at + 1 :], *units[:at]) if not unit.is_invited)
    return next(others, None)


def _pack(house: House, name: str) -> Pack:
    packs = packs_of(_valid(house), house.config.event, links_of(house))
    found = next((pack for pack in packs if pack.organisation == name), None)
    if found is None:
        raise NotFound("Danh sách không có đơn vị này.")
    return found


def _plain(text: str) -> str:
    """Keep a file's name to letters that every header can carry."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in text)


def _who() -> str:
    return g.caller.name if g.caller else ""

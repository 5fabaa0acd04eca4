"""Whether it can begin: leaders here and awaited, award recipients and units that are missing.

For organisers alone: who is absent is shown on no screen that guests may see.
"""

import threading
from typing import Any

from flask import Blueprint, Response, jsonify

from server.guests import Kind
from server.invitations import Invitation
from server.reporting import Standing, report
from server.show import guest_facts, utc
from server.web.house import House, g

routes = Blueprint("awaited", __name__)


class Awaited:
    """Who is awaited, as JSON: gathered when the journal has moved on, shared by all who ask."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._seq = -1
        self._told: dict[str, Any] = {}

    def document(self, house: House) -> dict[str, Any]:
        """Give it as of now."""
        with self._turn:
            seq, _ = house.store.read.head()
            if seq != self._seq:
                self._seq, self._told = seq, _gather(house)
            return self._told


@routes.get("/api/awaited")
def document() -> Response:
    """List them in protocol order, the recipients as they will be called up."""
    return jsonify(g.house.awaited.document(g.house))


def _gather(house: House) -> dict[str, Any]:
    reader = house.store.read
    standing = Standing.of(
        house.config.event, reader.invitations(), reader.admissions(), house.clock()
    )
    invited = [place for place in standing.places if place.kind is not Kind.WALK_IN]
    vacancies = report(standing, reader.head()).vacancies
    return {
        "invited": len(invited),
        "leaders": [_row(standing, place) for place in invited if standing.leads(place)],
        "awards": [_row(standing, place) for place in standing.award_order()],
        "units": [{"organisation": one.organisation, "invited": one.invited} for one in vacancies],
    }


def _row(standing: Standing, place: Invitation) -> dict[str, Any]:
    admission = standing.inside.get(place.id)
    return {
        "id": place.id,
        "guest": guest_facts(place),
        "organisation": place.organisation,
        "expects": place.expects,
        "stand_in": place.substitute is not None,
        "rsvp": place.rsvp.value,
        "here_at": utc(admission.at) if admission else None,
    }

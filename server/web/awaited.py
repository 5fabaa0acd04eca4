"""Whether it can begin: leaders here and awaited, award recipients and units that are missing.

For organisers alone: who is absent is shown on no screen that guests may see.
"""

from typing import Any

from flask import Blueprint, Response, jsonify

from server.guests import Kind
from server.invitations import Invitation
from server.reporting import Standing, report
from server.show import guest_facts, utc
from server.web.house import g

routes = Blueprint("awaited", __name__)


@routes.get("/api/awaited")
def document() -> Response:
    """List them in protocol order, the recipients as they will be called up."""
    house, reader = g.house, g.house.store.read
    standing = Standing.of(
        house.config.event, reader.invitations(), reader.admissions(), house.clock()
    )
    invited = [place for place in standing.places if place.kind is not Kind.WALK_IN]
    recipients = standing.award_order()
    vacancies = report(standing, reader.head()).vacancies
    return jsonify(
        leaders=[_row(standing, place) for place in invited if standing.leads(place)],
        awards=[_row(standing, place) for place in recipients],
        units=[{"organisation": one.organisation, "invited": one.invited} for one in vacancies],
    )


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

"""The report: the numbers of now, those put on record, and every paper that says them."""

from functools import partial

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from server import desk
from server.headcount import headcount_document
from server.web.catalogue import shelves_of
from server.web.house import g
from server.web.language import say_moment
from server.web.standing import frozen_numbers, gather_report, standing_of

routes = Blueprint("reports", __name__)


@routes.get("/reports")
def page() -> str:
    """The numbers of now and the papers."""
    house = g.house
    frozen = list(frozen_numbers(house))
    return render_template(
        "reports.html",
        event=house.config.event,
        caller=g.caller,
        report=gather_report(house, frozen),
        frozen=frozen[::-1],
        moment=partial(say_moment, zone=house.config.event.timezone),
        shelves=[shelf for shelf in shelves_of(house) if shelf.name == "file"],
    )


@routes.post("/reports")
def create() -> ResponseReturnValue:
    """Put the headcount of this moment on record."""
    house, now = g.house, g.house.clock()
    counted = standing_of(house).counted()
    document = headcount_document(counted, now, house.config.event)
    desk.freeze(house.store, document, now, person=g.caller.person if g.caller else None)
    return redirect("/reports#frozen", 303)

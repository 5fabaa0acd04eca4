"""The first page: the event, and the ways on for whoever has come."""

from flask import Blueprint, render_template

from server.web.house import g
from server.web.preparing import way
from server.web.roles import may

routes = Blueprint("home", __name__)


@routes.get("/")
def page() -> str:
    """Show what this is; signed in, where to go, and organisers what is still to do."""
    caller, house = g.caller, g.house
    prepares = caller is not None and may("lists.page", caller.role)
    return render_template(
        "home.html",
        event=house.config.event,
        caller=caller,
        way=way(house) if prepares else None,
    )

"""The first page: the event, and the ways on for whoever has come."""

from flask import Blueprint, render_template

from server.web.house import g

routes = Blueprint("home", __name__)


@routes.get("/")
def page() -> str:
    """Show what this is; signed in, where to go."""
    return render_template("home.html", event=g.house.config.event, caller=g.caller)

"""What every handler finds at hand: the house it serves, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask import g as flask_g
from flask.ctx import _AppCtxGlobals

from server.admission import Doors
from server.facts import KeptFacts
from server.hall import Hall
from server.hall.kept import KeptHall
from server.posting import Post
from server.settings import Config
from server.upkeep import Upkeep
from server.web.headers import HEADERS, NOT_KEPT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from server.storage.sqlite import SqliteStore
    from server.web.attempts import Attempts
    from server.web.auth import Caller
    from server.web.awaited import Awaited
    from server.web.feed import Feed
    from server.web.flood import Flood
    from server.web.health import Heartbeat
    from server.web.press import Press
    from server.web.problems import Problems
    from server.web.stations import Pulses
    from server.web.streams import Streams
    from server.web.tallies import Tallies

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class House:
    """The event as this server holds it.

    `hosts` are the names it answers to, `event_id` names its codes. `facts` are the
    configuration with what was announced later, `config` as it holds now.
    `guesses` slows whoever tries links of guests, `answers` whoever answers without end.
    `kept` is the hall as it may be changed at work; `hall` is the one that holds now.
    `end_rehearsal` stops a server that only rehearses. `upkeep` is None where this program
    does not keep the event's folder, as at a desk that stands alone; so is `post`, which sends
    mails.
    """

    facts: KeptFacts
    store: "SqliteStore"
    clock: Callable[[], datetime]
    kept: KeptHall[Hall]
    hosts: frozenset[str]
    event_id: str
    feed: "Feed"
    streams: "Streams"
    attempts: "Attempts"
    flood: "Flood"
    heartbeat: "Heartbeat"
    tallies: "Tallies"
    problems: "Problems"
    guesses: "Attempts"
    answers: "Flood"
    pulses: "Pulses"
    awaited: "Awaited"
    press: "Press"
    end_rehearsal: Callable[[], None] | None = None
    upkeep: Upkeep | None = None
    post: Post | None = None

    @property
    def config(self) -> Config:
        """The configuration of this moment."""
        return self.facts.config

    @property
    def doors(self) -> Doors:
        """When guests are received."""
        return Doors(*self.config.event.reception_window)

    @property
    def hall(self) -> Hall:
        """The hall of this moment; ask once for each request."""
        return self.kept.hall


class WebApp(Flask):
    """Flask with a house in it."""

    house: House

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """Answer a request, and dress whatever the answer is."""

        def dressed(status: str, headers: Headers, exc_info: Any = None) -> Any:
            kept = any(name.lower() == NOT_KEPT[0].lower() for name, _ in headers)
            return start_response(
                status, [*headers, *HEADERS, *(() if kept else (NOT_KEPT,))], exc_info
            )

        return super().wsgi_app(environ, dressed)

    def close(self) -> None:
        """End the event streams and what is being drawn."""
        self.house.streams.close()
        self.house.press.close()


class Context(_AppCtxGlobals):
    """The typed `g` of one request. `caller` is None for somebody who has not said who."""

    house: House
    caller: "Caller | None"
    began: float


g = cast("Context", flask_g)

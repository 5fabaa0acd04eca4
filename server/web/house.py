"""What every handler finds at hand: the house it serves, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import Flask
from flask import g as flask_g
from flask.ctx import _AppCtxGlobals

from server.admission import Doors
from server.hall import Hall
from server.settings import Config

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore
    from server.web.attempts import Attempts
    from server.web.auth import Caller
    from server.web.feed import Feed
    from server.web.flood import Flood
    from server.web.health import Heartbeat
    from server.web.streams import Streams
    from server.web.tallies import Tallies


@dataclass(frozen=True, slots=True)
class House:
    """The event as this server holds it.

    `hosts` are the names it answers to, `event_id` names its codes, `doors` are its hours.
    """

    config: Config
    store: "SqliteStore"
    clock: Callable[[], datetime]
    hall: Hall
    hosts: frozenset[str]
    event_id: str
    doors: Doors
    feed: "Feed"
    streams: "Streams"
    attempts: "Attempts"
    flood: "Flood"
    heartbeat: "Heartbeat"
    tallies: "Tallies"


class WebApp(Flask):
    """Flask with a house in it."""

    house: House

    def close(self) -> None:
        """End the event streams and their thread."""
        self.house.streams.close()


class Context(_AppCtxGlobals):
    """The typed `g` of one request. `caller` is None for somebody who has not said who."""

    house: House
    caller: "Caller | None"
    began: float


g = cast("Context", flask_g)

"""The event over HTTP: `create_app` takes values and gives a WSGI application.

auth        who may do what: one table
scans admission roster guests board health people home cards openapi spares
desk invitations substitutes seating admissions walk_ins sendings rehearsal
            one module per noun: who, what, do, reply
accounts mail_account webhooks backups ending
            who may act and who is told, copies of the event, its close and the names' end
lists imports issuing mailing papers hall awards reports settings docs
            the organisers' pages; frame puts the menu around them, language chooses the words
problems    what needs a person, as numbered cards
feed        the journal as events and numbers; streams pushes it to the boards
packing     long answers made short for the way, and which of them may be
errors      the one table from our codes to HTTP
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Response, current_app, request

import server
from server.facts import KEY as FACTS_KEY
from server.facts import KeptFacts
from server.hall import Hall
from server.hall.kept import KEY as HALL_KEY
from server.hall.kept import KeptHall
from server.posting import Post
from server.settings import Config
from server.show import utc
from server.upkeep import Upkeep
from server.web import (
    accounts,
    admission,
    admissions,
    alerts,
    answering,
    auth,
    awaited,
    awards,
    backups,
    board,
    calls,
    cards,
    desk,
    docs,
    ending,
    errors,
    facts,
    frame,
    guests,
    hall,
    hall_design,
    health,
    home,
    imports,
    invitations,
    issuing,
    language,
    lists,
    mail_account,
    mailing,
    openapi,
    organisations,
    papers,
    people,
    programme,
    rehearsal,
    reports,
    roster,
    scans,
    seating,
    sendings,
    settings,
    spares,
    stations,
    substitutes,
    walk_ins,
    webhooks,
)
from server.web.attempts import Attempts
from server.web.feed import Feed
from server.web.flood import Flood
from server.web.house import House, WebApp, g
from server.web.packing import Packer
from server.web.press import Press
from server.web.problems import Problems
from server.web.streams import Streams
from server.web.tallies import Tallies

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore

log = logging.getLogger(__name__)

STATIC = Path(server.__file__).parents[1] / "static"
ROUTES = (
    accounts,
    admission,
    admissions,
    alerts,
    awaited,
    awards,
    backups,
    board,
    calls,
    cards,
    desk,
    docs,
    ending,
    facts,
    guests,
    hall,
    hall_design,
    health,
    home,
    imports,
    invitations,
    issuing,
    lists,
    mail_account,
    mailing,
    openapi,
    organisations,
    papers,
    people,
    programme,
    rehearsal,
    reports,
    roster,
    scans,
    seating,
    sendings,
    settings,
    spares,
    stations,
    substitutes,
    walk_ins,
    webhooks,
)


def create_app(
    config: Config,
    store: "SqliteStore",
    *,
    clock: Callable[[], datetime],
    hall: Hall,
    end_rehearsal: Callable[[], None] | None = None,
    upkeep: Upkeep | None = None,
    hall_text: str | None = None,
    post: Post | None = None,
) -> WebApp:
    """Make the application over an open store. `clock` gives aware moments.

    `hall` holds while the event keeps none that was changed in the page; `hall_text` is the
    text of its file, which kiosks are told.

    `end_rehearsal` stops this server and has its rehearsal erased, where it is one;
    `upkeep` is what the settings may do with the folder, `post` what the pages may do about
    mails, where this program keeps the folder.
    Close the application when done; the store is its caller's.
    """
    app = WebApp(__name__, static_folder=str(STATIC), static_url_path="/static")
    kept = KeptHall(store.remembered(HALL_KEY), hall, hall_text)
    house = _house(config, store, clock, kept)
    app.house = replace(house, end_rehearsal=end_rehearsal, upkeep=upkeep, post=post)
    app.url_map.merge_slashes = False
    app.before_request(_begin)
    app.before_request(auth.admit_request)
    app.after_request(_finish)
    app.after_request(Packer().pack)  # the last to be named is the first to be asked
    language.register(app)
    app.context_processor(frame.menu)
    marked = store.read.meta("rehearsal")
    app.context_processor(lambda: {"rehearsal": marked})
    errors.register(app)
    for module in ROUTES:
        app.register_blueprint(module.routes)
    store.on_commit(app.house.streams.wake)
    return app


def _house(
    config: Config, store: "SqliteStore", clock: Callable[[], datetime], hall: KeptHall[Hall]
) -> House:
    facts = KeptFacts(store.remembered(FACTS_KEY), config)
    feed = Feed(store, lambda: facts.config.event, clock)
    return House(
        facts=facts,
        store=store,
        clock=clock,
        kept=hall,
        hosts=auth.our_hosts(config.server),
        event_id=store.read.event_id,
        feed=feed,
        streams=Streams(feed),
        attempts=Attempts(),
        flood=Flood(),
        heartbeat=health.Heartbeat(store),
        tallies=Tallies(),
        problems=Problems(store, config, clock),
        guesses=Attempts(),
        answers=Flood(most=answering.MOST, seconds=answering.SECONDS),
        pulses=stations.Pulses(),
        awaited=awaited.Awaited(),
        press=Press(clock),
    )


def _begin() -> None:
    g.began = time.perf_counter()
    g.house = cast("WebApp", current_app).house
    g.caller = None


def _finish(answer: Response) -> Response:
    """Note how long the answer took: by name of the route, never by its address."""
    seconds = time.perf_counter() - g.began
    g.house.tallies.count_answer(answer.status_code, seconds)
    # Not in the documents: the same scan is answered the same at any hour.
    answer.headers["Server-Time"] = utc(g.house.clock())
    log.debug(
        "%s %s %d %.1f ms", request.method, request.endpoint, answer.status_code, seconds * 1000
    )
    if answer.status_code == HTTPStatus.FORBIDDEN and g.caller:
        who = f"{g.caller.role} {g.caller.name}"
        log.info("refused: %s %s to %s", request.method, request.endpoint, who)
    return answer

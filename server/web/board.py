"""The organiser's live board: its page, its numbers, and both as a stream."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from server.errors import UnavailableError
from server.sentences import say
from server.web.auth import still_allowed
from server.web.house import g
from server.web.language import is_english
from server.web.query import read_after
from server.web.roles import may

routes = Blueprint("board", __name__)


@routes.get("/board")
def page() -> str:
    """The board itself."""
    assert g.caller is not None
    return render_template(
        "board.html",
        event=g.house.config.event,
        caller=g.caller,
        organises=may("alerts.delete", g.caller.role),
    )


@routes.get("/api/board")
def document() -> Response:
    """Numbers and events: those after `after`, or, without it, the newest."""
    after = read_after() if "after" in request.args else None
    return jsonify(g.house.feed.document(after))


@routes.get("/api/board/stream")
def stream() -> Response:
    """The same, as it happens. Full, or behind a server that cannot: poll."""
    house, caller = g.house, g.caller
    assert caller is not None
    seq = _resumed_at()
    place = None if seq is None else (seq, 0)
    take_over: Any = request.environ.get("dontiep.take_over")
    if request.method == "GET":
        if take_over is None or house.streams.full:
            raise UnavailableError(say("Đã đủ số màn hình theo dõi trực tiếp; xin hỏi định kỳ."))
        allowed = partial(still_allowed, house, caller, "board.stream")
        take_over(partial(house.streams.add, place=place, allowed=allowed, english=is_english()))
    return Response(mimetype="text/event-stream")


def _resumed_at() -> int | None:
    """Where a watcher that comes back left off: by its header, or in the address at first."""
    text = request.headers.get("Last-Event-ID", "")
    if text.isascii() and text.isdigit() and len(text) <= 16:
        return int(text)
    return read_after() if "after" in request.args else None

"""The hall made or changed in the page: a design drawn live, checked, kept, carried as a file."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from server.desk.hall import SeatsVanishError, change_hall, unseated_by
from server.errors import ConflictError, InvalidError
from server.hall import Hall
from server.hall.checks import look_over
from server.hall.design import BEGUN, Kind, fault_of, new_design, read_design, write_design
from server.hall.kept import FILE, KEY, is_spelt_out, sign_of
from server.hall.toml_form import read_hall_toml
from server.invitations import Invitation
from server.sentences import say
from server.web.acting import acting
from server.web.body import Fields, is_sound, read_json
from server.web.hall_plan import plan_of
from server.web.house import House, g
from server.wording import staff

log = logging.getLogger(__name__)
routes = Blueprint("hall_design", __name__)

LONGEST_FILE = 200_000
MOST_UNSEATED = 5_000
KINDS = ("rows", "round", "desk")
MOST_LINES, MOST_ACROSS, MOST_TOGETHER = 60, 20, 60


@routes.get("/hall/edit")
def page() -> str:
    """The hall itself, to change or to make anew."""
    event = g.house.config.event
    return render_template("hall_edit.html", event=event, caller=g.caller, hall=g.house.hall)


@routes.get("/hall/file")
def file() -> Response:
    """The hall as the file that people edit."""
    answer = Response(_text(g.house) or "", mimetype="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer


@routes.get("/api/hall/design")
def document() -> Response:
    """Give the hall that holds as a design, with the sign to send back when it is changed."""
    house = g.house
    text = _text(house)
    design = read_design(FILE, text) if text else new_design("rows", 8, 2, 6, head=True)
    return jsonify(
        design=design,
        sign=sign_of(house.store.read.meta(KEY)),
        editable=text is not None,
        begun=BEGUN,
    )


@routes.post("/api/hall/drafts")
def create_draft() -> Response:
    """Draw a design, the text of a file, or a hall to begin with; nothing is kept."""
    house, fields = g.house, Fields(read_json())
    read = _reader_of(fields)
    try:
        design = read()
        hall = read_hall_toml(FILE, write_design(design))
    except InvalidError as error:
        design = fields.plain("design") if fields.given("design") else {}
        path, said = fault_of(error, design)
        return jsonify(
            design=design or None,
            plan=None,
            fault={"path": list(path), "message": said},
            doubts=[],
            unseated=[],
        )
    places = house.store.read.invitations()
    return jsonify(
        design=design,
        plan=plan_of(house, hall),
        fault=None,
        doubts=look_over(hall, house.config.event.groups, places),
        unseated=_unseated(unseated_by(hall, places)),
    )


@routes.put("/api/hall/design")
def put() -> ResponseReturnValue:
    """Keep a design as the hall; 409 tells who would lose a seat and was not named."""
    house, fields = g.house, Fields(read_json())
    new = _sound(fields.plain("design"))
    named = fields.texts("unseated", MOST_UNSEATED, 64) if "unseated" in fields else []
    try:
        lost = change_hall(
            house.store,
            house.hall,
            new,
            house.clock(),
            seen=fields.optional_text("seen", 64),
            unseated=named,
            **acting(fields),
        )
    except SeatsVanishError as error:
        return jsonify(
            error="conflict", message=error.sentence, unseated=_unseated(list(error.places))
        ), 409
    log.info("hall changed by %s: %d lost the seat", g.caller and g.caller.name, len(lost))
    return jsonify(sign=sign_of(new[0]), unseated=_unseated(lost))


def _sound(design: Mapping[str, Any]) -> tuple[str, Hall]:
    """Give the file of a design and what is read from it. Raises ConflictError: it cannot be."""
    try:
        text = write_design(design)
        hall = read_hall_toml(FILE, text)
    except InvalidError as error:
        raise ConflictError(
            say("Chưa lưu được hội trường. %(fault)s", fault=fault_of(error, design)[1])
        ) from error
    if len(text) > LONGEST_FILE or not is_sound(text):
        raise ConflictError(say("Hội trường quá lớn hoặc có ký tự không lưu được."))
    return text, hall


def _text(house: House) -> str | None:
    """Give the text of the hall in force where that can be changed part by part."""
    text = house.kept.text
    return None if text is None or is_spelt_out(text) else text


def _reader_of(fields: Fields) -> Callable[[], Mapping[str, Any]]:
    """Give what reads the design that was sent, in whichever form."""
    if sum(fields.given(key) for key in ("text", "new", "design")) != 1:
        fields.refuse("design", say("phải đứng một mình, hoặc chỉ có «text», hoặc chỉ có «new»"))
    if fields.given("text"):
        return partial(read_design, FILE, fields.text("text", LONGEST_FILE))
    if fields.given("new"):
        return _begun(fields.object("new"))
    return partial(dict, fields.plain("design"))


def _begun(fields: Fields) -> Callable[[], Mapping[str, Any]]:
    kind = fields.text("kind", 10)
    if kind not in KINDS:
        fields.refuse("kind", say("phải là một trong: %(words)s", words=", ".join(KINDS)))
    lines = fields.whole("lines", 1, MOST_LINES)
    across = fields.whole("across", 1, MOST_ACROSS)
    seats = fields.whole("seats", 1, MOST_TOGETHER)
    head = fields.flag("head", default=True)
    return partial(new_design, cast("Kind", kind), lines, across, seats, head=head)


def _unseated(places: list[Invitation]) -> list[dict[str, Any]]:
    return [
        {"invitation": place.id, "who": staff.coming_words(place), "seat": place.seat}
        for place in places
    ]

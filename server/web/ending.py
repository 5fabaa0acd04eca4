"""The end of the event: reception closed or opened again, then what is personal deleted."""

from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from server import desk
from server.admission import Record
from server.errors import ConflictError
from server.names import clean
from server.papers.certificates import erasure_certificate
from server.sentences import say
from server.show import utc
from server.web.acting import acting
from server.web.backups import keeper
from server.web.body import Fields, read_json
from server.web.drawing import file, told
from server.web.house import House, g

routes = Blueprint("ending", __name__)

LONGEST_SHORT = 300


@routes.put("/api/reception")
def put() -> Response:
    """End the reception, or open it again."""
    house, fields = g.house, Fields(read_json())
    if "closed" not in fields:
        fields.refuse("closed", say("phải là true hoặc false"))
    closed, by = fields.flag("closed", default=True), acting(fields)
    desk.close_event(house.store, house.clock(), closed=closed, by=by)
    return jsonify(closed=house.store.read.meta("closed_at") is not None)


@routes.delete("/api/personal-data")
def delete() -> Response:
    """Delete every name, phone, note and copy, for good; the numbers stay.

    Raises ConflictError where the event's short name is not repeated, or reception is open.
    """
    house, fields = g.house, Fields(read_json())
    typed, by = clean(fields.text("short", LONGEST_SHORT)), acting(fields)
    if typed != clean(house.config.event.short):
        raise ConflictError(say("Tên ngắn gõ lại chưa đúng nên chưa xóa gì."))
    return jsonify(erased_row(keeper(house).erase(by.get("person"))))


@routes.get("/settings/bien-ban-xoa-du-lieu.pdf")
def certificate() -> Response:
    """The certificate of what was deleted last."""
    from badges.reports import print_report

    house = g.house
    record = desk.erased(house.store.read)
    if record is None:
        raise NotFound
    with told():
        pdf = print_report(erasure_certificate(record, house.config.event))
    return file(pdf, "application/pdf", "bien-ban-xoa-du-lieu.pdf")


def last_erased(house: House) -> dict[str, Any] | None:
    """What was deleted last, as JSON."""
    record = desk.erased(house.store.read)
    return erased_row(record) if record else None


def erased_row(record: Record) -> dict[str, Any]:
    """A record of what was deleted, as JSON."""
    return {
        "seq": record.seq,
        "at": utc(record.at),
        "person": record.person,
        **{key: record.detail[key] for key in ("places", "backups", "rehearsal")},
    }

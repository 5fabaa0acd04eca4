"""Copies of the event, made and listed; and whether its records are still what was written."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server.errors import ConflictError
from server.sentences import mark
from server.show import utc
from server.upkeep import Backup, Upkeep
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("backups", __name__)

MOST_SHOWN = 24
ELSEWHERE = mark("Máy này không giữ thư mục dữ liệu của sự kiện; xin làm việc này ở máy chủ.")


@routes.get("/api/backups")
def document() -> Response:
    """List the newest copies."""
    return jsonify(backups=backup_rows(g.house))


@routes.post("/api/backups")
def create() -> Response:
    """Make a copy now."""
    acting(Fields(read_json()))
    return jsonify(backup=_row(keeper(g.house).back_up()))


@routes.get("/api/check")
def check() -> Response:
    """Read the whole journal, the list and the admissions, and say whether all is as written."""
    reader = g.house.store.read
    fault, (records, head) = reader.first_fault(), reader.head()
    gaps = [{"station": s, "first": a, "last": b} for s, a, b in reader.gaps()]
    return jsonify(ok=fault is None, fault=fault, records=records, head=head, gaps=gaps)


def backup_rows(house: House) -> list[dict[str, Any]]:
    """The newest copies as JSON; none where this program does not keep the folder."""
    return [_row(backup) for backup in house.upkeep.backups()[:MOST_SHOWN]] if house.upkeep else []


def keeper(house: House) -> Upkeep:
    """What may be done with the folder. Raises ConflictError: this program does not keep it."""
    if house.upkeep is None:
        raise ConflictError(ELSEWHERE)
    return house.upkeep


def _row(backup: Backup) -> dict[str, Any]:
    return {"name": backup.name, "at": utc(backup.at), "size": backup.size}

"""Scans from the doors: one as it happens, or many that a kiosk had to keep."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.admission import Decision, Outcome, Reason, Scan
from server.desk import Answer
from server.errors import CheckinError, InvalidError
from server.invitations import Reading, read_code
from server.sentences import say
from server.show import guest_facts, show_facts, utc
from server.web.auth import Caller
from server.web.body import LARGEST_NUMBER, Fields, is_sound, read_json
from server.web.errors import SlowDown
from server.web.house import House, g
from server.web.roles import LARGEST_BODY, Role
from server.web.stations import note_seen

routes = Blueprint("scans", __name__)

MOST_IN_A_BATCH = 500
LONGEST_PARKED_ITEM = 2_000
# A door's clock may be wrong by half a century (1970) and is corrected all the same.
LARGEST_OFFSET_MS = 100 * 366 * 24 * 3_600_000
OF_OUR_SHAPE = frozenset({Reading.INVITATION, Reading.OTHER_EVENT})


@dataclass(frozen=True, slots=True)
class Item:
    """A scan as it was sent, with what the door decided, if it had to decide alone."""

    scan: Scan
    door: Decision | None


@routes.post("/api/scans")
def create() -> Response:
    """Decide a scan that has just happened."""
    house, station = g.house, _station()
    item = read_item(Fields(read_json()), house, station.name)
    _hold_back_flood(house, item.scan)
    answer = _take(house, station, item)
    note_seen(house, station)
    return jsonify(answer)


@routes.post("/api/scans/batch")
def create_batch() -> Response:
    """Take in what a kiosk delivers; an item that makes no sense is set aside."""
    scans = read_json().get("scans")
    if not isinstance(scans, list) or len(scans) > MOST_IN_A_BATCH:
        raise InvalidError(
            say(
                "Trường «scans» phải là danh sách, nhiều nhất %(most)s lượt.",
                most=MOST_IN_A_BATCH,
            )
        )
    results = _take_each(g.house, _station(), scans)
    note_seen(g.house, _station())
    return jsonify(results=results)


def read_item(fields: Fields, house: House, station: str) -> Item:
    """Read one scan. Raises InvalidError, in one sentence, for what is no scan."""
    zone = house.config.event.timezone
    scanned_at = fields.moment("scanned_at", zone)
    offset = fields.optional_whole("offset_ms", -LARGEST_OFFSET_MS, LARGEST_OFFSET_MS) or 0
    fields.optional_whole("monotonic_ms", 0, LARGEST_NUMBER)
    if "last_seen_server_time" in fields:
        fields.moment("last_seen_server_time", zone)
    told = {
        "scanned_at": scanned_at,
        "at": scanned_at + timedelta(milliseconds=offset),
        "boot_id": fields.optional_text("boot_id", 64),
        "station_seq": fields.optional_whole("station_seq", 1, LARGEST_NUMBER),
    }
    return Item(_read_scan(fields, house, station, told), _read_door(fields))


def _read_scan(fields: Fields, house: House, station: str, told: dict[str, Any]) -> Scan:
    """The text itself, its hash, or, where the text was not ours, what it looked like."""
    scan_id = fields.uuid("scan_id")
    text = fields.optional_text("code", LARGEST_BODY)
    code_hash = fields.optional_text("code_hash", 64, r"[0-9A-Fa-f]{64}")
    mark = fields.optional_text("mark", 4, r"[0-9a-f]{4}")
    reading = _read_reading(fields)
    if text is not None:
        read = read_code(text, house.event_id, house.config.server.public_host)
        return Scan.of_text(text, read, scan_id, station, **told)
    if code_hash is None and (reading is None or reading in OF_OUR_SHAPE):
        fields.refuse("code", say("còn thiếu"))
    if code_hash and reading and reading not in OF_OUR_SHAPE:
        fields.refuse("reading", say("không đi cùng code_hash được"))
    kept = code_hash and code_hash.lower()
    return Scan(scan_id, station, reading or Reading.INVITATION, kept, mark=mark, **told)


def _read_reading(fields: Fields) -> Reading | None:
    word = fields.optional_text("reading", 40)
    if word is not None and word not in set(Reading):
        fields.refuse("reading", say("không phải một kiểu đọc đã biết"))
    return Reading(word) if word else None


def _read_door(fields: Fields) -> Decision | None:
    if "door_outcome" not in fields:
        return None
    door = fields.object("door_outcome")
    verdict, reason = door.text("verdict", 20), door.optional_text("reason", 40)
    if verdict not in set(Outcome):
        door.refuse("verdict", say("phải là admitted hoặc refused"))
    if reason is not None and reason not in set(Reason):
        door.refuse("reason", say("không phải một lý do đã biết"))
    if (verdict == Outcome.ADMITTED) != (reason is None):
        door.refuse("reason", say("chỉ có khi bị từ chối, và khi đó phải có"))
    return Decision(Outcome(verdict), Reason(reason) if reason else None)


def _station() -> Caller:
    assert g.caller is not None  # the table of routes has seen to it
    return g.caller


def _hold_back_flood(house: House, scan: Scan) -> None:
    """Past the limit a code must be on the list to be recorded at all."""
    wait = house.flood.wait(scan.station)
    if wait and (scan.code_hash is None or house.store.read.code(scan.code_hash) is None):
        raise SlowDown(wait)


def _take(house: House, station: Caller, item: Item) -> dict[str, Any]:
    answer = desk.receive(house.store, item.scan, item.door, house.doors, house.clock())
    return _count(house, station, answer)


def _count(house: House, station: Caller, answer: Answer) -> dict[str, Any]:
    house.tallies.count_scan(answer)
    if answer.decision.reason is Reason.UNKNOWN_CODE and not answer.replayed:
        house.flood.count(station.name)
    return answer_document(house, station, answer)


def answer_document(house: House, caller: Caller, answer: Answer) -> dict[str, Any]:
    """Tell what became of a scan, in the words of the contract."""
    record, first = answer.record, answer.first
    shown = answer.place if _may_see_guest(caller, answer) else None
    return {
        "scan_id": record.scan_id,
        "seq": record.seq,
        "verdict": answer.decision.outcome.value,
        "reason": answer.decision.reason.value if answer.decision.reason else None,
        "replayed": answer.replayed,
        "invitation": record.invitation,
        "guest": guest_facts(shown) if shown else None,
        "seat": shown.seat if shown else None,
        "admitted_at": utc(first.at) if first else None,
        "station": first.station if first else None,
        "conflict": answer.conflict,
        "show": show_facts(shown, house.config.event.groups, house.hall) if shown else None,
    }


def _may_see_guest(caller: Caller, answer: Answer) -> bool:
    """A kiosk stands in public: it names nobody whom it does not let in."""
    inside = answer.decision.admitted or answer.decision.reason is Reason.ALREADY_ADMITTED
    return inside or caller.role is not Role.KIOSK


def _take_each(house: House, station: Caller, scans: list[object]) -> list[dict[str, Any]]:
    """Answer each item. The disk's failure is the whole batch's; a wrong item is its own."""
    read = [_read_or_refuse(house, station, scan, i) for i, scan in enumerate(scans)]
    items = [(item.scan, item.door) for item in read if isinstance(item, Item)]
    taken = iter(desk.receive_each(house.store, items, house.doors, house.clock()))
    outcomes = [item if isinstance(item, CheckinError) else next(taken) for item in read]
    return [
        _park(house, station, scan, outcome)
        if isinstance(outcome, CheckinError)
        else _count(house, station, outcome)
        for scan, outcome in zip(scans, outcomes, strict=True)
    ]


def _read_or_refuse(
    house: House, station: Caller, scan: object, number: int
) -> Item | CheckinError:
    where = f"scans[{number}]."
    if not isinstance(scan, dict):
        return InvalidError(say("Mục %(where)s phải là một đối tượng JSON.", where=where[:-1]))
    try:
        return read_item(Fields(scan, where), house, station.name)
    except InvalidError as error:
        return error


def _park(house: House, station: Caller, scan: object, error: CheckinError) -> dict[str, Any]:
    """Set an item aside where the organiser sees it, without the code that was in it."""
    fields = scan if isinstance(scan, dict) else {}
    told = fields.get("scan_id")
    scan_id = told[:64] if isinstance(told, str) and is_sound(told) else None
    kept = json.dumps({k: v for k, v in fields.items() if k != "code"})[:LONGEST_PARKED_ITEM]
    desk.park(house.store, station.name, scan_id, kept, str(error), house.clock())
    return {"scan_id": scan_id, "error": error.code, "message": error.sentence}

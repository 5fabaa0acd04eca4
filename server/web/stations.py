"""The doors' health: each machine tells it every few seconds, the board asks for all of it.

Kept in memory only: it is true for some seconds, and a server that starts anew is told again.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify

from server.errors import UnavailableError
from server.show import utc
from server.stationhealth import SILENT_AFTER, Battery, Health, troubles
from server.web.body import LARGEST_NUMBER, Fields, read_json
from server.web.house import House, g

if TYPE_CHECKING:
    from server.storage.access import Station
    from server.storage.sqlite import Reader
    from server.web.auth import Caller

routes = Blueprint("stations", __name__)

SEEN_EVERY = timedelta(minutes=1)
LONGEST_TROUBLE = 300
LARGEST_SKEW_MS = 10**13
LONGEST_BOOT = 64


@dataclass(slots=True)
class _Run:
    """One run of the program on one machine: when it was heard first, and last."""

    since: datetime
    until: datetime


class Pulses:
    """What each station told last. Safe to share between threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._last: dict[str, Health] = {}
        self._runs: dict[str, dict[str, _Run]] = {}
        self._kept: dict[str, datetime] = {}

    def note(self, station: str, health: Health, boot_id: str | None = None) -> bool:
        """Keep what a station tells now; True: this machine must be paired anew.

        Of two machines with one key, as a copied folder makes them, that is the one heard of
        later. A program that was started anew leaves nobody behind who goes on telling.
        """
        with self._turn:
            runs = self._runs.setdefault(station, {})
            for boot in [b for b, run in runs.items() if health.at - run.until > SILENT_AFTER]:
                del runs[boot]
            if boot_id is None:
                self._last[station] = health
                return False
            mine = runs.setdefault(boot_id, _Run(health.at, health.at))
            mine.until = health.at
            others = [run for run in runs.values() if run is not mine]
            is_later = any(run.since <= mine.since < run.until for run in others)
            shared = is_later or any(mine.since <= run.since for run in others)
            self._last[station] = replace(health, shared=shared)
            return is_later

    def is_to_be_kept(self, station: str, now: datetime) -> bool:
        """Whether it is time again to keep on disk that this station was heard."""
        with self._turn:
            kept = self._kept.get(station)
            if kept is not None and now - kept <= SEEN_EVERY:
                return False
            self._kept[station] = now
            return True

    def of(self, station: str) -> Health | None:
        """What it told last; None: nothing since this server runs."""
        with self._turn:
            return self._last.get(station)


def note_seen(house: House, station: "Caller") -> None:
    """Remember that a station was heard, once a minute: a scan pays for it at most that often."""
    now = house.clock()
    if house.pulses.is_to_be_kept(station.name, now):
        with suppress(UnavailableError):
            house.store.write(lambda tx: tx.see_station(station.name, now))


@routes.post("/api/stations/health")
def create_health() -> Response:
    """Hear from a machine how it is."""
    house, station = g.house, g.caller
    assert station is not None
    note_seen(house, station)
    fields = Fields(read_json())
    boot_id = fields.optional_text("boot_id", LONGEST_BOOT)
    health, reader = _read(fields, house.clock()), house.store.read
    changed = "held" in fields and not _holds(reader, fields.object("held"))
    pair_again = house.pulses.note(station.name, replace(health, history_changed=changed), boot_id)
    seq, head = reader.head()
    return jsonify(
        server_time=utc(house.clock()),
        pair_again=pair_again,
        history_changed=changed,
        chain={"incarnation": reader.incarnation, "seq": seq, "hash": head},
    )


@routes.get("/api/stations/health")
def health() -> Response:
    """Tell how every door is."""
    house = g.house
    stations = [one for one in house.store.read.stations() if one.revoked_at is None]
    return jsonify(stations=[_document(house, station) for station in stations])


def _holds(reader: "Reader", held: Fields) -> bool:
    """Whether our journal still says what this machine has seen in it, if it was this one.

    Whoever edits history on our disk, every later hash with it, cannot edit what lies there.
    """
    incarnation = held.text("incarnation", LONGEST_BOOT)
    seq, digest = held.whole("seq", 0, LARGEST_NUMBER), held.text("hash", 64)
    return incarnation != reader.incarnation or seq == 0 or reader.hash_of(seq) == digest


def _read(fields: Fields, now: datetime) -> Health:
    battery = fields.object("battery") if "battery" in fields else None
    ahead_ms = fields.optional_whole("clock_ahead_ms", -LARGEST_SKEW_MS, LARGEST_SKEW_MS)
    return Health(
        at=now,
        waiting=fields.whole("waiting", 0, LARGEST_NUMBER),
        scanners=fields.whole("scanners", 0, 99),
        scanner_trouble=fields.optional_text("scanner_trouble", LONGEST_TROUBLE),
        camera=fields.flag("camera", False) if "camera" in fields else None,
        disk_ok=fields.flag("disk_ok", True),
        battery=Battery(battery.whole("percent", 0, 100), battery.flag("plugged", False))
        if battery
        else None,
        ahead_s=None if ahead_ms is None else ahead_ms / 1000,
    )


def _document(house: House, station: "Station") -> dict[str, Any]:
    told = house.pulses.of(station.name)
    heard = told.at if told else station.seen_at
    return {
        "name": station.name,
        "role": station.role,
        "heard_at": heard and utc(heard),
        "troubles": [one.value for one in troubles(told, heard, house.clock())],
        "machine": told and _machine(told),
    }


def _machine(told: Health) -> dict[str, Any]:
    return {
        "waiting": told.waiting,
        "scanners": told.scanners,
        "scanner_trouble": told.scanner_trouble,
        "camera": told.camera,
        "disk_ok": told.disk_ok,
        "battery": told.battery
        and {"percent": round(told.battery.percent), "plugged": told.battery.plugged},
        "clock_ahead_s": told.ahead_s,
    }

"""Whether a door is well: what its machine tells of itself, and what about it needs a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A machine reports every few seconds; three that are missing are no accident.
SILENT_AFTER = timedelta(seconds=20)
LOW_BATTERY_PERCENT = 20
SKEW_S = 60.0


class Trouble(StrEnum):
    """What is wrong with a door, the worst first."""

    NEVER = "never"
    SILENT = "silent"
    HISTORY = "history"
    SHARED = "shared"
    DISK = "disk"
    SCANNER = "scanner"
    CAMERA = "camera"
    BATTERY = "battery"
    CLOCK = "clock"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Battery:
    """Percent left, and whether the charger is plugged in."""

    percent: float
    plugged: bool


@dataclass(frozen=True, slots=True)
class Health:
    """What a machine told at the moment `at`. `scanners`: how many serial ones it hears.

    `ahead_s`: how far its clock is ahead of the server's, None: it cannot tell yet.
    `camera`: None where there never was one, else whether it gives a picture. `shared`: another
    machine tells how it is with the same key. `history_changed`: it has seen another journal here.
    """

    at: datetime
    waiting: int
    scanners: int
    scanner_trouble: str | None
    camera: bool | None
    disk_ok: bool
    battery: Battery | None
    ahead_s: float | None
    shared: bool = False
    history_changed: bool = False


def troubles(health: Health | None, heard_at: datetime | None, now: datetime) -> list[Trouble]:
    """Say what needs a person at a door last heard at `heard_at`, the worst first."""
    if heard_at is None:
        return [Trouble.NEVER]
    found = [] if now - heard_at <= SILENT_AFTER else [Trouble.SILENT]
    return found + list(_of_machine(health)) if health else found


def _of_machine(health: Health) -> Iterator[Trouble]:
    battery = health.battery
    if health.history_changed:
        yield Trouble.HISTORY
    if health.shared:
        yield Trouble.SHARED
    if not health.disk_ok:
        yield Trouble.DISK
    if health.scanner_trouble:
        yield Trouble.SCANNER
    if health.camera is False:
        yield Trouble.CAMERA
    if battery and not battery.plugged and battery.percent < LOW_BATTERY_PERCENT:
        yield Trouble.BATTERY
    if health.ahead_s is not None and abs(health.ahead_s) > SKEW_S:
        yield Trouble.CLOCK
    if health.waiting:
        yield Trouble.WAITING

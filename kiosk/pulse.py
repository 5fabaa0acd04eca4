"""How this machine is, told to the server every few seconds for the organisers' board."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.link import Link, Rejected
from kiosk.selftest import read_battery

EVERY_S = 5.0
LONGEST_TROUBLE = 300


class Pulse:
    """Tells `read()` over `link`, at most every EVERY_S."""

    def __init__(self, link: Link, read: Callable[[], dict[str, Any]]) -> None:
        self._link = link
        self._read = read
        self._told_at = -EVERY_S

    def beat(self) -> None:
        """Tell it if it is time. Raises Unreachable; an older server that will not hear is left."""
        if time.monotonic() - self._told_at < EVERY_S:
            return
        self._told_at = time.monotonic()
        battery = read_battery()
        told = self._read() | {
            "battery": battery
            and {"percent": min(max(round(battery[0]), 0), 100), "plugged": battery[1]}
        }
        with suppress(Rejected):
            self._link.bring("POST", "/api/stations/health", told)

"""How this machine is, told to the server every few seconds for the organisers' board."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.link import Link, Rejected
from kiosk.selftest import read_battery
from server.sentences import mark

EVERY_S = 5.0
LONGEST_TROUBLE = 300

PAIR_AGAIN = mark(
    "Máy này dùng chung khóa kết nối với một máy khác, như khi chép nguyên thư mục của quầy. Vẫn đón "
    "tiếp bình thường; khi vãn khách, người phụ trách tạo khóa riêng bằng «dontiep station add» rồi "
    "chạy lại máy này với thư mục --data mới và khóa ấy."
)


class Pulse:
    """Tells `read()` over `link`, at most every EVERY_S, as this run of the program (`boot_id`).

    `pair_again`: another machine stands at this door's place with the same key, and was first.
    """

    def __init__(self, link: Link, read: Callable[[], dict[str, Any]], boot_id: str) -> None:
        self._link = link
        self._read = read
        self._boot_id = boot_id
        self._told_at = -EVERY_S
        self.pair_again = False

    def beat(self) -> None:
        """Tell it if it is time. Raises Unreachable; an older server that will not hear is left."""
        if time.monotonic() - self._told_at < EVERY_S:
            return
        self._told_at = time.monotonic()
        battery = read_battery()
        told = self._read() | {
            "boot_id": self._boot_id,
            "battery": battery
            and {"percent": min(max(round(battery[0]), 0), 100), "plugged": battery[1]},
        }
        with suppress(Rejected):
            reply = self._link.bring("POST", "/api/stations/health", told)
            self.pair_again = reply.body.get("pair_again") is True

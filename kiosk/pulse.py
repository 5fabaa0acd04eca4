"""How this machine is, told to the server every few seconds for the organisers' board."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.journal import Journal
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


HISTORY_CHANGED = mark(
    "Nhật ký ở máy chủ không còn như máy này đã thấy: dòng cũ đã bị sửa hoặc xóa, hoặc tệp dữ liệu "
    "cũ đã được chép đè. Vẫn đón tiếp bình thường; báo người phụ trách, giữ nguyên máy này để đối chiếu."
)


class Pulse:
    """Tells `read()` over `link`, at most every EVERY_S, as this run of the program.

    `pair_again`: another machine stands at this door's place with the same key, and was first.
    `history_changed`: the server's journal no longer says what it said to this machine, which
    keeps the head of the chain in its own journal.
    """

    def __init__(self, link: Link, read: Callable[[], dict[str, Any]], journal: Journal) -> None:
        self._link = link
        self._read = read
        self._journal = journal
        self._told_at = -EVERY_S
        self.pair_again = False
        self.history_changed = False

    @property
    def trouble(self) -> str | None:
        """What a person must know, in one sentence."""
        if self.history_changed:
            return str(HISTORY_CHANGED)
        return str(PAIR_AGAIN) if self.pair_again else None

    def beat(self) -> None:
        """Tell it if it is time. Raises Unreachable, UnavailableError.

        An older server that will not hear is left.
        """
        if time.monotonic() - self._told_at < EVERY_S:
            return
        self._told_at = time.monotonic()
        battery, held = read_battery(), self._journal.head
        told = self._read() | {
            "boot_id": self._journal.boot_id,
            "held": held,
            "battery": battery
            and {"percent": min(max(round(battery[0]), 0), 100), "plugged": battery[1]},
        }
        with suppress(Rejected):
            reply = self._link.bring("POST", "/api/stations/health", told)
            self.pair_again = reply.body.get("pair_again") is True
            self.history_changed = reply.body.get("history_changed") is True
            head = reply.body.get("chain")
            # What was rewritten is not taken in its place: the old one is the evidence.
            if isinstance(head, dict) and head != held and not self.history_changed:
                self._journal.hold_head(head)

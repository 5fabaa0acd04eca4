"""HTTP to the server: one hard deadline, one breaker, and two ways to fail.

`Unreachable` means "decide alone and try again later", `Rejected` means "never again".
Guests' scans, the clerk's work and that in the background have a connection each, so that
a long delivery never stands before anybody.
"""

import json
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from kiosk.breaker import Breaker
from kiosk.clock import DoorClock
from kiosk.line import Address, Answer, Line, Unreachable

__all__ = ["Address", "Link", "OddReply", "Rejected", "Reply", "Unreachable"]

DELIVERY_S = 5.0
# The clerk waits this long for the server once; then her own copy answers.
CLERK_S = 1.0
LONGEST_PAUSE_S = 30.0
# How long without a word from the server before the staff see the amber dot.
OUT_OF_SIGHT_S = 3.0


class OddReply(Unreachable):
    """Somebody answered, but neither yes nor no: a fault over there, or something in between."""


class Rejected(Exception):  # noqa: N818
    """The server understood and refuses. Never try this again."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, and when by the monotonic clock, in seconds."""

    body: dict[str, Any]
    server_time: datetime | None
    sent: float
    received: float


class Link:
    """The way to the server. Safe to share between threads.

    One scan at a time, one request of the clerk's, and one in the background. `trouble` says in a
    sentence why the last request failed, None if it did not.
    """

    def __init__(self, address: Address, deadline_ms: int, clock: DoorClock) -> None:
        """`clock` learns the server's time from every reply."""
        self._address = address
        self.deadline_ms = deadline_ms
        self._deadline = deadline_ms / 1000
        self._clock = clock
        self._lines = {name: Line(address) for name in ("scan", "clerk", "background")}
        self._clerks_turn = threading.Lock()
        self._hold_until = 0.0
        self._heard_at: float | None = None
        self.trouble: str | None = None
        self.breaker = Breaker()

    @property
    def in_sight(self) -> bool:
        """Whether the server was heard from a moment ago."""
        heard = self._heard_at
        return heard is not None and time.monotonic() - heard <= OUT_OF_SIGHT_S

    def send(self, scan: dict[str, Any]) -> Reply:
        """Ask about one scan, within the deadline. Raises Unreachable or Rejected."""
        self._heed_pause()
        if not self.breaker.closed:
            raise Unreachable("máy chủ vừa không trả lời")
        try:
            reply = self._exchange("scan", "POST", "/api/scans", scan, self._deadline)
        except Unreachable:
            self.breaker.scan_failed()
            raise
        self.breaker.scan_answered()
        return reply

    def ask(self, method: str, target: str, body: dict[str, Any] | None) -> Reply:
        """Ask for the clerk, within her deadline. Raises Unreachable or Rejected."""
        with self._clerks_turn:
            self._heed_pause()
            if not self.breaker.closed:
                raise Unreachable("máy chủ vừa không trả lời")
            try:
                return self._exchange("clerk", method, target, body, CLERK_S)
            except Unreachable:
                self.breaker.scan_failed()
                raise

    def bring(self, method: str, path: str, body: dict[str, Any]) -> Reply:
        """Hand over what a clerk did earlier on. Raises Unreachable or Rejected."""
        self._heed_pause()
        return self._exchange("background", method, path, body, DELIVERY_S)

    def deliver(self, scans: list[dict[str, Any]]) -> Reply:
        """Hand over scans of earlier on. Raises Unreachable or Rejected."""
        self._heed_pause()
        body = {"scans": scans}
        return self._exchange("background", "POST", "/api/scans/batch", body, DELIVERY_S)

    def roster(self, after: int, seconds: float, hall: str | None = None) -> Reply:
        """Fetch what changed since `after`, within `seconds`. Raises Unreachable or Rejected.

        `hall` is the sign of the hall that is known here.
        It is the breaker's probe as well, which is met once the caller is `content`.
        """
        self._heed_pause()
        try:
            path = f"/api/roster?after={after}" + (f"&hall={hall}" if hall else "")
            return self._exchange("background", "GET", path, None, seconds)
        except Unreachable:
            self.breaker.probe_failed()
            raise

    def content(self, reply: Reply, *, long: bool) -> None:
        """The server that answered is the one we belong to: it may be asked about guests.

        How long a `long` reply took says nothing of the next scan.
        """
        in_time = long or reply.received - reply.sent <= self._deadline
        self.breaker.probe_answered(in_time=in_time)

    def pause(self) -> float:
        """How long the work in the background should rest, in seconds; 0: as it likes."""
        rest = 0.0 if self.breaker.closed else self.breaker.pause()
        return max(rest, self._hold_until - time.monotonic())

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.abandon()

    def _exchange(
        self, name: str, method: str, path: str, body: dict[str, Any] | None, seconds: float
    ) -> Reply:
        line = self._lines[name]
        if line.unfit:
            line = self._lines[name] = Line(self._address)
        sent = time.monotonic()
        try:
            reply = self._read(line.exchange(method, path, body, seconds), sent)
        except (Unreachable, Rejected) as error:
            if name != "clerk":  # she is told herself what the server has against it
                self.trouble = str(error)
            raise
        self.trouble = None
        self._heard_at = reply.received
        if reply.server_time:
            self._clock.measure(reply.server_time, reply.sent, reply.received)
        return reply

    def _heed_pause(self) -> None:
        pause = self._hold_until - time.monotonic()
        if pause > 0:
            raise Unreachable(f"máy chủ xin chờ {pause:.0f} s")

    def _read(self, answer: "Answer", sent: float) -> Reply:
        received = time.monotonic()
        if answer.status in (429, 503):
            self._hold_until = received + _pause(answer.retry_after)
            raise Unreachable(f"máy chủ bận ({answer.status})")
        body = _object(answer.body)
        if answer.status == 200 and body is not None:
            return Reply(body, _server_time(body, answer), sent, received)
        if 400 <= answer.status < 500 and body is not None and "error" in body:
            self._heard_at = received
            raise Rejected(str(body["error"]), str(body.get("message", "")))
        raise OddReply(f"câu trả lời lạ ({answer.status})")


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _pause(retry_after: str | None) -> float:
    seconds = (
        int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 1
    )
    return min(float(seconds), LONGEST_PAUSE_S)


def _server_time(body: dict[str, Any], answer: "Answer") -> datetime | None:
    """The server's clock: to the millisecond where the reply says so, else by its Date."""
    try:
        if said := answer.server_time or body.get("server_time"):
            moment = datetime.fromisoformat(str(said))
            return moment if moment.tzinfo else None
        # Date leaves the fraction out; half a second is the best guess.
        date = answer.date
        return parsedate_to_datetime(date) + timedelta(seconds=0.5) if date else None
    except (ValueError, TypeError):
        return None

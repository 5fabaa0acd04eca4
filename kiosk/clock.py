"""The door's clock and its distance from the server's, measured by every reply.

The distance is kept against the monotonic clock, so a wall clock that jumps in the middle
of the morning is corrected from the very next scan on.
"""

import statistics
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

# One reply that was slow on one way of two must not move the clock.
REPLIES_KEPT = 3
SLOWEST_REPLY_S = 1.0
WARN_PAST_S = 60.0


class DoorClock:
    """What this machine's clock says, and what must be added to it.

    A clock that is handed in (the demo's) is right by definition and never corrected.
    """

    def __init__(self, believed: Callable[[], datetime] | None = None) -> None:
        self._believed = believed is not None
        self.read_wall = believed or (lambda: datetime.now(UTC))
        self._bases: deque[float] = deque(maxlen=REPLIES_KEPT)
        self.last_seen: datetime | None = None

    def now(self) -> datetime:
        """The door's own time; aware."""
        return self.read_wall()

    def resume(self, last_seen: datetime | None) -> None:
        """Take the last server time of the run before: a clock that is behind it is wrong."""
        self.last_seen = last_seen
        if last_seen and not self._believed and self.now() < last_seen:
            self._bases.append(last_seen.timestamp() - time.monotonic())

    def measure(self, server_time: datetime, sent: float, received: float) -> None:
        """Learn from a reply: what the server's clock said, and when by ours (monotonic, s)."""
        self.last_seen = server_time
        if not self._believed and received - sent <= SLOWEST_REPLY_S:
            self._bases.append(server_time.timestamp() - (sent + received) / 2)

    def offset_ms(self, wall: datetime) -> int:
        """What to add to `wall`, just read from `now`, to have the server's time; 0: unknown."""
        if not self._bases:
            return 0
        truth = statistics.median(self._bases) + time.monotonic()
        return round((truth - wall.timestamp()) * 1000)

    def ahead_s(self) -> float | None:
        """How far this machine's clock is ahead of the server's, in seconds; None: unknown."""
        return -self.offset_ms(self.now()) / 1000 if self._bases else None

    def skew_s(self) -> float | None:
        """How far this machine's clock is ahead, in seconds, where that deserves a warning."""
        ahead = -self.offset_ms(self.now()) / 1000
        return round(ahead, 1) if abs(ahead) > WARN_PAST_S else None

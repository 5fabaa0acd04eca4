"""Slows down whoever guesses passwords, and nobody else.

Five failures are free. From then on each one doubles the wait, for the address, and for
the account as seen from that address. An address that has not failed at an account may
always try it once: whoever guesses from elsewhere cannot lock its owner out.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE = 5
LONGEST_WAIT = 60.0
FORGOTTEN_AFTER = 900.0
MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Attempts:
    """Failures to sign in, in memory. Times by a monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def wait(self, account: str, address: str) -> float:
        """Seconds until this address may try this account again; 0: now."""
        with self._turn:
            return max(self._wait(("", address)), self._wait((account, address)))

    def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        with self._turn:
            for key in (("", address), (account, address)):
                self._count(key)

    def succeeded(self, account: str, address: str) -> None:
        """Forget what this address got wrong."""
        with self._turn:
            self._failures.pop(("", address), None)
            self._failures.pop((account, address), None)

    def _wait(self, key: tuple[str, str]) -> float:
        seen = self._failures.get(key)
        if seen is None or seen.count < FREE:
            return 0.0
        wait = min(LONGEST_WAIT, 2.0 ** (seen.count - FREE))
        return max(0.0, seen.last + wait - self._clock())

    def _count(self, key: tuple[str, str]) -> None:
        now = self._clock()
        seen = self._failures.pop(key, None)
        if seen is None or now - seen.last > FORGOTTEN_AFTER:
            seen = _Failures(0, now)
        seen.count, seen.last = seen.count + 1, now
        self._failures[key] = seen
        while len(self._failures) > MOST_REMEMBERED:
            self._failures.popitem(last=False)

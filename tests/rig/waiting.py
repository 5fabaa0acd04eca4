"""Waiting for what another process does: bounded, and loud about what never came."""

import itertools
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
# Below those that a system gives out by itself: a server that is away for a moment comes back to
# its own. Each of pytest's workers has one in so many, and each run begins elsewhere.
PORTS = range(10_240, 32_000)
WORKERS = 8


def until(what: str, probe: Callable[[], T], seconds: float = 10, every: float = 0.02) -> T:
    """Ask `probe` until it gives something true, and give that back."""
    began = time.monotonic()
    while not (found := probe()):
        # Asked each time: the crowd may come while we wait.
        if time.monotonic() > began + seconds * crowd():
            raise TimeoutError(f"waited {seconds:g} s × {crowd():.1f} in vain for {what}")
        time.sleep(every)
    return found


def crowd() -> float:
    """How many programs share each core, at least 1: where ten do, a second is a tenth of one."""
    if not hasattr(os, "getloadavg"):
        return 1.0
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    """A loopback port that nobody has, and that nobody else is given meanwhile."""
    return next(filter(_is_free, _ports))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _walk() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    ours = PORTS[worker % WORKERS :: WORKERS]
    first = os.getpid() % len(ours)
    return itertools.cycle([*ours[first:], *ours[:first]])


_ports = _walk()

"""Waiting for what another process does: bounded, and loud about what never came."""

import os
import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


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
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

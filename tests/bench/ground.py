"""What the figures are taken on: an event with its server, and the bare program beside it."""

import contextlib
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rig.event import Event, an_event, write_guests
from tests.rig.programs import ROOT, Server, ended
from tests.rig.waiting import free_port, until


@dataclass
class Ground:
    """One event with its server, one bare program, and how many scans to take."""

    folder: Path
    event: Event
    server: Server
    bare: subprocess.Popen[bytes]
    bare_url: str
    bare_started_in: float
    scans: int

    def codes(self, many: int) -> list[str]:
        """Draw codes of the event, as guests come: most once, some again."""
        return random.choices([guest["code"] for guest in self.event.guests], k=many)


@contextlib.contextmanager
def a_ground(folder: Path, guests: int, scans: int) -> Iterator[Ground]:
    """Make the event, start both programs, and end them afterwards."""
    event = an_event(folder / "data", write_guests(folder / "guests.csv", guests))
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "tests.bench.bare", str(port), str(folder / "bare.db")]
    with ended(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)) as bare:
        url = f"http://127.0.0.1:{port}"
        until("the bare program", lambda: _answers(url), 20)
        bare_started_in = time.perf_counter() - began
        server = Server(event.data, event.config)
        try:
            yield Ground(folder, event, server.start(), bare, url, bare_started_in, scans)
        finally:
            server.stop()


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=2):
        return True
    return False

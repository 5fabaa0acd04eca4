"""Scan to board: from the moment a station sends a scan until a watching board has it."""

import json
import threading
import time
import urllib.request

from tests.bench.figures import Figures, heading
from tests.bench.ground import Ground
from tests.rig.api import Api, a_scan
from tests.rig.waiting import until


def run(ground: Ground) -> None:
    """Print how long a scan takes to reach one watching board."""
    heading("scan → board, event stream", "")
    door, seen = Api(ground.server.url, ground.event.door), {}
    threading.Thread(target=_watch, args=(ground, seen), daemon=True).start()
    door.scan(ground.codes(1)[0])
    until("the board's stream", lambda: seen, 10)
    figures = Figures("dontiep, a verdict on the board")
    for code in ground.codes(ground.scans // 10):
        scan, began = a_scan(code), time.perf_counter()
        door.post("/api/scans", scan)
        until("the board", lambda sent=scan: sent["scan_id"] in seen, 10, every=0.0005)
        figures.times.append((seen[scan["scan_id"]] - began) * 1000)
        figures.wall += time.perf_counter() - began
    figures.tell()


def _watch(ground: Ground, seen: dict[str, float]) -> None:
    """Note when each scan comes out of the stream."""
    request = urllib.request.Request(
        f"{ground.server.url}/api/board/stream",
        headers={"Authorization": f"Bearer {ground.event.viewer}", "Accept": "text/event-stream"},
    )
    with urllib.request.urlopen(request, timeout=30) as stream:
        for line in stream:
            if line.startswith(b"data:"):
                for event in _events(json.loads(line[5:])):
                    seen.setdefault(event.get("scan_id"), time.perf_counter())


def _events(document):
    """The stream carries the board's document, page by page."""
    return document.get("events", [document])

"""Scan to boards: from the moment a station sends a scan until every watching board has it."""

import re
import selectors
import socket
import threading
import time
from typing import Self
from urllib.parse import urlsplit

from tests.bench.figures import Figures, heading
from tests.bench.ground import Ground
from tests.rig.api import Api, a_scan
from tests.rig.waiting import until

BOARDS = 100
# The bound of the project: a scan stands on every board within so many milliseconds, p99.
MOST_MS = 250
SCANS_A_SECOND = 10
SCAN_ID = re.compile(rb'"scan_id":"([^"]+)"')


def run(ground: Ground, boards: int) -> None:
    """Print how long a scan takes to reach one board, and to reach each of so many."""
    heading("scan → board, event stream", "")
    for many in sorted({1, boards}):
        with Boards(ground, many) as watching:
            told = _scan(ground, watching)
        told.tell()
    bound = told.percentile(99)
    print(f"p99 with {boards} boards open: {bound:.0f} ms ({_word(bound)} {MOST_MS} ms)")


def _word(milliseconds: float) -> str:
    return "within" if milliseconds <= MOST_MS else "OVER"


def _scan(ground: Ground, watching: "Boards") -> Figures:
    """Send scans at the pace of busy doors; each board's time of each scan is one figure."""
    door = Api(ground.server.url, ground.event.door)
    sent = {}
    for code in ground.codes(min(ground.scans // 30, 100)):
        scan = a_scan(code)
        began = sent[scan["scan_id"]] = time.perf_counter()
        door.post("/api/scans", scan)
        time.sleep(max(0.0, 1 / SCANS_A_SECOND - (time.perf_counter() - began)))
    until("every board", lambda: all(sent.keys() <= seen.keys() for seen in watching.seen), 30)
    figures = Figures(f"dontiep, a verdict on {len(watching.seen)} board(s)")
    figures.times = [
        (seen[scan_id] - began) * 1000 for seen in watching.seen for scan_id, began in sent.items()
    ]
    figures.wall = len(figures.times) / SCANS_A_SECOND / len(watching.seen)
    return figures


class Boards:
    """Streams that are read as they come, on one thread. `seen`: by board, when a scan came."""

    def __init__(self, ground: Ground, many: int) -> None:
        self._address = urlsplit(ground.server.url)
        self._key = ground.event.viewer
        self.seen: list[dict[str, float]] = [{} for _ in range(many)]
        self._buffers = [b""] * many
        self._live = [False] * many
        self._selector = selectors.DefaultSelector()
        self._closing = False
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        for number in range(len(self.seen)):
            sock = socket.create_connection((self._address.hostname, self._address.port))
            sock.sendall(
                b"GET /api/board/stream HTTP/1.1\r\nHost: localhost\r\n"
                b"Authorization: Bearer %s\r\n\r\n" % self._key.encode()
            )
            sock.setblocking(False)
            self._selector.register(sock, selectors.EVENT_READ, number)
        self._thread.start()
        until("every stream", lambda: all(self._live), 60)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        self._selector.close()

    def _read(self) -> None:
        while not self._closing:
            for key, _ in self._selector.select(0.1):
                came = key.fileobj.recv(256 * 1024)
                self._note(key.data, came, time.perf_counter())

    def _note(self, number: int, came: bytes, at: float) -> None:
        """Find the scans in the messages that came whole."""
        *whole, rest = bytes(self._buffers[number] + came).split(b"\n\n")
        self._buffers[number] = rest
        for message in whole:
            self._live[number] |= b"data:" in message
            # Not as JSON: the watchers share the machine with what they watch.
            for scan_id in SCAN_ID.findall(message):
                self.seen[number].setdefault(scan_id.decode(), at)

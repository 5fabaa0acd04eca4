import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk import link
from kiosk.app import Options, open_kiosk
from kiosk.machine import Kiosk
from tests.kiosk.cable import Cable
from tests.kiosk.house import PATIENT_MS, House
from tests.kiosk.parts import Parts
from tests.rig.waiting import until


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "server")
    yield house
    house.close()


@pytest.fixture(autouse=True)
def patient_clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clerk waits for the server as long as a door does here."""
    monkeypatch.setattr(link, "CLERK_S", PATIENT_MS / 1000)


@pytest.fixture
def cable(house: House) -> Iterator[Cable]:
    cable = Cable(house.port)
    yield cable
    cable.close()


@pytest.fixture
def closed_kiosk(house: House, tmp_path: Path) -> Callable[..., Kiosk]:
    """`closed_kiosk("A")`: the kiosk at door A, to be entered with `with`; its folder stays."""
    keys: dict[str, str] = {}

    def make(name: str = "A", url: str | None = None, role: str = "kiosk", **options) -> Kiosk:
        keys[name] = keys.get(name) or house.pair(f"Cửa {name}", role)
        folder = tmp_path / f"kiosk-{name}"
        options = {"config": house.config, "key": keys[name]} | options
        return open_kiosk(Options(data=folder, server_url=url or house.url, **options))

    return make


@pytest.fixture
def kiosk(closed_kiosk: Callable[..., Kiosk]) -> Iterator[Callable[..., Kiosk]]:
    """`kiosk()`: the kiosk at door A, with its list and in sight of the server."""
    with ExitStack() as stack:

        def start(*arguments, **options) -> Kiosk:
            machine = stack.enter_context(closed_kiosk(*arguments, **options))
            until("the list", lambda: machine.ready and machine.link.breaker.closed)
            return machine

        yield start


@pytest.fixture
def parts(house: House, tmp_path: Path) -> Iterator[Callable[..., Parts]]:
    """`parts("A")`: a kiosk at door A that does nothing by itself. It has its list."""
    with ExitStack() as stack:

        def make(name: str = "A", url: str | None = None) -> Parts:
            made = Parts(tmp_path / f"parts-{name}", house, house.pair(f"Cửa {name}"), url)
            stack.callback(made.close)
            made.refresh()
            return made

        yield make


class BusyServer(ThreadingHTTPServer):
    """A guard in front of the server that turns everybody away for a while."""

    daemon_threads = True
    requests = 0
    retry_after = "1"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _TurnAway)

    @property
    def port(self) -> int:
        return self.server_port


class _TurnAway(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.requests += 1
        self.send_response(503)
        self.send_header("Retry-After", self.server.retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815  # the library's name

    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def busy_server() -> Iterator[BusyServer]:
    with BusyServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Keep SQLite from writing to a file, as a failing disk does."""
    import sqlite3

    db = sqlite3.connect(file, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        db.close()

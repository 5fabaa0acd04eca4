"""A clerk's desk that is killed at one step after another of its work. Run as a program.

`python -m tests.kiosk.dying FOLDER URL KEY` works with guests DB001, DB002, … and tells on
standard output, a JSON object a line, what the clerk was told before each death. Each life is
a fork of this process, and begins by delivering what the one before it left.
"""

import json
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from kiosk.clerk import Clerk
from kiosk.clock import DoorClock
from kiosk.courier import Courier
from kiosk.journal import Journal
from kiosk.link import Address, Link, Unreachable
from kiosk.own_desk import OwnDesk
from kiosk.roster import Roster
from kiosk.spares import Spares
from server.web import create_app
from tests.kiosk.house import CONFIG, HALL, PATIENT_MS

MOST_STEPS = 60


class Steps:
    """Counts what reaches a disk or the server, and ends the process before one of them."""

    def __init__(self) -> None:
        self.left: int | None = None
        self._connect = sqlite3.connect
        sqlite3.connect = self._open
        sys.addaudithook(self._hear)

    def _open(self, *arguments, **options) -> sqlite3.Connection:
        connection = self._connect(*arguments, **options)
        writes = False

        def see(statement: str) -> None:
            nonlocal writes
            if statement == "BEGIN IMMEDIATE" or (writes and statement == "COMMIT"):
                writes = not writes
                self._step()

        connection.set_trace_callback(see)
        return connection

    def _hear(self, event: str, _: object) -> None:
        if event == "http.client.send":
            self._step()

    def _step(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class DeskParts:
    """The desk of a kiosk in `folder` without its threads, with its whole list."""

    def __init__(self, folder: Path, url: str, key: str) -> None:
        clock = DoorClock()
        self.journal = Journal(folder)
        self.roster = Roster(folder, self.journal)
        self.link = Link(Address(url, key), PATIENT_MS, clock)
        desk = OwnDesk(self.roster, _make_app, _now)
        spares = Spares(self.roster, self.journal.acts, wanted=True)
        self.clerk = Clerk(self.journal, self.link, desk, spares, _now)
        self.courier = Courier(self.journal, self.link, self.roster.start_over)
        _insist(lambda: self.roster.refresh(self.link))
        self.clerk.replay()
        _insist(self.courier.deliver)
        _insist(lambda: self.roster.refresh(self.link))
        _insist(lambda: spares.refill(self.link))
        desk.ask("GET", "/api/board")  # made ready, as it is once a clerk has worked

    def admit(self, place: str) -> None:
        """Mark a guest present, and tell the witness once the clerk was told."""
        body = {"scan_id": str(uuid5(NAMESPACE_URL, place))}
        answer = self.clerk.ask("POST", f"/api/invitations/{place}/admission", body)
        assert answer is not None
        if answer.status == 200 and answer.document["verdict"] == "admitted":
            _tell({"told": place})

    def reissue(self, place: str) -> None:
        """Give a guest a new code, and tell the witness once the clerk was told."""
        body = {"scan_id": str(uuid5(NAMESPACE_URL, f"{place}/code"))}
        answer = self.clerk.ask("POST", f"/api/invitations/{place}/code", body)
        assert answer is not None
        if answer.status == 200:
            _tell({"given": place, "code": answer.document["code"]})


def main(folder: Path, url: str, key: str) -> None:
    """Live and die, one step later each time, until a life comes to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    for life in range(MOST_STEPS):
        if _lives(lambda life=life: _work(DeskParts(folder, url, key), life)):
            _tell({"steps": life})
            break
    _lives(lambda: _say_who_is_inside(DeskParts(folder, url, key)))


def _work(desk: DeskParts, life: int) -> None:
    """One act while the server answers, two while it does not, and their delivery."""
    steps.left = life
    first, second = f"DB{2 * life + 1:03d}", f"DB{2 * life + 2:03d}"
    desk.admit(first)
    desk.link.breaker.trip()
    desk.admit(second)
    desk.reissue(second)
    _insist(desk.courier.deliver)
    steps.left = None


def _insist(work: Callable[[], object]) -> None:
    """Try again until the server answers, as a kiosk does: on a busy machine it may be late."""
    for _ in range(20):
        with suppress(Unreachable):
            work()
            return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _say_who_is_inside(desk: DeskParts) -> None:
    waiting = desk.journal.count_waiting()
    _tell({"inside": sorted(desk.roster.store.read.admissions()), "waiting": waiting})


def _lives(work) -> bool:
    """Do the work in a process of its own; whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # told, and the process ends
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a life failed by itself")
    return os.WIFEXITED(status)


def _make_app(store):
    return create_app(CONFIG, store, clock=_now, hall=HALL)


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(document: dict[str, object]) -> None:
    os.write(1, (json.dumps(document) + "\n").encode())


if __name__ == "__main__":
    steps = Steps()
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])

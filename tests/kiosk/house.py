"""A real server in this process, with a short guest list, for the kiosk to stand before."""

import hashlib
import secrets
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from server import desk
from server.config import load_config
from server.desk.hall import heed_hall_file
from server.event import EventConfig
from server.guests import Guest, Kind
from server.hall.kept import FILE, read_hall
from server.hall_file import SAMPLE_HALL, load_hall
from server.invitations import Invitation
from server.listener import Listener
from server.storage import open_store
from server.web import create_app
from tests.rig.waiting import free_port

AS_SHIPPED = load_config(Path(__file__).parents[2] / "config.toml", {})
# Patient: what is mostly tried here is what happens, not how fast, and on a busy machine an answer
# of the server may take longer than the door waits for it.
PATIENT_MS = 5_000
CONFIG = replace(AS_SHIPPED, kiosk=replace(AS_SHIPPED.kiosk, deadline_ms=PATIENT_MS))
HALL = load_hall(None)
DOOR = "Cửa chính"


def a_place(n: int, **more) -> Invitation:
    """An invited place of a made-up guest with a name and phone that stand out in a dump."""
    fields = {
        "id": f"DB{n:03d}",
        "group": "SBN",
        "organisation": f"Sở Thử nghiệm {n}",
        "holder": Guest(f"Trần Thị Bí Mật {n}", "Bà", "Phó Giám đốc"),
        "position": n,
        "phone": f"0530{n:06d}",
        "seat": HALL.seats[n].id if n < len(HALL.seats) else None,
    }
    return Invitation(**fields | more)


UNNAMED = {"holder": None, "kind": Kind.REPRESENTATIVE, "expects": "Đại diện lãnh đạo"}


class House:
    """The server of one event: it can be stopped, started and restored while kiosks run."""

    def __init__(
        self, folder: Path, guests: int = 12, clock=None, event: EventConfig | None = None
    ):
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "event.db"
        self.config = replace(CONFIG, event=event or CONFIG.event)
        self.clock = clock or (lambda: datetime.now(UTC))
        self.hall_text = SAMPLE_HALL.read_text("utf-8")
        self.store = open_store(f"sqlite:///{self.file}")
        places = [a_place(n) for n in range(1, guests)] + [a_place(guests, **UNNAMED)]
        desk.put_list(self.store, places, self.clock())
        self.listener: Listener | None = None
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def codes(self) -> dict[str, str]:
        """The valid code of each place, by its id."""
        return {c.invitation: c.code for c in self.store.read.codes() if not c.replaced}

    def pair(self, name: str = DOOR, role: str = "kiosk") -> str:
        key = secrets.token_urlsafe(24)
        hashed = hashlib.sha256(key.encode()).hexdigest()
        assert self.store.write(lambda tx: tx.add_station(name, role, hashed, self.clock()))
        return key

    def start(self) -> None:
        hall = read_hall(FILE, self.hall_text)
        heed_hall_file(self.store, self.hall_text, hall, self.clock())
        app = create_app(
            self.config, self.store, clock=self.clock, hall=hall, hall_text=self.hall_text
        )
        self.listener = Listener(app, "127.0.0.1", self.port)
        self.port = self.listener.port
        self.listener.start()

    def stop(self) -> None:
        if self.listener:
            self.listener.stop()
        self.listener = None

    def close(self) -> None:
        self.stop()
        self.store.close()

    def back_up(self) -> Path:
        target = self.file.with_name(f"backup-{secrets.token_hex(4)}.db")
        self.store.backup(target)
        return target

    def restore(self, backup: Path) -> None:
        """Go back to a backup, as `dontiep restore` does: under a new incarnation."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copy(backup, self.file)
        self.store = open_store(f"sqlite:///{self.file}")
        self.store.write(lambda tx: tx.set_meta("incarnation", secrets.token_hex(8)))
        self.start()

    def scans(self):
        """What the doors told, by scan id."""
        return {r.scan_id: r for r in self.store.read.scans(limit=100_000) if r.kind == "scan"}

    def inside(self) -> set[str]:
        return set(self.store.read.admissions())

    def conflicts(self):
        return [r for r in self.store.read.scans(limit=100_000) if r.conflict]

"""A kiosk's parts without its threads: each step is the test's own."""

from datetime import timedelta
from pathlib import Path

from kiosk.clock import DoorClock
from kiosk.courier import Courier
from kiosk.door import Door
from kiosk.journal import Journal
from kiosk.link import Address, Link
from kiosk.roster import Roster
from server.wording import Manner
from tests.kiosk.house import CONFIG, HALL, PATIENT_MS, House

MANNER = Manner.of(CONFIG.event, HALL, repeat=timedelta(seconds=60), far=timedelta(minutes=10))


class Parts:
    """One kiosk before `house`, reached at `url`."""

    def __init__(self, folder: Path, house: House, key: str, url: str | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = DoorClock()
        self.journal = Journal(folder)
        self.roster = Roster(folder, self.journal)
        self.link = Link(Address(url or house.url, key), PATIENT_MS, self.clock)
        self.courier = Courier(self.journal, self.link)
        self.door = Door(self.journal, self.roster, self.link, self.clock, MANNER)

    @property
    def copy(self):
        return self.roster.store.read

    def refresh(self) -> bool:
        return self.roster.refresh(self.link)

    def alone(self) -> None:
        """Have the door decide by itself until the next refreshes."""
        self.link.breaker.trip()

    def close(self) -> None:
        self.link.close()
        self.roster.close()
        self.journal.close()

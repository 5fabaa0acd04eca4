"""Ten minutes of an evening on two doors, their cables cut in turn, with clerks at work on both."""

import random
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.kiosk.cable import Cable
from tests.kiosk.house import AS_SHIPPED, House
from tests.kiosk.test_clerk import Desk
from tests.rig.waiting import until

GUESTS = 61
STEP = timedelta(seconds=5)
STEPS = 120
# From which step to which a door's cable has which fault.
FAULTS = {
    "A": {"refused": (10, 45), "cut_replies": (60, 66), "deaf": (84, 88)},
    "B": {"refused": (30, 75), "pulled": (90, 94)},
}
# Whom both doors receive, and whom one clerk alone takes care of.
BOTH = [f"DB{n:03d}" for n in range(1, 21)]
OWN = {
    "A": [f"DB{n:03d}" for n in range(21, 41)],
    "B": [f"DB{n:03d}" for n in range(41, 61)],
}


class Hour:
    """The clock of all three machines, which moves when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2023, 11, 17, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hour():
    return Hour()


@pytest.fixture
def house(tmp_path, hour):
    house = House(tmp_path / "server", guests=GUESTS, clock=hour)
    # Every guest meets a cable that is cut; none is to wait longer than at a real door.
    house.config = replace(house.config, kiosk=AS_SHIPPED.kiosk)
    yield house
    house.close()


class Door(Desk):
    """One door and its clerk; `let_in` is whom it told that they are in, and did not undo."""

    def __init__(self, name, machine, house, rng, cable):
        super().__init__(machine, house)
        self.name, self.rng, self.cable = name, rng, cable
        self.codes = house.codes
        self.let_in: set[str] = set()
        self.scans: set[str] = set()

    def set_faults(self, step):
        for fault, (begins, ends) in FAULTS[self.name].items():
            setattr(self.cable, fault, begins <= step < ends)

    def work(self, step):
        """What happens at this door in these five seconds."""
        both, own = self.rng.choice(BOTH), self.rng.choice(OWN[self.name])
        self.rng.choice(
            [
                lambda: self._scan(both),
                lambda: self._scan(own),
                lambda: self._admit(both),
                lambda: self._admit(own),
                lambda: self._undo(own),
                lambda: self._stand_in(own, step),
                lambda: self.act("PUT", f"/api/invitations/{own}/documents"),
                lambda: self._walk_in(step),
            ]
        )()

    def _scan(self, guest):
        answer = self.machine.door.scan(self.codes[guest])
        assert answer["durable"]
        self.scans.add(answer["scan_id"])
        if answer["verdict"] == "admitted":
            self.let_in.add(guest)

    def _admit(self, guest):
        if self.act("POST", f"/api/invitations/{guest}/admission")["verdict"] == "admitted":
            self.let_in.add(guest)

    def _undo(self, guest):
        if guest in self.let_in:
            self.act("DELETE", f"/api/invitations/{guest}/admission", reason="Bấm nhầm")
            self.let_in.remove(guest)

    def _stand_in(self, guest, step):
        name = f"Lương Thị Thay {self.name}{step}"
        self.act("PUT", f"/api/invitations/{guest}/substitute", name=name, seat="keep")

    def _walk_in(self, step):
        name = f"Hoàng Văn Khách {self.name}{step}"
        told = self.act("POST", "/api/walk-ins", name=name, organisation="Sở Khách")
        self.let_in.add(told["invitation"])


def test_after_an_evening_of_outages_all_three_say_the_same_and_nobody_is_lost(house, kiosk, hour):
    rng = random.Random(20231117)
    with closing(Cable(house.port)) as one, closing(Cable(house.port)) as two:
        doors = [
            Door(name, kiosk(name, cable.url, role="reception", now=hour), house, rng, cable)
            for name, cable in (("A", one), ("B", two))
        ]
        for door in doors:
            until("the whole list", lambda door=door: door.machine.desk.ready)
        for step in range(STEPS):
            hour.at += STEP
            for door in doors:
                door.set_faults(step)
                door.work(step)
        for cable in (one, two):
            cable.mend()
        for door in doors:
            until("the delivery", lambda door=door: door.machine.waiting == 0, 20)
        for door in doors:
            until("one truth", lambda door=door: _agree(door, house), 20)

    _assert_nothing_lost_nothing_twice(house, doors)


def _agree(door, house):
    ours, theirs = door.machine.roster.store.read, house.store.read
    here = {place.id: place for place in ours.invitations()}
    there = {place.id: place for place in theirs.invitations()}
    return here == there and ours.admissions().keys() == theirs.admissions().keys()


def _assert_nothing_lost_nothing_twice(house, doors):
    first, second = doors
    assert first.scans | second.scans <= set(house.scans())
    assert house.inside() == first.let_in | second.let_in
    standing = defaultdict(int)
    for record in house.store.read.scans(limit=100_000):
        if record.effect:
            standing[record.invitation] += 1 if record.effect == "admit" else -1
    assert {guest for guest, times in standing.items() if times} == house.inside()
    assert set(standing.values()) <= {0, 1}

    # Whoever was let in by both is on a card: of the scans, or of a clerk's act that came late.
    twice = first.let_in & second.let_in
    told = {record.invitation for record in house.conflicts()}
    told |= {record.invitation for record in first.records("notice")}
    assert twice, "the doors were never apart"
    assert twice <= told
    assert list(house.store.read.gaps()) == []
    assert house.store.read.first_fault() is None

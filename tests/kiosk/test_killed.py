"""`kill -9` of a kiosk between any two steps of a scan, again and again."""

import json
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress

import pytest

from tests.kiosk.house import House
from tests.rig.programs import ROOT, HeadlessKiosk
from tests.rig.waiting import crowd, until

DEATHS = 6


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path / "server", guests=800)
    yield house
    house.close()


def test_a_kiosk_that_is_killed_again_and_again_loses_nobody(house, tmp_path):
    rng = random.Random(20231120)
    key, codes = house.pair(), house.codes
    guests = [f"DB{n:03d}" for n in range(1, 800)]
    welcomed: dict[str, str] = {}
    for death in range(DEATHS):
        machine = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
        if death % 3 == 1:
            house.stop()
        answered = _receive(machine, guests, codes, welcomed, rng.uniform(0, 0.2))
        if death % 3 == 1:
            house.start()
        guests = guests[answered:]
        assert guests, "the deaths came too late"

    last = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
    assert last.finish() == 0

    scans = house.scans()
    assert set(welcomed) <= set(scans)
    assert {scans[scan_id].invitation for scan_id in welcomed} == set(welcomed.values())
    assert set(welcomed.values()) <= house.inside()
    assert house.conflicts() == []
    assert list(house.store.read.gaps()) == []
    assert house.store.read.first_fault() is None
    # Whoever is inside without having read it was shown at the door when the machine died.
    assert len(house.inside() - set(welcomed.values())) <= DEATHS


def _receive(machine, guests, codes, welcomed, lifetime):
    """Show code after code until the machine is killed in the middle of one; how many it answered."""
    answered, killer = 0, threading.Timer(lifetime, machine.process.kill)
    for guest in guests:
        with suppress(BrokenPipeError):
            machine.feed([codes[guest]])
        answer = machine.answer_or_end()
        if answer is None:
            break
        assert answer["durable"]
        if answer["verdict"] == "admitted":
            welcomed[answer["scan_id"]] = guest
        else:  # the guest who was at the door when the machine died, and shows the code again
            assert answer["reason"] == "already_admitted"
            assert answered == 0
        answered += 1
        if answered == 1:
            killer.start()
    killer.join()
    return answered


def test_a_desk_killed_between_every_two_steps_of_an_act_loses_none_and_does_none_twice(
    house, tmp_path
):
    key, folder = house.pair(role="reception"), tmp_path / "desk"
    command = [sys.executable, "-m", "tests.kiosk.dying", str(folder), house.url, key]
    died = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert died.returncode == 0, died.stderr[-2000:]
    said = [json.loads(line) for line in died.stdout.splitlines()]
    told = {line["told"] for line in said if "told" in line}
    [steps] = [line["steps"] for line in said if "steps" in line]
    last = said[-1]

    with closing(sqlite3.connect(folder / "journal.db")) as db:
        acts = [
            (path.split("/")[3:], body) for path, body in db.execute("SELECT path, body FROM acts")
        ]
    on_disk = {place for (place, what), _ in acts if what == "admission"}
    # Append, ask, settle, follow; twice append, decide; bring, settle: each with its two sides.
    assert steps >= 24
    assert told <= on_disk == house.inside() == set(last["inside"])
    given = {line["given"]: line["code"] for line in said if "given" in line}
    new = {p: json.loads(body)["spare"]["code"] for (p, what), body in acts if what == "code"}
    assert given.items() <= new.items() <= house.codes.items()
    assert len(set(new.values())) == len(new) > 10
    assert last["waiting"] == 0
    admitted = [r.invitation for r in house.store.read.scans(limit=10_000) if r.effect == "admit"]
    assert len(admitted) == len(set(admitted))
    assert house.conflicts() == []
    assert house.store.read.first_fault() is None


def test_a_kiosk_started_while_another_holds_the_folder_ends_in_one_sentence(house, tmp_path):
    key = house.pair()
    first = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
    first.scan(house.codes["DB001"])
    second = HeadlessKiosk(tmp_path / "kiosk", house.url, key)

    assert second.process.wait(20 * crowd()) == 1
    assert "đang dùng thư mục" in second.last_words()
    assert "Traceback" not in second.last_words()
    first.process.terminate()
    assert first.process.wait(10 * crowd()) == 0


def test_a_kiosk_that_is_told_to_end_while_it_waits_for_a_list_ends(house, tmp_path):
    key = house.pair()
    house.stop()
    machine = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
    until("a word", lambda: "đang chờ" in machine.last_words(), 20)
    machine.process.terminate()

    assert machine.process.wait(10 * crowd()) == 0
    assert machine.rest() == []

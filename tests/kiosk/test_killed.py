"""`kill -9` of a kiosk between any two steps of a scan, again and again."""

import random
import time

import pytest

from tests.kiosk.house import House
from tests.rig.programs import HeadlessKiosk
from tests.rig.waiting import until

DEATHS = 6


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path / "server", guests=200)
    yield house
    house.close()


def test_a_kiosk_that_is_killed_again_and_again_loses_nobody(house, tmp_path):
    rng = random.Random(20231120)
    key, codes = house.pair(), house.codes
    guests = [f"DB{n:03d}" for n in range(1, 200)]
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
    """Show code after code and kill the machine in the middle of one; how many were answered."""
    answered = 0
    answer = machine.scan(codes[guests[0]])
    dies_at = time.monotonic() + lifetime
    while True:
        assert answer["durable"]
        if answer["verdict"] == "admitted":
            welcomed[answer["scan_id"]] = guests[answered]
        else:  # the guest who was at the door when the machine died, and shows the code again
            assert answer["reason"] == "already_admitted"
            assert answered == 0
        answered += 1
        machine.feed([codes[guests[answered]]])
        rest = dies_at - time.monotonic()
        try:
            answer = machine.answer(max(rest, 0.001))
        except TimeoutError:
            machine.kill()
            return answered + _last_answer(machine, guests[answered], welcomed)


def _last_answer(machine, guest, welcomed):
    """What it managed to say before it died."""
    said = machine.rest()
    for answer in said:
        assert answer["verdict"] == "admitted"
        welcomed[answer["scan_id"]] = guest
    return len(said)


def test_a_kiosk_started_while_another_holds_the_folder_ends_in_one_sentence(house, tmp_path):
    key = house.pair()
    first = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
    first.scan(house.codes["DB001"])
    second = HeadlessKiosk(tmp_path / "kiosk", house.url, key)

    assert second.process.wait(20) == 1
    assert "đang dùng thư mục" in second.last_words()
    assert "Traceback" not in second.last_words()
    first.process.terminate()
    assert first.process.wait(10) == 0


def test_a_kiosk_that_is_told_to_end_while_it_waits_for_a_list_ends(house, tmp_path):
    key = house.pair()
    house.stop()
    machine = HeadlessKiosk(tmp_path / "kiosk", house.url, key)
    until("a word", lambda: "đang chờ" in machine.last_words(), 20)
    machine.process.terminate()

    assert machine.process.wait(10) == 0
    assert machine.rest() == []

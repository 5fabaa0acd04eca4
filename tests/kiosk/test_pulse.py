"""A kiosk tells the server how it is, without anybody's doing."""

import json
import shutil
import threading
import urllib.request
from contextlib import ExitStack

import pytest

from kiosk import pulse
from kiosk.app import serve_page
from kiosk.pulse import HISTORY_CHANGED, PAIR_AGAIN
from server.spares import STOCK
from tests.kiosk.test_spares import WITH_FACE
from tests.rig.insider import rewrite
from tests.rig.waiting import until


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """A test does not wait for the usual seconds."""
    monkeypatch.setattr(pulse, "EVERY_S", 0.1)


def told(house, desk_key):
    """What the board is told of door A."""
    request = urllib.request.Request(
        f"{house.url}/api/stations/health", headers={"Authorization": f"Bearer {desk_key}"}
    )
    with urllib.request.urlopen(request) as answer:
        stations = json.load(answer)["stations"]
    return next(one for one in stations if one["name"] == "Cửa A")


def test_the_board_hears_of_a_kiosk_and_of_its_camera(house, kiosk):
    machine, desk_key = kiosk(), house.pair("Bàn 1", "reception")
    health = until("the pulse", lambda: told(house, desk_key)["machine"])
    assert (health["waiting"], health["disk_ok"], health["camera"]) == (0, True, None)
    assert abs(health["clock_ahead_s"]) < 60

    with serve_page(machine, threading.Event()) as url:
        urllib.request.urlopen(f"{url}state?camera=lost").close()
        until("the camera", lambda: told(house, desk_key)["troubles"] == ["camera"])
        urllib.request.urlopen(f"{url}state?camera=on").close()
        until("the picture", lambda: told(house, desk_key)["troubles"] == [])


def test_a_copied_folder_is_told_to_pair_again_and_goes_on_receiving(house, closed_kiosk, tmp_path):
    with closed_kiosk(role="reception", config=WITH_FACE) as first:
        until("the stock", lambda: first.ready and first.roster.store.read.spares())
    key = (tmp_path / "kiosk-A" / "key").read_text("utf-8")
    shutil.copytree(tmp_path / "kiosk-A", tmp_path / "kiosk-A2")
    desk_key = house.pair("Bàn 1", "reception")
    before = told(house, desk_key)["heard_at"]
    with closed_kiosk(config=WITH_FACE) as first, ExitStack() as later:
        until("the first one's pulse", lambda: told(house, desk_key)["heard_at"] != before)
        second = later.enter_context(closed_kiosk("A2", key=key, config=WITH_FACE))
        until("the word", lambda: second.state()["trouble"] == PAIR_AGAIN)
        until("its stock given up", lambda: not second.roster.store.read.spares())
        assert first.state()["trouble"] is None
        assert len(first.roster.store.read.spares()) == STOCK
        assert second.door.scan(house.codes["DB001"])["verdict"] == "admitted"


def test_a_kiosk_holds_the_head_of_the_chain_and_tells_who_rewrites_it(house, closed_kiosk):
    with closed_kiosk() as machine:
        until("the list", lambda: machine.ready)
        assert machine.door.scan(house.codes["DB001"])["verdict"] == "admitted"
        seq, _ = house.store.read.head()
        until("the head", lambda: machine.journal.head and machine.journal.head["seq"] == seq)
        held = machine.journal.head
    rewrite(house.file, "UPDATE scans SET received_at = '2023-11-17T00:00:00.000Z' WHERE seq = 1")
    assert house.store.read.first_fault() is None  # every hash was made anew
    desk_key = house.pair("Bàn 1", "reception")
    with closed_kiosk() as machine:
        until("the word", lambda: machine.state()["trouble"] == HISTORY_CHANGED)
        assert "history" in told(house, desk_key)["troubles"]
        assert machine.door.scan(house.codes["DB002"])["verdict"] == "admitted"
        assert machine.journal.head == held  # kept as evidence


def test_a_server_that_will_not_hear_it_changes_nothing_for_the_door(house, kiosk, monkeypatch):
    machine = kiosk()
    monkeypatch.setattr(machine._pulse, "_read", lambda: {"waiting": "many"})
    beaten = machine._pulse._told_at
    until("a beat", lambda: machine._pulse._told_at > beaten)
    assert machine.refused is None
    assert machine.door.scan(house.codes["DB001"])["decided_by"] == "server"

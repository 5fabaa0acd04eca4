"""The server's start: the hall that it tells, and the station of the window that `up` opens."""

from dataclasses import replace
from hashlib import sha256

import pytest

from server.cli.ground import Ground
from server.cli.running import local_key, serving
from server.config import parse_config
from server.hall_kept import FILE_KEY
from server.settings import KioskConfig
from server.storage import open_store
from server.storage.folder import EventFolder
from tests.server.halls import ROUNDS_TEXT

OPEN, LOCKED = KioskConfig(), KioskConfig(pin="2468")


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'event.db'}")
    yield store
    store.close()


def role(store, key):
    station = store.read.station_by_key(sha256(key.encode()).hexdigest())
    return (station.name, station.role)


def test_without_a_pin_the_window_only_scans_and_with_one_it_is_a_desk_as_well(store, tmp_path):
    assert role(store, local_key(store, OPEN, tmp_path / "a")) == ("Cửa chính", "kiosk")
    assert role(store, local_key(store, LOCKED, tmp_path / "b")) == ("Cửa chính 2", "reception")


def test_the_key_is_kept_from_start_to_start(store, tmp_path):
    key = local_key(store, LOCKED, tmp_path)
    assert local_key(store, replace(LOCKED, station="Cửa phụ"), tmp_path) == key


def test_a_pin_that_comes_or_goes_changes_the_role_and_not_the_name(store, tmp_path):
    first = local_key(store, OPEN, tmp_path)
    second = local_key(store, LOCKED, tmp_path)
    assert role(store, second) == ("Cửa chính", "reception")
    assert store.read.station_by_key(sha256(first.encode()).hexdigest()) is None
    assert role(store, local_key(store, OPEN, tmp_path)) == ("Cửa chính", "kiosk")


def test_the_configured_hall_is_heeded_at_every_start(tmp_path):
    file = tmp_path / "hall.toml"
    config = parse_config(f'[event]\nhall = "{file.as_posix()}"')
    ground = Ground(config, EventFolder(tmp_path / "data"), json=False)
    for text in (ROUNDS_TEXT, ROUNDS_TEXT.replace('label = "Bàn"', 'label = "Bàn số"')):
        file.write_text(text, "utf-8")
        with serving(ground, port=0) as running:
            assert running.store.read.meta(FILE_KEY) == text

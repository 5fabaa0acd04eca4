"""The server's start: the hall that it tells, and the station of the window that `up` opens."""

import contextlib
import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from server.cli import main
from server.cli.ground import Ground, now
from server.cli.logbook import logbook
from server.cli.running import LACKING, local_key, serving
from server.config import parse_config
from server.desk import By
from server.desk.access import open_program
from server.hall.kept import FILE_KEY
from server.settings import KioskConfig
from server.storage import open_store
from server.storage.folder import EventFolder
from tests.rig.api import Api
from tests.rig.event import SAMPLE
from tests.rig.programs import Server, dontiep
from tests.rig.waiting import until
from tests.server.halls import ROUNDS_TEXT

needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")
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


def test_who_searched_and_who_was_refused_stands_in_the_servers_book(tmp_path, capsys):
    ground = Ground(parse_config(""), EventFolder(tmp_path / "data"), json=False)
    with serving(ground, port=0) as running:
        token = open_program(running.store, "Nguyễn Thị Mai", "reception", now(), By())
        asked = {"Authorization": f"Bearer {token}"}
        for path in ("/api/guests?q=quy", "/settings"):
            with contextlib.suppress(HTTPError):
                urlopen(Request(running.url + path, headers=asked)).close()
    told = (tmp_path / "data" / "server.log").read_text("utf-8")
    assert "guests searched by reception Nguyễn Thị Mai: 0 found" in told
    assert "refused: GET settings.page to reception Nguyễn Thị Mai" in told
    assert "quy" not in told
    assert capsys.readouterr().err == ""


def test_a_book_that_cannot_be_written_is_no_affair_of_the_door(tmp_path, capsys):
    (tmp_path / "server.log").mkdir()
    with logbook(tmp_path):
        logging.getLogger("server.web").info("guests searched")
        logging.getLogger("server.web").error("a run of the mails broke off", exc_info=OSError())
    assert capsys.readouterr().err == "a run of the mails broke off (OSError)\n"


KILLED = """
import os, signal, sys
from pathlib import Path
from server.cli.ground import Ground, now
from server.cli.running import serving
from server.config import parse_config
from server.desk import By
from server.desk.access import open_program
from server.storage.folder import EventFolder
with serving(Ground(parse_config(""), EventFolder(Path(sys.argv[1])), json=False), port=0):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_server(folder):
    """A server that was killed while it ran; gives the folder as a new program finds it."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    return Ground(parse_config(""), EventFolder(folder), json=False)


@needs_kill
def test_a_killed_server_whose_last_words_were_deleted_asks_the_doors_for_all_again(
    tmp_path, capsys
):
    ground = killed_server(tmp_path / "data")
    before = ground.folder.kept("incarnation")  # which folds the file away that was left
    assert not ground.folder.lacks_the_last
    ground = killed_server(tmp_path / "data")
    (tmp_path / "data" / "event.db-wal").unlink()
    with pytest.raises(SystemExit) as left:
        main(["verify", "--data", str(tmp_path / "data")])
    assert left.value.code == 1
    assert "event.db-wal" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["headcount", "--data", str(tmp_path / "data")])

    with serving(ground, port=0) as running:
        assert running.store.read.incarnation != before
        [notice] = running.store.read.notices()
    assert notice == f"Máy chủ: {LACKING}"


@needs_kill
def test_what_was_done_at_a_server_stands_in_the_file_itself_a_moment_later(tmp_path):
    data = tmp_path / "data"
    dontiep("guests", "import", SAMPLE, data=data)
    desk_key = dontiep("station", "add", "Bàn 1", "--role", "reception", "--json", data=data)
    server = Server(data).start()
    try:
        api = Api(server.url, desk_key.json["key"])
        told = api.post("/api/invitations/DB016/admission", {"scan_id": str(uuid4())})
        assert told.json["verdict"] == "admitted"

        def in_the_file_alone():
            copy = tmp_path / "alone.db"
            shutil.copyfile(data / "event.db", copy)
            with (
                contextlib.suppress(sqlite3.DatabaseError),  # copied while it was being written
                contextlib.closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as db,
            ):
                return db.execute("SELECT count(*) FROM admissions").fetchone() == (1,)
            return False

        until("the act in the file", in_the_file_alone, 20)
    finally:
        server.kill()
    (data / "event.db-wal").unlink()
    again = Server(data).start()
    try:
        told = Api(again.url, desk_key.json["key"]).get("/api/invitations/DB016").json
        assert told["place"]["admission"]
    finally:
        again.stop()


@needs_kill
def test_a_killed_server_that_left_its_last_words_goes_on_as_who_it_was(tmp_path):
    ground = killed_server(tmp_path / "data")
    with serving(ground, port=0) as running:
        incarnation = running.store.read.incarnation
        assert not ground.folder.lacks_the_last
    assert not ground.folder.mark.exists()
    with serving(ground, port=0) as running:
        assert running.store.read.incarnation == incarnation


def test_up_opens_no_door_on_a_list_that_is_refused_and_says_why(tmp_path, capsys):
    (tmp_path / "list.csv").write_text("Họ và tên,Ngày sinh\nA,30/02/1975\n", "utf-8")
    with pytest.raises(SystemExit) as left:
        main([
            "up", "--no-kiosk", "--port", "0", "--data", str(tmp_path / "data"),
            "--guests", str(tmp_path / "list.csv"),
        ])  # fmt: skip
    said = capsys.readouterr()
    assert left.value.code == 1
    assert "Sẵn sàng" not in said.out
    assert said.err == (
        "list.csv: [CSV, B2] Không có ngày 30/02/1975. Chưa ghi gì; sửa xong xin nhập lại.\n"
    )

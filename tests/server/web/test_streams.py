"""Event streams on a real port: pushed at once, resumed without a gap, held by no thread."""

import http.client
import json
import socket
import threading
import time
from dataclasses import replace

import pytest

from server import desk
from server.listener import Listener
from server.web import feed, streams
from tests.rig.waiting import crowd, until
from tests.server.cast import QUY, at
from tests.server.web.house import DOOR, VIEWER, a_scan


@pytest.fixture
def served(app, codes):
    with Listener(app, "127.0.0.1", 0, threads=4) as running:
        yield running


class Watcher:
    """A browser's EventSource, as far as it matters here."""

    def __init__(self, served, headers=VIEWER, query="", **more):
        self.client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        self.client.request("GET", f"/api/board/stream{query}", headers=headers | more)
        self.answer = self.client.getresponse()
        self.status = self.answer.status
        self.id = None

    def message(self):
        """The next message's data; comments and the retry are passed over."""
        data = None
        while line := self.answer.readline():
            field, _, value = line.decode().rstrip("\n").partition(": ")
            if field == "id":
                self.id = int(value)
            elif field == "data":
                data = json.loads(value)
            elif not field and data is not None:
                return data
        raise EOFError

    def line(self):
        return self.answer.readline()

    def close(self):
        self.answer.close()
        self.client.close()


def post(served, body, headers=DOOR, path="/api/scans"):
    client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    client.request("POST", path, json.dumps(body), headers | {"Content-Type": "application/json"})
    answer = client.getresponse()
    document = json.loads(answer.read())
    client.close()
    assert answer.status == 200, document
    return document


def test_a_board_gets_everything_and_then_each_scan_as_it_happens(served, codes):
    watcher = Watcher(served)
    first = watcher.message()
    assert (watcher.status, watcher.id, first["headcount"]["present"]) == (200, 3, 0)
    assert "groups" in first
    began = time.monotonic()
    seq = post(served, a_scan(codes["DB016"]))["seq"]
    news = watcher.message()

    assert time.monotonic() - began < 2 * crowd()
    assert (watcher.id, news["seq"], news["headcount"]["present"]) == (seq, seq, 1)
    assert [event["kind"] for event in news["events"]] == ["admitted"]
    watcher.close()


def test_the_head_is_that_of_a_stream_with_all_the_headers(served):
    watcher = Watcher(served)

    assert watcher.answer.headers["Content-Type"].startswith("text/event-stream")
    assert watcher.answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in watcher.answer.headers["Content-Security-Policy"]
    retry = int(watcher.line().partition(b":")[2])
    assert streams.FIRST_RETRY_MS <= retry <= streams.LAST_RETRY_MS
    watcher.close()


def test_who_comes_back_hears_what_it_missed_in_order(served, codes, monkeypatch):
    monkeypatch.setattr(feed, "PAGE", 4)
    for _ in range(10):
        post(served, a_scan(codes["DB016"]))
    watcher = Watcher(served, **{"Last-Event-ID": "2"})
    seqs = []
    while watcher.id != 13:
        seqs += [event["seq"] for event in watcher.message()["events"]]

    assert seqs == list(range(3, 14))
    watcher.close()


def test_a_first_visit_may_say_in_the_address_what_it_knows(served, codes):
    post(served, a_scan(codes["DB016"]))
    watcher = Watcher(served, query="?after=3")

    assert [event["seq"] for event in watcher.message()["events"]] == [4]
    watcher.close()


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [({}, "", 401), ({}, "?token=token-viewer", 401), (DOOR, "", 403), (VIEWER, "?after=x", 400)],
)
def test_who_may_not_watch_is_refused_before_the_stream_opens(served, headers, query, status):
    watcher = Watcher(served, headers, query)

    assert watcher.status == status
    assert json.loads(watcher.answer.read())["error"]


def test_past_the_limit_a_board_is_told_to_poll(served, app, monkeypatch):
    monkeypatch.setattr(app.house.streams, "_most", 2)
    watchers = [Watcher(served) for _ in range(2)]
    until("two watchers", lambda: len(app.house.streams) == 2)
    refused = Watcher(served)

    assert refused.status == 503
    assert refused.answer.headers["Retry-After"]
    watchers[0].close()
    until("room again", lambda: Watcher(served).status == 200)
    watchers[1].close()


def test_fifty_boards_leave_the_door_open(served, app, codes):
    watchers = [Watcher(served) for _ in range(50)]
    assert post(served, a_scan(codes["DB016"]))["verdict"] == "admitted"
    for watcher in watchers:
        while watcher.id != 4:
            watcher.message()

    assert len(app.house.streams) == 50
    for watcher in watchers:
        watcher.close()
    until("all have left", lambda: len(app.house.streams) == 0)


def test_a_board_whose_right_has_ended_is_closed(served, store, clock, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    watcher = Watcher(served)
    watcher.message()
    store.write(lambda tx: tx.end_person("viewer", clock()))
    began = time.monotonic()
    with pytest.raises(EOFError):
        watcher.message()

    assert time.monotonic() - began < 5 * crowd()


def test_a_quiet_stream_gives_a_sign_of_life(served, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    watcher = Watcher(served)
    watcher.message()

    assert watcher.line() == b":\n"
    watcher.close()


def test_what_another_program_writes_reaches_the_board(served, store, codes):
    from server.storage import open_store

    watcher = Watcher(served)
    watcher.message()
    beside = open_store(f"sqlite:///{store.path}")
    desk.cancel(beside, "DB018", "vắng", at(41))
    beside.close()

    assert watcher.message()["headcount"]["invited"] == 2
    watcher.close()


def test_a_notice_comes_without_a_scan(served, client, monkeypatch):
    monkeypatch.setattr(feed, "NOTICE_EVERY_SECONDS", 0.1)
    watcher = Watcher(served)
    watcher.message()
    post(served, {"scans": [{}]}, path="/api/scans/batch")
    while not (notices := watcher.message()["notices"]):
        pass

    assert notices == ["Có 01 lượt quét chưa nhận được, cần Ban Tổ chức xem lại."]
    watcher.close()


def test_boards_that_never_read_are_dropped_and_slow_nobody(served, app, store, monkeypatch):
    desk.put_list(store, [replace(QUY, id=f"DB{n}", seat=None) for n in range(1000, 1300)], at(1))
    deaf = [_deaf_watcher(served) for _ in range(20)]
    reading = Watcher(served)
    until("all are in", lambda: len(app.house.streams) == 21)
    monkeypatch.setattr(streams, "STUCK_SECONDS", 1.0)
    last = store.read.head()[0] + 303
    reader = threading.Thread(target=_read_until, args=(reading, last))
    reader.start()
    answered = []
    for code in store.read.codes():
        began = time.monotonic()
        post(served, a_scan(code.code))
        answered.append(time.monotonic() - began)
    reader.join(20 * crowd())
    until("the deaf are gone", lambda: len(app.house.streams) == 1, seconds=30)

    assert reading.id == last
    assert sorted(answered)[len(answered) // 2] < 0.5
    reading.close()
    for sock in deaf:
        sock.close()


def _read_until(watcher, seq):
    while watcher.id != seq:
        watcher.message()


def _deaf_watcher(served):
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect(("127.0.0.1", served.port))
    sock.sendall(
        b"GET /api/board/stream HTTP/1.1\r\nHost: localhost\r\n"
        b"Authorization: Bearer token-viewer\r\n\r\n"
    )
    return sock


def test_closing_the_house_ends_every_stream_and_thread(app, codes):
    before = threading.active_count()
    with Listener(app, "127.0.0.1", 0, threads=4) as served:
        watcher = Watcher(served)
        watcher.message()
    with pytest.raises((EOFError, ConnectionError, http.client.IncompleteRead)):
        watcher.message()

    until("the threads to end", lambda: threading.active_count() <= before)

"""The listener on a real port of this machine, met by clients with bad manners."""

import http.client
import json
import socket
import threading
import time

import pytest

from server.errors import ConflictError, InvalidError
from server.listener import LARGEST_BODY, PAGE_THREADS, THREADS, Listener, connection
from tests.rig.waiting import until

PARKED = []


class Echo:
    """Answers with what was sent; gives the connection away at /stream."""

    closed = False

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/stream":
            environ["dontiep.take_over"](lambda sock, head: PARKED.append((sock, head)))
            start_response(
                "200 OK", [("Content-Type", "text/event-stream"), ("Content-Length", "0")]
            )
            return [b""]
        if environ["PATH_INFO"] == "/unchanged":
            start_response("304 Not Modified", [])
            return []
        body = environ["wsgi.input"].read() or environ["REMOTE_ADDR"].encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def close(self):
        self.closed = True


@pytest.fixture
def served():
    PARKED.clear()
    with Listener(Echo(), "127.0.0.1", 0, threads=2) as running:
        yield running
    for sock, _ in PARKED:
        sock.close()


@pytest.fixture
def hasty(monkeypatch):
    """The deadlines, so short that a test can wait for them."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 1.0)
    monkeypatch.setattr(connection, "DRAIN_SECONDS", 0.5)


def connect(served):
    return socket.create_connection(("127.0.0.1", served.port), timeout=10)


def ask(served, path="/", method="GET", body=None, **headers):
    client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    client.request(method, path, body, headers)
    answer = client.getresponse()
    return answer, answer.read()


def hung_up(sock, seconds=5):
    """Read until the other side closes; what it said before that."""
    sock.settimeout(seconds)
    said = b""
    try:
        while data := sock.recv(65_536):
            said += data
    except ConnectionResetError:
        pass
    return said


def test_it_takes_a_free_port_and_says_which(served):
    answer, body = ask(served, method="POST", body=b"xin chao")

    assert (answer.status, body) == (200, b"xin chao")
    assert served.url == f"http://127.0.0.1:{served.port}"


def test_a_port_in_use_is_told_in_one_sentence(served):
    with pytest.raises(ConflictError, match=f"Cổng {served.port} đang có chương trình khác dùng"):
        Listener(Echo(), "127.0.0.1", served.port)


def test_an_address_that_is_not_this_machines_is_told(served):
    with pytest.raises(InvalidError, match=r"không có địa chỉ «192\.0\.2\.1»"):
        Listener(Echo(), "192.0.2.1", 0)


def test_stopping_closes_the_application_and_frees_the_port():
    app = Echo()
    with Listener(app, "127.0.0.1", 0) as first:
        ask(first)
    assert app.closed
    with Listener(Echo(), "127.0.0.1", first.port) as second:
        assert ask(second)[0].status == 200


def test_a_connection_that_was_given_away_holds_no_thread(served):
    watchers = [connect(served) for _ in range(6)]
    for sock in watchers:
        sock.sendall(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    until("six owners", lambda: len(PARKED) == 6)

    assert ask(served)[0].status == 200
    sock, head = PARKED[0]
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Type: text/event-stream\r\n" in head
    assert b"Content-Length" not in head
    for sock, head in PARKED:
        sock.sendall(head + b"news")
    assert all(sock.recv(4096).endswith(b"news") for sock in watchers)


def test_the_loop_rests_while_a_worker_is_sending(served, monkeypatch):
    """It turned idly until the worker had the interpreter back, of which it kept the worker."""
    turns = []
    turn = served._turn
    monkeypatch.setattr(served, "_turn", lambda seconds: (turns.append(1), turn(seconds)))
    with connect(served) as client:
        until("the connection", lambda: served._server.active_channels)
        [channel] = served._server.active_channels.values()
        channel.requests.append(None)  # a worker has one in hand
        with channel.outbuf_lock:
            channel.outbufs[-1].append(b"late")
            channel.total_outbufs_len += 4
            served._server.pull_trigger()
            until("the loop has seen it", lambda: turns)
            turns.clear()
            time.sleep(0.3)
            assert len(turns) < 5
        channel.requests.clear()
        served._server.pull_trigger()
        assert client.recv(16) == b"late"


def test_a_connection_lives_on_after_an_answer_without_a_body(served):
    client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    for _ in range(2):
        client.request("GET", "/unchanged")
        answer = client.getresponse()
        answer.read()
        assert (answer.status, answer.will_close) == (304, False)


def test_half_a_head_is_closed_at_the_deadline(served, hasty):
    dawdler, silent = connect(served), connect(served)
    dawdler.sendall(b"GET / HTTP/1.1\r\nHost: lo")

    assert hung_up(dawdler) == b""
    assert hung_up(silent) == b""
    assert ask(served)[0].status == 200


def test_a_body_that_trickles_in_is_closed_at_the_deadline(served, hasty):
    dawdler = connect(served)
    dawdler.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    with pytest.raises(ConnectionError):
        _trickle(dawdler, seconds=8)


def _trickle(sock, seconds):
    for _ in range(seconds * 10):
        sock.sendall(b"x")
        time.sleep(0.1)


def test_two_hundred_half_requests_leave_the_door_open(served):
    held = [connect(served) for _ in range(200)]
    for sock in held:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")

    assert ask(served, method="POST", body=b"xin chao")[1] == b"xin chao"
    for sock in held:
        sock.close()


def test_a_length_of_a_terabyte_is_refused_at_the_head(served):
    sock = connect(served)
    sock.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1099511627776\r\n\r\n")

    said = hung_up(sock, seconds=10)
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"default-src 'none'" in head
    assert json.loads(body)["error"] == "invalid"


def test_as_much_as_any_page_takes_gets_through(served):
    content = b"x" * 16 * 1024 * 1024  # the mails that came back
    answer, echoed = ask(served, method="POST", body=content)
    assert (answer.status, len(echoed)) == (200, len(content))


def test_who_sends_too_much_still_reads_why(served):
    sock = connect(served)
    length = LARGEST_BODY + 1
    sock.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % length)
    for _ in range(60):
        time.sleep(0.01)
        sock.sendall(b"x" * (length // 60))

    said = hung_up(sock, seconds=10)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert "Nội dung gửi đến quá lớn" in said.decode()


@pytest.mark.parametrize(
    "noise",
    [
        bytes.fromhex("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"),  # HTTP/2 preface
        bytes.fromhex("16030100f1010000ed0303"),  # TLS hello
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"OPTIONS rtsp://localhost/ RTSP/1.0\r\n\r\n",
        b"\x00" * 100,
        b"get / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
    ],
    ids=["http2", "tls", "ssh", "rtsp", "zeros", "lower case", "bad header"],
)
def test_noise_is_hung_up_on_and_floods_no_log(served, noise, caplog):
    sock = connect(served)
    sock.sendall(noise)

    said = hung_up(sock)
    assert said == b"" or said.split()[1] in (b"200", b"400")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert ask(served)[0].status == 200


def test_one_address_cannot_take_all_the_connections(served, monkeypatch):
    monkeypatch.setattr("server.listener.MOST_PER_ADDRESS", 5)
    held = [connect(served) for _ in range(5)]
    for sock in held:
        sock.sendall(b"GET / HTTP/1.1\r\n")
    time.sleep(0.2)

    assert hung_up(connect(served)) == b""
    for sock in held:
        sock.close()
    until("room again", lambda: _status(served) == 200)


def _status(served):
    try:
        return ask(served)[0].status
    except (ConnectionError, http.client.HTTPException):
        return None


def test_no_scan_waits_behind_pages_that_take_their_time():
    let_go = threading.Event()

    class Slow(Echo):
        def __call__(self, environ, start_response):
            if environ["PATH_INFO"] in ("/i/x/phieu-moi.png", "/api/docs"):
                let_go.wait(20)
            return super().__call__(environ, start_response)

    with Listener(Slow(), "127.0.0.1", 0) as served:
        waiting = [
            threading.Thread(target=ask, args=(served, path))
            for path in ("/i/x/phieu-moi.png", "/api/docs")
            for _ in range(THREADS + PAGE_THREADS)
        ]
        for page in waiting:
            page.start()

        assert [ask(served, path)[0].status for path in ("/healthz", "/api/scans")] == [200, 200]
        assert all(page.is_alive() for page in waiting)
        let_go.set()
        for page in waiting:
            page.join(20)
        assert not any(page.is_alive() for page in waiting)


def test_only_a_proxy_on_this_machine_says_whom_it_speaks_for(served):
    _, address = ask(served, **{"X-Forwarded-For": "192.0.2.7"})

    assert address == b"192.0.2.7"


def test_running_requests_finish_when_it_stops():
    begun, answered = threading.Event(), []

    class Slow(Echo):
        def __call__(self, environ, start_response):
            begun.set()
            time.sleep(0.3)
            return super().__call__(environ, start_response)

    with Listener(Slow(), "127.0.0.1", 0) as served:
        asking = threading.Thread(target=lambda: answered.append(ask(served)[0].status))
        asking.start()
        begun.wait(5)
    asking.join(5)
    assert answered == [200]

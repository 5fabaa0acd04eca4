"""The way to the server: one deadline, two kinds of failure, and the certificate it knows."""

import gzip
import hashlib
import json
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk import line
from kiosk.clock import DoorClock
from kiosk.link import Address, Link, Rejected, Unreachable
from server.errors import InvalidError
from tests.rig.waiting import free_port

SCAN = {"scan_id": "x"}


class Answers(ThreadingHTTPServer):
    """A server that gives the next of its prepared answers: (status, headers, body)."""

    daemon_threads = True

    def __init__(self, *answers):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.answers = list(answers)
        self.seen = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.server.seen.append((self.path, self.headers, self.client_address))
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, body = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815  # the library's name

    def log_message(self, *_):
        pass


@contextmanager
def answering(*answers):
    with Answers(*answers) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


def a_link(url, deadline_ms=20_000, pin=None):
    link = Link(Address(url, "the-key", pin), deadline_ms, DoorClock())
    link.breaker.probe_answered(in_time=True)
    return link


def document(**fields):
    return 200, {"Content-Type": "application/json"}, json.dumps(fields).encode()


def test_the_key_is_shown_and_the_connection_kept():
    with answering(document(n=1), document(n=2)) as server:
        link = a_link(server.url)
        bodies = [link.send(SCAN).body for _ in range(2)]

    assert bodies == [{"n": 1}, {"n": 2}]
    assert {headers["Authorization"] for _, headers, _ in server.seen} == {"Bearer the-key"}
    assert len({address for *_, address in server.seen}) == 1
    assert link.in_sight


def test_a_reply_may_come_packed_and_says_no_more_than_fits(monkeypatch):
    status, headers, body = document(n=1, told="x" * 5_000)
    packed = status, headers | {"Content-Encoding": "gzip"}, gzip.compress(body)
    with answering(packed, packed) as server:
        link = a_link(server.url)
        assert link.send(SCAN).body["n"] == 1
        assert server.seen[0][1]["Accept-Encoding"] == "gzip"
        monkeypatch.setattr(line, "LARGEST_REPLY", 4_000)
        with pytest.raises(Unreachable):
            link.send(SCAN)


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "invalid"), (401, "unauthorized"), (404, "not_found"), (409, "conflict")],
)
def test_what_the_server_refuses_is_never_tried_again(status, code):
    body = json.dumps({"error": code, "message": "Không nhận"}).encode()
    with answering((status, {}, body)) as server, pytest.raises(Rejected) as refused:
        a_link(server.url).send(SCAN)

    assert (refused.value.code, refused.value.message) == (code, "Không nhận")


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>Wi-Fi login</html>"),
        (200, {}, b"[1]"),
        (302, {"Location": "http://elsewhere.example/"}, b""),
        (401, {}, b"<html>proxy</html>"),
        (500, {}, b"{}"),
        (502, {}, b""),
        (200, {"Content-Encoding": "gzip"}, b"not packed at all"),
    ],
)
def test_what_is_no_answer_of_ours_is_as_good_as_none(answer):
    with answering(answer) as server, pytest.raises(Unreachable):
        a_link(server.url).send(SCAN)


def test_nobody_there_is_told_at_once():
    link = a_link(f"http://127.0.0.1:{free_port()}")
    began = time.monotonic()

    with pytest.raises(Unreachable):
        link.send(SCAN)
    assert time.monotonic() - began < 10, "half the deadline"
    assert link.trouble == "không kết nối được máy chủ"


def test_after_two_failures_nobody_is_asked_until_two_good_probes():
    with answering((500, {}, b""), (500, {}, b""), *[document()] * 3) as server:
        link = a_link(server.url)
        for _ in range(3):
            with pytest.raises(Unreachable):
                link.send(SCAN)
        assert len(server.seen) == 2
        for _ in range(2):
            assert not link.breaker.closed
            link.content(link.roster(7, 5), long=False)

        assert link.send(SCAN).body == {}


@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_that_the_server_asks_for_is_kept_but_not_for_ever(status):
    with answering((status, {"Retry-After": "3600"}, b"{}"), document()) as server:
        link = a_link(server.url)
        for ask in (lambda: link.send(SCAN), lambda: link.roster(0, 5), lambda: link.deliver([])):
            with pytest.raises(Unreachable):
                ask()

    assert len(server.seen) == 1
    assert 25 < link.pause() <= 30


def test_a_connection_that_the_server_closed_is_opened_again_within_the_same_scan():
    closing = (200, {"Connection": "close"}, b"{}")
    with answering(closing, document(n=2)) as server:
        link = a_link(server.url)
        link.send(SCAN)
        assert link.send(SCAN).body == {"n": 2}


@pytest.mark.parametrize("where", ["document", "header"])
def test_the_servers_clock_is_learnt_from_every_reply(where):
    an_hour_on = datetime.now(UTC) + timedelta(hours=1)
    said = an_hour_on.isoformat()
    told = {
        "document": document(server_time=said),
        "header": (200, {"Server-Time": said}, b"{}"),
    }
    with answering(told[where]) as server:
        link = a_link(server.url)
        reply = link.send(SCAN)

    assert reply.server_time == an_hour_on
    assert link._clock.skew_s() == pytest.approx(-3600, abs=30)


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8:8080", "http://may.example.vn", "ftp://127.0.0.1", "127.0.0.1:8080",
            "http://127.0.0.1:8080/path", "https://user@may.example.vn"]
)  # fmt: skip
def test_keys_and_codes_do_not_travel_in_the_open(url):
    with pytest.raises(InvalidError, match="Không nhận"):
        Address(url, "key")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://192.168.1.10:8080", "https://may.example.vn"]
)
def test_this_machine_a_private_network_and_tls_are_fine(url):
    assert Address(url, "key").url == url


@pytest.fixture
def certificate(tmp_path):
    """A certificate that no authority vouches for: the file, and its fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dontiep")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file, hashlib.sha256(made.public_bytes(serialization.Encoding.DER)).hexdigest()


@contextmanager
def answering_over_tls(file, *answers):
    with answering(*answers) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield server, f"https://127.0.0.1:{server.server_port}"


def test_the_certificate_known_from_pairing_is_enough(certificate):
    file, pin = certificate
    with answering_over_tls(file, document(n=1)) as (_, url):
        assert a_link(url, pin=pin).send(SCAN).body == {"n": 1}


@pytest.mark.parametrize("pin", ["00" * 32, None])
def test_a_strange_server_is_told_nothing(certificate, pin):
    file, _ = certificate
    with answering_over_tls(file, document()) as (server, url), pytest.raises(Unreachable) as told:
        a_link(url, pin=pin).send(SCAN)

    assert server.seen == []
    assert "máy chủ lạ" in str(told.value) or pin is None

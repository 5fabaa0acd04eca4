"""What the page may call, and what nobody else may."""

import http.client
import json
import socket
import threading
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from kiosk.app import serve_page
from tests.rig.waiting import until


class Page:
    """A page, or somebody who would like to be one."""

    def __init__(self, url):
        self.base = urlsplit(url)

    def ask(self, method, path="", body=None, **headers):
        connection = http.client.HTTPConnection(self.base.netloc, timeout=10)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        path = path if path.startswith("/") else self.base.path + path
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def scan(self, text, **headers):
        body = json.dumps({"text": text, "source": "keyboard"})
        headers = {"Content_Type": "application/json", "Origin": self.origin} | headers
        return self.ask("POST", "scan", body, **headers)

    @property
    def origin(self):
        return f"http://{self.base.netloc}"


@pytest.fixture
def page(kiosk):
    with serve_page(kiosk(), threading.Event()) as url:
        yield Page(url)


def test_a_scan_is_answered_with_its_document(house, page):
    status, _, body = page.scan(house.codes["DB001"])

    answer = json.loads(body)
    assert status == 200
    assert set(answer) == {
        "scan_id", "verdict", "reason", "screen", "guest", "lines", "seat", "map", "admitted_at",
        "station", "decided_by", "durable", "ms",
    }  # fmt: skip
    assert answer["guest"]["name"] == "Trần Thị Bí Mật 1"
    assert set(answer["lines"]["en"]) <= set(answer["lines"])


def test_a_page_is_missed_once_it_has_asked_and_unless_it_rests(kiosk):
    machine = kiosk()
    with serve_page(machine, threading.Event()) as url:
        page = Page(url)
        heard = []
        for question in ("state", "state?camera=on", "state?face", "state?rests", "state"):
            page.ask("GET", question)
            heard.append((machine.page_asks(face=False), machine.page_asks(face=True)))
    first, second, face, rests, again = heard
    assert 0 < first[0] < second[0] == face[0] < again[0]
    assert (first[1], second[1], rests[0]) == (0, 0, 0)
    assert face[1] == rests[1] == again[1] > 0


def test_the_page_and_its_files_come_with_their_types_and_a_strict_policy(page):
    status, headers, body = page.ask("GET")
    assert status == 200
    assert b"<!doctype html>" in body.lower()
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "")
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    types = {
        "static/js/kiosk/main.js": "text/javascript; charset=utf-8",
        "static/css/kiosk.css": "text/css; charset=utf-8",
        "static/fonts/be-vietnam-pro-latin-400-normal.woff2": "font/woff2",
    }
    for path, kind in types.items():
        assert page.ask("GET", path)[1]["Content-Type"] == kind


@pytest.mark.parametrize(
    "path",
    ["static/../server/errors.py", "static/%2e%2e/pyproject.toml", "static//etc/passwd",
     "server/errors.py", "static/kiosk", "static/fonts/OFL.txt", "nowhere",
     "static/%00"],
)  # fmt: skip
def test_no_other_file_is_served(page, path):
    assert page.ask("GET", path)[0] == 404


def test_whoever_does_not_know_the_secret_path_finds_nothing(page):
    for path in ("/", "/state", "/scan", "/x" + page.base.path + "state"):
        assert page.ask("GET", path)[0] == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_a_stranger_s_request_changes_nothing(house, page, headers, status):
    assert page.scan(house.codes["DB001"], **headers)[0] == status
    assert house.inside() == set()


@pytest.mark.parametrize(
    "body", ["[]", "{", '{"text": 1}', '{"text": " "}', '{"text": "x", "source": "y"}']
)
def test_what_is_no_scan_is_refused(house, page, body):
    assert page.ask("POST", "scan", body, Content_Type="application/json")[0] == 400
    assert house.scans() == {}


def test_a_body_without_end_is_refused(page):
    assert page.scan("x" * 70_000)[0] == 413


def test_half_a_letter_and_a_nul_are_codes_of_nobody_like_any_other(page):
    for text in ("\\ud800", "a\\u0000"):
        body = f'{{"text": "{text}"}}'
        status, _, told = page.ask("POST", "scan", body, Content_Type="application/json")
        assert (status, json.loads(told)["reason"]) == (200, "not_ours")
    body = '{"pin": "\\ud800"}'
    assert page.ask("POST", "staff/open", body, Content_Type="application/json")[0] == 200


def test_connections_that_say_nothing_keep_no_guest_out(house, page):
    with ExitStack() as stack:
        for _ in range(150):
            silent = socket.create_connection((page.base.hostname, page.base.port))
            stack.enter_context(silent).sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
        assert page.scan(house.codes["DB001"])[0] == 200


def test_reading_never_scans(page):
    assert page.ask("GET", "scan")[0] == 405
    assert page.ask("POST", "state")[0] == 405


def test_the_stream_tells_the_state_at_once_and_again_when_it_changes(house, page):
    connection = http.client.HTTPConnection(page.base.netloc, timeout=10)
    connection.request("GET", page.base.path + "events")
    stream = connection.getresponse()
    assert stream.getheader("Content-Type") == "text/event-stream"
    assert _next_state(stream)["online"] is True
    house.stop()

    until("the amber dot", lambda: not _next_state(stream)["online"], 8)


def test_a_page_that_comes_a_moment_later_still_greets_whoever_was_received(house, page):
    page.scan(house.codes["DB001"])
    connection = http.client.HTTPConnection(page.base.netloc, timeout=10)
    connection.request("GET", page.base.path + "events?recent")
    stream = connection.getresponse()
    while stream.readline() != b"event: answer\n":
        pass
    assert json.loads(stream.readline()[6:])["guest"]["name"] == "Trần Thị Bí Mật 1"


def _next_state(stream):
    while line := stream.readline():
        if line.startswith(b"data: "):
            return json.loads(line[6:])
    raise EOFError


def test_the_oldest_stream_makes_room_for_a_new_page_and_scans_have_room_of_their_own(house, page):
    watchers = [http.client.HTTPConnection(page.base.netloc, timeout=10) for _ in range(5)]
    streams = []
    for watcher in watchers:
        watcher.request("GET", page.base.path + "events")
        streams.append(watcher.getresponse())
        assert streams[-1].readline() == b"event: state\n"

    while streams[0].readline():  # up to its end
        pass
    assert page.scan(house.codes["DB001"])[0] == 200
    for stream in streams[1:]:
        while stream.readline() != b"event: answer\n":
            pass

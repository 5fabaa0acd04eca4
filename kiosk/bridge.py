"""Everything the kiosk's page may call, as a WSGI application for loopback alone.

The page lives under a secret path that is new at every start, so that another program or
another page on this machine cannot find it; it may ask for its own files, the state, the
stream of events and a scan, and nothing else is here.
"""

import hmac
import json
import logging
import mimetypes
import secrets
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from kiosk.door import Door
from kiosk.line import ENGLISH_COOKIE, english_chosen
from kiosk.staff_face import StaffFace

log = logging.getLogger(__name__)

# A page that was left is noticed late, so the newest are kept and the oldest makes room.
MOST_STREAMS = 4
LARGEST_BODY = 64 * 1024
LOOK_EVERY_S = 0.25
# Answers that a page may still have to hear of; one that has missed more shows the newest.
MOST_ANSWERS = 8
# A page that comes back to the guests greets whoever was received so short a time before.
RECENT_S = 5.0
# The guest's face alone, for a second screen; the same file as the page at the root.
PAGES = ("", "face")
HEARTBEAT_S = 5.0
SOURCES = frozenset({"keyboard", "camera", "serial"})

# Said here, since Windows takes them from its registry, where anything may stand.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
# Stands in each page itself, before all of its files: keys that come meanwhile are kept there.
# (As text: a browser counts each end of a line as one letter, also where a file has two there.)
FIRST_WORDS = (Path(__file__).parents[1] / "static/js/kiosk/first.js").read_text("utf-8").encode()
_FIRST_HASH = b64encode(sha256(FIRST_WORDS).digest()).decode()
# 'wasm-unsafe-eval' is for the camera's reader of codes, which is WebAssembly, and no script.
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; script-src 'self' 'sha256-{_FIRST_HASH}' 'wasm-unsafe-eval'; "
    "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
]


@dataclass(frozen=True, slots=True, eq=False)
class _Stream:
    """A page that listens; `face`: that of the second screen."""

    face: bool


StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _Refused(Exception):  # noqa: N818  # the page's request, refused with this status
    def __init__(self, status: int) -> None:
        self.status = status


class Bridge:
    """The application. `token` is the secret first part of every path."""

    def __init__(
        self,
        door: Door,
        state: Callable[[], dict[str, Any]],
        static: Path,
        staff: StaffFace | None = None,
    ) -> None:
        self.token = secrets.token_urlsafe(24)
        self._door = door
        self._state = state
        self._static = static.resolve()
        self._staff = staff
        self.on_camera: Callable[[str], None] = lambda _: None
        self._streams: list[_Stream] = []
        self._left_at: dict[bool, float] = {}
        self._asks = count(1)
        self._asked: dict[bool, int] = {}
        self._hosts: frozenset[str] = frozenset()
        self._closing = threading.Event()
        self._news = threading.Condition()
        self._answers: deque[tuple[float, dict[str, Any]]] = deque(maxlen=MOST_ANSWERS)
        self._told = 0

    def settle_in(self, port: int) -> str:
        """Say at which port of 127.0.0.1 the application is served; the page's address."""
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        return f"http://127.0.0.1:{port}/{self.token}/"

    def close(self) -> None:
        """End the streams."""
        self._closing.set()
        with self._news:
            self._news.notify_all()

    def left_s(self, *, face: bool) -> float:
        """For how long no page of a window has listened, in seconds; 0: one does, or none yet.

        `face`: of the window on the second screen.
        """
        with self._news:
            left_at = self._left_at.get(face)
        return 0.0 if left_at is None else time.monotonic() - left_at

    def asks(self, *, face: bool) -> int:
        """A number that grows with every question of a window's pages.

        0: none has asked yet, or the last one said that it rests, as a page out of sight does
        or one that shows a dialog.
        """
        with self._news:
            return self._asked.get(face, 0)

    def publish(self, answer: dict[str, Any]) -> None:
        """Have every page that listens show an answer."""
        with self._news:
            self._answers.append((time.monotonic(), answer))
            self._told += 1
            self._news.notify_all()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            return self._route(environ, start)
        except _Refused as refused:
            return _send(start, refused.status, "application/json", b'{"error": "invalid"}')

    def _route(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = self._path_within(environ)
        method = str(environ["REQUEST_METHOD"])
        if path == "scan":
            _must_be(method, "POST")
            return _send_json(start, self._scan(environ))
        if self._staff and self._staff.has(path):
            return self._ask_staff(self._staff, environ, start, path)
        _must_be(method, "GET")
        if path == "state":
            told = parse_qs(str(environ.get("QUERY_STRING", "")), keep_blank_values=True)
            if "camera" in told:
                self.on_camera(told["camera"][0])
            self._note_ask(face="face" in told, rests="rests" in told)
            return _send_json(start, self._state())
        if path == "events":
            asked = parse_qs(str(environ.get("QUERY_STRING", "")), keep_blank_values=True)
            return self._open_stream(start, recent="recent" in asked, face="face" in asked)
        return self._send_file(start, path)

    def _note_ask(self, *, face: bool, rests: bool) -> None:
        with self._news:
            self._asked[face] = 0 if rests else next(self._asks)

    def _path_within(self, environ: dict[str, Any]) -> str:
        """Refuse whoever does not know the token, or comes by another name or page."""
        if environ.get("HTTP_HOST") not in self._hosts:
            raise _Refused(403)
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and origin.removeprefix("http://") != environ["HTTP_HOST"]:
            raise _Refused(403)
        token, slash, rest = str(environ.get("PATH_INFO", "")).removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(token.encode(), self.token.encode()):
            raise _Refused(404)
        return rest

    def _scan(self, environ: dict[str, Any]) -> dict[str, Any]:
        body = _read_json(environ)
        text, source = body.get("text"), body.get("source", "keyboard")
        if not isinstance(text, str) or not text.strip() or str(source) not in SOURCES:
            raise _Refused(400)
        answer = self._door.scan(text, source)
        self.publish(answer)
        return answer

    def _ask_staff(
        self, staff: StaffFace, environ: dict[str, Any], start: StartResponse, path: str
    ) -> Iterable[bytes]:
        method = str(environ["REQUEST_METHOD"])
        body = None if method == "GET" else _read_json(environ)
        query = str(environ.get("QUERY_STRING", ""))
        cookies = str(environ.get("HTTP_COOKIE", "")).split("; ")
        chosen = english_chosen.set(ENGLISH_COOKIE in cookies)
        try:
            answer = staff.answer(method, path, query, body, f"/{self.token}")
        finally:
            english_chosen.reset(chosen)
        return _send(start, answer.status, answer.kind, answer.body)

    def _send_file(self, start: StartResponse, path: str) -> Iterable[bytes]:
        page = path in PAGES
        if not page and (not path.startswith("static/") or "\0" in path):
            raise _Refused(404)
        asset = "kiosk/index.html" if page else path.removeprefix("static/")
        file = (self._static / asset).resolve()
        kind = TYPES.get(file.suffix)
        if kind is None or not file.is_relative_to(self._static) or not file.is_file():
            raise _Refused(404)
        return _send(start, 200, kind, file.read_bytes())

    def _open_stream(self, start: StartResponse, *, recent: bool, face: bool) -> Iterable[bytes]:
        stream = _Stream(face)
        with self._news:
            self._left_at.pop(face, None)
            self._streams = [*self._streams, stream][-MOST_STREAMS:]
        start(_status(200), [("Content-Type", "text/event-stream"), *HEADERS])
        return self._stream(stream, self._told - (self._count_recent() if recent else 0))

    def _count_recent(self) -> int:
        with self._news:
            return sum(time.monotonic() - at < RECENT_S for at, _ in self._answers)

    def _stream(self, stream: _Stream, heard: int) -> Iterator[bytes]:
        """Tell the state at once and whenever it changes, and every answer after `heard`."""
        told: dict[str, Any] | None = None
        spoke_at = 0.0
        try:
            while stream in self._streams and not self._closing.is_set():
                state, now = self._state(), time.monotonic()
                if state != told:
                    told, spoke_at = state, now
                    yield _event("state", state)
                elif now - spoke_at > HEARTBEAT_S:
                    spoke_at = now
                    yield b":\n\n"
                heard, answers = self._await_answers(heard)
                for answer in answers:
                    yield _event("answer", answer)
        finally:
            with self._news:
                self._streams = [one for one in self._streams if one is not stream]
                if all(one.face != stream.face for one in self._streams):
                    self._left_at[stream.face] = time.monotonic()

    def _await_answers(self, heard: int) -> tuple[int, list[dict[str, Any]]]:
        """Wait a moment for answers; give how many were told, and those after `heard`."""
        with self._news:
            self._news.wait_for(lambda: self._told > heard or self._closing.is_set(), LOOK_EVERY_S)
            news = min(self._told - heard, len(self._answers))
            return self._told, [answer for _, answer in self._answers][len(self._answers) - news :]


def register_types() -> None:
    """Tell Python's own table too, which pywebview reads."""
    for suffix, kind in TYPES.items():
        mimetypes.add_type(kind.partition(";")[0], suffix)


def _must_be(method: str, wanted: str) -> None:
    if method != wanted:
        raise _Refused(405)


def _read_json(environ: dict[str, Any]) -> dict[str, Any]:
    if not str(environ.get("CONTENT_TYPE", "")).startswith("application/json"):
        raise _Refused(415)
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_BODY:
        raise _Refused(413)
    try:
        body = json.loads(environ["wsgi.input"].read(length))
    except (ValueError, RecursionError) as error:
        raise _Refused(400) from error
    if not isinstance(body, dict):
        raise _Refused(400)
    return body


def _send_json(start: StartResponse, document: dict[str, Any]) -> Iterable[bytes]:
    body = json.dumps(document, ensure_ascii=False).encode()
    return _send(start, 200, "application/json", body)


def begin_page(page: bytes) -> bytes:
    """A page in HTML with FIRST_WORDS before all else that it loads."""
    return page.replace(b"<head>", b"<head><script>%b</script>" % FIRST_WORDS, 1)


def _send(start: StartResponse, status: int, kind: str, body: bytes) -> Iterable[bytes]:
    if kind.startswith("text/html"):
        body = begin_page(body)
    length = ("Content-Length", str(len(body)))
    start(_status(status), [("Content-Type", kind), length, *HEADERS])
    return [body]


def _status(number: int) -> str:
    return f"{number} {HTTPStatus(number).phrase}"


def _event(name: str, document: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(document, ensure_ascii=False)}\n\n".encode()

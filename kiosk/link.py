"""HTTP to the server: one hard deadline, one breaker, and two ways to fail.

`Unreachable` means "decide alone and try again later", `Rejected` means "never again".
Guests' scans, the clerk's work and that in the background have a connection each, so that
a long delivery never stands before anybody.
"""

import contextlib
import hashlib
import http.client
import json
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from kiosk.breaker import Breaker
from kiosk.clock import DoorClock
from server.errors import InvalidError
from server.settings import objection_to_link

DELIVERY_S = 5.0
# The clerk waits this long for the server once; then her own copy answers.
CLERK_S = 1.0
LONGEST_PAUSE_S = 30.0
LARGEST_REPLY = 32 * 1024 * 1024
# A connection that has been quiet may be dead without knowing it; a new one costs a
# millisecond, finding out costs the guest the whole deadline.
QUIET_S = 20.0
# How long without a word from the server before the staff see the amber dot.
OUT_OF_SIGHT_S = 3.0


class Unreachable(Exception):  # noqa: N818  # it names the state, as the callers read it
    """The server gave no usable answer in time. Try again."""


class OddReply(Unreachable):
    """Somebody answered, but neither yes nor no: a fault over there, or something in between."""


class Rejected(Exception):  # noqa: N818
    """The server understood and refuses. Never try this again."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, and when by the monotonic clock, in seconds."""

    body: dict[str, Any]
    server_time: datetime | None
    sent: float
    received: float


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and what it is recognised by.

    `pin` is the SHA-256 of its certificate in hex, None: any that this machine trusts.
    """

    url: str
    key: str
    pin: str | None = None

    def __post_init__(self) -> None:
        if objection := objection_to_link(self.url):
            raise InvalidError(f"Không nhận địa chỉ máy chủ «{self.url}»: {objection}.")


class Link:
    """The way to the server. Safe to share between threads.

    One scan at a time, one request of the clerk's, and one in the background. `trouble` says in a
    sentence why the last request failed, None if it did not.
    """

    def __init__(self, address: Address, deadline_ms: int, clock: DoorClock) -> None:
        """`clock` learns the server's time from every reply."""
        self._address = address
        self.deadline_ms = deadline_ms
        self._deadline = deadline_ms / 1000
        self._clock = clock
        self._lines = {name: _Line(address) for name in ("scan", "clerk", "background")}
        self._clerks_turn = threading.Lock()
        self._hold_until = 0.0
        self._heard_at: float | None = None
        self.trouble: str | None = None
        self.breaker = Breaker()

    @property
    def in_sight(self) -> bool:
        """Whether the server was heard from a moment ago."""
        heard = self._heard_at
        return heard is not None and time.monotonic() - heard <= OUT_OF_SIGHT_S

    def send(self, scan: dict[str, Any]) -> Reply:
        """Ask about one scan, within the deadline. Raises Unreachable or Rejected."""
        self._heed_pause()
        if not self.breaker.closed:
            raise Unreachable("máy chủ vừa không trả lời")
        try:
            reply = self._exchange("scan", "POST", "/api/scans", scan, self._deadline)
        except Unreachable:
            self.breaker.scan_failed()
            raise
        self.breaker.scan_answered()
        return reply

    def ask(self, method: str, target: str, body: dict[str, Any] | None) -> Reply:
        """Ask for the clerk, within her deadline. Raises Unreachable or Rejected."""
        with self._clerks_turn:
            self._heed_pause()
            if not self.breaker.closed:
                raise Unreachable("máy chủ vừa không trả lời")
            try:
                return self._exchange("clerk", method, target, body, CLERK_S)
            except Unreachable:
                self.breaker.scan_failed()
                raise

    def bring(self, method: str, path: str, body: dict[str, Any]) -> Reply:
        """Hand over what a clerk did earlier on. Raises Unreachable or Rejected."""
        self._heed_pause()
        return self._exchange("background", method, path, body, DELIVERY_S)

    def deliver(self, scans: list[dict[str, Any]]) -> Reply:
        """Hand over scans of earlier on. Raises Unreachable or Rejected."""
        self._heed_pause()
        body = {"scans": scans}
        return self._exchange("background", "POST", "/api/scans/batch", body, DELIVERY_S)

    def roster(self, after: int, seconds: float) -> Reply:
        """Fetch what changed since `after`, within `seconds`. Raises Unreachable or Rejected.

        It is the breaker's probe as well, which is met once the caller is `content`.
        """
        self._heed_pause()
        try:
            path = f"/api/roster?after={after}"
            return self._exchange("background", "GET", path, None, seconds)
        except Unreachable:
            self.breaker.probe_failed()
            raise

    def content(self, reply: Reply, *, long: bool) -> None:
        """The server that answered is the one we belong to: it may be asked about guests.

        How long a `long` reply took says nothing of the next scan.
        """
        in_time = long or reply.received - reply.sent <= self._deadline
        self.breaker.probe_answered(in_time=in_time)

    def pause(self) -> float:
        """How long the work in the background should rest, in seconds; 0: as it likes."""
        rest = 0.0 if self.breaker.closed else self.breaker.pause()
        return max(rest, self._hold_until - time.monotonic())

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.abandon()

    def _exchange(
        self, name: str, method: str, path: str, body: dict[str, Any] | None, seconds: float
    ) -> Reply:
        line = self._lines[name]
        if line.unfit:
            line = self._lines[name] = _Line(self._address)
        sent = time.monotonic()
        try:
            reply = self._read(line.exchange(method, path, body, seconds), sent)
        except (Unreachable, Rejected) as error:
            if name != "clerk":  # she is told herself what the server has against it
                self.trouble = str(error)
            raise
        self.trouble = None
        self._heard_at = reply.received
        if reply.server_time:
            self._clock.measure(reply.server_time, reply.sent, reply.received)
        return reply

    def _heed_pause(self) -> None:
        pause = self._hold_until - time.monotonic()
        if pause > 0:
            raise Unreachable(f"máy chủ xin chờ {pause:.0f} s")

    def _read(self, answer: "_Answer", sent: float) -> Reply:
        received = time.monotonic()
        if answer.status in (429, 503):
            self._hold_until = received + _pause(answer.retry_after)
            raise Unreachable(f"máy chủ bận ({answer.status})")
        body = _object(answer.body)
        if answer.status == 200 and body is not None:
            return Reply(body, _server_time(body, answer.date), sent, received)
        if 400 <= answer.status < 500 and body is not None and "error" in body:
            self._heard_at = received
            raise Rejected(str(body["error"]), str(body.get("message", "")))
        raise OddReply(f"câu trả lời lạ ({answer.status})")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    date: str | None
    retry_after: str | None


class _Job:
    """One request on its way; whoever waits may leave before it is done."""

    def __init__(self, method: str, path: str, body: bytes | None, seconds: float) -> None:
        self.method, self.path, self.body, self.seconds = method, path, body, seconds
        self.done = threading.Event()
        self.answer: _Answer | None = None
        self.error: Exception | None = None


class _Line:
    """One persistent connection, worked by a thread of its own.

    Only whoever waits can keep a hard deadline: names that do not resolve, handshakes
    and replies that trickle in byte by byte each have their own idea of a time-out. So
    a request that is late is left to its thread, and the line with it.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0
        self.unfit = False
        threading.Thread(target=self._work, name="link", daemon=True).start()

    def exchange(
        self, method: str, path: str, body: dict[str, Any] | None, seconds: float
    ) -> _Answer:
        payload = None if body is None else json.dumps(body).encode()
        job = _Job(method, path, payload, seconds)
        self._jobs.put(job)
        if not job.done.wait(seconds):
            self.abandon()
            raise Unreachable(f"không trả lời trong {seconds * 1000:.0f} ms")
        if job.answer is None:
            strange = isinstance(job.error, _StrangeServerError)
            said = str(job.error) if strange else "không kết nối được máy chủ"
            raise Unreachable(said) from job.error
        return job.answer

    def abandon(self) -> None:
        self.unfit = True
        self._jobs.put(None)
        connection = self._connection
        if connection is not None and (sock := connection.sock) is not None:
            _hang_up(sock)

    def _work(self) -> None:
        while job := self._jobs.get():
            try:
                job.answer = self._try_twice(job)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self._drop()
                job.error = error
            job.done.set()
        self._drop()

    def _try_twice(self, job: _Job) -> _Answer:
        """A connection kept from earlier may have been closed meanwhile: then a new one."""
        if time.monotonic() - self._used_at > QUIET_S:
            self._drop()
        if self._connection is not None:
            try:
                return self._try(self._connection, job)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._drop()
        self._connection = _connect(self._address, job.seconds)
        return self._try(self._connection, job)

    def _try(self, connection: http.client.HTTPConnection, job: _Job) -> _Answer:
        if connection.sock is not None:
            connection.sock.settimeout(job.seconds)
        headers = {"Authorization": f"Bearer {self._address.key}", "Accept": "application/json"}
        if job.body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(job.method, job.path, job.body, headers)
        response = connection.getresponse()
        body = response.read(LARGEST_REPLY)
        self._used_at = time.monotonic()
        if not response.isclosed() or response.will_close:
            self._drop()
        date, retry_after = response.getheader("Date"), response.getheader("Retry-After")
        return _Answer(response.status, body, date, retry_after)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _connect(address: Address, seconds: float) -> http.client.HTTPConnection:
    url = urlsplit(address.url)
    if url.scheme == "http":
        return http.client.HTTPConnection(url.hostname or "", url.port, timeout=seconds)
    return _connect_tls(url, address.pin, seconds)


def _connect_tls(url: SplitResult, pin: str | None, seconds: float) -> http.client.HTTPConnection:
    context = ssl.create_default_context()
    if pin is not None:  # the certificate itself is known: no authority need vouch for it
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(
        url.hostname or "", url.port, timeout=seconds, context=context
    )
    connection.connect()
    if pin is not None:
        certificate = connection.sock.getpeercert(binary_form=True) or b""
        if hashlib.sha256(certificate).hexdigest() != pin.replace(":", "").lower():
            connection.close()
            raise _StrangeServerError("máy chủ lạ: chứng thư không đúng với lúc ghép quầy")
    return connection


class _StrangeServerError(OSError):
    """Whoever answers there is not the server with which this kiosk was paired."""


def _hang_up(sock: socket.socket) -> None:
    """End a connection under the thread that reads from it, which then lets go."""
    with contextlib.suppress(OSError):  # it may be closed already
        sock.shutdown(socket.SHUT_RDWR)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _pause(retry_after: str | None) -> float:
    seconds = (
        int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 1
    )
    return min(float(seconds), LONGEST_PAUSE_S)


def _server_time(body: dict[str, Any], date: str | None) -> datetime | None:
    """The server's clock: to the millisecond where the reply says so, else by its Date."""
    try:
        if said := body.get("server_time"):
            moment = datetime.fromisoformat(str(said))
            return moment if moment.tzinfo else None
        # Date leaves the fraction out; half a second is the best guess.
        return parsedate_to_datetime(date) + timedelta(seconds=0.5) if date else None
    except (ValueError, TypeError):
        return None

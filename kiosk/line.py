"""One connection to the server, worked by a thread of its own, with a hard deadline."""

import contextlib
import hashlib
import http.client
import json
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from server.errors import InvalidError
from server.sentences import say
from server.settings import objection_to_link

LARGEST_REPLY = 32 * 1024 * 1024
# The window of the format, and that its header stands before it.
GZIP = 16 + zlib.MAX_WBITS
# A connection that has been quiet may be dead without knowing it; a new one costs a
# millisecond, finding out costs the guest the whole deadline.
QUIET_S = 20.0
PIN = re.compile(r"([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}")


class Unreachable(Exception):  # noqa: N818  # it names the state, as the callers read it
    """The server gave no usable answer in time. Try again."""


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
            raise InvalidError(
                say(
                    "Không nhận địa chỉ máy chủ «%(url)s»: %(objection)s.",
                    url=self.url,
                    objection=objection,
                )
            )
        if self.pin is not None and not PIN.fullmatch(self.pin):
            raise InvalidError(
                say(
                    "Dấu chứng thư không đúng dạng; hãy ghi sau --certificate đủ 64 chữ số "
                    "thập lục phân mà «dontiep proxy» cho biết."
                )
            )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    date: str | None
    retry_after: str | None
    server_time: str | None


# Whether whoever is answered at this moment has chosen English. What this machine does by
# itself is answered in Vietnamese, as is everything that is kept.
english_chosen: ContextVar[bool] = ContextVar("english_chosen", default=False)
ENGLISH_COOKIE = "language=en"


class _Job:
    """One request on its way; whoever waits may leave before it is done."""

    def __init__(self, method: str, path: str, body: bytes | None, seconds: float) -> None:
        self.method, self.path, self.body, self.seconds = method, path, body, seconds
        self.english = english_chosen.get()
        self.done = threading.Event()
        self.answer: Answer | None = None
        self.error: Exception | None = None


class Line:
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
    ) -> Answer:
        """Send one request and wait for its answer, in seconds. Raises Unreachable."""
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
        """Leave what is under way to the thread; the line is `unfit` from now on."""
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

    def _try_twice(self, job: _Job) -> Answer:
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

    def _try(self, connection: http.client.HTTPConnection, job: _Job) -> Answer:
        if connection.sock is not None:
            connection.sock.settimeout(job.seconds)
        headers = {
            "Authorization": f"Bearer {self._address.key}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        if job.english:
            headers["Cookie"] = ENGLISH_COOKIE
        if job.body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(job.method, job.path, job.body, headers)
        response = connection.getresponse()
        body = response.read(LARGEST_REPLY)
        if response.getheader("Content-Encoding") == "gzip":
            body = _unpacked(body)
        self._used_at = time.monotonic()
        if not response.isclosed() or response.will_close:
            self._drop()
        told = map(response.getheader, ("Date", "Retry-After", "Server-Time"))
        return Answer(response.status, body, *told)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _unpacked(body: bytes) -> bytes:
    """Unpack a body, however long it claims to be. Raises ValueError where it is damaged."""
    try:
        return zlib.decompressobj(GZIP).decompress(body, LARGEST_REPLY)
    except zlib.error as error:
        raise ValueError("a damaged reply") from error


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

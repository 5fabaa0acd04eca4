"""One connection: it owes us a request within a deadline, and a view may take its socket."""

import contextlib
import json
import socket
import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import build_http_date

from server.web.headers import HEADERS, NOT_KEPT

HEAD_SECONDS = 10
REQUEST_SECONDS = 30
IDLE_SECONDS = 120
DRAIN_SECONDS = 5

Owner = Callable[[socket.socket, bytes], None]


class _Task(WSGITask):
    """One request. The view may have given the connection away."""

    channel: "Channel"
    request: Any
    _owner: Owner | None = None

    def get_environment(self) -> dict[str, Any]:
        environ = super().get_environment()
        environ["dontiep.take_over"] = self._promise
        return environ

    def _promise(self, owner: Owner) -> None:
        """Give the socket to `owner`, with the head of the answer, once that is known."""
        self._owner = owner

    def finish(self) -> None:
        if self._owner is None or self.wrote_header:
            super().finish()
        elif sock := self.channel.give_away():
            self._owner(sock, self._endless_head())

    def _endless_head(self) -> bytes:
        """The head of an answer that lasts until the connection ends."""
        lines = [f"HTTP/1.1 {self.status}"]
        lines += [f"{k}: {v}" for k, v in self.response_headers if k.lower() != "content-length"]
        lines += ["Connection: close", f"Date: {build_http_date(int(time.time()))}", "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def set_close_on_finish(self) -> None:
        # waitress hangs up after every 304, of which a page that revalidates gets a dozen.
        if self.has_body or self.version != "1.1" or self.request.connection_close:
            super().set_close_on_finish()


class _Refusal(ErrorTask):
    """The answer to what is no request, or too large a one, in the words of all our errors."""

    channel: "Channel"
    request: Any
    response_headers: list[tuple[str, str]]

    def execute(self) -> None:
        error = self.request.error
        told = {"error": "invalid", "message": _REFUSALS.get(error.code, _REFUSALS[400])}
        body = json.dumps(told, ensure_ascii=False).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", "application/json"), *HEADERS, NOT_KEPT])
        self.set_close_on_finish()
        self.channel.drain_before_closing = True
        self.content_length = len(body)
        self.write(body)


_REFUSALS = {
    400: "Yêu cầu không đúng dạng HTTP.",
    413: "Nội dung gửi đến quá lớn; hãy chia thành nhiều phần nhỏ hơn 1 MB.",
    431: "Phần đầu của yêu cầu quá lớn.",
    501: "Kiểu truyền này không được hỗ trợ.",
}


class Channel(HTTPChannel):
    """One connection, which owes us a request from its first moment on."""

    task_class = _Task
    error_task_class = _Refusal
    drain_before_closing = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        self._owing_since: float | None = time.monotonic()
        self._draining_since: float | None = None
        super().__init__(*args, **rest)

    def received(self, data: bytes) -> bool:
        """Take in bytes; what cannot begin a request (TLS, noise) ends the connection."""
        if self.request is None:
            if not (data[:1].isalpha() or data[:1] in b"\r\n"):
                self.will_close = True
                return False
            self._owing_since = time.monotonic()
        taken = super().received(data)
        if self.request is None:
            self._owing_since = None
        return taken

    def overdue(self) -> bool:
        """Whether the other side has kept us waiting for too long."""
        now = time.monotonic()
        if self._draining_since is not None:
            return now - self._draining_since > DRAIN_SECONDS
        if self.requests:
            return False
        if self._owing_since is not None:
            in_body = self.request is not None and self.request.headers_finished
            return now - self._owing_since > (REQUEST_SECONDS if in_body else HEAD_SECONDS)
        patience = REQUEST_SECONDS if self.total_outbufs_len else IDLE_SECONDS
        return time.time() - self.last_activity > patience

    def give_away(self) -> socket.socket | None:
        """Leave waitress; whoever gets the socket closes it. None: the other side has left."""
        with self.outbuf_lock:
            given, self.socket = self.socket, None
            self.connected = False
            self.del_channel()
            return given

    def readable(self) -> bool:
        """Whether waitress, or a refusal that is on its way out, wants what is sent."""
        return self._draining_since is not None or bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to send that no worker is just sending.

        waitress asks only whether there is something; its loop then turns idly, taking the
        interpreter from the workers, until the one that is sending has got it back.
        """
        if self.will_close or not self.total_outbufs_len:
            return bool(super().writable())
        if not self.outbuf_lock.acquire(blocking=False):
            return False  # whoever holds it rings when something is left
        self.outbuf_lock.release()
        return True

    def handle_read(self) -> None:
        """Take in bytes; after a refusal, to throw them away."""
        if self._draining_since is None:
            super().handle_read()
        else:
            with contextlib.suppress(OSError):
                self.recv(65_536)

    def handle_write(self) -> None:
        """Hang up gently after a refusal.

        Closing on unread bytes would reset the connection, and the sender never read why.
        """
        sent = self.close_when_flushed and not self.total_outbufs_len
        if sent and self.drain_before_closing and self._draining_since is None:
            self._draining_since = time.monotonic()
            self.close_when_flushed = False
            with contextlib.suppress(OSError, AttributeError):  # it may have left meanwhile
                self.socket.shutdown(socket.SHUT_WR)  # type: ignore[union-attr]
        else:
            super().handle_write()

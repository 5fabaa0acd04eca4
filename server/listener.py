"""waitress for one venue: event streams hold no thread, and nobody holds the door by dawdling.

Out of the box four open event streams or a hundred half-sent requests stop a waitress.
Here the socket of a stream leaves waitress once its head is made (a view asks for that by
`environ["dontiep.take_over"]`), a request has a deadline, and one address cannot take all
the connections. Pages have threads of their own: some are slow to make and any stranger may ask
for them, so a scan never waits behind them.
"""

import contextlib
import errno
import json
import logging
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Protocol, Self

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import build_http_date

from server.errors import ConflictError, InvalidError
from server.sentences import say
from server.web.headers import HEADERS, NOT_KEPT

# Two kinds of threads: for what stations, desks and boards ask, and for pages.
THREADS = 16
PAGE_THREADS = 8
HEAD_SECONDS = 10
REQUEST_SECONDS = 30
IDLE_SECONDS = 120
DRAIN_SECONDS = 5
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 4 * 1024 * 1024 + 4096  # a guest list and the form around it
MOST_CONNECTIONS = 4_000
MOST_PER_ADDRESS = 1_000
MOST_AT_ONCE = 100
FILES_OF_OUR_OWN = 100
# Documents to read, though they stand among the interface's addresses.
READING = frozenset({"/api/docs", "/api/openapi.json"})
# select() on Windows takes 512 sockets; elsewhere poll() takes any number.
MOST_ON_WINDOWS = 400

Owner = Callable[[socket.socket, bytes], None]


class Application(Protocol):
    """A WSGI application that has something to close when the listener stops."""

    def __call__(self, environ: dict[str, Any], start_response: Any, /) -> Iterable[bytes]:
        """Answer one request."""

    def close(self) -> None:
        """End streams and threads."""


class Listener:
    """The application on a port. `port` 0 takes a free one; `url` says which it became.

    Raises ConflictError when the port is in use, InvalidError when the address is not one
    of this machine.
    """

    def __init__(self, app: Application, host: str, port: int, *, threads: int = THREADS) -> None:
        self._app = app
        self._threads = threads
        self._map: dict[int, Any] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        listening = _bind(host, port)
        self.host, self.port = host, int(listening.getsockname()[1])
        self._dispatcher, self._pages = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._server = _Server(app, listening, self._dispatcher, self._pages, self._map)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds us."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def run(self) -> None:
        """Serve until `stop` is called from another thread, or an exception ends it."""
        logging.getLogger("waitress").setLevel(logging.ERROR)
        self._dispatcher.set_thread_count(self._threads)
        self._pages.set_thread_count(PAGE_THREADS)
        try:
            while not self._stopping.is_set():
                self._turn(1)
        finally:
            self._close()

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, let the running ones finish for up to 5 s, and close."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._server.pull_trigger()
        if self._thread:
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _close(self) -> None:
        self._server.accepting = False
        self._dispatcher.shutdown()
        self._pages.shutdown()
        self._app.close()
        deadline = time.monotonic() + 1
        while self._server.has_unsent() and time.monotonic() < deadline:
            self._turn(0.05)
        wasyncore.close_all(self._map)


class _Task(WSGITask):
    """One request. The view may have given the connection away."""

    channel: "_Channel"
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

    channel: "_Channel"
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


class _Channel(HTTPChannel):
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


class _Server(TcpWSGIServer):
    """The listening socket and its housekeeping."""

    channel_class = _Channel
    active_channels: dict[int, _Channel]  # type: ignore[assignment]  # the stubs err

    def __init__(
        self,
        app: Application,
        listening: socket.socket,
        dispatcher: ThreadedTaskDispatcher,
        pages: ThreadedTaskDispatcher,
        sockets: dict[int, Any],
    ) -> None:
        self._from: Counter[str] = Counter()
        self._more = False
        self._pages = pages
        super().__init__(
            app,
            map=sockets,
            _sock=listening,
            dispatcher=dispatcher,
            adj=_adjustments(),
            sockinfo=(listening.family, listening.type, None, listening.getsockname()),
            bind_socket=False,
        )

    def add_task(self, task: Any) -> None:
        """Hand a channel, of which a request is complete, to a thread of the request's kind."""
        is_page = _is_page(getattr(task.requests[0], "path", ""))
        (self._pages if is_page else self.task_dispatcher).add_task(task)

    def handle_accept(self) -> None:
        """Take in all who wait: waitress takes one a turn, and a turn looks at everybody."""
        for _ in range(MOST_AT_ONCE):
            self._more = False
            super().handle_accept()
            if not self._more:
                break

    def accept(self) -> tuple[socket.socket, Any] | None:
        """Accept a connection unless its address holds too many already."""
        accepted = super().accept()
        if accepted is None:
            return None
        self._more = True
        address = accepted[1][0]
        if self._from[address] >= MOST_PER_ADDRESS:
            self._count()
        if self._from[address] >= MOST_PER_ADDRESS:
            accepted[0].close()
            return None
        self._from[address] += 1
        return accepted

    def maintenance(self, now: float) -> None:
        """Hang up on those who keep us waiting. waitress calls this once a second."""
        del now
        for channel in list(self.active_channels.values()):
            if channel.overdue():
                channel.will_close = True
        self._count()

    def has_unsent(self) -> bool:
        """Whether an answer is still on its way out."""
        return any(channel.total_outbufs_len for channel in list(self.active_channels.values()))

    def _count(self) -> None:
        self._from = Counter(channel.addr[0] for channel in list(self.active_channels.values()))


def _is_page(path: str) -> bool:
    """Whether a path is of what takes its time and no guest at a door waits for."""
    return path in READING or not path.startswith(("/api/", "/healthz"))


def _adjustments() -> Adjustments:
    return Adjustments(
        threads=THREADS,
        connection_limit=_connection_limit(),
        cleanup_interval=1,
        max_request_header_size=LARGEST_HEAD,
        # waitress refuses what is as large as this, we what is larger.
        max_request_body_size=LARGEST_BODY + 1,
        log_socket_errors=False,
        ident=None,
        # A reverse proxy on this machine may say whom it speaks for; nobody else may.
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )


def _connection_limit() -> int:
    """As many as the system lets us open; a soft limit is raised first."""
    if sys.platform == "win32":
        return MOST_ON_WINDOWS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_OF_OUR_OWN
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft - 100)


def _bind(host: str, port: int) -> socket.socket:
    family, address = _resolve(host, port)
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # On Windows SO_REUSEADDR would let two servers share one port.
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise _explained(error, host, port) from error
    return listening


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InvalidError(
            say("Không có địa chỉ «%(host)s»; hãy sửa host trong [server].", host=host)
        ) from error
    # «localhost» may be both; the address that people type comes first.
    family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    return family, address


def _explained(error: OSError, host: str, port: int) -> ConflictError | InvalidError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return ConflictError(
            say(
                "Cổng %(port)s đang có chương trình khác dùng; hãy tắt chương trình đó hoặc "
                "chọn cổng khác bằng --port.",
                port=port,
            )
        )
    if error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", None)):
        return ConflictError(
            say("Không được phép mở cổng %(port)s; hãy chọn cổng từ 1024 trở lên.", port=port)
        )
    return InvalidError(
        say(
            "Máy này không có địa chỉ «%(host)s»; hãy sửa host trong [server] hoặc dùng 127.0.0.1.",
            host=host,
        )
    )

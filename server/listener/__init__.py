"""waitress for one venue: event streams hold no thread, and nobody holds the door by dawdling.

Out of the box four open event streams or a hundred half-sent requests stop a waitress.
Here the socket of a stream leaves waitress once its head is made (a view asks for that by
`environ["dontiep.take_over"]`), a request has a deadline, and one address cannot take all
the connections. Pages have threads of their own: some are slow to make and any stranger may ask
for them, so a scan never waits behind them.
"""

import contextlib
import logging
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol, Self

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from server.listener.connection import Channel
from server.listener.port import bind, connection_limit
from server.web.roles import LARGER_BODIES

# Two kinds of threads: for what stations, desks and boards ask, and for pages.
THREADS = 16
PAGE_THREADS = 8
LARGEST_HEAD = 32 * 1024
# What no route takes is refused at the head.
LARGEST_BODY = max(LARGER_BODIES.values())
MOST_PER_ADDRESS = 1_000
MOST_AT_ONCE = 100
# Documents to read, though they stand among the interface's addresses.
READING = frozenset({"/api/docs", "/api/openapi.json"})


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
        listening = bind(host, port)
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


class _Server(TcpWSGIServer):
    """The listening socket and its housekeeping."""

    channel_class = Channel
    active_channels: dict[int, Channel]  # type: ignore[assignment]  # the stubs err

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
        connection_limit=connection_limit(),
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

"""Event streams: one thread owns every socket of theirs, so that none holds the door up.

A watcher is sent to only when all it was sent before has left for the network. A slow one
thus gets fewer and larger messages, and one that reads nothing costs a few kilobytes until
it is dropped. Messages are made once for all who stand at the same place in the journal.
"""

import logging
import random
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

log = logging.getLogger(__name__)

MOST = 100
HEARTBEAT_SECONDS = 5.0
STUCK_SECONDS = 10.0
# How often the journal is looked at unasked: other programs write to it too.
LOOK_SECONDS = 0.5
# A round of sending is followed by a rest of so many times its length, which leaves the
# machine to the door however many watch; no longer than this, so that a round which had to
# count much does not keep the next scan from the boards.
REST = 4
LONGEST_REST_SECONDS = 0.08
SEND_BUFFER = 32 * 1024
FIRST_RETRY_MS, LAST_RETRY_MS = 1_000, 5_000


# Where a watcher stands: the last record it knows, and which notices it was told.
Standing = tuple[int, int]


class Source(Protocol):
    """What is streamed: messages after a place in the journal."""

    def newest(self) -> Standing:
        """The last place there is."""

    def message(self, after: Standing | None, *, english: bool) -> tuple[Standing, bytes]:
        """What follows `after` (None: the whole state), and the place that it leads to.

        `english`: the language of the sentences in it.
        """


@dataclass(eq=False, slots=True)
class _Watcher:
    """One connection. `place` None: nothing sent yet; `english`: what its reader chose.

    `moved_at`: when bytes last left; `asked_at`: when `allowed` was last asked.
    """

    sock: socket.socket
    place: Standing | None
    allowed: Callable[[], bool]
    pending: bytearray
    moved_at: float
    asked_at: float
    english: bool


class Streams:
    """The watchers of one source. The thread starts with the first of them."""

    def __init__(self, source: Source, most: int = MOST) -> None:
        self._source = source
        self._most = most
        self._turn = threading.Lock()
        self._newcomers: list[_Watcher] = []
        self._watchers: set[_Watcher] = set()
        self._thread: threading.Thread | None = None
        self._selector = selectors.DefaultSelector()
        self._bell, self._ringer = socket.socketpair()
        self._ringer.setblocking(False)
        self._rung = False
        self._closing = False
        self._due = False
        self._rest_until = 0.0
        self._rounds_at = 0.0

    def __len__(self) -> int:
        return len(self._watchers) + len(self._newcomers)

    @property
    def full(self) -> bool:
        """Whether the next one is told to poll."""
        return len(self) >= self._most

    def add(
        self,
        sock: socket.socket,
        head: bytes,
        place: Standing | None,
        allowed: Callable[[], bool],
        *,
        english: bool = False,
    ) -> None:
        """Take a connection over; `allowed` is asked every few seconds whether it may stay."""
        sock.setblocking(False)
        with suppress(OSError):  # a small buffer tells soon that nobody reads
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        retry = random.randint(FIRST_RETRY_MS, LAST_RETRY_MS)  # noqa: S311  # spreads a reunion
        pending, now = bytearray(head + b"retry: %d\n\n" % retry), time.monotonic()
        with self._turn:
            if self._closing:
                sock.close()
                return
            self._newcomers.append(_Watcher(sock, place, allowed, pending, now, now, english))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="streams", daemon=True)
                self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Say that there is news. Quick, and safe from any thread."""
        if self._thread and not self._rung:
            self._rung = True
            with suppress(OSError):
                self._ringer.send(b"!")

    def close(self) -> None:
        """End every stream and the thread."""
        with self._turn:
            self._closing = True
        self._rung = False
        self.wake()
        if self._thread:
            self._thread.join(5)
        for watcher in [*self._watchers, *self._newcomers]:
            watcher.sock.close()
        for one in (self._selector, self._bell, self._ringer):
            one.close()

    def _run(self) -> None:
        self._selector.register(self._bell, selectors.EVENT_READ)
        while not self._closing:
            for key, mask in self._selector.select(self._patience()):
                if key.data is None:
                    self._bell.recv(64)
                    self._rung, self._due = False, True
                elif mask & selectors.EVENT_READ:
                    self._hear(key.data)
                else:
                    self._flush(key.data)
            self._welcome()
            try:
                self._work()
            except Exception as error:  # noqa: BLE001  # the watchers stay, the next round may do
                log.error("event streams: %s", type(error).__name__)  # noqa: TRY400  # no values
                self._rest_until = time.monotonic() + LOOK_SECONDS

    def _patience(self) -> float:
        if not self._due:
            return LOOK_SECONDS
        return max(0.0, self._rest_until - time.monotonic())

    def _hear(self, watcher: _Watcher) -> None:
        """A watcher has nothing to say; what comes is that it left."""
        with suppress(BlockingIOError):
            try:
                if watcher.sock.recv(4096):
                    return
            except ConnectionError:
                pass
            self._drop(watcher)

    def _welcome(self) -> None:
        with self._turn:
            newcomers, self._newcomers = self._newcomers, []
        for watcher in newcomers:
            self._watchers.add(watcher)
            self._selector.register(watcher.sock, selectors.EVENT_READ, watcher)
            self._flush(watcher)
            self._due = True

    def _work(self) -> None:
        now = time.monotonic()
        if now >= self._rest_until and self._watchers:
            self._due = False
            self._send_news()
            ended = time.monotonic()
            self._rest_until = ended + min(REST * (ended - now), LONGEST_REST_SECONDS)
        if now >= self._rounds_at:
            self._rounds_at = now + 1
            self._make_rounds(now)

    def _send_news(self) -> None:
        newest = self._source.newest()
        made: dict[tuple[Standing | None, bool], tuple[Standing, bytes]] = {}
        for watcher in list(self._watchers):
            if watcher.pending or watcher.place == newest:
                continue
            after = watcher.place if watcher.place is None or watcher.place < newest else None
            wanted = after, watcher.english
            if wanted not in made:
                made[wanted] = self._source.message(after, english=watcher.english)
            watcher.place, message = made[wanted]
            self._send(watcher, message)
            self._due = self._due or watcher.place < newest

    def _make_rounds(self, now: float) -> None:
        """Who is stuck, who may stay, and a sign of life to those who may."""
        for watcher in list(self._watchers):
            if watcher.pending:
                if now - watcher.moved_at > STUCK_SECONDS:
                    self._drop(watcher)
            elif now - watcher.asked_at >= HEARTBEAT_SECONDS:
                watcher.asked_at = now
                if watcher.allowed():
                    self._send(watcher, b":\n\n")
                else:
                    self._drop(watcher)

    def _send(self, watcher: _Watcher, message: bytes) -> None:
        watcher.pending += message
        watcher.moved_at = time.monotonic()
        self._flush(watcher)

    def _flush(self, watcher: _Watcher) -> None:
        """Hand over what the network takes now; the selector tells when it takes more."""
        try:
            sent = watcher.sock.send(watcher.pending) if watcher.pending else 0
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(watcher)
            return
        if sent:
            del watcher.pending[:sent]
            watcher.moved_at = time.monotonic()
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if watcher.pending else 0)
        if self._selector.get_key(watcher.sock).events != wanted:
            self._selector.modify(watcher.sock, wanted, watcher)

    def _drop(self, watcher: _Watcher) -> None:
        if watcher in self._watchers:
            self._watchers.discard(watcher)
            self._selector.unregister(watcher.sock)
            watcher.sock.close()

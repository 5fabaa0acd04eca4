"""Tells other programs of the event: follows the journal and posts each news to each address.

The door never waits for it. One thread follows the journal and keeps the book; each address
has at most one flight under way, on a thread of its own that knows no database. A message is
noted as delivered after it was answered, so what a crash takes is sent again, under the same
id. Redirects are not followed, and of an answer nothing but its status is read.
"""

import contextlib
import http.client
import json
import logging
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook as Signer

from server.desk.webhooks import active_webhooks, queue_news, settle_deliveries, settled
from server.event import EventConfig
from server.webhooks import Delivery, Webhook, message, pause_after

if TYPE_CHECKING:
    from server.storage import SqliteStore

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
DEADLINE_SECONDS = 10.0
# So many messages, or as many as go out in this time, are one flight, after which their fate
# is written down together.
AT_ONCE = 20
FLIGHT_SECONDS = 2.0
# Whoever answers so is there and may do better later: the others wait with this message.
BUSY = frozenset({408, 429})
LATE, REFUSED_TLS, UNREACHABLE = "late", "tls", "unreachable"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to be posted. `headers` sign `body`."""

    delivery: Delivery
    url: str
    body: bytes
    headers: dict[str, str]


class Messenger:
    """Tells the addresses of one open event until it is stopped.

    `event` gives the event as it stands, `now` aware moments.
    """

    def __init__(
        self,
        store: "SqliteStore",
        event: Callable[[], EventConfig],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        look_seconds: float = LOOK_SECONDS,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._store = store
        self._event = event
        self._now = now
        self._look, self._deadline = look_seconds, deadline_seconds
        self._after = -1
        self._flights: dict[int, Flight] = {}
        # By address: how often in a row nobody answered, and until when it is left alone.
        self._silences: dict[int, tuple[int, datetime]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="messenger", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._look):
            try:
                self._round()
            except Exception as error:  # noqa: BLE001  # the next round may do; no values in logs
                log.error("webhooks: %s", type(error).__name__)  # noqa: TRY400
        for flight in self._flights.values():
            flight.abandon()
        with contextlib.suppress(Exception):  # what is not noted now is sent again
            self._land()

    def _round(self) -> None:
        self._land()
        vip = frozenset(group.code for group in self._event().groups if group.vip)
        self._after = queue_news(self._store, self._after, vip, self._now())
        for webhook in active_webhooks(self._store.read):
            if webhook.number not in self._flights and not self._rests(webhook.number):
                self._take_off(webhook)

    def _rests(self, number: int) -> bool:
        silence = self._silences.get(number)
        return silence is not None and self._now() < silence[1]

    def _take_off(self, webhook: Webhook) -> None:
        due = self._store.read.due_deliveries(webhook.number, self._now(), AT_ONCE)
        if due:
            parcels = [self._pack(webhook, one) for one in due]
            self._flights[webhook.number] = Flight(parcels, self._deadline)

    def _pack(self, webhook: Webhook, one: Delivery) -> Parcel:
        """Write a message from what is known now and sign it for this moment."""
        reader, moment = self._store.read, self._now().astimezone(UTC)
        record = reader.record(one.seq)
        assert record is not None  # the database refuses a message about nothing
        place = reader.invitation(record.invitation) if record.invitation else None
        rehearsal = reader.meta("rehearsal") is not None
        told = message(one.what, record, place, names=webhook.names, rehearsal=rehearsal)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"dontiep/{version('dontiep')}",
            "webhook-id": one.message_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Signer(webhook.secret).sign(one.message_id, moment, body),
        }
        return Parcel(one, webhook.url, body.encode(), headers)

    def _land(self) -> None:
        """Note what the flights that are over have brought; hurry those that take too long."""
        settled_now: list[Delivery] = []
        for number, flight in list(self._flights.items()):
            if flight.is_over:
                del self._flights[number]
                settled_now += [self._settle(one, answer) for one, answer in flight.answers]
            else:
                flight.hurry()
        if settled_now:
            settle_deliveries(self._store, settled_now, self._now())

    def _settle(self, one: Delivery, answer: str) -> Delivery:
        now = self._now()
        if is_accepted(answer):
            self._silences.pop(one.webhook, None)
            return settled(one, answer, now, None)
        tries = one.tries + 1
        if is_silence(answer):
            silences, _ = self._silences.get(one.webhook, (0, now))
            tries = silences + 1
        pause = pause_after(tries, random.random())  # noqa: S311  # spreads a reunion
        if is_silence(answer):
            self._silences[one.webhook] = (tries, now + pause)
        return settled(one, answer, now, pause)


class Flight:
    """Parcels on their way to one address, one after the other, until one is not answered."""

    def __init__(self, parcels: list[Parcel], deadline_seconds: float) -> None:
        self._parcels = parcels
        self._deadline = deadline_seconds
        self._began = time.monotonic()
        self._connection: http.client.HTTPConnection | None = None
        self._cancelled = False
        self._hung_up = False
        self.answers: list[tuple[Delivery, str]] = []
        self._thread = threading.Thread(target=self._fly, name="webhook", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether `answers` holds all that will come."""
        return not self._thread.is_alive()

    def hurry(self) -> None:
        """Hang up on an answer that takes too long: bytes that trickle in end no time-out."""
        if time.monotonic() - self._began > self._deadline:
            self._hang_up()

    def abandon(self) -> None:
        """Hang up and send no more; what was under way counts as not tried."""
        self._cancelled = True
        self._hang_up()
        self._thread.join(1)  # a name that does not resolve is left to itself

    def _fly(self) -> None:
        ends = time.monotonic() + FLIGHT_SECONDS
        for parcel in self._parcels:
            self._began = time.monotonic()
            answer = self._post(parcel)
            if self._cancelled and not is_accepted(answer):
                return
            self.answers.append((parcel.delivery, answer))
            if self._cancelled or is_silence(answer) or time.monotonic() > ends:
                return

    def _post(self, parcel: Parcel) -> str:
        try:
            self._connection = _connect(parcel.url, self._deadline)
            link = urlsplit(parcel.url)
            target = f"{link.path or '/'}?{link.query}" if link.query else link.path or "/"
            self._connection.request("POST", target, parcel.body, parcel.headers)
            status = self._connection.getresponse().status
            # Cut off by us, what there is of a head would pass for the whole of it.
            return LATE if self._hung_up else str(status)
        except ssl.SSLCertVerificationError:
            return REFUSED_TLS
        except (OSError, http.client.HTTPException, ValueError):
            late = self._hung_up or time.monotonic() - self._began >= self._deadline
            return LATE if late else UNREACHABLE
        finally:
            if self._connection:
                self._connection.close()

    def _hang_up(self) -> None:
        self._hung_up = True
        connection = self._connection
        if connection is not None and (sock := connection.sock) is not None:
            with contextlib.suppress(OSError):  # it may be closed already
                sock.shutdown(socket.SHUT_RDWR)


def is_accepted(answer: str) -> bool:
    """Whether a receiver has taken a message in."""
    return answer.isdigit() and answer[0] == "2"


def is_silence(answer: str) -> bool:
    """Whether an address is away or in trouble, so that the next message fares no better."""
    return not answer.isdigit() or answer[0] == "5" or int(answer) in BUSY


def _connect(url: str, seconds: float) -> http.client.HTTPConnection:
    link = urlsplit(url)
    host = link.hostname or ""
    if link.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, link.port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, link.port, timeout=seconds)

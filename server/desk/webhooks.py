"""Addresses of other programs: added, tried and taken away on record; their messages queued.

What is news follows from the journal, record by record, so that nothing is lost between a
scan and its message, and the door's own transaction knows nothing of either.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.admission import Record
from server.desk.records import By, done_before, note
from server.errors import ConflictError, NotFoundError
from server.invitations import Invitation
from server.sentences import say
from server.show import utc
from server.webhooks import (
    GIVEN_UP_AFTER,
    MOST_ADDRESSES,
    Delivery,
    State,
    Webhook,
    name_message,
    news_in,
    objection_to_address,
)

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

PAGE = 500
# Records that are no news are looked at again after a restart; so many at most.
LOOKED_AT_AGAIN = 2_000


def add_webhook(
    store: "SqliteStore",
    url: str,
    now: datetime,
    by: By,
    *,
    names: bool = False,
    rehearsals: bool = False,
) -> Webhook:
    """Tell an address of everything from now on; the answer has the secret that signs.

    The same action again gives it another secret. Raises ConflictError for an address to
    which nothing can be sent, that is there already, or that is one too many.
    """
    url, secret = url.strip(), _new_secret()
    if objection := objection_to_address(url):
        raise ConflictError(
            say("Không gửi được đến «%(url)s»: %(objection)s.", url=url, objection=objection)
        )

    def action(tx: "Writer") -> Webhook:
        if known := done_before(tx, by, "webhook_added"):
            there = must_be_told(tx, known.detail["webhook"])
            tx.set_webhook_secret(there.number, secret)
            return replace(there, secret=secret)
        told = tx.webhooks()
        if any(one.url == url for one in told):
            raise ConflictError(say("Địa chỉ này đã có trong danh sách."))
        if len(told) >= MOST_ADDRESSES:
            raise ConflictError(
                say(
                    "Đã đủ %(most)s địa chỉ; hãy bỏ một địa chỉ không còn dùng.",
                    most=MOST_ADDRESSES,
                )
            )
        seq, _ = tx.head()
        number = tx.add_webhook(url, secret, now, names=names, rehearsals=rehearsals, after=seq)
        # The address itself may hold a key, and the journal is never deleted.
        host = urlsplit(url).hostname
        note(tx, None, now, "webhook_added", by, webhook=number, host=host, names=names)
        return must_be_told(tx, number)

    return store.write(action)


def remove_webhook(store: "SqliteStore", number: int, now: datetime, by: By) -> None:
    """Tell an address nothing more, not even what waits. Raises NotFoundError."""

    def action(tx: "Writer") -> None:
        if done_before(tx, by, "webhook_removed"):
            return
        must_be_told(tx, number)
        tx.drop_webhook(number)
        note(tx, None, now, "webhook_removed", by, webhook=number)

    store.write(action)


def try_webhook(store: "SqliteStore", number: int, now: datetime, by: By) -> Record:
    """Have a message sent that says nothing but that it is a test. Raises NotFoundError."""

    def action(tx: "Writer") -> Record:
        if known := done_before(tx, by, "webhook_test"):
            return known
        if must_be_told(tx, number) not in active_webhooks(tx):
            raise ConflictError(say("Địa chỉ này không nhận gì từ buổi diễn tập."))
        return note(tx, None, now, "webhook_test", by, webhook=number)

    return store.write(action)


def active_webhooks(reader: "Reader") -> list[Webhook]:
    """List the addresses that are told: in a rehearsal those only that want it."""
    rehearsing = reader.meta("rehearsal") is not None
    return [one for one in reader.webhooks() if one.rehearsals or not rehearsing]


def must_be_told(reader: "Reader", number: int) -> Webhook:
    """Find an address. Raises NotFoundError."""
    found = reader.webhook(number)
    if found is None:
        raise NotFoundError(say("Không có địa chỉ webhook số %(number)s.", number=number))
    return found


def queue_news(store: "SqliteStore", after: int, vip: frozenset[str], now: datetime) -> int:
    """Look at what came after a record and queue what is news; gives the last one looked at.

    `after` is what the caller knows was looked at; -1: as far as is on disk.
    """
    reader = store.read
    told = active_webhooks(reader)
    if not told:
        return after
    noted = min(one.after for one in told)
    after = max(after, noted)
    records = reader.scans(after, PAGE)
    if not records:
        return after
    news = [
        (one.number, what, record)
        for record in records
        for one in told
        if record.seq > one.after
        for what in news_in(record, _place(reader, record), vip, one.number)
    ]
    last = records[-1].seq
    if news or last - noted > LOOKED_AT_AGAIN:
        moment = utc(now)

        def action(tx: "Writer") -> None:
            still = {one.number for one in tx.webhooks()}
            for number, what, record in news:
                if number in still:
                    name = name_message(what, record)
                    tx.add_delivery(number, name, record.seq, what, moment)
            for number in still & {one.number for one in told}:
                tx.note_followed(number, last)
                tx.thin_out_deliveries(number)

        store.write(action)
    return last


def settle_deliveries(store: "SqliteStore", settled: Sequence[Delivery], now: datetime) -> None:
    """Note how far messages have come. What has waited a day and is refused is given up."""

    def action(tx: "Writer") -> None:
        for one in settled:
            tx.put_delivery(one)
        vain = {one.webhook for one in settled if one.state is State.WAITING}
        for number in vain:
            tx.give_up_deliveries(number, now - GIVEN_UP_AFTER)

    store.write(action)


def settled(one: Delivery, answer: str, now: datetime, pause: timedelta | None) -> Delivery:
    """Give a message after an attempt; `pause` until the next one, None: it was delivered."""
    state = State.DELIVERED if pause is None else State.WAITING
    due = one.due_at if pause is None else now + pause
    return replace(one, state=state, due_at=due, tries=one.tries + 1, tried_at=now, answer=answer)


def _place(reader: "Reader", record: Record) -> Invitation | None:
    return reader.invitation(record.invitation) if record.invitation else None


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()

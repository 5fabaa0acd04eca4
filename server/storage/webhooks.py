"""The addresses that are told of the event, and what each was sent; no word of a guest."""

import sqlite3
from datetime import datetime

from server.storage.admission import read_time, write_time
from server.webhooks import Delivery, State, Webhook, What

# Enough to see how an address fares; a morning's every arrival is of no use once it was told.
KEPT = 200


class WebhookReads:
    """Questions about the addresses and their messages."""

    db: sqlite3.Connection

    def webhooks(self) -> list[Webhook]:
        """All addresses, in the order in which they were added."""
        return [_webhook(row) for row in self.db.execute("SELECT * FROM webhooks ORDER BY number")]

    def webhook(self, number: int) -> Webhook | None:
        """The address with this number."""
        row = self.db.execute("SELECT * FROM webhooks WHERE number = ?", (number,)).fetchone()
        return _webhook(row) if row else None

    def due_deliveries(self, webhook: int, now: datetime, limit: int) -> list[Delivery]:
        """What is to be sent to an address now, the oldest news first."""
        rows = self.db.execute(
            """SELECT * FROM deliveries WHERE webhook = ? AND state = 'waiting' AND due_at <= ?
            ORDER BY seq, what LIMIT ?""",
            (webhook, write_time(now), limit),
        )
        return [_delivery(row) for row in rows]

    def last_deliveries(self, webhook: int, limit: int) -> list[Delivery]:
        """What an address was or will be sent, the newest news first."""
        rows = self.db.execute(
            "SELECT * FROM deliveries WHERE webhook = ? ORDER BY seq DESC, what DESC LIMIT ?",
            (webhook, limit),
        )
        return [_delivery(row) for row in rows]

    def count_deliveries(self, webhook: int, state: State) -> int:
        """How many messages to an address are in this state."""
        (count,) = self.db.execute(
            "SELECT count(*) FROM deliveries WHERE webhook = ? AND state = ?",
            (webhook, state.value),
        ).fetchone()
        return int(count)


class WebhookWrites(WebhookReads):
    """New addresses and messages, and their end."""

    def add_webhook(
        self, url: str, secret: str, now: datetime, *, names: bool, rehearsals: bool, after: int
    ) -> int:
        """Add an address and give its number. Raises sqlite3.IntegrityError: it is there."""
        return int(
            self.db.execute(
                """INSERT INTO webhooks (url, secret, names, rehearsals, made_at, after)
                VALUES (?, ?, ?, ?, ?, ?)""",
                (url, secret, int(names), int(rehearsals), write_time(now), after),
            ).lastrowid
            or 0
        )

    def set_webhook_secret(self, number: int, secret: str) -> None:
        """Give an address another secret."""
        self.db.execute("UPDATE webhooks SET secret = ? WHERE number = ?", (secret, number))

    def drop_webhook(self, number: int) -> bool:
        """Delete an address with its messages. False if there is none."""
        self.db.execute("DELETE FROM deliveries WHERE webhook = ?", (number,))
        return self.db.execute("DELETE FROM webhooks WHERE number = ?", (number,)).rowcount == 1

    def note_followed(self, number: int, seq: int) -> None:
        """Note up to which record the news for an address are among its messages."""
        self.db.execute("UPDATE webhooks SET after = ? WHERE number = ?", (seq, number))

    def add_delivery(self, webhook: int, message_id: str, seq: int, what: What, at: str) -> None:
        """Have a message wait to be sent at once, unless it is there already."""
        self.db.execute(
            """INSERT INTO deliveries (webhook, message_id, seq, what, state, made_at, due_at, tries)
            VALUES (?, ?, ?, ?, 'waiting', ?, ?, 0) ON CONFLICT DO NOTHING""",
            (webhook, message_id, seq, what.value, at, at),
        )

    def put_delivery(self, one: Delivery) -> None:
        """Store how far a message has come."""
        self.db.execute(
            """UPDATE deliveries SET state = ?, due_at = ?, tries = ?, tried_at = ?, answer = ?
            WHERE webhook = ? AND message_id = ?""",
            (
                one.state.value,
                write_time(one.due_at),
                one.tries,
                one.tried_at and write_time(one.tried_at),
                one.answer,
                one.webhook,
                one.message_id,
            ),
        )

    def give_up_deliveries(self, webhook: int, made_before: datetime) -> None:
        """Try no more what has waited since before a moment."""
        self.db.execute(
            """UPDATE deliveries SET state = 'given_up'
            WHERE webhook = ? AND state = 'waiting' AND made_at <= ?""",
            (webhook, write_time(made_before)),
        )

    def thin_out_deliveries(self, webhook: int) -> None:
        """Forget old messages that wait no longer."""
        self.db.execute(
            """DELETE FROM deliveries WHERE webhook = :webhook AND state <> 'waiting' AND seq <= (
                SELECT seq FROM deliveries WHERE webhook = :webhook AND state <> 'waiting'
                ORDER BY seq DESC LIMIT 1 OFFSET :kept)""",
            {"webhook": webhook, "kept": KEPT},
        )

    def forget_deliveries(self) -> None:
        """Delete all messages, and look at nothing that has happened so far."""
        self.db.execute("DELETE FROM deliveries")
        self.db.execute("UPDATE webhooks SET after = (SELECT coalesce(max(seq), 0) FROM scans)")

    def forget_webhooks(self) -> None:
        """Delete all addresses, secrets and messages."""
        self.db.execute("DELETE FROM deliveries")
        self.db.execute("DELETE FROM webhooks")


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(
        number=row["number"],
        url=row["url"],
        secret=row["secret"],
        names=bool(row["names"]),
        rehearsals=bool(row["rehearsals"]),
        made_at=read_time(row["made_at"]),
        after=row["after"],
    )


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        webhook=row["webhook"],
        message_id=row["message_id"],
        seq=row["seq"],
        what=What(row["what"]),
        state=State(row["state"]),
        made_at=read_time(row["made_at"]),
        due_at=read_time(row["due_at"]),
        tries=row["tries"],
        tried_at=read_time(row["tried_at"]) if row["tried_at"] else None,
        answer=row["answer"],
    )

"""The mails: one row for each that waits, goes out, or has its answer."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from server.mails import Mail, MailState
from server.sendings import What
from server.storage.admission import read_time, write_time


class MailReads:
    """Questions about the mails."""

    db: sqlite3.Connection

    def mails(self, state: MailState | None = None) -> list[Mail]:
        """All mails, or those in one state, in the order in which they were queued."""
        rows = self.db.execute(
            "SELECT * FROM mails WHERE :state IS NULL OR state = :state ORDER BY number",
            {"state": state and state.value},
        )
        return [_mail(row) for row in rows]

    def mailings(self) -> list[dict[str, Any]]:
        """What the journal says of each mail that went out: its name, its parts, its places."""
        rows = self.db.execute(
            """SELECT detail FROM scans WHERE kind = 'change'
            AND json_extract(detail, '$.what') = 'mailed' ORDER BY seq"""
        )
        return [json.loads(row["detail"]) for row in rows]


class MailWrites(MailReads):
    """Mails that come, go on and end."""

    def add_mail(self, invitation: str, what: What, address: str, now: datetime) -> None:
        """Queue a mail; a refused one of the same place and kind waits again instead."""
        self.db.execute(
            """INSERT INTO mails (invitation, what, address, state, at)
            VALUES (:invitation, :what, :address, 'queued', :at)
            ON CONFLICT (invitation, what) WHERE state <> 'sent'
            DO UPDATE SET address = excluded.address, state = 'queued', at = excluded.at""",
            {
                "invitation": invitation,
                "what": what.value,
                "address": address,
                "at": write_time(now),
            },
        )

    def put_mail(self, mail: Mail) -> None:
        """Store how far a mail has come."""
        self.db.execute(
            """UPDATE mails SET address = ?, state = ?, at = ?, message_id = ?, told = ?, answer = ?
            WHERE number = ?""",
            (
                mail.address,
                mail.state.value,
                write_time(mail.at),
                mail.message_id,
                mail.told,
                mail.answer,
                mail.number,
            ),
        )

    def drop_mail(self, number: int) -> None:
        """Take out a mail that need not be sent any more."""
        self.db.execute("DELETE FROM mails WHERE number = ?", (number,))

    def forget_mails(self) -> None:
        """Delete all mails, since each holds an address."""
        self.db.execute("DELETE FROM mails")


def _mail(row: sqlite3.Row) -> Mail:
    return Mail(
        number=row["number"],
        invitation=row["invitation"],
        what=What(row["what"]),
        address=row["address"],
        state=MailState(row["state"]),
        at=read_time(row["at"]),
        message_id=row["message_id"],
        told=row["told"],
        answer=row["answer"],
    )

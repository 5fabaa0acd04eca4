"""What was sent to whom, beside the journal that says who marked it."""

import sqlite3
from collections.abc import Iterable

from server.sendings import Channel, Delivery, Sending, What
from server.storage.admission import read_time, write_time


class SendingReads:
    """Questions about what was sent."""

    db: sqlite3.Connection

    def sendings(self, invitation: str | None = None) -> list[Sending]:
        """Everything that was sent, to one place or to all, and not taken back; in order."""
        rows = self.db.execute(
            """SELECT s.*, r.person AS who FROM sends s JOIN scans r ON r.seq = s.seq
            WHERE s.taken_back IS NULL AND (:id IS NULL OR s.invitation = :id)
            ORDER BY s.seq""",
            {"id": invitation},
        )
        return [_sending(row) for row in rows]


class SendingWrites(SendingReads):
    """New sendings, and those that were marked by mistake."""

    def add_sending(self, sending: Sending) -> None:
        """Note one sending; the record `seq` must be there already."""
        self.db.execute(
            "INSERT INTO sends VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                sending.seq,
                sending.invitation,
                sending.what.value,
                sending.channel.value,
                sending.delivery.value,
                write_time(sending.at),
                sending.told,
            ),
        )

    def take_sendings_back(
        self, invitations: Iterable[str], what: What, seq: int, channel: Channel | None = None
    ) -> None:
        """Have record `seq` take back what was sent to these places, by this channel or by any."""
        self.db.executemany(
            """UPDATE sends SET taken_back = :seq WHERE invitation = :invitation AND what = :what
            AND taken_back IS NULL AND (:channel IS NULL OR channel = :channel)""",
            [
                {"seq": seq, "invitation": one, "what": what.value, "channel": channel}
                for one in invitations
            ],
        )


def _sending(row: sqlite3.Row) -> Sending:
    return Sending(
        row["seq"],
        row["invitation"],
        What(row["what"]),
        Channel(row["channel"]),
        Delivery(row["delivery"]),
        read_time(row["at"]),
        row["who"],
        row["told"],
    )

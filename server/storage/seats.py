"""Seats that the organisers have locked: the rule and a drag leave them as they are."""

import sqlite3


class SeatReads:
    """Questions about locked seats."""

    db: sqlite3.Connection

    def locked_seats(self) -> set[str]:
        """The ids of the seats that are locked."""
        return {row["seat"] for row in self.db.execute("SELECT seat FROM seat_locks")}


class SeatWrites(SeatReads):
    """Locks put on and taken off; a record must say so."""

    def lock_seat(self, seat: str, seq: int) -> None:
        """Lock a seat, as record `seq` says."""
        self.db.execute("INSERT OR REPLACE INTO seat_locks VALUES (?, ?)", (seat, seq))

    def unlock_seat(self, seat: str) -> None:
        """Take a lock off."""
        self.db.execute("DELETE FROM seat_locks WHERE seat = ?", (seat,))

"""What people wrote beside the journal: reasons, and notices that stay on the board."""

import sqlite3


class RemarkReads:
    """Questions about people's words."""

    db: sqlite3.Connection

    def remarks(self, invitation: str) -> dict[int, str]:
        """What was written about one place, by the seq of the record that it stands beside."""
        rows = self.db.execute(
            """SELECT r.seq, r.text FROM remarks r JOIN scans s ON s.seq = r.seq
            WHERE s.invitation = ?""",
            (invitation,),
        )
        return {row["seq"]: row["text"] for row in rows}

    def remark(self, seq: int) -> str | None:
        """What was written beside one record."""
        row = self.db.execute("SELECT text FROM remarks WHERE seq = ?", (seq,)).fetchone()
        return row["text"] if row else None

    def notices(self) -> list[str]:
        """What the desks have to say to the organisers, the oldest first."""
        rows = self.db.execute("SELECT text FROM remarks WHERE on_board ORDER BY seq")
        return [row["text"] for row in rows]


class RemarkWrites(RemarkReads):
    """New words."""

    def add_remark(self, seq: int, text: str, *, on_board: bool = False) -> None:
        """Put words beside a record, the last that count; `on_board` shows them to the organisers."""
        self.db.execute(
            """INSERT INTO remarks VALUES (?, ?, ?) ON CONFLICT (seq)
            DO UPDATE SET text = excluded.text, on_board = excluded.on_board""",
            (seq, text, int(on_board)),
        )

    def take_off_board(self, seq: int) -> None:
        """Have the organisers no longer shown what stands beside a record."""
        self.db.execute("UPDATE remarks SET on_board = 0 WHERE seq = ?", (seq,))

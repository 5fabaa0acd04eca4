"""What people wrote beside the journal: reasons, and notices that stay on the board."""

import json
import sqlite3

from server.sentences import Sentence, from_document


class RemarkReads:
    """Questions about people's words."""

    db: sqlite3.Connection

    def remarks(self, invitation: str) -> dict[int, str]:
        """What was written about one place, by the seq of the record that it stands beside."""
        rows = self.db.execute(
            """SELECT r.seq, r.text, r.said FROM remarks r JOIN scans s ON s.seq = r.seq
            WHERE s.invitation = ?""",
            (invitation,),
        )
        return {row["seq"]: _words(row) for row in rows}

    def remark(self, seq: int) -> str | None:
        """What was written beside one record."""
        row = self.db.execute("SELECT text, said FROM remarks WHERE seq = ?", (seq,)).fetchone()
        return _words(row) if row else None

    def notices(self) -> list[str]:
        """What the desks have to say to the organisers, the oldest first."""
        rows = self.db.execute("SELECT text, said FROM remarks WHERE on_board ORDER BY seq")
        return [_words(row) for row in rows]


class RemarkWrites(RemarkReads):
    """New words."""

    def add_remark(self, seq: int, text: str, *, on_board: bool = False) -> None:
        """Put words beside a record, the last that count; `on_board` shows them to the organisers.

        A sentence of a rule's is kept with what it was made of, and comes back as one.
        """
        made_of = text.document() if isinstance(text, Sentence) else None
        said = json.dumps(made_of, ensure_ascii=False) if made_of else None
        self.db.execute(
            """INSERT INTO remarks (seq, text, on_board, said) VALUES (?, ?, ?, ?)
            ON CONFLICT (seq) DO UPDATE
            SET text = excluded.text, on_board = excluded.on_board, said = excluded.said""",
            (seq, text, int(on_board), said),
        )

    def take_off_board(self, seq: int) -> None:
        """Have the organisers no longer shown what stands beside a record."""
        self.db.execute("UPDATE remarks SET on_board = 0 WHERE seq = ?", (seq,))


def _words(row: sqlite3.Row) -> str:
    text: str = row["text"]
    return from_document(json.loads(row["said"])) if row["said"] else text

"""What a clerk did at a kiosk, in the kiosk's own journal: the SQL under `kiosk.acts`.

An act stands in the same file as the scans of its door and remembers the last of them
(`after_entry`), so that both are delivered in the order in which they happened.
"""

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.storage.journal import JournalFile

ACT_TABLES = """
    CREATE TABLE IF NOT EXISTS acts (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        after_entry INTEGER NOT NULL,
        act_id TEXT NOT NULL UNIQUE,
        method TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'parked', 'refused')),
        message TEXT
    );
    CREATE INDEX IF NOT EXISTS waiting_acts ON acts (position) WHERE state = 'pending';
"""


def send_acts_again(db: sqlite3.Connection) -> None:
    """Have all that was done wait again; what was refused was never done."""
    db.execute("UPDATE acts SET state = 'pending', message = NULL WHERE state <> 'refused'")


class ActRows:
    """The acts in one journal file. Every method raises UnavailableError, as the file does."""

    def __init__(self, file: "JournalFile") -> None:
        self._file = file

    def append(self, act: dict[str, Any]) -> dict[str, Any]:
        """Store an act (`act_id`, `method`, `path`, `body`, `at`), once; gives what stands."""

        def action(db: sqlite3.Connection) -> sqlite3.Row:
            db.execute(
                """INSERT INTO acts (after_entry, act_id, method, path, body, at, state)
                SELECT coalesce(max(position), 0), :act_id, :method, :path, :body, :at, 'pending'
                FROM entries WHERE true ON CONFLICT (act_id) DO NOTHING""",
                act,
            )
            row: sqlite3.Row = db.execute(
                "SELECT * FROM acts WHERE act_id = :act_id", act
            ).fetchone()
            return row

        return dict(self._file.do(action))

    def waiting(self) -> list[dict[str, Any]]:
        """Acts that the server has not acknowledged, oldest first."""
        rows = self._file.ask(
            lambda db: db.execute(
                "SELECT * FROM acts WHERE state = 'pending' ORDER BY position"
            ).fetchall()
        )
        return [dict(row) for row in rows]

    def settle(self, incarnation: str | None, act_id: str, state: str, message: str | None) -> None:
        """Take an act off the list, unless the server has been restored since it was sent."""
        self._file.do_if_known(
            incarnation,
            lambda db: db.execute(
                """UPDATE acts SET state = ?, message = ?
                WHERE act_id = ? AND state = 'pending'""",
                (state, message, act_id),
            ),
        )

    def amend(self, act_id: str, body: str) -> None:
        """Give an act that waits another body."""
        self._file.do(
            lambda db: db.execute(
                "UPDATE acts SET body = ? WHERE act_id = ? AND state = 'pending'", (body, act_id)
            )
        )

    def refuse(self, act_id: str, message: str | None) -> None:
        """Note that an act was never done: whoever was asked at once said no."""
        self._file.do(
            lambda db: db.execute(
                "UPDATE acts SET state = 'refused', message = ? WHERE act_id = ?",
                (message, act_id),
            )
        )

    def bodies(self, ending: str) -> list[str]:
        """What was asked by acts whose path ends so, but for those that were never done."""
        rows = self._file.ask(
            lambda db: db.execute(
                "SELECT body FROM acts WHERE path LIKE '%' || ? AND state <> 'refused'", (ending,)
            ).fetchall()
        )
        return [row["body"] for row in rows]

    def count(self, state: str) -> int:
        """How many acts are in this state."""
        (count,) = self._file.ask(
            lambda db: db.execute("SELECT count(*) FROM acts WHERE state = ?", (state,)).fetchone()
        )
        return int(count)

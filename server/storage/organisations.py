"""The private pages of the units: one link each, by its token's hash."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from server.storage.admission import read_time, write_time


@dataclass(frozen=True, slots=True)
class Link:
    """The way to a unit's page. The token is kept so that it can be given out again."""

    organisation: str
    token: str
    made_at: datetime


class LinkReads:
    """Questions about the links."""

    db: sqlite3.Connection

    def link(self, token_hash: str) -> Link | None:
        """The link whose token this is the SHA-256 of, unless it was ended."""
        row = self.db.execute(
            "SELECT * FROM links WHERE token_hash = ? AND ended_at IS NULL", (token_hash,)
        ).fetchone()
        return _link(row) if row else None

    def links(self) -> dict[str, Link]:
        """The links that work, by unit."""
        rows = self.db.execute("SELECT * FROM links WHERE ended_at IS NULL ORDER BY organisation")
        return {row["organisation"]: _link(row) for row in rows}


class LinkWrites(LinkReads):
    """New links, and their end."""

    def add_link(self, organisation: str, token: str, token_hash: str, now: datetime) -> None:
        """Give a unit a link. Raises sqlite3.IntegrityError when it has one that works."""
        self.db.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, NULL)",
            (token_hash, organisation, token, write_time(now)),
        )

    def end_link(self, organisation: str, now: datetime) -> bool:
        """End a unit's link at once. False if there is none that works."""
        count = self.db.execute(
            "UPDATE links SET ended_at = ? WHERE organisation = ? AND ended_at IS NULL",
            (write_time(now), organisation),
        ).rowcount
        return count == 1

    def forget_links(self) -> None:
        """Delete all links, ended ones too."""
        self.db.execute("DELETE FROM links")


def _link(row: sqlite3.Row) -> Link:
    return Link(row["organisation"], row["token"], read_time(row["made_at"]))

"""Who may act: stations and their keys, people, their tokens and sessions."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from server.storage.admission import read_time, write_time


@dataclass(frozen=True, slots=True)
class Station:
    """A named place of admission; `role` is "kiosk" or "reception"."""

    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. `password` is a salted scrypt hash or None (token only)."""

    name: str
    role: str
    password: str | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    person: Person
    created_at: datetime
    seen_at: datetime


class AccessReads:
    """Questions about who may act. Keys and tokens are looked up by their SHA-256."""

    db: sqlite3.Connection

    def station_by_key(self, key_hash: str) -> Station | None:
        """The station that holds this key, unless it was revoked."""
        row = self.db.execute(
            "SELECT * FROM stations WHERE key_hash = ? AND revoked_at IS NULL", (key_hash,)
        ).fetchone()
        return _station(row) if row else None

    def stations(self) -> list[Station]:
        """All stations, revoked ones too, by name."""
        return [_station(row) for row in self.db.execute("SELECT * FROM stations ORDER BY name")]

    def person(self, name: str) -> Person | None:
        """The person with this name, ended or not."""
        row = self.db.execute("SELECT * FROM people WHERE name = ?", (name,)).fetchone()
        return _person(row) if row else None

    def person_by_token(self, token_hash: str) -> Person | None:
        """The person whose API token this is, unless ended."""
        row = self.db.execute(
            "SELECT * FROM people WHERE token_hash = ? AND ended_at IS NULL", (token_hash,)
        ).fetchone()
        return _person(row) if row else None

    def people(self) -> list[Person]:
        """Everybody, ended accounts too, by name."""
        return [_person(row) for row in self.db.execute("SELECT * FROM people ORDER BY name")]

    def session(self, token_hash: str) -> Session | None:
        """The session of a browser, unless its person has been ended."""
        row = self.db.execute(
            """SELECT p.*, s.created_at AS began, s.seen_at AS seen FROM sessions s
            JOIN people p ON p.name = s.person WHERE s.token_hash = ? AND p.ended_at IS NULL""",
            (token_hash,),
        ).fetchone()
        if row is None:
            return None
        return Session(_person(row), read_time(row["began"]), read_time(row["seen"]))


class AccessWrites(AccessReads):
    """Changes to who may act."""

    def add_station(self, name: str, role: str, key_hash: str, now: datetime) -> bool:
        """Pair a station; a revoked name may be paired again. False if the name is in use."""
        count = self.db.execute(
            """INSERT INTO stations (name, role, key_hash, created_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET role = excluded.role, key_hash = excluded.key_hash,
                created_at = excluded.created_at, revoked_at = NULL
            WHERE revoked_at IS NOT NULL""",
            (name, role, key_hash, write_time(now)),
        ).rowcount
        return count == 1

    def revoke_station(self, name: str, now: datetime) -> bool:
        """End a station's key. False if there is none that works."""
        count = self.db.execute(
            "UPDATE stations SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
            (write_time(now), name),
        ).rowcount
        return count == 1

    def see_station(self, name: str, now: datetime) -> None:
        """Note that a station was heard from."""
        self.db.execute("UPDATE stations SET seen_at = ? WHERE name = ?", (write_time(now), name))

    def add_person(
        self, name: str, role: str, password: str | None, token_hash: str | None, now: datetime
    ) -> bool:
        """Open an account; an ended name may be opened again. False if the name is in use."""
        count = self.db.execute(
            """INSERT INTO people (name, role, password, token_hash, created_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
                role = excluded.role, password = excluded.password,
                token_hash = excluded.token_hash, created_at = excluded.created_at, ended_at = NULL
            WHERE ended_at IS NOT NULL""",
            (name, role, password, token_hash, write_time(now)),
        ).rowcount
        return count == 1

    def set_password(self, name: str, password: str) -> None:
        """Change a password and sign that person out everywhere."""
        self.db.execute("UPDATE people SET password = ? WHERE name = ?", (password, name))
        self.db.execute("DELETE FROM sessions WHERE person = ?", (name,))

    def end_person(self, name: str, now: datetime) -> bool:
        """End an account and its sessions at once. False if there is none that works."""
        self.db.execute("DELETE FROM sessions WHERE person = ?", (name,))
        count = self.db.execute(
            "UPDATE people SET ended_at = ? WHERE name = ? AND ended_at IS NULL",
            (write_time(now), name),
        ).rowcount
        return count == 1

    def add_session(self, token_hash: str, person: str, now: datetime) -> None:
        """Begin a session."""
        stamp = write_time(now)
        self.db.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?)", (token_hash, person, stamp, stamp)
        )

    def see_session(self, token_hash: str, now: datetime) -> None:
        """Note that a session is in use."""
        self.db.execute(
            "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (write_time(now), token_hash)
        )

    def end_session(self, token_hash: str) -> None:
        """Sign a browser out."""
        self.db.execute("DELETE FROM sessions WHERE token_hash = ?", (token_hash,))


def _station(row: sqlite3.Row) -> Station:
    return Station(
        row["name"],
        row["role"],
        read_time(row["created_at"]),
        read_time(row["revoked_at"]) if row["revoked_at"] else None,
        read_time(row["seen_at"]) if row["seen_at"] else None,
    )


def _person(row: sqlite3.Row) -> Person:
    return Person(
        row["name"],
        row["role"],
        row["password"],
        read_time(row["created_at"]),
        read_time(row["ended_at"]) if row["ended_at"] else None,
    )

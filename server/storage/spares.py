"""Spare codes: of the server's, which desk codes are taken by them; in a desk's copy, its stock."""

import sqlite3
from collections.abc import Iterable

from server.spares import Spare


class SpareReads:
    """Questions about spares."""

    db: sqlite3.Connection

    def reserved(self, station: str) -> set[str]:
        """The desk codes that are kept for spares of this station."""
        rows = self.db.execute("SELECT desk_code FROM spares WHERE station = ?", (station,))
        return {row["desk_code"] for row in rows}

    def spares(self) -> list[Spare]:
        """The stock of a desk, in a fixed order; the server keeps no code of a spare."""
        rows = self.db.execute(
            "SELECT code, desk_code, mark FROM spares WHERE code IS NOT NULL ORDER BY desk_code"
        )
        return [Spare(row["code"], row["desk_code"], row["mark"]) for row in rows]


class SpareWrites(SpareReads):
    """Changes to them."""

    def reserve(self, station: str, desk_code: str) -> bool:
        """Keep a desk code for a spare of this station. False: it is taken."""
        count = self.db.execute(
            """INSERT INTO spares (desk_code, station) SELECT :desk_code, :station
            WHERE NOT EXISTS (SELECT 1 FROM codes WHERE desk_code = :desk_code)
            ON CONFLICT DO NOTHING""",
            {"desk_code": desk_code, "station": station},
        ).rowcount
        return count == 1

    def release(self, station: str, desk_codes: Iterable[str]) -> None:
        """Keep these desk codes no longer: their spares are given out, or nobody holds them."""
        self.db.executemany(
            "DELETE FROM spares WHERE desk_code = ? AND station = ?",
            [(desk_code, station) for desk_code in desk_codes],
        )

    def put_spares(self, station: str, spares: Iterable[Spare]) -> None:
        """Have a desk's stock be these and no others."""
        self.forget_spares()
        self.db.executemany(
            "INSERT INTO spares VALUES (?, ?, ?, ?)",
            [(spare.desk_code, station, spare.code, spare.mark) for spare in spares],
        )

    def forget_spares(self) -> None:
        """Keep none for anybody."""
        self.db.execute("DELETE FROM spares")

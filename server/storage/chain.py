"""The hash chain over `scans`, the content hash of the guest list, and their check.

`hash(n) = SHA-256(hash(n-1) ‖ canonical JSON of row n)`, from 64 zeros. Whoever changes,
removes or inserts a row breaks every hash after it; whoever recomputes them all changes
the head, which stands on the board, on the report and at every kiosk. An SQLite
integrity check sees none of this.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from server.sentences import Sentence, say

GENESIS = "0" * 64
SCAN_COLUMNS = (
    "scan_id", "kind", "station", "person", "boot_id", "station_seq", "reading", "code_hash",
    "mark", "invitation", "outcome", "reason", "door_outcome", "door_reason", "conflict",
    "effect", "refers", "scanned_at", "at", "received_at", "detail",
)  # fmt: skip
GUEST_COLUMNS = (
    "id", "group_code", "organisation", "position", "honorific", "name", "title", "expects",
    "phone", "phone_written", "kind", "rsvp", "rsvp_reason", "sub_honorific", "sub_name",
    "sub_title", "award_collective", "award_form", "award_order", "support", "seat", "note",
    "list_code", "rank", "cancelled",
)  # fmt: skip


def link(previous: str, seq: int, row: Mapping[str, Any]) -> str:
    """Hash one row of `scans` onto the chain; hex."""
    body = json.dumps([seq, *(row[c] for c in SCAN_COLUMNS)], ensure_ascii=False)
    return hashlib.sha256(previous.encode() + body.encode()).hexdigest()


def content_hash(row: Mapping[str, Any]) -> str:
    """Hash what one row of `invitations` says; hex.

    An address to write to came later: rows without one keep the hash that they had.
    """
    email = [row["email"]] if row["email"] else []
    body = json.dumps([*(row[c] for c in GUEST_COLUMNS), *email], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def first_fault(db: sqlite3.Connection) -> Sentence | None:
    """Name the first row that is not what was written, in one sentence; None if all is well."""
    for check in (_damaged_file, _broken_link, _changed_guest, _wrong_admissions):
        if fault := check(db):
            return fault
    return None


def _damaged_file(db: sqlite3.Connection) -> Sentence | None:
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return None if verdict == "ok" else say("Tệp dữ liệu bị hỏng: %(verdict)s.", verdict=verdict)


def _broken_link(db: sqlite3.Connection) -> Sentence | None:
    previous, expected = GENESIS, 0
    for row in db.execute("SELECT * FROM scans ORDER BY seq"):
        expected += 1
        if row["seq"] != expected:
            return say("Nhật ký (bảng scans) thiếu dòng %(row)s: có dòng đã bị xóa.", row=expected)
        if row["hash"] != link(previous, row["seq"], row):
            return say(
                "Nhật ký (bảng scans) sai từ dòng %(row)s (lúc %(at)s): nội dung đã bị sửa.",
                row=row["seq"],
                at=row["received_at"],
            )
        previous = row["hash"]
    return _missing_tail(db, expected)


def _missing_tail(db: sqlite3.Connection, last: int) -> Sentence | None:
    """AUTOINCREMENT remembers the highest seq ever given, also after a delete."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'scans'").fetchone()
    if row is None or row[0] == last:
        return None
    return say(
        "Nhật ký (bảng scans) thiếu dòng %(first)s đến %(last)s: các dòng cuối đã bị xóa.",
        first=last + 1,
        last=row[0],
    )


def _changed_guest(db: sqlite3.Connection) -> Sentence | None:
    digests = []
    for row in db.execute("SELECT * FROM invitations ORDER BY id"):
        if row["content_hash"] != content_hash(row):
            return say(
                "Danh sách (bảng invitations) sai ở dòng %(row)s: nội dung đã bị sửa.",
                row=row["id"],
            )
        digests.append(row["content_hash"])
    stored = db.execute("SELECT value FROM meta WHERE key = 'list_digest'").fetchone()
    if stored and stored[0] != list_digest(digests):
        return say("Danh sách (bảng invitations) thiếu hoặc thừa dòng so với lần ghi cuối.")
    return None


def _wrong_admissions(db: sqlite3.Connection) -> Sentence | None:
    """Who is inside follows from the effects in the journal and from nothing else."""
    inside: dict[str, str] = {}
    for row in db.execute(
        "SELECT invitation, scan_id, effect FROM scans WHERE effect IS NOT NULL ORDER BY seq"
    ):
        if row["effect"] == "admit":
            inside[row["invitation"]] = row["scan_id"]
        else:
            inside.pop(row["invitation"], None)
    stored = {
        row["invitation"]: row["scan_id"]
        for row in db.execute("SELECT invitation, scan_id FROM admissions WHERE undone_at IS NULL")
    }
    for invitation in sorted({*inside, *stored}):
        if inside.get(invitation) != stored.get(invitation):
            return say(
                "Lượt ghi nhận (bảng admissions) của %(invitation)s không khớp nhật ký.",
                invitation=invitation,
            )
    return None


def list_digest(hashes: Iterable[str]) -> str:
    """Sum of the content hashes modulo 2²⁵⁶, hex: a row can be exchanged without a recount."""
    return f"{sum(int(h, 16) for h in hashes) % (1 << 256):064x}"


def exchange(digest: str, old: str | None, new: str | None) -> str:
    """Take one row's hash out of a list digest and put another in."""
    total = int(digest, 16) - int(old or "0", 16) + int(new or "0", 16)
    return f"{total % (1 << 256):064x}"

"""The hash chain over `scans`, the content hashes of the guest list and its codes, and their check.

`hash(n) = SHA-256(hash(n-1) ‖ canonical JSON of row n)`, from 64 zeros. Whoever changes,
removes or inserts a row breaks every hash after it; whoever recomputes them all changes
the head, which stands on the board, on the report and at every kiosk. An SQLite
integrity check sees none of this.
"""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from server.sentences import Sentence, say

log = logging.getLogger(__name__)

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
# The code itself is bound to its own hash.
CODE_COLUMNS = ("code_hash", "invitation", "desk_code", "sealed", "replaced")
LIST_DIGEST, CODES_DIGEST = "list_digest", "codes_digest"


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


def hash_of_code_row(row: Mapping[str, Any]) -> str:
    """Hash what one row of `codes` says, whose code it is above all; hex."""
    body = json.dumps([row[c] for c in CODE_COLUMNS], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def first_fault(db: sqlite3.Connection) -> Sentence | None:
    """Name the first row that is not what was written, in one sentence; None if all is well."""
    for check in (_damaged_file, _broken_link, _changed_guest, _changed_code, _wrong_admissions):
        if fault := check(db):
            return fault
    return None


def _damaged_file(db: sqlite3.Connection) -> Sentence | None:
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict == "ok":
        return None
    log.error("quick_check: %s", verdict)  # English, and of use to an engineer alone
    return say("Tệp dữ liệu bị hỏng: có trang không đọc được.")


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
    if row is None and last:
        return say("Nhật ký (bảng scans) mất dấu dòng cuối: tệp dữ liệu đã bị sửa.")
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
    if _kept(db, LIST_DIGEST) != list_digest(digests):
        return say("Danh sách (bảng invitations) thiếu hoặc thừa dòng so với lần ghi cuối.")
    return None


def _changed_code(db: sqlite3.Connection) -> Sentence | None:
    """A code that leads to another place than it was given to would let in a wrong guest."""
    digests = []
    for row in db.execute("SELECT * FROM codes ORDER BY invitation, replaced"):
        if "content_hash" not in row.keys():  # noqa: SIM118  # a row has no `in` for names
            return None  # a copy from before codes had a hash; it gets them when it is opened
        code = row["code"]
        if row["content_hash"] != hash_of_code_row(row) or (
            code is not None and hashlib.sha256(code.encode()).hexdigest() != row["code_hash"]
        ):
            return say(
                "Mã phiếu mời (bảng codes) sai ở một mã của %(row)s: nội dung đã bị sửa.",
                row=row["invitation"],
            )
        digests.append(row["content_hash"])
    if _kept(db, CODES_DIGEST) != list_digest(digests):
        return say("Mã phiếu mời (bảng codes) thiếu hoặc thừa mã so với lần ghi cuối.")
    return None


def _kept(db: sqlite3.Connection, digest: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (digest,)).fetchone()
    return row[0] if row else list_digest(())


def _wrong_admissions(db: sqlite3.Connection) -> Sentence | None:
    """Who was and is inside follows from the effects in the journal and from nothing else."""
    due: dict[int, tuple[object, ...]] = {}
    standing: dict[str, int] = {}
    for row in db.execute("SELECT * FROM scans WHERE effect IS NOT NULL ORDER BY seq"):
        place = row["invitation"]
        if row["effect"] == "admit":
            who = row["station"] or row["person"] or ""
            due[row["seq"]] = (place, row["scan_id"], who, row["at"], None, None)
            standing[place] = row["seq"]
        elif seq := standing.pop(place, None):
            due[seq] = (*due[seq][:4], row["at"], row["person"] or row["station"])
    stored = {
        row["seq"]: (*row,)[1:]
        for row in db.execute(
            "SELECT seq, invitation, scan_id, station, at, undone_at, undone_by FROM admissions"
        )
    }
    for seq in sorted({*due, *stored}):
        if due.get(seq) != stored.get(seq):
            return say(
                "Lượt ghi nhận (bảng admissions) của %(invitation)s không khớp nhật ký.",
                invitation=(due.get(seq) or stored[seq])[0],
            )
    return None


def list_digest(hashes: Iterable[str]) -> str:
    """Sum of the content hashes modulo 2²⁵⁶, hex: a row can be exchanged without a recount."""
    return f"{sum(int(h, 16) for h in hashes) % (1 << 256):064x}"


def exchange(digest: str, old: str | None, new: str | None) -> str:
    """Take one row's hash out of a list digest and put another in."""
    total = int(digest, 16) - int(old or "0", 16) + int(new or "0", 16)
    return f"{total % (1 << 256):064x}"

"""The guest list as it is kept: invited places, their codes, and copies for the kiosks."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation, hash_code
from server.storage.chain import (
    CODE_COLUMNS,
    CODES_DIGEST,
    GUEST_COLUMNS,
    LIST_DIGEST,
    content_hash,
    exchange,
    hash_of_code_row,
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of an invitation.

    In a kiosk's copy `code` is None, but for one that its clerk gave out and the server has yet
    to tell of, and `desk_code` in that of a self-service kiosk.
    """

    code_hash: str
    invitation: str
    code: str | None
    desk_code: str | None
    replaced: bool
    sealed: str | None


class GuestReads:
    """Questions about the list."""

    db: sqlite3.Connection

    def invitation(self, invitation_id: str) -> Invitation | None:
        """One invited place."""
        row = self.db.execute("SELECT * FROM invitations WHERE id = ?", (invitation_id,)).fetchone()
        return _invitation(row) if row else None

    def invitations(self, after: int = -1) -> list[Invitation]:
        """All places, or those touched since record `after`, in the order of the list."""
        rows = self.db.execute(
            "SELECT * FROM invitations WHERE seq > ? ORDER BY position, id", (after,)
        )
        return [_invitation(row) for row in rows]

    def sitting(self, seat: str) -> Invitation | None:
        """Whose seat this is."""
        row = self.db.execute(
            "SELECT * FROM invitations WHERE seat = ? AND cancelled IS NULL", (seat,)
        ).fetchone()
        return _invitation(row) if row else None

    def touched(self, after: int, limit: int) -> list[tuple[int, Invitation]]:
        """Places with the seq of the record that last concerned each, the first after `after`."""
        rows = self.db.execute(
            "SELECT * FROM invitations WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
        )
        return [(row["seq"], _invitation(row)) for row in rows]

    def codes(self, invitation_id: str | None = None, after: int = -1) -> list[Code]:
        """Codes, replaced ones too: of one place, or of all touched since `after`."""
        rows = self.db.execute(
            """SELECT c.* FROM codes c JOIN invitations i ON i.id = c.invitation
            WHERE (:id IS NULL OR c.invitation = :id) AND i.seq > :after
            ORDER BY i.position, c.replaced""",
            {"id": invitation_id, "after": after},
        )
        return [_code(row) for row in rows]

    def code(self, code_hash: str) -> Code | None:
        """The code with this hash."""
        row = self.db.execute("SELECT * FROM codes WHERE code_hash = ?", (code_hash,)).fetchone()
        return _code(row) if row else None


class GuestWrites(GuestReads):
    """Changes to the list. Each changed place must be followed by a record that names it."""

    def put_invitation(self, invitation: Invitation) -> None:
        """Insert or update one place, keeping the list digest true.

        Raises sqlite3.IntegrityError when the seat is taken.
        """
        row = _row(invitation)
        row |= {"content_hash": content_hash(row), "seq": 0}
        old = self.db.execute(
            "SELECT content_hash FROM invitations WHERE id = ?", (invitation.id,)
        ).fetchone()
        self.db.execute(_PUT_INVITATION, row)
        self._exchange(LIST_DIGEST, old[0] if old else None, row["content_hash"])

    def free_seats(self, invitation_ids: Iterable[str]) -> None:
        """Vacate seats before they are exchanged, so that no two hold one in between."""
        for invitation_id in invitation_ids:
            self.db.execute("UPDATE invitations SET seat = NULL WHERE id = ?", (invitation_id,))

    def add_code(self, invitation_id: str, code: str, desk_code: str) -> bool:
        """Give a place a new code. False when the code or the desk code is taken, also by a spare."""
        row = _code_row(Code(hash_code(code), invitation_id, code, desk_code, False, None))
        count = self.db.execute(
            f"""INSERT INTO codes ({_OF_CODES}) SELECT {_VALUES_OF_CODES}
            WHERE NOT EXISTS (SELECT 1 FROM spares WHERE desk_code = :desk_code)
            ON CONFLICT DO NOTHING""",  # noqa: S608  # constants
            row,
        ).rowcount
        if count:
            self._exchange(CODES_DIGEST, None, row["content_hash"])
        return count == 1

    def replace_codes(self, invitation_id: str) -> None:
        """Mark every code of a place as replaced."""
        for code in self.codes(invitation_id):
            if not code.replaced:
                self._put_code(replace(code, replaced=True))

    def put_copied_code(self, code: Code) -> None:
        """Store a code as a kiosk receives it: by its hash, with what only the code opens."""
        self._put_code(replace(code, code=None))

    def _put_code(self, code: Code) -> None:
        """Insert or update a code, which stays that of the place to which it was given."""
        old = self.db.execute(
            "SELECT invitation, content_hash FROM codes WHERE code_hash = ?", (code.code_hash,)
        ).fetchone()
        row = _code_row(replace(code, invitation=old["invitation"]) if old else code)
        self.db.execute(_PUT_CODE, row)
        self._exchange(CODES_DIGEST, old["content_hash"] if old else None, row["content_hash"])

    def _exchange(self, key: str, old: str | None, new: str | None) -> None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        digest = exchange(row[0] if row else "0", old, new)
        self.db.execute(
            """INSERT INTO meta VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
            (key, digest),
        )


_COLUMNS = (*GUEST_COLUMNS, "email", "content_hash", "seq")
_PUT_INVITATION = (
    f"INSERT INTO invitations ({', '.join(_COLUMNS)}) "  # noqa: S608  # constants
    f"VALUES ({', '.join(':' + c for c in _COLUMNS)}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS if c not in ("id", "seq"))
)
_CODE_ROW = (*CODE_COLUMNS, "code", "content_hash")
_OF_CODES = ", ".join(_CODE_ROW)
_VALUES_OF_CODES = ", ".join(f":{c}" for c in _CODE_ROW)
_PUT_CODE = (
    f"INSERT INTO codes ({_OF_CODES}) VALUES ({_VALUES_OF_CODES}) "  # noqa: S608  # constants
    "ON CONFLICT (code_hash) DO UPDATE SET "
    + ", ".join(f"{c} = excluded.{c}" for c in _CODE_ROW if c not in ("code_hash", "invitation"))
)


def _row(invitation: Invitation) -> dict[str, Any]:
    holder, substitute, award = invitation.holder, invitation.substitute, invitation.award
    return {
        "id": invitation.id,
        "group_code": invitation.group,
        "organisation": invitation.organisation,
        "position": invitation.position,
        "honorific": holder and holder.honorific,
        "name": holder and holder.name,
        "title": holder and holder.title,
        "expects": invitation.expects,
        "phone": invitation.phone,
        "phone_written": invitation.phone_written,
        "kind": invitation.kind.value,
        "rsvp": invitation.rsvp.value,
        "rsvp_reason": invitation.rsvp_reason,
        "sub_honorific": substitute and substitute.honorific,
        "sub_name": substitute and substitute.name,
        "sub_title": substitute and substitute.title,
        "award_collective": int(award.collective) if award else None,
        "award_form": award and award.form,
        "award_order": award and award.order,
        "support": invitation.support,
        "seat": invitation.seat,
        "note": invitation.note,
        "list_code": invitation.list_code,
        "rank": invitation.rank,
        "cancelled": invitation.cancelled,
        "email": invitation.email,
    }


def _invitation(row: Mapping[str, Any]) -> Invitation:
    return Invitation(
        id=row["id"],
        group=row["group_code"],
        organisation=row["organisation"],
        holder=_guest(row, ""),
        position=row["position"],
        expects=row["expects"],
        phone=row["phone"],
        phone_written=row["phone_written"],
        kind=Kind(row["kind"]),
        rsvp=Rsvp(row["rsvp"]),
        rsvp_reason=row["rsvp_reason"],
        substitute=_guest(row, "sub_"),
        award=_award(row),
        support=row["support"],
        seat=row["seat"],
        note=row["note"],
        list_code=row["list_code"],
        rank=row["rank"],
        cancelled=row["cancelled"],
        email=row["email"],
    )


def _guest(row: Mapping[str, Any], prefix: str) -> Guest | None:
    name = row[prefix + "name"]
    return Guest(name, row[prefix + "honorific"], row[prefix + "title"]) if name else None


def _award(row: Mapping[str, Any]) -> Award | None:
    if row["award_collective"] is None:
        return None
    return Award(bool(row["award_collective"]), row["award_form"], row["award_order"])


def _code_row(code: Code) -> dict[str, Any]:
    row = asdict(code) | {"replaced": int(code.replaced)}
    return row | {"content_hash": hash_of_code_row(row)}


def _code(row: Mapping[str, Any]) -> Code:
    return Code(
        row["code_hash"],
        row["invitation"],
        row["code"],
        row["desk_code"],
        bool(row["replaced"]),
        row["sealed"],
    )

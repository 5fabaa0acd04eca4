"""The list changed by hand: places edited and added, two rows of one guest made one.

Whoever edits says which version of a place they saw. A version is the seq of the last record
that changed what the list shows; a scan at the door is none, so that an edit on a busy
morning meets only other people's edits. Old and new values stand beside the journal, where
they can be forgotten, and not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.admission import Record
from server.desk.invitations import must_be_free
from server.desk.records import (
    By,
    done_before,
    give_code,
    is_done,
    must_exist,
    new_ids,
    put_changed,
)
from server.errors import ConflictError
from server.guests import Award, Guest, Rsvp
from server.invitations import Invitation
from server.sentences import joined, plural, say
from server.wording.editing import changes_words

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

# Records that touch a place and change nothing the list shows of it.
_BESIDE = frozenset(
    {"documents", "documents_back", "notice", "card", "sending", "sent", "told", "call", "welcomed"}
)
# What an edit of the list may be on record as.
_EDITS = ("edit", "restore", "cancel")


@dataclass(frozen=True, slots=True)
class Edit:
    """What one place shall become. `version` is the one that the editor saw."""

    invitation: str
    version: int
    place: Invitation


class StaleError(ConflictError):
    """Somebody else changed the places since. `stale` says which, as they stand now."""

    def __init__(self, stale: Sequence[Invitation]) -> None:
        super().__init__(
            say("Trong lúc đó người khác đã sửa dòng này. Xin xem thay đổi rồi quyết định.")
            if len(stale) == 1
            else plural(
                "Trong lúc đó người khác đã sửa %(n)s dòng. Chưa ghi gì; xin xem lại.", len(stale)
            )
        )
        self.stale = tuple(stale)


def version_of(reader: "Reader", invitation_id: str, touched: int) -> int:
    """Give the version of one place, whose last record of any kind is `touched`."""
    record = reader.record(touched)
    if record is not None and _is_edit(record):
        return touched
    return last_edit(reader, invitation_id)


def last_edit(reader: "Reader", invitation_id: str) -> int:
    """Give the version of one place from its history."""
    return max((r.seq for r in reader.history(invitation_id) if _is_edit(r)), default=0)


def edits_since(reader: "Reader", invitation_id: str, version: int) -> list[Record]:
    """Give what changed a place after a version, the oldest first."""
    return [r for r in reader.history(invitation_id) if r.seq > version and _is_edit(r)]


def edit_places(
    store: "SqliteStore", edits: Sequence[Edit], now: datetime, **by: Unpack[By]
) -> list[Invitation]:
    """Store what places have become, all of them or none; what does not differ is left alone.

    Raises StaleError where somebody else changed one of them since the version seen.
    """

    def action(tx: "Writer") -> list[Invitation]:
        found = [must_exist(tx, edit.invitation) for edit in edits]
        if edits and is_done(tx, by, edits[0].invitation, *_EDITS):
            return found
        stale = [
            place
            for place, edit in zip(found, edits, strict=True)
            if edits_since(tx, place.id, edit.version)
        ]
        if stale:
            raise StaleError(stale)
        return [
            _store(tx, *pair, number, now, by) for number, pair in enumerate(_pairs(found, edits))
        ]

    return store.write(action)


def add_place(
    store: "SqliteStore", place: Invitation, now: datetime, **by: Unpack[By]
) -> Invitation:
    """Add an invited place at the end of the list, under a free id and with a code."""

    def action(tx: "Writer") -> Invitation:
        if known := done_before(tx, by, "add"):
            return must_exist(tx, known.invitation or "")
        listed = tx.invitations()
        added = replace(
            place,
            id=next(new_ids(listed)),
            position=1 + max((other.position for other in listed), default=0),
        )
        put_changed(tx, added, now, "add", by)
        give_code(tx, added.id)
        return added

    return store.write(action)


def merge_places(
    store: "SqliteStore",
    kept_id: str,
    other_id: str,
    seen: Mapping[str, int],
    now: datetime,
    **by: Unpack[By],
) -> Invitation:
    """Make one guest's two places one: `kept_id` learns what only the other knows.

    The other is withdrawn and its code answers so. `seen` are the versions of both. Raises
    StaleError, and ConflictError where the other is the one on which the guest has come.
    """

    def action(tx: "Writer") -> Invitation:
        kept, other = must_exist(tx, kept_id), must_exist(tx, other_id)
        if is_done(tx, by, kept_id, "merge"):
            return kept
        _must_merge(tx, kept, other, seen)
        why = f"Trùng với {kept.id}"
        gone = replace(other, cancelled=why, seat=None)
        merged = _joined(kept, other)
        put_changed(tx, gone, now, "cancel", By(person=by.get("person"), reason=why))
        by["reason"] = joined(
            filter(None, (say("Gộp với %(id)s", id=other.id), changes_words(kept, merged))), "\n"
        )
        put_changed(tx, merged, now, "merge", by)
        return merged

    return store.write(action)


def _is_edit(record: Record) -> bool:
    return record.kind == "change" and record.detail.get("what") not in _BESIDE


def _pairs(
    found: Sequence[Invitation], edits: Sequence[Edit]
) -> list[tuple[Invitation, Invitation]]:
    return [(place, edit.place) for place, edit in zip(found, edits, strict=True)]


def _store(
    tx: "Writer", before: Invitation, after: Invitation, number: int, now: datetime, by: By
) -> Invitation:
    """Store one of several edits, each on record under an id of its own."""
    if before == after:
        return before
    if after.seat != before.seat:
        must_be_free(tx, after.seat, after)
    said = by.copy()
    action_id = by.get("action_id")
    said["action_id"] = f"{action_id}/{number}" if action_id and number else action_id
    said["reason"] = changes_words(before, after)
    # An answer is a fact that others are told of; it names nobody, so the journal may bear it.
    answer = {"rsvp": after.rsvp.value} if after.rsvp is not before.rsvp else {}
    put_changed(tx, after, now, _what(before, after), said, **answer)
    return after


def _what(before: Invitation, after: Invitation) -> str:
    if (before.cancelled is None) == (after.cancelled is None):
        return "edit"
    return "restore" if after.cancelled is None else "cancel"


def _must_merge(tx: "Writer", kept: Invitation, other: Invitation, seen: Mapping[str, int]) -> None:
    if kept.id == other.id or kept.cancelled is not None or other.cancelled is not None:
        raise ConflictError(say("Cần hai suất mời khác nhau, đều còn hiệu lực, để gộp."))
    if stale := [p for p in (kept, other) if edits_since(tx, p.id, seen.get(p.id, 0))]:
        raise StaleError(stale)
    if tx.inside(other.id):
        raise ConflictError(
            say(
                "%(other)s đã được ghi nhận có mặt: hãy giữ %(other)s và gộp %(kept)s vào đó.",
                other=other.id,
                kept=kept.id,
            )
        )


def _joined(kept: Invitation, other: Invitation) -> Invitation:
    """Fill in what only the other place knows; what both know stays as it is kept."""
    rsvp, why = (
        (other.rsvp, other.rsvp_reason) if kept.rsvp is Rsvp.NONE else (kept.rsvp, kept.rsvp_reason)
    )
    return replace(
        kept,
        holder=_fuller(kept.holder, other.holder),
        substitute=kept.substitute or other.substitute,
        phone=kept.phone or other.phone,
        phone_written=kept.phone_written or other.phone_written,
        email=kept.email or other.email,
        rsvp=rsvp,
        rsvp_reason=why,
        award=_award(kept.award, other.award),
        support=kept.support or other.support,
        seat=kept.seat or other.seat,
        note="; ".join(dict.fromkeys(filter(None, (kept.note, other.note)))) or None,
    )


def _fuller(kept: Guest | None, other: Guest | None) -> Guest | None:
    if kept is None or other is None:
        return kept or other
    return Guest(kept.name, kept.honorific or other.honorific, kept.title or other.title)


def _award(kept: Award | None, other: Award | None) -> Award | None:
    if kept is None or other is None:
        return kept or other
    order = kept.order if kept.order is not None else other.order
    return Award(kept.collective, kept.form or other.form, order)

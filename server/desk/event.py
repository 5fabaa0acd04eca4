"""The event as a whole: closed, its numbers kept, its people forgotten."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from server.admission import Record
from server.desk.mail_runs import drop_run
from server.desk.records import By, done_before, note, put_changed
from server.errors import ConflictError
from server.guests import Guest
from server.invitations import Invitation
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

PURGED = "(đã xóa)"
# In `meta`: the number of the record that says what was erased.
ERASED = "erased_seq"


def close_event(
    store: "SqliteStore", now: datetime, *, closed: bool = True, by: By | None = None
) -> None:
    """End the reception, or open it again; every later scan answers `closed`, no mail goes out."""

    def action(tx: "Writer") -> None:
        what = "close" if closed else "reopen"
        if by and done_before(tx, by, what):
            return
        tx.set_meta("closed_at", now.isoformat() if closed else None)
        drop_run(tx)
        tx.forget_spares()
        note(tx, None, now, what, by or By())

    store.write(action)


def note_mail_account(
    store: "SqliteStore", now: datetime, *, given: bool, **by: Unpack[By]
) -> None:
    """Put on record that mails go out by another account. Which one it is is not said."""

    def action(tx: "Writer") -> None:
        if not done_before(tx, by, "mail_account"):
            note(tx, None, now, "mail_account", by, given=given)

    store.write(action)


def freeze(
    store: "SqliteStore", numbers: dict[str, Any], now: datetime, *, person: str | None = None
) -> Record:
    """Put the headcount of this moment on record: numbers and sentence, and who did so."""
    return store.write(
        lambda tx: tx.add_record(
            "change",
            secrets.token_hex(16),
            now,
            person=person,
            detail={"what": "freeze", "headcount": numbers},
        )
    )


def purge(store: "SqliteStore", now: datetime, *, person: str | None = None) -> int:
    """Delete names, titles, phones and notes for good; counts stay. Gives how many places.

    Raises ConflictError while the event is open: its kiosks still need the list.
    """

    def action(tx: "Writer") -> int:
        if not tx.meta("closed_at"):
            raise ConflictError(
                say("Hãy kết thúc đón tiếp («dontiep close») trước khi xóa dữ liệu.")
            )
        places = tx.invitations()
        for place in places:
            put_changed(tx, _without_person(place), now, "purge", By(person=person))
        tx.forget_words()
        tx.forget_links()
        tx.forget_spares()
        tx.forget_mails()
        tx.forget_webhooks()
        return len(places)

    count = store.write(action)
    store.compact()
    return count


def note_erased(
    store: "SqliteStore", erased: dict[str, Any], now: datetime, *, person: str | None = None
) -> Record:
    """Put on record what was deleted, with the numbers kept and the journal's head before it."""

    def action(tx: "Writer") -> Record:
        seq, digest = tx.head()
        head = {"seq": seq, "hash": digest}
        record = note(tx, None, now, "erased", By(person=person), **erased, head=head)
        tx.set_meta(ERASED, str(record.seq))
        return record

    return store.write(action)


def erased(reader: "Reader") -> Record | None:
    """Find the record of what was deleted last, None while nothing was."""
    seq = reader.meta(ERASED)
    records = reader.scans(int(seq) - 1, 1) if seq else []
    return records[0] if records else None


def _without_person(place: Invitation) -> Invitation:
    """Keep what the counts need: that somebody was named, stood in, or gave a reason."""
    return replace(
        place,
        holder=Guest(PURGED) if place.holder else None,
        substitute=Guest(PURGED) if place.substitute else None,
        phone=None,
        phone_written=None,
        email=None,
        note=None,
        support=None,
        rsvp_reason=PURGED if place.rsvp_reason else None,
        list_code=None,
        cancelled=PURGED if place.cancelled is not None else None,
    )

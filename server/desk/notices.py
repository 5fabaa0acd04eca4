"""What needs a person: notices to the organisers, items set aside, and cards put away."""

from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.admission import Record
from server.desk.records import By, done_before, must_exist, note, same_place
from server.errors import InvalidError, NotFoundError
from server.sentences import say
from server.wording import staff

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


def notify(
    store: "SqliteStore",
    text: str,
    now: datetime,
    *,
    invitation_id: str | None = None,
    **by: Unpack[By],
) -> Record:
    """Tell the organisers something, perhaps about one guest; it stays until it is put away.

    The words stand beside the journal, not in it: they may name somebody.
    """
    if not text.strip():
        raise InvalidError(say("Cần ghi nội dung báo Ban Tổ chức."))

    def action(tx: "Writer") -> Record:
        place = must_exist(tx, invitation_id) if invitation_id else None
        if known := done_before(tx, by, "notice"):
            return same_place(known, invitation_id)
        record = note(tx, invitation_id, now, "notice", by)
        sender = by.get("station") or by.get("person") or ""
        tx.add_remark(record.seq, staff.notice(sender, text.strip(), place), on_board=True)
        return record

    return store.write(action)


def put_away(store: "SqliteStore", card: int | str, now: datetime, **by: Unpack[By]) -> Record:
    """Note that somebody has seen to a record; who was first stays on record.

    `card` is the record's seq, or its id, which is the same on a kiosk's copy.
    """

    def action(tx: "Writer") -> Record:
        record = tx.record(card) if isinstance(card, int) else _of_id(tx, card)
        if record is None:
            raise NotFoundError(say("Không có việc số %(card)s.", card=card))
        number = record.seq
        action_id = put_away_id(number)
        if known := tx.scan(action_id):
            return known
        tx.take_off_board(number)
        return tx.add_record(
            "change",
            action_id,
            now,
            person=by.get("person"),
            station=by.get("station"),
            detail={"what": "card", "card": number},
        )

    return store.write(action)


def _of_id(tx: "Writer", record_id: str) -> Record | None:
    """What follows a slash tells a kiosk's copies of a record apart."""
    return tx.scan(record_id) or tx.scan(record_id.partition("/")[0])


def put_away_id(number: int) -> str:
    """The id under which a card is put away: the same for everybody, so it is done once."""
    return f"card/{number}"


def park(
    store: "SqliteStore", station: str, scan_id: str | None, item: str, message: str, now: datetime
) -> None:
    """Set an item aside that makes no sense, once, and say so in the journal."""

    def action(tx: "Writer") -> None:
        if tx.park(station, scan_id, item, message, now):
            note(tx, None, now, "parked", By(station=station))

    store.write(action)

"""The live morning: a leader was received, a guest was called, the programme has moved on."""

from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.admission import Record
from server.desk.records import By, done_before, must_exist, note, same_place
from server.errors import InvalidError, NotFoundError
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


def welcome(store: "SqliteStore", number: int, now: datetime, **by: Unpack[By]) -> Record:
    """Note that the guest of this admission was received; who was first stays on record."""

    def action(tx: "Writer") -> Record:
        admission = tx.record(number)
        if admission is None or admission.effect != "admit":
            raise NotFoundError(say("Không có lượt đến số %(number)s.", number=number))
        action_id = f"welcomed/{number}"
        if known := tx.scan(action_id):
            return known
        return tx.add_record(
            "change",
            action_id,
            now,
            person=by.get("person"),
            station=by.get("station"),
            invitation=admission.invitation,
            detail={"what": "welcomed", "alert": number},
        )

    return store.write(action)


def note_call(
    store: "SqliteStore", invitation_id: str, text: str, now: datetime, **by: Unpack[By]
) -> Record:
    """Write down what was answered on the telephone. The words stand beside the journal."""
    if not text.strip():
        raise InvalidError(say("Cần ghi nội dung trả lời."))

    def action(tx: "Writer") -> Record:
        must_exist(tx, invitation_id)
        if known := done_before(tx, by, "call"):
            return same_place(known, invitation_id)
        return note(tx, invitation_id, now, "call", by | {"reason": text.strip()})

    return store.write(action)


def show_point(store: "SqliteStore", point: int | None, now: datetime, **by: Unpack[By]) -> Record:
    """Say at which point the programme is; None: at none of them."""

    def action(tx: "Writer") -> Record:
        if known := done_before(tx, by, "programme"):
            return known
        return note(tx, None, now, "programme", by, point=point)

    return store.write(action)

"""Presence by a person's word: one guest, a whole unit, one who is not on the list; and undo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.admission import Admission, Doors, Outcome, Scan, decide
from server.desk.records import Answer, By, answer, must_exist, new_ids, put_changed, replay, same_place
from server.errors import ConflictError
from server.guests import Guest, Kind, Rsvp
from server.invitations import Invitation, Reading

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


def admit_by_hand(
    store: "SqliteStore",
    invitation_id: str,
    scan_id: str,
    now: datetime,
    *,
    person: str | None = None,
    station: str | None = None,
    at: datetime | None = None,
) -> Answer:
    """Mark a guest present on a person's word, whatever the hour. `at`: when it happened."""

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, same_place(known, invitation_id))
        must_exist(tx, invitation_id)
        dossier = tx.dossier_of(invitation_id, Doors())
        moment = at or now
        scan = Scan(scan_id, station or "", Reading.INVITATION, None, scanned_at=moment, at=moment)
        decision = decide(scan, dossier)
        first = tx.inside(invitation_id)
        record = tx.add_record(
            "hand",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=invitation_id,
            outcome=decision.outcome.value,
            reason=decision.reason.value if decision.reason else None,
            effect="admit" if decision.admitted else None,
            refers=first.seq if first else None,
            at=moment,
        )
        return answer(tx, record)

    return store.write(action)


def undo(
    store: "SqliteStore",
    invitation_id: str,
    scan_id: str,
    now: datetime,
    *,
    reason: str | None = None,
    person: str | None = None,
    station: str | None = None,
) -> Answer:
    """Take an admission back as a new fact. Raises ConflictError when nobody is inside."""

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, same_place(known, invitation_id))
        must_exist(tx, invitation_id)
        standing = tx.inside(invitation_id)
        if standing is None:
            raise ConflictError("Đại biểu này chưa được ghi nhận có mặt nên không có gì để hủy.")
        record = tx.add_record(
            "undo",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=invitation_id,
            effect="undo",
            refers=standing.seq,
        )
        if reason:
            tx.give_undo_reason(invitation_id, reason)
        return answer(tx, record)

    return store.write(action)


def walk_in(
    store: "SqliteStore",
    guest: Guest,
    organisation: str,
    group: str,
    scan_id: str,
    now: datetime,
    *,
    person: str | None = None,
    station: str | None = None,
) -> Answer:
    """Receive a guest who is not on the list: a place made at the desk, present at once."""

    def action(tx: "Writer") -> Answer:
        if known := tx.scan(scan_id):
            return replay(tx, known)
        place = Invitation(
            id=next(new_ids(tx.invitations())),
            group=group,
            organisation=organisation,
            holder=guest,
            position=1 + max((p.position for p in tx.invitations()), default=0),
            kind=Kind.WALK_IN,
        )
        _change(tx, place, now, "walk_in", person)
        record = tx.add_record(
            "hand",
            scan_id,
            now,
            person=person,
            station=station,
            invitation=place.id,
            outcome=Outcome.ADMITTED.value,
            effect="admit",
        )
        return answer(tx, record)

    return store.write(action)

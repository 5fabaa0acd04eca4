"""What the desk does: each action one transaction, the same on a server and on a kiosk.

Every action carries an id that its maker chose. Asked again under the same id, an action
is not repeated: it gives its first answer, marked `replayed`. A refusal is an answer;
exceptions are for requests that make no sense.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from server import invitations
from server.admission import (
    ADMITTED,
    Admission,
    Decision,
    Doors,
    Outcome,
    Reason,
    Reconciled,
    Record,
    Scan,
    decide,
    reconcile,
)
from server.errors import ConflictError, InvalidError, NotFoundError
from server.guestlist import Entry, Merge, merge
from server.guests import Guest, Kind
from server.invitations import Invitation, Reading

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

MOST_TRIES_FOR_A_CODE = 20
PURGED = "(đã xóa)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a scan. `first` is the admission that stands or stood against it."""

    record: Record
    decision: Decision
    first: Admission | None
    conflict: bool
    replayed: bool


def admit(store: "SqliteStore", scan: Scan, doors: Doors, now: datetime) -> Answer:
    """Decide a scan that has just happened and record it, durably.

    Raises ConflictError when the scan id was used for another code.
    """
    return store.write(lambda tx: _take(tx, scan, None, doors, now))


def receive(
    store: "SqliteStore", scan: Scan, door: Decision | None, doors: Doors, now: datetime
) -> Answer:
    """Take in a scan that a kiosk delivers late, with what its door decided alone.

    Raises ConflictError when the scan id or the station's number was used for another.
    """
    return store.write(lambda tx: _take(tx, scan, door, doors, now))


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
            return _replay(tx, _same_place(known, invitation_id))
        _must_exist(tx, invitation_id)
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
        return _answer(tx, record)

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
            return _replay(tx, _same_place(known, invitation_id))
        _must_exist(tx, invitation_id)
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
        return _answer(tx, record)

    return store.write(action)


def put_list(store: "SqliteStore", changed: Sequence[Invitation], now: datetime) -> None:
    """Store new and changed places together; new ones get their codes."""
    store.write(lambda tx: _put_list(tx, changed, now))


def import_list(store: "SqliteStore", entries: Sequence[Entry], now: datetime) -> Merge:
    """Lay a list that was read over the event: all of it, or nothing where it must ask.

    An `error` among the problems of the answer means that nothing was written.
    """

    def action(tx: "Writer") -> Merge:
        plan = compare_list(tx, entries)
        if not any(problem.level == "error" for problem in plan.problems):
            _put_list(tx, plan.to_store, now)
        return plan

    return store.write(action)


def compare_list(reader: "Reader", entries: Sequence[Entry]) -> Merge:
    """Say what a list would change, without changing it."""
    existing = reader.invitations()
    return merge(existing, reader.admissions(), entries, new_ids(existing).__next__)


def set_seats(store: "SqliteStore", seats: dict[str, str | None], now: datetime) -> None:
    """Give each invitation its seat (None: no seat), all at once.

    Raises ConflictError when a seat is held by somebody who is not being moved.
    """

    def action(tx: "Writer") -> None:
        tx.free_seats(seats)
        for invitation_id, seat in seats.items():
            place = _must_exist(tx, invitation_id)
            _change(tx, replace(place, seat=seat), now, "seat")

    store.write(action)


def name_holder(
    store: "SqliteStore",
    invitation_id: str,
    holder: Guest,
    now: datetime,
    person: str | None = None,
) -> Invitation:
    """Say who the representative is. The code stays as it is."""
    return _edit(store, invitation_id, "name", now, person, lambda p: replace(p, holder=holder))


def substitute(
    store: "SqliteStore",
    invitation_id: str,
    guest: Guest | None,
    now: datetime,
    *,
    seat: str | None,
    person: str | None = None,
) -> Invitation:
    """Record who comes instead (None takes it back). The seat is said, never inherited."""
    return _edit(
        store,
        invitation_id,
        "substitute",
        now,
        person,
        lambda p: replace(p, substitute=guest, seat=seat),
    )


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
            return _replay(tx, known)
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
        return _answer(tx, record)

    return store.write(action)


def cancel(
    store: "SqliteStore", invitation_id: str, reason: str, now: datetime, person: str | None = None
) -> Invitation:
    """Withdraw an invitation; its codes answer `cancelled` from now on."""
    if not reason.strip():
        raise InvalidError("Cần ghi lý do hủy phiếu mời.")
    return _edit(
        store,
        invitation_id,
        "cancel",
        now,
        person,
        lambda p: replace(p, cancelled=reason, seat=None),
    )


def reissue(
    store: "SqliteStore", invitation_id: str, now: datetime, person: str | None = None
) -> tuple[str, str]:
    """Make a new code and desk code; the old ones answer `replaced` from now on."""

    def action(tx: "Writer") -> tuple[str, str]:
        place = _must_exist(tx, invitation_id)
        if place.cancelled is not None:
            raise ConflictError("Phiếu mời này đã hủy nên không cấp lại được.")
        tx.replace_codes(invitation_id)
        made = _give_code(tx, invitation_id)
        _note(tx, invitation_id, now, "reissue", person)
        return made

    return store.write(action)


def close_event(store: "SqliteStore", now: datetime, *, closed: bool = True) -> None:
    """End the reception, or open it again; every later scan answers `closed`."""

    def action(tx: "Writer") -> None:
        tx.set_meta("closed_at", now.isoformat() if closed else None)
        detail = {"what": "close" if closed else "reopen"}
        tx.add_record("change", secrets.token_hex(16), now, detail=detail)

    store.write(action)


def freeze(store: "SqliteStore", numbers: dict[str, Any], now: datetime) -> Record:
    """Put the headcount of this moment on record: numbers and sentence, no names."""
    return store.write(
        lambda tx: tx.add_record(
            "change", secrets.token_hex(16), now, detail={"what": "freeze", "headcount": numbers}
        )
    )


def purge(store: "SqliteStore", now: datetime) -> int:
    """Delete names, titles, phones and notes for good; counts stay. Gives how many places.

    Raises ConflictError while the event is open: its kiosks still need the list.
    """

    def action(tx: "Writer") -> int:
        if not tx.meta("closed_at"):
            raise ConflictError("Hãy kết thúc đón tiếp («dontiep close») trước khi xóa dữ liệu.")
        places = tx.invitations()
        for place in places:
            _change(tx, _without_person(place), now, "purge")
        tx.forget_words()
        return len(places)

    count = store.write(action)
    store.compact()
    return count


def new_ids(existing: Iterable[Invitation]) -> Iterator[str]:
    """Give free ids in the manner of the lists themselves, such as `DB093`."""
    numbers = [int(p.id[2:]) for p in existing if p.id[:2] == "DB" and p.id[2:].isdigit()]
    return (f"DB{number:03d}" for number in count(1 + max(numbers, default=0)))


def _without_person(place: Invitation) -> Invitation:
    """Keep what the counts need: that somebody was named, stood in, or gave a reason."""
    return replace(
        place,
        holder=Guest(PURGED) if place.holder else None,
        substitute=Guest(PURGED) if place.substitute else None,
        phone=None,
        phone_written=None,
        note=None,
        support=None,
        rsvp_reason=PURGED if place.rsvp_reason else None,
        list_code=None,
        cancelled=PURGED if place.cancelled is not None else None,
    )


def _put_list(tx: "Writer", changed: Sequence[Invitation], now: datetime) -> None:
    tx.free_seats(place.id for place in changed)
    for place in changed:
        is_new = tx.invitation(place.id) is None
        _change(tx, place, now, "import")
        if is_new:
            _give_code(tx, place.id)


def _take(tx: "Writer", scan: Scan, door: Decision | None, doors: Doors, now: datetime) -> Answer:
    if known := tx.scan(scan.scan_id):
        return _take_again(tx, known, scan, door, now)
    dossier = tx.dossier(scan.code_hash, doors)
    decision = decide(scan, dossier)
    plan = reconcile(door, decision, dossier) if door else Reconciled(decision.admitted, False)
    first = tx.inside(dossier.invitation) if dossier.invitation else None
    record = tx.add_scan(
        scan,
        decision,
        now,
        door=door,
        invitation=dossier.invitation,
        conflict=plan.conflict,
        effect="admit" if plan.admit else None,
        refers=first.seq if first else None,
    )
    return _answer(tx, record)


def _take_again(
    tx: "Writer", known: Record, scan: Scan, door: Decision | None, now: datetime
) -> Answer:
    """The answer was lost on its way, or the kiosk sends everything again after a restore."""
    if not _same_text(known, scan):
        raise ConflictError("Mã lượt quét này đã dùng cho một mã khác.")
    agreed = known.door or known.decision
    if door is None or agreed is None or door.admitted == agreed.admitted:
        return _replay(tx, known)
    if not tx.late_conflict(known.seq):
        _correct(tx, known, door, now)
    return _replay(tx, known)


def _correct(tx: "Writer", known: Record, door: Decision, now: datetime) -> None:
    """The guest met the door's word, not ours: make the record match the world."""
    if door.reason is Reason.ALREADY_ADMITTED:
        return
    standing = tx.inside(known.invitation) if known.invitation else None
    effect = None
    if door.admitted and known.invitation and standing is None:
        effect = "admit"
    elif not door.admitted and standing and standing.scan_id == known.scan_id:
        effect = "undo"
    tx.add_record(
        "conflict",
        f"{known.scan_id}/door",
        now,
        station=known.station,
        invitation=known.invitation,
        outcome=known.decision.outcome.value if known.decision else None,
        reason=known.decision.reason.value if known.decision and known.decision.reason else None,
        door_outcome=door.outcome.value,
        door_reason=door.reason.value if door.reason else None,
        conflict=1,
        effect=effect,
        refers=known.seq,
        scanned_at=known.scanned_at,
        at=known.at,
    )


def _same_text(known: Record, scan: Scan) -> bool:
    if known.kind != "scan" or known.station != scan.station:
        return False
    if known.code_hash or scan.code_hash:
        return known.code_hash == scan.code_hash
    unmarked = known.mark is None or scan.mark is None
    return known.reading == scan.reading.value and (unmarked or known.mark == scan.mark)


def _same_place(known: Record, invitation_id: str) -> Record:
    if known.invitation != invitation_id:
        raise ConflictError("Mã thao tác này đã dùng cho một đại biểu khác.")
    return known


def _replay(tx: "Writer", record: Record) -> Answer:
    return replace(_answer(tx, record), replayed=True)


def _answer(tx: "Writer", record: Record) -> Answer:
    """Put the answer together from the record, so that a replay says the same."""
    seq = record.seq if record.effect == "admit" else record.refers
    conflict = record.conflict or tx.late_conflict(record.seq) is not None
    return Answer(
        record=record,
        decision=record.decision or ADMITTED,
        first=tx.admission(seq) if seq else None,
        conflict=conflict,
        replayed=False,
    )


def _edit(
    store: "SqliteStore",
    invitation_id: str,
    what: str,
    now: datetime,
    person: str | None,
    change: Callable[[Invitation], Invitation],
) -> Invitation:
    def action(tx: "Writer") -> Invitation:
        place = change(_must_exist(tx, invitation_id))
        _change(tx, place, now, what, person)
        return place

    return store.write(action)


def _change(
    tx: "Writer", place: Invitation, now: datetime, what: str, person: str | None = None
) -> None:
    tx.put_invitation(place)
    _note(tx, place.id, now, what, person)


def _note(tx: "Writer", invitation_id: str, now: datetime, what: str, person: str | None) -> None:
    tx.add_record(
        "change",
        secrets.token_hex(16),
        now,
        person=person,
        invitation=invitation_id,
        detail={"what": what},
    )


def _give_code(tx: "Writer", invitation_id: str) -> tuple[str, str]:
    """Draw until both codes are new. The long one always is; eight digits may collide."""
    for _ in range(MOST_TRIES_FOR_A_CODE):
        code, desk_code = invitations.make_code(tx.event_id), invitations.make_desk_code()
        if tx.add_code(invitation_id, code, desk_code):
            return code, desk_code
    raise ConflictError("Không tạo được mã số còn trống; danh sách quá lớn.")


def _must_exist(tx: "Writer", invitation_id: str) -> Invitation:
    place = tx.invitation(invitation_id)
    if place is None:
        raise NotFoundError(f"Không có suất mời “{invitation_id}” trong danh sách.")
    return place

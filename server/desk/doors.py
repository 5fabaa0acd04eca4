"""A scan at a door: decided as it happens, or taken in late with what its door decided."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from server.admission import Decision, Doors, Reason, Reconciled, Record, Scan, decide, reconcile
from server.desk.records import Answer, fresh, replay
from server.errors import CheckinError, ConflictError
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer


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


def receive_each(
    store: "SqliteStore",
    items: Iterable[tuple[Scan, Decision | None]],
    doors: Doors,
    now: datetime,
) -> list[Answer | CheckinError]:
    """Do the same for many at once, committed together: a kiosk that was alone sends hundreds.

    Gives for each its answer or why it cannot be taken in.
    """
    return store.write_each(
        [partial(_take, scan=scan, door=door, doors=doors, now=now) for scan, door in items]
    )


def _take(tx: "Writer", scan: Scan, door: Decision | None, doors: Doors, now: datetime) -> Answer:
    if known := tx.scan(scan.scan_id):
        return _take_again(tx, known, scan, door, now)
    dossier = tx.dossier(scan.code_hash, doors)
    decision = decide(scan, dossier)
    plan = reconcile(door, decision, dossier) if door else Reconciled(decision.admitted, False)
    first = dossier.admission
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
    return fresh(tx, record, first)


def _take_again(
    tx: "Writer", known: Record, scan: Scan, door: Decision | None, now: datetime
) -> Answer:
    """The answer was lost on its way, or the kiosk sends everything again after a restore."""
    if not _same_text(known, scan):
        raise ConflictError(say("Mã lượt quét này đã dùng cho một mã khác."))
    agreed = known.door or known.decision
    if door is None or agreed is None or door.admitted == agreed.admitted:
        return replay(tx, known)
    if not tx.late_conflict(known.seq):
        _correct(tx, known, door, now)
    return replay(tx, known)


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

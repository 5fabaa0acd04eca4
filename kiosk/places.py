"""One place of the server's list in the door's copy: put there, held, let in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from server.invitations import Invitation
from server.show import read_place_row
from server.storage.invitations import Code
from server.storage.sqlite import Writer


def put_row(
    tx: Writer,
    row: dict[str, Any],
    is_waiting: Callable[[str], bool],
    touched: Callable[[str], bool],
) -> bool:
    """Make the copy of one place say what the server says.

    False where something was left as it is: this door has scans of that guest that the
    server has yet to hear of (`is_waiting`), or its clerk has done something about that
    guest (`touched`), and the row will be asked for again.
    """
    place = _read_place(row)
    if touched(place.id):
        return False
    if tx.invitation(place.id) != place:
        _put_place(tx, place, full="guest_row" in row)
    _put_codes(tx, place.id, row["codes"])
    return _put_admission(tx, place.id, row["admission"], is_waiting)


def is_touched(tx: Writer, invitation: str, is_act_waiting: Callable[[str], bool]) -> bool:
    """Whether an act that waits has changed this place in the copy."""
    return any(is_act_waiting(_scan_of(record.scan_id)) for record in tx.history(invitation))


def hold_place(tx: Writer, invitation: str, code_hash: str, sealed: str | None) -> None:
    """Have a place and its code, if its row has not come yet."""
    if tx.invitation(invitation) is None:
        tx.put_invitation(_blank(invitation, None))
    if tx.code(code_hash) is None:
        tx.put_copied_code(Code(code_hash, invitation, None, None, replaced=False, sealed=sealed))


def forget_place(tx: Writer, place: Invitation) -> None:
    """Have the codes of a place that the server does not list open no door."""
    _put_place(tx, replace(place, cancelled=cancelled(listed=False)), full=bool(place.group))


def admit_copied(tx: Writer, invitation: str, scan_id: str, station: str, at: datetime) -> None:
    """Note an admission that was decided elsewhere or in an earlier copy.

    The record has an id of its own: the scan may be in the journal already, refused.
    """
    _add(tx, invitation, scan_id, station, at, "admit")


def cancelled(*, listed: bool) -> str | None:
    """What stands for a cancelled place: the reason itself is no business of a door."""
    return None if listed else "-"


def _read_place(row: dict[str, Any]) -> Invitation:
    """Read all about a place where a desk may know it; a kiosk is told that there is one."""
    if full := row.get("guest_row"):
        return read_place_row(full)
    return _blank(str(row["invitation"]), cancelled(listed=not row["cancelled"]))


def _put_place(tx: Writer, place: Invitation, *, full: bool) -> None:
    """Store a place; in a full copy also note that it changed, for whoever follows."""
    sitting = tx.sitting(place.seat) if place.seat and place.cancelled is None else None
    if sitting and sitting.id != place.id:
        _put_place(tx, replace(sitting, seat=None), full=full)
    tx.put_invitation(place)
    if full:
        unique = f"copy/{tx.head()[0] + 1}"
        tx.add_record(
            "change", unique, datetime.now(UTC), invitation=place.id, detail={"what": "import"}
        )


def _put_codes(tx: Writer, invitation: str, listed: list[dict[str, Any]]) -> None:
    known = {code.code_hash: code for code in tx.codes(invitation)}
    for item in listed:
        code = Code(
            str(item["code_hash"]),
            invitation,
            None,
            item.get("desk_code"),
            bool(item["replaced"]),
            item["sealed"],
        )
        if known.pop(code.code_hash, None) != code:
            tx.put_copied_code(code)
    for code in known.values():  # issued after the backup that the server was restored from
        if not code.replaced:
            gone = Code(code.code_hash, invitation, None, None, replaced=True, sealed=None)
            tx.put_copied_code(gone)


def _put_admission(
    tx: Writer, invitation: str, said: dict[str, Any] | None, is_waiting: Callable[[str], bool]
) -> bool:
    standing = tx.inside(invitation)
    ours = _scan_of(standing.scan_id) if standing else None
    theirs = _scan_of(str(said["scan_id"])) if said else None
    if ours == theirs:
        return True
    if any(scan and is_waiting(scan) for scan in (ours, theirs)):
        return False
    if ours and standing:
        _add(tx, invitation, ours, standing.station, standing.at, "undo")
    if said and theirs:
        at = datetime.fromisoformat(said["at"])
        admit_copied(tx, invitation, theirs, str(said["station"]), at)
    return True


def _scan_of(scan_id: str) -> str:
    """The scan behind an admission; what follows a slash tells copies and corrections apart."""
    return scan_id.partition("/")[0]


def _add(
    tx: Writer, invitation: str, scan_id: str, station: str, at: datetime, effect: str
) -> None:
    unique = f"{scan_id}/{tx.head()[0] + 1}"
    tx.add_record("copy", unique, at, station=station, invitation=invitation, effect=effect)


def _blank(invitation: str, why_cancelled: str | None) -> Invitation:
    return Invitation(
        id=invitation,
        group="",
        organisation="",
        holder=None,
        position=0,
        cancelled=why_cancelled,
    )

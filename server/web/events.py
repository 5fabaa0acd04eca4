"""One record of the journal as an event of the board."""

from typing import TYPE_CHECKING, Any

from server.admission import Admission, Record
from server.invitations import Invitation
from server.show import guest_facts, utc

if TYPE_CHECKING:
    from server.storage.sqlite import Reader


def event_document(record: Record, place: Invitation | None, reader: "Reader") -> dict[str, Any]:
    """Tell what happened, to whom, where, and what stood against it (`first`)."""
    first = _first(record, reader)
    reason = record.decision.reason if record.decision else None
    return {
        "seq": record.seq,
        "kind": kind_of(record),
        "at": utc(record.at),
        "station": record.station or None,
        "person": record.person,
        "scan_id": record.scan_id,
        "invitation": record.invitation,
        "reason": reason.value if reason else None,
        "conflict": record.conflict,
        "guest": guest_facts(place) if place else None,
        "organisation": place.organisation if place else None,
        "group": place.group if place else None,
        "seat": place.seat if place else None,
        "first": first and {"at": utc(first.at), "station": first.station},
        "what": record.detail.get("what"),
    }


def kind_of(record: Record) -> str:
    """Name the event. A clash that let nobody in is one for a person to look at."""
    if record.effect == "admit":
        return "admitted"
    if record.conflict:
        return "conflict"
    if record.effect == "undo":
        return "undone"
    return "refused" if record.decision else "changed"


def _first(record: Record, reader: "Reader") -> Admission | None:
    """The admission that this record found in its way, or took back."""
    refers = record.refers
    if record.kind == "conflict" and refers is not None:
        known = reader.record(refers)
        refers = known.refers if known else None
    if refers is None or record.effect == "admit":
        return None
    return reader.admission(refers)

"""What was sent to whom, put on record: marked by hand for one place or for many, and back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.admission import Record
from server.desk.records import By, done_before
from server.errors import ConflictError
from server.invitations import Invitation
from server.sendings import Channel, Delivery, Sending, Sent, What, sent_to
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

Choice = Callable[[Sent], bool]


@dataclass(frozen=True, slots=True)
class Marked:
    """Which places an action concerned. `record` is None where there were none."""

    record: Record | None
    places: tuple[str, ...]
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What is marked as sent: what, how, what became of it, and when.

    `told` is the whereabouts that it named (`server.sendings.whereabouts`).
    """

    what: What
    channel: Channel
    at: datetime
    told: str | None
    delivery: Delivery = Delivery.SENT


def mark_sent(
    store: "SqliteStore", chosen: Choice, letter: Letter, now: datetime, **by: Unpack[By]
) -> Marked:
    """Note that something was sent to the places that `chosen` picks, all under one record.

    Raises ConflictError for a moment that lies ahead, and for the notice of a venue that is
    still open.
    """
    if letter.at > now:
        raise ConflictError(say("Giờ gửi không thể muộn hơn bây giờ."))
    if letter.what is What.VENUE and letter.told is None:
        raise ConflictError(say("Thời gian, địa điểm chưa chốt nên chưa có thông báo để gửi."))

    def action(tx: "Writer") -> Marked:
        if known := done_before(tx, by, "sent"):
            return _again(known)
        places = _choose(tx, chosen)
        if not places:
            return Marked(None, ())
        record = _note(tx, "sent", places, letter.what, now, by, channel=letter.channel.value)
        for place in places:
            add_sending(tx, record, place.id, letter)
        return Marked(record, tuple(place.id for place in places))

    return store.write(action)


def take_sent_back(
    store: "SqliteStore", chosen: Choice, what: What, now: datetime, **by: Unpack[By]
) -> Marked:
    """Take back what was marked by mistake, for the places that `chosen` picks."""

    def action(tx: "Writer") -> Marked:
        if known := done_before(tx, by, "sent_back"):
            return _again(known)
        standing = {s.invitation for s in tx.sendings() if s.what is what}
        places = [place for place in _choose(tx, chosen) if place.id in standing]
        if not places:
            return Marked(None, ())
        record = _note(tx, "sent_back", places, what, now, by)
        tx.take_sendings_back((place.id for place in places), what, record.seq)
        return Marked(record, tuple(place.id for place in places))

    return store.write(action)


def add_sending(tx: "Writer", record: Record, invitation: str, letter: Letter) -> None:
    """Lay a sending beside the record that says so."""
    tx.add_sending(
        Sending(
            seq=record.seq,
            invitation=invitation,
            what=letter.what,
            channel=letter.channel,
            delivery=letter.delivery,
            at=letter.at,
            who=record.person,
            told=letter.told,
        )
    )


def _choose(tx: "Writer", chosen: Choice) -> list[Invitation]:
    return [one.place for one in sent_to(tx.invitations(), tx.sendings()) if chosen(one)]


def _note(
    tx: "Writer",
    what: str,
    places: list[Invitation],
    sending: What,
    now: datetime,
    by: By,
    **detail: str,
) -> Record:
    """Put it on record with the ids, which name nobody: the chain then holds whom it concerned."""
    ids = [place.id for place in places]
    return tx.add_record(
        "change",
        by.get("action_id") or secrets.token_hex(16),
        now,
        person=by.get("person"),
        station=by.get("station"),
        detail={"what": what, "sending": sending.value, **detail, "places": ids},
    )


def _again(known: Record) -> Marked:
    return Marked(known, tuple(known.detail["places"]), replayed=True)

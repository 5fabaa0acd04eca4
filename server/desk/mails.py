"""The queue of the mails: taken one by one, each settled once, none sent twice by itself.

A mail is on disk as "sending" before a word of it goes out, and its end is on record with
the mark that says so in one transaction. Whoever sends holds the folder's mail lock, so
what stands as "sending" when a new run begins was left by one that broke off.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from server.desk.sendings import Letter, add_sending
from server.errors import ConflictError, NotFoundError
from server.invitations import Invitation
from server.mails import Mail, MailState, is_due, name_mail
from server.sendings import Channel, Sent, What, sent_to

if TYPE_CHECKING:
    from server.storage.invitations import Code
    from server.storage.sqlite import Reader, SqliteStore, Writer


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be sent, which whereabouts it names, and from which domain.

    `only`: the ids of the places it is about, empty: all of them.
    """

    what: What
    where: str | None
    domain: str
    only: frozenset[str] = frozenset()

    def concerns(self, invitation: str) -> bool:
        """Whether this place is meant."""
        return not self.only or invitation in self.only


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that stands as "sending", with what it is made of."""

    mail: Mail
    place: Invitation
    code: "Code"


def queue_mails(store: "SqliteStore", errand: Errand, now: datetime) -> int:
    """Queue a mail for each place that lacks it and has an address; gives how many are new."""

    def action(tx: "Writer") -> int:
        waits = {mail.invitation for mail in waiting_mails(tx, errand)}
        new = [place for place in due_places(tx, errand) if place.id not in waits]
        for place in new:
            tx.add_mail(place.id, errand.what, place.email or "", now)
        return len(new)

    return store.write(action)


def waiting_mails(reader: "Reader", errand: Errand, put_off: Collection[int] = ()) -> list[Mail]:
    """List what waits of this errand, in its order, but for those that are put off."""
    return [
        mail
        for mail in reader.mails(MailState.QUEUED)
        if mail.what is errand.what
        and errand.concerns(mail.invitation)
        and mail.number not in put_off
    ]


def due_places(reader: "Reader", errand: Errand) -> list[Invitation]:
    """List whom a run of this errand would write to now."""
    known: dict[str, list[Mail]] = {}
    for mail in reader.mails():
        known.setdefault(mail.invitation, []).append(mail)
    return [
        one.place
        for one in sent_to(reader.invitations(), reader.sendings())
        if errand.concerns(one.place.id) and _due(one, errand, known.get(one.place.id, []))
    ]


def take_mail(
    store: "SqliteStore", errand: Errand, put_off: Collection[int], now: datetime
) -> Taken | None:
    """Take the next mail of this errand to be sent; None: nothing waits but what is `put_off`.

    One whose place needs it no longer (told in another way, cancelled) leaves the queue.
    """

    def action(tx: "Writer") -> Taken | None:
        for mail in waiting_mails(tx, errand, put_off):
            if taken := _take(tx, mail, errand, now):
                return taken
            tx.drop_mail(mail.number)
        return None

    return store.write(action)


def settle_mail(
    store: "SqliteStore", mail: Mail, state: MailState, answer: str | None, now: datetime
) -> None:
    """Note what became of a mail; what is settled stands as a mark in what was sent to whom."""
    store.write(lambda tx: _settle(tx, replace(mail, state=state, answer=answer, at=now), None))


def settle_broken_off(store: "SqliteStore", now: datetime) -> int:
    """Set as unknown what an earlier run left in the middle; gives how many."""

    def action(tx: "Writer") -> int:
        left = tx.mails(MailState.SENDING)
        for mail in left:
            _settle(tx, replace(mail, state=MailState.UNKNOWN, at=now), None)
        return len(left)

    return store.write(action)


def decide_mail(
    store: "SqliteStore",
    invitation: str,
    what: What,
    now: datetime,
    *,
    arrived: bool,
    by: str | None = None,
) -> Mail:
    """Say of a mail whose fate is open that it arrived, or have it wait to be sent again.

    Raises NotFoundError where no fate is open.
    """

    def action(tx: "Writer") -> Mail:
        unknown = tx.mails(MailState.UNKNOWN)
        mail = next((m for m in unknown if (m.invitation, m.what) == (invitation, what)), None)
        if mail is None:
            raise NotFoundError(f"Không có thư nào của “{invitation}” đang chưa rõ kết quả.")
        state = MailState.SENT if arrived else MailState.QUEUED
        _settle(tx, replace(mail, state=state, at=now), by)
        return mail

    return store.write(action)


def mail_name(reader: "Reader", place: Invitation, code_hash: str, errand: Errand) -> str:
    """Name a mail by what it says to whom; one that was sent before counts as another."""
    told_before = (place.id, errand.what, MailState.SENT)
    before = sum((m.invitation, m.what, m.state) == told_before for m in reader.mails())
    parts = (place.id, errand.what.value, errand.where or "", code_hash, place.email or "")
    return name_mail(errand.domain, reader.event_id, *parts, str(before))


def refuse_rehearsal(store: "SqliteStore") -> None:
    """Keep a rehearsal, whose guests are real, from writing to them. Raises ConflictError."""
    if store.read.meta("rehearsal"):
        raise ConflictError("Đây là bản diễn tập nên không gửi thư; dùng --dry-run để xem thử.")


def _due(one: Sent, errand: Errand, mails: list[Mail]) -> bool:
    return is_due(one, errand.what, errand.where, mails, named=one.place.id in errand.only)


def _take(tx: "Writer", mail: Mail, errand: Errand, now: datetime) -> Taken | None:
    place = tx.invitation(mail.invitation)
    code = next((c for c in tx.codes(mail.invitation) if not c.replaced), None)
    if place is None or place.email is None or code is None or code.code is None:
        return None
    [*still] = sent_to([place], tx.sendings(place.id))
    if not still or not still[0].lacks(mail.what, errand.where):
        return None
    taken = replace(
        mail,
        address=place.email,
        state=MailState.SENDING,
        at=now,
        told=errand.where,
        message_id=mail_name(tx, place, code.code_hash, errand),
    )
    tx.put_mail(taken)
    return Taken(taken, place, code)


def _settle(tx: "Writer", mail: Mail, by: str | None) -> None:
    tx.put_mail(mail)
    delivery = mail.state.delivery
    if delivery is None:
        return
    record = tx.add_record(
        "change",
        secrets.token_hex(16),
        mail.at,
        person=by,
        detail={
            "what": "mailed",
            "sending": mail.what.value,
            "state": mail.state.value,
            "message_id": mail.message_id,
            "places": [mail.invitation],
        },
    )
    letter = Letter(mail.what, Channel.EMAIL, mail.at, mail.told, delivery)
    add_sending(tx, record, mail.invitation, letter)

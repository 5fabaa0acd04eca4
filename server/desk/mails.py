"""The queue of the mails: taken one by one, each settled once, none sent twice by itself.

A mail is on disk as "sending" before a word of it goes out, and its end is on record with
the mark that says so in one transaction. Whoever sends holds the folder's mail lock, so
what stands as "sending" when a new run begins was left by one that broke off.

Places of one unit that share an address get one mail. Each of them keeps a row and a name
of its own all the same, so that whichever of them are written to together next time, nobody
is written to twice.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from server.desk.mail_runs import drop_run, keep_run, refuse_to_send
from server.desk.sendings import Letter, add_sending
from server.errors import ConflictError, NotFoundError
from server.invitations import Invitation
from server.mails import Fate, Mail, MailState, is_due, name_mail
from server.sendings import Channel, Delivery, Sent, What, sent_to
from server.sentences import mark, say

if TYPE_CHECKING:
    from server.storage.invitations import Code
    from server.storage.sqlite import Reader, SqliteStore, Writer


MOST_TOGETHER = 20


RETURNED = mark("Thư bị trả lại (ghi tay).")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be sent, which whereabouts it names, and from which domain.

    `only`: the ids of the places it is about, empty: all of them. `by`: who wants it sent.
    """

    what: What
    where: str | None
    domain: str
    only: frozenset[str] = frozenset()
    by: str | None = None

    def concerns(self, invitation: str) -> bool:
        """Whether this place is meant."""
        return not self.only or invitation in self.only


@dataclass(frozen=True, slots=True)
class Taken:
    """One place's part of a mail: its row, which stands as "sending", and what it is made of."""

    mail: Mail
    place: Invitation
    code: "Code"

    @property
    def name(self) -> str:
        """What names this part for good."""
        return self.mail.message_id or ""


def queue_mails(store: "SqliteStore", errand: Errand, now: datetime, *, kept: bool = False) -> int:
    """Queue a mail for each place that lacks it and has an address; gives how many are new.

    `kept`: a server that dies meanwhile is to bring the run to its end after its next start.
    """

    def action(tx: "Writer") -> int:
        if kept:
            keep_run(tx, errand.what, errand.only, errand.by)
        else:
            drop_run(tx)
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
) -> tuple[Taken, ...]:
    """Take the next mail of this errand to be sent: to one place, or to several of one unit.

    Empty: nothing waits but what is `put_off`. One whose place needs it no longer (told in
    another way, cancelled) leaves the queue. Raises ConflictError once the reception has ended.
    """

    def action(tx: "Writer") -> tuple[Taken, ...]:
        refuse_to_send(tx)
        waiting = waiting_mails(tx, errand, put_off)
        for mail in waiting:
            if first := _take(tx, mail, errand, now):
                others = [m for m in waiting if m.number > mail.number]
                return (first, *_take_beside(tx, first, others, errand, now))
        return ()

    return store.write(action)


def together(parts: Sequence[Invitation]) -> list[list[Invitation]]:
    """Part places that are to be written to into mails, each of one unit and one address."""
    mails: list[list[Invitation]] = []
    for place in parts:
        beside = (m for m in mails if len(m) < MOST_TOGETHER and _share(m[0], place))
        mail = next(beside, None)
        if mail is None:
            mails.append([place])
        else:
            mail.append(place)
    return mails


def settle_mails(
    store: "SqliteStore",
    mails: Sequence[Mail],
    state: MailState,
    answer: str | None,
    now: datetime,
    *,
    by: str | None = None,
    message_id: str | None = None,
) -> None:
    """Note what became of the parts of one mail, together; `message_id` names the whole.

    What is settled stands as a mark in what was sent to whom.
    """
    settled = [replace(mail, state=state, answer=answer, at=now) for mail in mails]
    store.write(lambda tx: _settle(tx, settled, by, message_id))


def settle_broken_off(store: "SqliteStore", now: datetime) -> int:
    """Set as unknown what an earlier run left in the middle; gives how many."""

    def action(tx: "Writer") -> int:
        left = tx.mails(MailState.SENDING)
        for mail in left:
            _settle(tx, [replace(mail, state=MailState.UNKNOWN, at=now)], None)
        return len(left)

    return store.write(action)


def decide_mail(
    store: "SqliteStore",
    invitation: str,
    what: What,
    now: datetime,
    fate: Fate,
    by: str | None = None,
) -> Mail:
    """Say of a mail what a person knows of it; gives it as it was.

    One whose fate is open arrived, or waits to be sent again. One that was sent may have come
    back days later: its place then counts as not told. Raises NotFoundError where
    there is no such mail, ConflictError where another to the place is under way.
    """

    def action(tx: "Writer") -> Mail:
        to_place = [m for m in tx.mails() if (m.invitation, m.what) == (invitation, what)]
        if fate is Fate.RETURNED:
            sent = _last_sent(to_place, invitation)
            return_mails(tx, [sent], RETURNED, now, by)
            return sent
        mail = next((m for m in to_place if m.state is MailState.UNKNOWN), None)
        if mail is None:
            raise NotFoundError(
                say(
                    "Không có thư nào của “%(invitation)s” đang chưa rõ kết quả.",
                    invitation=invitation,
                )
            )
        state = MailState.SENT if fate is Fate.ARRIVED else MailState.QUEUED
        _settle(tx, [replace(mail, state=state, at=now)], by)
        return mail

    return store.write(action)


def return_mails(
    tx: "Writer",
    mails: Sequence[Mail],
    answer: str,
    now: datetime,
    by: str | None,
    message_id: str | None = None,
    **told: str | None,
) -> None:
    """Note that the parts of one mail came back; `told` goes on record beside it."""
    settled = [replace(m, state=MailState.RETURNED, answer=answer, at=now) for m in mails]
    _settle(tx, settled, by, message_id, returned=True, **told)


def _last_sent(mails: Sequence[Mail], invitation: str) -> Mail:
    sent = [mail for mail in mails if mail.state is MailState.SENT]
    if not sent:
        raise NotFoundError(
            say("Không có thư nào của “%(invitation)s” đã gửi.", invitation=invitation)
        )
    if len(sent) < len(mails):
        raise ConflictError(
            say(
                "Đang có một thư khác tới “%(invitation)s”; xin xử lý thư ấy trước.",
                invitation=invitation,
            )
        )
    return sent[-1]


def mail_name(reader: "Reader", place: Invitation, code_hash: str, errand: Errand) -> str:
    """Name a mail by what it says to whom; one that was sent before counts as another.

    So does one that came back: a mail server that has seen the name would drop the new one.
    """
    told_before = (place.id, errand.what, MailState.SENT)
    before = sum((m.invitation, m.what, m.state) == told_before for m in reader.mails())
    back = [
        f"after {sending.seq}"
        for sending in reader.sendings(place.id)
        if (sending.what, sending.channel) == (errand.what, Channel.EMAIL)
        and sending.delivery is Delivery.REFUSED
    ]
    parts = (place.id, errand.what.value, errand.where or "", code_hash, place.email or "")
    return name_mail(errand.domain, reader.event_id, *parts, str(before), *back[-1:])


def join_names(domain: str, names: Sequence[str]) -> str:
    """Give the Message-ID of a mail to the places with these names."""
    return names[0] if len(names) == 1 else name_mail(domain, *sorted(names))


def _due(one: Sent, errand: Errand, mails: list[Mail]) -> bool:
    return is_due(one, errand.what, errand.where, mails, named=one.place.id in errand.only)


def _take_beside(
    tx: "Writer", first: Taken, waiting: Sequence[Mail], errand: Errand, now: datetime
) -> Iterator[Taken]:
    """Take what waits for the same unit at the same address, as much as one mail bears."""
    address, room = first.mail.address.casefold(), MOST_TOGETHER - 1
    for mail in (m for m in waiting if m.address.casefold() == address):
        place = tx.invitation(mail.invitation)
        if room and place and _share(first.place, place) and (more := _take(tx, mail, errand, now)):
            room -= 1
            yield more


def _share(one: Invitation, other: Invitation) -> bool:
    """Whether two places are written to together: one unit, and one address for both."""
    same_unit = bool(one.organisation) and one.organisation == other.organisation
    return same_unit and (one.email or "").casefold() == (other.email or "").casefold()


def _take(tx: "Writer", mail: Mail, errand: Errand, now: datetime) -> Taken | None:
    """Have a mail stand as "sending", or take it out of the queue where nobody lacks it."""
    if taken := _ready(tx, mail, errand, now):
        tx.put_mail(taken.mail)
    else:
        tx.drop_mail(mail.number)
    return taken


def _ready(tx: "Writer", mail: Mail, errand: Errand, now: datetime) -> Taken | None:
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
    return Taken(taken, place, code)


def _settle(
    tx: "Writer",
    mails: Sequence[Mail],
    by: str | None,
    message_id: str | None = None,
    *,
    returned: bool = False,
    **told: str | None,
) -> None:
    for mail in mails:
        tx.put_mail(mail)
    first = mails[0]
    delivery = first.state.delivery
    if delivery is None:
        return
    record = tx.add_record(
        "change",
        secrets.token_hex(16),
        first.at,
        person=by,
        detail={
            "what": "mailed",
            "sending": first.what.value,
            "state": first.state.value,
            "message_id": message_id or first.message_id,
            "places": [mail.invitation for mail in mails],
            "parts": [mail.message_id for mail in mails],
            **told,
        },
    )
    if returned:
        places = (mail.invitation for mail in mails)
        tx.take_sendings_back(places, first.what, record.seq, Channel.EMAIL)
    for mail in mails:
        letter = Letter(mail.what, Channel.EMAIL, mail.at, mail.told, delivery)
        add_sending(tx, record, mail.invitation, letter)

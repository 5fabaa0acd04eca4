"""Mails that came back: laid beside what was sent, by the name it bore, and noted at its places.

The journal tells which Message-ID went to which places. Only where a message encloses none at
all is it told by its address, and only if one mail alone went there.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.bounces import Bounce, Kind, Laid, Outcome
from server.desk.mails import return_mails
from server.mails import Mail, MailState
from server.wording.bounces import returned_words

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

# How far the clock of another mail server may be behind ours.
CLOCKS_APART = timedelta(minutes=10)
_OUT = (MailState.SENT, MailState.UNKNOWN)
_UNNOTED = {
    Kind.DELIVERED: Outcome.NO_BOUNCE,
    Kind.AUTOMATIC: Outcome.NO_BOUNCE,
    Kind.OTHER: Outcome.NO_BOUNCE,
    Kind.UNREADABLE: Outcome.UNREADABLE,
}


def note_bounce(store: "SqliteStore", bounce: Bounce, now: datetime, by: str | None) -> Laid:
    """Note at its places that a mail came back; read twice, it is noted once."""
    if outcome := _UNNOTED.get(bounce.kind):
        return Laid(bounce, outcome)
    mailings = store.read.mailings()
    known = any(told.get("bounce") == bounce.digest for told in mailings)
    told = _mailing(mailings, bounce) or _only_mailing_to(store.read, mailings, bounce)
    if told is None:
        return Laid(bounce, Outcome.KNOWN if known else Outcome.UNMATCHED)
    if bounce.kind is Kind.DELAYED or known:
        mails = _of(store.read.mails(), told)
        return Laid(bounce, Outcome.KNOWN if known else Outcome.DELAYED, tuple(mails))
    before = {place for one in mailings if one["state"] == "returned" for place in one["places"]}

    def action(tx: "Writer") -> Laid:
        mails = _of(tx.mails(), told)
        named = (mail for mail in mails if mail.message_id in _parts(told))
        out = [mail for mail in named if _came_back(mail, bounce, before)]
        if not out:
            return Laid(bounce, Outcome.KNOWN, tuple(mails))
        answer, on_record = str(returned_words(bounce.status)), told["message_id"]
        known_by = {"bounce": bounce.digest, "status": bounce.status}
        return_mails(tx, out, answer, now, by, on_record, **known_by)
        return Laid(bounce, Outcome.NOTED, tuple(out))

    return store.write(action)


def _mailing(mailings: Sequence[dict[str, Any]], bounce: Bounce) -> dict[str, Any] | None:
    """Find the mail that the message encloses."""
    return next((told for told in mailings if told["message_id"] in bounce.names), None)


def _only_mailing_to(
    reader: "Reader", mailings: Sequence[dict[str, Any]], bounce: Bounce
) -> dict[str, Any] | None:
    """Find the one mail that went to the addresses of a message that encloses nothing."""
    if bounce.names:
        return None
    there = {
        mail.message_id
        for mail in reader.mails()
        if mail.address.casefold() in bounce.addresses and mail.state in _OUT
    }
    found = {told["message_id"]: told for told in mailings if there.intersection(_parts(told))}
    return next(iter(found.values())) if len(found) == 1 else None


def _of(mails: Sequence[Mail], told: dict[str, Any]) -> list[Mail]:
    """List the parts of a mail; where it was sent anew since, those of the new one."""
    named = [mail for mail in mails if mail.message_id in _parts(told)]
    there = (told["sending"], told["places"])
    return named or [m for m in mails if m.what.value == there[0] and m.invitation in there[1]]


def _parts(told: dict[str, Any]) -> list[str]:
    return [name for name in told.get("parts", [told["message_id"]]) if name]


def _came_back(mail: Mail, bounce: Bounce, before: Collection[str]) -> bool:
    """Whether a mail is out; of one sent anew, a word that names none must be written since."""
    if mail.state not in _OUT:
        return False
    anew = not bounce.names and mail.invitation in before
    return not anew or (bounce.at is not None and bounce.at > mail.at - CLOCKS_APART)

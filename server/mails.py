"""A mail to one place: where it stands, what names it for good, and to whom one is due.

Between "sending" and the mail server's answer nobody can know whether a mail went out. What
stands there when the program ends becomes "unknown" and is never sent again by itself.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.sendings import Delivery, Sent, What


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    RETURNED = "returned"
    UNKNOWN = "unknown"

    @property
    def delivery(self) -> Delivery | None:
        """The same as a mark in what was sent to whom; None while it is under way."""
        if self is MailState.RETURNED:
            return Delivery.REFUSED
        settled = {MailState.SENT, MailState.REFUSED, MailState.UNKNOWN}
        return Delivery(self.value) if self in settled else None

    @property
    def failed(self) -> bool:
        """Whether it surely reached nobody: at once, or by a word that came back days later."""
        return self in {MailState.REFUSED, MailState.RETURNED}


class Fate(StrEnum):
    """What a person knows of a mail: that it arrived, must go again, or came back undelivered."""

    ARRIVED = "arrived"
    AGAIN = "again"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `message_id` and `told` are set when it is taken to be sent.

    `told` is the whereabouts that it names, `answer` what the mail server said to it.
    """

    number: int
    invitation: str
    what: What
    address: str
    state: MailState
    at: datetime
    message_id: str | None = None
    told: str | None = None
    answer: str | None = None


def name_mail(domain: str, *parts: str) -> str:
    """Give the Message-ID that these parts always have: sent twice, it is still one mail."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"<{digest[:24]}@{domain}>"


def is_due(one: Sent, what: What, where: str | None, mails: Iterable[Mail], *, named: bool) -> bool:
    """Whether a place is to be written to, or waits for it already.

    One whose fate is open is not. One that failed is tried again when the address has changed
    or the place was `named` for it.
    """
    if not one.lacks(what, where) or one.place.email is None:
        return False
    last = next((m for m in mails if m.what is what and m.state is not MailState.SENT), None)
    if last is None or last.state is MailState.QUEUED:
        return True
    return last.state.failed and (named or last.address != one.place.email)

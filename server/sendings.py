"""What was sent to whom: the invitation and the notice of the venue, by which channel.

An invitation that already named day and venue has told both. When either changes, whoever
was told the old ones is to be told again: each sending keeps which whereabouts it named.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.event import EventConfig
from server.guests import Kind
from server.invitations import Invitation


class What(StrEnum):
    """What is sent."""

    INVITATION = "invitation"
    VENUE = "venue"


class Channel(StrEnum):
    """By which way. `official`: the state's own document system, to a unit's clerk."""

    ZALO = "zalo"
    SMS = "sms"
    EMAIL = "email"
    PRINT = "print"
    OFFICIAL = "official"


class Delivery(StrEnum):
    """What became of it. `unknown`: nobody can say whether it arrived; a person decides."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing sent to one place. `seq` is the record that says so, `who` its maker.

    `told` is the whereabouts that it named, None where they were still open.
    """

    seq: int
    invitation: str
    what: What
    channel: Channel
    delivery: Delivery
    at: datetime
    who: str | None
    told: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What one place has received. `sendings` in order, none that was taken back."""

    place: Invitation
    sendings: tuple[Sending, ...]

    @property
    def invited(self) -> Sending | None:
        """The last invitation that went out."""
        return self._last(What.INVITATION)

    @property
    def venue(self) -> Sending | None:
        """The last notice of the venue that went out."""
        return self._last(What.VENUE)

    def knows(self, where: str | None) -> bool:
        """Whether this place was told these whereabouts; nobody knows what is open."""
        told = {s.told for s in self.sendings if s.delivery is Delivery.SENT}
        return where is not None and where in told

    def lacks(self, what: What, where: str | None) -> bool:
        """Whether this is still to be sent; a venue that is open cannot be."""
        if what is What.INVITATION:
            return self.invited is None
        return where is not None and not self.knows(where)

    def _last(self, what: What) -> Sending | None:
        sent = [s for s in self.sendings if s.what is what and s.delivery is Delivery.SENT]
        return sent[-1] if sent else None


def whereabouts(event: EventConfig) -> str | None:
    """Give a short sign of day, hour and venue, None while day or venue is open."""
    if event.day is None or event.venue is None:
        return None
    words = f"{event.day.isoformat()}|{event.starts or ''}|{event.venue}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def sent_to(places: Iterable[Invitation], sendings: Iterable[Sending]) -> list[Sent]:
    """Lay what was sent beside the places that are to be written to, in their order."""
    by_place: dict[str, list[Sending]] = {}
    for sending in sendings:
        by_place.setdefault(sending.invitation, []).append(sending)
    return [Sent(p, tuple(by_place.get(p.id, ()))) for p in places if is_written_to(p)]


def is_written_to(place: Invitation) -> bool:
    """Whether a place is sent anything: a guest off the list and a cancelled one are not."""
    return place.cancelled is None and place.kind is not Kind.WALK_IN

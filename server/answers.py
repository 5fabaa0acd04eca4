"""What guests and units may answer by themselves, and until when.

The organisers set an end or close it by hand; it is over in any case once the event has
begun or its reception has ended. Who has come in is on record at the door and is no longer
answered for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.event import EventConfig
from server.guests import Kind
from server.invitations import Invitation


class Speaker(StrEnum):
    """Who answers. On record they stand as these words, never by a person's name."""

    GUEST = "đại biểu"
    UNIT = "đơn vị"


@dataclass(frozen=True, slots=True)
class Window:
    """Until when answers are taken; `closed`: no longer, whatever the hour."""

    until: datetime | None
    closed: bool

    @classmethod
    def of(cls, event: EventConfig, *, by_hand: bool, over: bool) -> "Window":
        """Take the first of the set end and the event's beginning; None: nothing is set."""
        ends = [end for end in (event.answers_until, event.starts_at) if end is not None]
        return cls(min(ends, default=None), by_hand or over)

    def is_open(self, now: datetime) -> bool:
        """Whether an answer is taken at this moment."""
        return not self.closed and (self.until is None or now < self.until)


def may_name(place: Invitation) -> bool:
    """Whether the place is a unit's to fill: no person was invited by name."""
    return place.substitute is None and (place.holder is None or place.kind is not Kind.NAMED)


def may_stand_in(place: Invitation) -> bool:
    """Whether somebody else may come: a person was invited, whom the stand-in stands for."""
    invited = place.holder is not None and place.kind is Kind.NAMED
    return invited or place.substitute is not None

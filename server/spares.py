"""Spare codes: made by the server ahead of time, for a desk that may be cut off.

A spare belongs to nobody and opens nothing until a clerk gives it to a place. The server keeps
of it the desk code alone, so that no other place gets that; it knows its own work again by the
mark, an HMAC under a key that never leaves the event's database. So a spare is still taken that
was handed out before a backup was restored or the reception closed.
"""

import hashlib
import hmac
from dataclasses import asdict, dataclass

from server.invitations import make_code, make_desk_code

# How many a desk holds: it is refilled once a second while the server answers.
STOCK = 12
# In `meta`: what the marks are made with.
KEY = "spares_key"


@dataclass(frozen=True, slots=True)
class Spare:
    """A code and a desk code for one place, and the server's mark that it made them (hex)."""

    code: str
    desk_code: str
    mark: str

    def document(self) -> dict[str, str]:
        """The form in which it is handed down and comes back."""
        return asdict(self)


def make_spare(event_id: str, station: str, key: str) -> Spare:
    """Draw a spare for one station."""
    code, desk_code = make_code(event_id), make_desk_code()
    return Spare(code, desk_code, _mark(code, desk_code, station, key))


def is_made_for(station: str, spare: Spare, key: str) -> bool:
    """Whether this spare was made with this key, for this station."""
    return hmac.compare_digest(spare.mark, _mark(spare.code, spare.desk_code, station, key))


def _mark(code: str, desk_code: str, station: str, key: str) -> str:
    # Neither code holds a space, so that no two spares are told by the same words.
    words = f"{code} {desk_code} {station}".encode()
    return hmac.new(key.encode(), words, hashlib.sha256).hexdigest()

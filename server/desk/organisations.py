"""The private page of each unit: a link for its focal person, renewed when it went astray."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from server.errors import NotFoundError
from server.invitations import ALPHABET, hash_code
from server.sendings import is_written_to
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

TOKEN_LETTERS = 40


def make_links(store: "SqliteStore", now: datetime) -> int:
    """Give every unit on the list a link that has none yet; gives how many were made."""
    return store.write(lambda tx: give_links(tx, now))


def renew_link(store: "SqliteStore", organisation: str, now: datetime, by: str | None) -> str:
    """End a unit's link and give it another; gives the new token. Raises NotFoundError."""

    def action(tx: "Writer") -> str:
        if not tx.end_link(organisation, now):
            raise NotFoundError(
                say("Chưa có trang riêng cho “%(organisation)s”.", organisation=organisation)
            )
        detail = {"what": "link"}
        tx.add_record("change", secrets.token_hex(16), now, person=by, detail=detail)
        return _give(tx, organisation, now)

    return store.write(action)


def give_links(tx: "Writer", now: datetime) -> int:
    """The same as `make_links`, within somebody's transaction."""
    known = tx.links()
    units = dict.fromkeys(p.organisation for p in tx.invitations() if is_written_to(p))
    missing = [unit for unit in units if unit and unit not in known]
    for unit in missing:
        _give(tx, unit, now)
    return len(missing)


def _give(tx: "Writer", organisation: str, now: datetime) -> str:
    token = make_token()
    tx.add_link(organisation, token, hash_code(token), now)
    return token


def make_token() -> str:
    """Draw 40 small letters, 160 bits, out of the codes' alphabet.

    A chat program that ends a link at a sign of punctuation cannot cut it, and a door takes
    it for no code: it has another length.
    """
    return "".join(secrets.choice(ALPHABET.lower()) for _ in range(TOKEN_LETTERS))

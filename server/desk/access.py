"""Who may act: stations are paired, accounts opened, renewed and ended, each on record.

A secret is drawn here, given once and kept as a hash. An answer that got lost cannot be
given again, so the same action asked twice draws another secret for the same name.
"""

import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from server.desk.records import ANOTHER_DEED, By, done_before, note
from server.errors import ConflictError, InvalidError, NotFoundError
from server.sentences import Sentence, say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

STATION_ROLES = ("kiosk", "reception")
PERSON_ROLES = ("reception", "organiser", "owner", "viewer")
OWNER = "owner"
# Without letters and digits that look alike on a slip of paper.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  # an alphabet
PASSWORD_LENGTH = 12
LONGEST_NAME = 60

Hash = Callable[[str], str]


def pair_station(store: "SqliteStore", name: str, role: str, now: datetime, by: By) -> str:
    """Add a station and give its key. Raises ConflictError when the name is in use."""
    name, key = _sound_name(name), secrets.token_urlsafe(32)

    def action(tx: "Writer") -> None:
        again = _is_again(tx, by, "station_added", name)
        if again:
            tx.revoke_station(name, now)
        if not tx.add_station(name, role, hash_key(key), now):
            raise ConflictError(
                say("Quầy «%(name)s» đã có; hãy thu hồi trước hoặc chọn tên khác.", name=name)
            )
        if not again:
            note(tx, None, now, "station_added", by, name=name, role=role)

    store.write(action)
    return key


def revoke_station(store: "SqliteStore", name: str, now: datetime, by: By) -> None:
    """End a station's key at once. Raises NotFoundError: no such station is in use."""

    def action(tx: "Writer") -> None:
        if _is_again(tx, by, "station_revoked", name):
            return
        if not tx.revoke_station(name, now):
            raise NotFoundError(
                say("Không có quầy «%(name)s» đang dùng; xem «dontiep station list».", name=name)
            )
        tx.release(name, tx.reserved(name))
        note(tx, None, now, "station_revoked", by, name=name)

    store.write(action)


def open_account(
    store: "SqliteStore", name: str, role: str, now: datetime, by: By, hashed: Hash
) -> str:
    """Add a person who signs in, and give the password. Raises ConflictError.

    `hashed` makes of a password what is kept of it.
    """
    password = new_password()
    _open(store, name, role, now, by, password=hashed(password))
    return password


def open_program(store: "SqliteStore", name: str, role: str, now: datetime, by: By) -> str:
    """Add a program that acts with an API token, and give the token. Raises ConflictError."""
    token = secrets.token_urlsafe(32)
    _open(store, name, role, now, by, token=hash_key(token))
    return token


def renew_password(store: "SqliteStore", name: str, now: datetime, by: By, hashed: Hash) -> str:
    """Give a person a new password and end their sessions. Raises NotFoundError."""
    password = new_password()
    kept = hashed(password)

    def action(tx: "Writer") -> None:
        person = tx.person(name)
        if person is None or person.ended_at is not None:
            raise NotFoundError(_no_person(name))
        tx.set_password(name, kept)
        if not _is_again(tx, by, "password_renewed", name):
            note(tx, None, now, "password_renewed", by, name=name)

    store.write(action)
    return password


def end_account(store: "SqliteStore", name: str, now: datetime, by: By) -> None:
    """End a person's account and sessions at once.

    Raises NotFoundError, or ConflictError for the last owner: nobody could name another.
    """

    def action(tx: "Writer") -> None:
        if _is_again(tx, by, "person_ended", name):
            return
        if _owners(tx) == {name}:
            raise ConflictError(
                say(
                    "«%(name)s» là quản trị duy nhất; hãy thêm một quản trị khác trước khi kết thúc.",
                    name=name,
                )
            )
        if not tx.end_person(name, now):
            raise NotFoundError(_no_person(name))
        note(tx, None, now, "person_ended", by, name=name)

    store.write(action)


def hash_key(key: str) -> str:
    """Keys are long and random, so a plain SHA-256 is enough to keep."""
    return sha256(key.encode()).hexdigest()


def new_password() -> str:
    """Draw a password that can be read from paper: 12 letters and digits, 59 bits."""
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(PASSWORD_LENGTH))


def _open(
    store: "SqliteStore",
    name: str,
    role: str,
    now: datetime,
    by: By,
    *,
    password: str | None = None,
    token: str | None = None,
) -> None:
    name = _sound_name(name)

    def action(tx: "Writer") -> None:
        again = _is_again(tx, by, "person_added", name)
        if again:
            tx.end_person(name, now)
        if not tx.add_person(name, role, password, token, now):
            raise ConflictError(say("Người dùng «%(name)s» đã có; hãy chọn tên khác.", name=name))
        if not again:
            note(tx, None, now, "person_added", by, name=name, role=role)

    store.write(action)


def _is_again(tx: "Writer", by: By, what: str, name: str) -> bool:
    """Whether this action was carried out before. Raises ConflictError: it was another."""
    known = done_before(tx, by, what)
    if known and known.detail.get("name") != name:
        raise ConflictError(ANOTHER_DEED)
    return known is not None


def _owners(tx: "Writer") -> set[str]:
    return {p.name for p in tx.people() if p.role == OWNER and p.ended_at is None}


def _sound_name(name: str) -> str:
    """The name as sign-in reads it: composed letters, no space around."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidError(
            say("Tên phải có từ 1 đến %(longest)s ký tự in được.", longest=LONGEST_NAME)
        )
    return name


def _no_person(name: str) -> Sentence:
    return say("Không có người dùng «%(name)s»; xem «dontiep person list».", name=name)

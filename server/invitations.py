"""One invited place and its code: made, normalised, checked.

A code is 36 letters from `ALPHABET`: 32 at random (125 bits), two that name the event and
two that check the rest. No two neighbours are equal. The alphabet has no vowel, no digit
and no letter that Telex or VNI act upon, so a scanner that types through a Vietnamese
input method or keyboard layout cannot bend it. Nothing about the guest, date or seat is
in it.

The desk code is eight digits, the last a Damm check digit: short enough to read out over
a telephone, and of use to signed-in staff only.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from urllib.parse import urlsplit

from server.guests import Award, Guest, Kind, Rsvp

ALPHABET = "BCFGHJKLMNPRSTVX"
RANDOM_LETTERS = 32
CODE_LENGTH = 36
LONGEST_SCAN = 512

# A prime just below 15 × 15, the number of pairs the two check letters can form: with
# weights that differ, every single wrong letter and every swap of neighbours is seen.
_CHECK_MODULUS = 223
_CHECK_WEIGHTS = tuple(pow(3, position, _CHECK_MODULUS) for position in range(CODE_LENGTH - 2))

# Damm's quasigroup of order 10 (Damm 2004): finds every wrong digit and every swap.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invited place. `holder` is None while nobody is named.

    `expects` is what the list asks for where nobody is named ("Đại diện lãnh đạo").
    `position` is the row's order in the list; `rank` overrides the title's rank.
    `list_code` is the guest code of the organiser's own list, the key of a second import.
    """

    id: str
    group: str
    organisation: str
    holder: Guest | None
    position: int
    expects: str | None = None
    phone: str | None = None
    phone_written: str | None = None
    kind: Kind = Kind.NAMED
    rsvp: Rsvp = Rsvp.NONE
    rsvp_reason: str | None = None
    substitute: Guest | None = None
    award: Award | None = None
    support: str | None = None
    seat: str | None = None
    note: str | None = None
    list_code: str | None = None
    rank: int | None = None
    cancelled: str | None = None
    email: str | None = None

    @property
    def coming(self) -> Guest | None:
        """Who is expected at the door: the stand-in once one is recorded."""
        return self.substitute or self.holder


class Reading(StrEnum):
    """What a scanned text is, by its shape alone."""

    INVITATION = "invitation"
    OTHER_EVENT = "other_event"
    MISREAD = "misread"
    BENT = "bent"
    IDENTITY_CARD = "identity_card"
    PAYMENT = "payment"
    CONTACT = "contact"
    LINK = "link"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A scanned text, recognised. `code` is set only for codes of our own shape."""

    reading: Reading
    code: str | None = None

    @property
    def code_hash(self) -> str | None:
        """SHA-256 in hex, or None: a text that is not ours is never kept."""
        return hash_code(self.code) if self.code else None


def event_letters(event_id: str) -> str:
    """Give the two letters, unequal, that name this event inside its codes."""
    digest = hashlib.sha256(event_id.encode()).digest()
    first = ALPHABET[digest[0] % 16]
    return first + _others(first)[digest[1] % 15]


def make_code(event_id: str) -> str:
    """Draw a new code for an invitation to this event."""
    event = event_letters(event_id)
    letters = secrets.choice(ALPHABET)
    while len(letters) < RANDOM_LETTERS - 1:
        letters += secrets.choice(_others(letters[-1]))
    letters += secrets.choice([c for c in ALPHABET if c not in (letters[-1], event[0])])
    return letters + event + _check_letters(letters + event)


def make_foreign_code(event_id: str) -> str:
    """Draw a code that belongs to any event but this one: two letters can name two events alike."""
    ours = event_letters(event_id)
    return make_code(next(name for name in map(str, count()) if event_letters(name) != ours))


def make_desk_code() -> str:
    """Draw eight digits that end in their Damm check digit, e.g. `48217735`."""
    digits = f"{secrets.randbelow(10_000_000):07d}"
    return digits + str(_damm(digits))


def format_desk_code(desk_code: str) -> str:
    """Set the digits in two groups of four."""
    return f"{desk_code[:4]} {desk_code[4:]}"


def hash_code(code: str) -> str:
    """SHA-256 of a normalised code, in hex: the only form that is kept at a door."""
    return hashlib.sha256(code.encode()).hexdigest()


def read_code(text: str, event_id: str, host: str | None = None) -> ReadCode:
    """Recognise what a scanner or camera gave us.

    Strips AIM prefixes, control characters, spaces and hyphens; takes the code out of an
    invitation link on `host`. Everything that is not of our shape comes back as a kind
    and nothing else.
    """
    text = unicodedata.normalize("NFKC", text[: LONGEST_SCAN + 1])
    if len(text) > LONGEST_SCAN:
        return ReadCode(Reading.FOREIGN)
    text = _strip_transport(text)
    code = _letters(_from_link(text, host) or text)
    if code is None:
        return ReadCode(_kind_of_foreign(text))
    if len(code) != CODE_LENGTH or code[-2:] != _check_letters(code[:-2]):
        return ReadCode(Reading.MISREAD)
    if code[RANDOM_LETTERS:-2] != event_letters(event_id):
        return ReadCode(Reading.OTHER_EVENT, code)
    return ReadCode(Reading.INVITATION, code)


def _strip_transport(text: str) -> str:
    text = re.sub(
        r"[\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+", lambda m: "\n" if "\n" in m[0] else "", text
    )
    text = re.sub(r"^\][A-Za-z][0-9A-Za-z]", "", text.strip())
    return re.sub(r"^\\[0-9]{6}", "", text).strip()


def _from_link(text: str, host: str | None) -> str | None:
    if host is None or not re.match(r"https?://", text, re.IGNORECASE):
        return None
    try:
        link = urlsplit(text)
    except ValueError:
        return None
    found = re.fullmatch(r"/i/([A-Za-z]+)/?", link.path, re.IGNORECASE)
    return found[1] if found and link.netloc.lower() == host.lower() else None


def _letters(text: str) -> str | None:
    """Give the text as upper-case code letters when it is near our shape, else None.

    Scanned consonants and nothing else are what is left of a torn code, be they few, or of
    several mixed ones.
    """
    letters = re.sub(r"[ \u00a0-]", "", text).upper()
    return letters if letters and all(c in ALPHABET for c in letters) else None


def _kind_of_foreign(text: str) -> Reading:
    if re.match(r"[0-9]{9,12}\|", text) or text.count("|") >= 5:
        return Reading.IDENTITY_CARD
    if text.startswith("000201"):
        return Reading.PAYMENT
    if re.match(r"(BEGIN:VCARD|MECARD:)", text, re.IGNORECASE):
        return Reading.CONTACT
    if _looks_bent(text):
        return Reading.BENT
    if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return Reading.LINK
    return Reading.FOREIGN


def _looks_bent(text: str) -> bool:
    """Tell a scanned burst that an input method has rewritten from a text in Vietnamese.

    No code or link carries a Vietnamese letter; a name or an address carries spaces.
    """
    decomposed = unicodedata.normalize("NFD", text)
    accented = any(unicodedata.combining(c) or c in "đĐ" for c in decomposed)
    return accented and not re.search(r"\s", text) and len(text) >= 8


def _others(letter: str) -> str:
    return ALPHABET.replace(letter, "")


def _check_letters(body: str) -> str:
    total = sum(w * ALPHABET.index(c) for w, c in zip(_CHECK_WEIGHTS, body, strict=False))
    first = _others(body[-1])[total % _CHECK_MODULUS // 15]
    return first + _others(first)[total % _CHECK_MODULUS % 15]


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim

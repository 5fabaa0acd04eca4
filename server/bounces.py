"""What comes back to the sender's mailbox: is it a mail of ours that was returned, and why.

Whatever stands in such a message was written by strangers. It is read up to a bound, by the old
and lenient way of Python's parser, and nothing in it is guessed at: a message that neither says
in the standard form (RFC 3464) nor by the habits of well-known mail servers that a mail was
returned, is none. An answer by a person, or by a machine for a person who is away, is none
either, though it names our mail.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from typing import Final

from server.mails import Mail

# What a mail server says of a mail stands before and in the heads of what it encloses.
MOST_BYTES: Final = 512 * 1024
MOST_MESSAGES: Final = 500
# Each line that begins so may open a part, and each part costs a hundred times its bytes.
MOST_DASHED: Final = 2000


class Kind(StrEnum):
    """What a message says of a mail."""

    RETURNED = "returned"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AUTOMATIC = "automatic"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One message. `digest` names it for good, `status` is as in RFC 3463 ("5.1.1").

    `names` are the Message-IDs of what it encloses, in angle brackets; `addresses` whom the mail
    was for, in lower case. `at` is when it was written, by its own word.
    """

    kind: Kind
    digest: str
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    status: str | None = None
    at: datetime | None = None


class Outcome(StrEnum):
    """What became of a message that was read."""

    NOTED = "noted"
    KNOWN = "known"
    DELAYED = "delayed"
    UNMATCHED = "unmatched"
    NO_BOUNCE = "no_bounce"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Laid:
    """One message beside what was sent. `mails` are the parts of the mail that it is about."""

    bounce: Bounce
    outcome: Outcome
    mails: tuple[Mail, ...] = ()


_DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{32})$")
_NAME = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,200}>")
_HEAD_NAME = re.compile(
    r"^[>\s]{0,8}message-id:\s{0,8}(<[^<>@\s]{1,200}@[^<>@\s]{1,200}>)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])(?:smtp;\s*)?([45])\d\d[ -]")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[a-z0-9.-]{1,255}", re.IGNORECASE)
_LATER = re.compile(
    r"delayed|not yet been delivered|will be retried|will retry|still trying|will keep trying"
    r"|temporarily deferred|only a warning|no need to (?:re)?send",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"permanent|given up|giving up|giv(?:e|ing) it up|could not be delivered|couldn't be delivered"
    r"|wasn't able to deliver|undeliver|not be reached|delivery (?:has |to .{0,200})?failed"
    r"|failed (?:permanently|recipient)|returned to sender|no such user|user unknown|mailbox (?:is )?full",
    re.IGNORECASE,
)


def split_messages(content: bytes) -> list[bytes]:
    """Part an mbox into its messages; a single message stays one.

    More than MOST_MESSAGES stand together in the last.
    """
    if not content.startswith(b"From "):
        return [content]
    begins = rb"(?:\A|\r?\n\r?\n)From [^\r\n]{1,500}\r?\n"
    parts = re.split(begins, content, maxsplit=MOST_MESSAGES + 1)[1:]
    return [re.sub(rb"^>(>*From )", rb"\1", part, flags=re.MULTILINE) for part in parts]


def read_bounce(content: bytes) -> Bounce:
    """Read one message as it was saved. Nothing in it raises anything."""
    digest = hashlib.sha256(content.strip()).hexdigest()[:24]
    content = content[:MOST_BYTES]
    if b"\0" in content or content.count(b"\n--") > MOST_DASHED:
        return Bounce(Kind.UNREADABLE, digest)
    try:
        return _read(message_from_bytes(content), digest)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return Bounce(Kind.UNREADABLE, digest)


def _read(mail: Message, digest: str) -> Bounce:
    if not (mail["From"] or mail["Received"] or mail["Return-Path"]):
        return Bounce(Kind.UNREADABLE, digest)
    at = _moment(mail)
    reports = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    if reports:
        return _standard(mail, reports[0], digest, at)
    if not _is_from_a_daemon(mail):
        automatic = (
            str(mail["Auto-Submitted"] or "no").strip().lower() != "no" or mail["X-Autoreply"]
        )
        receipt = mail.get_param("report-type") == "disposition-notification"
        return Bounce(Kind.AUTOMATIC if automatic or receipt else Kind.OTHER, digest, at=at)
    return _by_habit(mail, digest, at)


def _standard(mail: Message, report: Message, digest: str, at: datetime | None) -> Bounce:
    """Read a report in the form of RFC 3464: one block for the message, one for each recipient."""
    blocks = report.get_payload()
    told = [block for block in blocks if isinstance(block, Message) and block["Final-Recipient"]]
    if not told:
        return Bounce(Kind.UNREADABLE, digest, at=at)
    words = {_word(block["Action"]) for block in told}
    statuses = [status for block in told if (status := _status_of(block))]
    kinds = {"failed": Kind.RETURNED, "delayed": Kind.DELAYED}
    kind = next((kinds[word] for word in kinds if word in words), None)
    if kind is None:
        good = words & {"delivered", "relayed", "expanded"}
        kind = Kind.DELIVERED if good else Kind.UNREADABLE
    block = next((b for b in told if kinds.get(_word(b["Action"])) is kind), told[0])
    addresses = [
        address
        for one in told
        for key in ("Original-Recipient", "Final-Recipient")
        for address in _ADDRESS.findall(str(one[key] or ""))
    ]
    status = _status_of(block) or next(iter(statuses), None)
    return Bounce(kind, digest, _names(mail), _tidy(addresses), status, at)


def _by_habit(mail: Message, digest: str, at: datetime | None) -> Bounce:
    """Read what a mail server wrote in its own way: qmail, older Exim and Exchange."""
    text = "\n".join(_texts(mail))
    # What it says stands before the copy of our mail, in which anything may be written.
    said = re.split(
        r"^.{0,20}(?:below this line|this is a copy|original message)",
        text,
        flags=re.IGNORECASE | re.MULTILINE,
    )[0]
    found = _STATUS.search(said)
    status = found[1] if found else None
    code = _CODE.search(said)
    level = status[0] if status else code[1] if code else None
    given_up = bool(_GIVEN_UP.search(said)) or bool(mail["X-Failed-Recipients"])
    if _LATER.search(said) or (level == "4" and not given_up):
        kind = Kind.DELAYED
    elif level == "5" or given_up:
        kind = Kind.RETURNED
    else:
        kind = Kind.OTHER
    failed = _ADDRESS.findall(str(mail["X-Failed-Recipients"] or ""))
    addresses = failed or re.findall(
        rf"^\s{{0,8}}<?({_ADDRESS.pattern})>?:", said, re.IGNORECASE | re.MULTILINE
    )
    return Bounce(kind, digest, _names(mail), _tidy(addresses), status, at)


def _names(mail: Message) -> tuple[str, ...]:
    """List the Message-IDs of what it encloses, as a message, as heads, or within its text."""
    found: dict[str, None] = {}
    for part in mail.walk():
        if part is not mail and (name := _NAME.search(str(part["Message-ID"] or ""))):
            found[name[0]] = None
    for text in _texts(mail):
        found |= dict.fromkeys(_HEAD_NAME.findall(text))
    return tuple(found)


def _texts(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() in ("text/plain", "text/rfc822-headers"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode("utf-8", "replace")


def _status_of(block: Message) -> str | None:
    """Give the status; what the other server said is more exact than "5.0.0"."""
    given = _STATUS.search(str(block["Status"] or ""))
    said = _STATUS.search(str(block["Diagnostic-Code"] or ""))
    if said and (given is None or given[1].endswith(".0.0")):
        return said[1]
    return given[1] if given else None


def _is_from_a_daemon(mail: Message) -> bool:
    senders = [address for _, address in getaddresses([str(mail["From"] or "")])]
    local = senders[0].partition("@")[0].lower() if senders else ""
    return bool(_DAEMONS.match(local)) or mail["X-Failed-Recipients"] is not None


def _word(value: object) -> str:
    return str(value or "").partition(";")[0].partition("(")[0].strip().lower()


def _tidy(addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address.lower().rstrip(".") for address in addresses))


def _moment(mail: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail["Date"]))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

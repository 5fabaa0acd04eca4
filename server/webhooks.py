"""What other programs are told of the event: which records are news, and when to try again.

A message follows from a record of the journal. It bears an id that is made of the record's
own, so that whoever gets it twice, even from a server restored from a backup, knows it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from server.admission import Record
from server.arrivals import calls_hosts
from server.invitations import Invitation
from server.sentences import Sentence, say
from server.show import guest_facts, utc

LONGEST_ADDRESS = 500
MOST_ADDRESSES = 5
GIVEN_UP_AFTER = timedelta(days=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)


class What(StrEnum):
    """Of what kind a message is: its `type`."""

    ADMITTED = "admitted"
    UNDONE = "undone"
    ANSWERED = "answered"
    LEADER = "leader_arrived"
    TEST = "test"


class State(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told. `after`: the last record that was looked at for it.

    `names`: whether messages name guests. `rehearsals`: whether a rehearsal tells it too.
    """

    number: int
    url: str
    secret: str
    names: bool
    rehearsals: bool
    made_at: datetime
    after: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one address, about the record `seq`.

    `tries` counts the attempts, `tried_at` is the last of them and `answer` what came of it:
    an HTTP status, "late" (no answer in time), "tls" (certificate refused) or "unreachable".
    """

    webhook: int
    message_id: str
    seq: int
    what: What
    state: State
    made_at: datetime
    due_at: datetime
    tries: int = 0
    tried_at: datetime | None = None
    answer: str | None = None


def news_in(
    record: Record, place: Invitation | None, vip: frozenset[str], webhook: int
) -> tuple[What, ...]:
    """Say of what a record is news to an address. `vip`: the groups whose guests are received."""
    if record.detail.get("what") == "webhook_test":
        return (What.TEST,) if record.detail.get("webhook") == webhook else ()
    if record.effect == "admit":
        leads = place is not None and calls_hosts(record, place, vip)
        return (What.ADMITTED, What.LEADER) if leads else (What.ADMITTED,)
    if record.effect == "undo":
        return (What.UNDONE,)
    return (What.ANSWERED,) if record.invitation and "rsvp" in record.detail else ()


def name_message(what: What, record: Record) -> str:
    """Give the id of a message: the same for the same news, whenever it is told."""
    return f"msg_{sha256(f'{what}/{record.scan_id}'.encode()).hexdigest()[:32]}"


def message(
    what: What, record: Record, place: Invitation | None, *, names: bool, rehearsal: bool
) -> dict[str, Any]:
    """Write it as JSON. No telephone, address, note or reason is ever in it.

    Who comes (`guest`) is told only where the organisers want names told.
    """
    return {
        "type": what.value,
        "timestamp": utc(record.at),
        "data": {
            "seq": record.seq,
            "undoes": record.refers if what is What.UNDONE else None,
            "invitation": place and place.id,
            "group": place and place.group,
            "organisation": place and place.organisation,
            "seat": place and place.seat,
            "rsvp": place and place.rsvp.value,
            "stand_in": place is not None and place.substitute is not None,
            "station": record.station or None,
            "guest": guest_facts(place) if place and names else None,
            "rehearsal": rehearsal,
        },
    }


def pause_after(tries: int, chance: float) -> timedelta:
    """How long to wait after so many attempts in vain; `chance` (0 to 1) spreads the next ones.

    Three times as long each time, from about 5 seconds up to about an hour.
    """
    wait: timedelta = min(FIRST_PAUSE * 3 ** min(tries - 1, 9), LONGEST_PAUSE)
    return wait * (0.75 + chance / 2)


def shown_address(url: str) -> str:
    """Give an address without what follows `?`, which may be a key of its receiver."""
    return url.partition("?")[0]


def objection_to_address(url: str) -> Sentence | None:
    """Say why nothing can be sent to this address, or None when it can."""
    try:
        link = urlsplit(url)
        host, _port = link.hostname, link.port
    except ValueError:
        return say("không phải một địa chỉ")
    if len(url) > LONGEST_ADDRESS:
        return say("dài quá %(longest)s ký tự", longest=LONGEST_ADDRESS)
    if link.scheme not in ("http", "https") or not host:
        return say("phải bắt đầu bằng http:// hoặc https:// và có tên máy")
    if not url.isascii() or not url.isprintable() or " " in url:
        return say("chỉ gồm chữ không dấu, số và dấu thường gặp, không có khoảng trắng")
    if link.username is not None or link.fragment:
        return say("không ghi tên đăng nhập hay phần sau dấu # trong địa chỉ")
    return None

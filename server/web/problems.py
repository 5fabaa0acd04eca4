"""What needs a person, as numbered cards that follow the journal until somebody sees to them.

A card's number is the seq of the record that it is about, so every desk, the board and
the journal mean the same by it. What settles itself (a name is given, a guest is let in,
a quarter of an hour has passed) takes its card away without anybody's doing.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.admission import Admission, Reason, Record
from server.invitations import Invitation
from server.settings import Config
from server.show import guest_facts, utc
from server.web.notices import MINUTE, UNKNOWN_CODES_A_MINUTE
from server.wording import staff

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore

PAGE = 500
FRESH = timedelta(minutes=15)
KINDS = (
    "conflict",
    "already",
    "replaced",
    "cancelled",
    "unnamed",
    "substitute",
    "guessing",
    "parked",
    "notice",
)
_REFUSED = {"replaced": Reason.REPLACED, "cancelled": Reason.CANCELLED}
_AT_THE_DOOR = {reason: kind for kind, reason in _REFUSED.items()}
_NOTICES = {"notice": "notice", "walk_in_asks": "notice", "parked": "parked"}
_PASSING = frozenset({"already", "replaced", "cancelled", "guessing"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One card: the record that it is about, and of which of KINDS it is."""

    record: Record
    kind: str

    @property
    def about(self) -> tuple[str, str | None]:
        """What a newer problem of the same kind takes the place of."""
        named = self.record.invitation if self.kind not in ("conflict", "notice") else None
        return self.kind, named or str(self.record.seq)


class Problems:
    """The cards that are out. Safe to share between threads."""

    def __init__(self, store: "SqliteStore", config: Config, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._zone = config.event.timezone
        self._far = timedelta(minutes=config.kiosk.far_minutes)
        self._clock = clock
        self._turn = threading.Lock()
        self._seq = 0
        self._open: dict[tuple[str, str | None], Problem] = {}
        self._unknown: dict[str, deque[datetime]] = defaultdict(deque)

    def document(self) -> dict[str, Any]:
        """The cards that are out, the oldest first, and the seq up to which they are known."""
        with self._turn:
            reader = self._store.read
            self._catch_up(reader)
            inside, now = reader.admissions(), self._clock()
            cards = []
            for about, problem in list(self._open.items()):
                place = self._place(problem, reader)
                if _is_settled(problem, place, inside, now):
                    del self._open[about]
                else:
                    cards.append(self._card(problem, place, reader))
            return {"seq": self._seq, "cards": sorted(cards, key=lambda card: card["number"])}

    def _catch_up(self, reader: "Reader") -> None:
        while records := reader.scans(self._seq, PAGE):
            for record in records:
                self._follow(record, reader)
            self._seq = records[-1].seq

    def _follow(self, record: Record, reader: "Reader") -> None:
        what = record.detail.get("what")
        if what == "card":
            number = record.detail["card"]
            self._open = {k: p for k, p in self._open.items() if p.record.seq != number}
        elif what == "substitute":
            self._open.pop(("substitute", record.invitation), None)
        for kind in self._kinds(record, reader):
            problem = Problem(record, kind)
            self._open[problem.about] = problem

    def _kinds(self, record: Record, reader: "Reader") -> Iterator[str]:
        """Of which kind a record is; most are of none. At most one, so numbers are unique."""
        what = record.detail.get("what")
        reason = record.decision.reason if record.decision else None
        if record.conflict:
            yield "conflict"
        elif what in _NOTICES:
            yield _NOTICES[what]
        elif what == "substitute" and _asks_about_stand_in(record):
            yield "substitute"
        elif record.effect == "admit" or what == "name_back":
            yield "unnamed"
        elif record.kind == "scan" and reason in _AT_THE_DOOR:
            yield _AT_THE_DOOR[reason]
        elif reason is Reason.ALREADY_ADMITTED and self._is_far(record, reader):
            yield "already"
        elif reason is Reason.UNKNOWN_CODE and self._are_many(record):
            yield "guessing"

    def _is_far(self, record: Record, reader: "Reader") -> bool:
        """Whether the door led this guest to the desk, as the wording of its screen has it."""
        first = reader.admission(record.refers) if record.refers else None
        if first is None or record.kind != "scan":
            return False
        return first.station != record.station or record.at - first.at > self._far

    def _are_many(self, record: Record) -> bool:
        times = self._unknown[record.station or ""]
        times.append(record.received_at)
        while times[0] < record.received_at - MINUTE:
            times.popleft()
        if len(times) < UNKNOWN_CODES_A_MINUTE:
            return False
        times.clear()
        return True

    def _place(self, problem: Problem, reader: "Reader") -> Invitation | None:
        named = problem.record.invitation
        return reader.invitation(named) if named else None

    def _card(self, problem: Problem, place: Invitation | None, reader: "Reader") -> dict[str, Any]:
        record = problem.record
        return {
            "number": record.seq,
            "id": record.scan_id,
            "kind": problem.kind,
            "at": utc(record.at),
            "text": self._text(problem, place, reader),
            "invitation": place and place.id,
            "guest": guest_facts(place) if place else None,
            "organisation": place and place.organisation,
            "expects": place and place.expects,
        }

    def _text(self, problem: Problem, place: Invitation | None, reader: "Reader") -> str | None:
        record, here = problem.record, self._door(problem.record)
        text = reader.remark(record.seq)
        match problem.kind:
            case "conflict":
                text = self._of_conflict(record, reader)
            case "already":
                first = self._first(record, reader)
                text = staff.shown_again(first, here) if first else None
            case "replaced" | "cancelled":
                text = staff.refused_at(here, _REFUSED[problem.kind])
            case "guessing":
                text = staff.guessing(here)
            case "unnamed":
                text = staff.unnamed_at(self._entry(record, reader))
            case "parked":
                text = staff.parked_at(here)
            case "substitute" if place:
                text = _about_stand_in(record, place)
        return text

    def _of_conflict(self, record: Record, reader: "Reader") -> str:
        first = self._first(record, reader)
        if first and record.effect is None and not (record.door and not record.door.admitted):
            return staff.clash_words(first, self._door(record))
        admitted = record.door is not None and record.door.admitted
        return staff.overruled(self._door(record), admitted=admitted)

    def _first(self, record: Record, reader: "Reader") -> tuple[str, datetime] | None:
        """Through which door, and when, the guest had come in before this record."""
        refers = record.refers
        if record.kind == "conflict" and refers:
            known = reader.record(refers)
            refers = known.refers if known else None
        admitting = reader.record(refers) if refers else None
        return self._door(admitting) if admitting and admitting.effect == "admit" else None

    def _entry(self, record: Record, reader: "Reader") -> tuple[str, datetime]:
        """Through which door, and when, the guest of a place is in."""
        standing = reader.inside(record.invitation or "")
        admitting = reader.record(standing.seq) if standing else None
        return self._door(admitting or record)

    def _door(self, record: Record) -> tuple[str, datetime]:
        where = record.station or staff.at_the_desk(record.person or "")
        return where, record.at.astimezone(self._zone)


def _asks_about_stand_in(record: Record) -> bool:
    """Whether nobody knew of the stand-in, or where an announced one sits is still open."""
    detail = record.detail
    left_open = detail.get("seat_open") is True and detail.get("seat_before") is not None
    return detail.get("announced") is False or left_open


def _about_stand_in(record: Record, place: Invitation) -> str:
    if record.detail.get("announced") is False:
        return staff.unannounced(place)
    return staff.seat_open(place, record.detail["seat_before"])


def _is_settled(
    problem: Problem, place: Invitation | None, inside: dict[str, Admission], now: datetime
) -> bool:
    """Whether time or somebody's work has answered it."""
    record = problem.record
    if problem.kind in _PASSING and now - record.received_at > FRESH:
        return True
    if record.invitation is None:
        return False
    standing = inside.get(record.invitation)
    if place is None:
        return True
    if problem.kind == "unnamed":
        return place.coming is not None or standing is None
    if problem.kind == "substitute":
        return place.substitute is None
    return problem.kind in _REFUSED and standing is not None

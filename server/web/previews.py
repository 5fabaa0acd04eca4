"""A list that was read and is not stored yet: kept for a while, decided row by row.

Nothing of it touches the event before it is confirmed, and it is forgotten after an hour.
"""

import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from server.event import EventConfig
from server.guestlist import Entry, Merge, Problem, Workbook, entry_words, read_list
from server.guestlist.matching import alike, question_of, who
from server.invitations import Invitation
from server.names import exact_key
from server.sentences import mark

KEPT = timedelta(hours=1)
MOST = 8

NEW, SKIP, PLAIN, AS, NOBODY = "new", "skip", "plain", "as:", "nobody"
# What must be decided before anything is stored, by what can be said about it.
_WHO: Final = frozenset({"namesakes", "who_is_this", "which_place", "code_conflict"})
_TWICE: Final = frozenset({"seat_twice", "code_twice", "seat_taken"})
# What was decided by the reading and may be decided otherwise.
_MAY: Final = frozenset({"row_twice", "known_by_phone"})
_AWARDED: Final = frozenset({"award_near_name", "award_who"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question about a row. `must`: nothing is stored before.

    `options` are (value, words); those of an invitation, `AS` and its id, name whose it is.
    """

    position: int
    problem: Problem
    who: str
    options: tuple[tuple[str, str], ...]
    must: bool


@dataclass(frozen=True, slots=True)
class AwardDoubt:
    """Whose a row of an award sheet is. `options` are (position of an entry or NOBODY, words)."""

    problem: Problem
    options: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Preview:
    """One list as it was read, what was decided about it, and what it would do.

    Doubts about awards, and what was said of them, go by sheet and row.
    """

    file: str
    person: str | None
    at: datetime
    workbook: Workbook
    event: EventConfig
    sheet: str | None = None
    group: str | None = None
    entries: Sequence[Entry] = ()
    problems: Sequence[Problem] = ()
    decisions: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, Doubt] = field(default_factory=dict)
    awarded: dict[tuple[str, int], str] = field(default_factory=dict)
    award_doubts: dict[tuple[str, int], AwardDoubt] = field(default_factory=dict)
    plan: Merge | None = None
    existing: Sequence[Invitation] = ()
    done: str | None = None

    def read(self, sheet: str | None, group: str | None) -> None:
        """Read the file again, from another sheet or with a group for those who have none."""
        if sheet != self.sheet:
            self.decisions, self.doubts = {}, {}
            self.awarded, self.award_doubts = {}, {}
        self.sheet, self.group = sheet, group
        self.entries, self.problems = read_list(
            self.workbook,
            self.event.groups,
            self.event.organisations,
            default_group=group,
            sheet=sheet,
            recipients={
                at: None if said == NOBODY else int(said) for at, said in self.awarded.items()
            },
        )
        for problem in self.problems:
            if problem.code in _AWARDED and problem.candidates and problem.row:
                doubt = _award_doubt(problem, self.entries)
                self.award_doubts[problem.sheet, problem.row] = doubt

    def award(self, said: Mapping[tuple[str, int], str]) -> None:
        """Take what was said of awards, where it answers a question; the list is read again."""
        answers = {
            at: one for at, one in said.items() if one in dict(self.award_doubts[at].options)
        }
        if answers != self.awarded:
            self.awarded = answers
            self.read(self.sheet, self.group)

    def chosen(self) -> list[Entry]:
        """Give the rows that shall be stored, as they were decided."""
        plain = {at for at, said in self.decisions.items() if said == PLAIN}
        skipped = {at for at, said in self.decisions.items() if said == SKIP}
        return [
            replace(e, seat=None, list_code=None) if e.position in plain else e
            for e in self.entries
            if e.position not in skipped
        ]

    def decided(self) -> dict[int, str | None]:
        """Give which place a row is, None: a new one."""
        return {
            at: None if said == NEW else said.removeprefix(AS)
            for at, said in self.decisions.items()
            if said == NEW or said.startswith(AS)
        }

    def take(self, plan: Merge, existing: Sequence[Invitation]) -> None:
        """Note what the list would do, and which questions that leaves."""
        self.plan, self.existing = plan, existing
        by_row = {entry.row: entry for entry in self.entries}
        for problem in (*self.problems, *plan.problems):
            entry = by_row.get(problem.row or 0)
            if entry and problem.code in _WHO | _TWICE | _MAY:
                self.doubts[entry.position] = _doubt(entry, problem, existing)

    @property
    def open(self) -> list[Doubt]:
        """The questions that must be answered still."""
        return [
            doubt
            for at, doubt in self.doubts.items()
            if doubt.must and self.decisions.get(at, "") not in dict(doubt.options)
        ]

    @property
    def blocking(self) -> list[Problem]:
        """What no decision here can mend: the file must be."""
        asked = {doubt.problem.row for doubt in self.doubts.values()}
        plan = self.plan.problems if self.plan else ()
        return [p for p in (*self.problems, *plan) if p.level == "error" and p.row not in asked]

    @property
    def ungrouped(self) -> list[Entry]:
        """New rows whose group nobody has said."""
        new = {self.plan.rows[place.id] for place in self.plan.new} if self.plan else set()
        return [entry for entry in self.entries if not entry.group and entry.row in new]

    @property
    def ready(self) -> bool:
        """Whether it can be stored."""
        return not (self.open or self.blocking or self.ungrouped) and self.done is None


class Previews:
    """The previews of this server, by token. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[str, Preview] = {}
        self._turn = threading.Lock()

    def keep(self, preview: Preview) -> str:
        """Keep one; the oldest make room. Gives its token."""
        token = secrets.token_urlsafe(16)
        with self._turn:
            alive = [(t, p) for t, p in self._kept.items() if preview.at - p.at < KEPT]
            self._kept = dict([*alive[-(MOST - 1) :], (token, preview)])
        return token

    def find(self, token: str, now: datetime) -> Preview | None:
        """Give one that is still kept."""
        preview = self._kept.get(token)
        return preview if preview and now - preview.at < KEPT else None


def _doubt(entry: Entry, problem: Problem, existing: Iterable[Invitation]) -> Doubt:
    if problem.code in _TWICE:
        of_code = problem.code == "code_twice"
        without_code = mark("Nhập, không lấy mã ghi ở dòng này")
        without_seat = mark("Nhập, không lấy ghế ghi ở dòng này")
        options: list[tuple[str, str]] = [(PLAIN, without_code if of_code else without_seat)]
    elif problem.code == "row_twice":
        options = [("", mark("Nhập cả hai dòng"))]
    else:
        options = [(f"{AS}{place.id}", describe(place)) for place in _candidates(entry, existing)]
        options += [(NEW, mark("Là đại biểu mới, thêm vào danh sách"))]
    options += [(SKIP, mark("Bỏ qua dòng này"))]
    must = problem.level == "error"
    return Doubt(
        entry.position,
        replace(problem, message=question_of(problem.message)),
        who(entry),
        tuple(options),
        must,
    )


def _award_doubt(problem: Problem, entries: Sequence[Entry]) -> AwardDoubt:
    by_position = {entry.position: entry for entry in entries}
    people = [(str(at), entry_words(by_position[at])) for at in problem.candidates]
    nobody = [(NOBODY, mark("Chưa ghi khen thưởng này"))]
    # First stands what the reading did: it took the first, or nobody.
    taken = problem.code == "award_near_name"
    return AwardDoubt(problem, tuple([*people, *nobody] if taken else [*nobody, *people]))


def describe(place: Invitation) -> str:
    """Name a place so that namesakes are told apart: id, name, post, unit, last digits."""
    phone = f"…{place.phone[-4:]}" if place.phone else ""
    return ", ".join(filter(None, (f"{place.id} {who(place)}", phone)))


def _candidates(entry: Entry, existing: Iterable[Invitation]) -> list[Invitation]:
    return [place for place in existing if _could_be(entry, place)]


def _could_be(entry: Entry, place: Invitation) -> bool:
    if entry.list_code and entry.list_code in (place.list_code, place.id):
        return True
    names = [guest.name for guest in (place.holder, place.substitute) if guest]
    if entry.coming and names:
        return any(alike(entry.coming.name, name) for name in names)
    return exact_key(entry.organisation) == exact_key(place.organisation)

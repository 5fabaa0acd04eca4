"""How many were invited, how many are here, and the sentence that says so.

X, invited: places that are valid, the press aside unless the style counts it. Y, present:
those of X that are taken, by whom ever; stand-ins are a part of Y. Z, absent: X - Y, with
a reason given or without. Guests outside the list and the press are told beside these
numbers and never inside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from server.event import EventConfig, Style
from server.guests import Group, Kind, Rsvp
from server.invitations import Invitation
from server.wording.figures import count_words, day_words, hour_words, percent_words


@dataclass(frozen=True, slots=True)
class Place:
    """What the count needs to know of one place. `excused`: reported absent."""

    group: str
    press: bool = False
    walk_in: bool = False
    cancelled: bool = False
    excused: bool = False
    substitute: bool = False
    present: bool = False

    @classmethod
    def of(cls, invitation: Invitation, group: Group | None, *, present: bool) -> "Place":
        """Take it from an invitation and whether somebody is in on it."""
        return cls(
            group=invitation.group,
            press=invitation.kind is Kind.PRESS or bool(group and group.press),
            walk_in=invitation.kind is Kind.WALK_IN,
            cancelled=invitation.cancelled is not None,
            excused=invitation.rsvp is Rsvp.NOT_COMING,
            substitute=invitation.substitute is not None,
            present=present,
        )

    def counts(self, *, count_press: bool) -> bool:
        """Whether it is a place of the headcount, and not one told beside it."""
        return not self.cancelled and not self.walk_in and (count_press or not self.press)


class Turnout(NamedTuple):
    """How many of the invited are here."""

    invited: int
    present: int


NOBODY = Turnout(0, 0)


@dataclass(frozen=True, slots=True)
class Headcount:
    """The numbers of one moment. `by_group` has every group with a valid place, the press too."""

    invited: int = 0
    present: int = 0
    substitutes: int = 0
    excused: int = 0
    press: Turnout = NOBODY
    walk_ins: int = 0
    by_group: dict[str, Turnout] = field(default_factory=dict)

    @property
    def absent(self) -> int:
        """The invited who are not here."""
        return self.invited - self.present

    @property
    def unexplained(self) -> int:
        """The absent who gave no reason."""
        return self.absent - self.excused

    @property
    def rate(self) -> float:
        """The percentage present, rounded half up to one decimal; 0 where nobody is invited."""
        if self.invited == 0:
            return 0.0
        return (2000 * self.present + self.invited) // (2 * self.invited) / 10


class Tally:
    """A headcount kept up to date one place at a time, without counting anew."""

    def __init__(self, *, count_press: bool = False) -> None:
        self._count_press = count_press
        self._counts: Counter[str] = Counter()
        self._groups: Counter[tuple[str, str]] = Counter()

    def add(self, place: Place) -> None:
        """Count a place in."""
        self._count(place, 1)

    def remove(self, place: Place) -> None:
        """Take a place out again, described exactly as when it was added."""
        self._count(place, -1)

    def headcount(self) -> Headcount:
        """Give the numbers as they stand."""
        counts, groups = self._counts, self._groups
        codes = sorted(
            code for (code, what), count in groups.items() if what == "invited" and count
        )
        return Headcount(
            invited=counts["invited"],
            present=counts["present"],
            substitutes=counts["substitutes"],
            excused=counts["excused"],
            press=Turnout(counts["press_invited"], counts["press_present"]),
            walk_ins=counts["walk_ins"],
            by_group={
                code: Turnout(groups[code, "invited"], groups[code, "present"]) for code in codes
            },
        )

    def _count(self, place: Place, by: int) -> None:
        if place.cancelled:
            return
        if place.walk_in:
            self._counts["walk_ins"] += by * place.present
            return
        self._groups[place.group, "invited"] += by
        self._groups[place.group, "present"] += by * place.present
        if place.press:
            self._counts["press_invited"] += by
            self._counts["press_present"] += by * place.present
        if self._count_press or not place.press:
            self._counts["invited"] += by
            self._counts["present"] += by * place.present
            self._counts["substitutes"] += by * (place.present and place.substitute)
            self._counts["excused"] += by * (place.excused and not place.present)


def count(places: Iterable[Place], *, count_press: bool = False) -> Headcount:
    """Count all places at once."""
    tally = Tally(count_press=count_press)
    for place in places:
        tally.add(place)
    return tally.headcount()


def headcount_document(counted: Headcount, at: datetime, event: EventConfig) -> dict[str, Any]:
    """Give the headcount as JSON, groups in protocol order. `at` is aware."""
    there = at.astimezone(event.timezone)
    ranks = {group.code: group.rank for group in event.groups}
    codes = sorted(counted.by_group, key=lambda code: (ranks.get(code, len(ranks) + 1), code))
    return {
        "invited": counted.invited,
        "present": counted.present,
        "substitutes": counted.substitutes,
        "absent": counted.absent,
        "excused": counted.excused,
        "unexplained": counted.unexplained,
        "rate": counted.rate,
        "press": counted.press._asdict(),
        "walk_ins": counted.walk_ins,
        "by_group": {code: counted.by_group[code]._asdict() for code in codes},
        "at": there.isoformat(timespec="seconds"),
        "sentence": sentence(counted, there, event.style),
    }


def sentence(counted: Headcount, at: datetime, style: Style) -> str:
    """Say the headcount for the chair. `at` is in the event's own zone."""
    return " ".join(_sentences(counted, at, style))


def _sentences(counted: Headcount, at: datetime, style: Style) -> Iterator[str]:
    def words(number: int) -> str:
        return count_words(number, style)

    if counted.invited:
        yield f"Tổng số đại biểu được {style.invited_word}: {words(counted.invited)}."
        yield _present(counted, style)
    else:
        yield f"Chưa có đại biểu nào được {style.invited_word}."
    if counted.absent:
        yield (
            f"Vắng: {words(counted.absent)} đại biểu, trong đó có lý do: {words(counted.excused)}, "
            f"chưa rõ lý do: {words(counted.unexplained)}."
        )
    if counted.walk_ins:
        yield f"Ngoài danh sách: {words(counted.walk_ins)} đại biểu."
    if counted.press.invited:
        among = "Trong đó phóng" if style.count_press_in_headcount else "Phóng"
        yield f"{among} viên báo chí: {words(counted.press.present)} đồng chí."
    yield f"Số liệu chốt lúc {hour_words(at)} ngày {day_words(at)}."


def _present(counted: Headcount, style: Style) -> str:
    said = f"Có mặt: {count_words(counted.present, style)} đại biểu"
    said += f", đạt {percent_words(counted.rate, style)}"
    if counted.substitutes:
        said += f" (trong đó {count_words(counted.substitutes, style)} đại biểu dự thay)"
    return f"{said}."

"""The groups of guests as they stand at work: some are added in the page, some are gone.

An added group is named there and is not configured. What else is told of it, and of every other
group, are facts (`server.facts`) that are laid over what is made here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from server.errors import InvalidError
from server.guests import Group
from server.sentences import Sentence, mark, say

FACT = re.compile(r"group:([A-Za-z0-9_-]{1,12}):(\w+)")
# Told of an added group that has none; dark enough for white letters.
COLOURS = ("#00695C", "#AD1457", "#5D4037", "#1A237E", "#9E5A00", "#33691E", "#37474F", "#880E4F")

_APART = {
    "code": mark("Mã"),
    "number": mark("Thứ tự trong kế hoạch"),
    "rank": mark("Thứ bậc"),
    "name": mark("Tên"),
}


def with_added(groups: Sequence[Group], given: Mapping[str, str]) -> tuple[Group, ...]:
    """Add the groups that are named and not configured, each after those there are.

    Unless its number, rank or colour is told, an added group is the last of the plan and of
    protocol, in a colour of its own.
    """
    known = {group.code for group in groups}
    there = list(groups)
    for code in sorted(_named(given) - known):
        name = given[f"group:{code}:name"]
        there.append(
            Group(
                code=code,
                number=1 + max((group.number for group in there), default=0),
                rank=1 + max((group.rank for group in there), default=0),
                name=name,
                name_en=name,
                colour=COLOURS[(len(there) - len(groups)) % len(COLOURS)],
            )
        )
    return tuple(there)


def without_gone(groups: Iterable[Group], given: Mapping[str, str]) -> tuple[Group, ...]:
    """Leave out the groups that were taken away; the others stand in the plan's order."""
    there = [group for group in groups if given.get(f"group:{group.code}:gone") != "true"]
    return tuple(sorted(there, key=lambda group: group.number))


def check_groups(groups: Sequence[Group]) -> None:
    """Raise InvalidError where there is none, or two could not be told apart."""
    if not groups:
        raise InvalidError(say("Sự kiện phải có ít nhất một thành phần."))
    for one, other in combinations(groups, 2):
        for key, what in _APART.items():
            if _folded(getattr(one, key)) == _folded(getattr(other, key)):
                raise InvalidError(
                    say(
                        "%(what)s của hai nhóm %(one)s và %(other)s trùng nhau.",
                        what=what,
                        one=one.code,
                        other=other.code,
                    )
                )


def strange_groups(groups: Iterable[Group], given: Mapping[str, str]) -> list[str]:
    """Name the groups that something is told of, though they are neither configured nor named."""
    told = {found[1] for fact in given if (found := FACT.fullmatch(fact))}
    return sorted(told - {group.code for group in groups} - _named(given))


def not_empty(code: str, places: int) -> Sentence:
    """Say why a group stays."""
    return say(
        "Thành phần %(code)s còn %(places)s suất mời nên chưa bỏ được; hãy chuyển các suất ấy sang "
        "thành phần khác trong Danh sách đại biểu.",
        code=code,
        places=places,
    )


def no_group(code: str) -> Sentence:
    """Say how a group comes to be."""
    return say(
        "Không có thành phần «%(code)s»; muốn thêm thì ghi cả tên: group:%(code)s:name=…", code=code
    )


def _named(given: Mapping[str, str]) -> set[str]:
    found = (FACT.fullmatch(fact) for fact in given)
    return {one[1] for one in found if one and one[2] == "name"}


def _folded(value: str | int) -> str | int:
    return value.casefold() if isinstance(value, str) else value

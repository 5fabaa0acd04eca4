"""Which group of the plan a heading or a cell of the list means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.guests import Group
from server.names import clean, fold

# How much of a heading's words must be those of the group: enough when the plan's number
# agrees, and without a number.
WITH_NUMBER, BY_NAME_ALONE = 0.5, 0.6

_NUMBER = re.compile(r"(?P<roman>[IVX]{1,6})\s*[.)/:-]\s*|(?P<letter>[A-ZĐ])\s*[.)/:]\s*")
_COUNT = re.compile(
    r"\(\s*(?:gồm\s+)?(?P<count>\d+)\s*(?:đại biểu|đ/c|đồng chí|người|suất|khách)[^)]*\)\s*$",
    re.IGNORECASE,
)
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Heading:
    """A group row taken apart: "IV. CÁC SỞ (17 đại biểu)" is number 4 and counts 17."""

    text: str
    number: int | None
    count: int | None


def read_heading(text: str, numeral: str = "") -> Heading:
    """Take a heading apart; `numeral` is what stands in a column of its own before it."""
    text = clean(text)
    found = _NUMBER.match(text)
    if found:
        text, numeral = text[found.end() :], found["roman"] or numeral
    counted = _COUNT.search(text)
    if counted:
        text = text[: counted.start()].strip()
    return Heading(text, from_roman(numeral), int(counted["count"]) if counted else None)


def is_numbered(text: str) -> bool:
    """Whether a text begins as headings do: "IV. ", "A) "."""
    return _NUMBER.match(clean(text)) is not None


def from_roman(numeral: str) -> int | None:
    """Read I to XXXIX; None for anything else."""
    numeral = numeral.strip(" .)")
    if not re.fullmatch(r"X{0,3}(IX|IV|V?I{0,3})", numeral) or not numeral:
        return None
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def find_group(heading: Heading, groups: Sequence[Group]) -> Group | None:
    """Give the one group that a heading means, or None where it takes a person to say.

    A name that is a group's own decides; else the plan's number, if the words agree with it
    at all; else the words alone, if they point at one group clearly.
    """
    key = _key(heading.text)
    exact = [g for g in groups if key in {_key(name) for name in (g.code, g.name, *g.aliases)}]
    if len(exact) == 1:
        return exact[0]
    numbered = next((g for g in groups if g.number == heading.number), None)
    if numbered and _shared(heading.text, numbered) >= WITH_NUMBER:
        return numbered
    return _by_words(heading.text, groups)


def _by_words(text: str, groups: Sequence[Group]) -> Group | None:
    ranked = sorted(groups, key=lambda group: -_likeness(text, group))
    if not ranked or _likeness(text, ranked[0]) < BY_NAME_ALONE:
        return None
    second = _likeness(text, ranked[1]) if len(ranked) > 1 else 0
    return ranked[0] if second < _likeness(text, ranked[0]) else None


def _shared(text: str, group: Group) -> float:
    """How much of the text's words the group's name has, 0 to 1."""
    words = _words(text)
    return max(
        len(words & _words(name)) / max(len(words), 1) for name in (group.name, *group.aliases)
    )


def _likeness(text: str, group: Group) -> float:
    """How much of the words of both are common to both, 0 to 1."""
    words = _words(text)
    return max(
        len(words & other) / max(len(words | other), 1)
        for other in (_words(name) for name in (group.name, *group.aliases))
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", fold(text)))


def _key(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", fold(text)))

"""The clerk's search: a few typed letters in, the places that fit out, best first.

Every typed word must fit something of a place. Better than anything else is a hit at the
start of a word in one piece; then the tên before the rest of the name, the name before
organisation and title, a word's start before its inside. So "huong" lists Hương before
Phương, "so a" Sở A before somebody at Sở H whose name begins with a.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from server.invitations import Invitation
from server.names import SortKey, clean, fold, initials, sort_key, sound_key
from server.names.typed import decode_telex, decode_vni

T = TypeVar("T")
# (not in one piece at word starts, sum of the words' steps, accents that differ, reading)
Fit: TypeAlias = tuple[int, int, int, int]

GIVEN, NAME, GIVEN_START, NAME_START, INITIALS, UNIT, UNIT_START, TITLE, INSIDE = range(9)
FEWEST_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is searched, word by word: folded, as spelt, and with i for a lone y."""

    folded: tuple[str, ...]
    spelt: tuple[str, ...]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findable:
    """All that a place can be found by, folded once and searched often."""

    names: tuple[Words, ...]
    units: tuple[Words, ...]
    titles: tuple[Words, ...]
    initials: tuple[str, ...]
    desk_code: str
    phone: str
    order: SortKey


def findable(
    place: Invitation, aliases: Sequence[str] = (), desk_code: str | None = None
) -> Findable:
    """Prepare a place: holder and stand-in, organisation with its other spellings, titles."""
    guests = [guest for guest in (place.coming, place.holder) if guest]
    names = list(dict.fromkeys(guest.name for guest in guests))
    titles = [title for title in (*(guest.title for guest in guests), place.expects) if title]
    return Findable(
        names=tuple(_words(name) for name in names),
        units=tuple(_words(unit) for unit in dict.fromkeys((place.organisation, *aliases))),
        titles=tuple(_words(title) for title in dict.fromkeys(titles)),
        initials=tuple(initials(name) for name in names),
        desk_code=desk_code or "",
        phone=place.phone or "",
        order=sort_key(names[0]) if names else sort_key(place.organisation),
    )


def search(query: str, places: Iterable[tuple[T, Findable]], limit: int = 50) -> list[T]:
    """Give the places that fit, best first, equals by tên; nothing for a blank query."""
    readings = _readings(query)
    found = []
    for place, what in places:
        fits = [
            fit
            for number, words in enumerate(readings)
            if (fit := _fit(words, number, what)) is not None
        ]
        if fits:
            found.append((min(fits), what.order, place))
    found.sort(key=lambda hit: hit[:2])
    return [place for _, _, place in found[:limit]]


def _readings(query: str) -> list[Words]:
    """As typed; as Telex; as VNI: what the clerk may have meant, the plain reading first."""
    typed = _words(query[:200])
    decoded = [" ".join(map(decode, typed.spelt)) for decode in (decode_telex, decode_vni)]
    return [words for words in dict.fromkeys((typed, *map(_words, decoded))) if words.folded]


def _words(text: str) -> Words:
    spelt = tuple(re.findall(r"\w+", clean(text).casefold()))
    folded = tuple(fold(word) for word in spelt)
    return Words(folded, spelt, tuple(sound_key(word)[0][0] for word in folded))


def _fit(query: Words, reading: int, place: Findable) -> Fit | None:
    digits = "".join(query.folded)
    if digits.isdecimal() and (step := _fit_digits(digits, place)) is not None:
        return (0, step, 0, reading)
    steps = [_step(*pair, place) for pair in zip(query.folded, query.alike, strict=True)]
    if None in steps:
        return None
    texts = (*place.names, *place.units, *place.titles)
    in_one_piece = query.folded[0] in place.initials or any(
        _runs_through(text, query) for text in texts
    )
    misses = sum(_misspelt(*pair, texts) for pair in zip(query.folded, query.spelt, strict=True))
    return (0 if in_one_piece else 1, sum(step or 0 for step in steps), misses, reading)


def _fit_digits(digits: str, place: Findable) -> int | None:
    """The whole desk code, the last digits of the phone, the first of the desk code."""
    if len(digits) < FEWEST_DIGITS:
        return None
    if digits == place.desk_code:
        return 0
    if place.phone.endswith(digits):
        return 1
    return 2 if place.desk_code.startswith(digits) else None


def _step(word: str, alike: str, place: Findable) -> int | None:
    """How far down the ladder this word fits; None: nowhere."""
    given = [name.folded[-1] for name in place.names if name.folded]
    names = [part for name in place.names for part in name.folded]
    units = [part for unit in place.units for part in unit.folded]
    titles = [part for title in place.titles for part in title.folded]
    ladder = (
        (GIVEN, word in given or any(name.alike[-1:] == (alike,) for name in place.names)),
        (NAME, word in names or any(alike in name.alike for name in place.names)),
        (GIVEN_START, any(part.startswith(word) for part in given)),
        (NAME_START, any(part.startswith(word) for part in names)),
        (INITIALS, len(word) > 1 and any(each.endswith(word) for each in place.initials)),
        (UNIT, word in units),
        (UNIT_START, any(part.startswith(word) for part in units)),
        (TITLE, any(part.startswith(word) for part in titles)),
        (INSIDE, len(word) > 1 and any(word in part for part in (*names, *units))),
    )
    return next((step for step, fits in ladder if fits), None)


def _runs_through(text: Words, query: Words) -> bool:
    """Whether the query stands in the text word by word; its last word may be cut short."""
    length = len(query.folded)
    return any(
        text.alike[at : at + length] == query.alike
        or (
            text.alike[at : at + length - 1] == query.alike[:-1]
            and text.folded[at + length - 1].startswith(query.folded[-1])
        )
        for at in range(len(text.folded) - length + 1)
    )


def _misspelt(folded: str, spelt: str, texts: Iterable[Words]) -> bool:
    """Whether the clerk typed accents and no word has them so: "hường" against "Hương"."""
    if folded == spelt:
        return False
    candidates = [word for text in texts for word in text.spelt]
    return not any(
        word.startswith(spelt) or sound_key(word) == sound_key(spelt) for word in candidates
    )

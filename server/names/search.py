"""The clerk's search: a few typed letters in, the places that fit out, best first.

Every typed word must fit something of a place. Best is what stands in one piece at the start
of words, and the fewer pieces the better: "ha so d" is Hà of Sở D before Hà Ích Đạt of Sở I.
Then comes the tên before the rest of the name, the name before organisation and title, a
word's start before its inside. So "huong" lists Hương before Phương, "so a" Sở A before
somebody at Sở H whose name begins with a. Only where no name and no organisation fits are a
slip of one key and what merely sounds alike let pass.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from server.invitations import Invitation
from server.names import SortKey, clean, fold, initials, sort_key, sound_key
from server.names.mistaken import heard, one_slip
from server.names.typed import decode_telex, decode_vni

T = TypeVar("T")
# (one of FIRM, WEAK, MISTAKEN; pieces; sum of the words' steps; accents that differ;
# not at a text's start; reading): less is better
Fit: TypeAlias = tuple[int, int, int, int, bool, int]

FIRM, WEAK, MISTAKEN = range(3)
(
    GIVEN,
    NAME,
    GIVEN_START,
    NAME_START,
    INITIALS,
    JOINED,
    UNIT,
    UNIT_START,
    TITLE,
    SHORT,
    INSIDE,
    HEARD,
    SLIP,
) = range(13)
FEWEST_DIGITS: Final = 3
# Fewer letters stand inside half of all words, and with a slip mean any name.
FEWEST_LETTERS: Final = 3
MOST_WORDS: Final = 12
ADDRESSES: Final = (("ong",), ("ba",), ("dong", "chi"), ("d", "c"), ("dc",))
_VOWEL: Final = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is searched, word by word: folded, as spelt, and with i for a lone y."""

    folded: tuple[str, ...]
    spelt: tuple[str, ...]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findable:
    """All that a place can be found by, folded once and searched often.

    `initials` are the ways to shorten its names to letters, `short` the letters of units and
    titles, `joined` what is typed without spaces; `letters` is all of it, to say no quickly.
    """

    id: str
    names: tuple[Words, ...]
    units: tuple[Words, ...]
    titles: tuple[Words, ...]
    initials: frozenset[str]
    short: tuple[str, ...]
    joined: tuple[str, ...]
    desk_code: str
    phone: str
    letters: str
    order: SortKey


def findable(
    place: Invitation, aliases: Sequence[str] = (), desk_code: str | None = None
) -> Findable:
    """Prepare a place: holder and stand-in, organisation with its other spellings, titles."""
    guests = [guest for guest in (place.coming, place.holder) if guest]
    called = [guest.name for guest in guests]
    titles = [title for title in (*(guest.title for guest in guests), place.expects) if title]
    names, units, posts = (
        tuple(_words(text) for text in dict.fromkeys(texts))
        for texts in (called, (place.organisation, *aliases), titles)
    )
    letters = frozenset(form for name in called for form in _initials(name))
    short = tuple(initials(" ".join(text.folded)) for text in (*units, *posts))
    joined = tuple("".join(text.folded) for text in (*names, *units))
    parts = (part for text in (*names, *units, *posts) for part in (*text.folded, *text.alike))
    return Findable(
        id=fold(place.id),
        names=names,
        units=units,
        titles=posts,
        initials=letters,
        short=short,
        joined=joined,
        desk_code=desk_code or "",
        phone=place.phone or "",
        letters="\n".join((*parts, *letters, *short, *joined)),
        order=sort_key(called[0] if called else place.organisation),
    )


def search(query: str, places: Iterable[tuple[T, Findable]], limit: int = 50) -> list[T]:
    """Give the places that fit, best first, equals by tên; nothing for a blank query."""
    readings = _readings(query)
    found, others = _look(readings, places, _fit)
    for meant, fit in ((_unaddressed(readings), _fit), (readings, _fit_mistaken)):
        if all(each[0] > FIRM for each, _, _ in found):
            more, others = _look(meant, others, fit)
            found += more
    found.sort(key=lambda hit: hit[:2])
    return [place for _, _, place in found[:limit]]


def _look(
    readings: list[Words],
    places: Iterable[tuple[T, Findable]],
    fit: Callable[[Words, int, Findable], Fit | None],
) -> tuple[list[tuple[Fit, SortKey, T]], list[tuple[T, Findable]]]:
    """Part the places into those that fit in some reading, and the others."""
    found, others = [], []
    for place, what in places:
        fits = [fit(words, number, what) for number, words in enumerate(readings)]
        best = min((one for one in fits if one is not None), default=None)
        if best is None:
            others.append((place, what))
        else:
            found.append((best, what.order, place))
    return found, others


def _readings(query: str) -> list[Words]:
    """As typed; as Telex; as VNI: what the clerk may have meant, the plain reading first."""
    typed = _words(query[:200])
    decoded = [
        # A number is no word that has lost its letters.
        " ".join(word if word.isdecimal() else decode(word) for word in typed.spelt)
        for decode in (decode_telex, decode_vni)
    ]
    readings = dict.fromkeys((typed, *map(_words, decoded)))
    return [words for words in readings if 0 < len(words.folded) <= MOST_WORDS]


def _unaddressed(readings: list[Words]) -> list[Words]:
    """Without the "Ông" of "Ông Quý", as guests are spoken of; none where nothing is left."""
    return [
        Words(*(part[len(address) :] for part in (said.folded, said.spelt, said.alike)))
        for said in readings
        for address in ADDRESSES
        if said.folded[: len(address)] == address and said.folded[len(address) :]
    ]


def _words(text: str) -> Words:
    spelt = tuple(re.findall(r"\w+", clean(text).casefold()))
    folded = tuple(fold(word) for word in spelt)
    return Words(folded, spelt, tuple(sound_key(word)[0][0] for word in folded))


def _initials(name: str) -> Iterator[str]:
    """Any last ones of them, also behind the first: "nhbmc", "bmc" and "nmc" for one name."""
    letters = initials(name)
    for at in range(len(letters) - 1):
        yield letters[at:]
        yield letters[0] + letters[at + 1 :]


def _fit(query: Words, reading: int, place: Findable) -> Fit | None:
    whole = "".join(query.folded)
    if whole == place.id:
        return (FIRM, 0, 0, 0, False, reading)
    if whole.isdecimal() and (digits := _fit_digits(whole, place)) is not None:
        return (FIRM, 0, digits, 0, False, reading)
    steps = []
    for pair in zip(query.folded, query.alike, strict=True):
        step = _step(*pair, place, len(query.folded))
        if step is None:
            return None
        steps.append(step)
    return _weigh(query, reading, place, steps)


def _fit_mistaken(query: Words, reading: int, place: Findable) -> Fit | None:
    """As `_fit`, with one slip in all, and whatever only sounds alike."""
    steps = []
    for word, alike in zip(query.folded, query.alike, strict=True):
        step = _step(word, alike, place, len(query.folded))
        if step is None:
            step = _step_mistaken(word, place, len(query.folded))
        if step is None or (step == SLIP and SLIP in steps):
            return None
        steps.append(step)
    return _weigh(query, reading, place, steps)


def _weigh(query: Words, reading: int, place: Findable, steps: list[int]) -> Fit:
    texts = (*place.names, *place.units, *place.titles)
    worst = max(steps)
    return (
        FIRM if worst < TITLE else WEAK if worst < HEARD else MISTAKEN,
        _pieces(query, steps, texts),
        sum(steps),
        sum(_misspelt(*pair, texts) for pair in zip(query.folded, query.spelt, strict=True)),
        not any(_stands_at(0, text, query.folded, query.alike) for text in texts),
        reading,
    )


def _fit_digits(digits: str, place: Findable) -> int | None:
    """The whole desk code, the last digits of the phone, the first of the desk code."""
    if len(digits) < FEWEST_DIGITS:
        return None
    if digits == place.desk_code:
        return 0
    if place.phone.endswith(re.sub(r"^84(?=\d{9})", "0", digits)):
        return 1
    return 2 if place.desk_code.startswith(digits) else None


def _step(word: str, alike: str, place: Findable, beside: int) -> int | None:
    """How far down the ladder this word fits; None: nowhere.

    Of `beside` words, itself among them, one letter is the start of another that is being
    typed; alone it would stand at the start of half of all units.
    """
    if word.isdecimal() and _fit_digits(word, place) is not None:
        return NAME
    if word not in place.letters and alike not in place.letters:
        return None
    given = [name.folded[-1] for name in place.names if name.folded]
    names = [part for name in place.names for part in name.folded]
    units = [part for unit in place.units for part in unit.folded]
    titles = [part for title in place.titles for part in title.folded]
    several, many = len(word) > 1, len(word) >= FEWEST_LETTERS
    begun = several or beside > 1
    ladder = (
        (GIVEN, word in given or any(name.alike[-1:] == (alike,) for name in place.names)),
        (NAME, word in names or any(alike in name.alike for name in place.names)),
        (GIVEN_START, any(part.startswith(word) for part in given)),
        (NAME_START, any(part.startswith(word) for part in names)),
        (INITIALS, several and word in place.initials),
        (JOINED, many and any(text.startswith(word) for text in place.joined)),
        (UNIT, word in units),
        (UNIT_START, begun and any(part.startswith(word) for part in units)),
        (TITLE, begun and any(part.startswith(word) for part in titles)),
        # An abbreviation has no vowel, and a name has one.
        (SHORT, several and not _VOWEL.search(word) and any(word in text for text in place.short)),
        (INSIDE, many and any(word in part for part in (*names, *units))),
    )
    return next((step for step, fits in ladder if fits), None)


def _step_mistaken(word: str, place: Findable, beside: int) -> int | None:
    """How a word may be meant that stands nowhere: as it sounds, or but for one key.

    `beside` so many words it stands, itself among them: the fewer, the longer it has to be.
    """
    names = {part for name in place.names for part in name.folded}
    if len(word) > 1 and heard(word) in map(heard, names):
        return HEARD
    units = {part for unit in place.units for part in unit.folded if len(part) > FEWEST_LETTERS}
    slips = len(word) >= max(5 - beside, 2) and not word.isdecimal()
    return SLIP if slips and any(one_slip(word, part) for part in names | units) else None


def _pieces(query: Words, steps: list[int], texts: Sequence[Words]) -> int:
    """In how few pieces the query stands in the texts; what stands at no word's start is two."""
    fewest = [0]
    for end, step in enumerate(steps, 1):
        best = fewest[-1] + (1 if step in {INITIALS, JOINED} else 2)
        for start in range(end):
            part = query.folded[start:end], query.alike[start:end]
            if fewest[start] + 1 < best and any(_runs_through(text, *part) for text in texts):
                best = fewest[start] + 1
        fewest.append(best)
    return fewest[-1]


def _runs_through(text: Words, folded: Sequence[str], alike: Sequence[str]) -> bool:
    """Whether words stand in the text one behind the other; the last may be cut short."""
    places = range(len(text.folded) - len(folded) + 1)
    return any(_stands_at(at, text, folded, alike) for at in places)


def _stands_at(at: int, text: Words, folded: Sequence[str], alike: Sequence[str]) -> bool:
    before, last = at + len(folded) - 1, text.folded[at + len(folded) - 1 :][:1]
    return text.alike[at : at + len(folded)] == tuple(alike) or (
        bool(last) and text.alike[at:before] == tuple(alike[:-1]) and last[0].startswith(folded[-1])
    )


def _misspelt(folded: str, spelt: str, texts: Iterable[Words]) -> bool:
    """Whether the clerk typed accents and no word has them so: "hường" against "Hương"."""
    if folded == spelt:
        return False
    candidates = [word for text in texts for word in text.spelt]
    return not any(
        word.startswith(spelt) or sound_key(word) == sound_key(spelt) for word in candidates
    )

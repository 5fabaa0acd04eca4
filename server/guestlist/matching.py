"""Which invitation a row of a second list means: by its code, else by name and unit, else ask.

Each step pairs what it can tell without doubt and leaves the rest to the next. What only a
guess could pair is refused with a sentence, because a guess would hand one guest's code to
another.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from server.guestlist.entries import Entry
from server.guestlist.sheets import Level, Problem
from server.guests import Guest
from server.invitations import Invitation
from server.names import exact_key, fold, near_same_name, same_name, sound_key
from server.sentences import Sentence, joined, mark, say

T = TypeVar("T")
_ASK = mark(
    "Thêm cột «Mã đại biểu» (lấy từ tệp xuất danh sách) để xác định, hoặc sửa cho "
    "đúng như danh sách đã nhập."
)


@dataclass(slots=True)
class Matching:
    """Who has been paired with whom, who has not, and the doubts.

    `entries` by their position in the list, `places` by id, each in its order.
    """

    entries: dict[int, Entry]
    places: dict[str, Invitation]
    pairs: list[tuple[Entry, Invitation]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def pair(self, entry: Entry, place: Invitation) -> None:
        """Take both out of what is still open."""
        del self.entries[entry.position], self.places[place.id]
        self.pairs.append((entry, place))

    def ask(self, entry: Entry, code: str, message: Sentence) -> None:
        """Refuse the row: it would take a guess."""
        del self.entries[entry.position]
        self.tell(
            entry, "error", code, say("%(question)s %(advice)s", question=message, advice=_ASK)
        )

    def tell(self, entry: Entry, level: Level, code: str, message: Sentence) -> None:
        """Say something about a row."""
        self.problems.append(Problem(entry.sheet, entry.row, None, level, code, message))


def match(
    entries: Sequence[Entry],
    existing: Sequence[Invitation],
    decided: Mapping[int, str | None] | None = None,
) -> Matching:
    """Pair the rows of a list with the places that there are.

    `decided`: by an entry's position, the id of the place that a person has said it is, or
    None where they have said that it is a new one.
    """
    places = sorted(existing, key=lambda place: place.position)
    matching = Matching({e.position: e for e in entries}, {p.id: p for p in places})
    newcomers = _by_decision(matching, decided or {})
    _by_code(matching)
    _by_person(matching, lambda e: _person(e.holder, e), lambda p: _person(p.holder, p))
    _by_person(matching, lambda e: _person(e.coming, e), lambda p: _person(p.coming, p))
    _by_unnamed_place(matching)
    _by_phone(matching)
    _ask_about_likeness(matching)
    _by_naming(matching)
    matching.entries = dict(sorted((matching.entries | newcomers).items()))
    return matching


def _by_decision(matching: Matching, decided: Mapping[int, str | None]) -> dict[int, Entry]:
    """Pair what a person has decided; give those who are new, out of the others' way."""
    newcomers = {}
    for position, place_id in decided.items():
        entry = matching.entries.get(position)
        if entry is None:
            continue
        if place_id is None:
            newcomers[position] = matching.entries.pop(position)
        elif place_id in matching.places:
            matching.pair(entry, matching.places[place_id])
    return newcomers


def _by_code(matching: Matching) -> None:
    """The list's own code decides, unless the name says that codes have slipped."""
    coded = {place.list_code: place for place in matching.places.values() if place.list_code}
    ids = {place.id: place for place in matching.places.values() if not place.list_code}
    for entry in list(matching.entries.values()):
        code = entry.list_code or ""
        place = coded.get(code)
        if place is None:
            # Our own id, as an export writes it where there is no other code. Another list may
            # number its guests in the same way, so it counts only where nothing contradicts.
            place = ids.get(code)
            if place is None or place.id not in matching.places or not _agree(entry, place):
                continue
        elsewhere = None if _agree(entry, place) else _namesake(entry, matching.places.values())
        if elsewhere:
            message = say(
                "Mã «%(code)s» thuộc về %(place)s, nhưng họ tên và đơn vị là của %(elsewhere)s.",
                code=entry.list_code,
                place=who(place),
                elsewhere=who(elsewhere),
            )
            matching.ask(entry, "code_conflict", message)
        else:
            matching.pair(entry, place)


def _agree(entry: Entry, place: Invitation) -> bool:
    """Whether nothing speaks against it: no two different names, no two different units."""
    if entry.coming and place.coming:
        ours = [guest.name for guest in (place.holder, place.substitute) if guest]
        theirs = [guest.name for guest in (entry.holder, entry.substitute) if guest]
        return any(alike(one, other) for one in ours for other in theirs)
    return exact_key(entry.organisation) == exact_key(place.organisation)


def _namesake(entry: Entry, places: Iterable[Invitation]) -> Invitation | None:
    key = _person(entry.coming, entry)
    return next((p for p in places if key and _person(p.coming, p) == key), None)


def _person(guest: Guest | None, where: Entry | Invitation) -> tuple[str, str] | None:
    """Name and unit: who somebody is, as far as a list can say."""
    return (exact_key(guest.name), exact_key(where.organisation)) if guest else None


def _by_person(
    matching: Matching,
    of_entry: Callable[[Entry], Hashable | None],
    of_place: Callable[[Invitation], Hashable | None],
) -> None:
    """Pair same name and unit; namesakes in one unit by group, phone and title, else ask."""
    entries, places = (
        _keyed(matching.entries.values(), of_entry),
        _keyed(matching.places.values(), of_place),
    )
    for key in entries.keys() & places.keys():
        ours, theirs = entries[key], places[key]
        for refine in (_all_alike, _group, _phone, _title):
            ours, theirs = _pair_single(matching, ours, theirs, refine)
        if ours and theirs:
            for entry in ours:
                what = say(
                    "Có nhiều đại biểu cùng họ tên, cùng đơn vị với %(who)s.", who=who(entry)
                )
                matching.ask(entry, "namesakes", what)


def _keyed(items: Iterable[T], key: Callable[[T], Hashable | None]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        if (name := key(item)) is not None:
            found[name].append(item)
    return found


def _pair_single(
    matching: Matching,
    entries: list[Entry],
    places: list[Invitation],
    refine: Callable[[Entry | Invitation], Hashable | None],
) -> tuple[list[Entry], list[Invitation]]:
    """Pair where one stands against one under this key; give what is left of both."""
    ours, theirs = _keyed(entries, refine), _keyed(places, refine)
    done = [key for key in ours if len(ours[key]) == len(theirs.get(key, ())) == 1]
    for key in done:
        matching.pair(ours[key][0], theirs[key][0])
    paired = {ours[key][0].position for key in done}, {theirs[key][0].id for key in done}
    return (
        [e for e in entries if e.position not in paired[0]],
        [p for p in places if p.id not in paired[1]],
    )


def _all_alike(_: Entry | Invitation) -> Hashable:
    return ""


def _group(where: Entry | Invitation) -> Hashable:
    return where.group


def _phone(where: Entry | Invitation) -> Hashable | None:
    return where.phone


def _title(where: Entry | Invitation) -> Hashable | None:
    return where.coming.title if where.coming else None


def _by_unnamed_place(matching: Matching) -> None:
    """The nth unnamed place of a unit is the nth that it was asked for, named since or not.

    Where a unit has several, the post that is asked for tells them apart first.
    """
    for key in _units(matching):
        places = _keyed((p for p in matching.places.values() if _was_unnamed(p)), key)
        entries = _keyed((e for e in matching.entries.values() if e.coming is None), key)
        for unit, asked in entries.items():
            for entry, place in zip(asked, places.get(unit, ()), strict=False):
                matching.pair(entry, place)


def _was_unnamed(place: Invitation) -> bool:
    return place.holder is None or place.expects is not None


def _units(matching: Matching) -> tuple[Callable[[Entry | Invitation], Hashable], ...]:
    """Give what tells units apart: with the post that is asked for, and without.

    The group counts only where the list says it.
    """
    grouped = any("group" in entry.carries for entry in matching.entries.values())

    def unit(where: Entry | Invitation) -> Hashable:
        return where.group if grouped else "", exact_key(where.organisation)

    def unit_and_post(where: Entry | Invitation) -> Hashable:
        return unit(where), where.expects or (where.coming.title if where.coming else None)

    return unit_and_post, unit


def _by_phone(matching: Matching) -> None:
    """A name spelt otherwise, or a person who moved, is known by an own phone number."""
    entries = _keyed((e for e in matching.entries.values() if e.coming), _phone)
    places = _keyed((p for p in matching.places.values() if p.coming), _phone)
    for phone, ours in entries.items():
        theirs = places.get(phone, [])
        if len(ours) == len(theirs) == 1 and _alike(ours[0], theirs[0]):
            message = say(
                "%(ours)s được hiểu là %(theirs)s vì trùng số điện thoại. Đề nghị xác nhận.",
                ours=who(ours[0]),
                theirs=who(theirs[0]),
            )
            matching.tell(ours[0], "warning", "known_by_phone", message)
            matching.pair(ours[0], theirs[0])


def _ask_about_likeness(matching: Matching) -> None:
    """Whoever is nearly, or elsewhere, somebody who is no longer on the list: ask."""
    places = _keyed((p for p in matching.places.values() if p.coming), _sound)
    for entry in list(matching.entries.values()):
        candidates = places.get(_sound(entry), []) if entry.coming else []
        similar = [place for place in candidates if _could_be(entry, place)]
        if similar:
            people = joined(map(who, similar[:3]), "; ")
            message = say(
                "%(who)s có phải là %(people)s trong danh sách đã nhập?",
                who=who(entry),
                people=people,
            )
            matching.ask(entry, "who_is_this", message)


def _sound(where: Entry | Invitation) -> Hashable:
    """What all spellings of one name have in common: no accents, i for a lone y."""
    return sound_key(fold(where.coming.name)) if where.coming else ()


def _could_be(entry: Entry, place: Invitation) -> bool:
    """Same name elsewhere, or another spelling in the same unit."""
    if entry.coming and place.coming and same_name(entry.coming.name, place.coming.name):
        return True
    return exact_key(entry.organisation) == exact_key(place.organisation)


def _alike(entry: Entry, place: Invitation) -> bool:
    return bool(entry.coming and place.coming and alike(entry.coming.name, place.coming.name))


def _by_naming(matching: Matching) -> None:
    """A unit that was asked for somebody has named them: its unnamed places get the names."""
    units = _units(matching)
    for key in units:
        places = _keyed((p for p in matching.places.values() if p.holder is None), key)
        entries = _keyed((e for e in matching.entries.values() if e.coming), key)
        for unit, named in entries.items():
            free = places.get(unit, [])
            if len(named) <= len(free):
                for entry, place in zip(named, free, strict=False):
                    _name(matching, entry, place)
            elif free and key is units[-1]:
                for entry in named:
                    what = say(
                        "Chưa rõ %(who)s nhận suất chưa có tên nào của %(organisation)s.",
                        who=who(entry),
                        organisation=entry.organisation,
                    )
                    matching.ask(entry, "which_place", what)


def _name(matching: Matching, entry: Entry, place: Invitation) -> None:
    message = say(
        "Bổ sung họ tên cho suất của %(organisation)s: %(who)s.",
        organisation=place.organisation,
        who=who(entry),
    )
    matching.tell(entry, "notice", "place_named", message)
    matching.pair(entry, place)


def question_of(message: Sentence) -> Sentence:
    """Give what is asked about a row alone, for whoever can answer it where it is asked."""
    question = message.values.get("question")
    return question if isinstance(question, Sentence) else message


def alike(one: str, other: str) -> bool:
    """Whether two names could be two spellings of one: accents, tone marks, i for y."""
    return same_name(one, other) or near_same_name(one, other) or fold(one) == fold(other)


def who(where: Entry | Invitation) -> Sentence:
    """Name somebody so that a person knows whom is meant."""
    guest = where.coming
    name = guest.name if guest else where.expects or say("Đại diện")
    rest = ", ".join(filter(None, [guest.title if guest else None, where.organisation]))
    return joined((name, f"({rest})") if rest else (name,), " ")

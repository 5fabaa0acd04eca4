"""A list over what is already stored: new, changed, unchanged, missing; nobody is lost.

A list adds and corrects. It never takes away what it does not speak of (a seat where it has
no seat column, a name given since, an answer, an honorific), never touches who is present,
and never deletes: whoever it leaves out is only named.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from server.guestlist.entries import Entry
from server.guestlist.matching import Matching, alike, match, who
from server.guestlist.sheets import Problem
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation
from server.names import same_name
from server.names.titles import strip_organisation
from server.sentences import Sentence, joined, plural, say


@dataclass(frozen=True, slots=True)
class Merge:
    """What a list means for the store.

    `moved` are those of the unchanged whose place in the list's order is another now.
    `missing` are in the store, not on the list, and stay as they are. `rows` gives the row of
    the list that each place of the others stands in.
    """

    new: tuple[Invitation, ...]
    changed: tuple[Invitation, ...]
    unchanged: tuple[Invitation, ...]
    moved: tuple[Invitation, ...]
    missing: tuple[Invitation, ...]
    problems: tuple[Problem, ...]
    rows: Mapping[str, int]

    @property
    def to_store(self) -> tuple[Invitation, ...]:
        """All values that differ from what is stored, in the list's order."""
        return _in_order((*self.new, *self.changed, *self.moved))


def merge(
    existing: Sequence[Invitation],
    present: Container[str],
    entries: Sequence[Entry],
    new_id: Callable[[], str],
    decided: Mapping[int, str | None] | None = None,
) -> Merge:
    """Say what the entries of a list change. `present`: ids of places that are taken.

    `decided` is what a person has said about single rows, as `match` takes it.

    With a problem of level error the rest is incomplete and nothing may be stored.
    """
    matching = match(entries, existing, decided)
    problems = list(matching.problems)
    listed = [
        p for p in matching.places.values() if p.kind is not Kind.WALK_IN and p.cancelled is None
    ]
    missing = listed if entries else []  # a file in which nobody was found is no list of anybody
    keep_order = len(missing) * 2 > len(existing)
    last = max((place.position for place in existing), default=0)
    new = [
        _invite(e, new_id(), last + at if keep_order else e.position)
        for at, e in enumerate(matching.entries.values(), 1)
    ]
    changed, unchanged, moved = [], [], []
    for entry, place in matching.pairs:
        updated = _update(place, entry, place.id in present, problems)
        settled = replace(updated, position=place.position if keep_order else entry.position)
        if updated != place:
            changed.append(settled)
            continue
        unchanged.append(settled)
        moved += [settled] if settled != place else []
    _say_missing(missing, present, entries, problems)
    rows = _rows(new, matching)
    _check_seats([*new, *changed, *unchanged], matching, rows, problems)
    return Merge(
        _in_order(new),
        _in_order(changed),
        _in_order(unchanged),
        _in_order(moved),
        tuple(missing),
        tuple(problems),
        rows,
    )


def _rows(new: Sequence[Invitation], matching: Matching) -> dict[str, int]:
    """Give the row of each place, of the new ones in their order."""
    rows = {place.id: entry.row for entry, place in matching.pairs}
    fresh = zip(new, matching.entries.values(), strict=True)
    return rows | {place.id: entry.row for place, entry in fresh}


def _in_order(places: Sequence[Invitation]) -> tuple[Invitation, ...]:
    return tuple(sorted(places, key=lambda place: place.position))


def _invite(entry: Entry, invitation_id: str, position: int) -> Invitation:
    return Invitation(
        id=invitation_id,
        group=entry.group,
        organisation=entry.organisation,
        holder=entry.holder,
        position=position,
        expects=entry.expects,
        phone=entry.phone,
        phone_written=entry.phone_written,
        kind=entry.kind,
        rsvp=entry.rsvp,
        rsvp_reason=entry.rsvp_reason,
        substitute=entry.substitute,
        award=entry.award,
        support=entry.support,
        seat=entry.seat,
        note=entry.note,
        list_code=entry.list_code,
        email=entry.email,
    )


def _update(
    place: Invitation, entry: Entry, is_present: bool, problems: list[Problem]
) -> Invitation:
    """Take over what the list says and knows better; silence changes nothing."""
    holder, substitute = _people(place, entry, is_present, problems)
    group = entry.group if "group" in entry.carries else place.group
    rsvp, reason = _answer(place, entry)
    if place.cancelled is not None:
        _say(
            problems,
            entry,
            "cancelled",
            say("%(who)s: phiếu mời đã hủy nên vẫn giữ là đã hủy.", who=who(place)),
        )
    return replace(
        place,
        group=group,
        organisation=entry.organisation or place.organisation,
        holder=holder,
        substitute=substitute,
        expects=entry.expects or place.expects,
        phone=entry.phone or place.phone,
        phone_written=_written(place, entry),
        kind=_kind(place, entry, group),
        rsvp=rsvp,
        rsvp_reason=reason,
        award=_award(place, entry),
        support=entry.support or place.support,
        seat=entry.seat if "seat" in entry.carries and place.cancelled is None else place.seat,
        note=entry.note or place.note,
        email=entry.email or place.email,
        list_code=place.list_code if entry.list_code == place.id else _code(place, entry),
    )


def _people(
    place: Invitation, entry: Entry, is_present: bool, problems: list[Problem]
) -> tuple[Guest | None, Guest | None]:
    """Give holder and stand-in. Who has come stays, whatever a later list says."""
    holder, substitute = entry.holder, entry.substitute
    if _is(holder, place.substitute):
        holder, substitute = place.holder, holder  # the list names only who comes
    elif _is(substitute, place.holder) and place.substitute is None:
        return holder, _better(place.holder, substitute, place)  # and now says for whom
    merged = _better(place.holder, holder, place), _better(place.substitute, substitute, place)
    comes = merged[1] or merged[0]
    if place.coming is None or comes is None or alike(place.coming.name, comes.name):
        _say_silence(place, entry, problems)
        return merged
    if is_present:
        message = say(
            "%(who)s đã ghi nhận có mặt nên giữ nguyên, không đổi thành %(name)s.",
            who=who(place),
            name=comes.name,
        )
        _say(problems, entry, "present_kept", message)
        return place.holder, place.substitute
    message = say(
        "%(who)s được thay bằng %(name)s; mã đã phát vẫn là mã cũ.", who=who(place), name=comes.name
    )
    _say(problems, entry, "holder_changed", message)
    return merged


def _is(one: Guest | None, other: Guest | None) -> bool:
    return one is not None and other is not None and same_name(one.name, other.name)


def _better(old: Guest | None, new: Guest | None, place: Invitation) -> Guest | None:
    """Take the new spelling and fill in what only the old one knows of the same person."""
    if old is None or new is None or not alike(old.name, new.name):
        return new or old
    # "Giám đốc" and "Giám đốc Sở D" at Sở D are one title; the fuller one is as it was given.
    same = old.title and new.title == strip_organisation(old.title, place.organisation)
    title = old.title if same or new.title is None else new.title
    return Guest(new.name, new.honorific or old.honorific, title)


def _say_silence(place: Invitation, entry: Entry, problems: list[Problem]) -> None:
    """Ask where a list that could name somebody, or a stand-in, no longer does."""
    if entry.coming is None and place.holder and place.kind is Kind.NAMED:
        message = say("Danh sách mới không ghi tên %(who)s; vẫn giữ tên đã có.", who=who(place))
        _say(problems, entry, "name_kept", message)
    if place.substitute and entry.holder and not entry.substitute and "substitute" in entry.carries:
        message = say(
            "Danh sách mới không ghi người dự thay; vẫn giữ %(who)s dự thay.", who=who(place)
        )
        _say(problems, entry, "stand_in_kept", message)


def _answer(place: Invitation, entry: Entry) -> tuple[Rsvp, str | None]:
    if entry.rsvp is Rsvp.NONE:
        return place.rsvp, place.rsvp_reason
    same = entry.rsvp is place.rsvp
    return entry.rsvp, entry.rsvp_reason or (place.rsvp_reason if same else None)


def _written(place: Invitation, entry: Entry) -> str | None:
    """How a number is written matters only together with the number."""
    known = entry.phone is None or entry.phone == place.phone
    return (place.phone_written or entry.phone_written) if known else entry.phone_written


def _kind(place: Invitation, entry: Entry, group: str) -> Kind:
    """A place keeps the kind in which it was invited, unless it moves to or from the press."""
    moved = (entry.kind is Kind.PRESS) != (place.kind is Kind.PRESS)
    return entry.kind if moved and group == entry.group else place.kind


def _award(place: Invitation, entry: Entry) -> Award | None:
    """An award that a list of awards no longer holds is gone: better than a wrong call-up."""
    if entry.award is None:
        return None if "award" in entry.carries else place.award
    if place.award is None or place.award.collective != entry.award.collective:
        return entry.award
    return Award(
        entry.award.collective,
        entry.award.form or place.award.form,
        place.award.order if entry.award.order is None else entry.award.order,
    )


def _code(place: Invitation, entry: Entry) -> str | None:
    return entry.list_code or place.list_code


def _say(problems: list[Problem], entry: Entry, code: str, message: Sentence) -> None:
    problems.append(Problem(entry.sheet, entry.row, None, "warning", code, message))


def _say_missing(
    missing: Sequence[Invitation],
    present: Container[str],
    entries: Sequence[Entry],
    problems: list[Problem],
) -> None:
    sheet = entries[0].sheet if entries else ""
    inside = [place for place in missing if place.id in present]
    outside = [place for place in missing if place.id not in present]
    if outside:
        message = plural(
            "%(n)s suất không còn trong danh sách mới, vẫn giữ nguyên: %(who)s. Nếu "
            "không mời nữa, hủy từng phiếu mời.",
            len(outside),
            who=_some(outside),
        )
        problems.append(Problem(sheet, None, None, "warning", "missing", message))
    if inside:
        message = plural(
            "%(n)s đại biểu đã ghi nhận có mặt không có trong danh sách mới, vẫn giữ "
            "nguyên: %(who)s.",
            len(inside),
            who=_some(inside),
        )
        problems.append(Problem(sheet, None, None, "warning", "missing_present", message))


def _some(places: Sequence[Invitation]) -> Sentence:
    shown: list[str] = [who(place) for place in places[:5]]
    return joined([*shown, "…"] if len(places) > 5 else shown, "; ")


def _check_seats(
    places: Sequence[Invitation],
    matching: Matching,
    rows: Mapping[str, int],
    problems: list[Problem],
) -> None:
    """Refuse a seat that somebody has whom this list does not move."""
    holders: dict[str, list[Invitation]] = defaultdict(list)
    for place in (*places, *matching.places.values()):
        if place.seat:
            holders[place.seat].append(place)
    sheet = matching.pairs[0][0].sheet if matching.pairs else ""
    for seat, found in holders.items():
        if len(found) > 1:
            message = say(
                "Ghế %(seat)s đã bố trí cho %(one)s, nay lại ghi cho %(other)s. Chọn ghế "
                "khác hoặc đổi chỗ.",
                seat=seat,
                one=who(found[-1]),
                other=who(found[0]),
            )
            row = rows.get(found[0].id)
            problems.append(Problem(sheet, row, None, "error", "seat_taken", message))

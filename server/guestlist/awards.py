"""The sheet of awards: who receives what, found by name and unit alone. Ask, never guess."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from server.guestlist.entries import Entry
from server.guestlist.headers import Field, Header, squash
from server.guestlist.lines import Line
from server.guestlist.sheets import Doubts, Sheet
from server.guests import Award, Group, Kind
from server.names import NameCell, exact_key, fold, near_same_name, read_name_cell, same_name
from server.names.titles import title_rank
from server.sentences import Sentence, joined, mark, say

# Whose a row of an award sheet is, by sheet and row, as a person said: the position of an
# entry, None for nobody.
Recipients: TypeAlias = Mapping[tuple[str, int], int | None]


@dataclass(frozen=True, slots=True)
class Commendation:
    """A row of the award sheet. `unit` is "" where the row gives none."""

    row: int
    column: int | None
    recipient: NameCell
    unit: str
    award: Award


def award_text(award: Award, organisation: str) -> Sentence:
    """Say an award as lists do: "Cá nhân", "Tập thể - đại diện tập thể Sở A lên nhận"."""
    if not award.collective:
        return say("Cá nhân")
    unit = "Phòng" if organisation.startswith("Phòng ") else organisation
    return say("Tập thể - đại diện tập thể %(unit)s lên nhận", unit=unit)


def is_award_sheet(sheet: Sheet, header: Header) -> bool:
    """Whether a sheet lists awards and not guests, by its name, title or header."""
    above = (text for row in range(1, header.row) for text in sheet.texts(row).values())
    told = any("khen thuong" in fold(text) for text in (sheet.name, *above))
    return Field.RECIPIENT in header.columns or (told and Field.AWARD_FORM in header.columns)


def give_awards(
    entries: Sequence[Entry],
    sheet: Sheet,
    header: Header,
    groups: Sequence[Group],
    organisation: Callable[[str], str],
    said: Recipients,
) -> tuple[list[Entry], Doubts]:
    """Set the awards of one sheet on the entries whom they are for.

    What a person has `said` is not asked again. What a note promised and the sheet does not hold stays, and is asked about.
    """
    doubts = Doubts(sheet.name)
    ranks = {group.code: group.rank for group in groups}
    units = {exact_key(entry.organisation) for entry in entries}
    promised = {at for at, entry in enumerate(entries) if entry.award}
    given: dict[int, Commendation] = {}
    # Persons first: who is named for himself is not the one that a note means for his unit.
    for each in sorted(_read(sheet, header, organisation, units), key=lambda c: c.award.collective):
        if (sheet.name, each.row) in said:
            whose = said[sheet.name, each.row]
            at = next((at for at, e in enumerate(entries) if e.position == whose), None)
        elif each.award.collective:
            free = [at for at in range(len(entries)) if at not in given]
            at = _find_collective(each, entries, free, promised, ranks, doubts)
        else:
            at = _find_person(each, entries, doubts)
        if at is not None:
            given[at] = each
    _ask_about(promised - given.keys(), entries, doubts)
    result = [_commend(e, given[at]) if at in given else e for at, e in enumerate(entries)]
    return [replace(entry, carries=entry.carries | {"award"}) for entry in result], doubts


def _read(
    sheet: Sheet, header: Header, organisation: Callable[[str], str], units: Container[str]
) -> Iterator[Commendation]:
    """Give the rows in their order; headings say whether collectives or persons follow.

    Without such a heading a row is for a collective when it names one of the `units`.
    """
    collective, order = False, 0
    for row, texts in sheet.numbered():
        if row <= header.last_row or row in sheet.hidden_rows:
            continue
        line = Line(row, texts, sheet, header, {})
        heading = squash("".join(text for text in texts.values() if len(text) > 2))
        if heading in {"tapthe", "cactapthe"} or heading in {"canhan", "caccanhan"}:
            collective = heading.endswith("tapthe")
            continue
        field = Field.RECIPIENT if Field.RECIPIENT in header.columns else Field.NAME
        written = line.text(field)
        if not written or re.match(r"tổng|cộng", written, re.IGNORECASE):
            continue
        order += 1
        unit = organisation(line.text(Field.ORGANISATION)) if line.text(Field.ORGANISATION) else ""
        whole = collective or exact_key(organisation(written)) in units
        award = Award(whole, line.text(Field.AWARD_FORM) or None, order)
        recipient = NameCell(organisation(written)) if whole else read_name_cell(written)
        yield Commendation(row, line.column(field), recipient, unit, award)


def _find_collective(
    commendation: Commendation,
    entries: Sequence[Entry],
    free: Sequence[int],
    promised: Container[int],
    ranks: Mapping[str, int],
    doubts: Doubts,
) -> int | None:
    """Give who walks up for an organisation: whom a note names, else its first in protocol."""
    unit = commendation.recipient.name
    places = [
        at
        for at in free
        if same_name(entries[at].organisation, unit) and entries[at].kind is not Kind.PRESS
    ]
    if not places:
        message = say(
            "Tập thể «%(unit)s» có trong danh sách khen thưởng nhưng không có đại biểu nào dự.",
            unit=unit,
        )
        doubts.warning(commendation.row, commendation.column, "award_nobody", message)
        return None
    marked = [at for at in places if at in promised]
    return min(marked or places, key=lambda at: _protocol(entries[at], ranks))


def _protocol(entry: Entry, ranks: Mapping[str, int]) -> tuple[int, int, int]:
    title = entry.coming.title if entry.coming else entry.expects
    return ranks.get(entry.group, 99), title_rank(title, entry.organisation), entry.row


def _find_person(
    commendation: Commendation, entries: Sequence[Entry], doubts: Doubts
) -> int | None:
    """Give the one entry with exactly this name, of this unit; where it takes a guess, ask."""
    name, unit = commendation.recipient.name, commendation.unit
    people = [(at, e) for at, e in enumerate(entries) if e.coming]
    alike = [(at, e) for at, e in people if e.coming and same_name(e.coming.name, name)]
    here = [(at, e) for at, e in alike if not unit or same_name(e.organisation, unit)]
    near = [
        e
        for _, e in people
        if e.coming
        and near_same_name(e.coming.name, name)
        and (not unit or same_name(e.organisation, unit))
    ]
    if len(here) != 1:
        _ask_who(commendation, [e for _, e in here or alike] or near, doubts)
        return None
    if near:
        message = say(
            "Khen thưởng ghi «%(name)s»: đã chọn %(here)s vì đúng từng dấu; gần giống còn "
            "có %(near)s. Đề nghị xác nhận.",
            name=name,
            here=entry_words(here[0][1]),
            near=joined(map(entry_words, near), "; "),
        )
        candidates = tuple(e.position for e in (here[0][1], *near))
        doubts.warning(
            commendation.row, commendation.column, "award_near_name", message, candidates
        )
    return here[0][0]


def _ask_who(commendation: Commendation, candidates: Sequence[Entry], doubts: Doubts) -> None:
    name = commendation.recipient.name
    unit = f" ({commendation.unit})" if commendation.unit else ""
    message = say(
        "Chưa ghi khen thưởng cho «%(name)s»%(unit)s: không có trong danh sách đại biểu.",
        name=name,
        unit=unit,
    )
    if candidates:
        message = say(
            "Chưa ghi khen thưởng cho «%(name)s»%(unit)s: chưa rõ là ai trong "
            "%(candidates)s. Đề nghị ghi đúng họ tên và đơn vị.",
            name=name,
            unit=unit,
            candidates=joined(map(entry_words, candidates), "; "),
        )
    positions = tuple(entry.position for entry in candidates)
    doubts.warning(commendation.row, commendation.column, "award_who", message, positions)


def entry_words(entry: Entry) -> Sentence:
    """Name an entry so that namesakes are told apart: name, post, unit, row."""
    name = entry.coming.name if entry.coming else entry.expects
    title = entry.coming.title if entry.coming else None
    where = ", ".join(filter(None, [title, entry.organisation]))
    template = (
        mark("%(name)s (%(where)s, dòng %(row)s)") if where else mark("%(name)s (dòng %(row)s)")
    )
    return say(template, name=name, where=where, row=entry.row)


def _commend(entry: Entry, commendation: Commendation) -> Entry:
    """Set the award, and the honorific where only the award sheet says it."""
    said = commendation.recipient.honorific
    entry = replace(entry, award=commendation.award)
    if said is None or commendation.award.collective:
        return entry
    if entry.substitute:
        known = entry.substitute.honorific or said
        return replace(entry, substitute=replace(entry.substitute, honorific=known))
    if entry.holder:
        return replace(
            entry, holder=replace(entry.holder, honorific=entry.holder.honorific or said)
        )
    return entry


def _ask_about(left: set[int], entries: Sequence[Entry], doubts: Doubts) -> None:
    for at in sorted(left):
        message = say(
            "%(who)s được ghi nhận khen thưởng nhưng không có trong trang này.",
            who=entry_words(entries[at]),
        )
        doubts.warning(None, None, "award_unlisted", message)

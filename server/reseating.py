"""The hall rearranged: what the rule would change, who may move up, why each sits there. Pure.

What people have settled is never undone by the rule: a locked seat keeps its guest, or stays
empty; who is in the hall already stays seated; who needs no seat and got one by hand keeps it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from server.guests import Group, Rsvp
from server.hall import Hall, Seat, Zone
from server.invitations import Invitation
from server.seating import Assignment, Doubt, assign, protocol_order, takes_seat, uses_wheelchair
from server.sentences import Sentence, bilingual, mark, say


@dataclass(frozen=True, slots=True)
class Move:
    """A guest goes from a seat to another; None: from or to no seat. `reason`: one sentence."""

    invitation: str
    before: str | None
    after: str | None
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Reseating:
    """What the rule would change, in protocol order. `kept`: how many stay where they are.

    `kept_free`: seat id → why nobody sits there.
    """

    moves: tuple[Move, ...]
    kept: int
    kept_free: dict[str, Sentence]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a guest sits where they do. `rule`: the seat that the rule gives; None: none."""

    facts: tuple[Sentence, ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class MoveUp:
    """An empty seat in front and who may take it. `holder`: whose seat it was until now.

    A holder, who is not here, gets the seat that the other leaves.
    """

    seat: str
    invitation: str
    before: str
    holder: str | None
    reason: Sentence


def reseat(
    hall: Hall,
    invitations: Iterable[Invitation],
    groups: Sequence[Group],
    *,
    locked: Collection[str] = (),
    present: Collection[str] = (),
    host: str | None = None,
) -> Reseating:
    """Say what the rule would change. `locked`: seat ids; `present`: ids of who is here."""
    places = list(invitations)
    seated = [one for one in places if takes_seat(one)]
    ruled = _ruled(hall, places, groups, locked, present, host)
    moves = [
        Move(one.id, one.seat, ruled.seats.get(one.id), _reason(ruled, one))
        for one in protocol_order(seated, groups)
        if ruled.seats.get(one.id) != one.seat
    ]
    kept = sum(1 for one in seated if one.seat and ruled.seats.get(one.id) == one.seat)
    return Reseating(tuple(moves), kept, ruled.kept_free, ruled.doubts)


def reasons(
    hall: Hall,
    invitations: Iterable[Invitation],
    groups: Sequence[Group],
    *,
    locked: Collection[str] = (),
    host: str | None = None,
) -> dict[str, Why]:
    """Say of everybody who has a seat of this hall why it is that one, by invitation id."""
    places = list(invitations)
    ruled = _ruled(hall, places, groups, locked, (), host)
    standing = _standing(places, groups)
    found = {}
    for one in places:
        seat = hall.seat(one.seat) if one.seat and one.cancelled is None else None
        if seat is not None:
            facts = [*_of_seat(hall, seat, one), *standing.get(one.id, ())]
            facts.append(_of_rule(ruled, one, is_locked=seat.id in locked))
            found[one.id] = Why(tuple(facts), ruled.seats.get(one.id))
    return found


def moves_up(
    hall: Hall,
    invitations: Iterable[Invitation],
    groups: Sequence[Group],
    present: Collection[str],
    *,
    locked: Collection[str] = (),
    late: bool = False,
) -> list[MoveUp]:
    """Offer the empty seats of the front half of the rows to those here who sit behind them.

    Empty is a seat that is nobody's, or whose guest has sent word of not coming; with `late`
    also one whose guest is not here yet, but never a leader's. The groups for which the seat
    is kept go first, then protocol. Who is called up for an award, sits in a wheelchair, at
    the chairman's table, with the press or on a locked seat is left where they are.
    """
    places = [one for one in invitations if one.cancelled is None]
    front = _Front(hall, places, groups, present, locked)
    waiting = front.candidates(protocol_order(places, groups))
    offers = []
    for seat in front.empty_seats(late=late):
        found = front.choose(seat, waiting)
        if found is not None:
            waiting.remove(found)
            offers.append(front.offer(seat, found))
    return offers


def _ruled(
    hall: Hall,
    places: Sequence[Invitation],
    groups: Sequence[Group],
    locked: Collection[str],
    present: Collection[str],
    host: str | None,
) -> Assignment:
    """Seat everybody by the rule, around what is settled."""
    fixed = {
        one.id: one.seat
        for one in places
        if one.seat and takes_seat(one) and (one.seat in locked or one.id in present)
    }
    by_hand = {one.seat for one in places if one.seat and one.cancelled is None}
    by_hand -= {one.seat for one in places if takes_seat(one)}
    closed = (set(locked) | {seat for seat in by_hand if seat}) - set(fixed.values())
    return assign(hall, places, groups, fixed=fixed, closed=closed, host=host)


def _reason(ruled: Assignment, one: Invitation) -> Sentence:
    return ruled.reasons.get(one.id, say("Hội trường đã hết ghế."))


def _of_seat(hall: Hall, seat: Seat, one: Invitation) -> list[Sentence]:
    zone, row = hall.zone(seat), hall.row(seat)
    name, english = (
        (row.label, row.label_en) if row.head else map(_lower, (row.label, row.label_en))
    )
    where = say(
        "Chỗ thứ %(number)s theo lễ tân của %(row)s",
        number=seat.order,
        row=bilingual(name, english),
    )
    facts = [_of_zone(zone, one), where]
    if seat.wheelchair:
        facts.append(say("Chỗ dành cho xe lăn"))
    if one.award and zone and zone.award:
        facts.append(say("Nhận khen thưởng: ngồi liền nhau trong khu khen thưởng"))
    return facts


def _of_zone(zone: Zone | None, one: Invitation) -> Sentence:
    if zone is None:
        return say("Ghế dự phòng, không thuộc khu dành riêng nào")
    area = bilingual(zone.name, zone.name_en)
    if one.group in zone.groups:
        return say("Khu «%(area)s» dành cho nhóm %(code)s", area=area, code=one.group)
    return say(
        "Khu «%(area)s» dành cho %(codes)s; đại biểu thuộc nhóm %(code)s",
        area=area,
        codes=", ".join(zone.groups),
        code=one.group,
    )


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _standing(
    places: Sequence[Invitation], groups: Sequence[Group]
) -> dict[str, tuple[Sentence, ...]]:
    """Say where each stands within the group, by the title of whoever comes."""
    of_group: dict[str, list[Invitation]] = {}
    for one in protocol_order([one for one in places if takes_seat(one)], groups):
        of_group.setdefault(one.group, []).append(one)
    rank = mark("%(title)s: thứ %(number)s trong %(all)s đại biểu nhóm %(code)s")
    return {
        one.id: (say(rank, title=_title(one), number=number, all=len(people), code=code),)
        for code, people in of_group.items()
        for number, one in enumerate(people, 1)
    }


def _of_rule(ruled: Assignment, one: Invitation, *, is_locked: bool) -> Sentence:
    by_rule = ruled.seats.get(one.id)
    if is_locked:
        return say("Ghế đang khóa: xếp chỗ theo lễ tân không thay đổi")
    if not takes_seat(one):
        return say("Xếp tay: danh sách ghi không bố trí ghế")
    if by_rule is None:
        return say("Xếp tay: theo lễ tân không còn ghế")
    if by_rule == one.seat:
        return say("Đúng theo lễ tân: %(reason)s", reason=ruled.reasons[one.id])
    return say("Xếp tay: theo lễ tân là ghế %(seat)s", seat=by_rule)


def _title(one: Invitation) -> str:
    coming = one.coming
    title = (coming.title if coming else one.expects) or say("Chưa rõ chức vụ")
    if one.substitute:
        return say("%(title)s (theo chức vụ người dự thay)", title=title)
    return title


class _Front:
    """The hall shortly before the start: which seats in front are empty, who sits behind."""

    def __init__(
        self,
        hall: Hall,
        places: Sequence[Invitation],
        groups: Sequence[Group],
        present: Collection[str],
        locked: Collection[str],
    ) -> None:
        rows = [row.id for row in hall.rows if not row.head]
        self._hall = hall
        self._rows = {row: number for number, row in enumerate(rows)}
        self._front = set(rows[: len(rows) // 2])
        self._vips = {group.code for group in groups if group.vip}
        self._holders = {one.seat: one for one in places if one.seat and hall.seat(one.seat)}
        self._present = present
        self._closed = {*locked, *self._kept_for_company(groups)}

    def candidates(self, order: Sequence[Invitation]) -> list[Invitation]:
        """List who may be asked to move, by protocol."""
        return [one for one in order if self._may_move(one)]

    def empty_seats(self, *, late: bool) -> list[Seat]:
        """List what is empty in front, front row first, in each row by protocol."""
        seats = [seat for seat in self._hall.seats if self._is_empty(seat, late=late)]
        return sorted(seats, key=lambda seat: (self._rows[seat.row], seat.order))

    def choose(self, seat: Seat, waiting: Sequence[Invitation]) -> Invitation | None:
        """Find who goes there: of the seat's own groups first, else the first by protocol."""
        behind = [one for one in waiting if self._row(one) > self._rows[seat.row]]
        zone = self._hall.zone(seat)
        own = [one for one in behind if zone and one.group in zone.groups]
        return next(iter([*own, *behind]), None)

    def offer(self, seat: Seat, one: Invitation) -> MoveUp:
        """Say who may go there and why."""
        holder, zone = self._holders.get(seat.id), self._hall.zone(seat)
        own = mark("Nhóm của khu này trong số đã có mặt ngồi phía sau: %(title)s, nhóm %(code)s.")
        first = mark(
            "Cao nhất theo lễ tân trong số đã có mặt ngồi phía sau: %(title)s, nhóm %(code)s."
        )
        at_home = zone is not None and one.group in zone.groups
        reason = say(own if at_home else first, title=_title(one), code=one.group)
        return MoveUp(seat.id, one.id, one.seat or "", holder.id if holder else None, reason)

    def _may_move(self, one: Invitation) -> bool:
        seat = self._hall.seat(one.seat) if one.seat and one.id in self._present else None
        if seat is None or seat.row not in self._rows or seat.id in self._closed:
            return False
        zone = self._hall.zone(seat)
        at_work = zone is not None and zone.press
        return not (one.award or uses_wheelchair(one) or at_work)

    def _is_empty(self, seat: Seat, *, late: bool) -> bool:
        zone = self._hall.zone(seat)
        if seat.row not in self._front or seat.wheelchair or seat.id in self._closed:
            return False
        if zone is not None and zone.press:
            return False
        holder = self._holders.get(seat.id)
        if holder is None:
            return True
        if holder.id in self._present:
            return False
        return holder.rsvp is Rsvp.NOT_COMING or (late and holder.group not in self._vips)

    def _row(self, one: Invitation) -> int:
        seat = self._hall.seat(one.seat or "")
        return self._rows[seat.row] if seat else -1

    def _kept_for_company(self, groups: Sequence[Group]) -> Collection[str]:
        """Seats beside a wheelchair whose companion is expected."""
        now = {one.id: seat for seat, one in self._holders.items() if seat}
        return assign(self._hall, self._holders.values(), groups, fixed=now).kept_free

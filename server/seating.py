"""Who sits where: groups by rank, titles within the group, the row's own order. Pure.

The hall's file says which seats are kept for whom; this module fills them, in this order:

1. seats that somebody has fixed by hand stay as they are;
2. the chairman's table takes those who chair, then the head of the host;
3. a wheelchair gets a wheelchair place, and a companion the seat beside it, kept free;
4. commended guests sit together in the award zone, in the order of the awards if known;
5. each zone takes its groups in the order in which the file names them, and within a
   group by title; a stand-in ranks by their own title, after the others of that title,
   since rank is not delegated;
6. groups for which no zone is kept fill the seats that are kept for nobody, front to back;
7. who found no room in their own zones gets a seat further back, with a word to the
   organisers. Nobody is dropped in silence.

Places that take no seat on purpose, and cancelled ones, are left out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.guestlist import takes_no_seat
from server.guests import Group
from server.hall import Hall, Seat, Zone
from server.invitations import Invitation
from server.names import fold
from server.names.titles import title_rank
from server.sentences import Sentence, bilingual, joined, mark, say

_CHAIR = "chủ trì"
_AT_HEAD_TABLE = {
    _CHAIR: mark("Chủ trì"),
    "đồng chủ trì": mark("Đồng chủ trì"),
    None: mark("Đứng đầu đơn vị chủ nhà"),
}
_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """What an organiser should look at: about whom, in one sentence."""

    invitation: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class Assignment:
    """Invitation id → seat id, and → why. `kept_free`: seat id → why nobody sits there."""

    seats: dict[str, str]
    reasons: dict[str, Sentence]
    kept_free: dict[str, Sentence]
    doubts: tuple[Doubt, ...]


def assign(
    hall: Hall,
    invitations: Iterable[Invitation],
    groups: Iterable[Group],
    *,
    fixed: Mapping[str, str] | None = None,
    closed: Collection[str] = (),
    host: str | None = None,
) -> Assignment:
    """Seat everybody. `fixed`: invitation id → seat id that must stay; `closed`: nobody's seats.

    `host` is the organisation that invites; its head sits at the chairman's table. The
    answer depends on the arguments alone, never on the order of `invitations`.
    """
    seated = [one for one in protocol_order(invitations, groups) if takes_seat(one)]
    floor = _Floor(hall, seated)
    floor.close(closed)
    floor.keep(fixed or {})
    floor.fill_head_table(host)
    floor.fill_wheelchair_places()
    floor.fill_award_zones()
    floor.fill_zones()
    floor.fill_unkept_seats()
    floor.fill_what_is_left()
    return floor.assignment()


def fitting_seats(
    hall: Hall, invitations: Iterable[Invitation], groups: Iterable[Group], one: Invitation
) -> list[Seat]:
    """List the other free seats, best first, for `one` by the rank of whoever comes.

    Best is in the zone of their group, behind those of the group who rank before them.
    Seats at the chairman's table and beside a wheelchair are not offered.
    """
    order = protocol_order([*(p for p in invitations if p.id != one.id), one], groups)
    seated = [p for p in order if p.seat and p.cancelled is None and p.id != one.id]
    before = [p for p in order[: order.index(one)] if p.group == one.group and not p.award]
    floor = _Floor(hall, seated)
    floor.keep({p.id: p.seat for p in seated if p.seat})
    found = floor.fitting(one, [p.seat for p in before if p.seat and p.cancelled is None])
    return [seat for seat in found if seat.id != one.seat]


def protocol_order(invitations: Iterable[Invitation], groups: Iterable[Group]) -> list[Invitation]:
    """Put places in the order of protocol: group, title, the list's own order."""
    ranks = {group.code: group.rank for group in groups}
    return sorted(
        invitations,
        key=lambda one: (
            ranks.get(one.group, _LAST),
            rank_of(one),
            one.substitute is not None,
            one.position,
            one.id,
        ),
    )


def rank_of(invitation: Invitation) -> int:
    """Rank who comes, 1 highest: as set by hand, else by title; a stand-in by their own."""
    if invitation.rank is not None:
        return invitation.rank
    coming = invitation.coming
    title = coming.title if coming else invitation.expects
    return title_rank(title, invitation.organisation)


def takes_seat(invitation: Invitation) -> bool:
    """Whether the rule gives this place a seat: not where it is cancelled or needs none."""
    return invitation.cancelled is None and not takes_no_seat(invitation)


def uses_wheelchair(invitation: Invitation) -> bool:
    """Whether the guest comes in a wheelchair."""
    return "xe lan" in fold(invitation.support or "")


class _Floor:
    """The hall while it fills: who still waits, which seats are still free."""

    def __init__(self, hall: Hall, seated: Sequence[Invitation]) -> None:
        self._hall = hall
        self._waiting = {one.id: one for one in seated}
        self._rows = {row.id: place for place, row in enumerate(hall.rows)}
        self._heads = {row.id for row in hall.rows if row.head}
        self._zones = {zone.id: zone for zone in hall.zones}
        self._free = {
            seat.id: seat for seat in sorted(hall.seats, key=lambda s: (self._rows[s.row], s.order))
        }
        self._first_rows, self._last_rows = self._rows_of_each_group()
        self._seats: dict[str, str] = {}
        self._reasons: dict[str, Sentence] = {}
        self._kept_free: dict[str, Sentence] = {}
        self._doubts: list[Doubt] = []

    def assignment(self) -> Assignment:
        """Give what has come of it."""
        return Assignment(self._seats, self._reasons, self._kept_free, tuple(self._doubts))

    def close(self, seats: Iterable[str]) -> None:
        """Take seats out that are not to be given."""
        for seat in seats:
            self._free.pop(seat, None)

    def keep(self, fixed: Mapping[str, str]) -> None:
        """Give everybody the seat that was fixed for them, then companions what is beside."""
        kept = []
        for one in [one for one in self._waiting.values() if one.id in fixed]:
            seat = self._free.get(fixed[one.id])
            if seat is None:
                taken = mark("ghế %(seat)s đã chọn không có hoặc đã có người")
                self._doubt(one, say(taken, seat=fixed[one.id]))
                continue
            self._seat(one, seat, say("Giữ ghế đã chọn"))
            kept.append((one, seat))
        for one, seat in kept:
            self._keep_beside(one, seat)

    def fill_head_table(self, host: str | None) -> None:
        """Seat those who chair, the first of them in the middle, then the host's head.

        A hall without such a table seats them as everybody.
        """
        if not self._heads:
            return
        chairs = [one for one in self._waiting.values() if _chairs(one)]
        chairs.sort(key=lambda one: _chairs(one) != _CHAIR)
        chairs += [one for one in self._head_of(host) if one not in chairs]
        seats = self._free_seats(lambda seat: seat.row in self._heads)
        for one, seat in zip(chairs, seats, strict=False):
            self._seat(one, seat, _AT_HEAD_TABLE[_chairs(one)])
        for one in chairs[len(seats) :]:
            self._doubt(one, say("bàn chủ trì đã đủ người"))

    def fill_wheelchair_places(self) -> None:
        """Give each wheelchair the place that lies best for its guest."""
        for one in [one for one in self._waiting.values() if uses_wheelchair(one)]:
            places = self._free_seats(lambda seat: seat.wheelchair)
            if not places:
                self._doubt(one, say("không còn chỗ dành cho xe lăn"))
                continue
            seat = min(places, key=lambda seat: self._unfitness(one, seat))
            self._seat(one, seat, say("Chỗ dành cho xe lăn"))
            self._keep_beside(one, seat)

    def fill_award_zones(self) -> None:
        """Seat the commended together, in the order in which they will be called."""
        for zone in self._hall.zones:
            if zone.award:
                called = [one for one in self._waiting.values() if one.award]
                called = [one for one in called if one.group in zone.groups]
                self._fill(
                    zone, sorted(called, key=_award_order), say("Nhận khen thưởng, ngồi liền nhau")
                )

    def fill_zones(self) -> None:
        """Fill each zone with its groups, in the order in which the hall's file names them."""
        for zone in self._hall.zones:
            for code in zone.groups:
                members = [one for one in self._waiting.values() if one.group == code]
                area = bilingual(zone.name, zone.name_en)
                self._fill(
                    zone, members, say("Khu «%(area)s», nhóm %(code)s", area=area, code=code)
                )

    def fill_unkept_seats(self) -> None:
        """Seat the groups that no zone names on the seats of no zone, by protocol."""
        kept = {code for zone in self._hall.zones for code in zone.groups}
        people = [one for one in self._waiting.values() if one.group not in kept]
        seats = self._free_seats(
            lambda seat: seat.zone is None and not seat.wheelchair and seat.row not in self._heads
        )
        for one, seat in zip(people, seats, strict=False):
            why = say("Theo thứ tự lễ tân, nhóm %(code)s", code=one.group)
            self._seat(one, seat, joined((why, _standing(one)), ": "))

    def fill_what_is_left(self) -> None:
        """Seat those whose zones are full, behind their own people rather than before."""
        for one in list(self._waiting.values()):
            seats = self._free_seats(lambda seat: seat.row not in self._heads)
            if not seats:
                self._doubt(one, say("hội trường đã hết ghế"))
                continue
            seat = min(seats, key=lambda seat: self._remoteness(one, seat))
            self._seat(one, seat, say("Khu dành riêng đã hết chỗ, xếp vào ghế còn trống"))
            put = mark("khu dành riêng đã hết chỗ, tạm xếp ghế %(seat)s")
            self._doubt(one, say(put, seat=seat.id))

    def fitting(self, one: Invitation, before: Sequence[str]) -> list[Seat]:
        """List free seats for a guest, best first; `before` are the seats of the higher ranked."""
        places = {seat.id: (self._rows[seat.row], seat.order) for seat in self._hall.seats}
        heads = {seat.id for seat in self._hall.seats if seat.row in self._heads}
        last = max(
            (places[seat] for seat in before if seat in places and seat not in heads),
            default=(0, 0),
        )

        def badness(seat: Seat) -> tuple[bool, bool, bool, bool, bool, int, int]:
            zone = self._zones.get(seat.zone or "")
            at_home = zone is not None and one.group in zone.groups
            row, order = places[seat.id]
            return (
                seat.wheelchair != uses_wheelchair(one),
                zone is not None and zone.press and not at_home,
                not at_home,
                row < self._first_rows.get(one.group, 0),
                (row, order) < last,
                abs(row - last[0]),
                order,
            )

        return sorted(self._free_seats(lambda seat: seat.id not in heads), key=badness)

    def _fill(self, zone: Zone, people: Sequence[Invitation], why: Sentence) -> None:
        seats = self._free_seats(
            lambda seat: (
                seat.zone == zone.id and not seat.wheelchair and seat.row not in self._heads
            )
        )
        for one, seat in zip(people, seats, strict=False):
            self._seat(one, seat, joined((why, _standing(one)), ": "))

    def _seat(self, one: Invitation, seat: Seat, why: Sentence) -> None:
        del self._waiting[one.id], self._free[seat.id]
        self._seats[one.id] = seat.id
        self._reasons[one.id] = say("%(what)s.", what=why)

    def _keep_beside(self, one: Invitation, seat: Seat) -> None:
        """Keep a neighbouring seat free for whoever comes along with a wheelchair."""
        if not _brings_companion(one):
            return
        beside = next((s for s in self._hall.beside(seat) if s.id in self._free), None)
        if beside is None:
            alone = mark("không còn ghế trống cạnh %(seat)s cho người đi cùng")
            self._doubt(one, say(alone, seat=seat.id))
            return
        del self._free[beside.id]
        self._kept_free[beside.id] = say("Để trống cho người đi cùng %(who)s.", who=_name(one))

    def _doubt(self, one: Invitation, what: Sentence) -> None:
        self._doubts.append(Doubt(one.id, say("%(who)s: %(what)s.", who=_name(one), what=what)))

    def _free_seats(self, wanted: Callable[[Seat], bool]) -> list[Seat]:
        """List seats that are free, front row first, in each row by protocol."""
        return [seat for seat in self._free.values() if wanted(seat)]

    def _head_of(self, host: str | None) -> list[Invitation]:
        """The first in protocol of the host's own people, unless that is a deputy."""
        own = [one for one in self._waiting.values() if one.organisation == host]
        return [one for one in own[:1] if one.coming and not _is_deputy(one.coming.title)]

    def _unfitness(self, one: Invitation, seat: Seat) -> tuple[bool, bool]:
        zone = self._zones.get(seat.zone or "")
        at_home = zone is not None and one.group in zone.groups
        among_awards = zone is not None and zone.award
        return not at_home, among_awards != (one.award is not None)

    def _remoteness(self, one: Invitation, seat: Seat) -> tuple[bool, bool, bool, int]:
        """Wheelchair places last, then the press's, then those in front of the guest's group."""
        zone = self._zones.get(seat.zone or "")
        last = self._last_rows.get(one.group, len(self._rows) - 1)
        row = self._rows[seat.row]
        return seat.wheelchair, zone is not None and zone.press, row < last, abs(row - last)

    def _rows_of_each_group(self) -> tuple[dict[str, int], dict[str, int]]:
        """The front and the rear row of each group's own zones."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for seat in self._free.values():
            zone = self._zones.get(seat.zone or "")
            for code in zone.groups if zone and seat.row not in self._heads else ():
                first.setdefault(code, self._rows[seat.row])
                last[code] = self._rows[seat.row]
        return first, last


def _chairs(one: Invitation) -> str | None:
    """Give "chủ trì" or "đồng chủ trì" where the note begins a clause with it."""
    found = re.search(r"(?:^|[;.,]\s*)((?:đồng )?chủ trì)\b", (one.note or "").casefold())
    return found[1] if found else None


def _brings_companion(one: Invitation) -> bool:
    said = fold(f"{one.support or ''} {one.note or ''}")
    return uses_wheelchair(one) and "di cung" in said


def _is_deputy(title: str | None) -> bool:
    return fold(title or "").startswith("pho ")


def _award_order(one: Invitation) -> int:
    return one.award.order if one.award and one.award.order is not None else _LAST


def _standing(one: Invitation) -> str:
    coming = one.coming
    title = (coming.title if coming else one.expects) or say("chưa rõ chức vụ")
    if one.substitute:
        return say("%(title)s, xếp theo chức vụ người dự thay", title=title)
    return title


def _name(one: Invitation) -> Sentence:
    coming = one.coming
    name = coming.name if coming else one.expects or say("Đại biểu")
    return joined((name, f"({one.organisation})"), " ")

"""A hall looked over before it is kept: what is odd about it, each in one sentence. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from server.guests import Group
from server.hall import Hall, Seat
from server.invitations import Invitation
from server.seating import takes_seat, uses_wheelchair
from server.sentences import Sentence, bilingual, joined, plural, say

_TOO_CLOSE = 0.4  # metres between the middles of two chairs
_MOST_NAMED = 6


def look_over(hall: Hall, groups: Sequence[Group], places: Iterable[Invitation]) -> list[Sentence]:
    """Say what an organiser should look at; a hall may be kept all the same."""
    seated = [place for place in places if takes_seat(place)]
    return [*_of_places(hall), *_of_zones(hall, groups), *_of_guests(hall, seated)]


def _of_places(hall: Hall) -> Iterator[Sentence]:
    out = [s.id for s in hall.seats if not (0 <= s.x <= hall.width and 0 <= s.y <= hall.depth)]
    if out:
        yield say("Ghế nằm ngoài hội trường: %(seats)s.", seats=_names(out))
    stage = hall.stage
    if stage:
        on = [
            seat.id
            for seat in hall.seats
            if stage.x < seat.x < stage.x + stage.width and stage.y < seat.y < stage.y + stage.depth
            and not hall.row(seat).head
        ]  # fmt: skip
        if on:
            yield say("Ghế nằm trên sân khấu: %(seats)s.", seats=_names(on))
    if close := list(_too_close(hall.seats)):
        yield say("Ghế đứng chồng lên nhau: %(seats)s.", seats=_names(close))
    if hall.spot("door") is None:
        yield say("Chưa có cửa chính: quầy không chỉ được đường đến ghế.")


def _too_close(seats: Iterable[Seat]) -> Iterator[Sentence]:
    line = sorted(seats, key=lambda seat: seat.x)
    for at, seat in enumerate(line):
        for other in line[at + 1 :]:
            if other.x - seat.x >= _TOO_CLOSE:
                break
            if abs(other.y - seat.y) < _TOO_CLOSE:
                yield say("%(one)s và %(other)s", one=seat.id, other=other.id)


def _of_zones(hall: Hall, groups: Sequence[Group]) -> Iterator[Sentence]:
    codes = {group.code for group in groups}
    for zone in hall.zones:
        if strange := [code for code in zone.groups if code not in codes]:
            yield say(
                "Khu «%(area)s» ghi nhóm không có trong sự kiện: %(codes)s.",
                area=bilingual(zone.name, zone.name_en),
                codes=_names(strange),
            )


def _of_guests(hall: Hall, seated: Sequence[Invitation]) -> Iterator[Sentence]:
    if len(seated) > len(hall.seats):
        yield say(
            "Hội trường có %(seats)s ghế, có %(guests)s đại biểu cần ghế.",
            seats=len(hall.seats),
            guests=len(seated),
        )
    wheels = sum(uses_wheelchair(place) for place in seated)
    places = sum(seat.wheelchair for seat in hall.seats)
    if wheels > places:
        yield plural(
            "Có %(n)s đại biểu đi xe lăn, hội trường có %(places)s chỗ dành cho xe lăn.",
            wheels,
            places=places,
        )


def _names(ids: Sequence[str]) -> Sentence:
    more, first = len(ids) - _MOST_NAMED, joined(ids[:_MOST_NAMED])
    return plural("%(first)s và %(n)s ghế khác", more, first=first) if more > 0 else first

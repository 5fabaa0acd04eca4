"""A hall looked over before it is kept: what is odd about it, each in one sentence. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from server.guests import Group
from server.hall import Hall, Seat
from server.invitations import Invitation
from server.seating import takes_seat, uses_wheelchair

_TOO_CLOSE = 0.4  # metres between the middles of two chairs
_MOST_NAMED = 6


def look_over(hall: Hall, groups: Sequence[Group], places: Iterable[Invitation]) -> list[str]:
    """Say what an organiser should look at; a hall may be kept all the same."""
    seated = [place for place in places if takes_seat(place)]
    return [*_of_places(hall), *_of_zones(hall, groups), *_of_guests(hall, seated)]


def _of_places(hall: Hall) -> Iterator[str]:
    out = [s.id for s in hall.seats if not (0 <= s.x <= hall.width and 0 <= s.y <= hall.depth)]
    if out:
        yield f"Ghế nằm ngoài hội trường: {_names(out)}."
    stage = hall.stage
    if stage:
        on = [
            seat.id
            for seat in hall.seats
            if stage.x < seat.x < stage.x + stage.width and stage.y < seat.y < stage.y + stage.depth
            and not hall.row(seat).head
        ]  # fmt: skip
        if on:
            yield f"Ghế nằm trên sân khấu: {_names(on)}."
    if close := list(_too_close(hall.seats)):
        yield f"Ghế đứng chồng lên nhau: {_names(close)}."
    if hall.spot("door") is None:
        yield "Chưa có cửa chính: quầy không chỉ được đường đến ghế."


def _too_close(seats: Iterable[Seat]) -> Iterator[str]:
    line = sorted(seats, key=lambda seat: seat.x)
    for at, seat in enumerate(line):
        for other in line[at + 1 :]:
            if other.x - seat.x >= _TOO_CLOSE:
                break
            if abs(other.y - seat.y) < _TOO_CLOSE:
                yield f"{seat.id} và {other.id}"


def _of_zones(hall: Hall, groups: Sequence[Group]) -> Iterator[str]:
    codes = {group.code for group in groups}
    for zone in hall.zones:
        if strange := [code for code in zone.groups if code not in codes]:
            yield f"Khu «{zone.name}» ghi nhóm không có trong sự kiện: {_names(strange)}."


def _of_guests(hall: Hall, seated: Sequence[Invitation]) -> Iterator[str]:
    if len(seated) > len(hall.seats):
        yield f"Hội trường có {len(hall.seats)} ghế, có {len(seated)} đại biểu cần ghế."
    wheels = sum(uses_wheelchair(place) for place in seated)
    places = sum(seat.wheelchair for seat in hall.seats)
    if wheels > places:
        yield f"Có {wheels} đại biểu đi xe lăn, hội trường có {places} chỗ dành cho xe lăn."


def _names(ids: Sequence[str]) -> str:
    more = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" và {more} ghế khác" if more > 0 else "")

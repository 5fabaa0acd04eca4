"""Lists on paper: for the desk when every machine fails, for the chair, for the file.

Each is drawn from the standing of one moment, which its foot names.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from badges.lists import Column, Roll, Section
from server.hall import Hall
from server.invitations import Invitation, format_desk_code
from server.names import fold, given_name, sort_key
from server.papers.people import (
    award_words,
    coming_name,
    coming_title,
    title_and_stand_in,
)
from server.papers.reports import presence, roman
from server.reporting import Standing
from server.wording.figures import count_words, day_words, hour_words, when_words

_BLANK_ROWS = 12
_LEADERS = 2  # whom the host addresses by name; the others are welcomed by their office

_NUMBER = Column("STT", 0.4, "number")
_NAME, _TITLE, _UNIT = Column("Họ và tên", 1.7), Column("Chức vụ", 1.7), Column("Đơn vị", 1.9)
_PHONE = Column("4 số cuối ĐT", 0.65, "number")
_CODE, _SEAT = Column("Mã số", 0.9, "number"), Column("Ghế", 0.55, "number")
_PRESENT, _HOUR = Column("Có mặt", 0.6, "tick"), Column("Giờ đến", 0.7, "write")
_AT_THE_DESK = (_PHONE, _CODE, _SEAT, _PRESENT, _HOUR)
_SIGNED = Column("Ký nhận", 1.3, "sign")
_ALOUD = 12.5  # points, for who reads from a lectern


@dataclass(frozen=True, slots=True)
class Paper:
    """A list with the name of its file; `across`: it needs the sheet's long side."""

    file: str
    roll: Roll
    across: bool = False


def papers_of(standing: Standing, hall: Hall, desk_codes: Mapping[str, str]) -> list[Paper]:
    """Draw up every list. `desk_codes` is by invitation id, for those who have one."""
    desk = _Desk(standing, desk_codes)
    return [
        Paper("du-phong-theo-ten", desk.by_name(), across=True),
        Paper("du-phong-theo-don-vi", desk.by_unit(), across=True),
        Paper("du-phong-theo-ghe", desk.by_seat(hall), across=True),
        Paper("ky-nhan-tai-lieu", _to_sign(standing)),
        Paper("gioi-thieu-dai-bieu", _to_introduce(standing)),
        Paper("khen-thuong", _to_call_up(standing), across=True),
        Paper("bao-chi", _press(standing)),
    ]


@dataclass(frozen=True, slots=True)
class _Desk:
    """The fallback lists: everybody, with a box to tick and lines for those not listed."""

    standing: Standing
    desk_codes: Mapping[str, str]

    def by_name(self) -> Roll:
        """In the order of given names, numbered through, under their first letters; unnamed last."""
        named = [place for place in self.standing.places if place.coming]
        named.sort(key=lambda place: sort_key(coming_name(place)))
        unnamed = [place for place in self.standing.places if place.coming is None]
        unnamed.sort(key=lambda place: fold(place.organisation))
        sections, number = [], 0
        for heading, members in groupby((*named, *unnamed), key=_name_heading):
            rows = _numbered(
                self.standing, ((*self._who(p), p.seat or "") for p in members), number
            )
            number += len(rows)
            sections.append(Section(heading, rows))
        columns = (_NUMBER, _NAME, _TITLE, _UNIT, *_AT_THE_DESK)
        return self._roll("Danh sách đại biểu theo tên", columns, sections)

    def by_unit(self) -> Roll:
        """Unit by unit in the order of the alphabet, each in protocol order."""
        places = sorted(self.standing.places, key=lambda p: (fold(p.organisation), p.organisation))
        sections = []
        for unit, members in groupby(places, key=lambda place: place.organisation):
            # The unit stands above its people, and there is the more room for their titles.
            whos = ((*self._who(p), p.seat or "") for p in members)
            rows = _numbered(
                self.standing, ((name, title, *rest) for name, title, _, *rest in whos)
            )
            sections.append(Section(unit or "Chưa ghi đơn vị", rows))
        columns = (_NUMBER, Column("Họ và tên", 2.2), Column("Chức vụ", 3.1), *_AT_THE_DESK)
        return self._roll("Danh sách đại biểu theo đơn vị", columns, sections)

    def by_seat(self, hall: Hall) -> Roll:
        """Row by row with every seat, the empty ones too; who has no seat comes last."""
        sitting = {place.seat: place for place in self.standing.places if place.seat}
        sections = []
        for row in hall.rows:
            seats = sorted((s for s in hall.seats if s.row == row.id), key=lambda s: s.number)
            rows = [self._row(seat.id, sitting.get(seat.id)) for seat in seats]
            sections.append(Section(row.label, rows))
        known = {seat.id for seat in hall.seats}
        others = [place for place in self.standing.places if place.seat not in known]
        if others:
            rows = [self._row(place.seat or "–", place) for place in others]
            sections.append(Section("Chưa bố trí ghế", rows))
        columns = (_SEAT, _NAME, _TITLE, _UNIT, _PHONE, _CODE, _PRESENT, _HOUR)
        return self._roll("Danh sách đại biểu theo ghế", columns, sections)

    def _row(self, first: str, place: Invitation | None) -> Sequence[str]:
        if place is None:
            return (first, "", "", "", "", "")
        return (first, *self._who(place))

    def _who(self, place: Invitation) -> tuple[str, ...]:
        code = self.desk_codes.get(place.id)
        return (
            coming_name(place),
            title_and_stand_in(place),
            place.organisation,
            (place.phone or "")[-4:],
            format_desk_code(code) if code else "",
        )

    def _roll(self, title: str, columns: Sequence[Column], sections: Sequence[Section]) -> Roll:
        return _roll(self.standing, title, columns, sections, _BY_HAND, _BLANK_ROWS)


_BY_HAND = (
    "Dùng khi máy quét và máy tính đều hỏng: đánh dấu và ghi giờ, nhập lại sau. "
    "Có thông tin cá nhân, không để trên bàn."
)


def _to_sign(standing: Standing) -> Roll:
    rows = (_NUMBER, _NAME, _TITLE, _UNIT, _SIGNED)
    sections = _by_group(standing, standing.places, lambda p: (coming_name(p), *_office(p)))
    title = "Danh sách đại biểu ký nhận tài liệu"
    event = standing.event
    known = [f"Thời gian: {when_words(event)}"] if event.day else []
    known += [f"Địa điểm: {event.venue}"] if event.venue else []
    note = ". ".join([event.name, *known])
    roll = _roll(standing, title, rows, sections, note, _BLANK_ROWS)
    return replace(roll, signers=("Người lập danh sách", "Xác nhận của đơn vị"))


def _to_introduce(standing: Standing) -> Roll:
    """Whom to introduce: who is in the hall; before anybody has come, who is expected."""
    delegates = [place for place in standing.places if not standing.is_press(place)]
    here = [place for place in delegates if place.id in standing.inside]
    note = "Gồm đại biểu đã được ghi nhận có mặt, theo thứ tự lễ tân."
    if not here:
        note = "Chưa ghi nhận ai có mặt: danh sách dự kiến, cần in lại ngay trước khi giới thiệu."
    listed = here or delegates
    leaders = [place for place in listed if _is_leader(place, standing)][:_LEADERS]
    rest = [place for place in listed if place not in leaders]
    sections = []
    if leaders:
        rows = _numbered(standing, map(_introduced, leaders))
        sections.append(Section("Kính thưa (nêu tên và chức vụ)", rows))
    sections += _by_group(standing, rest, _introduced, after=len(leaders))
    columns = (_NUMBER, _NAME, _TITLE, _UNIT)
    roll = _roll(standing, "Danh sách giới thiệu đại biểu", columns, sections, note)
    return replace(roll, letters=_ALOUD)


def _introduced(place: Invitation) -> tuple[str, str, str]:
    """Give what is read aloud; where nobody is named, what the unit was asked for."""
    if place.coming is None:
        return (place.expects or "Đại diện đơn vị", "", place.organisation)
    return (coming_name(place), *_office(place))


def _is_leader(place: Invitation, standing: Standing) -> bool:
    group = standing.event.group(place.group)
    return bool(group and group.vip)


def _to_call_up(standing: Standing) -> Roll:
    """Who is called up, in the order of the awards; who is missing says so."""
    columns = (
        Column("Thứ tự", 0.5, "number"),
        Column("Người nhận", 1.7),
        _TITLE,
        _UNIT,
        Column("Khen thưởng", 2),
        _SEAT,
        Column("Tình trạng", 1.2),
        Column("Đã lên nhận", 0.7, "tick"),
    )
    rows = (
        (
            coming_name(place),
            title_and_stand_in(place),
            place.organisation,
            award_words(place),
            place.seat or "",
            _standing_words(place, standing),
        )
        for place in standing.award_order()
    )
    note = "Theo thứ tự trao; người chưa có mặt ghi bằng chữ hoa."
    sections = [Section(None, _numbered(standing, rows))]
    return _roll(standing, "Danh sách gọi nhận khen thưởng", columns, sections, note)


def _standing_words(place: Invitation, standing: Standing) -> str:
    said = presence(place, standing)
    return said if place.id in standing.inside else said.upper()


def _press(standing: Standing) -> Roll:
    places = [place for place in standing.places if standing.is_press(place)]
    places.sort(key=lambda place: fold(place.organisation))
    columns = (
        _NUMBER,
        _NAME,
        Column("Chức danh", 1.4),
        _PHONE,
        _SEAT,
        _PRESENT,
        Column("Ghi chú", 1.4, "write"),
    )
    sections = [
        Section(
            newsroom or "Chưa ghi cơ quan",
            _numbered(
                standing,
                (
                    (coming_name(p), coming_title(p), (p.phone or "")[-4:], p.seat or "")
                    for p in members
                ),
            ),
        )
        for newsroom, members in groupby(places, key=lambda place: place.organisation)
    ]
    return _roll(standing, "Danh sách phóng viên báo chí", columns, sections, "", 6)


def _roll(
    standing: Standing,
    title: str,
    columns: Sequence[Column],
    sections: Sequence[Section],
    note: str,
    blank_rows: int = 0,
) -> Roll:
    made = (
        f"{standing.event.short}. Lập lúc {hour_words(standing.at)} ngày {day_words(standing.at)}"
    )
    return Roll(title, columns, sections, note=note, made=made, blank_rows=blank_rows)


def _by_group(
    standing: Standing,
    places: Iterable[Invitation],
    row: Callable[[Invitation], Sequence[str]],
    after: int = 0,
) -> list[Section]:
    """Part places in protocol order by their groups, numbered through from `after` + 1."""
    sections, number = [], after
    for code, members in groupby(places, key=lambda place: place.group):
        rows = []
        for place in members:
            number += 1
            rows.append((count_words(number, standing.event.style), *row(place)))
        sections.append(Section(_group_heading(standing, code), rows))
    return sections


def _group_heading(standing: Standing, code: str) -> str:
    group = standing.event.group(code)
    if group is None:
        return code
    return ". ".join(filter(None, (roman(group.number), group.name)))


def _office(place: Invitation) -> tuple[str, str]:
    return coming_title(place), place.organisation


def _numbered(
    standing: Standing, rows: Iterable[Sequence[str]], after: int = 0
) -> list[tuple[str, ...]]:
    style = standing.event.style
    return [(count_words(number, style), *row) for number, row in enumerate(rows, after + 1)]


def _name_heading(place: Invitation) -> str:
    if place.coming is None:
        return "Suất mời chưa có tên, theo đơn vị"
    return _first_letter(coming_name(place))


def _first_letter(name: str) -> str:
    """Give the letter under which a given name is looked up: "Ấ" stands under "Â"."""
    letter = unicodedata.normalize("NFD", given_name(name)[:1].upper())
    kept = "".join(c for c in letter if c not in _TONE_MARKS)
    return unicodedata.normalize("NFC", kept)


_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"

"""The report on the headcount, worded for the official layout."""

from collections.abc import Iterable, Sequence

from badges.official import Field, Foot, Head, OfficialReport, Table
from server.event import EventConfig
from server.guests import Rsvp
from server.headcount import Turnout
from server.invitations import Invitation
from server.papers.people import (
    arrival_words,
    award_words,
    coming_name,
    coming_title,
    full_name,
)
from server.reporting import GroupLine, Report, Standing
from server.wording.figures import count_words, percent_words
from server.wording.official import issuer_names, place_and_day, symbol

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBER = Field("STT", 0.45, "number")
_NAME, _TITLE, _UNIT = Field("Họ và tên", 1.8), Field("Chức vụ", 1.4), Field("Đơn vị", 1.7)


def official_report(report: Report) -> OfficialReport:
    """Put the report into its sentences and tables, nothing left out that the numbers count."""
    event = report.standing.event
    return OfficialReport(
        head=head_of(event, symbol(event, "BC"), place_and_day(event, report.standing.at)),
        title="BÁO CÁO SỐ LƯỢNG ĐẠI BIỂU",
        subject=event.name,
        sentences=tuple(_sentences(report)),
        tables=(
            _groups(report),
            _present(report),
            _substitutes(report),
            _excused(report),
            _unexplained(report),
            _vacancies(report),
            _walk_ins(report),
            _awards(report),
            _press(report),
        ),
        seal=_seal(report),
        foot=foot_of(event, event.report_recipients),
    )


def head_of(event: EventConfig, document: str, written: str) -> Head:
    """Give the head of a document: who issues it, its symbol, its place and day."""
    parent, host = issuer_names(event)
    return Head(parent, host, document, written)


def foot_of(event: EventConfig, recipients: Sequence[str]) -> Foot:
    """Give the foot of a document: who receives it, who signs."""
    organisers = event.organisers
    return Foot(recipients, organisers.signer_title or "", organisers.signer_name or "")


def roman(number: int) -> str:
    """Give a group's number as the plan writes it, "" beyond twelve."""
    return _ROMAN[number - 1] if 1 <= number <= len(_ROMAN) else ""


def _sentences(report: Report) -> Iterable[str]:
    event = report.standing.event
    yield (
        f"{event.organisers.host} báo cáo số lượng đại biểu dự {event.kind} như sau:"
        if event.kind
        else f"{event.organisers.host} báo cáo số lượng đại biểu như sau:"
    )
    yield report.sentence
    for frozen in report.frozen:
        yield f"Số liệu đã chốt và ghi vào nhật ký: {frozen}"


def _groups(report: Report) -> Table:
    style = report.standing.event.style
    inside = [line for line in report.groups if _is_counted(line, report)]
    beside = [line for line in report.groups if line not in inside]
    rows = [_group_row(line, report) for line in inside]
    rows += [_group_row(line, report, " (tính riêng)") for line in beside]
    whole = Turnout(report.counted.invited, report.counted.present)
    return Table(
        "Số lượng theo thành phần",
        "Theo thành phần",
        (
            Field("Nhóm", 0.75, "number"),
            Field("Thành phần", 4.6),
            Field(f"Được {style.invited_word}", 0.75, "number"),
            Field("Có mặt", 0.7, "number"),
            Field("Vắng", 0.7, "number"),
            Field("Tỷ lệ", 0.8, "number"),
        ),
        rows,
        total=("", "Tổng số đại biểu", *_figures(whole, report)),
        empty="Danh sách còn trống.",
    )


def _is_counted(line: GroupLine, report: Report) -> bool:
    return not line.group.press or report.standing.event.style.count_press_in_headcount


def _group_row(line: GroupLine, report: Report, more: str = "") -> Sequence[str]:
    number = roman(line.group.number)
    return (number, f"{line.group.name}{more}", *_figures(line.turnout, report))


def _figures(turnout: Turnout, report: Report) -> tuple[str, str, str, str]:
    style = report.standing.event.style
    invited, present = turnout
    rate = (2000 * present + invited) // (2 * invited) / 10 if invited else 0.0
    counts = [count_words(n, style) for n in (invited, present, invited - present)]
    return counts[0], counts[1], counts[2], percent_words(rate, style)


def _present(report: Report) -> Table:
    return Table(
        "Đại biểu có mặt (theo thứ tự lễ tân)",
        "Có mặt",
        (_NUMBER, _NAME, _TITLE, _UNIT, Field("Giờ", 0.52, "number"), Field("Ghế", 0.52, "number")),
        _numbered(
            report,
            ((*_who(p), arrival_words(p, report.standing), p.seat or "") for p in report.present),
        ),
    )


def _substitutes(report: Report) -> Table:
    return Table(
        "Đại biểu dự thay",
        "Dự thay",
        (
            _NUMBER,
            Field("Người dự thay", 1.6),
            _TITLE,
            Field("Dự thay cho", 1.9),
            _UNIT,
            Field("Ghế", 0.6, "number"),
        ),
        _numbered(
            report,
            (
                (coming_name(p), coming_title(p), _invited(p), p.organisation, p.seat or "")
                for p in report.substitutes
            ),
        ),
    )


def _invited(place: Invitation) -> str:
    if place.holder is None:
        return place.expects or ""
    return ", ".join(filter(None, (full_name(place.holder), place.holder.title)))


def _excused(report: Report) -> Table:
    return Table(
        "Đại biểu vắng có lý do",
        "Vắng có lý do",
        (_NUMBER, _NAME, _TITLE, _UNIT, Field("Lý do", 1.4)),
        _numbered(report, ((*_who(p), p.rsvp_reason or "") for p in report.excused)),
    )


def _unexplained(report: Report) -> Table:
    return Table(
        "Đại biểu vắng chưa rõ lý do",
        "Vắng chưa rõ lý do",
        (_NUMBER, _NAME, _TITLE, _UNIT, Field("Phản hồi", 1.15)),
        _numbered(report, ((*_who(p), _answer(p)) for p in report.unexplained)),
    )


def _answer(place: Invitation) -> str:
    return "Đã xác nhận" if place.rsvp is Rsvp.COMING else "Chưa phản hồi"


def _vacancies(report: Report) -> Table:
    style = report.standing.event.style
    return Table(
        "Đơn vị chưa có người dự",
        "Đơn vị vắng",
        (_NUMBER, Field("Đơn vị", 4.5), Field(f"Được {style.invited_word}", 1, "number")),
        _numbered(
            report,
            ((v.organisation, count_words(v.invited, style)) for v in report.vacancies),
        ),
    )


def _walk_ins(report: Report) -> Table:
    return Table(
        "Đại biểu ngoài danh sách",
        "Ngoài danh sách",
        (_NUMBER, _NAME, _TITLE, _UNIT, Field("Giờ", 0.52, "number")),
        _numbered(report, ((*_who(p), arrival_words(p, report.standing)) for p in report.walk_ins)),
    )


def _awards(report: Report) -> Table:
    return Table(
        "Đại biểu nhận khen thưởng",
        "Khen thưởng",
        (
            _NUMBER,
            Field("Người nhận", 1.5),
            Field("Chức vụ, đơn vị", 1.8),
            Field("Khen thưởng", 1.8),
            Field("Tình trạng", 1.15),
        ),
        _numbered(
            report,
            (
                (coming_name(p), _title_and_unit(p), award_words(p), presence(p, report.standing))
                for p in report.awards
            ),
        ),
    )


def _title_and_unit(place: Invitation) -> str:
    return ", ".join(filter(None, (coming_title(place), place.organisation)))


def _press(report: Report) -> Table:
    fields = (_NUMBER, _NAME, Field("Chức danh", 1.2), Field("Cơ quan báo chí", 1.8))
    return Table(
        "Phóng viên báo chí",
        "Báo chí",
        (*fields, Field("Tình trạng", 1.15)),
        _numbered(report, ((*_who(p), presence(p, report.standing)) for p in report.press)),
    )


def presence(place: Invitation, standing: Standing) -> str:
    """Say whether somebody is here on the place: "Có mặt 07:46", "Báo vắng", "Chưa có mặt"."""
    arrival = arrival_words(place, standing)
    if arrival:
        return f"Có mặt {arrival}"
    return "Báo vắng" if place.rsvp is Rsvp.NOT_COMING else "Chưa có mặt"


def _who(place: Invitation) -> tuple[str, str, str]:
    return coming_name(place), coming_title(place), place.organisation


def _numbered(report: Report, rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    style = report.standing.event.style
    return [(count_words(number, style), *row) for number, row in enumerate(rows, 1)]


def _seal(report: Report) -> str:
    """Say by what the numbers can be held against the journal, the hash in groups of eight."""
    seq, digest = report.head
    groups = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    return (
        f"Niêm nhật ký đón tiếp: dòng cuối số {seq}, mã kiểm tra SHA-256 {groups}. "
        "Đối chiếu bằng lệnh “dontiep verify --seal”."
    )

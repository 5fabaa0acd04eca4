"""Draws and writes what is printed for the hall: slips, plates, chart, signs, badges, lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from badges.cards import VOLUME
from badges.chart import ChartPaper, print_chart
from badges.chest import print_badges
from badges.lists import print_roll
from badges.rehearsal import print_trials
from badges.seating import SeatSlip, SlipPaper, print_plates, print_slips
from badges.signs import SignPaper, print_signs
from badges.typesetting import forget
from server.cli.paperdesk import Desk, told, write_file
from server.errors import InvalidError
from server.papers.chart import chart_of, entrance_chart
from server.papers.lists import papers_of
from server.papers.seating import badge_of, plates_of, slip_of
from server.papers.signs import signs_of
from server.papers.trials import trials_of
from server.sentences import say

Item = TypeVar("Item")

_SLIP_PAPERS: tuple[SlipPaper, ...] = ("a6", "80mm", "58mm")
_CHART_PAPERS: tuple[ChartPaper, ...] = ("a3", "a4")
_SIGN_PAPERS: tuple[SignPaper, ...] = ("a4", "a5")


def refuse_badges(desk: Desk) -> None:
    """Raise InvalidError, with what to do, where the event has no badges."""
    if not desk.ground.config.badges.chest_badges:
        raise InvalidError(
            say(
                "Thẻ đeo đang tắt, vì đại biểu dự tọa đàm theo thông lệ không cài phù hiệu "
                "trên ngực áo và đã có phiếu chỗ ngồi, biển tên; nếu vẫn cần, hãy ghi "
                "chest_badges = true trong [badges] của config.toml."
            )
        )


def write_slips(desk: Desk, out: Path) -> int:
    """Write the seat slips of those who have a seat; gives how many."""
    hall, event = desk.ground.hall, desk.event
    slips = [slip for p in desk.chosen.places if (slip := slip_of(p, hall, event))]
    prints = [
        _Print(f"phieu-cho-ngoi/{paper}", slips, partial(_slips, event=event.short, paper=paper))
        for paper in _SLIP_PAPERS
    ]
    _write_prints(desk, out, prints, "Đang làm phiếu chỗ ngồi")
    return len(slips)


def write_trials(desk: Desk, out: Path) -> int:
    """Write the sheet of test codes; gives how many there are."""
    trials = trials_of(desk.event_id)
    with told(out):
        write_file(out / "ma-quet-thu.pdf", print_trials(trials, desk.event.short))
    return len(trials)


def write_plates(desk: Desk, out: Path) -> int:
    """Write the name plates, of persons and of organisations; gives how many."""
    named, unnamed = plates_of(desk.chosen)
    prints = [
        _Print("bien-ten/theo-ten", named, print_plates),
        _Print("bien-ten/theo-don-vi", unnamed, print_plates),
    ]
    _write_prints(desk, out, prints, "Đang làm biển tên")
    return len(named) + len(unnamed)


def write_badges(desk: Desk, out: Path) -> int:
    """Write the badges of all who have a place; gives how many."""
    event = desk.event
    badges = [
        badge_of(place, event, press=desk.standing.is_press(place)) for place in desk.chosen.places
    ]
    draw = partial(print_badges, event=event.short, host=event.organisers.host)
    _write_prints(desk, out, [_Print("the-deo/the-dai-bieu", badges, draw)], "Đang làm thẻ đeo")
    return len(badges)


def write_charts(desk: Desk, out: Path) -> int:
    """Write the seat chart with names and without, on each paper; gives how many."""
    hall = desk.ground.hall
    charts = {
        "so-do": chart_of(desk.standing, hall),
        "so-do-khong-ten": entrance_chart(desk.standing, hall),
    }
    with told(out):
        for name, chart in charts.items():
            for paper in _CHART_PAPERS:
                write_file(out / "so-do" / f"{name}-{paper}.pdf", print_chart(chart, paper))
    return len(charts) * len(_CHART_PAPERS)


def write_signs(desk: Desk, out: Path) -> int:
    """Write the signposts; gives how many."""
    signs = signs_of(desk.standing, desk.ground.hall)
    with told(out):
        for paper in _SIGN_PAPERS:
            pdf = print_signs(signs, desk.event.organisers.host, paper)
            write_file(out / "bien-chi-dan" / f"{paper}.pdf", pdf)
    return len(signs)


def write_lists(desk: Desk, out: Path) -> int:
    """Write every list, always of everybody; gives how many."""
    organisers = desk.event.organisers
    papers = papers_of(desk.standing, desk.ground.hall, desk.desk_codes)
    say = desk.ground.progress("Đang làm danh sách")
    with told(out):
        for number, paper in enumerate(papers, 1):
            pdf = print_roll(paper.roll, organisers.host, organisers.parent, across=paper.across)
            write_file(out / "danh-sach" / f"{paper.file}.pdf", pdf)
            say(number, len(papers))
    return len(papers)


@dataclass(frozen=True, slots=True)
class _Print(Generic[Item]):
    """A file to print, in volumes where it is long: what it is drawn from, and how."""

    name: str
    items: Sequence[Item]
    draw: Callable[[Sequence[Item]], bytes]


def _slips(slips: Sequence[SeatSlip], event: str, paper: SlipPaper) -> bytes:
    return print_slips(slips, event, paper)


def _write_prints(desk: Desk, out: Path, prints: "Sequence[_Print[Any]]", what: str) -> None:
    """Write the prints volume by volume, so that a long list needs no more memory."""
    say, done = desk.ground.progress(what), 0
    total = sum(len(one.items) for one in prints)
    with told(out):
        for one in prints:
            volumes = range(0, len(one.items), VOLUME)
            for number, start in enumerate(volumes, 1):
                items = one.items[start : start + VOLUME]
                volume = f"-tap-{number:02}" if len(volumes) > 1 else ""
                write_file(out / f"{one.name}{desk.tail}{volume}.pdf", one.draw(items))
                forget()
                done += len(items)
                say(done, total)

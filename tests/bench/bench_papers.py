"""How long 92 of every paper take, and a folder of 10,000 cards: its rate, and flat memory."""

import csv
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from badges import qr
from badges.cards import write_cards
from badges.drawing import Card, Drawing, each_picture, print_cards
from badges.excel import excel_report
from badges.reports import print_report
from badges.typesetting import forget
from badges.word import word_letter, word_report
from server.cli import hallpapers, mailing, printing
from server.cli.ground import Ground
from server.cli.paperdesk import Desk
from server.config import load_config
from server.papers.cards import card_of, occasion_of
from server.papers.letters import invitation_letter
from server.papers.reports import official_report
from server.sendings import What
from server.storage import SqliteStore
from server.storage.folder import EventFolder
from tests.badges.cast import OCCASION, sample_cards
from tests.bench.figures import resident_megabytes
from tests.rig.event import SAMPLE, an_event

# The bound of the project for 92 of one kind.
SECONDS_FOR_92 = 2.0


def run(folder: Path, pictures: int) -> None:
    """Print the seconds for 92 of each kind, then the figures of a folder of so many cards."""
    print(f"\n{'92 of a kind':<44}{'seconds':>9}{'bound':>9}{'of a core':>11}")
    with _office(folder) as (ground, store):
        for name, draw in _kinds(ground, store, folder / "papers").items():
            began, worked = time.perf_counter(), _core_seconds()
            draw()
            took, worked = time.perf_counter() - began, _core_seconds() - worked
            over = "" if took <= SECONDS_FOR_92 else "  OVER"
            print(f"{name:<44}{took:9.2f}{SECONDS_FOR_92:9.2f}{worked:11.2f}{over}")
            forget()
    _many(folder / "many", pictures)


@contextmanager
def _office(folder: Path) -> Iterator[tuple[Ground, SqliteStore]]:
    """The sample event with its 92 places, each of which has an address for mails."""
    folder.mkdir(parents=True)
    with SAMPLE.open(encoding="utf-8", newline="") as sample:
        rows = [row | {"Thư điện tử": f"{row['STT']}@example.vn"} for row in csv.DictReader(sample)]
    with (folder / "guests.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    event = an_event(folder / "data", folder / "guests.csv", {}, {})
    config = load_config(event.config)
    config = replace(config, badges=replace(config.badges, chest_badges=True))
    ground = Ground(config, EventFolder(event.data), json=True)
    with ground.store() as store:
        yield ground, store


def _kinds(ground: Ground, store: SqliteStore, out: Path) -> dict[str, Callable[[], object]]:
    event, desk = ground.config.event, Desk.of(ground, store.read, ())
    drawing = Drawing.of(occasion_of(event, ground.config.badges))
    cards = [
        card_of(place, code.code or "", code.desk_code or "", event)
        for place in desk.chosen.places
        if (code := desk.codes.get(place.id))
    ]
    report = official_report(printing.gather_report(ground, store.read))
    room = mailing.Mailroom(ground.config, ground.folder, store)
    return {
        "pictures, styled": lambda: list(each_picture(cards, drawing, "styled")),
        "pictures, plain": lambda: list(each_picture(cards, drawing, "plain")),
        "cards on A5": lambda: print_cards(cards, drawing),
        "cards, four on A4": lambda: print_cards(cards, drawing, four_a_sheet=True),
        "codes, SVG and PNG": lambda: [(qr.qr_svg(c.code), qr.qr_png(c.code)) for c in cards],
        "packs and messages": lambda: printing.write_messages(desk, out),
        "slips on A6, 80 mm and 58 mm": lambda: hallpapers.write_slips(desk, out),
        "name plates": lambda: hallpapers.write_plates(desk, out),
        "charts, with names and without, A3 and A4": lambda: hallpapers.write_charts(desk, out),
        "signs on A4 and A5": lambda: hallpapers.write_signs(desk, out),
        "badges": lambda: hallpapers.write_badges(desk, out),
        "lists, all of them": lambda: hallpapers.write_lists(desk, out),
        "test codes": lambda: hallpapers.write_trials(desk, out),
        "report, PDF": lambda: print_report(report),
        "report, Word": lambda: word_report(report),
        "report, Excel": lambda: excel_report(report),
        "letter, Word": lambda: word_letter(invitation_letter(event)),
        "mails, dry run": lambda: mailing.write_trial(
            room, room.errand(What.INVITATION), out / "mails"
        ),
    }


def _core_seconds() -> float:
    """What all cores have worked for this process: on a busy machine it says more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _many(folder: Path, pictures: int) -> None:
    cards: Sequence[Card] = sample_cards()
    many = [
        replace(cards[n % len(cards)], id=f"DB{n:05}", name=f"Tên {n}") for n in range(pictures)
    ]
    held: dict[int, float] = {}

    def look_at_memory(done: int, total: int) -> None:
        held.setdefault(done * 10 // total, resident_megabytes(os.getpid()))

    began = time.perf_counter()
    write_cards(many, OCCASION, folder, looks=["styled"], progress=look_at_memory)
    took = time.perf_counter() - began
    rate = pictures / took
    print(f"\n{pictures} pictures with codes and prints: {took:.0f} s, {rate:.1f} a second")
    print("memory at every tenth, MB:", *(f"{held[tenth]:.0f}" for tenth in sorted(held)))

"""How long 92 of every paper take, and a folder of 10,000 cards: its rate, and flat memory."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from badges.cards import write_cards
from badges.chart import Chart, ChartSeat, print_chart
from badges.chest import ChestBadge, print_badges
from badges.drawing import Card, Drawing, Look, card_pictures, print_cards
from badges.seating import NamePlate, SeatSlip, print_plates, print_slips
from badges.typesetting import forget
from tests.badges.cast import OCCASION, sample_cards
from tests.bench.figures import resident_megabytes

# The bound of the project for 92 of one kind.
SECONDS_FOR_92 = 2.0


def run(folder: Path, pictures: int) -> None:
    """Print the seconds for 92 of each kind, then the figures of a folder of so many cards."""
    cards = sample_cards()
    print(f"\n{'92 of a kind':<44}{'seconds':>9}")
    for name, draw in _kinds(cards).items():
        began = time.perf_counter()
        draw()
        took = time.perf_counter() - began
        print(f"{name:<44}{took:9.2f}{'' if took <= SECONDS_FOR_92 else '     OVER'}")
        forget()
    _many(folder, cards, pictures)


def _kinds(cards: Sequence[Card]) -> dict[str, Callable[[], object]]:
    drawing = Drawing.of(OCCASION)

    def pictures(look: Look) -> Callable[[], object]:
        # As the folder of cards draws them: a batch a thread.
        batches = [cards[n : n + 23] for n in range(0, len(cards), 23)]
        draw = partial(card_pictures, drawing=drawing, look=look)
        return lambda: list(ThreadPoolExecutor(os.cpu_count()).map(draw, batches))

    slips = [SeatSlip(c.organisation, c.name, c.honorific, c.title, "B", "07") for c in cards]
    plates = [NamePlate(c.organisation, c.name, c.title) for c in cards]
    badges = [ChestBadge(c.organisation, c.name, c.honorific, c.title) for c in cards]
    return {
        "pictures, styled": pictures("styled"),
        "pictures, plain": pictures("plain"),
        "cards on A5": lambda: print_cards(cards, drawing),
        "cards, four on A4": lambda: print_cards(cards, drawing, four_a_sheet=True),
        "slips, 80 mm": lambda: print_slips(slips, OCCASION.event, "80mm"),
        "slips, A6": lambda: print_slips(slips, OCCASION.event, "a6"),
        "name plates": lambda: print_plates(plates),
        "badges": lambda: print_badges(badges, OCCASION.event, OCCASION.host),
        "seats of a chart": lambda: print_chart(_chart(cards)),
    }


def _chart(cards: Sequence[Card]) -> Chart:
    seats = [
        ChartSeat(f"{n}", n % 12 + 1, n // 12 + 3, [c.addressee], c.organisation, c.group_code)
        for n, c in enumerate(cards)
    ]
    names = dict.fromkeys(
        ("host", "title", "event", "hall", "legend_title", "note", "made"), "Tọa đàm"
    )
    empty: dict[str, tuple[()]] = dict.fromkeys(
        ("boxes", "rows", "spots", "zones", "aisles", "legend"), ()
    )
    return Chart(width=14, depth=13, seats=seats, **names, **empty)


def _many(folder: Path, cards: Sequence[Card], pictures: int) -> None:
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

"""Draws invitation cards, as pictures to send and as print, from plain values."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from PIL import Image

from badges import qr
from badges.lettering import address, keep_words_whole, printable, tidy
from badges.painting import Inlay, paint
from badges.typesetting import Job, TypesettingError, forget, set_pdf, set_pdf_with_marks, set_pngs

Look = Literal["plain", "styled"]

# So many are laid out at once: what all share costs as much as a picture, and is drawn for each.
BATCH = 24
_STILL_OPEN = "Cụ thể sẽ thông báo sau"


@dataclass(frozen=True, slots=True)
class Card:
    """One invited place as its card shows it.

    `name` is None while nobody is named; then `title` is what the list asks for ("Đại diện
    lãnh đạo") and the organisation stands in the name's place. `desk_code` is eight digits,
    `group_number` roman as in the plan, `group_colour` is `#RRGGBB`.
    """

    id: str
    code: str
    desk_code: str
    organisation: str
    group_code: str
    group_number: str
    group_name: str
    group_colour: str
    name: str | None = None
    honorific: str | None = None
    title: str | None = None

    @property
    def addressee(self) -> str:
        """Whom the card is for, in one line: the name, else the organisation."""
        return tidy(self.name) or tidy(self.organisation) or tidy(self.title)

    @property
    def desk_code_spaced(self) -> str:
        """The digits in two groups of four, as they are read out."""
        return f"{self.desk_code[:4]} {self.desk_code[4:]}"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all cards of an event share. `time` and `place` None: not decided yet.

    `event` is the full name, which begins with its `kind` ("Tọa đàm"). `contact` and
    `phone` say whom to tell about a stand-in; `emblem` is an SVG, PNG or JPEG file.
    """

    host: str
    event: str
    kind: str = "Tọa đàm"
    parent: str | None = None
    time: str | None = None
    place: str | None = None
    contact: str | None = None
    phone: str | None = None
    emblem: Path | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An occasion made ready to be drawn many times.

    `values` and `pictures` go to every job; `seal` is the emblem, or the ornament in its
    place, as the PNG that stands in the middle of a styled code.
    """

    values: dict[str, object]
    pictures: dict[str, bytes]
    seal: bytes

    @classmethod
    def of(cls, occasion: Occasion) -> "Drawing":
        """Read the emblem and word the sentences. Raises TypesettingError."""
        values = _occasion_values(occasion)
        pictures = {}
        if occasion.emblem:
            pictures[str(values["emblem"])] = _read_emblem(occasion.emblem)
        (seal,) = set_pngs(Job("seal", {"emblem": values["emblem"]}, pictures))
        return cls(values, pictures, seal)


def _read_emblem(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:  # it is not the paper's place that is wrong
        raise TypesettingError(f"không đọc được tệp {file}") from error


def card_pictures(cards: Sequence[Card], drawing: Drawing, look: Look = "styled") -> list[bytes]:
    """Draw each card as a PNG of 1080 × 1350 pixels, in the order given."""
    pdf, [(x, y)] = set_pdf_with_marks(picture_job(cards, drawing, look), "code")
    codes = (_picture_of_code(card, drawing, look) for card in cards)
    return paint(pdf, (Inlay(code, round(x), round(y)) for code in codes))


def each_picture(cards: Sequence[Card], drawing: Drawing, look: Look = "styled") -> Iterator[bytes]:
    """Draw many pictures on all cores, always a few ahead of the one that is given next."""
    batches = (cards[start : start + BATCH] for start in range(0, len(cards), BATCH))
    with ThreadPoolExecutor(cores()) as pool:
        ahead = deque(
            pool.submit(_batch, batch, drawing, look) for batch in islice(batches, cores())
        )
        while ahead:
            yield from ahead.popleft().result()
            ahead += [pool.submit(_batch, batch, drawing, look) for batch in islice(batches, 1)]


def cores() -> int:
    """How many threads draw: one a core, for memory's sake not more than eight."""
    return max(2, min(8, os.cpu_count() or 2))


def picture_job(cards: Sequence[Card], drawing: Drawing, look: Look) -> Job:
    """Give what `card_pictures` paints: what all share, then a page of words for each card."""
    values = {
        "occasion": drawing.values,
        "look": look,
        "cards": [_card_values(card) for card in cards],
    }
    return Job("pictures", values, drawing.pictures)


def print_cards(cards: Sequence[Card], drawing: Drawing, *, four_a_sheet: bool = False) -> bytes:
    """Draw the cards as one PDF: each on an A5 page, or four on each A4 sheet to cut.

    Print always has the plain code: paper is held in worse light than a telephone.
    """
    files = [f"{number}.svg" for number in range(len(cards))]
    values = {
        "occasion": drawing.values,
        "four": four_a_sheet,
        "cards": [
            {**_card_values(card), "qr": file} for card, file in zip(cards, files, strict=True)
        ],
    }
    codes = [qr.qr_svg(card.code).encode() for card in cards]
    pictures = drawing.pictures | dict(zip(files, codes, strict=True))
    return set_pdf(Job("sheets", values, pictures), tagged=False)


def _batch(cards: Sequence[Card], drawing: Drawing, look: Look) -> list[bytes]:
    pictures = card_pictures(cards, drawing, look)
    forget()
    return pictures


def _picture_of_code(card: Card, drawing: Drawing, look: Look) -> Image.Image:
    if look == "styled":
        return qr.styled_picture(card.code, emblem=drawing.seal)
    return qr.plain_picture(card.code)


def _card_values(card: Card) -> dict[str, object]:
    return {
        "desk_code": card.desk_code_spaced,
        **address(card.organisation, card.name, card.honorific, card.title),
        "group": " · ".join(filter(None, (card.group_number, card.group_code))),
        "group_name": keep_words_whole(printable(card.group_name)),
        "colour": card.group_colour,
    }


def _occasion_values(occasion: Occasion) -> dict[str, object]:
    kind, event = tidy(occasion.kind), tidy(occasion.event)
    if event.casefold().startswith(kind.casefold()):
        event = event[len(kind) :].strip()
    else:
        kind = ""
    return {
        "host": printable(occasion.host),
        "parent": printable(occasion.parent) or None,
        "kind": kind,
        "event": keep_words_whole(printable(event)),
        "time": keep_words_whole(printable(occasion.time) or _STILL_OPEN),
        "place": keep_words_whole(printable(occasion.place) or _STILL_OPEN),
        "stand_in": keep_words_whole(_stand_in(occasion)),
        "emblem": f"emblem{occasion.emblem.suffix.lower()}" if occasion.emblem else None,
    }


def _stand_in(occasion: Occasion) -> str:
    contact = printable(occasion.contact)
    phone = printable(occasion.phone).replace(" ", "\N{NO-BREAK SPACE}")
    whom = [contact, f"điện thoại {phone}" if phone else ""]
    through = ", ".join(part for part in whom if part)
    via = f"qua {through}" if through else "cho Ban Tổ chức"
    return f"Trường hợp cử người dự thay, kính đề nghị thông báo trước {via}."

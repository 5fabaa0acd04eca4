"""Signposts (biển chỉ dẫn): which seats a row has on which side, and where the desks are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from badges.lettering import keep_words_whole, printable
from badges.typesetting import Job, set_pdf

SignPaper = Literal["a4", "a5"]
Direction = Literal["left", "right", "here"]


@dataclass(frozen=True, slots=True)
class Side:
    """The seats on one side of who reads the sign, "01 - 06"."""

    direction: Direction
    seats: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """One sign: its large words, the same in English, and what stands under them.

    `sides` are the seats that lie to the left and right; for a desk the one `direction` in
    which it lies. `who` are the groups that sit there. `where` tells the person who puts the
    sign up, in small letters.
    """

    label: str
    label_en: str = ""
    sides: Sequence[Side] = ()
    who: Sequence[str] = ()
    where: str = ""


def print_signs(signs: Sequence[Signpost], host: str, paper: SignPaper = "a4") -> bytes:
    """Draw the signs as a PDF, one a page across. Raises TypesettingError."""
    values = {
        "paper": paper,
        "host": printable(host),
        "signs": [
            {
                "label": keep_words_whole(printable(sign.label)),
                "label_en": printable(sign.label_en),
                "left": _seats(sign, "left"),
                "right": _seats(sign, "right"),
                "here": _seats(sign, "here"),
                "who": [keep_words_whole(printable(who)) for who in sign.who],
                "where": printable(sign.where),
            }
            for sign in signs
        ],
    }
    return set_pdf(Job("signs", values))


def _seats(sign: Signpost, direction: Direction) -> str | None:
    """Give the seats in a direction, "" where only the direction is meant, None: nothing."""
    found = [side.seats for side in sign.sides if side.direction == direction]
    return printable(found[0]) if found else None

"""Delegates' badges (thẻ đại biểu), for hosts whose event has them: eight on each A4 sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from badges.lettering import address, keep_words_whole, printable
from badges.typesetting import Job, set_pdf


@dataclass(frozen=True, slots=True)
class ChestBadge:
    """One badge. `name` None: it shows the organisation. No code: whoever passes could read it.

    `role` stands in capitals at the foot; `mark` and `colour` (`#RRGGBB`) are the group's and
    stand together.
    """

    organisation: str
    name: str | None = None
    honorific: str | None = None
    title: str | None = None
    role: str = "Đại biểu"
    mark: str = ""
    colour: str = "#5B5B5B"


def print_badges(badges: Sequence[ChestBadge], event: str, host: str) -> bytes:
    """Draw the badges as a PDF with cutting marks. Raises TypesettingError."""
    values = {
        "event": keep_words_whole(printable(event)),
        "host": printable(host),
        "badges": [
            {
                **address(badge.organisation, badge.name, badge.honorific, badge.title),
                "role": printable(badge.role),
                "mark": printable(badge.mark),
                "colour": badge.colour,
            }
            for badge in badges
        ],
    }
    return set_pdf(Job("chest", values), tagged=False)

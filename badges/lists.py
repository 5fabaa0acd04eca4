"""Lists on paper: the fallback for the desk, lists to sign, any table with a heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from badges.lettering import keep_words_whole, printable, tidy
from badges.typesetting import Job, set_pdf

Kind = Literal["text", "number", "tick", "write", "sign"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its share of the width, and what stands in it.

    A `text` or `number` is printed from the row; a `tick` is an empty box, `write` an empty
    cell and `sign` a higher one, for a pen, and the row holds nothing for any of them.
    """

    heading: str
    share: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading (None: none). Each row has a text for every printed column."""

    heading: str | None
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Roll:
    """A list to print. `note` stands under the title, `made` in the foot of every page.

    `blank_rows` empty lines follow, for those who come without being on the list. `signers`
    sign under the list, each over a line of its own. `letters` is the size in points, larger
    for who reads aloud.
    """

    title: str
    columns: Sequence[Column]
    sections: Sequence[Section]
    note: str = ""
    made: str = ""
    blank_rows: int = 0
    signers: Sequence[str] = ()
    letters: float = 9.5


def print_roll(roll: Roll, host: str, parent: str | None = None, *, across: bool = False) -> bytes:
    """Draw the list as a PDF on A4, upright or across; the heading row is on every page.

    Raises ValueError where a row has more or fewer texts than there are printed columns.
    """
    values = {
        "host": printable(host),
        "parent": printable(parent),
        "title": printable(roll.title),
        "note": keep_words_whole(printable(roll.note, longest=600)),
        "made": tidy(roll.made),
        "across": across,
        "columns": [
            {"heading": printable(c.heading), "share": c.share, "kind": c.kind}
            for c in roll.columns
        ],
        "sections": [
            {"heading": printable(s.heading), "rows": [_cells(roll.columns, row) for row in s.rows]}
            for s in roll.sections
        ],
        "blank_rows": roll.blank_rows,
        "signers": [printable(signer) for signer in roll.signers],
        "letters": roll.letters,
    }
    return set_pdf(Job("lists", values))


def _cells(columns: Sequence[Column], row: Sequence[str]) -> list[str]:
    """Spread the row's texts over all columns, "" for those that a pen fills."""
    printed = [column for column in columns if column.kind in ("text", "number")]
    if len(row) != len(printed):
        raise ValueError(f"{len(row)} texts for {len(printed)} printed columns: {row!r}")
    texts = iter(row)
    return [_cell(column, next(texts)) if column in printed else "" for column in columns]


def _cell(column: Column, text: str) -> str:
    """A number in groups ("4821 7735") stays on one line."""
    text = keep_words_whole(printable(text))
    return text.replace(" ", "\N{NO-BREAK SPACE}") if column.kind == "number" else text

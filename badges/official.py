"""Documents in the official layout: what a report and an invitation letter consist of.

Plain values; `reports` draws them as PDF, `word` writes them as .docx, `excel` as .xlsx.
The layout is that of Decree 30/2020: national heading, symbol and day, title, body,
recipients on the left and signature on the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class Head:
    """Who issues the document, its symbol ("Số: ……/BC-TTPVHCC"), its place and day."""

    parent: str
    host: str
    symbol: str
    place_and_day: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its heading, its share of the width, how its cells stand."""

    heading: str
    share: float
    kind: Literal["text", "number"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its title. `name` is short, for a sheet's tab; `total` is a last row in bold.

    Without rows it says `empty` instead.
    """

    title: str
    name: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None
    note: str = ""
    empty: str = "Không có."


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients ("Nơi nhận"), and who signs: title in capitals and name."""

    recipients: Sequence[str]
    signer_title: str
    signer_name: str


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """A report: sentences, then tables. `seal` says by what its numbers can be verified."""

    head: Head
    title: str
    subject: str
    sentences: Sequence[str]
    tables: Sequence[Table]
    seal: str
    foot: Foot


@dataclass(frozen=True, slots=True)
class Letter:
    """An official invitation (giấy mời, Mẫu 1.7).

    `opening` invites, `guests` are the invited in protocol order, `purpose` says to what;
    `facts` are (label, lines) such as time and place; `for_clerk` is a comment beside the
    title, to be deleted before the letter is signed.
    """

    head: Head
    title: str
    subject: str
    opening: str
    guests: Sequence[str]
    purpose: str
    facts: Sequence[tuple[str, Sequence[str]]]
    closing: str
    foot: Foot
    for_clerk: str


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """Give "- …;" for each recipient and "- ….", for the last."""
    *others, last = recipients or [""]
    lines = [*(f"{who.rstrip('; .')};" for who in others), f"{last.rstrip('; .')}."]
    return [f"- {line}" for line in lines] if recipients else []

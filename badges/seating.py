"""Papers that say where somebody sits: the slip handed over at the desk, the plate on the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from badges.lettering import address, keep_words_whole, printable
from badges.qr import qr_svg
from badges.typesetting import Job, set_pdf

NO_BREAK = "\N{NO-BREAK SPACE}"
SlipPaper = Literal["80mm", "58mm", "a6"]


@dataclass(frozen=True, slots=True)
class SeatSlip:
    """Where one guest sits (phiếu chỗ ngồi). `name` None: the organisation stands for it.

    `row`, `number` and `side` ("dãy phải") are set for a place in a row, or at a `table`, whose
    number is the `row` then; `seat` is the words for any other place ("Bàn chủ trì"). None of
    them: the staff will show the way. `notes` are further sentences, such as where commended
    guests gather.

    With a `code` it is an invitation given anew (phiếu mời cấp lại): the code is drawn as QR, and
    under it stand the digits of `desk_code`, as they are to be read out.
    """

    organisation: str
    name: str | None = None
    honorific: str | None = None
    title: str | None = None
    row: str | None = None
    number: str | None = None
    side: str | None = None
    seat: str | None = None
    notes: tuple[str, ...] = ()
    table: bool = False
    code: str | None = None
    desk_code: str | None = None


@dataclass(frozen=True, slots=True)
class NamePlate:
    """A folded plate (biển tên). `name` None: the plate shows the organisation."""

    organisation: str
    name: str | None = None
    title: str | None = None


def print_slips(slips: Sequence[SeatSlip], event: str, paper: SlipPaper = "80mm") -> bytes:
    """Draw the slips as a PDF, one a page; a receipt is as long as its text needs.

    `event` is the short name of the event, printed at the top.
    """
    return set_pdf(_slip_job(slips, event, paper), tagged=False)


def print_plates(plates: Sequence[NamePlate]) -> bytes:
    """Draw the plates as a PDF: A4 across, to fold in the middle, the same on both sides."""
    values = {"plates": [_plate_values(plate) for plate in plates]}
    return set_pdf(Job("plates", values), tagged=False)


def _slip_job(slips: Sequence[SeatSlip], event: str, paper: SlipPaper) -> Job:
    values = {
        "event": keep_words_whole(printable(event)),
        "paper": paper,
        "slips": [_slip_values(slip) | {"qr": _qr_file(slip)} for slip in slips],
    }
    pictures = {_qr_file(s): qr_svg(s.code).encode() for s in slips if s.code}
    return Job("slips", values, pictures)


def _qr_file(slip: SeatSlip) -> str:
    return f"{slip.code}.svg" if slip.code else ""


def _slip_values(slip: SeatSlip) -> dict[str, object]:
    return {
        **address(slip.organisation, slip.name, slip.honorific, slip.title),
        "row": printable(slip.row),
        "group": "Bàn" if slip.table else "Hàng",
        "number": printable(slip.number),
        "side": printable(slip.side),
        "seat": keep_words_whole(printable(slip.seat)),
        "digits": printable(slip.desk_code).replace(" ", NO_BREAK),
        "notes": [keep_words_whole(printable(note)) for note in slip.notes],
    }


def _plate_values(plate: NamePlate) -> dict[str, str]:
    lines = address(plate.organisation, plate.name, None, plate.title)
    below = [lines[line] for line in ("title", "unit") if lines[line]]
    # On a table a plate is read from afar: who it is, and one line of what they are.
    return {"main": lines["main"], "below": ", ".join(below) or lines["above"]}

"""The sheet of test codes (giấy quét thử): what a kiosk must be shown before the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from badges import qr
from badges.lettering import keep_words_whole, printable
from badges.typesetting import Job, set_pdf


@dataclass(frozen=True, slots=True)
class Trial:
    """One code to try: the text in it, what it stands for, and what the kiosk must say."""

    text: str
    label: str
    expected: str


def print_trials(trials: Sequence[Trial], event: str) -> bytes:
    """Draw the trials as a PDF, nine on each A4 page, marked as a rehearsal."""
    pictures = {f"{i}.svg": qr.qr_svg(trial.text).encode() for i, trial in enumerate(trials)}
    values = {
        "event": keep_words_whole(printable(event)),
        "trials": [
            {
                "qr": f"{i}.svg",
                "label": keep_words_whole(printable(trial.label)),
                "expected": keep_words_whole(printable(trial.expected)),
            }
            for i, trial in enumerate(trials)
        ],
    }
    return set_pdf(Job("rehearsal", values, pictures))

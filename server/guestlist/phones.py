"""Phone numbers as cells hold them, brought to national digits by their shape alone.

Whether a number is assigned is not asked: the sample's are not, and new ranges come.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from server.guestlist.sheets import DIGITS_OF_A_NUMBER, Cell, text_of

Doubt = Literal["zero_restored", "old_prefix", "several", "lost_digits", "odd"]

# Mobile; land line with its area code; service numbers.
_NATIONAL = re.compile(r"0[35789]\d{8}|02\d{8,9}|1[89]00\d{4,6}")
_EXPONENT = re.compile(r"\d+([.,]\d+)?\s*E\s*\+?\d+", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/;,\n|]|\s(?:hoặc|và|-)\s")
_OLD_MOBILE: Final = dict(
    pair.split(":")
    for pair in [
        "0120:070",
        "0121:079",
        "0122:077",
        "0126:076",
        "0128:078",
        "0123:083",
        "0124:084",
        "0125:085",
        "0127:081",
        "0129:082",
        "0162:032",
        "0163:033",
        "0164:034",
        "0165:035",
        "0166:036",
        "0167:037",
        "0168:038",
        "0169:039",
        "0186:056",
        "0188:058",
        "0199:059",
    ]
)


@dataclass(frozen=True, slots=True)
class Phone:
    """`number`: national digits ("0530000001") or None; `written`: as the list has it."""

    number: str | None = None
    written: str | None = None
    doubt: Doubt | None = None


def read_phone(cell: Cell) -> Phone:
    """Read the first number of a cell that has a phone's shape, a mobile before a land line."""
    written = text_of(cell)
    if not re.search(r"\d", written):
        return Phone(written=written or None)
    if _EXPONENT.fullmatch(written) or (
        not isinstance(cell, str) and len(written) > DIGITS_OF_A_NUMBER
    ):
        return Phone(written=written, doubt="lost_digits")
    read = [_national(part) for part in _parts(unicodedata.normalize("NFKC", written))]
    good = sorted((phone for phone in read if phone[0]), key=lambda p: p[0][1] == "2")
    if not good:
        return Phone(written=written, doubt="odd")
    return Phone(good[0][0], written, "several" if len(read) > 1 else good[0][1])


def _parts(written: str) -> list[str]:
    """Part a cell into candidates with at least seven digits each."""
    parts = [
        re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", part)) for part in _SEPARATORS.split(written)
    ]
    return [part for part in parts if len(part) >= 7] or [re.sub(r"\D", "", written)]


def _national(digits: str) -> tuple[str, Doubt | None]:
    doubt: Doubt | None = None
    digits = re.sub(r"^(00)?84(?=[1235789]\d{8,9}$)", "0", digits)
    if re.fullmatch(r"[35789]\d{8}|2\d{9}|1[2689]\d{8}", digits):
        digits, doubt = f"0{digits}", "zero_restored"
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        digits, doubt = _OLD_MOBILE[digits[:4]] + digits[4:], "old_prefix"
    return (digits if _NATIONAL.fullmatch(digits) else ""), doubt

"""The people of a row: who is named, who is not yet, and whose place a stand-in takes."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from server.guests import Guest
from server.names import clean, read_name_cell
from server.names.titles import leading_title, spell_out, strip_organisation

MOST_PLACES_IN_A_ROW: Final = 20

_DOTS = re.compile(r"[.…\-–_?x*/ ]*", re.IGNORECASE)
_COUNT = re.compile(r"(?P<count>\d{1,2}|một|hai|ba)\s+(?:(?:đ/c|đồng chí|vị)\s+)?", re.IGNORECASE)
_IN_WORDS: Final = {"một": 1, "hai": 2, "ba": 3}
# What a list asks for where it has no name; matched with its accents, or with none at all.
_ASKED_FOR: Final = [
    "đại diện",
    "lãnh đạo",
    "phóng viên",
    "kỹ thuật viên",
    "quay phim",
    "biên tập viên",
    "đại biểu",
    "chuyên viên",
    "công chức",
    "viên chức",
    "cán bộ",
    "nhân viên",
    "người",
    "khách mời",
    "lái xe",
    "thành viên",
]
_OPEN: Final = [
    "chưa có tên",
    "chưa rõ",
    "chưa xác định",
    "cử sau",
    "bổ sung sau",
    "báo sau",
    "đang cử",
]
_STANDS_IN = re.compile(r"(?:dự|đi|họp)\s+thay(?:\s+(?:cho|mặt))?\s*:?\s*([^;\n]+)", re.IGNORECASE)
_ORGANISATION_WORDS: Final = {
    "sở", "ban", "phòng", "cục", "chi", "ubnd", "văn", "trung", "công", "cơ", "đơn", "báo", "đài",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A name cell read: `guest` is None where nobody is named, and `expects` says who is due.

    `places`: how many unnamed places the cell asks for. `remark`: what else stood there.
    """

    guest: Guest | None
    expects: str | None = None
    places: int = 1
    degrees: tuple[str, ...] = ()
    remark: str | None = None


def read_person(cell: str, title: str, organisation: str) -> Person:
    """Read a name cell, with its line breaks, beside the title column's text."""
    name, extra = _part(unicodedata.normalize("NFC", cell))
    title = spell_out(title, organisation)
    asked = _asked_for(name)
    if asked is not None:
        expects, places = asked
        return Person(None, title or expects or "Đại diện", places, remark=extra or None)
    inner = _title_in(extra, organisation)
    read = read_name_cell(name)
    return Person(
        Guest(read.name, read.honorific, title or inner or None),
        degrees=read.degrees,
        remark=extra if extra and (inner is None or title) else None,
    )


def read_invited(text: str, organisation: str) -> Person | None:
    """Read whom a stand-in stands in for: "Ông X - Giám đốc Sở D", "Giám đốc (X)", "đ/c X (GĐ)".

    None where the text names neither a person nor a post.
    """
    text = clean(text).rstrip(" .,")
    led = leading_title(text)
    if led:
        name = re.sub(r"^[(:–-]\s*|\)$", "", led[1]).strip()
        if looks_like_name(name):
            return Person(_named(name, spell_out(led[0], organisation)))
        return Person(None, strip_organisation(spell_out(text), organisation))
    name, _, extra = re.sub(r"\s*\(([^)]*)\).*", r" - \1", text).partition(" - ")
    if not looks_like_name(read_name_cell(name).name):
        return None
    return Person(_named(name, _title_in(extra, organisation)))


def invited_in_note(note: str) -> str | None:
    """Give what follows "dự thay" in a note, None where the words are not there."""
    found = _STANDS_IN.search(note)
    return found[1].strip() if found else None


def holds_several(cell: str) -> bool:
    """Whether a name cell holds two people, one below the other."""
    lines = [read_name_cell(line).name for line in cell.splitlines() if line.strip()]
    return len(lines) > 1 and all(looks_like_name(line) and line.count(" ") > 1 for line in lines)


def looks_like_name(text: str) -> bool:
    """Whether a text could be a person's name: two to seven capitalised words, no unit."""
    words = text.split()
    return (
        2 <= len(words) <= 7
        and all(word[0].isupper() and not re.search(r"[\d@]", word) for word in words)
        and words[0].casefold() not in _ORGANISATION_WORDS
    )


def _named(name: str, title: str | None) -> Guest:
    read = read_name_cell(name)
    return Guest(read.name, read.honorific, title)


def _part(cell: str) -> tuple[str, str]:
    """Part the name from a title or remark in brackets, on the next line, after a dash."""
    cell = re.sub(r"^\d{1,3}[.)]\s*(?=\D)", "", cell.strip())
    bracketed = re.fullmatch(r"([^(]+?)(\s*)\(([^()]*)\)?", cell)
    if bracketed and (bracketed[2] or leading_title(bracketed[3])):
        return clean(bracketed[1]), clean(bracketed[3])
    first, _, second = cell.partition("\n")
    if second and leading_title(second):
        return clean(first), clean(second)
    text = clean(cell)
    for separator in (" - ", " – ", ", "):
        name, found, rest = text.partition(separator)
        if found and leading_title(rest):
            return name, rest
    return text, ""


def _title_in(extra: str, organisation: str) -> str | None:
    """Give the title that stands in a remark, without the organisation; None if none does."""
    if not extra or leading_title(extra) is None:
        return None
    return strip_organisation(spell_out(extra, organisation), organisation)


def _asked_for(name: str) -> tuple[str | None, int] | None:
    """Tell an unnamed place: (what the list asks for, how many); None for a name."""
    if _DOTS.fullmatch(name):
        return None, 1
    counted = _COUNT.match(name)
    text = name[counted.end() :] if counted else name
    if not text.casefold().startswith((*_ASKED_FOR, *_OPEN)) and not _plain(text):
        return None
    places = _count(counted["count"]) if counted else 1
    expects = text[:1].upper() + text[1:]
    return (None if text.casefold().startswith(tuple(_OPEN)) else expects), places


def _plain(text: str) -> bool:
    """The same asked without accents; names are told from it by their capitals."""
    asked = ("dai dien", "lanh dao", "phong vien", "chua co ten")
    return text.isascii() and text.casefold().startswith(asked)


def _count(word: str) -> int:
    number = _IN_WORDS.get(word.casefold()) or int(word)
    return min(max(number, 1), MOST_PLACES_IN_A_ROW)

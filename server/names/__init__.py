"""Vietnamese names: cleaned, folded for search, put in order, told apart, and addressed.

Beside it stand `titles`, `search`, and `typed` for what came without an input method.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, TypeAlias

SortKey: TypeAlias = tuple[tuple[int, ...], ...]

# Combining marks that are tones, in dictionary order; no mark (ngang) comes first.
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WORD_GAP: Final = 0
_DIGITS_FROM: Final = 10
_LETTERS_FROM: Final = 100
_OTHERS_FROM: Final = 1000

_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]"
)

_COMRADE = r"đ/c|đ\.c\.?|đc|đồng chí"
_DEGREE = r"gs|pgs|tskh|ts|ths|th\.s|bs|bsck ?i{1,2}|ks|cn|ls|nsnd|nsưt"
_PREFIX = re.compile(
    rf"(?:(?P<both>ông ?/ ?bà|ông \(bà\))|(?P<honorific>ông|bà)|(?P<comrade>{_COMRADE})"
    rf"|(?P<degree>{_DEGREE}))(?:[.:]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameCell:
    """A name without what stood before it. `honorific`: "Ông", "Bà" or None: not said."""

    name: str
    honorific: str | None = None
    degrees: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Give one line of NFC text: single plain spaces, nothing invisible, no ends."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Give what a clerk types without accents: "Đặng  HỮU" is "dang huu"."""
    return " ".join(
        _without_marks(_INVISIBLE.sub("", text).replace("đ", "d").replace("Đ", "D")).split()
    )


def given_name(name: str) -> str:
    """Give the tên, by which a person is addressed: "Quý" of "Lý Văn Quý"."""
    return name.rsplit(maxsplit=1)[-1] if name.split() else ""


def initials(name: str) -> str:
    """Give the folded first letters: "nmc" of "Nguyễn Minh Châu"."""
    return "".join(word[0] for word in fold(name).split())


def sort_key(name: str) -> SortKey:
    """Order by tên, then đệm, then họ; in each, letters first and tones second."""
    words = unicodedata.normalize("NFC", name).casefold().split()
    given, middle, family = words[-1:], words[1:-1], words[:-1][:1]
    return tuple(key for part in (given, middle, family) for key in _letters_then_tones(part))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are spelt alike, capitals and spaces aside."""
    return exact_key(one) == exact_key(other)


def near_same_name(one: str, other: str) -> bool:
    """Tell names that sound alike and are spelt differently: Thuý/Thúy, Vi/Vy, Lý/Lí.

    Good enough to find somebody, never good enough to take one for the other.
    """
    return not same_name(one, other) and sound_key(one) == sound_key(other)


def exact_key(name: str) -> str:
    """Give the spelling that decides whether two rows name one person."""
    return clean(name).casefold()


def sound_key(name: str) -> tuple[tuple[str, int], ...]:
    """Give each syllable's letters, with i for a lone y, and its tone (0 ngang … 5 nặng)."""
    return tuple(_sound(word) for word in clean(name).casefold().split())


def form_of_address(honorific: str | None, style: str = "ong_ba") -> str:
    """Give "Ông", "Bà", "Đồng chí" or "Quý đại biểu". Sex is never guessed from a name.

    `style` is `ong_ba`, `dong_chi` or `quy_dai_bieu`, as in the configuration.
    """
    if style == "dong_chi":
        return "Đồng chí"
    return (honorific if style == "ong_ba" else None) or "Quý đại biểu"


def read_name_cell(text: str) -> NameCell:
    """Take "Ông", "Đ/c", "PGS.TS." and the like off the front of a name, in any order."""
    rest, honorific, degrees = clean(text), None, []
    while found := _PREFIX.match(rest):
        if found["honorific"]:
            honorific = found["honorific"].capitalize()
        if found["degree"]:
            degrees.append(found["degree"])
        rest = rest[found.end() :]
    return NameCell(from_capitals(rest), honorific, tuple(degrees))


def from_capitals(name: str) -> str:
    """Write a name of several words that is all in capitals as a name: "Vi Đức Anh".

    A single word in capitals may be an abbreviation and stays as it is.
    """
    if not name.isupper() or len(name.split()) == 1:
        return name
    return re.sub(r"\w+", lambda word: word[0].capitalize(), name)


def split_tone(syllable: str) -> tuple[str, int]:
    """Part a syllable into its letters (NFC, ă â đ ê ô ơ ư kept) and its tone, 0 to 5."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = next((_TONES[c] for c in decomposed if c in _TONES), 0)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)), tone


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _letters_then_tones(words: list[str]) -> SortKey:
    letters: list[int] = []
    tones: list[int] = []
    for word in words:
        bare, tone = split_tone(word)
        letters += [_place(letter) for letter in bare] + [_WORD_GAP]
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _place(letter: str) -> int:
    if letter in _ALPHABET:
        return _LETTERS_FROM + _ALPHABET.index(letter)
    return _DIGITS_FROM + int(letter) if letter in "0123456789" else _OTHERS_FROM + ord(letter)


def _sound(word: str) -> tuple[str, int]:
    """Y as a syllable's only vowel is the same sound as i: Vy/Vi, Quý/Quí, Ý/Í."""
    letters, tone = split_tone(word)
    return re.sub(r"^(qu|[^aăâeêioôơuưy]*)y$", r"\1i", letters), tone

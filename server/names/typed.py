"""What a clerk typed while the Vietnamese input method was off, read back: Telex and VNI.

Only single words are decoded, in the free style that the input methods allow: a mark may
stand at the end of the word ("huongw") or beside its letter ("huowng").
"""

import re
import unicodedata
from typing import Final

_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONE_MARKS: Final = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES: Final = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_VOWELS: Final = "aăâeêioôơuưy"


def decode_telex(word: str) -> str:
    """Read "huowngf" as "hường". What is not Telex comes back as it was, in lower case."""
    letters, tone = "", ""
    for key in word.lower():
        if key in "sfrxjz" and _has_vowel(letters):
            tone = "" if key == "z" else key
        elif key == "w":
            letters = _put_horn(letters) or letters + "ư"
        elif key in "aeo" and (marked := _put_mark(letters, key, _CIRCUMFLEX)):
            letters = marked
        elif key == "d" and "d" in letters[:1]:
            letters = "đ" + letters[1:]
        else:
            letters += key
    return _put_tone(letters, tone)


def decode_vni(word: str) -> str:
    """Read "huong72" as "hường"; a word without digits comes back in lower case."""
    letters, tone = "", ""
    for key in word.lower():
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "6":
            letters = _put_mark(letters, "aeo", _CIRCUMFLEX) or letters
        elif key == "7":
            letters = _put_mark(_horned_pair(letters), "uo", _HORN) or letters
        elif key == "8":
            letters = _put_mark(letters, "a", _BREVE) or letters
        elif key == "9":
            letters = re.sub("d", "đ", letters, count=1)
        else:
            letters += key
    return _put_tone(letters, tone)


def place_tone(letters: str) -> int:
    """Give the index of the vowel that carries the tone, -1 where there is none.

    The marked vowel if there is one; else the last of a group that a consonant closes;
    else the last but one ("hòa"), gi- and qu- apart.
    """
    marked = [at for at, letter in enumerate(letters) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    group = re.search(r"^(?:qu|gi(?=[aeiouy]))?[^aeiouy]*([aeiouy]+)(.*)", letters)
    if group is None:
        return -1
    closed = group[2] != "" or len(group[1]) == 1
    return group.end(1) - (1 if closed else 2)


def _has_vowel(letters: str) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _put_horn(letters: str) -> str | None:
    """W after a: ă; after o or u: ơ, ư; after uo: both."""
    return _put_mark(_horned_pair(letters), "aou", "")


def _horned_pair(letters: str) -> str:
    return re.sub(r"uo(?=[^aăâeêioôơuưy]*$)", "ưo", letters)


def _put_mark(letters: str, bases: str, mark: str) -> str | None:
    """Mark the last of `bases` in the word; None if there is none. No mark: w decides."""
    at = max(letters.rfind(base) for base in bases)
    if at < 0:
        return None
    mark = mark or (_BREVE if letters[at] == "a" else _HORN)
    return letters[:at] + unicodedata.normalize("NFC", letters[at] + mark) + letters[at + 1 :]


def _put_tone(letters: str, tone: str) -> str:
    at = place_tone(letters)
    if not tone or at < 0:
        return letters
    return unicodedata.normalize("NFC", letters[: at + 1] + _TONE_MARKS[tone] + letters[at + 1 :])

"""Vietnamese text that came through the wrong character set, recognised and read back.

A text is under suspicion only when it is no Vietnamese as it stands and becomes good
Vietnamese, syllable by syllable, under one of the old encodings. What is read back is
offered to a person; it never replaces what the list says.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.names import split_tone
from server.sentences import mark

UNIKEY_ADVICE: Final = mark(
    "Chuyển sang bảng mã Unicode (UniKey Toolkit, Ctrl+Shift+F6) rồi nhập lại"
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`charset`: "TCVN3", "VNI", "VIQR", "mojibake" or "lost" (letters gone, no reading)."""

    charset: str
    reading: str | None


def suspect(text: str) -> Suspicion | None:
    """Recognise a text in an old encoding; None for good Vietnamese and for foreign names."""
    text = unicodedata.normalize("NFC", text)
    if "\ufffd" in text or re.search(r"\?[^\W\d_]|[^\W\d_]\?\?", text):
        return Suspicion("lost", None)
    if is_vietnamese(text):
        return None
    for charset, read in _READERS:
        reading = read(text)
        if reading is not None and reading != text and is_vietnamese(reading):
            return Suspicion(charset, unicodedata.normalize("NFC", reading))
    return None


def is_vietnamese(text: str) -> bool:
    """Whether every word could be a Vietnamese syllable or an abbreviation in capitals."""
    words = re.split(r"[\s\-–/,;:.()&\"']+", unicodedata.normalize("NFC", text))
    return all(_is_syllable(word) for word in words if word)


def _is_syllable(word: str) -> bool:
    if word.isascii():
        return word.isalnum()
    letters, _ = split_tone(word.casefold())
    return _SYLLABLE.fullmatch(letters) is not None


def _from_tcvn3(text: str) -> str | None:
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def _from_vni(text: str) -> str | None:
    marked = _VNI_PAIR.sub(lambda pair: pair[1] + _VNI_MARKS[pair[2].lower()], text)
    return unicodedata.normalize("NFC", "".join(_VNI_SINGLE.get(c, c) for c in marked))


def _from_viqr(text: str) -> str | None:
    if not text.isascii():
        return None
    text = re.sub(r"[dD][dD]", lambda d: "Đ" if d[0][0] == "D" else "đ", text)
    marked = re.sub(r"([aeouAEOU])([\^(+*])", lambda pair: pair[1] + _VIQR_LETTERS[pair[2]], text)
    if marked == text and "DD" not in text.upper() and not re.search(r"[aeiouy][`~]", text):
        return None  # a full stop or a question mark alone proves nothing
    marked = re.sub(
        r"(?<=[aeiouyAEIOUY\u0302\u0306\u031b])[`'?~.]", lambda t: _VIQR_TONES[t[0]], marked
    )
    return unicodedata.normalize("NFC", marked)


def _from_mojibake(text: str) -> str | None:
    """Undo UTF-8 that was read as Windows-1252 and saved again."""
    try:
        return b"".join(_western_byte(letter) for letter in text).decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _western_byte(letter: str) -> bytes:
    """Windows-1252, and for its five unassigned bytes what every program takes them for."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


# Letters without tone: an onset, a vowel or group of vowels, an ending.
_SYLLABLE: Final = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(uyê|uya|uyu|uây|uôi|uêu|oai|oay|oao|oeo|iêu|yêu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu"
    r"|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uơ|uô|uy|ưa|ươ|ưi|ưu|yê|[aăâeêioôơuưy])"
    r"(ch|ng|nh|[cmnpt])?"
)

_TCVN3: Final = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáãâä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏóõọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES: Final = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
# VNI writes a plain vowel and, behind it, one letter for circumflex or breve and tone.
_VNI_MARKS: Final = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    **{mark: "\u0302" + tone for mark, tone in zip("âáàåãä", ("", *_TONES), strict=True)},
    **{mark: "\u0306" + tone for mark, tone in zip("êéèúüë", ("", *_TONES), strict=True)},
}
_VNI_PAIR: Final = re.compile(rf"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}])", re.IGNORECASE)
_VNI_SINGLE: Final = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))

_VIQR_LETTERS: Final = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_VIQR_TONES: Final = {"`": _GRAVE, "'": _ACUTE, "?": _HOOK, "~": _TILDE, ".": _DOT}

_READERS: Final[tuple[tuple[str, Callable[[str], str | None]], ...]] = (
    ("mojibake", _from_mojibake),
    ("TCVN3", _from_tcvn3),
    ("VNI", _from_vni),
    ("VIQR", _from_viqr),
)

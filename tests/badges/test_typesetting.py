import unicodedata

import pytest
from PIL import ImageFont

from badges.typesetting import FONTS, Job, TypesettingError, set_pdf
from tests.badges.paper import pages, plain

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = "".join(
    unicodedata.normalize("NFC", case(vowel) + tone)
    for vowel in VOWELS
    for tone in TONES
    for case in (str.lower, str.upper)
)
OTHERS = "abcdefghijklmnopqrstuvwxyzđABCDEFGHIJKLMNOPQRSTUVWXYZĐ0123456789…–-·.,:;/()₫%"


@pytest.mark.parametrize("file", sorted(FONTS.rglob("*.ttf")), ids=lambda file: file.stem)
def test_a_font_has_every_vietnamese_letter(file):
    font = ImageFont.truetype(file, 64)
    missing = bytes(font.getmask("\uffff"))
    without = [c for c in LETTERS + OTHERS if bytes(font.getmask(c)) == missing]
    assert (len(LETTERS), without) == (144, [])


@pytest.mark.parametrize("family", ["be-vietnam-pro", "tinos"])
def test_a_font_comes_with_its_licence(family):
    assert "SIL OPEN FONT LICENSE" in (FONTS / family / "OFL.txt").read_text("utf-8").upper()


def test_a_font_that_is_not_ours_stops_the_work():
    page = b'#set text(font: "Times New Roman")\nPhi\xe1\xba\xbfu m\xe1\xbb\x9di'
    with pytest.raises(TypesettingError, match="unknown font family"):
        set_pdf(Job("page", {}, {"page.typ": page}))


def test_a_template_reads_nothing_outside_its_own_folder():
    page = b'#read("/../../../../../../etc/hostname")'
    with pytest.raises(TypesettingError):
        set_pdf(Job("page", {}, {"page.typ": page}))


def test_a_value_is_never_taken_for_markup():
    hostile = '#panic("x") *b* $x^2$ <label> @ref \\ #import "theme.typ" "]}'
    page = b"#json(bytes(sys.inputs.data)).text"
    (set_page,) = pages(set_pdf(Job("page", {"text": hostile}, {"page.typ": page})))
    assert set_page.text == plain(hostile)

"""Reads what was drawn: the codes in a picture, the letters of a page and where they stand."""

import io
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw
import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Ink:
    """A run of letters on one line, the box of its ink in points from the page's top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Ink", slack: float = 2.0) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


@dataclass(frozen=True)
class Page:
    """A page of a PDF, measured."""

    width: float
    height: float
    text: str
    inks: tuple[Ink, ...]
    sizes: frozenset[float]


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def codes_in(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)]


def recompressed(image: Image.Image, quality: int) -> Image.Image:
    """What a chat application makes of a picture."""
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=quality)
    return Image.open(jpeg)


def rendered(pdf: bytes, dpi: float) -> Iterator[Image.Image]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil()


def pages(pdf: bytes) -> list[Page]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [_measure(page) for page in document]


def plain(text: str) -> str:
    """The text as it reads: no-break spaces and line ends are spaces."""
    text = unicodedata.normalize("NFC", text).replace("\N{ZERO WIDTH SPACE}", "")
    return " ".join(text.split())


def _measure(page: pypdfium2.PdfPage) -> Page:
    letters = page.get_textpage()
    boxes = [letters.get_rect(i) for i in range(letters.count_rects())]
    sizes = {
        round(pypdfium2.raw.FPDFText_GetFontSize(letters, i), 1)
        for i in range(letters.count_chars())
    }
    height = page.get_height()
    return Page(
        page.get_width(),
        height,
        plain(letters.get_text_range()),
        tuple(
            Ink(
                plain(letters.get_text_bounded(*box)),
                box[0],
                height - box[3],
                box[2],
                height - box[1],
            )
            for box in boxes
        ),
        # A space has no size of its own in a PDF.
        frozenset(size for size in sizes if size > 1),
    )

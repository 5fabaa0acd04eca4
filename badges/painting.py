"""Paints set pages as pictures, in layers: the only module that knows PDFium and how a PNG is made.

What many pictures share is painted once and copied; that, a PNG without filters, and Intel's
deflate, which takes an eighth of zlib's time, is what makes a picture cheap. No pixel of it is
approximate.
"""

import ctypes
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Self

import pypdfium2
from isal import isal_zlib
from PIL import Image
from pypdfium2 import raw as pdfium

_WHITE = b"\xff"
_NO_FILTER = b"\0"
# Level 0 is no faster and leaves a sixth more, levels above save nothing to speak of.
_LEVEL = 1
# PDFium serves one thread at a time, in whatever documents.
_pdfium = Lock()


@dataclass(frozen=True, slots=True)
class Inlay:
    """A picture that is laid over the shared layer, its top left corner at (x, y) in pixels."""

    picture: Image.Image
    x: int
    y: int


def paint(pdf: bytes, inlays: Iterable[Inlay]) -> list[bytes]:
    """Paint each page from the second on over the first, above its inlay, as a PNG.

    A point is a pixel. There is one inlay for each page but the first.
    """
    with _Pages(pdf) as pages:
        ground = _Canvas.white(*pages.size)
        pages.paint(0, ground)
        painted = []
        for number, inlay in enumerate(inlays, 1):
            canvas = ground.copy()
            canvas.lay(inlay)
            pages.paint(number, canvas)
            painted.append(canvas.png())
    return painted


def page_picture(pdf: bytes, number: int, across: int) -> bytes | None:
    """Paint a page, from 0, as a PNG of so many pixels across, to look at before it is printed.

    None: there is no such page.
    """
    with _Pages(pdf, across, number) as pages:
        if number >= pages.count:
            return None
        canvas = _Canvas.white(*pages.size)
        pages.paint(number, canvas)
        return canvas.png()


def count_pages(pdf: bytes) -> int:
    """Give how many pages there are."""
    with _Pages(pdf) as pages:
        return pages.count


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Pixels as a PNG wants them: rows of three bytes a pixel, each after the name of its filter.

    PDFium paints into the very same memory.
    """

    width: int
    height: int
    rows: bytearray

    @classmethod
    def white(cls, width: int, height: int) -> "_Canvas":
        return cls(width, height, bytearray((_NO_FILTER + _WHITE * 3 * width) * height))

    @property
    def stride(self) -> int:
        return 1 + 3 * self.width

    def copy(self) -> "_Canvas":
        return _Canvas(self.width, self.height, bytearray(self.rows))

    def lay(self, inlay: Inlay) -> None:
        long = 3 * inlay.picture.width
        pixels = inlay.picture.convert("RGB").tobytes()
        at = inlay.y * self.stride + 1 + 3 * inlay.x
        for start in range(0, len(pixels), long):
            self.rows[at : at + long] = pixels[start : start + long]
            at += self.stride

    def png(self) -> bytes:
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        body = isal_zlib.compress(self.rows, _LEVEL)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
        )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


class _Pages:
    """The pages of a PDF while they are painted: a point a pixel, or one as wide as is asked."""

    def __init__(self, pdf: bytes, across: int | None = None, measured: int = 0) -> None:
        self._pdf = pdf
        self._across = across
        self._measured = measured

    def __enter__(self) -> Self:
        with _pdfium:
            self._document = pypdfium2.PdfDocument(self._pdf)
            self.count = len(self._document)
            measured = min(self._measured, self.count - 1)
            width, height = self._document.get_page_size(measured)
        scale = self._across / width if self._across else 1
        self.size = round(width * scale), round(height * scale)
        return self

    def __exit__(self, *_: object) -> None:
        with _pdfium:
            self._document.close()

    def paint(self, number: int, canvas: _Canvas) -> None:
        """Paint a page over what is on the canvas."""
        width, height = self.size
        pixels = (ctypes.c_ubyte * (len(canvas.rows) - 1)).from_buffer(canvas.rows, 1)
        with _pdfium:
            page = self._document[number]
            bitmap = pdfium.FPDFBitmap_CreateEx(
                width, height, pdfium.FPDFBitmap_BGR, pixels, canvas.stride
            )
            # The other order of bytes: red first, as a PNG has it.
            flags = pdfium.FPDF_REVERSE_BYTE_ORDER
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
            pdfium.FPDFBitmap_Destroy(bitmap)
            page.close()

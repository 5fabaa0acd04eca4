"""Draws the codes of invitations as QR: the only module that knows how a QR is made.

Two kinds. The functional one (segno) is what a door reads best: alphanumeric mode, level M,
25 x 25 modules for a code of ours, black on white. The styled one (qrcode) has rounded
modules and may carry an emblem, for which it needs level H and 33 x 33 modules; it belongs
on a picture that is sent, never on small print. Both keep the four-module quiet zone.
"""

import io
from functools import lru_cache

import qrcode
import segno
from PIL import Image
from qrcode.image.styledpil import StyledPilImage
from qrcode.image.styles.moduledrawers.pil import RoundedModuleDrawer

QUIET_ZONE = 4
SIDE = 25 + 2 * QUIET_ZONE
STYLED_SIDE = 33 + 2 * QUIET_ZONE

# Of the whole picture's width. The library widens it to whole modules: nine of 33, 7 % of
# the area, where level H could lose 30 %.
_EMBLEM_RATIO = 0.22


def qr_svg(code: str) -> str:
    """Draw the code as an SVG document of `SIDE` × `SIDE` modules, quiet zone included."""
    svg = io.BytesIO()
    _encode(code).save(svg, kind="svg", border=QUIET_ZONE, light="#fff", omitsize=True)
    return svg.getvalue().decode()


def qr_png(code: str, module_px: int = 16) -> bytes:
    """Draw the code as a black and white PNG, each module `module_px` pixels wide."""
    png = io.BytesIO()
    _encode(code).save(png, kind="png", scale=module_px, border=QUIET_ZONE)
    return png.getvalue()


def styled_png(code: str, module_px: int = 14, emblem: bytes | None = None) -> bytes:
    """Draw the code with rounded modules as a PNG of `STYLED_SIDE` modules a side.

    `emblem` is a square PNG or JPEG for the middle; it covers what is behind it.
    `module_px` is even, since a rounded corner is half a module.
    """
    drawn = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_H, box_size=module_px, border=QUIET_ZONE
    )
    drawn.add_data(code)
    picture = drawn.make_image(
        image_factory=StyledPilImage,
        module_drawer=RoundedModuleDrawer(),
        embedded_image=_opaque(emblem) if emblem else None,
        embedded_image_ratio=_EMBLEM_RATIO,
    )
    png = io.BytesIO()
    picture.save(png, compress_level=1)
    return png.getvalue()


# More than a volume of cards, so that every code is encoded once for all its drawings.
@lru_cache(maxsize=1024)
def _encode(code: str) -> segno.QRCode:
    return segno.make(code, error="m", micro=False, boost_error=False)


@lru_cache(maxsize=4)
def _opaque(emblem: bytes) -> Image.Image:
    with Image.open(io.BytesIO(emblem)) as picture:
        return picture.convert("RGB")

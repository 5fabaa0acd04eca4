"""Draws the codes of invitations as QR: the only module that knows how a QR is made.

Two kinds. The functional one (segno) is what a door reads best: alphanumeric mode, level M,
25 x 25 modules for a code of ours, black on white. The styled one (qrcode) has rounded
modules and may carry an emblem, for which it needs level H and 33 x 33 modules; it belongs
on a picture that is sent, never on small print. Both keep the four-module quiet zone.
"""

import io
from functools import lru_cache
from pathlib import Path

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
_EMBLEM_MARGIN = 0.1


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


def styled_png(code: str, module_px: int = 14, emblem: Path | None = None) -> bytes:
    """Draw the code with rounded modules as a PNG of `STYLED_SIDE` modules a side.

    `emblem` is a picture file for the middle, made square on white. Raises OSError if it
    is not a picture that Pillow can read.
    """
    code_ = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_H, box_size=module_px, border=QUIET_ZONE
    )
    code_.add_data(code)
    picture = code_.make_image(
        image_factory=StyledPilImage,
        module_drawer=RoundedModuleDrawer(),
        embedded_image=_on_white(emblem) if emblem else None,
        embedded_image_ratio=_EMBLEM_RATIO,
    )
    png = io.BytesIO()
    picture.save(png, compress_level=1)
    return png.getvalue()


@lru_cache(maxsize=128)
def _encode(code: str) -> segno.QRCode:
    return segno.make(code, error="m", micro=False, boost_error=False)


def _on_white(emblem: Path) -> Image.Image:
    """Set the emblem on a white square with room around it, so that no module touches it."""
    with Image.open(emblem) as source:
        picture = source.convert("RGBA")
    side = round(max(picture.size) * (1 + 2 * _EMBLEM_MARGIN))
    square = Image.new("RGBA", (side, side), "white")
    square.alpha_composite(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square.convert("RGB")

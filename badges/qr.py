"""Draws the codes of invitations as QR: the only module that knows how a QR is made.

Two kinds. The functional one (segno) is what a door reads best: alphanumeric mode, level M,
25 x 25 modules for a code of ours, black on white. The styled one (qrcode) has rounded
modules and may carry an emblem, for which it needs level H and 33 x 33 modules; it belongs
on a picture that is sent, never on small print. Both keep the four-module quiet zone.
"""

import io
from collections.abc import Iterable
from functools import lru_cache

import qrcode
import segno
from PIL import Image, ImageChops, ImageDraw

QUIET_ZONE = 4
SIDE = 25 + 2 * QUIET_ZONE
STYLED_SIDE = 33 + 2 * QUIET_ZONE

# The emblem covers nine modules of 33 each way, 7 % of the area, where level H could lose 30 %.
_EMBLEM_MODULES = 9
# How often finer a corner is drawn before it is scaled down.
_FINER = 4
_WHITE, _BLACK = 255, 0
# One of the eight masks. Which of them suits a code best takes longer to find than all the rest,
# and what our codes hold is random: each is as good as another.
_MASK = 3


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


def plain_picture(code: str, module_px: int = 17) -> Image.Image:
    """Draw the functional code, each module `module_px` pixels wide."""
    modules = _picture_of(_encode(code).matrix_iter(border=QUIET_ZONE))
    side = modules.width * module_px
    return modules.resize((side, side), Image.Resampling.NEAREST)


def styled_picture(code: str, module_px: int = 14, emblem: bytes | None = None) -> Image.Image:
    """Draw the code with rounded modules, `STYLED_SIDE` of them a side.

    `emblem` is a square PNG or JPEG for the middle; it covers what is behind it.
    `module_px` is even, since a rounded corner is half a module.
    """
    picture = _rounded(_modules(code), module_px).convert("RGB")
    if emblem:
        inlay = _inlay(emblem, _EMBLEM_MODULES * module_px)
        corner = (picture.width - inlay.width) // 2
        picture.paste(inlay, (corner, corner))
    return picture


def _modules(code: str) -> Image.Image:
    """Give the modules of the code at level H, quiet zone included, a pixel each."""
    drawn = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_H, border=QUIET_ZONE, mask_pattern=_MASK
    )
    drawn.add_data(code)
    return _picture_of(drawn.get_matrix())


def _picture_of(rows: Iterable[Iterable[object]]) -> Image.Image:
    """Give one pixel for each module; a dark one is truthy."""
    lines = [bytes(_BLACK if dark else _WHITE for dark in row) for row in rows]
    return Image.frombytes("L", (len(lines[0]), len(lines)), b"".join(lines))


def _rounded(modules: Image.Image, module_px: int) -> Image.Image:
    """Scale the modules up and round every corner that has no dark neighbour on either side.

    All at once, a picture a corner: module by module takes five times as long.
    """
    side = modules.width * module_px
    picture = modules.resize((side, side), Image.Resampling.NEAREST)
    for left, above in ((True, True), (False, True), (True, False), (False, False)):
        beside = ImageChops.offset(modules, 1 if left else -1, 0)
        over = ImageChops.offset(modules, 0, 1 if above else -1)
        # White where this module is dark and both its neighbours are not.
        open_corners = ImageChops.darker(
            ImageChops.invert(modules), ImageChops.darker(beside, over)
        )
        where = open_corners.resize((side, side), Image.Resampling.NEAREST)
        outside = ImageChops.darker(where, _corners(modules.width, module_px, left, above))
        picture = ImageChops.lighter(picture, outside)
    return picture


@lru_cache(maxsize=8)
def _corners(modules: int, module_px: int, left: bool, above: bool) -> Image.Image:
    """Give a sheet of modules that is white outside one rounded corner of each, black elsewhere."""
    half = module_px // 2
    fine = Image.new("L", (half * _FINER, half * _FINER), _WHITE)
    ImageDraw.Draw(fine).ellipse((0, 0, 2 * half * _FINER, 2 * half * _FINER), fill=_BLACK)
    corner = fine.resize((half, half), Image.Resampling.LANCZOS)
    if not left:
        corner = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if not above:
        corner = corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    tile = Image.new("L", (module_px, module_px), _BLACK)
    tile.paste(corner, (0 if left else module_px - half, 0 if above else module_px - half))
    sheet = Image.new("L", (modules * module_px, modules * module_px), _BLACK)
    for x in range(0, sheet.width, module_px):
        for y in range(0, sheet.height, module_px):
            sheet.paste(tile, (x, y))
    return sheet


# More than a volume of cards, so that every code is encoded once for all its drawings.
@lru_cache(maxsize=1024)
def _encode(code: str) -> segno.QRCode:
    return segno.make(code, error="m", micro=False, boost_error=False)


@lru_cache(maxsize=4)
def _inlay(emblem: bytes, side: int) -> Image.Image:
    with Image.open(io.BytesIO(emblem)) as picture:
        return picture.convert("RGB").resize((side, side), Image.Resampling.LANCZOS)

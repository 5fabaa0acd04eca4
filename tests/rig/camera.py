"""A camera for Chromium that sees what a test draws: codes on paper, on phones, in bad light.

Chromium plays a file of pictures as its camera and reads that file anew each time the camera
is opened.
"""

import io
import math
from collections.abc import Callable
from pathlib import Path
from random import Random

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

SIZE = (1280, 720)
# Where a code's middle is, and how much of the frame's height it takes, held as asked.
MIDDLE = (640, 360)
HELD = 0.42


def flags(file: Path, cameras: int = 1) -> tuple[str, ...]:
    """Start Chromium with cameras that play `file`, or with none, and nobody asked."""
    return (
        "--use-fake-ui-for-media-stream",
        f"--use-fake-device-for-media-stream=device-count={cameras}",
        f"--use-file-for-fake-video-capture={file}",
    )


def show(file: Path, *frames: Image.Image) -> None:
    """Have the camera see these, one after the other, 30 in a second and over again.

    In one go: a camera that is open sees the file as it is, and nothing while it is half written.
    """
    film = io.BytesIO()
    for frame in frames:
        frame.convert("RGB").save(film, "JPEG", quality=88, subsampling="4:2:0")
    file.write_bytes(film.getvalue())


def lobby() -> Image.Image:
    """What the camera sees between two guests: a wall, a floor, some noise."""
    picture = Image.linear_gradient("L").resize(SIZE).point(lambda level: 70 + level // 4)
    ImageDraw.Draw(picture).rectangle((0, 560, *SIZE), fill=96)
    return _with_noise(picture.convert("RGB"))


def printed(text: str) -> Image.Image:
    """A slip of paper, held straight."""
    return _before_lobby(_slip(text))


def far(text: str, share: float = 0.13) -> Image.Image:
    """The same from too far away."""
    return _before_lobby(_slip(text, share))


def tilted(text: str) -> Image.Image:
    """A slip turned by 24 degrees and leaning backwards."""
    slip = _slip(text).convert("RGBA")
    side = slip.width
    # x' = (ax + by + c) / (gx + hy + 1): the further up, the smaller.
    lean = (1.3, 0.15, -0.15 * side, 0, 1.15, 0, 0, 0.3 / side)
    leaning = slip.transform(slip.size, Image.Transform.PERSPECTIVE, lean, Image.Resampling.BICUBIC)
    return _before_lobby(leaning.rotate(24, Image.Resampling.BICUBIC, expand=True))


def dark(text: str) -> Image.Image:
    """The light of the lobby is off."""
    return ImageEnhance.Brightness(printed(text)).enhance(0.11)


def inverted(text: str) -> Image.Image:
    """A phone in dark mode: the code in white on black."""
    return _before_lobby(ImageOps.invert(_slip(text)))


def phone(text: str) -> Image.Image:
    """A phone's screen: glare on the glass, and the pattern of its lines against the camera's."""
    screen = Image.new("RGB", (380, 640), "#101418")
    screen.paste(_slip(text), (32, 120))
    lines = Image.new("L", screen.size)
    for y in range(screen.height):
        shade = int(34 + 30 * math.sin(y * 2.4) + 14 * math.sin(y / 23))
        ImageDraw.Draw(lines).line((0, y, screen.width, y), fill=max(shade, 0))
    screen.paste("black", mask=lines)
    glare = Image.new("L", screen.size)
    ImageDraw.Draw(glare).ellipse((190, 60, 420, 330), fill=150)
    screen.paste("white", mask=glare.filter(ImageFilter.GaussianBlur(60)))
    held = screen.convert("RGBA").rotate(-7, Image.Resampling.BICUBIC, expand=True)
    return _before_lobby(held)


def smeared(text: str) -> Image.Image:
    """A code with a hand over a part of it: its corners are seen, its contents are not."""
    slip = _slip(text)
    width, height = slip.size
    middle = (width * 0.34, height * 0.4, width * 0.66, height * 0.62)
    ImageDraw.Draw(slip).rectangle(middle, fill="#b08968")
    ImageDraw.Draw(slip).rectangle((width * 0.3, height * 0.5, width * 0.6, height * 0.6), fill=0)
    return _before_lobby(slip)


HELD_UP: dict[str, Callable[[str], Image.Image]] = {
    "printed": printed,
    "tilted": tilted,
    "dark": dark,
    "inverted": inverted,
    "phone": phone,
}


def _slip(text: str, share: float = HELD) -> Image.Image:
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="png", scale=8, border=4)
    side = int(SIZE[1] * share)
    return Image.open(buffer).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)


def _before_lobby(thing: Image.Image) -> Image.Image:
    picture = lobby()
    corner = (MIDDLE[0] - thing.width // 2, MIDDLE[1] - thing.height // 2)
    picture.paste(thing, corner, thing if thing.mode == "RGBA" else None)
    return _with_noise(picture)


def _with_noise(picture: Image.Image) -> Image.Image:
    noise = Image.frombytes("L", (160, 90), Random(3).randbytes(160 * 90)).resize(SIZE)
    return Image.blend(picture, noise.convert("RGB"), 0.04)

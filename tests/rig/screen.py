"""A virtual X screen with a window manager, a camera for it, and a typist that is a scanner."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageGrab

from tests.rig.programs import ended

# A scanner's keys do not wait for a busy machine, so neither may the typist or the screen.
_UNHURRIED = ("nice", "-n", "-10") if getattr(os, "geteuid", None) and os.geteuid() == 0 else ()


@dataclass(frozen=True)
class Screen:
    """An X display, e.g. `:1`, of 1280 × 800 pixels."""

    display: str

    @property
    def env(self) -> dict[str, str]:
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def picture(self, file: Path | None = None) -> Image.Image:
        """What a person in front of the screen sees, also kept as `file` if one is given."""
        picture = ImageGrab.grab(xdisplay=self.display)
        if file:
            picture.save(file)
        return picture

    def type(self, text: str, ms_per_key: float = 5, end: str | None = "Return") -> None:
        """Type as a keyboard-wedge scanner does: into whatever window has the focus.

        xdotool spends half of the delay it is given on each key (measured: 20 gives 12 ms).
        The page does not see this pace: Qt WebEngine hands over the keys of one frame in one
        go, with time stamps to match, so that a burst of 1 ms a key has gaps of 0 and of
        45 ms in it (measured, drawn without a GPU).
        """
        self.run(*_UNHURRIED, "xdotool", "type", "--delay", str(2 * ms_per_key), "--", text)
        if end:
            self.run("xdotool", "key", "--delay", "0", end)

    def run(self, *command: str) -> str:
        """Run an X program on this screen and give back what it printed."""
        env = os.environ | {"DISPLAY": self.display}
        ran = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=30, check=True
        )
        return ran.stdout.strip()


@contextmanager
def a_screen(size: str = "1280x800x24", monitors: Sequence[Sequence[str]] = ()) -> Iterator[Screen]:
    """Start Xvfb on a free display, and openbox on it.

    `monitors`, as `xrandr --setmonitor` takes them, share the screen between them.

    Without a window manager nobody answers a window that asks for full screen or the focus,
    and the kiosk would be tried in a state no machine has.
    """
    read, write = os.pipe()
    # -displayfd lets the server choose the number: two test workers never want the same.
    command = [
        *_UNHURRIED,
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        size,
        "-nolisten",
        "tcp",
        "-noreset",  # else it forgets its monitors with the program that told it of them
    ]
    with ended(subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)):
        os.close(write)
        with os.fdopen(read) as told:
            screen = Screen(f":{told.readline().strip()}")
        # Before the window manager, which asks for them but once.
        for monitor in monitors:
            screen.run("xrandr", "--setmonitor", *monitor)
        env = os.environ | {"DISPLAY": screen.display}
        with ended(subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)):
            yield screen

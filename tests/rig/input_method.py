"""Debian's UniKey engine at work on a virtual screen, as a clerk's laptop may have it switched on.

It stands in a desktop session of its own: a message bus, the ibus daemon and the settings in a
folder, so that nothing of the person's who runs the tests is touched.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig.programs import ended
from tests.rig.screen import Screen
from tests.rig.waiting import until

# UniKey as most people leave it corrects words that are not Vietnamese; as many set it, it does
# not, and bends far more.
SETTINGS = """[org/freedesktop/ibus/engine/unikey]
input-method='{method}'
spell-check=false
auto-restore-non-vn=false
"""


@dataclass(frozen=True)
class UniKey:
    """The engine, switched on. `env` is for the programs that are to be typed into."""

    env: dict[str, str]
    settings: Path

    def choose(self, method: str) -> None:
        """Have it take "telex" or "vni" from now on."""
        self.settings.write_text(SETTINGS.format(method=method), "utf-8")
        self._ask("engine", "xkb:us::eng")
        self._ask("engine", "Unikey")
        until("UniKey", lambda: self._ask("engine") == "Unikey")

    def _ask(self, *words: str) -> str:
        # It complains that this screen has no layouts to choose from, and switches all the same.
        ran = subprocess.run(
            ["ibus", *words], env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        return ran.stdout.strip()


@contextmanager
def unikey(screen: Screen, folder: Path) -> Iterator[UniKey]:
    """Start the session; programs join it by the environment that it has."""
    settings = folder / "glib-2.0/settings/keyfile"
    settings.parent.mkdir(parents=True)
    env = os.environ | {
        **screen.env,
        "XDG_CONFIG_HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "GSETTINGS_BACKEND": "keyfile",
        "QT_IM_MODULE": "ibus",
    }
    settings.write_text(SETTINGS.format(method="telex"), "utf-8")
    with ExitStack() as stack:
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_started(bus, env)).strip()
        daemon = [
            "ibus-daemon", "--panel=disable", "--emoji-extension=disable", "--config=disable",
            "--address", f"unix:path={folder}/socket",
        ]  # fmt: skip
        process = subprocess.Popen(daemon, env=env, stderr=subprocess.DEVNULL)
        stack.enter_context(ended(process))
        engine = UniKey(env, settings)
        until("the engines", lambda: "Unikey" in engine._ask("list-engine"), 30, every=0.2)
        yield engine


@contextmanager
def _started(command: list[str], env: dict[str, str]) -> Iterator[str]:
    """Start a program; its first line."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with ended(process):
        assert process.stdout
        yield process.stdout.readline()

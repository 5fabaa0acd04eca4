"""Cold start and memory, beside the bare program's."""

import subprocess
import time

from tests.bench.figures import resident_megabytes
from tests.bench.ground import Ground
from tests.rig.programs import DONTIEP, Server


def run(ground: Ground) -> None:
    """Print how long each takes to its first answer, and what each holds after its scans."""
    ours, bare = ground.server.process, ground.bare
    assert ours
    _tell("memory after the scans, MB", resident_megabytes(ours.pid), resident_megabytes(bare.pid))
    ground.server.stop()
    _tell("cold start to a healthy answer, s", _cold_start(ground), ground.bare_started_in)
    began = time.perf_counter()
    subprocess.run([DONTIEP, "--version"], check=True, capture_output=True)
    _tell("cold start of `dontiep --version`, s", time.perf_counter() - began)


def _cold_start(ground: Ground) -> float:
    """Start a second time, on an event that is already there."""
    server = Server(ground.event.data)
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    server.stop()
    return took


def _tell(name: str, ours: float, bare: float | None = None) -> None:
    beside = f"{'bare':>9}{bare:9.2f}{ours / bare:8.2f} ×" if bare else ""
    print(f"{name:<44}{ours:9.2f}{beside}")

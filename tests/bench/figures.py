"""How figures are taken and told: percentiles, many callers at once, one line each."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

Work = TypeVar("Work")


@dataclass
class Figures:
    """Times in milliseconds of one kind of work, and the wall time of all of it in seconds."""

    name: str
    times: list[float] = field(default_factory=list)
    wall: float = 0

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    @property
    def rate(self) -> float:
        return len(self.times) / self.wall

    def tell(self, beside: "Figures | None" = None) -> None:
        median = f"{self.percentile(50) / beside.percentile(50):6.2f} ×" if beside else ""
        work = f"{beside.rate / self.rate:6.2f} ×" if beside else ""
        print(
            f"{self.name:<44}{self.percentile(50):9.2f}{self.percentile(99):9.2f}"
            f"{self.rate:9.0f}{median:>10}{work:>10}"
        )


def heading(first: str, beside: str) -> None:
    """Head the columns. `beside` names what the last two hold the figure against.

    The median beside that of another, then the time per piece of work: where many wait at
    once the second says more, since a median is silent about who was passed over.
    """
    both = f"{beside:>10}{'a piece':>10}" if beside else ""
    print(f"\n{first:<44}{'p50 ms':>9}{'p99 ms':>9}{'per s':>9}{both}")


def take(
    figures: Figures, callers: Sequence[Callable[[Work], object]], work: Sequence[Work]
) -> None:
    """Let the callers share the work, all at once, and add their times to the figures."""
    gate = threading.Barrier(len(callers) + 1)

    def call(caller: Callable[[Work], object], mine: Sequence[Work]) -> None:
        gate.wait()
        for one in mine:
            began = time.perf_counter()
            caller(one)
            figures.times.append((time.perf_counter() - began) * 1000)

    threads = [
        threading.Thread(target=call, args=(caller, work[n :: len(callers)]))
        for n, caller in enumerate(callers)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    figures.wall += time.perf_counter() - began


def resident_megabytes(pid: int) -> float:
    """The memory a process holds now (Linux), its share of libraries included."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024

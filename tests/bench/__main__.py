"""`python -m tests.bench [--small]`: prints every figure, and fails when the door is too slow."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import bench_board, bench_door, bench_process
from tests.bench.ground import a_ground

# The bound of the project: a verdict costs at most two bare durable inserts.
MOST_INSERTS_A_VERDICT_MAY_COST = 2.0


def main() -> int:
    """Take the figures and print them; 1 when the door's bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a minute's worth, for every run")
    small = parser.parse_args().small
    guests, scans = (200, 900) if small else (2000, 9000)
    with tempfile.TemporaryDirectory() as folder, a_ground(Path(folder), guests, scans) as ground:
        print(f"{guests} guests, {scans} scans a figure")
        ratio = bench_door.run(ground)
        bench_board.run(ground)
        print()
        bench_process.run(ground)
    held = ratio <= MOST_INSERTS_A_VERDICT_MAY_COST
    print(f"\na verdict costs {ratio:.2f} bare inserts: {'held' if held else 'TOO SLOW'} (bound 2)")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

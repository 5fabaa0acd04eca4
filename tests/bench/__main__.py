"""`python -m tests.bench [--small]`: prints every figure, and the ratio that the project watches."""

import argparse
import tempfile
from pathlib import Path

from tests.bench import bench_board, bench_door, bench_papers, bench_process
from tests.bench.ground import a_ground

# The bound of the project: a verdict costs at most two bare durable inserts.
MOST_INSERTS_A_VERDICT_MAY_COST = 2.0


def main() -> None:
    """Take the figures and print them. Machines are noisy: a figure is read, never a test."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a minute's worth, for every run")
    small = parser.parse_args().small
    guests, scans = (200, 900) if small else (2000, 9000)
    with tempfile.TemporaryDirectory() as folder, a_ground(Path(folder), guests, scans) as ground:
        print(f"{guests} guests, {scans} scans a figure")
        ratio = bench_door.run(ground)
        bench_board.run(ground, 1 if small else bench_board.BOARDS)
        print()
        bench_process.run(ground)
        bench_papers.run(Path(folder) / "cards", pictures=200 if small else 10_000)
    bound = MOST_INSERTS_A_VERDICT_MAY_COST
    print(
        f"\na verdict costs {ratio:.2f} bare inserts ({'within' if ratio <= bound else 'OVER'} {bound:g})"
    )


if __name__ == "__main__":
    main()

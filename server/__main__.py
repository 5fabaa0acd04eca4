"""`python -m server` is `dontiep`, and here it begins."""

import sys

LEFT = 1


def start() -> None:
    """Run the command line; Ctrl+C is a quiet end also while the program is still being read."""
    try:
        from server.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(LEFT)


if __name__ == "__main__":
    start()

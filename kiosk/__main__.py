"""`python -m kiosk …` is `dontiep kiosk …`."""

import sys

from server.cli import main

main(["kiosk", *sys.argv[1:]])

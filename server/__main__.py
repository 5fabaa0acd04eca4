"""`python -m server` is `dontiep`."""

from server.cli import main

main()

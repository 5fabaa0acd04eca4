"""Addresses to write to: their shape, never whether anybody reads there."""

import re

LONGEST_EMAIL = 254
_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def is_email(written: str) -> bool:
    """Whether a mail could go to this address."""
    return (
        written.isascii()
        and len(written) <= LONGEST_EMAIL
        and _ADDRESS.fullmatch(written) is not None
    )

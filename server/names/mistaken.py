"""Words typed with a slip of one key, or as they sound: what the search lets pass at need."""

import re
from functools import lru_cache
from typing import Final

# What is said alike somewhere in the country, folded: l for n, ch for tr, x for s, d for gi, r.
_SOUNDS: Final = (
    (r"^(?:gi(?=[aeou])|g(?=i)|r)", "d"),
    (r"^tr", "ch"),
    (r"^s", "x"),
    (r"^l", "n"),
    (r"^ph", "f"),
    (r"^[kq](?!h)", "c"),
    (r"y", "i"),
)


@lru_cache(4096)
def heard(word: str) -> str:
    """Give a folded word as it may be heard: "trinh" and "chinh", "nong" and "long" are one."""
    for written, said in _SOUNDS:
        word = re.sub(written, said, word)
    return word


def one_slip(typed: str, meant: str) -> bool:
    """Tell whether a key too many, too few, beside its own or before its turn parts two words."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), min(len(typed), len(meant)))
    rest, other = typed[at:], meant[at:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or _swap(rest) == other


def _swap(word: str) -> str:
    return word[1::-1] + word[2:]

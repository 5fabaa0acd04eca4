"""What is said on a page of the organisers and has its English there, beside its Vietnamese."""

from collections.abc import Callable

# Says a marked sentence, its `%(name)s` places filled; a page's own says it in its language.
Say = Callable[..., str]


def mark(sentence: str) -> str:
    """Mark a sentence that stands in a table and is said later, in the language chosen."""
    return sentence


def plainly(sentence: str, **values: object) -> str:
    """Say it in Vietnamese."""
    return sentence % values if values else sentence

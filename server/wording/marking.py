"""What is said on a page of the organisers and has its English there, beside its Vietnamese."""


def mark(sentence: str) -> str:
    """Mark a sentence that stands in a table and is said later, in the language chosen."""
    return sentence

"""The English of the sentences: what static/locales/en.po has for their templates.

Who reads English, and where, is asked by the shells; here a sentence is only said in it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import server
from server.sentences import Count, Sentence

ENGLISH = Path(server.__file__).parents[1] / "static" / "locales" / "en.po"


def in_english(document: Any) -> Any:
    """Give a document with every sentence of the rules in it said in English."""
    if isinstance(document, dict):
        return {key: in_english(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [in_english(value) for value in document]
    return _plain(document)


def say_in_english(sentence: Sentence) -> str:
    """Say a finished sentence again, and what fills it where that is a sentence too."""
    if sentence.english is not None:
        return sentence.english
    said = form_for(english_of(sentence.template), sentence.n)
    values = {name: _plain(value) for name, value in sentence.values.items()}
    return said % values if values else said


def _plain(value: object) -> object:
    """Give what fills a place of an English sentence."""
    if isinstance(value, Sentence):
        return say_in_english(value)
    return int(value) if isinstance(value, Count) else value


def form_for(said: str | tuple[str, ...], count: int | None) -> str:
    """Choose between the form for one and the form for more, where there are two."""
    return said if isinstance(said, str) else said[0 if count == 1 else -1]


def english_of(message: str) -> str | tuple[str, ...]:
    """Find the English of a sentence; the Vietnamese, where there is none yet."""
    found = catalogue().get(message)
    said = found.string if found else None
    if not said:
        return message
    return said if isinstance(said, str) else tuple(said)


@cache
def catalogue() -> Catalog:
    """Read the English words, when somebody first wants them."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")

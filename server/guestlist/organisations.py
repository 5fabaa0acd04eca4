"""One name for each organisation, however the rows of a list spell it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from server.guests import Organisation
from server.names import clean, fold

_SHORT: Final = {"cty": "cong ty", "ls": "lang son", "tp": "thanh pho", "tt": "trung tam"}


class Directory:
    """The configured organisations and those that this list itself names."""

    def __init__(self, organisations: Sequence[Organisation], written: Iterable[str]) -> None:
        """`written`: the organisations as the list spells them, in its order."""
        self._configured = {
            _loose_key(name): organisation.name
            for organisation in organisations
            for name in (organisation.name, *organisation.aliases)
        }
        self._seen: dict[str, str] = {}
        for text in map(clean, written):
            self._seen.setdefault(text.casefold(), text)
        self._shortened = _shortened(self._seen.values())

    def name(self, written: str) -> str:
        """Give the configured name, else the longer one that this shortens, else as first spelt.

        Accents count where only the list itself knows an organisation: "Sở Y" is not "Sở Ý".
        """
        text = clean(written)
        configured = self._configured.get(_loose_key(text))
        if configured is not None:
            return configured
        text = self._shortened.get(text.casefold(), text)
        return self._seen.get(text.casefold(), text)


def _shortened(names: Iterable[str]) -> dict[str, str]:
    """Map "Ban Quản lý P" to the one name that goes on after it with a bracket."""
    longer: dict[str, list[str]] = {}
    for name in names:
        short, bracket, _ = name.partition(" (")
        if bracket:
            longer.setdefault(short.casefold(), []).append(name)
    return {short: found[0] for short, found in longer.items() if len(found) == 1}


def _loose_key(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(text))
    return "".join(_SHORT.get(word, word) for word in words).replace(" ", "")

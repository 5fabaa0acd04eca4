"""A paper, in the forms that it has, on the shelf of what it is for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from server.sentences import Sentence

# How many items are drawn together; more are so many volumes.
VOLUME = 200
PDF = "application/pdf"
KINDS = {
    "pdf": PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "zip": "application/zip",
}

Draw = Callable[[Sequence[Any]], bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one form. `form` says which, where there are several ("A3").

    `first` items fill each page; `at_once` are drawn together. `look` draws the page to
    look at where that is another than its own; `read` is a page that shows it otherwise.
    `pictures`: it is a picture for each item. `lacks` says why there is nothing to draw.
    """

    name: str
    form: str
    items: Sequence[Any]
    draw: Draw
    ending: str = "pdf"
    first: int = 1
    at_once: int = VOLUME
    look: Draw | None = None
    read: str | None = None
    pictures: Callable[[Sequence[Any]], dict[str, bytes]] | None = None
    lacks: Sentence | None = None

    @property
    def parted(self) -> bool:
        """Whether each page is of so many items alone, so that one page can be drawn by itself."""
        return len(self.items) > 1

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.{self.ending}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper in all its forms, with what it is for."""

    title: str
    note: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one purpose."""

    name: str
    title: str
    sheets: tuple[Sheet, ...]

"""Sentences for people that remember how they were made, so that a page can say them again.

A rule says what it has to say in Vietnamese and knows no other language. What it gives is a
text like any other, for a paper, the terminal or the journal; but it also holds its template
and what fills it, and from these a page says it in the language of its reader (`_` of
server.web.language). The English of every template stands in static/locales/en.po.

What is said in parts stays in parts: a sentence may fill a place of another, or stand with
others in `joined`. An f-string around it, or `+`, makes it plain text and loses its English.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Sentence(str):
    """A finished Vietnamese text with the template and the values that it was made of.

    `n` is the one number by which other languages choose between two forms, if any;
    `english` what stands for all of it in English, where that is a fact of the event.
    """

    __slots__ = ("english", "n", "template", "values")

    template: str
    values: Mapping[str, object]
    n: int | None
    english: str | None

    def __new__(
        cls,
        template: str,
        values: Mapping[str, object] | None = None,
        n: int | None = None,
        english: str | None = None,
    ) -> Self:
        """Fill the `%(name)s` places of a template; without values it is the text itself."""
        self = super().__new__(cls, template % values if values else template)
        self.template, self.values = str(template), values or {}
        self.n, self.english = n, english
        return self

    def document(self) -> dict[str, Any]:
        """Give it as JSON, for `from_document`; values that are no sentences become texts."""
        values = {
            name: value.document() if isinstance(value, Sentence) else str(value)
            for name, value in self.values.items()
        }
        facts = {"template": self.template, "values": values, "n": self.n}
        return facts | {"english": self.english}


class Count(int):
    """A number that official papers write with two figures at least, and English plainly."""

    def __str__(self) -> str:
        """Write 5 as "05"."""
        return f"{int(self):02d}"


def mark(template: str) -> Sentence:
    """Mark a sentence that stands in a table and is said later, perhaps with values."""
    return Sentence(template)


def say(template: str, **values: object) -> Sentence:
    """Say a sentence, its `%(name)s` places filled."""
    return Sentence(template, values)


def plural(template: str, n: int, **values: object) -> Sentence:
    """Say a sentence with a count in it, `%(n)s`; English has one form for 1, one for more."""
    return Sentence(template, {"n": n, **values}, int(n))


def bilingual(vietnamese: str, english: str) -> Sentence:
    """Say what is known in both languages, such as a name of the event's or an hour."""
    return Sentence(vietnamese, english=english or None)


def joined(parts: Iterable[str], between: str = ", ") -> Sentence:
    """Say one thing after the other, each in its own language."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(between.join(f"%({name})s" for name in values), values)


def from_document(document: Mapping[str, Any]) -> Sentence:
    """Give the sentence whose document this is."""
    values = {
        name: from_document(value) if isinstance(value, Mapping) else value
        for name, value in document["values"].items()
    }
    return Sentence(document["template"], values, document["n"], document["english"])

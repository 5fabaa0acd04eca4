"""TOML read key by key, where every complaint names file, line, key and remedy.

A `Table` is asked for each key it may hold; `finish` then refuses what nobody asked for.
The parser of the standard library keeps no line numbers, so a complaint asks it again:
a statement begins on the first line without which the file does not hold its key.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NoReturn, TypeVar, cast

from server.errors import InvalidError
from server.sentences import Sentence, mark, say

K = TypeVar("K")
T = TypeVar("T")
Steps = tuple[str | int, ...]

_KINDS: Mapping[type, tuple[Sentence, Sentence]] = {
    str: (mark("một đoạn chữ"), mark('hãy đặt chữ trong ngoặc kép, ví dụ "…"')),
    int: (mark("một số nguyên"), mark("hãy ghi số trần, không có ngoặc kép")),
    float: (mark("một số"), mark("hãy ghi số trần với dấu chấm thập phân, ví dụ 12.7")),
    bool: (
        mark("true hoặc false"),
        mark("hãy ghi true hoặc false, chữ thường, không có ngoặc kép"),
    ),
    date: (mark("một ngày"), mark("hãy ghi năm-tháng-ngày không có ngoặc kép, ví dụ 2023-11-17")),
    time: (mark("một giờ"), mark('hãy ghi giờ và phút, ví dụ "07:00"')),
    list: (mark("một danh sách"), mark('hãy đặt trong ngoặc vuông, ví dụ ["…", "…"]')),
    dict: (mark("một bảng"), mark("hãy viết thành bảng có tiêu đề trong ngoặc vuông")),
}

_HOW = mark(
    "hãy viết khóa = giá trị, chữ trong ngoặc kép, ngày như 2023-11-17, giờ như "
    '"07:00", lựa chọn là true hoặc false'
)
_SYNTAX = (
    (r"Unescaped '\\|Invalid hex", mark("dấu \\ không đứng được trong ngoặc kép; hãy đổi thành /")),
    ("Cannot|Duplicate", mark("khóa hoặc bảng này đã có ở trên; hãy xóa một trong hai")),
    ("string|Illegal", mark("thiếu dấu đóng ngoặc kép; hãy bổ sung")),
    ("Unclosed", mark("thiếu dấu đóng ngoặc vuông; hãy bổ sung")),
    ("", say("không đúng cú pháp; %(how)s", how=_HOW)),
)


class ConfigError(InvalidError):
    """Tệp cấu hình không hợp lệ."""

    # Where a value is at fault: the way to its key, and what is said without file and line.
    path: Steps = ()
    said: Sentence | None = None


def read_table(name: str, text: str, defaults: "Table | None" = None) -> "Table":
    """Parse a whole file called `name`; what it leaves out stands as in `defaults`.

    Text comes back NFC. Raises ConfigError, also for what is not TOML.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n")
    try:
        values = tomllib.loads(text + "\n\n")
    except tomllib.TOMLDecodeError as error:
        remedy = next(words for pattern, words in _SYNTAX if re.search(pattern, str(error)))
        message = say(
            "%(name)s, dòng %(line)s: %(remedy)s.",
            name=name,
            line=_first_broken_line(text),
            remedy=remedy,
        )
        raise ConfigError(message) from None
    return Table(name, text, (), _merge(defaults.values, values) if defaults else values)


class Table:
    """One table of a file. Every reader raises ConfigError when the value is not as asked."""

    def __init__(self, name: str, text: str, path: Steps, values: Mapping[str, object]) -> None:
        self.name = name
        self.path = path
        self.values = values
        self._text = text
        self._asked: set[str] = set()

    def text(self, key: str, matching: str | None = None, remedy: Sentence | None = None) -> str:
        """Text that must be there and not be blank, of the given pattern."""
        found = self.optional_text(key)
        if found is None:
            self._missing(key)
        if matching and not re.fullmatch(matching, found):
            self.fail(key, say("không nhận «%(found)s»", found=found), remedy or _KINDS[str][1])
        return found

    def optional_text(self, key: str) -> str | None:
        """Text, or None where the key is absent or blank."""
        return self._take(key, str, "").strip() or None

    def choice(
        self,
        key: str,
        among: Callable[[str], T],
        words: Sequence[str],
        default: T | None = None,
    ) -> T:
        """One of a few words, as what `among` makes of it."""
        if default is not None and key not in self.values:
            self._asked.add(key)
            return default
        found = self.text(key)
        if found not in words:
            near = difflib.get_close_matches(found, words, 1)
            meant = (
                say("có phải là «%(near)s»?", near=near[0])
                if near
                else say("hãy chọn một trong: %(words)s", words=", ".join(words))
            )
            self.fail(key, say("không nhận «%(found)s»", found=found), meant)
        return among(found)

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """Give a whole number within bounds."""
        found = self._take(key, int, default)
        if found is None:
            self._missing(key)
        if not least <= found <= most:
            self.fail(
                key,
                say("không nhận %(found)s", found=found),
                say("hãy ghi một số nguyên từ %(least)s đến %(most)s", least=least, most=most),
            )
        return found

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        """Give a number within bounds, whole or not."""
        found = self._take(key, float, default)
        if found is None:
            self._missing(key)
        if not least <= found <= most:
            low, high = f"{least:g}", f"{most:g}"
            self.fail(
                key,
                say("không nhận %(found)s", found=found),
                say("hãy ghi một số từ %(least)s đến %(most)s", least=low, most=high),
            )
        return float(found)

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        return self._take(key, bool, default)

    def day(self, key: str) -> date | None:
        """Give a day, or None."""
        return self._take(key, date, None)

    def hour(self, key: str) -> time | None:
        """Give an hour of the day, or None. TOML's own `07:00:00` and the handier "07:00" both."""
        found = self.values.get(key)
        if isinstance(found, str):
            self._asked.add(key)
            return self._written_time(key, found) if found.strip() else None
        return self._take(key, time, None)

    def texts(
        self, key: str, matching: str | None = None, remedy: Sentence | None = None
    ) -> tuple[str, ...]:
        """Give a list of texts, perhaps empty."""
        found = self._take(key, list, [])
        for item in found:
            if not isinstance(item, str) or (matching and not re.fullmatch(matching, item)):
                self.fail(
                    key,
                    say("không nhận «%(item)s» trong danh sách", item=item),
                    remedy or _KINDS[str][1],
                )
        return tuple(item.strip() for item in found)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Give a list of whole numbers, perhaps empty."""
        found = self._take(key, list, [])
        if not all(type(item) is int for item in found):
            self.fail(key, say("phải là danh sách số nguyên"), say("hãy ghi ví dụ [10, 15]"))
        return tuple(found)

    def numbers(self, key: str, least: float, most: float) -> tuple[float, ...]:
        """Give a list of numbers within bounds, perhaps empty."""
        found = self._take(key, list, [])
        if not all(_is(item, float) and least <= item <= most for item in found):
            low, high = f"{least:g}", f"{most:g}"
            self.fail(
                key,
                say("phải là danh sách số"),
                say("hãy ghi các số từ %(least)s đến %(most)s", least=low, most=high),
            )
        return tuple(float(item) for item in found)

    def table(self, key: str, read: Callable[["Table"], T]) -> T:
        """Read the table under this key; one that is absent reads as an empty one."""
        inner = self._inner((key,), self._take(key, dict, {}))
        return inner.finish(read(inner))

    def optional_table(self, key: str, read: Callable[["Table"], T]) -> T | None:
        """Read the table under this key, or None where there is none."""
        self._asked.add(key)
        return self.table(key, read) if key in self.values else None

    def tables(self, key: str, read: Callable[["Table"], T]) -> tuple[T, ...]:
        """Read each table of a list of tables."""
        found = self._take(key, list, [])
        inners = [self._inner((key, place), values) for place, values in enumerate(found)]
        return tuple(inner.finish(read(inner)) for inner in inners)

    def finish(self, result: T) -> T:
        """Hand the result through once it is certain that no key was left unread."""
        unread = [key for key in self.values if key not in self._asked]
        if unread:
            near = difflib.get_close_matches(unread[0], sorted(self._asked), 1)
            known = ", ".join(sorted(self._asked))
            meant = (
                say("có phải là «%(near)s»?", near=near[0])
                if near
                else say("hãy xóa hoặc dùng một trong: %(known)s", known=known)
            )
            self.fail(unread[0], say("không có khóa này"), meant)
        return result

    def fail(self, key: str, problem: Sentence, remedy: Sentence) -> NoReturn:
        """Raise ConfigError: one sentence with file, line, key, problem and remedy."""
        line = _line_of(self._text, (*self.path, key)) or _line_of(self._text, self.path)
        where = say("%(name)s, dòng %(line)s", name=self.name, line=line) if line else self.name
        asked = mark("%(problem)s; %(remedy)s")
        told = mark("%(problem)s; %(remedy)s.")
        said = say(asked if remedy.endswith("?") else told, problem=problem, remedy=remedy)
        at = _words((*self.path, key))
        error = ConfigError(
            say("%(where)s, khóa %(key)s: %(said)s", where=where, key=at, said=said)
        )
        error.path, error.said = (*self.path, key), said
        raise error

    def _take(self, key: str, kind: type[K], default: T) -> K | T:
        self._asked.add(key)
        if key not in self.values:
            return default
        found = self.values[key]
        if not _is(found, kind):
            what, remedy = _KINDS[kind]
            self.fail(key, say("phải là %(what)s", what=what), remedy)
        return cast("K", found)

    def _missing(self, key: str) -> NoReturn:
        near = difflib.get_close_matches(key, sorted(self.values.keys() - self._asked), 1)
        typed = say("có phải «%(near)s» bị gõ nhầm?", near=near[0]) if near else say("hãy bổ sung")
        self.fail(key, say("thiếu hoặc để trống khóa này"), typed)

    def _written_time(self, key: str, written: str) -> time:
        found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", written.strip())
        if found is None:
            self.fail(key, say("không nhận «%(written)s»", written=written), _KINDS[time][1])
        return time(int(found[1]), int(found[2]))

    def _inner(self, step: Steps, values: object) -> "Table":
        if not isinstance(values, dict):
            self.fail(
                str(step[0]), say("phải là danh sách các bảng"), say("hãy viết mỗi mục một [[…]]")
            )
        return Table(self.name, self._text, (*self.path, *step), values)


def _is(value: object, kind: type) -> bool:
    """Tell TOML's types apart where Python's overlap: true is no 1, a moment no day."""
    if isinstance(value, bool):
        return kind is bool
    if isinstance(value, datetime):
        return False
    return isinstance(value, (int, float) if kind is float else kind)


def _merge(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        low, high = below[key], above[key]
        if isinstance(low, dict) and isinstance(high, dict):
            merged[key] = _merge(low, high)
    return merged


def _line_of(text: str, path: Steps) -> int | None:
    """The line on which the statement that sets `path` begins, counted from 1."""
    if not path:
        return None
    lines = text.split("\n")
    without = 0
    for length in range(1, len(lines) + 1):
        values = _parsed(lines[:length])
        if values is not None and _holds(values, path):
            return without + 1
        if values is not None:
            without = length
    return None


def _first_broken_line(text: str) -> int:
    lines = text.split("\n")
    sound = (length for length in range(len(lines), 0, -1) if _parsed(lines[:length]) is not None)
    return next(sound, 0) + 1


def _parsed(lines: list[str]) -> dict[str, object] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _holds(values: object, path: Steps) -> bool:
    for step in path:
        if isinstance(step, int):
            if not isinstance(values, list) or step >= len(values):
                return False
            values = values[step]
        elif not isinstance(values, dict) or step not in values:
            return False
        else:
            values = values[step]
    return True


def _words(path: Steps) -> str:
    """Write `("event", "groups", 2, "colour")` as `[event.groups] colour (mục 3)`."""
    names = [step for step in path if isinstance(step, str)]
    place = next((step + 1 for step in path if isinstance(step, int)), None)
    table = f"[{'.'.join(names[:-1])}] " if names[1:] else ""
    name = f"{table}{names[-1]}"
    return name if place is None else say("%(name)s (mục %(place)s)", name=name, place=place)

"""What a request says, checked: every field of the type and size it should have.

Whatever is wrong comes back as InvalidError with one sentence that names the field.
"""

import json
import re
from datetime import datetime, tzinfo
from typing import Any, NoReturn
from uuid import UUID

from flask import request

from server.errors import InvalidError
from server.sentences import say

EARLIEST_YEAR, LATEST_YEAR = 1970, 2200
LARGEST_NUMBER = 2**53 - 1
SCAN_ID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"


class Fields:
    """One JSON object. `where` stands before the field in a sentence: "scans[3]."."""

    def __init__(self, fields: dict[str, Any], where: str = "") -> None:
        self._fields = fields
        self._where = where

    def __contains__(self, key: str) -> bool:
        return self._fields.get(key) is not None

    def text(self, key: str, longest: int, pattern: str | None = None) -> str:
        """A text that is given, of at most so many characters."""
        text = self._fields.get(key)
        if not isinstance(text, str) or not is_sound(text):
            self.refuse(key, say("phải là một chuỗi ký tự"))
        if len(text) > longest:
            self.refuse(key, say("dài quá %(longest)s ký tự", longest=longest))
        if pattern and not re.fullmatch(pattern, text):
            self.refuse(key, say("không đúng dạng"))
        return text

    def optional_text(self, key: str, longest: int, pattern: str | None = None) -> str | None:
        """The same, or None when it is absent or null."""
        return self.text(key, longest, pattern) if key in self else None

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number in these bounds; JSON does not tell 5 from 5.0."""
        number = self._fields.get(key)
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            self.refuse(
                key, say("phải là số nguyên từ %(least)s đến %(most)s", least=least, most=most)
            )
        return number

    def optional_whole(self, key: str, least: int, most: int) -> int | None:
        """The same, or None when it is absent or null."""
        return self.whole(key, least, most) if key in self else None

    def uuid(self, key: str) -> str:
        """A UUID in its usual form, in lower case with hyphens."""
        text = self.text(key, 36).lower()
        if not re.fullmatch(SCAN_ID, text):
            self.refuse(key, say("phải là một UUID"))
        return str(UUID(text))

    def optional_uuid(self, key: str) -> str | None:
        """The same, or None when it is absent or null."""
        return self.uuid(key) if key in self else None

    def texts(self, key: str, most: int, longest: int) -> list[str]:
        """A list of one to so many texts, each of at most so many characters."""
        texts = self._fields.get(key)
        if not isinstance(texts, list) or not 1 <= len(texts) <= most:
            self.refuse(key, say("phải là danh sách từ 1 đến %(most)s chuỗi ký tự", most=most))
        if any(not isinstance(t, str) or len(t) > longest or not is_sound(t) for t in texts):
            self.refuse(key, say("chỉ chứa các chuỗi dài nhất %(longest)s ký tự", longest=longest))
        return texts

    def flag(self, key: str, default: bool) -> bool:
        """True or false; `default` when it is absent or null."""
        said = self._fields.get(key)
        if said is not None and not isinstance(said, bool):
            self.refuse(key, say("phải là true hoặc false"))
        return default if said is None else said

    def given(self, key: str) -> bool:
        """Whether it is there at all, be it null."""
        return key in self._fields

    def moment(self, key: str, zone: tzinfo) -> datetime:
        """A moment in ISO 8601; one that names no zone is in `zone`."""
        text = self.text(key, 40)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.refuse(key, say("phải là ngày giờ dạng ISO 8601"))
        # The hour must be written: a bare date would pass as midnight.
        if len(text) < 13 or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            self.refuse(
                key,
                say(
                    "phải có giờ, trong các năm %(first)s-%(last)s",
                    first=EARLIEST_YEAR,
                    last=LATEST_YEAR,
                ),
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)

    def object(self, key: str) -> "Fields":
        """An object within this one."""
        return Fields(self.plain(key), f"{self._where}{key}.")

    def plain(self, key: str) -> dict[str, Any]:
        """An object as it was sent, for whoever checks all of it."""
        inner = self._fields.get(key)
        if not isinstance(inner, dict):
            self.refuse(key, say("phải là một đối tượng JSON"))
        return inner

    def objects(self, key: str, most: int) -> list["Fields"]:
        """A list of objects, of at most so many."""
        listed = self._fields.get(key)
        if not isinstance(listed, list) or len(listed) > most:
            self.refuse(key, say("phải là danh sách không quá %(most)s mục", most=most))
        if not all(isinstance(one, dict) for one in listed):
            self.refuse(key, say("phải gồm các đối tượng JSON"))
        return [Fields(one, f"{self._where}{key}[{n}].") for n, one in enumerate(listed)]

    def refuse(self, key: str, why: str) -> NoReturn:
        """Say what is wrong with a field."""
        raise InvalidError(
            say("Trường «%(where)s%(key)s» %(why)s.", where=self._where, key=key, why=why)
        )


def read_json() -> dict[str, Any]:
    """The request's body as a JSON object. Raises InvalidError."""
    try:
        body = json.loads(request.get_data(cache=False), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidError(say("Nội dung gửi đến không phải JSON hợp lệ.")) from error
    if not isinstance(body, dict):
        raise InvalidError(say("Nội dung gửi đến phải là một đối tượng JSON."))
    return body


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def is_sound(text: str) -> bool:
    """Whether a text can be stored: half a surrogate pair is text to JSON only."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

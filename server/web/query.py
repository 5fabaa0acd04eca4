"""What stands behind the question mark, checked."""

import re

from flask import request

from server.errors import InvalidError
from server.sentences import say

LARGEST = 2**53 - 1


def read_after(default: int = 0, key: str = "after") -> int:
    """The journal's cursor: a whole number, `default` where it is absent."""
    text = request.args.get(key)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > LARGEST:
        raise InvalidError(say("Tham số «%(key)s» phải là số nguyên không âm.", key=key))
    return int(text)


def read_page() -> int:
    """The number of a page, from 1, which is where it is absent."""
    number = read_after(1, "page")
    if number == 0:
        raise InvalidError(say("Trang đầu là trang 1."))
    return number

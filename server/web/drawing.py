"""Cards and papers drawn while somebody waits: values of the event into pictures and PDF."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response

from server.errors import InvalidError, UnavailableError
from server.invitations import Invitation
from server.papers.cards import card_of, occasion_of
from server.sentences import say
from server.web.house import House

if TYPE_CHECKING:
    from badges.drawing import Card, Drawing, Occasion


PICTURES_AT_ONCE = 24


def codes_of(house: House) -> dict[str, tuple[str, str]]:
    """Give code and desk code of every place that has them, by its id."""
    return {
        code.invitation: (code.code, code.desk_code or "")
        for code in house.store.read.codes()
        if code.code and not code.replaced
    }


def pictures(house: House, places: Sequence[Invitation]) -> Iterator[dict[str, bytes]]:
    """Draw the pictures to send, by file name, some at a time. A place without a code has none."""
    from badges.drawing import card_pictures
    from badges.lettering import file_stem

    cards = cards_of(house, places)
    drawing = drawing_of(occasion_of(house.config.event, house.config.badges))
    for start in range(0, len(cards), PICTURES_AT_ONCE):
        some = cards[start : start + PICTURES_AT_ONCE]
        with told():
            drawn = card_pictures(some, drawing)
        names = (f"{file_stem(card.id, card.addressee)}.png" for card in some)
        yield dict(zip(names, drawn, strict=True))


@lru_cache(maxsize=64)
def picture_of(card: "Card", occasion: "Occasion") -> bytes:
    """Draw one picture; asked again and again, a link costs the doors' machine nothing."""
    from badges.drawing import card_pictures

    with told():
        [picture] = card_pictures([card], drawing_of(occasion))
    return picture


def cards_of(house: House, places: Sequence[Invitation]) -> "list[Card]":
    """Give the cards of those places that have a code."""
    codes = codes_of(house)
    return [
        card_of(place, *codes[place.id], house.config.event)
        for place in places
        if place.id in codes
    ]


def file(content: bytes, kind: str, name: str, *, shown: bool = False) -> Response:
    """Answer with a file, to be kept or, where it is `shown`, to be looked at."""
    answer = Response(content, mimetype=kind)
    how = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer


@contextmanager
def told() -> Iterator[None]:
    """Tell in one sentence what kept a paper from being drawn."""
    from badges.typesetting import TypesettingError

    try:
        yield
    except (OSError, TypesettingError) as error:
        raise UnavailableError(
            say("Không dựng được trang in; hãy kiểm tra tệp biểu trưng ở khóa emblem của [badges].")
        ) from error
    except ValueError as error:
        raise InvalidError(
            say("Danh sách có dữ liệu không in được; hãy sửa trong danh sách đại biểu.")
        ) from error


@lru_cache(maxsize=2)
def drawing_of(occasion: "Occasion") -> "Drawing":
    """Make an occasion ready once: each picture would pay for it anew."""
    from badges.drawing import Drawing

    return Drawing.of(occasion)


def forget() -> None:
    """Give back the memory that a large drawing took."""
    from badges.typesetting import forget as forget_set

    forget_set()

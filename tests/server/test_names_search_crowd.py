"""The clerk's search over a thousand invented guests: whoever is meant is among the first three."""

import random
import re

import pytest

from server.guests import Guest
from server.invitations import Invitation
from server.names import fold, initials
from server.names.search import findable, search
from tests.server.test_names_search import _telex, _vni

PARTS = """
Nguyễn Nguyễn Trần Lê Phạm Hoàng Nông Vi Lý Hứa Chu Bế Lương Triệu Đàm Vũ Đặng Đỗ Mã
Văn Đức Minh Quang Xuân Hữu Công Ngọc Thị Thu Hồng Bích Kim Thanh Phương Diệu Lan
Hùng Dũng Quý Hải Nam Sơn Long Đạt Tú Thắng Phước Vinh Hiếu Hương Hà Thúy Thuỷ Oanh Ái Én Ơn Đào Vy
"""
FAMILY, MIDDLE, GIVEN = (line.split() for line in PARTS.strip().splitlines())
UNITS = [f"Sở {letter}" for letter in "ABCDEGHIKLMN"]


@pytest.fixture(scope="module")
def crowd():
    chance = random.Random(20)
    names = [
        " ".join(map(chance.choice, (FAMILY, *[MIDDLE] * chance.choice((1, 1, 2)), GIVEN)))
        for _ in range(1000)
    ]
    places = [
        Invitation(f"G{n:04}", "SBN", UNITS[n % 12], Guest(name), n, phone=f"0530{n * 7:06}")
        for n, name in enumerate(names, 1)
    ]
    return [(place, findable(place, (), f"{73_000_000 + place.position * 37}")) for place in places]


def words(place):
    return place.holder.name.split()


def folded(place):
    return fold(place.holder.name)


QUERIES = {
    "without accents": folded,
    "the tên first": lambda place: " ".join([words(place)[-1], *words(place)[:-1]]),
    "raw Telex": lambda place: " ".join(map(_telex, words(place))),
    "raw VNI": lambda place: " ".join(map(_vni, words(place))),
    "not to its end": lambda place: folded(place)[:-1],
    "without spaces": lambda place: folded(place).replace(" ", ""),
    "initials and unit": lambda place: f"{initials(folded(place))} {place.organisation}",
    "tên and phone": lambda place: f"{fold(words(place)[-1])} {place.phone[-4:]}",
    "phone": lambda place: place.phone[-4:],
    "a key twice": lambda place: re.sub(r"(\w)(\w) ", r"\1\2\2 ", folded(place), count=1),
    "a key left out": lambda place: re.sub(r"(\w\w)\w ", r"\1 ", folded(place), count=1),
}


@pytest.mark.parametrize("way", QUERIES)
def test_the_one_who_is_meant_is_among_the_first_three(crowd, way):
    for place, _ in crowd[::29]:
        hits = search(QUERIES[way](place), crowd)
        # Whoever is called the same is shown side by side, so all of them are one.
        called = list(dict.fromkeys(map(folded, hits)))
        assert folded(place) in called[:3], (QUERIES[way](place), called[:5])
        assert place in hits

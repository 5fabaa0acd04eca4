"""The sample's 92 places, and one folder with everything drawn for them."""

from pathlib import Path

import pytest

from badges.cards import write_cards
from badges.drawing import Card, Drawing
from tests.badges.cast import OCCASION, sample_cards


@pytest.fixture(scope="session")
def cards() -> list[Card]:
    return sample_cards()


@pytest.fixture(scope="session")
def drawing() -> Drawing:
    return Drawing.of(OCCASION)


@pytest.fixture(scope="session")
def folder(cards: list[Card], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out_dir = tmp_path_factory.mktemp("cards")
    write_cards(cards, OCCASION, out_dir)
    return out_dir

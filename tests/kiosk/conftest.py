from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.app import Options, open_kiosk
from kiosk.machine import Kiosk
from tests.kiosk.cable import Cable
from tests.kiosk.house import House
from tests.rig.waiting import until


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "server")
    yield house
    house.close()


@pytest.fixture
def cable(house: House) -> Iterator[Cable]:
    cable = Cable(house.port)
    yield cable
    cable.close()


@pytest.fixture
def kiosk(house: House, tmp_path: Path) -> Iterator[Callable[..., Kiosk]]:
    """`kiosk()`: one at the main door that has its list; `kiosk("B", …)`: another."""
    keys: dict[str, str] = {}
    with ExitStack() as stack:

        def start(name: str = "A", url: str | None = None, *, wait: bool = True, **options) -> Kiosk:
            keys[name] = keys.get(name) or house.pair(f"Cửa {name}")
            folder = tmp_path / f"kiosk-{name}"
            kiosk = open_kiosk(
                Options(house.config, folder, url or house.url, keys[name], **options)
            )
            stack.enter_context(kiosk)
            if wait:
                until("the list", lambda: kiosk.ready and kiosk.link.breaker.closed)
            return kiosk

        yield start

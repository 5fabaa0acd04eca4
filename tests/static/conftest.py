"""The pages in a real browser, before small servers that keep the other side of the contract."""

from pathlib import Path

import pytest

from tests.static.board_house import BoardHouse
from tests.static.kiosk_house import KioskHouse

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
# Every rule is tried on everything; what is well is not described, which takes three times as long.
FAULTS = """axe.run({
  runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
}).then(({ violations }) => violations)"""


@pytest.fixture
def house():
    """The kiosk behind the page."""
    house = KioskHouse()
    yield house
    house.close()


@pytest.fixture
def door(page, house):
    """The kiosk's page, idle. Its clock can be moved on: `door.clock.fast_forward(ms)`."""
    page.clock.install()
    page.goto(house.url)
    page.wait_for_selector("#guest[data-screen=idle]")
    return page


@pytest.fixture
def server():
    """The server behind the board; nothing has happened there yet."""
    server = BoardHouse()
    yield server
    server.close()


@pytest.fixture
def board(page, server):
    """The board's page, live."""
    page.goto(f"{server.url}/page/board")
    page.wait_for_selector("#connection[data-kind=live]")
    return page


@pytest.fixture
def violations():
    """`violations(page)`: what axe-core finds against WCAG 2.2 AA."""
    if not AXE.is_file():
        pytest.skip("npm ci fetches axe-core")
    script = AXE.read_text("utf-8")

    def violations(page):
        if not page.evaluate("'axe' in window"):
            # Not a script tag: the page's own rules would refuse it, and rightly.
            page.evaluate(script)
        return [
            f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
            for one in page.evaluate(FAULTS)
            for node in one["nodes"]
        ]

    return violations

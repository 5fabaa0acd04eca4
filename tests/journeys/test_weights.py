"""How heavy the pages are, before images, where the hall has a thousand seats."""

import pytest

from server.config import parse_config
from server.hall_file import load_hall
from server.storage import open_store
from server.web import create_app
from tests.journeys.large_hall import fill_a_large_hall
from tests.journeys.test_organiser_pages import ANH, sign_in

HEAVIEST = 200_000
# A browser keeps the fonts of one page for all others.
LEFT_OUT = {"Image", "Media", "Font"}


@pytest.fixture
def pages(event):
    """The address of every page that has one of its own."""
    store = open_store(f"sqlite:///{event.data / 'event.db'}")
    app = create_app(parse_config(""), store, clock=lambda: None, hall=load_hall())
    rules = list(app.url_map.iter_rules())
    app.close()
    store.close()
    return [r.rule for r in rules if r.endpoint.endswith("page") and not r.arguments]


def test_every_page_is_light_with_a_thousand_guests(event, request, page, pages):
    fill_a_large_hall(event)
    server = request.getfixturevalue("server")
    password = event.run("person", "add", ANH, "--role", "owner")["password"]
    sign_in(page, server.url, ANH, password)
    weights = {path: weight_of(page, server.url + path) for path in pages}
    print(weights)
    assert len(weights) > 12
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


def weight_of(page, url):
    """Open a page as for the first time; what came over the wire by then, in bytes."""
    kinds, weights = {}, {}
    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(url, wait_until="load")
    page.wait_for_function("performance.getEntriesByType('resource').every((e) => e.responseEnd)")
    page.wait_for_timeout(500)
    session.detach()
    return sum(weight for one, weight in weights.items() if kinds.get(one) not in LEFT_OUT)

import pytest

from server.config import parse_config
from server.hall_file import load_hall
from server.web import create_app
from tests.server.cast import at, invite
from tests.server.web.house import Clock, people_the_house


@pytest.fixture
def clock():
    """The wall clock of the house; it says 07:40."""
    return Clock(at(40))


@pytest.fixture
def codes(store):
    """The code of each place of the cast, by the place's id."""
    return invite(store)


@pytest.fixture
def config():
    return parse_config("")


@pytest.fixture
def app(store, config, clock):
    people_the_house(store)
    app = create_app(config, store, clock=clock, hall=load_hall())
    yield app
    app.close()


@pytest.fixture
def client(app):
    return app.test_client()

import pytest

from server.cli.ground import Ground
from server.cli.keeping import upkeep
from server.config import parse_config
from server.hall_file import load_hall
from server.storage.folder import EventFolder
from server.web import create_app
from tests.server.cast import at, invite
from tests.server.web.house import ORGANISER, Clock, people_the_house


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


@pytest.fixture
def folder(tmp_path):
    return EventFolder(tmp_path / "data")


@pytest.fixture
def kept(folder):
    """The event in a folder of its own, as the program that serves it has it."""
    store = folder.open()
    people_the_house(store)
    yield store
    store.close()


@pytest.fixture
def house(kept, folder, config, clock):
    """A client of a server that keeps its folder; the cast is invited."""
    invite(kept)
    keep = upkeep(Ground(config, folder, json=True), kept, clock=clock)
    app = create_app(config, kept, clock=clock, hall=load_hall(), upkeep=keep)
    yield app.test_client()
    app.close()


@pytest.fixture
def give(client):
    """`give(facts)`: the event's facts told by an organiser; gives the answer, of this status."""

    def give(facts, expect=200, **more):
        answer = client.put("/api/facts", json={"facts": facts, **more}, headers=ORGANISER)
        assert answer.status_code == expect, answer.json
        return answer.json

    return give

import pytest

from server.storage import open_store


@pytest.fixture(params=["sqlite"])
def store(request, tmp_path):
    """Every engine that `open_store` knows; the tests are the engine's contract."""
    opened = open_store(f"{request.param}:///{tmp_path / 'event.db'}")
    yield opened
    opened.close()

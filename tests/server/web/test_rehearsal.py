import pytest

from server.hall_file import load_hall
from server.web import create_app
from tests.server.web.house import CLERK, DOOR, ORGANISER


@pytest.fixture
def ended():
    return []


@pytest.fixture
def rehearsing(store, codes, app, config, clock, ended):
    """A client of a server that rehearses; `ended` tells whether it was told to end."""
    store.write(lambda tx: tx.set_meta("rehearsal", "5f3a"))
    stage = create_app(
        config, store, clock=clock, hall=load_hall(), end_rehearsal=lambda: ended.append("told")
    )
    yield stage.test_client()
    stage.close()


def test_the_real_event_has_nothing_to_erase(client, codes):
    answer = client.delete("/api/rehearsal", json={}, headers=ORGANISER)

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    page = client.get("/rehearsal", headers=ORGANISER).get_data(as_text=True)
    assert "sự kiện thật" in page
    assert "rehearsal-end" not in page


def test_the_real_event_is_safe_even_where_somebody_could_end_its_server(
    store, codes, app, config, clock, ended
):
    stage = create_app(
        config, store, clock=clock, hall=load_hall(), end_rehearsal=lambda: ended.append("told")
    )
    answer = stage.test_client().delete("/api/rehearsal", json={}, headers=ORGANISER)
    stage.close()

    assert (answer.status_code, ended) == (409, [])


def test_a_rehearsal_is_ended_by_an_organiser_and_by_nobody_less(rehearsing, ended):
    assert rehearsing.delete("/api/rehearsal", json={}, headers=CLERK).status_code == 403
    assert ended == []
    answer = rehearsing.delete("/api/rehearsal", json={}, headers=ORGANISER)

    assert (answer.status_code, answer.json, ended) == (200, {"erased": True}, ["told"])


def test_every_page_of_a_rehearsal_says_so_and_its_kiosks_are_told_which_it_is(rehearsing, client):
    assert "DIỄN TẬP" in rehearsing.get("/board", headers=ORGANISER).get_data(as_text=True)
    assert rehearsing.get("/api/roster", headers=DOOR).json["event"]["rehearsal"] == "5f3a"


def test_a_page_of_the_event_says_nothing_of_the_kind(client, codes):
    assert "DIỄN TẬP" not in client.get("/board", headers=ORGANISER).get_data(as_text=True)
    assert client.get("/api/roster", headers=DOOR).json["event"]["rehearsal"] is None

from dataclasses import replace

import pytest

from server.hall_file import load_hall
from server.web import create_app, health
from tests.server.web.house import DOOR, a_scan, bearer


def test_ready_means_that_a_write_succeeded(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_a_disk_that_refuses_is_not_ready_and_recovers_without_a_restart(
    client, store, monkeypatch
):
    monkeypatch.setattr(health, "TRUST_A_WRITE_FOR_SECONDS", 0)
    store._db.execute("PRAGMA query_only = ON")
    assert client.get("/healthz").status_code == 503
    store._db.execute("PRAGMA query_only = OFF")
    assert client.get("/healthz").status_code == 200


def test_asking_often_writes_once_a_second(client, store):
    commits = []
    store.on_commit(lambda: commits.append(1))
    for _ in range(20):
        client.get("/healthz")

    assert len(commits) <= 2


def test_the_figures_tell_scans_and_people(client, codes):
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    client.post("/api/scans", json=a_scan("?"), headers=DOOR)
    answer = client.get("/metrics")
    lines = answer.get_data(as_text=True).splitlines()

    assert answer.mimetype == "text/plain"
    assert 'dontiep_scans_total{verdict="admitted",reason=""} 1' in lines
    assert 'dontiep_scans_total{verdict="refused",reason="not_ours"} 1' in lines
    assert {"dontiep_invited 3", "dontiep_present 1", "dontiep_board_streams 0"} <= set(lines)
    assert "dontiep_http_seconds_count 2" in lines


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.168.1.9", 403), ("", 403)]
)
def test_the_figures_are_for_this_machine(client, address, status):
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status


def test_elsewhere_they_take_a_token_of_their_own(store, config, clock):
    secured = replace(config, server=replace(config.server, metrics_token="measure-me"))
    app = create_app(secured, store, clock=clock, hall=load_hall())
    ask = app.test_client().get
    far = {"REMOTE_ADDR": "192.168.1.9"}

    assert ask("/metrics", headers=bearer("measure-me"), environ_base=far).status_code == 200
    assert ask("/metrics", headers=bearer("measure-you"), environ_base=far).status_code == 403
    assert ask("/metrics", environ_base=far).status_code == 403
    app.close()

"""Whether it can begin: leaders, award recipients and units, for organisers alone."""

from dataclasses import replace

import pytest

from server import desk
from server.guests import Award, Guest, Rsvp
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK, DESK, DOOR, ORGANISER, VIEWER, a_scan

LEADER = replace(
    QUY,
    id="DB001",
    group="LDT",
    organisation="UBND tỉnh",
    holder=Guest("Nguyễn Văn Mẫu", "Ông", "Phó Chủ tịch UBND tỉnh"),
    seat="A01",
)


@pytest.fixture
def codes(store):
    return invite(store, LEADER, QUY, replace(OANH, award=Award(order=1)), SOMEBODY)


@pytest.fixture
def awaited(client, codes):
    return lambda: client.get("/api/awaited", headers=ORGANISER).json


def test_who_is_missing_leaves_the_lists_on_coming_in(client, codes, awaited, store):
    desk.set_rsvp(store, "DB001", Rsvp.NOT_COMING, "đi công tác", at(1))
    told = awaited()
    assert told["invited"] == len(codes)
    assert [(one["id"], one["here_at"], one["rsvp"]) for one in told["leaders"]] == [
        ("DB001", None, "not_coming")
    ]
    assert [(one["id"], one["here_at"]) for one in told["awards"]] == [("DB017", None)]
    assert [one["organisation"] for one in told["units"]] == ["UBND tỉnh", "Sở A", "Sở B", "Sở C"]

    desk.substitute(store, "DB001", Guest("Trần Văn Thay"), at(2), seat=None)
    for place in ("DB001", "DB017", "DB018"):
        client.post("/api/scans", json=a_scan(codes[place]), headers=DOOR)
    told = awaited()
    [leader] = told["leaders"]
    assert (leader["guest"]["name"], leader["stand_in"]) == ("Trần Văn Thay", True)
    assert leader["here_at"] == "2023-11-17T00:40:00.000Z"
    assert told["awards"][0]["here_at"] is not None
    assert told["units"] == [{"organisation": "Sở A", "invited": 1}]


@pytest.mark.parametrize("who", [VIEWER, CLERK, DESK, DOOR])
def test_who_is_absent_is_told_to_nobody_but_organisers(client, codes, who):
    assert client.get("/api/awaited", headers=who).status_code == 403
    board = client.get("/board", headers=who)
    assert board.status_code == 403 or 'id="units"' not in board.get_data(as_text=True)
    assert 'id="units"' in client.get("/board", headers=ORGANISER).get_data(as_text=True)

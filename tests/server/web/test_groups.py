"""Groups added and taken away in the page: in force at once, and no place is left without one."""

from dataclasses import replace
from uuid import uuid4

from tests.server.cast import QUY
from tests.server.web.house import CLERK, DESK, ORGANISER, VIEWER

KDN = {"group:KDN:name": "Khối doanh nghiệp", "group:KDN:aliases": "Các công ty"}


def test_a_group_that_is_added_is_there_for_lists_boards_and_desks_at_once(client, codes, give):
    client.get("/api/board", headers=VIEWER)
    told = give(KDN)

    assert told["stands"]["group:KDN:number"] == "11"
    assert told["configured"]["group:KDN:name"] is None
    groups = client.get("/api/board", headers=VIEWER).json["groups"]
    assert [group["code"] for group in groups][-1] == "KDN"
    for path in ("/guests", "/settings"):
        assert "Khối doanh nghiệp" in client.get(path, headers=ORGANISER).text, path
    place = {"scan_id": str(uuid4()), "organisation": "Công ty A", "group": "KDN"}
    added = client.post("/api/places", json=place | {"kind": "representative"}, headers=ORGANISER)
    assert added.json["place"]["group"] == "KDN"
    walked = place | {"scan_id": str(uuid4()), "name": "Vi Văn Páo"}
    assert client.post("/api/walk-ins", json=walked, headers=CLERK).status_code == 200
    facts = client.get("/api/roster", headers=DESK).json["facts"]
    assert "group:KDN:name" in facts


def test_a_group_in_which_somebody_is_stays_also_where_the_place_was_cancelled(
    client, store, codes, give
):
    give(KDN)
    store.write(lambda tx: tx.put_invitation(replace(QUY, group="KDN", cancelled="Trùng")))

    for facts, code in (({}, "KDN"), ({"group:SBN:gone": "true"}, "SBN")):
        refused = give(facts if code == "KDN" else facts | KDN, 409)
        assert f"Thành phần {code} còn" in refused["message"]
    groups = client.get("/api/board", headers=VIEWER).json["groups"]
    assert {"KDN", "SBN"} <= {group["code"] for group in groups}


def test_a_group_in_which_nobody_is_goes_and_may_come_back(client, store, codes, give):
    def codes_of_board():
        return [one["code"] for one in client.get("/api/board", headers=VIEWER).json["groups"]]

    before = codes_of_board()
    give({"group:CTS:gone": "true"})
    assert codes_of_board() == [code for code in before if code != "CTS"]
    give({})
    assert codes_of_board() == before
    records = [r.detail["facts"] for r in store.read.scans() if r.detail.get("what") == "facts"]
    assert records == [{"group:CTS:gone": "true"}, {"group:CTS:gone": None}]


def test_what_is_told_of_a_group_that_is_nowhere_is_refused(give):
    assert "muốn thêm" in give({"group:XYZ:rank": "42"}, 409)["message"]

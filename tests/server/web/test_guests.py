import pytest

from server import desk
from server.guests import Guest
from tests.server.cast import at
from tests.server.web.house import CLERK, DESK, DOOR, a_scan


def find(client, query, by=CLERK):
    answer = client.get("/api/guests", query_string={"q": query}, headers=by)
    assert answer.status_code == 200
    return answer.json["guests"]


def test_a_guest_is_found_without_accents(client, codes):
    [found] = find(client, "quy")

    assert (found["id"], found["name"], found["organisation"]) == ("DB016", "Lý Văn Quý", "Sở A")
    assert (found["seat"], found["admission"]) == ("B06", None)


def test_by_unit_and_by_the_code_for_the_desk(client, store, codes):
    [desk_code] = [code.desk_code for code in store.read.codes("DB017")]

    assert [g["id"] for g in find(client, "so c")] == ["DB018"]
    assert [g["id"] for g in find(client, f"{desk_code[:4]} {desk_code[4:]}")] == ["DB017"]


def test_who_is_inside_is_told(client, codes):
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    [found] = find(client, "quy", by=DESK)

    assert found["admission"] == {
        "at": "2023-11-17T00:40:00.000Z",
        "station": "Cửa A",
        "who": "Lý Văn Quý",
    }


def test_a_change_is_found_at_once(client, store, codes):
    assert find(client, "thay") == []
    desk.substitute(
        store, "DB016", Guest("Trần Văn Thay", "Ông", "Phó Giám đốc"), at(1), seat="C06"
    )
    [by_stand_in], [by_holder] = find(client, "thay"), find(client, "ly van quy")

    assert by_stand_in == by_holder
    assert by_stand_in["substitute"] == {
        "honorific": "Ông",
        "name": "Trần Văn Thay",
        "title": "Phó Giám đốc",
    }


def test_a_reissued_desk_code_finds_and_the_old_one_does_not(client, store, codes):
    [old] = [code.desk_code for code in store.read.codes("DB016")]
    find(client, "quy")
    _, new = desk.reissue(store, "DB016", at(1))

    assert [g["id"] for g in find(client, new)] == ["DB016"]
    assert find(client, old) == []


@pytest.mark.parametrize("query", ["", "   ", "zzz", "%", "' OR 1=1 --", "\0"])
def test_what_fits_nobody_finds_nobody(client, codes, query):
    assert find(client, query) == []


def test_a_query_as_long_as_a_letter_is_refused(client, codes):
    assert client.get(f"/api/guests?q={'a' * 201}", headers=CLERK).status_code == 400


def test_a_search_is_logged_without_what_was_looked_for(client, codes, caplog):
    with caplog.at_level("INFO"):
        find(client, "quy")

    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "guests searched by reception reception: 1 found" in logged
    assert "quy" not in logged
    assert "Quý" not in logged

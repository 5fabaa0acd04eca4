"""The list edited by several people at once: versions, conflicts, undo, merging, export."""

from uuid import uuid4

import pytest

from server import desk
from tests.server.cast import OANH, QUY, SOMEBODY, at
from tests.server.web.house import CLERK, DOOR, ORGANISER, OWNER, VIEWER, a_scan


@pytest.fixture
def rows(client, codes):
    """`rows()`: the list as an organiser reads it, by id."""

    def read():
        listed = client.get("/api/places", headers=ORGANISER).json
        return {place["id"]: place for place in listed["places"]}

    return read


@pytest.fixture
def edit(client, rows):
    """`edit(id, version, **values)`: one edit, under a fresh id."""

    def send(invitation, version, who=ORGANISER, **values):
        body = {"scan_id": str(uuid4()), "version": version, **values}
        return client.put(f"/api/places/{invitation}", json=body, headers=who)

    return send


def history(client, invitation):
    told = client.get(f"/api/invitations/{invitation}", headers=ORGANISER).json
    return [(entry["what"], entry["who"], entry["remark"]) for entry in told["history"]]


@pytest.mark.parametrize("who", [VIEWER, CLERK, DOOR])
def test_nobody_but_organisers_and_owners_reads_or_edits_the_list(client, codes, who):
    assert client.get("/api/places", headers=who).status_code == 403
    assert client.put("/api/places/DB016", json={"version": 1}, headers=who).status_code == 403
    assert client.get("/guests", headers=who).status_code == 403
    assert client.get("/guests/export.xlsx", headers=who).status_code == 403


def test_the_list_comes_in_protocol_order_and_then_only_what_has_changed(client, rows, edit):
    listed = client.get("/api/places", headers=ORGANISER).json
    assert listed["order"] == [QUY.id, OANH.id, SOMEBODY.id]
    edit(QUY.id, rows()[QUY.id]["version"], note="Đến muộn")

    news = client.get(f"/api/places?after={listed['seq']}", headers=ORGANISER).json
    assert [(place["id"], place["note"]) for place in news["places"]] == [(QUY.id, "Đến muộn")]
    nothing = client.get(f"/api/places?after={news['seq']}", headers=ORGANISER).json
    assert (nothing["places"], nothing["order"]) == ([], [])


def test_an_edit_is_kept_with_who_and_what_it_replaced(client, rows, edit):
    answer = edit(QUY.id, rows()[QUY.id]["version"], title="Phó Giám đốc", phone="0912 345 678")
    [place] = answer.json["places"]
    assert (place["title"], place["phone"]) == ("Phó Giám đốc", "0912345678")
    assert history(client, QUY.id)[0] == (
        "edit",
        "organiser",
        "Chức vụ: Giám đốc → Phó Giám đốc\nSố điện thoại: (trống) → 0912345678",
    )


def test_the_mail_address_is_edited_as_the_telephone_is_and_a_wrong_one_is_refused(rows, edit):
    seen = rows()[QUY.id]["version"]
    [place] = edit(QUY.id, seen, email=" quy@so-a.gov.vn ").json["places"]
    assert (place["email"], rows()[QUY.id]["email"]) == ("quy@so-a.gov.vn", "quy@so-a.gov.vn")
    assert edit(QUY.id, seen, email="quy2@so-a.gov.vn").status_code == 409

    wrong = edit(QUY.id, place["version"], email="quy tại so-a")
    assert (wrong.status_code, "stale" in wrong.json) == (409, False)
    assert "“quy tại so-a” không giống địa chỉ thư điện tử" in wrong.json["message"]
    [place] = edit(QUY.id, place["version"], email=None).json["places"]
    assert place["email"] is None


def test_what_was_the_mail_address_before_stands_in_the_history(client, rows, edit):
    edit(QUY.id, rows()[QUY.id]["version"], email="quy@so-a.gov.vn")
    edit(QUY.id, rows()[QUY.id]["version"], email=None)
    assert [remark for _, _, remark in history(client, QUY.id)][:2] == [
        "Thư điện tử: quy@so-a.gov.vn → (trống)",
        "Thư điện tử: (trống) → quy@so-a.gov.vn",
    ]


def test_an_edit_of_what_somebody_else_has_edited_is_refused_with_what_they_did(client, rows, edit):
    seen = rows()[QUY.id]["version"]
    assert edit(QUY.id, seen, who=OWNER, title="Phó Giám đốc").status_code == 200

    late = edit(QUY.id, seen, note="Cần xe lăn")
    assert late.status_code == 409
    [stale] = late.json["stale"]
    assert stale["place"]["title"] == "Phó Giám đốc"
    assert [(c["who"], c["remark"]) for c in stale["changes"]] == [
        ("owner", "Chức vụ: Giám đốc → Phó Giám đốc")
    ]
    assert rows()[QUY.id]["note"] is None

    again = edit(QUY.id, stale["place"]["version"], note="Cần xe lăn")
    [place] = again.json["places"]
    assert (place["title"], place["note"]) == ("Phó Giám đốc", "Cần xe lăn")


def test_a_guest_who_comes_in_meanwhile_is_no_conflict(client, codes, rows, edit):
    seen = rows()[QUY.id]["version"]
    assert client.post("/api/scans", json=a_scan(codes[QUY.id]), headers=DOOR).status_code == 200
    assert rows()[QUY.id]["admission"]
    assert edit(QUY.id, seen, note="Đã đón").status_code == 200


def test_many_places_are_changed_together_or_not_at_all(client, rows, edit):
    seen = {id_: row["version"] for id_, row in rows().items()}
    edit(OANH.id, seen[OANH.id], note="x")

    def give(**values):
        body = {
            "places": [{"id": id_, "version": seen[id_]} for id_ in (QUY.id, OANH.id)],
            "set": values,
        }
        return client.put("/api/places", json=body, headers=ORGANISER)

    refused = give(group="CTS")
    assert refused.status_code == 409
    assert [one["place"]["id"] for one in refused.json["stale"]] == [OANH.id]
    assert {row["group"] for row in rows().values()} == {"SBN"}

    seen[OANH.id] = rows()[OANH.id]["version"]
    assert give(group="CTS").status_code == 200
    assert [rows()[id_]["group"] for id_ in (QUY.id, OANH.id, SOMEBODY.id)] == ["CTS", "CTS", "SBN"]


def test_a_withdrawn_place_loses_its_seat_and_gets_it_back_with_its_code(client, codes, rows, edit):
    gone = edit(QUY.id, rows()[QUY.id]["version"], cancelled="Chuyển công tác").json["places"][0]
    assert (gone["cancelled"], gone["seat"]) == ("Chuyển công tác", None)
    scan = client.post("/api/scans", json=a_scan(codes[QUY.id]), headers=DOOR).json
    assert scan["reason"] == "cancelled"

    back = edit(QUY.id, gone["version"], cancelled=None, seat="B06").json["places"][0]
    assert (back["cancelled"], back["seat"]) == (None, "B06")
    scan = client.post("/api/scans", json=a_scan(codes[QUY.id]), headers=DOOR).json
    assert scan["verdict"] == "admitted"


def test_a_seat_that_another_has_taken_is_not_given_back(client, rows, edit):
    refused = edit(QUY.id, rows()[QUY.id]["version"], seat="B05")
    assert refused.status_code == 409
    assert "B05" in refused.json["message"]
    assert "stale" not in refused.json


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"organisation": " "}, 400),
        ({"phone": "gọi thư ký"}, 409),
        ({"rsvp": "perhaps"}, 400),
        ({"group": "XYZ"}, 404),
        ({"seat": "Z99"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_changed(rows, edit, values, status):
    before = rows()[QUY.id]
    assert edit(QUY.id, before["version"], **values).status_code == status
    assert rows()[QUY.id] == before


def test_a_place_without_a_name_takes_one_and_keeps_what_was_asked_for(rows, edit):
    version = rows()[SOMEBODY.id]["version"]
    [asked] = edit(SOMEBODY.id, version, title="Đại diện Ban Giám đốc").json["places"]
    assert (asked["name"], asked["expects"]) == (None, "Đại diện Ban Giám đốc")
    [named] = edit(SOMEBODY.id, asked["version"], name="Vi Văn An", title="Phó Giám đốc").json[
        "places"
    ]
    assert (named["name"], named["title"], named["expects"]) == (
        "Vi Văn An",
        "Phó Giám đốc",
        "Đại diện Ban Giám đốc",
    )


def test_a_place_is_added_once_with_a_code(client, store, codes):
    body = {
        "scan_id": str(uuid4()),
        "organisation": "Sở K",
        "group": "SBN",
        "kind": "representative",
        "title": "Đại diện lãnh đạo",
    }
    added = [client.post("/api/places", json=body, headers=ORGANISER).json for _ in range(2)]
    assert added[0] == added[1]
    place = added[0]["place"]
    assert (place["id"], place["expects"], place["kind"]) == (
        "DB019",
        "Đại diện lãnh đạo",
        "representative",
    )
    assert [code.code is not None for code in store.read.codes("DB019")] == [True]


def test_two_rows_of_one_guest_become_one_and_the_other_is_withdrawn(client, rows, edit):
    edit(OANH.id, rows()[OANH.id]["version"], phone="0530000017", note="Ăn chay", rsvp="coming")
    now = rows()
    body = {
        "other": OANH.id,
        "version": now[QUY.id]["version"],
        "other_version": now[OANH.id]["version"],
    }
    merged = client.post(f"/api/places/{QUY.id}/merge", json=body, headers=ORGANISER)
    kept, gone = merged.json["places"]
    assert (kept["phone"], kept["note"], kept["rsvp"], kept["seat"]) == (
        "0530000017",
        "Ăn chay",
        "coming",
        "B06",
    )
    assert (gone["cancelled"], gone["seat"]) == ("Trùng với DB016", None)
    assert (
        client.post(f"/api/places/{QUY.id}/merge", json=body, headers=ORGANISER).status_code == 409
    )


def test_a_row_on_which_the_guest_has_come_is_the_one_to_be_kept(client, codes, rows):
    client.post("/api/scans", json=a_scan(codes[OANH.id]), headers=DOOR)
    now = rows()
    body = {
        "other": OANH.id,
        "version": now[QUY.id]["version"],
        "other_version": now[OANH.id]["version"],
    }
    refused = client.post(f"/api/places/{QUY.id}/merge", json=body, headers=ORGANISER)
    assert refused.status_code == 409
    assert "hãy giữ DB017" in refused.json["message"]


def test_words_of_edits_are_forgotten_with_the_names(client, store, rows, edit):
    edit(QUY.id, rows()[QUY.id]["version"], note="Dị ứng hải sản")
    desk.close_event(store, at(59))
    desk.purge(store, at(59))
    assert [remark for _, _, remark in history(client, QUY.id) if remark] == []


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_list_is_exported_whole_or_some_rows_of_it(client, codes, ending):
    whole = client.get(f"/guests/export.{ending}", headers=ORGANISER)
    some = client.get(f"/guests/export.{ending}?id=DB016", headers=ORGANISER)
    assert "attachment" in whole.headers["Content-Disposition"]
    if ending == "csv":
        assert "Hoàng Thị Kim Oanh" in whole.text
        assert "Lý Văn Quý" in some.text
        assert "Hoàng Thị Kim Oanh" not in some.text
    assert client.get("/guests/export.exe", headers=ORGANISER).status_code == 404

from dataclasses import replace
from uuid import uuid4

import pytest

from server import desk
from server.guests import Guest
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK, DESK, DOOR, VIEWER, a_scan

PATH = "/api/invitations"
KHANH = {"name": "Tô Quốc Khánh", "honorific": "Ông", "title": "Phó Giám đốc"}


def put(client, path, by=CLERK, **body):
    return client.put(f"{PATH}/{path}", json=body, headers=by)


def delete(client, path, by=CLERK, **body):
    return client.delete(f"{PATH}/{path}", json=body, headers=by)


def detail(client, place, by=CLERK):
    return client.get(f"{PATH}/{place}", headers=by).json


def test_all_about_a_place_on_one_page(client, codes):
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    told = detail(client, "DB016")

    assert told["place"]["name"] == "Lý Văn Quý"
    assert told["place"]["admission"]["station"] == "Cửa A"
    assert told["seat"] == "Hàng B, ghế 06 (dãy trái)"
    assert len(told["desk_code"]) == 9
    assert told["history"] == [
        {
            "seq": 4,
            "at": "2023-11-17T00:40:00.000Z",
            "kind": "admitted",
            "what": None,
            "entered": None,
            "who": "Cửa A",
            "reason": None,
            "remark": None,
        }
    ]


def test_an_undo_stands_in_the_history_with_its_reason(client, codes):
    scan = {"scan_id": str(uuid4())}
    client.post(f"{PATH}/DB016/admission", json=scan, headers=CLERK)
    undo = {"scan_id": str(uuid4()), "reason": "Nhầm đại biểu"}
    client.delete(f"{PATH}/DB016/admission", json=undo, headers=CLERK)

    newest = detail(client, "DB016")["history"][0]
    assert (newest["kind"], newest["remark"], newest["who"]) == (
        "undone",
        "Nhầm đại biểu",
        "reception",
    )


def test_whoever_bears_the_same_name_is_shown_beside(client, store):
    thuy, thuyf = Guest("Hoàng Thị Thuý", "Bà"), Guest("Hoàng Thị Thúy", "Bà")
    invite(
        store,
        replace(QUY, holder=thuy),
        replace(OANH, holder=thuyf),
        replace(SOMEBODY, holder=Guest("Hoàng Thị Thủy", "Bà")),
    )
    told = detail(client, "DB016")

    assert [other["id"] for other in told["namesakes"]] == ["DB017"]


def test_a_place_that_does_not_exist_is_not_found(client, codes):
    answer = client.get(f"{PATH}/DB999", headers=CLERK)

    assert (answer.status_code, answer.json["error"]) == (404, "not_found")


def test_the_representative_is_named_and_may_be_un_named(client, store, codes):
    named = put(client, "DB018/holder", **KHANH)
    assert named.status_code == 200
    assert named.json["place"]["name"] == "Tô Quốc Khánh"
    assert store.read.invitation("DB018").holder == Guest("Tô Quốc Khánh", "Ông", "Phó Giám đốc")
    assert store.read.scans()[-1].person == "reception"

    back = delete(client, "DB018/holder", reason="Đọc nhầm tên")
    assert back.json["place"]["name"] is None
    assert detail(client, "DB018")["history"][0]["remark"] == "Đọc nhầm tên"


def test_a_named_place_keeps_its_name(client, store, codes):
    answer = put(client, "DB016/holder", **KHANH)

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    assert store.read.invitation("DB016").holder == QUY.holder


def test_a_name_is_kept_clean(client, store, codes):
    put(client, "DB018/holder", name="  Tô\u00a0 Quốc   Kha\u0301nh ", title="  ")

    assert store.read.invitation("DB018").holder == Guest("Tô Quốc Khánh")


@pytest.mark.parametrize("wrong", [{}, {"name": " "}, {"name": "\u200b"}, {"name": 5}])
def test_nobody_is_called_nothing(client, store, codes, wrong):
    head = store.read.head()

    assert put(client, "DB018/holder", **wrong).status_code == 400
    assert store.read.head() == head


def test_the_same_action_again_is_done_once(client, store, codes):
    action = {"scan_id": str(uuid4())} | KHANH
    put(client, "DB018/holder", **action)
    put(client, "DB018/holder", by=CLERK, name="Người Khác")
    head = store.read.head()
    again = put(client, "DB018/holder", **action)

    assert (again.status_code, again.json["place"]["name"]) == (200, "Người Khác")
    assert store.read.head() == head


def test_one_id_for_two_places_is_a_conflict(client, codes):
    scan_id = str(uuid4())
    put(client, "DB018/documents", scan_id=scan_id)

    assert put(client, "DB017/documents", scan_id=scan_id).status_code == 409


def test_an_answer_is_written_down_on_behalf(client, store, codes):
    answer = put(client, "DB016/rsvp", rsvp="not_coming", reason="Đi công tác")
    assert (answer.json["place"]["rsvp"], answer.json["place"]["rsvp_reason"]) == (
        "not_coming",
        "Đi công tác",
    )
    assert put(client, "DB016/rsvp", rsvp="coming").json["place"]["rsvp_reason"] is None
    assert put(client, "DB016/rsvp", rsvp="maybe").status_code == 400


def test_documents_are_given_once_and_can_be_taken_back(client, store, codes):
    given = put(client, "DB016/documents", by=DESK)
    assert given.json == {"documents": {"at": "2023-11-17T00:40:00.000Z", "who": "Bàn 1"}}
    head = store.read.head()
    assert put(client, "DB016/documents").json == given.json
    assert store.read.head() == head
    assert detail(client, "DB016")["documents"] == given.json["documents"]

    assert delete(client, "DB016/documents").json == {"documents": None}
    assert detail(client, "DB016")["documents"] is None


def test_a_new_code_makes_the_old_one_invalid(client, codes):
    scan_id = str(uuid4())
    made = client.post(f"{PATH}/DB016/code", json={"scan_id": scan_id}, headers=CLERK)
    again = client.post(f"{PATH}/DB016/code", json={"scan_id": scan_id}, headers=CLERK)

    assert again.json == made.json
    old = client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR).json
    new = client.post("/api/scans", json=a_scan(made.json["code"]), headers=DOOR).json
    assert (old["reason"], new["verdict"]) == ("replaced", "admitted")
    assert detail(client, "DB016")["desk_code"] == made.json["desk_code"]


def test_a_cancelled_place_gets_no_new_code(client, store, codes):
    desk.cancel(store, "DB016", "nghỉ ốm", at(1))

    answer = client.post(f"{PATH}/DB016/code", json={}, headers=CLERK)
    assert answer.status_code == 409


@pytest.mark.parametrize("by", [DOOR, VIEWER])
def test_a_kiosk_and_a_viewer_learn_and_change_nothing(client, codes, by):
    answers = [
        client.get(f"{PATH}/DB016", headers=by),
        put(client, "DB018/holder", by=by, **KHANH),
        client.post(f"{PATH}/DB016/code", json={}, headers=by),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "Quý" not in "".join(answer.get_data(as_text=True) for answer in answers)

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from server import desk
from server.guests import Guest
from server.invitations import make_code
from server.web import flood
from tests.server.cast import at
from tests.server.web.house import DESK, DOOR, OTHER_DOOR, a_scan


def scan(client, code, by=DOOR, **rest):
    return client.post("/api/scans", json=a_scan(code, **rest), headers=by)


def test_a_known_code_is_admitted(client, codes):
    sent = a_scan(codes["DB016"])
    answer = client.post("/api/scans", json=sent, headers=DOOR)

    assert answer.status_code == 200
    assert {k: v for k, v in answer.json.items() if k != "show"} == {
        "scan_id": sent["scan_id"],
        "seq": 4,
        "verdict": "admitted",
        "reason": None,
        "replayed": False,
        "invitation": "DB016",
        "guest": {
            "honorific": "Ông",
            "name": "Lý Văn Quý",
            "title": "Giám đốc",
            "organisation": "Sở A",
        },
        "seat": "B06",
        "admitted_at": "2023-11-17T00:40:00.000Z",
        "station": "Cửa A",
        "conflict": False,
    }
    assert answer.json["show"]["seat"]["label"] == "Hàng B, ghế 06 (dãy trái)"


def test_the_second_use_is_told_when_and_where_the_first_was(client, codes):
    scan(client, codes["DB016"])
    answer = scan(client, codes["DB016"], OTHER_DOOR, scanned_at="2023-11-17T07:55:00+07:00")

    assert answer.json["verdict"] == "refused"
    assert answer.json["reason"] == "already_admitted"
    assert answer.json["admitted_at"] == "2023-11-17T00:40:00.000Z"
    assert answer.json["station"] == "Cửa A"


def test_the_same_scan_again_gets_the_same_answer(client, codes):
    sent = a_scan(codes["DB016"])
    first = client.post("/api/scans", json=sent, headers=DOOR).json
    again = client.post("/api/scans", json=sent, headers=DOOR).json

    assert again == first | {"replayed": True}


def test_one_id_for_two_codes_is_a_conflict(client, codes):
    sent = a_scan(codes["DB016"])
    client.post("/api/scans", json=sent, headers=DOOR)
    answer = client.post("/api/scans", json=sent | {"code": codes["DB017"]}, headers=DOOR)

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")


def test_a_place_without_a_name_is_admitted(client, codes):
    answer = scan(client, codes["DB018"])

    assert answer.json["verdict"] == "admitted"
    assert answer.json["guest"] is None
    assert answer.json["show"]["organisation"] == "Sở C"


def test_the_stand_in_is_who_is_expected(client, store, codes):
    desk.substitute(store, "DB016", Guest("Trần Văn Thay", "Ông"), at(1), seat=None)
    answer = scan(client, codes["DB016"])

    assert answer.json["guest"]["name"] == "Trần Văn Thay"
    assert answer.json["seat"] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("999090000001|000000001|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu|01012022", "not_ours"),
        ("00020101021138570010A000000727", "not_ours"),
        ("https://evil.example/i/BCFG", "not_ours"),
        ("Nguyễn Văn Đức - Sở Nội vụ", "not_ours"),
        ("<script>document.title='x'</script>", "not_ours"),
        ("{{7*7}}${7*7}<%= 7*7 %>", "not_ours"),
        ("' OR 1=1; DROP TABLE guests;--", "not_ours"),
        ("\0", "not_ours"),
        ("", "not_ours"),
        ("9" * 7089, "not_ours"),
        ("https://moi.ẽample.vn/i/Zx3aaKđ9w", "ime_suspect"),
        ("BCFGHJKLMNPRSTVXBCFGHJKLMNPRSTVXBCFG", "unknown_code"),
    ],
)
def test_a_text_that_is_no_invitation_is_refused_and_not_an_error(client, codes, text, reason):
    answer = scan(client, text)

    assert answer.status_code == 200
    assert (answer.json["verdict"], answer.json["reason"]) == ("refused", reason)
    assert (answer.json["guest"], answer.json["invitation"]) == (None, None)


def test_a_text_that_is_not_ours_is_kept_nowhere(client, store, codes):
    scan(client, "999090000001|000000001|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu|01012022")

    assert "Mẫu" not in repr(store.read.scans())


def test_a_code_of_another_event_is_told_as_such(client, codes):
    other = next(
        code for n in range(99) if (code := make_code(f"event {n}"))[32:34] != codes["DB016"][32:34]
    )

    assert scan(client, other).json["reason"] == "wrong_event"


def test_a_kiosk_learns_no_name_of_whom_it_does_not_let_in(client, store, codes):
    desk.cancel(store, "DB016", "đi công tác", at(1))
    at_the_door, at_the_desk = scan(client, codes["DB016"]), scan(client, codes["DB016"], DESK)

    assert at_the_door.json["reason"] == "cancelled"
    assert "Quý" not in at_the_door.get_data(as_text=True)
    assert at_the_desk.json["guest"]["name"] == "Lý Văn Quý"


def test_the_hour_is_the_doors_corrected_by_its_offset(client, codes):
    day = 24 * 3_600_000
    answer = scan(
        client, codes["DB016"], scanned_at="2023-11-16T07:41:00+07:00", offset_ms=day - 60_000
    )

    assert answer.json["admitted_at"] == "2023-11-17T00:40:00.000Z"


def test_a_clock_at_the_epoch_is_corrected_too(client, codes):
    offset = int((at(40) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    answer = scan(client, codes["DB016"], scanned_at="1970-01-01T00:00:00Z", offset_ms=offset)

    assert answer.json["admitted_at"] == "2023-11-17T00:40:00.000Z"


def test_a_moment_without_a_zone_is_the_events_own(client, codes):
    answer = scan(client, codes["DB016"], scanned_at="2023-11-17T07:46:00")

    assert answer.json["admitted_at"] == "2023-11-17T00:46:00.000Z"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scan_id": "../../x"}, "scan_id"),
        ({"scan_id": "x" * 30_000}, "scan_id"),
        ({"scan_id": None}, "scan_id"),
        ({"scan_id": 7}, "scan_id"),
        ({"code": None}, "code"),
        ({"code": 5}, "code"),
        ({"code": ["A"]}, "code"),
        ({"code": "\ud800"}, "code"),
        ({"code": None, "code_hash": "xyz"}, "code_hash"),
        ({"code": None, "reading": "invitation"}, "code"),
        ({"code": None, "reading": "poem"}, "reading"),
        ({"scanned_at": "yesterday"}, "scanned_at"),
        ({"scanned_at": "2023-11-17"}, "scanned_at"),
        ({"scanned_at": "0001-01-01T00:00:00Z"}, "scanned_at"),
        ({"scanned_at": "2023-02-30T00:00:00Z"}, "scanned_at"),
        ({"scanned_at": 1700000000}, "scanned_at"),
        ({"offset_ms": 10**18}, "offset_ms"),
        ({"offset_ms": "5"}, "offset_ms"),
        ({"station_seq": 0}, "station_seq"),
        ({"station_seq": 2**70}, "station_seq"),
        ({"station_seq": True}, "station_seq"),
        ({"station_seq": 1.5}, "station_seq"),
        ({"boot_id": "b" * 65}, "boot_id"),
        ({"door_outcome": "admitted"}, "door_outcome"),
        ({"door_outcome": {"verdict": "maybe"}}, "verdict"),
        ({"door_outcome": {"verdict": "refused"}}, "reason"),
        ({"door_outcome": {"verdict": "admitted", "reason": "closed"}}, "reason"),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence(client, store, codes, wrong, field):
    head = store.read.head()
    body = json.dumps(a_scan(codes["DB016"]) | wrong)
    answer = client.post("/api/scans", data=body, content_type="application/json", headers=DOOR)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid")
    assert f"{field}»" in answer.json["message"]
    assert store.read.head() == head


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"station_seq": ' + b"9" * 5000 + b"}",
        b'{"offset_ms": NaN}',
        b"[" * 20_000,
    ],
    ids=["empty", "half", "list", "text", "not utf-8", "5,000 digits", "nan", "deep"],
)
def test_a_body_that_is_no_json_object_is_refused(client, body):
    answer = client.post("/api/scans", data=body, content_type="application/json", headers=DOOR)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid")


def test_a_form_is_not_taken_for_json(client, codes):
    answer = client.post("/api/scans", data={"code": codes["DB016"]}, headers=DOOR)

    assert answer.status_code == 415


def test_a_body_of_a_megabyte_is_too_large_for_one_scan(client):
    answer = scan(client, "A" * 1_000_000)

    assert (answer.status_code, answer.json["error"]) == (413, "invalid")


def test_a_flood_of_unknown_codes_is_held_back_and_no_guest_with_it(client, store, codes):
    statuses = [
        scan(client, make_code(store.read.event_id)).status_code for _ in range(flood.MOST + 3)
    ]
    flooded = scan(client, make_code(store.read.event_id))

    assert statuses == [200] * flood.MOST + [429] * 3
    assert 1 <= int(flooded.headers["Retry-After"]) <= flood.WINDOW_SECONDS
    assert scan(client, codes["DB016"]).json["verdict"] == "admitted"
    assert scan(client, make_code(store.read.event_id), OTHER_DOOR).status_code == 200


def test_a_disk_that_refuses_is_told_as_unavailable(client, store, codes, monkeypatch):
    _break_the_disk(store)
    answer = scan(client, codes["DB016"])

    assert (answer.status_code, answer.json["error"]) == (503, "unavailable")
    assert answer.headers["Retry-After"]
    store._db.execute("PRAGMA query_only = OFF")
    assert scan(client, codes["DB016"]).json["verdict"] == "admitted"


def _break_the_disk(store):
    store._db.execute("PRAGMA query_only = ON")


def deliver(client, *scans, by=DOOR):
    answer = client.post("/api/scans/batch", json={"scans": list(scans)}, headers=by)
    assert answer.status_code == 200, answer.json
    return answer.json["results"]


def test_a_batch_is_answered_item_by_item_in_order(client, codes):
    results = deliver(client, a_scan(codes["DB017"]), a_scan("?"), a_scan(codes["DB016"]))

    assert [r["invitation"] for r in results] == ["DB017", None, "DB016"]
    assert [r["reason"] for r in results] == [None, "not_ours", None]


@pytest.mark.parametrize("spelt", [str.lower, str.upper])
def test_a_hash_may_stand_for_the_code(client, store, codes, spelt):
    [known] = [c.code_hash for c in store.read.codes("DB016")]
    late = a_scan(
        None, code_hash=spelt(known), door_outcome={"verdict": "admitted", "reason": None}
    )
    [result] = deliver(client, late)

    assert (result["verdict"], result["invitation"], result["conflict"]) == (
        "admitted",
        "DB016",
        False,
    )


def test_a_text_that_was_not_ours_is_delivered_by_what_it_looked_like(client, codes):
    refused = {"verdict": "refused", "reason": "not_ours"}
    [result] = deliver(client, a_scan(None, reading="identity_card", door_outcome=refused))

    assert (result["verdict"], result["reason"]) == ("refused", "not_ours")


def test_two_doors_that_let_in_one_code_while_apart_are_both_told(client, codes):
    let_in = {"verdict": "admitted"}
    [first] = deliver(client, a_scan(codes["DB016"], door_outcome=let_in))
    [second] = deliver(client, a_scan(codes["DB016"], door_outcome=let_in), by=OTHER_DOOR)

    assert (first["conflict"], second["conflict"]) == (False, True)
    assert (second["station"], second["admitted_at"]) == ("Cửa A", "2023-11-17T00:40:00.000Z")


def test_a_wrong_item_is_set_aside_and_blocks_nobody(client, store, codes):
    used = a_scan(codes["DB016"])
    results = deliver(
        client, used, used | {"code": codes["DB017"]}, {"scan_id": "x"}, 7, a_scan(codes["DB018"])
    )

    assert [r.get("verdict") for r in results] == ["admitted", None, None, None, "admitted"]
    assert [r.get("error") for r in results[1:4]] == ["conflict", "invalid", "invalid"]
    assert [r["scan_id"] for r in results[1:4]] == [used["scan_id"], "x", None]
    assert store.read.parked() == 3


def test_a_wrong_item_without_an_id_is_set_aside_once_however_often_it_comes(client, store, codes):
    for _ in range(3):
        client.post("/api/scans/batch", json={"scans": [{"station_seq": 7}, {}]}, headers=DOOR)

    assert store.read.parked() == 2


def test_a_code_set_aside_is_not_kept(client, store, codes):
    deliver(client, a_scan(codes["DB016"]) | {"scan_id": "x"})

    rows = store.read.db.execute("SELECT item FROM parked").fetchall()
    assert codes["DB016"] not in repr([tuple(row) for row in rows])


@pytest.mark.parametrize("scans", [None, {}, "x", [{}] * 501])
def test_a_batch_that_is_no_list_of_five_hundred_is_refused(client, scans):
    answer = client.post("/api/scans/batch", json={"scans": scans}, headers=DOOR)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid")


def test_a_batch_on_a_full_disk_is_refused_whole_and_sent_again(client, store, codes):
    sent = {"scans": [a_scan(codes["DB016"])]}
    _break_the_disk(store)

    assert client.post("/api/scans/batch", json=sent, headers=DOOR).status_code == 503
    store._db.execute("PRAGMA query_only = OFF")
    assert store.read.parked() == 0
    assert (
        client.post("/api/scans/batch", json=sent, headers=DOOR).json["results"][0]["verdict"]
        == "admitted"
    )


def test_the_same_scan_a_hundred_times_at_once_is_one_row(app, store, codes):
    sent, head = a_scan(codes["DB016"]), store.read.head()[0]

    def send(_):
        return app.test_client().post("/api/scans", json=sent, headers=DOOR).json

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(100)))
    assert store.read.head()[0] == head + 1
    assert {json.dumps(a | {"replayed": None}) for a in answers} == {
        json.dumps(answers[0] | {"replayed": None})
    }
    assert [a["replayed"] for a in answers].count(False) == 1


def test_six_scans_in_any_order_leave_the_same_people_inside(client, store, codes):
    let_in = {"verdict": "admitted"}
    scans = [
        a_scan(codes[place], scan_id=str(uuid4()), door_outcome=let_in)
        for place in ("DB016", "DB017", "DB018", "DB016", "DB017", "DB018")
    ]
    deliver(client, *reversed(scans))

    assert set(store.read.admissions()) == {"DB016", "DB017", "DB018"}
    assert sum(record.conflict for record in store.read.scans()) == 3

from dataclasses import replace

from server import desk
from server.guests import Guest
from server.invitations import make_code
from server.web import feed
from tests.server.cast import OANH, QUY, SOMEBODY, at
from tests.server.web.house import CLERK, DOOR, OTHER_DOOR, VIEWER, a_scan, sign_in


def board(client, after=None, by=VIEWER):
    query = {} if after is None else {"after": after}
    answer = client.get("/api/board", query_string=query, headers=by)
    assert answer.status_code == 200
    return answer.json


def scan(client, code, by=DOOR, **rest):
    return client.post("/api/scans", json=a_scan(code, **rest), headers=by).json


def test_the_first_answer_has_everything(client, store, codes):
    scanned = scan(client, codes["DB016"])
    document = board(client)

    assert document["seq"] == 4
    assert document["headcount"]["sentence"] == (
        "Tổng số đại biểu được mời: 03. Có mặt: 01 đại biểu, đạt 33,3%. Vắng: 02 đại biểu, "
        "trong đó có lý do: 00, chưa rõ lý do: 02. Số liệu chốt lúc 07 giờ 40 phút ngày 17/11/2023."
    )
    assert document["headcount"]["by_group"] == {"SBN": {"invited": 3, "present": 1}}
    assert document["events"] == [
        {
            "seq": 4,
            "kind": "admitted",
            "at": "2023-11-17T00:40:00.000Z",
            "station": "Cửa A",
            "person": None,
            "scan_id": scanned["scan_id"],
            "invitation": "DB016",
            "reason": None,
            "conflict": False,
            "guest": {
                "honorific": "Ông",
                "name": "Lý Văn Quý",
                "title": "Giám đốc",
                "organisation": "Sở A",
            },
            "organisation": "Sở A",
            "group": "SBN",
            "seat": "B06",
            "first": None,
            "what": None,
        }
    ]
    assert [group["code"] for group in document["groups"]][:2] == ["LDT", "LDVP"]
    assert document["event"]["short"] == "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
    assert document["chain"] == {"seq": 4, "hash": store.read.head()[1]}
    assert (document["conflicts"], document["notices"]) == ([], [])


def test_later_answers_have_what_is_new(client, codes):
    seen = board(client)["seq"]
    scan(client, codes["DB016"])
    scan(client, codes["DB016"], OTHER_DOOR)
    document = board(client, seen)

    assert [event["kind"] for event in document["events"]] == ["admitted", "refused"]
    assert document["events"][1]["first"] == {"at": "2023-11-17T00:40:00.000Z", "station": "Cửa A"}
    assert "groups" not in document
    assert board(client, document["seq"])["events"] == []


def test_a_clash_found_late_is_an_event_of_its_own_and_stays(client, codes):
    for door, minute in ((DOOR, 41), (OTHER_DOOR, 42)):
        late = a_scan(codes["DB016"], door_outcome={"verdict": "admitted"})
        late["scanned_at"] = f"2023-11-17T07:{minute}:00+07:00"
        client.post("/api/scans/batch", json={"scans": [late]}, headers=door)
    document = board(client)
    [clash] = document["conflicts"]

    assert (clash["kind"], clash["conflict"]) == ("conflict", True)
    assert (clash["station"], clash["at"]) == ("Cửa B", "2023-11-17T00:42:00.000Z")
    assert clash["first"] == {"station": "Cửa A", "at": "2023-11-17T00:41:00.000Z"}
    assert document["headcount"]["present"] == 1


def test_a_lost_answer_that_the_door_overruled_is_told_with_the_other_entry(client, codes):
    first, lost = a_scan(codes["DB016"]), a_scan(codes["DB016"])
    client.post("/api/scans", json=first, headers=DOOR)
    client.post("/api/scans", json=lost, headers=OTHER_DOOR)
    seen = board(client)["seq"]
    late = {"scans": [lost | {"door_outcome": {"verdict": "admitted"}}]}
    client.post("/api/scans/batch", json=late, headers=OTHER_DOOR)
    [event] = board(client, seen)["events"]

    assert (event["kind"], event["station"]) == ("conflict", "Cửa B")
    assert event["first"]["station"] == "Cửa A"


def test_undo_and_hand_and_change_are_told(client, store, codes):
    seen = board(client)["seq"]
    path = "/api/invitations/DB016/admission"
    client.post(path, json={"scan_id": a_scan("")["scan_id"]}, headers=CLERK)
    client.delete(path, json={"scan_id": a_scan("")["scan_id"]}, headers=CLERK)
    desk.substitute(store, "DB016", Guest("Trần Văn Thay"), at(41), seat=None, person="owner")
    document = board(client, seen)

    assert [(e["kind"], e["person"], e["what"]) for e in document["events"]] == [
        ("admitted", "reception", None),
        ("undone", "reception", None),
        ("changed", "owner", "substitute"),
    ]
    assert document["headcount"]["present"] == 0


def test_the_numbers_follow_the_list(client, store, codes):
    assert board(client)["headcount"]["invited"] == 3
    desk.cancel(store, "DB018", "đơn vị giải thể", at(41))
    assert board(client)["headcount"]["invited"] == 2
    scan(client, codes["DB016"])
    desk.substitute(store, "DB016", Guest("Trần Văn Thay"), at(42), seat=None)
    desk.walk_in(store, Guest("Vi Thị Khách"), "Sở Z", "SBN", a_scan("")["scan_id"], at(43))
    numbers = board(client)["headcount"]

    assert (numbers["present"], numbers["substitutes"], numbers["walk_ins"]) == (1, 1, 1)


def test_the_kept_tally_equals_a_count_from_scratch(client, store, config, codes):
    from server.counting import count_event
    from server.headcount import headcount_document

    board(client)
    scan(client, codes["DB016"])
    scan(client, codes["DB017"])
    client.delete(
        "/api/invitations/DB017/admission", json={"scan_id": a_scan("")["scan_id"]}, headers=CLERK
    )
    desk.put_list(
        store,
        [replace(SOMEBODY, holder=Guest("Ai Đó")), replace(QUY, id="DB020", seat=None)],
        at(44),
    )
    scratch = headcount_document(count_event(store.read, config), at(40), config.event)

    assert board(client)["headcount"] == scratch


def test_a_board_that_opens_late_loads_the_same(client, store, app, config, clock, codes):
    from server.web.feed import Feed

    board(client)
    scan(client, codes["DB016"])
    scan(client, codes["DB016"], OTHER_DOOR)
    late = Feed(store, lambda: config.event, clock)

    assert late.document(None) == board(client)


def test_changes_by_the_hundred_do_not_bury_the_arrivals(client, store, codes):
    scan(client, codes["DB016"])
    desk.put_list(store, [replace(OANH, id=f"DB{n}", seat=None) for n in range(100, 300)], at(41))

    assert [event["kind"] for event in board(client)["events"]] == ["admitted"]


def test_many_events_come_in_pages_that_miss_none(client, codes, monkeypatch):
    monkeypatch.setattr(feed, "PAGE", 3)
    for _ in range(7):
        scan(client, codes["DB016"])
    seqs, after = [], 0
    while events := board(client, after)["events"]:
        seqs += [event["seq"] for event in events]
        after = seqs[-1]

    assert seqs == list(range(1, 11))


def test_a_cursor_from_before_a_restore_gets_the_whole_board(client, codes):
    assert "groups" in board(client, 999)


def test_what_another_program_writes_is_counted(client, store, codes):
    from server.storage import open_store

    board(client)
    beside = open_store(f"sqlite:///{store.path}")
    desk.cancel(beside, "DB018", "vắng", at(41))
    beside.close()

    assert board(client)["headcount"]["invited"] == 2


def test_guessing_and_gaps_and_parked_scans_are_told_in_sentences(client, store, clock, codes):
    for _ in range(5):
        scan(client, make_code(store.read.event_id))
    scan(client, codes["DB016"], station_seq=1, boot_id="b")
    scan(client, codes["DB017"], station_seq=5, boot_id="b")
    client.post("/api/scans/batch", json={"scans": [{}]}, headers=DOOR)

    assert board(client)["notices"] == [
        "Cửa A: 5 mã lạ trong một phút. Đề nghị cử người đến xem.",
        "Cửa A: lượt 2–4 còn thiếu.",
        "Có 01 lượt quét chưa nhận được, cần Ban Tổ chức xem lại.",
    ]


def test_the_page_is_for_whoever_may_watch(client):
    sign_in(client, "viewer")
    page = client.get("/board")

    assert page.status_code == 200
    assert "Tổng quan" in page.get_data(as_text=True)


def test_without_a_server_that_lends_connections_the_stream_says_to_poll(client):
    answer = client.get("/api/board/stream", headers=VIEWER)

    assert (answer.status_code, answer.json["error"]) == (503, "unavailable")

"""POST /api/scans and its batch, as the contract promises them to stations and scripts."""

import hashlib
import random
import threading
import time
import uuid
from collections import Counter

from server.invitations import ALPHABET, make_code
from tests.rig.api import Api, a_scan, kinds
from tests.rig.event import an_event, foreign_code, unknown_code, write_guests
from tests.rig.programs import Server
from tests.rig.waiting import crowd

ADMITTED = ("admitted", None)
ALREADY = ("refused", "already_admitted")
SHOWN_BY_MISTAKE = {
    "citizen card": "001099012345|123456789|Nguyễn Văn A|01011999|Nam|Xã B|01012021",
    "bank transfer": "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA",
    "business card": "BEGIN:VCARD\nFN:Nguyễn Văn A\nEND:VCARD",
    "link": "https://zalo.me/0912345678",
    "plain text": "xin chào",
}


def told(answer):
    return answer["verdict"], answer["reason"]


def test_a_code_opens_the_door_once(event, api):
    guest = event.named[0]
    door, second = api(event.door), api(event.second_door)

    first = door.scan(guest["code"]).json
    again = second.scan(guest["code"]).json

    assert told(first) == ADMITTED
    assert told(again) == ALREADY
    assert again["admitted_at"] == first["admitted_at"]
    assert again["station"] == "Cửa chính"


def test_the_same_scan_sent_again_gets_the_same_answer(event, api):
    scan = a_scan(event.named[0]["code"], station_seq=1, boot_id="boot")
    door = api(event.door)

    first = door.post("/api/scans", scan)
    again = door.post("/api/scans", scan)

    assert (first.status, again.status) == (200, 200)
    assert first.json["replayed"] is False
    # Beside the contract an answer carries the server's clock, which goes on.
    assert again.json == first.json | {"replayed": True}
    assert api(event.viewer).board()["headcount"]["present"] == 1


def test_the_same_scan_id_with_another_code_is_a_conflict(event, api):
    one, other = event.named[:2]
    door = api(event.door)
    first = door.scan(one["code"]).json

    reply = door.scan(other["code"], scan_id=first["scan_id"])

    assert (reply.status, reply.json["error"]) == (409, "conflict")
    assert told(door.scan(other["code"]).json) == ADMITTED


def test_what_is_not_ours_is_refused_and_not_kept(event, api):
    door = api(event.door)

    answers = {what: door.scan(shown).json for what, shown in SHOWN_BY_MISTAKE.items()}

    told_of = {what: (*told(a), a["guest"], a["invitation"]) for what, a in answers.items()}
    assert told_of == dict.fromkeys(SHOWN_BY_MISTAKE, ("refused", "not_ours", None, None))
    kept = b"".join(file.read_bytes() for file in event.data.rglob("*") if file.is_file())
    assert answers["link"]["scan_id"].encode() in kept
    assert [what for what, shown in SHOWN_BY_MISTAKE.items() if shown.encode() in kept] == []


def test_a_code_of_another_event_says_so(event, api):
    answer = api(event.door).scan(foreign_code(event.named[0]["code"])).json

    assert told(answer) == ("refused", "wrong_event")


def test_a_code_of_this_event_that_nobody_holds_is_unknown(event, api):
    answer = api(event.door).scan(unknown_code(event.named[0]["code"])).json

    assert told(answer) == ("refused", "unknown_code")


def test_a_code_as_scanners_dress_it_is_read(event, api):
    one, two, three, four = (guest["code"] for guest in event.named[:4])
    door = api(event.door)

    shown = [f"]Q1{one}", two.lower(), f"\x02{three}\x03\r\n", f" {four[:18]}-{four[18:]} "]
    assert [told(door.scan(text).json) for text in shown] == [ADMITTED] * 4


WRONG = [
    {"scan_id": None},
    {"scan_id": "not a uuid"},
    {"code": None},
    {"code": 42},
    {"scanned_at": None},
    {"scanned_at": "yesterday"},
    {"station_seq": "one"},
]


def test_a_request_that_is_wrong_is_invalid(event, api):
    door, right = api(event.door), a_scan(event.named[0]["code"])

    replies = [door.post("/api/scans", right | wrong) for wrong in WRONG]

    assert [(r.status, r.json["error"]) for r in replies] == [(400, "invalid")] * len(WRONG)
    assert all(reply.json["message"] for reply in replies)
    assert api(event.viewer).board()["headcount"]["present"] == 0


def test_nobody_scans_without_a_station_key(event, api):
    code = event.named[0]["code"]

    assert api(None).scan(code).status == 401
    assert api("wrong").scan(code).status == 401
    assert api(event.viewer).scan(code).status == 403
    assert api(event.viewer).board()["headcount"]["present"] == 0


def test_a_batch_is_answered_item_by_item_in_order(event, api):
    one, other = event.named[:2]
    door = api(event.door)
    known = door.scan(one["code"]).json
    scans = [
        a_scan(other["code"]),
        a_scan(other["code"], scan_id=known["scan_id"]),
        a_scan(other["code"]),
        a_scan("xin chào"),
    ]

    results = door.post("/api/scans/batch", {"scans": scans}).json["results"]

    assert [result["scan_id"] for result in results] == [scan["scan_id"] for scan in scans]
    assert [told(results[n]) for n in (0, 2, 3)] == [ADMITTED, ALREADY, ("refused", "not_ours")]
    assert results[1]["error"] == "conflict"
    assert "verdict" not in results[1]


def test_a_late_delivery_may_carry_the_hash_of_the_code(event, api):
    guest = event.named[0]
    scan = a_scan("", door_outcome={"verdict": "admitted", "reason": None})
    del scan["code"]
    scan["code_hash"] = hashlib.sha256(guest["code"].encode()).hexdigest()

    [result] = api(event.door).post("/api/scans/batch", {"scans": [scan]}).json["results"]

    assert told(result) == ADMITTED
    assert result["invitation"] == guest["id"]
    assert api(event.viewer).board()["headcount"]["present"] == 1


def test_two_doors_that_let_one_code_in_while_apart_are_a_conflict(event, api):
    guest = event.named[0]
    let_in = {"verdict": "admitted", "reason": None}
    for key in (event.door, event.second_door):
        scan = a_scan(guest["code"], door_outcome=let_in)
        assert api(key).post("/api/scans/batch", {"scans": [scan]}).status == 200

    board = api(event.viewer).board()
    assert board["headcount"]["present"] == 1
    [clash] = [e for e in board["events"] if e["conflict"]]
    assert clash["invitation"] == guest["id"]


def test_undo_takes_an_admission_back_as_a_new_fact(event, api):
    guest = event.named[0]
    door, desk, board = api(event.door), api(event.desk), api(event.viewer)
    door.scan(guest["code"])
    undo = {"scan_id": str(uuid.uuid4()), "reason": "quét nhầm"}

    assert desk.delete(f"/api/invitations/{guest['id']}/admission", undo).status == 200
    assert board.board()["headcount"]["present"] == 0

    assert told(door.scan(guest["code"]).json) == ADMITTED
    after = board.board()
    assert after["headcount"]["present"] == 1
    assert kinds(after["events"]) == ["admitted", "undone", "admitted"]


def test_the_desk_admits_by_hand_and_the_door_knows_it(event, api):
    guest = event.named[0]
    by_hand = {"scan_id": str(uuid.uuid4())}

    reply = api(event.desk).post(f"/api/invitations/{guest['id']}/admission", by_hand)
    assert (reply.status, told(reply.json)) == (200, ADMITTED)

    again = api(event.door).scan(guest["code"]).json
    assert told(again) == ALREADY
    assert again["station"] == "Bàn đón tiếp"


def test_a_door_neither_admits_by_hand_nor_takes_back(event, api):
    guest = event.named[0]
    door, path = api(event.door), f"/api/invitations/{guest['id']}/admission"
    door.scan(guest["code"])

    assert door.delete(path, {"scan_id": str(uuid.uuid4())}).status == 403
    assert door.post(path, {"scan_id": str(uuid.uuid4())}).status == 403
    assert api(event.viewer).board()["headcount"]["present"] == 1


def test_ten_thousand_foreign_codes_open_nothing(event, api):
    rng = random.Random(20231120)
    ours = [guest["code"] for guest in event.guests]
    foreign = [_foreign(rng, ours) for _ in range(10_000)]
    door = api(event.door)

    accepted = []
    for start in range(0, 10_000, 100):
        batch = [a_scan(code) for code in foreign[start : start + 100]]
        results = door.post("/api/scans/batch", {"scans": batch}).json["results"]
        accepted += [r for r in results if r.get("verdict") != "refused" or r["guest"]]

    assert accepted == []
    assert api(event.viewer).board(after=10_000)["headcount"]["present"] == 0
    assert told(door.scan(ours[0]).json) == ADMITTED


def _foreign(rng, ours):
    """A code nobody was given: well-formed for this event or another, or one of ours, bent."""
    shape = rng.randrange(5)
    if shape == 0:
        return unknown_code(ours[0])
    if shape == 1:
        return make_code(f"event-{rng.randrange(1000)}")
    if shape == 2:
        return "".join(rng.choice(ALPHABET) for _ in range(36))
    code = rng.choice(ours)
    at = rng.randrange(36)
    if shape == 3:
        other = rng.choice(ALPHABET.replace(code[at], ""))
        return code[:at] + other + code[at + 1 :]
    return code[:at] + code[at + 1 :]


def test_two_hundred_places_at_eight_stations_are_each_admitted_once(tmp_path):
    stations = {f"Quầy {n}": "kiosk" for n in range(1, 9)}
    event = an_event(tmp_path / "data", write_guests(tmp_path / "guests.csv", 200), stations)
    server = Server(event.data).start()
    try:
        told_at, seconds = _rush(server.url, event, list(stations))
        board = Api(server.url, event.viewer).board()
    finally:
        server.stop()

    assert len(event.guests) == 200
    for guest in event.guests:
        assert Counter(told_at[guest["code"]]) == {ADMITTED: 1, ALREADY: 7}
    assert board["headcount"]["present"] == 200
    assert Counter(kinds(board["events"])) == {"admitted": 200, "refused": 1400}
    assert len({e["scan_id"] for e in board["events"]}) == 1600
    assert event.run("verify")
    assert seconds < 60 * crowd()


def _rush(url, event, stations):
    """Every station scans every code, all at once, each in an order of its own."""
    told_at = {guest["code"]: [] for guest in event.guests}
    gate = threading.Barrier(len(stations) + 1)

    def stand(name):
        door = Api(url, event.keys[name])
        codes = [guest["code"] for guest in event.guests]
        random.Random(name).shuffle(codes)
        gate.wait()
        for code in codes:
            told_at[code].append(told(door.scan(code).json))

    threads = [threading.Thread(target=stand, args=[name]) for name in stations]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join(600)
    return told_at, time.monotonic() - began

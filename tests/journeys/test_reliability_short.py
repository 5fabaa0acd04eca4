"""Nothing lost, nothing twice: the short form of the faults, each ending on the invariants."""

import contextlib
import http.client
import threading
import time
from collections import Counter

from tests.rig.api import Api, a_scan, kinds
from tests.rig.programs import resume, suspend
from tests.rig.waiting import crowd, until

LET_IN = {"verdict": "admitted", "reason": None}


def told(answer):
    return answer["verdict"], answer["reason"]


def assert_nothing_lost_nothing_twice(event, api, welcomed):
    """I1, I2 and I8, against the verdicts that were shown."""
    board = api(event.viewer).board()
    once = Counter(e["scan_id"] for e in board["events"] if e["kind"] in {"admitted", "refused"})
    inside = {e["invitation"] for e in board["events"] if e["kind"] == "admitted"}
    known = {e["scan_id"] for e in board["events"]}
    assert {answer["scan_id"] for answer in welcomed} <= known
    assert set(once.values()) <= {1}
    assert board["headcount"]["present"] + board["headcount"]["press"]["present"] == len(inside)
    event.run("verify")
    return board


def test_no_acknowledged_scan_is_lost_when_the_server_is_killed(event, server, api):
    codes = [guest["code"] for guest in event.named]
    acknowledged = []

    def stand(mine):
        door = Api(server.url, event.door, timeout=5)
        for code in mine:
            scan = a_scan(code)
            acknowledged.append(_insist(door, scan))

    doors = [threading.Thread(target=stand, args=[codes[n::4]]) for n in range(4)]
    for door in doors:
        door.start()
    for killed_after in (10, 30, 50):
        until("scans", lambda n=killed_after: len(acknowledged) >= n, 30, every=0.001)
        server.kill()
        server.start()
    for door in doors:
        door.join(120)

    assert len(acknowledged) == len(codes)
    assert {told(answer) for answer in acknowledged} == {("admitted", None)}
    assert_nothing_lost_nothing_twice(event, api, acknowledged)


def _insist(door, scan, seconds=60):
    """Send one scan until it is answered, under the same id, as a kiosk does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            reply = door.post("/api/scans", scan)
            if reply.status == 200:
                return reply.json
        door.close()
        time.sleep(0.05)
    raise TimeoutError("the server did not come back")


def test_a_killed_server_is_up_again_in_three_seconds(event, server, api):
    api(event.door).scan(event.named[0]["code"])
    best = min(_restart_seconds(server) for _ in range(3))
    assert best < 3 * crowd()
    assert api(event.viewer).board()["headcount"]["present"] == 1


def _restart_seconds(server):
    server.kill()
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


def test_a_door_goes_on_while_its_server_is_killed_and_comes_back(event, server, kiosk, api):
    door, answers = kiosk(), []
    for n, guest in enumerate(event.named):
        if n in {10, 40}:
            server.kill()
        if n in {25, 55}:
            server.start()
        answers.append(door.scan(guest["code"]))

    assert {told(answer) for answer in answers} == {("admitted", None)}
    assert {answer["decided_by"] for answer in answers} >= {"kiosk"}
    expected = len(event.named)
    until("the delivery", lambda: _inside(api, event) == expected, 15)
    board = assert_nothing_lost_nothing_twice(event, api, answers)
    assert not any(e["conflict"] for e in board["events"])


def _inside(api, event):
    headcount = api(event.viewer).board()["headcount"]
    return headcount["present"] + headcount["press"]["present"]


def test_a_silent_server_does_not_keep_guests_waiting(event, server, kiosk, api):
    door = kiosk()
    door.scan(event.named[0]["code"])
    suspend(server.process)
    try:
        answers = [door.scan(guest["code"]) for guest in event.named[1:21]]
    finally:
        resume(server.process)

    waits = [answer["ms"] for answer in answers]
    assert all(answer["decided_by"] == "kiosk" for answer in answers)
    assert max(waits) < 1000 * crowd(), waits
    assert sum(wait > 300 * crowd() for wait in waits) <= 2, waits
    until("the delivery", lambda: _inside(api, event) == 21, 15)
    assert_nothing_lost_nothing_twice(event, api, answers)


def test_two_doors_that_are_both_alone_with_one_code_are_told_to_the_organiser(
    event, server, kiosk, api
):
    guest, one, other = event.named[:3]
    front, back = kiosk("front", event.door), kiosk("back", event.second_door)
    front.scan(one["code"])
    back.scan(other["code"])
    server.kill()

    entries = [front.scan(guest["code"]), back.scan(guest["code"])]
    assert [told(entry) for entry in entries] == [("admitted", None)] * 2

    server.start()
    clashes = until("the clash on the board", lambda: _clashes(api, event), 15)
    assert {e["invitation"] for e in clashes} == {guest["id"]}
    board = assert_nothing_lost_nothing_twice(event, api, entries)
    assert board["headcount"]["present"] == 3
    by_scan = {e["scan_id"]: e for e in board["events"]}
    stations = {by_scan[entry["scan_id"]]["station"] for entry in entries}
    assert stations == {"Cửa chính", "Quầy 2"}


def _clashes(api, event):
    return [e for e in api(event.viewer).board()["events"] if e["conflict"]]


def test_a_lost_answer_never_shows_an_honest_guest_as_already_in(event, api):
    """The server decided, the answer was lost, the kiosk decided alone and delivers late."""
    scan = a_scan(event.named[0]["code"])
    door = api(event.door)
    assert told(door.post("/api/scans", scan).json) == ("admitted", None)

    late = scan | {"door_outcome": LET_IN}
    [result] = door.post("/api/scans/batch", {"scans": [late]}).json["results"]

    assert told(result) == ("admitted", None)
    board = assert_nothing_lost_nothing_twice(event, api, [result])
    assert board["headcount"]["present"] == 1
    assert not any(e["conflict"] for e in board["events"])


def test_late_repeated_and_reversed_deliveries_come_to_the_same_state(event, api):
    scans = [a_scan(g["code"], door_outcome=LET_IN) for g in event.named[:10]]
    scans.append(a_scan(event.named[0]["code"], door_outcome=LET_IN))
    door = api(event.second_door)

    for order in (scans[::-1], scans, scans[3:] + scans[:3]):
        assert door.post("/api/scans/batch", {"scans": order}).status == 200

    board = api(event.viewer).board()
    assert board["headcount"]["present"] == 10
    assert len([e for e in board["events"] if e["conflict"]]) == 1
    assert {e["scan_id"] for e in board["events"]} == {scan["scan_id"] for scan in scans}
    assert set(kinds(board["events"])) <= {"admitted", "refused", "conflict"}

"""What doors decided alone and deliver later, and many doors at once."""

from dataclasses import replace
from itertools import permutations
from threading import Barrier, Thread

from server import desk
from server.admission import Reason
from tests.server.cast import (
    LET_IN,
    OPEN,
    QUY,
    SEEN_BEFORE,
    admit,
    at,
    invite,
    refused,
    scan,
)


def deliver(store, made, door):
    return desk.receive(store, made, door, OPEN, at(90))


def test_what_a_door_decided_alone_is_recorded_as_it_happened(store):
    code = invite(store)["DB016"]
    answer = deliver(store, scan(store, code, minute=41), LET_IN)
    assert (answer.decision, answer.conflict) == (LET_IN, False)
    assert store.read.inside("DB016").at == at(41)


def test_two_doors_apart_that_let_in_one_code_are_both_on_record_and_flagged(store):
    code = invite(store)["DB016"]
    deliver(store, scan(store, code, station="Cửa A", minute=41), LET_IN)
    clash = deliver(store, scan(store, code, station="Cửa B", minute=43), LET_IN)
    assert clash.conflict
    assert (clash.first.station, clash.first.at) == ("Cửa A", at(41))
    assert (clash.record.station, clash.record.at) == ("Cửa B", at(43))
    assert len(store.read.admissions()) == 1


def test_a_lost_answer_delivered_later_with_the_same_outcome_is_only_acknowledged(store):
    code = invite(store)["DB016"]
    made = scan(store, code)
    desk.admit(store, made, OPEN, at(40))
    rows = len(store.read.scans())
    late = deliver(store, made, LET_IN)
    assert (late.replayed, late.conflict, len(store.read.scans())) == (True, False, rows)


def test_a_lost_answer_that_the_door_overruled_is_made_to_match_the_world(store):
    code = invite(store)["DB016"]
    desk.cancel(store, "DB016", "Gửi nhầm", at(1))
    made = scan(store, code)
    desk.admit(store, made, OPEN, at(40))
    late = deliver(store, made, LET_IN)
    again = deliver(store, made, LET_IN)
    assert late.conflict
    assert "DB016" in store.read.admissions()
    assert again == late
    assert [r.kind for r in store.read.scans()].count("conflict") == 1


def test_a_door_that_sent_the_guest_to_the_desk_takes_our_admission_back(store):
    code = invite(store)["DB016"]
    made = scan(store, code)
    desk.admit(store, made, OPEN, at(40))
    deliver(store, made, refused(Reason.UNKNOWN_CODE))
    assert store.read.admissions() == {}


def outcome_of(store):
    inside = sorted(store.read.admissions())
    clashes = sorted({r.invitation for r in store.read.scans(limit=10_000) if r.conflict})
    return inside, clashes


def test_any_order_and_repetition_of_the_same_scans_gives_the_same_state(tmp_path):
    from server.storage import open_store

    outcomes = set()
    pattern = [
        ("DB016", "Cửa A", LET_IN, 1),
        ("DB016", "Cửa B", LET_IN, 2),
        ("DB016", "Cửa B", SEEN_BEFORE, 3),
        ("DB017", "Cửa A", LET_IN, 4),
        ("DB017", "Cửa A", SEEN_BEFORE, 5),
    ]
    for number, order in enumerate(permutations(pattern)):
        if number % 7:
            continue
        with_store = open_store(f"sqlite:///{tmp_path / f'{number}.db'}", synchronous="OFF")
        codes = invite(with_store)
        for invitation, station, door, minute in (*order, *order):
            made = scan(
                with_store, codes[invitation], station=station, minute=minute, scan_id=f"s{minute}"
            )
            deliver(with_store, made, door)
        outcomes.add(repr(outcome_of(with_store)))
        assert with_store.read.first_fault() is None
        with_store.close()
    assert outcomes == {"(['DB016', 'DB017'], ['DB016'])"}


def test_eight_stations_at_once_admit_each_of_two_hundred_places_exactly_once(store):
    places = [replace(QUY, id=f"P{i:03d}", seat=None, position=i) for i in range(200)]
    codes = list(invite(store, *places).values())
    start = Barrier(8)
    verdicts = []

    def station(number):
        start.wait()
        order = codes[number * 25 :] + codes[: number * 25]
        verdicts.extend(admit(store, code, station=f"Cửa {number}").decision for code in order)

    doors = [Thread(target=station, args=(n,)) for n in range(8)]
    for door in doors:
        door.start()
    for door in doors:
        door.join()
    assert verdicts.count(LET_IN) == 200
    assert verdicts.count(SEEN_BEFORE) == 1400
    assert store.read.first_fault() is None

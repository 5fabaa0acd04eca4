"""Delivery: oldest first, item by item, nothing that blocks, nothing for ever."""

import random
import shutil
from dataclasses import replace
from uuid import uuid4

import pytest

from kiosk.acts import Act
from kiosk.journal import Entry, Journal, Mark
from kiosk.link import Rejected, Unreachable
from server import desk
from server.admission import ADMITTED, Decision, Outcome, Reason
from server.invitations import Reading, hash_code


def scans_alone(kiosk, house, *numbers):
    kiosk.alone()
    return [kiosk.door.scan(house.codes[f"DB{n:03d}"]) for n in numbers]


def test_everything_that_waits_arrives_in_its_order(house, parts):
    kiosk = parts()
    answers = scans_alone(kiosk, house, 3, 1, 2)

    assert kiosk.courier.deliver() == 3

    records = sorted(house.scans().values(), key=lambda record: record.seq)
    assert [r.scan_id for r in records] == [a["scan_id"] for a in answers]
    assert [r.door for r in records] == [ADMITTED] * 3
    assert kiosk.journal.count_waiting() == 0
    assert kiosk.courier.deliver() == 0


def test_a_long_journal_goes_in_several_batches(house, parts):
    kiosk = parts()
    kiosk.alone()
    for _ in range(120):
        kiosk.door.scan("một mã lạ")
    sizes = []
    deliver = kiosk.link.deliver
    kiosk.link.deliver = lambda scans: sizes.append(len(scans)) or deliver(scans)

    assert kiosk.courier.deliver() == 120
    assert sizes == [100, 20]
    assert len(house.scans()) == 120


def test_an_item_that_makes_no_sense_is_parked_and_stands_in_nobodys_way(house, parts):
    kiosk = parts()
    [good] = scans_alone(kiosk, house, 1)
    wrong = an_entry(kiosk, house, "DB002", scanned_at="hôm qua")
    [late] = scans_alone(kiosk, house, 3)

    kiosk.courier.deliver()

    assert set(house.scans()) == {good["scan_id"], late["scan_id"]}
    assert kiosk.journal.count_waiting() == 0
    assert kiosk.courier.deliver() == 0
    assert not kiosk.journal.is_waiting(wrong.scan_id)


def an_entry(kiosk, house, place, **wrong):
    entry = Entry(
        scan_id=str(uuid4()),
        boot_id=kiosk.journal.boot_id,
        code_hash=hash_code(house.codes[place]),
        reading=Reading.INVITATION,
        mark="0000",
        scanned_at=house.clock().isoformat(),
        monotonic_ms=1,
        offset_ms=0,
        last_seen_server_time=None,
    )
    kept = kiosk.journal.append(replace(entry, **wrong))
    kiosk.journal.let_go()
    return kept


def test_a_batch_that_is_refused_whole_is_brought_one_by_one(house, parts):
    kiosk = parts()
    answers = scans_alone(kiosk, house, 1, 2, 3)
    deliver = kiosk.link.deliver

    def refuse_the_second(scans):
        if answers[1]["scan_id"] in [scan["scan_id"] for scan in scans]:
            raise Rejected("invalid", "Không nhận")
        return deliver(scans)

    kiosk.link.deliver = refuse_the_second

    assert kiosk.courier.deliver() == 3
    assert set(house.scans()) == {answers[0]["scan_id"], answers[2]["scan_id"]}


def test_a_refused_key_parks_nothing(house, parts):
    kiosk = parts()
    scans_alone(kiosk, house, 1, 2)
    house.store.write(lambda tx: tx.revoke_station("Cửa A", house.clock()))

    with pytest.raises(Rejected):
        kiosk.courier.deliver()
    assert kiosk.journal.count_waiting() == 2


def test_a_refused_key_parks_no_act_of_a_clerk_either(house, parts):
    kiosk = parts()
    walk_in = {"scan_id": "0" * 32, "name": "Hoàng Văn Khách", "organisation": "Sở Khách"}
    kiosk.journal.acts.append(
        Act("0" * 32, "POST", "/api/walk-ins", walk_in, "2023-11-17T07:30:00+07:00")
    )
    kiosk.journal.acts.let_go()
    house.store.write(lambda tx: tx.revoke_station("Cửa A", house.clock()))

    with pytest.raises(Rejected):
        kiosk.courier.deliver()
    assert (len(kiosk.journal.acts.waiting()), kiosk.journal.acts.count_parked()) == (1, 0)


def test_what_the_servers_disk_refuses_is_brought_again(house, parts):
    kiosk = parts()
    [answer] = scans_alone(kiosk, house, 1)
    deliver = kiosk.link.deliver
    refused = {"scan_id": answer["scan_id"], "error": "unavailable", "message": "Đĩa đầy"}
    kiosk.link.deliver = lambda scans: replace(deliver(scans), body={"results": [refused]})

    with pytest.raises(Unreachable):
        kiosk.courier.deliver()
    assert kiosk.journal.count_waiting() == 1


@pytest.mark.parametrize("results", [None, [], [{"scan_id": "another"}], "x"])
def test_an_answer_that_does_not_fit_acknowledges_nothing(house, parts, results):
    kiosk = parts()
    scans_alone(kiosk, house, 1)
    deliver = kiosk.link.deliver
    kiosk.link.deliver = lambda scans: replace(deliver(scans), body={"results": results})

    with pytest.raises(Unreachable):
        kiosk.courier.deliver()
    assert kiosk.journal.count_waiting() == 1


def test_a_scan_in_the_doors_hand_is_not_delivered_behind_its_back(house, parts):
    kiosk = parts()
    seen = []
    kiosk.alone()
    consult = kiosk.roster.decide
    kiosk.roster.decide = lambda entry: seen.append(kiosk.courier.deliver()) or consult(entry)

    kiosk.door.scan(house.codes["DB001"])

    assert seen == [0]
    assert kiosk.courier.deliver() == 1
    [record] = house.scans().values()
    assert record.door == ADMITTED


def test_an_acknowledgement_of_a_server_that_was_restored_since_proves_nothing(house, parts):
    kiosk = parts()
    scans_alone(kiosk, house, 1)
    [entry] = kiosk.journal.waiting(1)
    before = kiosk.journal.incarnation

    assert kiosk.journal.heed("another-incarnation") is True
    kiosk.journal.settle(before, [Mark(entry)])

    assert kiosk.journal.is_waiting(entry.scan_id)


def test_what_a_server_said_before_it_was_restored_is_the_word_of_its_door(house, parts):
    """Both doors let the guest in, one because the server said so: the organiser must know."""
    one, two = parts("A"), parts("B")
    backup = house.back_up()
    first = one.door.scan(house.codes["DB001"])
    one.door.settle()
    two.alone()
    second = two.door.scan(house.codes["DB001"])
    assert [first["decided_by"], second["decided_by"]] == ["server", "kiosk"]
    assert [first["verdict"], second["verdict"]] == ["admitted", "admitted"]
    house.restore(backup)

    for kiosk in (two, one):
        kiosk.refresh()
        kiosk.courier.deliver()

    [clash] = house.conflicts()
    assert (clash.scan_id, clash.invitation, clash.door) == (first["scan_id"], "DB001", ADMITTED)
    assert house.inside() == {"DB001"}


def test_a_kiosk_that_is_killed_as_it_shows_the_servers_word_still_knows_it(house, parts, tmp_path):
    told = parts("A").door.scan(house.codes["DB001"])
    assert (told["decided_by"], told["verdict"]) == ("server", "admitted")

    # What a process leaves that ends at this moment.
    shutil.copytree(tmp_path / "parts-A", tmp_path / "left")
    journal = Journal(tmp_path / "left")
    [entry] = journal.waiting(10)
    journal.close()
    assert (entry.scan_id, entry.door) == (told["scan_id"], ADMITTED)


def test_whom_a_server_turned_away_before_it_was_restored_is_not_let_in_by_what_it_forgot(
    house, parts
):
    kiosk = parts()
    backup = house.back_up()
    desk.cancel(house.store, "DB001", "ốm", house.clock())
    assert kiosk.door.scan(house.codes["DB001"])["reason"] == "cancelled"
    kiosk.door.settle()
    house.restore(backup)

    kiosk.refresh()
    kiosk.courier.deliver()

    assert house.inside() == set()
    assert [record.invitation for record in house.conflicts()] == ["DB001"]


def test_an_acknowledgement_without_the_doors_word_does_not_take_it_off_the_list(house, parts):
    kiosk = parts()
    entry = an_entry(kiosk, house, "DB001")
    kiosk.journal.note_door(entry, Decision(Outcome.REFUSED, Reason.TOO_EARLY))

    kiosk.journal.settle(kiosk.journal.incarnation, [Mark(entry)])

    assert kiosk.journal.is_waiting(entry.scan_id)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_the_same_scans_comes_to_the_same_state(house, parts, seed):
    """I5, with three doors that were apart and deliver as they please, some of it twice."""
    rng = random.Random(seed)
    doors = [parts(name) for name in "ABC"]
    plan = [(rng.choice(doors), f"DB{rng.randint(1, 6):03d}") for _ in range(14)]
    for door in doors:
        door.alone()
    answers = [(d.door.scan(house.codes[place]), d, place) for d, place in plan]
    waiting = [(d, entry) for d in doors for entry in d.journal.waiting(100)]
    rng.shuffle(waiting)
    for door, entry in [*waiting, *rng.sample(waiting, 5)]:
        door.link.deliver([entry.document()])

    welcomed = [(d, place) for answer, d, place in answers if answer["verdict"] == "admitted"]
    places = {place for _, place in welcomed}
    clashing = {place for place in places if sum(p == place for _, p in welcomed) > 1}
    assert set(house.scans()) == {answer["scan_id"] for answer, _, _ in answers}
    assert house.inside() == places
    assert {record.invitation for record in house.conflicts()} == clashing
    assert house.store.read.first_fault() is None
    assert list(house.store.read.gaps()) == []

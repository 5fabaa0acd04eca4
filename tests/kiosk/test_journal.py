"""What the door writes down, before anybody is asked and before anybody reads."""

import sqlite3
from dataclasses import replace

import pytest

from kiosk.acts import Act
from kiosk.journal import Entry, Journal, Mark
from server.admission import ADMITTED
from server.errors import UnavailableError
from server.invitations import Reading
from server.storage.journal import NewerJournalError
from tests.kiosk.conftest import held

NOON = "2023-11-17T12:00:00.000+07:00"


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path)
    yield journal
    journal.close()


def an_entry(journal, name="a"):
    return Entry(
        scan_id=name,
        boot_id=journal.boot_id,
        code_hash="0" * 64,
        reading=Reading.INVITATION,
        mark="ab12",
        scanned_at=NOON,
        monotonic_ms=5,
        offset_ms=-1500,
        last_seen_server_time=None,
    )


def write(journal, *names):
    written = [journal.append(an_entry(journal, name)) for name in names]
    journal.let_go()
    return written


def test_scans_are_numbered_from_one_in_each_run_without_a_gap(tmp_path, journal):
    assert [entry.station_seq for entry in write(journal, "a", "b", "c")] == [1, 2, 3]
    journal.close()
    next_run = Journal(tmp_path)
    assert next_run.boot_id != journal.boot_id
    assert [entry.station_seq for entry in write(next_run, "d", "e")] == [1, 2]
    next_run.close()


def test_a_number_that_the_disk_refused_is_given_to_the_next(tmp_path, journal):
    write(journal, "a")
    with held(tmp_path / "journal.db"), pytest.raises(UnavailableError):
        write(journal, "b")
    assert not journal.disk_ok

    assert [entry.station_seq for entry in write(journal, "c")] == [2]
    assert journal.disk_ok


def test_what_is_read_back_is_what_was_written(tmp_path, journal):
    [entry] = write(journal, "a")
    journal.note_door(entry, ADMITTED)
    journal.close()

    reopened = Journal(tmp_path)
    assert reopened.waiting(10) == [replace(entry, door=ADMITTED)]
    assert reopened.told_or_in_hand() == reopened.waiting(10)
    reopened.close()


def test_an_entry_is_told_to_the_server_by_its_hash_and_corrected_time(journal):
    [entry] = write(journal, "a")

    assert replace(entry, door=ADMITTED).document() == {
        "scan_id": "a",
        "code_hash": "0" * 64,
        "mark": "ab12",
        "reading": "invitation",
        "scanned_at": NOON,
        "offset_ms": -1500,
        "monotonic_ms": 5,
        "last_seen_server_time": None,
        "boot_id": journal.boot_id,
        "station_seq": 1,
        "door_outcome": {"verdict": "admitted", "reason": None},
    }
    assert "code_hash" not in entry.document("CODE")
    assert entry.at.isoformat() == "2023-11-17T11:59:58.500000+07:00"


def test_what_the_server_took_or_will_never_take_waits_no_more(journal):
    taken, parked, waits = write(journal, "a", "b", "c")
    journal.heed("one")
    journal.settle("one", [Mark(taken), Mark(parked, "Không nhận")])

    assert [entry.scan_id for entry in journal.waiting(10)] == [waits.scan_id]
    assert journal.count_waiting() == 1


def test_a_new_server_is_sent_everything_again_and_the_first_one_nothing_twice(journal):
    entries = write(journal, "a", "b")
    assert journal.heed("one") is False
    journal.settle("one", [Mark(entries[0]), Mark(entries[1], "Không nhận")])
    assert journal.heed("one") is False
    assert journal.count_waiting() == 0

    assert journal.heed("two") is True
    assert [entry.scan_id for entry in journal.waiting(10)] == ["a", "b"]


def test_a_scan_in_hand_neither_waits_nor_counts(journal):
    write(journal, "a")
    journal.append(an_entry(journal, "b"))

    assert [entry.scan_id for entry in journal.waiting(10)] == ["a"]
    assert journal.count_waiting() == 1
    assert journal.is_waiting("b")  # for the list, it is not yet at the server
    journal.let_go()
    assert journal.count_waiting() == 2


def test_every_write_is_flushed_to_the_disk_before_it_is_believed(tmp_path, journal):
    write(journal, "a")

    [(mode,)] = journal._file._db.execute("PRAGMA synchronous").fetchall()
    assert mode == 2  # FULL: with NORMAL a power cut takes back what was acknowledged


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path, journal):
    write(journal, "a")
    journal.close()
    with sqlite3.connect(tmp_path / "journal.db") as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(NewerJournalError):
        Journal(tmp_path)


def test_of_a_rehearsal_that_was_forgotten_nothing_waits(journal):
    write(journal, "a")
    journal.acts.append(Act("b", "POST", "/api/walk-ins", {"scan_id": "b"}, NOON))
    assert journal.acts.any_older()

    journal.forget()

    assert journal.is_empty()
    assert not journal.acts.any_older()
    assert not journal.is_waiting("b")

import contextlib
import signal
import sqlite3
import sys
import threading

import pytest

from server import desk
from server.errors import InvalidError, UnavailableError
from server.storage import open_store
from server.storage.sqlite import NewerSchemaError
from tests.rig import windows
from tests.rig.waiting import until
from tests.server.cast import LET_IN, OANH, QUY, SOMEBODY, admit, at, invite


def damage(store, statement):
    """Edit the file behind the program's back, as an insider would."""
    with sqlite3.connect(store.path) as db:
        db.execute(statement)


def test_an_invitation_comes_back_as_it_was_put(store):
    invite(store)
    assert store.read.invitations() == [QUY, OANH, SOMEBODY]
    assert store.read.invitation("DB016") == QUY
    assert store.read.invitation("DB999") is None


def test_only_places_touched_since_a_record_are_copied_again(store):
    code = invite(store)["DB017"]
    last, _ = store.read.head()
    assert store.read.invitations(after=last) == []
    admit(store, code)
    assert store.read.invitations(after=last) == [OANH]
    assert [c.invitation for c in store.read.codes(after=last)] == ["DB017"]


def test_the_records_are_read_in_order_from_any_point(store):
    code = invite(store)["DB016"]
    admit(store, code)
    seqs = [r.seq for r in store.read.scans()]
    assert seqs == [1, 2, 3, 4]
    assert [r.seq for r in store.read.scans(after=2, limit=1)] == [3]
    assert store.read.record(4).decision == LET_IN


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
@pytest.mark.parametrize("gone", ["event.db", "event.db-wal"])
def test_nothing_is_called_saved_once_the_file_was_deleted_under_us(tmp_path, gone):
    store = open_store(f"sqlite:///{tmp_path / 'event.db'}")
    code = invite(store)["DB016"]
    with windows.forgiven():
        (tmp_path / gone).unlink()
    with pytest.raises(UnavailableError):
        admit(store, code)
    assert store.read.invitation("DB016") == QUY  # reading goes on
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that is open")
def test_nothing_is_called_saved_once_the_file_was_replaced_under_us(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'event.db'}")
    code = invite(store)["DB016"]
    store.backup(tmp_path / "copy.db")
    with windows.forgiven():
        (tmp_path / "copy.db").replace(tmp_path / "event.db")
    with pytest.raises(UnavailableError):
        admit(store, code)
    store.close()


def test_an_untouched_event_verifies(store):
    admit(store, invite(store)["DB016"])
    desk.undo(store, "DB016", "u", at(50))
    assert store.read.first_fault() is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE scans SET at = '2023-11-17T01:00:00.000Z' WHERE seq = 4", "dòng 4"),
        ("UPDATE scans SET hash = replace(hash, 'a', 'b') WHERE seq = 2", "dòng"),
        ("DELETE FROM scans WHERE seq = 2", "thiếu dòng 2"),
        ("DELETE FROM scans WHERE seq >= 5", "thiếu dòng 5"),
        ("UPDATE invitations SET name = 'Kẻ Mạo Danh' WHERE id = 'DB017'", "DB017"),
        ("DELETE FROM invitations WHERE id = 'DB018'", "thiếu hoặc thừa"),
        ("UPDATE admissions SET undone_at = '2023' WHERE invitation = 'DB016'", "DB016"),
        ("DELETE FROM admissions", "DB016"),
        ("UPDATE admissions SET at = '2023' WHERE invitation = 'DB016'", "DB016"),
        ("UPDATE admissions SET station = 'Cửa Z' WHERE invitation = 'DB017'", "DB017"),
        ("UPDATE admissions SET undone_by = 'Kẻ Mạo Danh' WHERE undone_at IS NOT NULL", "DB016"),
        ("DELETE FROM admissions WHERE undone_at IS NOT NULL", "DB016"),
        ("UPDATE codes SET invitation = 'DB018' WHERE invitation = 'DB017'", "DB018"),
        ("UPDATE codes SET desk_code = '00000000' WHERE invitation = 'DB017'", "DB017"),
        ("UPDATE codes SET replaced = 0 WHERE replaced = 1", "DB016"),
        ("UPDATE codes SET code = (SELECT max(code) FROM codes)", "bảng codes"),
        ("DELETE FROM codes WHERE invitation = 'DB018'", "thiếu hoặc thừa mã"),
        ("DELETE FROM meta WHERE key = 'list_digest'", "thiếu hoặc thừa dòng"),
        ("DELETE FROM meta WHERE key = 'codes_digest'", "thiếu hoặc thừa mã"),
        ("DELETE FROM sqlite_sequence", "dòng cuối"),
    ],
)
def test_whatever_an_insider_edits_is_found_and_named(store, statement, named):
    codes = invite(store)
    admit(store, codes["DB016"])
    admit(store, codes["DB017"])
    desk.undo(store, "DB016", "u", at(50))
    desk.reissue(store, "DB016", at(51))
    desk.admit_by_hand(store, "DB016", "h", at(52), station="Bàn 1")
    assert store.read.first_fault() is None
    damage(store, statement)
    assert named in store.read.first_fault()


def test_an_event_of_before_its_codes_were_hashed_is_brought_up_to_date_and_verifies(store):
    codes = invite(store)
    desk.reissue(store, "DB016", at(40))
    damage(store, "ALTER TABLE codes DROP COLUMN content_hash")
    damage(store, "DELETE FROM meta WHERE key = 'codes_digest'")
    damage(store, "DELETE FROM _sqlite_migrations WHERE name = 'codes_with_a_hash'")
    again = open_store(f"sqlite:///{store.path}")

    assert again.read.first_fault() is None
    assert admit(again, codes["DB017"]).decision == LET_IN
    again.close()


def test_a_file_that_sqlite_itself_finds_damaged_is_told(store):
    invite(store)
    with contextlib.closing(sqlite3.connect(store.path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        gone = "DELETE FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        with db:
            assert db.execute(gone).rowcount > 0
            db.execute("PRAGMA schema_version = 9999")  # so that nobody goes by what they know

    assert store.read.first_fault() == "Tệp dữ liệu bị hỏng: có trang không đọc được."


def test_a_commit_survives_a_new_process_and_the_ids_stay(store):
    admit(store, invite(store)["DB016"])
    identity = (store.read.event_id, store.read.incarnation)
    again = open_store(f"sqlite:///{store.path}")
    assert (again.read.event_id, again.read.incarnation) == identity
    assert list(again.read.admissions()) == ["DB016"]
    again.close()


def test_the_file_is_durable_and_forgets_what_is_deleted(store):
    pragmas = {
        name: store._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_an_exception_in_one_action_undoes_that_action_and_no_other(store):
    invite(store)

    def spoil(tx):
        tx.set_meta("half", "done")
        raise ValueError

    with pytest.raises(ValueError):
        store.write(spoil)
    assert store.read.meta("half") is None
    store.write(lambda tx: tx.set_meta("whole", "done"))
    assert store.read.meta("whole") == "done"


def test_writers_that_wait_are_committed_together(store):
    commits = []
    store.on_commit(lambda: commits.append(1))
    begun, release = threading.Event(), threading.Event()
    slow = threading.Thread(target=store.write, args=(lambda _: begun.set() or release.wait(5),))
    slow.start()
    assert begun.wait(5)
    waiting = [
        threading.Thread(target=store.write, args=(lambda tx, n=n: tx.set_meta(f"k{n}", "v"),))
        for n in range(20)
    ]
    for thread in waiting:
        thread.start()
    until("all to wait", lambda: len(store._waiting) == 20)
    release.set()
    for thread in (slow, *waiting):
        thread.join()
    assert [store.read.meta(f"k{n}") for n in range(20)] == ["v"] * 20
    assert len(commits) == 2


def test_a_thread_that_is_told_to_end_while_it_writes_fails_the_others_and_not_silently(store):
    """Ctrl-C in the middle of a group: nobody may take for written what was taken back."""
    begun, release, told = threading.Event(), threading.Event(), []

    def lead(_):
        begun.set()
        release.wait(5)

    def end(tx):
        tx.set_meta("ended", "in the middle")
        raise KeyboardInterrupt

    def write(action):
        try:
            told.append(store.write(action))
        except (KeyboardInterrupt, UnavailableError) as error:
            told.append(type(error))

    slow = threading.Thread(target=write, args=(lead,))
    slow.start()
    begun.wait(5)
    others = []
    for n, action in enumerate((lambda tx: tx.set_meta("first", "v"), end)):
        others.append(threading.Thread(target=write, args=(action,)))
        others[-1].start()
        until("both wait", lambda n=n: len(store._waiting) == n + 1)
    release.set()
    for thread in (slow, *others):
        thread.join(5)
    assert set(told) == {None, KeyboardInterrupt, UnavailableError}
    assert store.read.meta("first") is store.read.meta("ended") is None
    store.write(lambda tx: tx.set_meta("still", "writing"))
    assert store.read.meta("still") == "writing"


def test_who_stops_waiting_holds_up_nobody_behind(store):
    """Ctrl-C comes to the main thread, wherever it waits."""
    begun, release, done = threading.Event(), threading.Event(), []
    slow = threading.Thread(target=store.write, args=(lambda _: begun.set() or release.wait(20),))
    slow.start()
    assert begun.wait(5)
    main = threading.main_thread().ident
    threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        store.write(lambda tx: tx.set_meta("left", "v"))
    behind = threading.Thread(
        target=lambda: done.append(store.write(lambda tx: tx.set_meta("behind", "v")))
    )
    behind.start()
    until("the next to wait", lambda: store._waiting)
    release.set()
    for thread in (slow, behind):
        thread.join(10)
    assert done == [None]
    assert (store.read.meta("left"), store.read.meta("behind")) == (None, "v")


def test_a_full_disk_is_unavailable_and_the_door_recovers_without_a_restart(store):
    code = invite(store)["DB016"]
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UnavailableError):
        store.write(lambda tx: [tx.set_meta(f"filler {n}", "x" * 5000) for n in range(50)])
    assert store.read.meta("filler 0") is None
    store._db.execute("PRAGMA max_page_count = 100000")
    assert admit(store, code).decision == LET_IN


def test_a_damaged_page_is_unavailable_for_the_whole_group_and_no_raw_error(store):
    def find_it_damaged(tx):
        raise sqlite3.DatabaseError("database disk image is malformed")

    with pytest.raises(UnavailableError):
        store.write(find_it_damaged)
    store.write(lambda tx: tx.set_meta("still", "writing"))
    assert store.read.meta("still") == "writing"


def test_a_backup_beside_a_running_writer_is_whole(store, tmp_path):
    admit(store, invite(store)["DB016"])
    store.backup(tmp_path / "copy.db")
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.read.first_fault() is None
    assert list(copy.read.admissions()) == ["DB016"]
    copy.close()


def test_a_gap_in_the_numbers_of_a_station_is_named(store):
    code = invite(store)["DB016"]
    for number in (1, 2, 5, 9):
        admit(store, code, station="Quầy 2", boot_id="b", station_seq=number)
    assert list(store.read.gaps()) == [("Quầy 2", 3, 4), ("Quầy 2", 6, 8)]


def test_a_station_cannot_use_a_number_twice(store):
    from server.errors import ConflictError

    code = invite(store)["DB016"]
    admit(store, code, boot_id="b", station_seq=1)
    with pytest.raises(ConflictError):
        admit(store, code, boot_id="b", station_seq=1)


def test_a_file_from_a_newer_version_and_one_that_is_no_database_are_refused(store, tmp_path):
    damage(store, "INSERT INTO _sqlite_migrations VALUES (99, 'dontiep', 'from_the_future', 'x')")
    with pytest.raises(NewerSchemaError):
        open_store(f"sqlite:///{store.path}")
    (tmp_path / "junk.db").write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(UnavailableError):
        open_store(f"sqlite:///{tmp_path / 'junk.db'}")
    with pytest.raises(InvalidError):
        open_store("mysql:///x")


def test_stations_and_people_come_and_go(store):
    def act(tx):
        assert tx.add_station("Cửa A", "kiosk", "h1", at(0))
        assert not tx.add_station("Cửa A", "kiosk", "h2", at(0))
        assert tx.add_person("Mai", "reception", "scrypt", None, at(0))
        tx.add_session("t1", "Mai", at(1))

    store.write(act)
    assert store.read.station_by_key("h1").role == "kiosk"
    assert store.read.session("t1").person.name == "Mai"
    assert store.write(lambda tx: tx.revoke_station("Cửa A", at(2)))
    assert store.write(lambda tx: tx.end_person("Mai", at(2)))
    assert store.read.station_by_key("h1") is None
    assert store.read.session("t1") is None


def test_of_several_actions_the_wrong_one_is_undone_alone_and_the_rest_cost_one_commit(store):
    commits = []
    store.on_commit(lambda: commits.append("told"))

    def refuse(tx):
        tx.set_meta("b", "never")
        raise InvalidError

    outcomes = store.write_each(
        [lambda tx: tx.set_meta("a", "kept") or "done", refuse, lambda tx: tx.set_meta("c", "kept")]
    )

    assert [type(outcome) for outcome in outcomes] == [str, InvalidError, type(None)]
    assert [store.read.meta(key) for key in "abc"] == ["kept", None, "kept"]
    assert commits == ["told"]
    assert store.write_each([]) == []

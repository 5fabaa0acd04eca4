import sqlite3
from contextlib import closing

import pytest

from server import desk
from server.desk.webhooks import add_webhook, queue_news
from server.errors import ConflictError, InvalidError, UnavailableError
from server.storage.folder import BACKUPS_KEPT, DamagedError, EventFolder
from tests.server.cast import admit, at, invite


@pytest.fixture
def folder(tmp_path):
    return EventFolder(tmp_path / "sự kiện")


def test_a_folder_is_made_for_its_owner_only_and_opens_again(folder):
    store = folder.open()
    event_id = store.read.event_id
    store.close()
    again = folder.open_checked()
    assert again.read.event_id == event_id
    again.close()
    assert folder.path.stat().st_mode & 0o077 == 0
    assert folder.database.stat().st_mode & 0o077 == 0


def test_a_restored_event_is_as_it_was_under_a_new_incarnation(folder):
    store = folder.open()
    codes = invite(store)
    admit(store, codes["DB016"])
    backup = folder.back_up(store, at(50))
    before = store.read.incarnation, store.read.event_id
    admit(store, codes["DB017"])
    store.close()
    folder.restore(backup)
    store = folder.open_checked()
    assert list(store.read.admissions()) == ["DB016"]
    assert store.read.event_id == before[1]
    assert store.read.incarnation != before[0]
    store.close()
    assert len(list(folder.path.glob("before-restore-*.db"))) == 1


def test_a_restore_is_refused_while_a_server_runs_and_changes_nothing(folder):
    store = folder.open()
    backup = folder.back_up(store, at(50))
    store.close()
    with folder.locked(), pytest.raises(ConflictError):
        folder.restore(backup)
    assert list(folder.path.glob("before-restore-*")) == []


def test_a_second_server_is_refused_and_may_start_once_the_first_has_gone(folder):
    with folder.locked(), pytest.raises(ConflictError), folder.locked():
        pass
    with folder.locked():
        pass


def test_a_backup_that_was_tampered_with_is_refused_and_the_event_stays(folder, tmp_path):
    store = folder.open()
    invite(store)
    backup = folder.back_up(store, at(50), tmp_path / "a.db")
    desk.cancel(store, "DB016", "Gửi nhầm", at(51))
    store.close()
    with sqlite3.connect(backup) as db:
        db.execute("UPDATE invitations SET name = 'Ai Đó'")
    with pytest.raises(InvalidError, match="DB01"):
        folder.restore(backup)
    store = folder.open_checked()
    assert store.read.invitation("DB016").cancelled == "Gửi nhầm"
    store.close()


def test_a_damaged_event_is_not_opened_and_the_newest_good_backup_is_named(folder):
    store = folder.open()
    invite(store)
    folder.back_up(store, at(50))
    bad = folder.back_up(store, at(51))
    store.close()
    bad.write_bytes(b"\0" * 9000)
    content = bytearray(folder.database.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    folder.database.write_bytes(content)
    with pytest.raises(DamagedError, match=r"event-20231117-005000\.db"):
        folder.open_checked()


def test_whichever_page_is_damaged_the_event_is_told_to_be_and_what_to_do(folder):
    with closing(folder.open()) as store:
        invite(store)
        folder.back_up(store, at(50))
    content = folder.database.read_bytes()
    for start in range(4096, len(content), 4096):
        folder.database.write_bytes(content[:start] + b"\xff" * 4096 + content[start + 4096 :])
        with pytest.raises(DamagedError, match="dontiep restore"):
            folder.open_checked()


def test_what_is_no_database_is_told_as_such_and_what_to_do_about_it(folder):
    with closing(folder.open()) as store:
        backup = folder.back_up(store, at(50))
    folder.database.write_bytes(b"Excel" * 1000)
    with pytest.raises(DamagedError) as refusal:
        folder.open()
    assert str(folder.database) in str(refusal.value)
    assert f"«dontiep restore {backup}»" in str(refusal.value)


def test_a_place_that_takes_no_folder_is_told_in_a_sentence_by_whoever_asks(tmp_path):
    (tmp_path / "tệp").write_text("", "utf-8")
    folder = EventFolder(tmp_path / "tệp")
    for act in (folder.open, lambda: folder.locked().__enter__()):
        with pytest.raises(UnavailableError, match="--data"):
            act()


@pytest.mark.parametrize("name", ["event.db", "event.db-wal", "server.lock"])
def test_a_backup_never_takes_the_place_of_the_event_itself(folder, name):
    with closing(folder.open()) as store, folder.locked():
        code = invite(store)["DB016"]
        before = folder.database.stat().st_ino
        with pytest.raises(ConflictError, match=name):
            folder.back_up(store, at(50), folder.path / "backups" / ".." / name)
        assert folder.database.stat().st_ino == before
        admit(store, code)
        with closing(EventFolder(folder.path).open()) as other:
            assert list(other.read.admissions()) == ["DB016"]


def test_a_backup_never_takes_the_place_of_another_event_that_is_open(folder, tmp_path):
    other = EventFolder(tmp_path / "khác")
    with (
        closing(folder.open()) as store,
        closing(other.open()),
        pytest.raises(ConflictError, match="đang dùng"),
    ):
        folder.back_up(store, at(50), other.database)


@pytest.mark.parametrize("name", ["usb/event.db", "ban-sao.db"])
def test_a_backup_may_lie_beside_the_event_or_bear_its_name_elsewhere(folder, name):
    with closing(folder.open()) as store:
        target = folder.back_up(store, at(50), folder.path / name)
    assert target.is_file()


def test_a_backup_goes_into_a_file_and_says_so_of_a_folder(folder, tmp_path):
    with closing(folder.open()) as store, pytest.raises(InvalidError, match="thư mục"):
        folder.back_up(store, at(50), tmp_path)


def test_what_a_killed_backup_or_restore_left_is_forgotten_with_the_backups(folder):
    with closing(folder.open()) as store:
        kept = folder.back_up(store, at(50))
    left = [kept.with_name(kept.name + ".part"), folder.path / "restoring.db"]
    for file in left:
        file.write_bytes(kept.read_bytes())
    assert folder.forget_backups() == 1
    assert [file for file in [kept, *left] if file.exists()] == []


def test_only_so_many_backups_are_kept(folder):
    store = folder.open()
    for minute in range(BACKUPS_KEPT + 3):
        folder.back_up(store, at(minute))
    store.close()
    assert len(list(folder.backups.iterdir())) == BACKUPS_KEPT


def test_a_rehearsal_is_a_marked_copy_and_the_event_never_hears_of_it(folder):
    with closing(folder.open()) as store:
        codes = invite(store)
        real = store.read.incarnation
    stage = folder.rehearsal(at(0))
    with closing(stage.open_checked()) as copy:
        assert admit(copy, codes["DB016"]).decision.admitted
        assert copy.read.meta("rehearsal")
        assert copy.read.incarnation != real
    assert folder.rehearsal(at(1)).path == stage.path
    with closing(stage.open_checked()) as copy:
        assert list(copy.read.admissions()) == ["DB016"]
    with closing(folder.open_checked()) as store:
        assert (store.read.admissions(), store.read.meta("rehearsal")) == ({}, None)


def test_a_rehearsal_sends_nothing_of_what_the_event_had_still_to_tell(folder):
    with closing(folder.open()) as store:
        codes = invite(store)
        told = add_webhook(store, "http://may/", at(1), {}, rehearsals=True)
        admit(store, codes["DB016"])
        queue_news(store, -1, frozenset(), at(41))
        admit(store, codes["DB017"])
    stage = folder.rehearsal(at(50))
    with closing(stage.open_checked()) as copy:
        queue_news(copy, -1, frozenset(), at(51))
        assert copy.read.due_deliveries(told.number, at(60), 9) == []
        admit(copy, codes["DB018"])
        queue_news(copy, -1, frozenset(), at(52))
        assert len(copy.read.due_deliveries(told.number, at(60), 9)) == 1
    with closing(folder.open_checked()) as store:
        assert len(store.read.due_deliveries(told.number, at(60), 9)) == 1


def test_erasing_a_rehearsal_leaves_the_event_and_waits_for_its_server(folder):
    folder.open().close()
    assert folder.erase_rehearsal() is False
    stage = folder.rehearsal(at(0))
    with stage.locked(), pytest.raises(ConflictError):
        folder.erase_rehearsal()
    assert folder.erase_rehearsal() is True
    assert not stage.path.exists()
    assert folder.database.exists()


def test_what_is_not_marked_as_a_rehearsal_is_never_erased(folder):
    folder.open().close()
    EventFolder(folder.path / "rehearsal").open().close()
    with pytest.raises(ConflictError, match="không phải dữ liệu diễn tập"):
        folder.erase_rehearsal()
    assert (folder.path / "rehearsal" / "event.db").exists()

"""Who may act: secrets drawn once and kept as hashes, accounts ended at once, all on record."""

from hashlib import sha256

import pytest

from server.desk import access
from server.errors import ConflictError, InvalidError, NotFoundError
from tests.server.cast import at

BY = {"person": "Mai", "action_id": "a1"}


def hashed(password):
    return f"hash of {password}"


def on_record(store):
    return [(r.detail["what"], r.detail["name"], r.person) for r in store.read.scans()]


def test_a_station_is_found_by_its_key_until_that_is_revoked(store):
    key = access.pair_station(store, " Cửa A ", "kiosk", at(1), {"person": "Mai"})
    station = store.read.station_by_key(sha256(key.encode()).hexdigest())
    assert (station.name, station.role, station.created_at) == ("Cửa A", "kiosk", at(1))
    access.revoke_station(store, "Cửa A", at(2), {"person": "Mai"})
    assert store.read.station_by_key(access.hash_key(key)) is None
    with pytest.raises(NotFoundError):
        access.revoke_station(store, "Cửa A", at(3), {})
    assert on_record(store) == [
        ("station_added", "Cửa A", "Mai"),
        ("station_revoked", "Cửa A", "Mai"),
    ]


def test_a_name_in_use_is_refused_and_one_that_was_ended_may_be_given_again(store):
    access.pair_station(store, "Cửa A", "kiosk", at(1), {})
    access.open_program(store, "Bảng", "viewer", at(1), {})
    with pytest.raises(ConflictError):
        access.pair_station(store, "Cửa A", "reception", at(2), {})
    with pytest.raises(ConflictError):
        access.open_account(store, "Bảng", "viewer", at(2), {}, hashed)
    access.revoke_station(store, "Cửa A", at(3), {})
    access.end_account(store, "Bảng", at(3), {})
    access.pair_station(store, "Cửa A", "reception", at(4), {})
    access.open_account(store, "Bảng", "organiser", at(4), {}, hashed)
    [station], [person] = store.read.stations(), store.read.people()
    assert (station.role, station.revoked_at) == ("reception", None)
    assert (person.role, person.ended_at) == ("organiser", None)


def test_a_password_is_told_once_and_its_hash_alone_is_kept(store):
    password = access.open_account(store, "Lan", "organiser", at(1), {}, hashed)
    assert len(password) == access.PASSWORD_LENGTH
    assert set(password) <= set(access.PASSWORD_LETTERS)
    assert store.read.person("Lan").password == f"hash of {password}"
    assert password not in repr([r.detail for r in store.read.scans()])


def test_a_program_is_known_by_its_token_and_signs_in_nowhere(store):
    token = access.open_program(store, "Bảng", "viewer", at(1), {})
    assert store.read.person_by_token(access.hash_key(token)).name == "Bảng"
    assert store.read.person("Bảng").password is None
    access.end_account(store, "Bảng", at(2), {})
    assert store.read.person_by_token(access.hash_key(token)) is None


def test_the_same_action_again_draws_another_secret_and_no_second_record(store):
    first = access.pair_station(store, "Cửa A", "kiosk", at(1), BY)
    second = access.pair_station(store, "Cửa A", "kiosk", at(1), BY)
    assert store.read.station_by_key(access.hash_key(first)) is None
    assert store.read.station_by_key(access.hash_key(second)).name == "Cửa A"
    again = BY | {"action_id": "a2"}
    tokens = [access.open_program(store, "Bảng", "viewer", at(2), again) for _ in range(2)]
    assert [store.read.person_by_token(access.hash_key(t)) is None for t in tokens] == [True, False]
    assert len(on_record(store)) == 2


def test_an_id_that_stands_for_another_action_is_refused(store):
    access.pair_station(store, "Cửa A", "kiosk", at(1), BY)
    with pytest.raises(ConflictError):
        access.pair_station(store, "Cửa B", "kiosk", at(2), BY)
    with pytest.raises(ConflictError):
        access.open_program(store, "Cửa A", "viewer", at(2), BY)
    assert [one.name for one in store.read.stations()] == ["Cửa A"]
    assert store.read.people() == []


def test_a_new_password_ends_the_sessions_under_the_old_one(store):
    access.open_account(store, "Lan", "organiser", at(1), {}, hashed)
    store.write(lambda tx: tx.add_session("s1", "Lan", at(2)))
    password = access.renew_password(store, "Lan", at(3), BY, hashed)
    assert store.read.session("s1") is None
    assert store.read.person("Lan").password == f"hash of {password}"
    access.end_account(store, "Lan", at(4), {})
    for name in ("Lan", "Ai đó"):
        with pytest.raises(NotFoundError):
            access.renew_password(store, name, at(5), {}, hashed)


def test_whoever_is_ended_is_out_at_once_but_the_last_owner_stays(store):
    access.open_account(store, "Mai", "owner", at(1), {}, hashed)
    access.open_account(store, "Lan", "owner", at(1), {}, hashed)
    store.write(lambda tx: tx.add_session("s1", "Lan", at(2)))
    access.end_account(store, "Lan", at(3), BY)
    access.end_account(store, "Lan", at(3), BY)  # the answer got lost, and it was asked again
    assert store.read.session("s1") is None
    with pytest.raises(ConflictError):
        access.end_account(store, "Mai", at(4), {})
    assert store.read.person("Mai").ended_at is None
    with pytest.raises(NotFoundError):
        access.end_account(store, "Lan", at(5), {})


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\nb", "a\u200bb"])
def test_a_name_is_short_and_can_be_seen(store, name):
    with pytest.raises(InvalidError):
        access.pair_station(store, name, "kiosk", at(1), {})
    with pytest.raises(InvalidError):
        access.open_account(store, name, "viewer", at(1), {}, hashed)
    assert (store.read.stations(), store.read.people()) == ([], [])


def test_a_name_typed_with_loose_marks_is_the_name_composed(store):
    access.open_account(store, "Tha\u0309o", "viewer", at(1), {}, hashed)
    assert store.read.person("Thảo") is not None

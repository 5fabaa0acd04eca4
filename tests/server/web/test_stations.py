"""The doors tell how they are, and the board is told of all of them."""

from tests.server.cast import MORNING
from tests.server.web.house import (
    DESK,
    DOOR,
    ORGANISER,
    OTHER_DOOR,
    VIEWER,
    a_scan,
    bearer,
)

WELL = {
    "waiting": 0, "scanners": 1, "scanner_trouble": None, "camera": True, "disk_ok": True,
    "battery": {"percent": 80, "plugged": True}, "clock_ahead_ms": 250,
}  # fmt: skip


def doors(client, by=VIEWER):
    stations = client.get("/api/stations/health", headers=by).json["stations"]
    return {station["name"]: station for station in stations}


def tell(client, by=DOOR, **more):
    return client.post("/api/stations/health", json=WELL | more, headers=by)


def test_a_door_tells_how_it_is_and_the_others_were_never_heard(client):
    assert tell(client, waiting=3).status_code == 200
    told = doors(client)

    assert told["Cửa A"] == {
        "name": "Cửa A",
        "role": "kiosk",
        "heard_at": "2023-11-17T00:40:00.000Z",
        "troubles": ["waiting"],
        "machine": {
            "waiting": 3, "scanners": 1, "scanner_trouble": None, "camera": True,
            "disk_ok": True, "battery": {"percent": 80, "plugged": True}, "clock_ahead_s": 0.25,
        },
    }  # fmt: skip
    assert told["Cửa B"]["troubles"] == ["never"]
    assert told["Cửa B"]["machine"] is None


def test_a_door_that_only_scans_or_only_tells_how_it_is_was_heard_also_after_a_restart(
    client, store, codes, clock
):
    def seen():
        return {one.name: one.seen_at for one in store.read.stations()}

    assert set(seen().values()) == {None}
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    client.post("/api/scans/batch", json={"scans": [a_scan(codes["DB017"])]}, headers=DESK)
    tell(client, OTHER_DOOR)
    assert seen() == dict.fromkeys(("Cửa A", "Cửa B", "Bàn 1"), clock())
    began = clock()
    clock.forward(seconds=59)
    client.post("/api/scans", json=a_scan(codes["DB018"]), headers=DOOR)
    assert seen()["Cửa A"] == began
    clock.forward(seconds=2)
    client.post("/api/scans", json=a_scan(codes["DB018"]), headers=DOOR)
    assert seen()["Cửa A"] == clock()


def test_a_door_that_falls_silent_is_seen(client, clock):
    tell(client)
    clock.forward(seconds=21)

    assert doors(client)["Cửa A"]["troubles"] == ["silent"]


def test_of_two_machines_with_one_key_the_later_is_told_to_pair_again(client, clock):
    def hear(boot, after=3):
        clock.forward(seconds=after)
        return tell(client, boot_id=boot).json["pair_again"]

    assert [hear("one"), hear("two"), hear("one"), hear("two"), hear("one")] == [
        False, False, False, True, False,
    ]  # fmt: skip
    assert doors(client)["Cửa A"]["troubles"] == ["shared"]
    assert not hear("one", after=21)
    assert doors(client)["Cửa A"]["troubles"] == []


def test_a_machine_that_was_started_anew_is_alone(client, clock):
    for boot in ("one", "one", "two", "two", "three", "three"):
        clock.forward(seconds=3)
        assert tell(client, boot_id=boot).json["pair_again"] is False
    clock.forward(seconds=18)
    tell(client, boot_id="three")

    assert doors(client)["Cửa A"]["troubles"] == []


def test_the_journal_says_nothing_of_it(client, store):
    before = store.read.head()
    tell(client)

    assert store.read.head() == before


def test_a_door_that_holds_another_history_than_the_server_is_believed(client, store, codes):
    held = tell(client).json["chain"]
    assert (held["incarnation"], held["seq"], held["hash"]) == (
        store.read.incarnation, *store.read.head(),
    )  # fmt: skip
    assert tell(client, held=held).json["history_changed"] is False

    assert tell(client, held=held | {"hash": "0" * 64}).json["history_changed"] is True
    assert doors(client)["Cửa A"]["troubles"] == ["history"]
    assert tell(client, held=held | {"seq": held["seq"] + 1}).json["history_changed"] is True


def test_a_server_that_was_restored_owes_nobody_its_former_history(client, codes):
    held = tell(client).json["chain"] | {"incarnation": "another", "hash": "0" * 64}

    assert tell(client, held=held).json["history_changed"] is False
    assert doors(client)["Cửa A"]["troubles"] == []


def test_only_machines_tell_and_a_revoked_one_is_not_listed(client, store):
    assert tell(client, by=ORGANISER).status_code == 403
    store.write(lambda tx: tx.revoke_station("Cửa B", MORNING))
    assert "Cửa B" not in doors(client)
    assert tell(client, by=bearer("key-b")).status_code == 401
    assert tell(client, battery={"percent": 120}).status_code == 400

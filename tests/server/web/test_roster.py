import json
from dataclasses import replace

from server import desk
from server.hall.kept import sign_of
from server.hall_file import SAMPLE_HALL, load_hall
from server.invitations import hash_code
from server.sealing import unseal
from server.show import read_place_row
from server.web import create_app, roster
from tests.server.cast import QUY, at
from tests.server.halls import ROUNDS_TEXT
from tests.server.web.house import DESK, DOOR, a_scan, people_the_house


def copy(client, after=0, by=DOOR):
    answer = client.get(f"/api/roster?after={after}", headers=by)
    assert answer.status_code == 200
    return answer.json


def test_a_kiosk_copies_hashes_and_what_only_the_code_opens(client, store, codes):
    document = copy(client)
    [row] = [row for row in document["rows"] if row["invitation"] == "DB016"]
    [code] = row["codes"]

    assert {k: document[k] for k in ("seq", "more", "station", "role", "doors")} == {
        "seq": 3,
        "more": False,
        "station": "Cửa A",
        "role": "kiosk",
        "doors": {"opens": None, "closes": None, "closed": False},
    }
    assert (document["incarnation"], document["event_id"]) == (
        store.read.incarnation,
        store.read.event_id,
    )
    assert (row["cancelled"], row["admission"]) == (False, None)
    assert (code["code_hash"], code["replaced"]) == (hash_code(codes["DB016"]), False)
    assert unseal(codes["DB016"], code["sealed"])["guest"]["name"] == "Lý Văn Quý"


def test_nothing_in_a_kiosks_copy_names_anybody(client, codes):
    text = json.dumps(copy(client), ensure_ascii=False)

    assert all(word not in text for word in ("Quý", "Oanh", "Sở A", *codes.values()))


def test_a_reception_desk_gets_the_list_itself(client, codes):
    [row] = [row for row in copy(client, by=DESK)["rows"] if row["invitation"] == "DB016"]

    assert read_place_row(row["guest_row"]) == QUY
    assert all(len(code["desk_code"]) == 8 for code in row["codes"])
    assert "desk_code" not in copy(client, by=DOOR)["rows"][0]["codes"][0]


def test_only_what_has_changed_comes_again(client, codes):
    seen = copy(client)["seq"]
    assert copy(client, seen)["rows"] == []
    scanned = a_scan(codes["DB017"])
    client.post("/api/scans", json=scanned, headers=DOOR)

    [row] = copy(client, seen)["rows"]
    assert row["invitation"] == "DB017"
    assert row["admission"] == {
        "scan_id": scanned["scan_id"],
        "station": "Cửa A",
        "at": "2023-11-17T00:40:00.000Z",
    }


def test_a_replaced_code_and_a_cancelled_place_open_nothing(client, store, codes):
    seen = copy(client)["seq"]
    desk.reissue(store, "DB016", at(1))
    desk.cancel(store, "DB017", "bận", at(1))
    rows = {row["invitation"]: row for row in copy(client, seen)["rows"]}

    assert {code["replaced"]: code["sealed"] is None for code in rows["DB016"]["codes"]} == {
        False: False,
        True: True,
    }
    assert rows["DB017"]["cancelled"]
    assert [code["sealed"] for code in rows["DB017"]["codes"]] == [None]


def test_a_long_list_comes_in_pages_that_miss_nobody(client, store, monkeypatch):
    monkeypatch.setattr(roster, "ROWS", 4)
    desk.put_list(store, [replace(QUY, id=f"DB{n:03d}", seat=None) for n in range(1, 11)], at(0))
    seen, after, more = [], 0, True
    while more:
        document = copy(client, after)
        seen += [row["invitation"] for row in document["rows"]]
        after, more = document["seq"], document["more"]

    assert seen == [f"DB{n:03d}" for n in range(1, 11)]
    assert after == store.read.head()[0]


def test_a_closed_event_is_told(client, store, codes):
    desk.close_event(store, at(200))

    assert copy(client)["doors"]["closed"]


def test_a_station_that_asks_is_noted_once_a_minute(client, store, clock, codes):
    def seen():
        return {station.name: station.seen_at for station in store.read.stations()}["Cửa A"]

    assert seen() is None
    copy(client)
    first = seen()
    clock.forward(seconds=50)
    copy(client)
    assert seen() == first
    clock.forward(seconds=20)
    copy(client)
    assert seen() == clock()


def test_a_cursor_that_is_no_number_is_refused(client):
    for after in ("-1", "x", "1e3", "9" * 5000, "%F0%9F%98%80", "٣"):
        assert client.get(f"/api/roster?after={after}", headers=DOOR).status_code == 400


def test_the_hall_in_force_goes_along_to_whoever_does_not_have_it(store, config, clock, codes):
    people_the_house(store)
    file = SAMPLE_HALL.read_text("utf-8")
    app = create_app(config, store, clock=clock, hall=load_hall(), hall_text=file)
    client = app.test_client()
    assert copy(client)["hall"] == {"sign": sign_of(file), "text": file}

    store.write(lambda tx: tx.set_meta("hall", ROUNDS_TEXT))
    told = copy(client)["hall"]
    assert told["text"] == ROUNDS_TEXT
    again = client.get(f"/api/roster?after=0&hall={told['sign']}", headers=DOOR).json
    assert again["hall"] == {"sign": told["sign"], "text": None}


def test_places_touched_by_one_record_are_never_parted_by_a_page(client, store, codes, monkeypatch):
    monkeypatch.setattr(roster, "ROWS", 2)
    seq = store.read.head()[0]
    for place in ("DB017", "DB018"):
        store.write(lambda tx, place=place: tx.touch(place, seq))
    first = copy(client)
    assert [row["invitation"] for row in first["rows"]] == ["DB016"]
    rest = copy(client, first["seq"])
    assert ({row["invitation"] for row in rest["rows"]}, rest["more"]) == (
        {"DB017", "DB018"},
        False,
    )

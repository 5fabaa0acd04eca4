"""Facts that are announced late: given in the page, in force at once, everywhere."""

import uuid
from contextlib import closing

import pytest

from server import desk
from server.guests import Kind
from server.invitations import Invitation
from server.sealing import unseal
from server.storage import open_store
from tests.rig.waiting import until
from tests.server.cast import QUY, invite
from tests.server.web.house import CLERK, DOOR, ORGANISER, VIEWER, a_scan

LATE = {"date": "2023-11-17", "starts": "08:00", "venue": "Hội trường tỉnh"}


def test_what_is_given_holds_at_once_for_guests_boards_and_doors(client, codes, give):
    board = client.get("/api/board", headers=VIEWER).json
    assert board["morning"]["arrivals"]["starts"] is None

    told = give(LATE | {"opens": "07:50"})

    assert told["stands"]["venue"] == LATE["venue"]
    assert (told["given"]["date"], told["configured"]["date"]) == ("2023-11-17", None)
    page = client.get(f"/i/{codes['DB016']}").get_data(as_text=True)
    assert "Hội trường tỉnh" in page
    assert "17/11/2023" in page
    board = client.get("/api/board", headers=VIEWER).json
    assert board["morning"]["arrivals"]["starts"] == "2023-11-17T08:00:00+07:00"
    # The clock of this house says 07:40: the doors are not open yet.
    early = client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR).json
    assert (early["verdict"], early["reason"]) == ("refused", "too_early")
    doors = client.get("/api/roster", headers=DOOR).json["doors"]
    assert doors["opens"] == "2023-11-17T00:50:00.000Z"
    give(LATE)
    assert client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR).json["guest"]


NEW = {
    "name": "Hội nghị tổng kết công tác cải cách hành chính",
    "short": "Hội nghị tổng kết",
    "name_en": "Annual review conference",
    "type": "Hội nghị",
    "programme": "Khai mạc\nBáo cáo tổng kết",
    "film": "–",
    "host": "Sở Nội vụ tỉnh Cao Bằng",
    "parent": "UBND tỉnh Cao Bằng",
    "signer_title": "KT. GIÁM ĐỐC",
    "signer_name": "Nông Văn Thành",
    "recipients": "Lưu: VT, CCHC",
    "venue_text": "Tại thành phố Cao Bằng",
}


def test_another_event_is_called_by_its_own_names_at_once_and_everywhere(
    client, store, codes, give
):
    old = (
        "Trung tâm Phục vụ hành chính công",
        "Trung tam Phuc vu",
        "05 năm",
        "Tọa đàm",
        "thành phố Lạng Sơn",
    )
    assert give(NEW)["stands"]["film"] is None

    for path, words in {
        f"/i/{codes['DB016']}": (NEW["short"], "Báo cáo tổng kết"),
        f"/i/{codes['DB016']}/event.ics": (NEW["short"],),
        "/papers/letter": (
            NEW["name"],
            "SỞ NỘI VỤ",
            NEW["parent"].upper(),
            NEW["signer_title"],
            NEW["signer_name"],
            NEW["recipients"],
            "Cao Bằng, ngày",
            "Khai mạc",
        ),
        "/welcome": (NEW["name"], NEW["host"], "HỘI NGHỊ", "Khai mạc"),
    }.items():
        told = client.get(path, headers=ORGANISER).text.replace("\r\n ", "")
        assert [word for word in words if word not in told] == [], path
        assert [word for word in old if word in told] == [], path
    home = client.get("/", headers=ORGANISER).text
    assert (NEW["short"] in home, "Tọa đàm" in home) == (True, False)
    board = client.get("/api/board", headers=VIEWER).json
    assert board["event"] == {key: NEW[key] for key in ("name", "short", "name_en")}
    door = client.get("/api/roster", headers=DOOR).json["event"]
    assert {key: door[key] for key in ("name", "short", "name_en")} == board["event"]
    points = client.get("/api/programme").json["points"]
    assert [point["text"] for point in points] == ["Khai mạc", "Báo cáo tổng kết"]
    # Who signs is a person: the record, which nobody can erase, has no name.
    [record] = [r for r in store.read.scans() if r.detail.get("what") == "facts"]
    assert record.detail["facts"] == NEW | {"signer_name": None}


def test_the_point_at_work_stays_the_same_one_when_the_programme_is_changed(client, give):
    def now():
        told = client.get("/api/programme").json
        return told["now"] is not None and told["points"][told["now"]]["text"], told["film"]

    def show(point):
        assert client.put("/api/programme", json={"point": point}, headers=ORGANISER).json

    give({"programme": "Khai mạc\nBáo cáo"})
    show(2)
    assert now()[1] is True
    give({"programme": "Khai mạc\nVăn nghệ\nBáo cáo", "film": "Mười năm"})
    assert now() == ("Phóng sự tài liệu: Mười năm", True)
    show(2)
    give({"programme": "Báo cáo"})
    assert now() == ("Báo cáo", False)
    give({"programme": "Báo cáo tổng kết"})
    assert now() == ("Báo cáo tổng kết", False)
    give({"programme": "Khai mạc\nBế mạc"})
    assert now() == (False, False)


def test_a_ceremony_in_another_year_deserves_a_word_on_the_page(client, give):
    def page():
        return client.get("/settings", headers=ORGANISER).text

    assert "111/2018" not in page()
    give({"type": "Lễ kỷ niệm"})
    assert "còn năm thứ 5 là hội thảo, tọa đàm" in page()
    give({"type": "Lễ kỷ niệm", "years": "10"})
    assert "111/2018" not in page()


def test_the_press_is_counted_as_soon_as_it_is_to_be(client, store, codes, give):
    press = Invitation("DB099", "BC", "Báo", None, 99, expects="Phóng viên", kind=Kind.PRESS)
    invite(store, QUY, press)

    def invited():
        return client.get("/api/board", headers=VIEWER).json["headcount"]["invited"]

    before = invited()
    give({"count_press": "true"})
    assert invited() == before + 1
    give({})
    assert invited() == before


def test_a_group_is_ranked_otherwise_on_the_board_at_once(client, give):
    give({"group:SBN:rank": "42", "group:SBN:name": "Các sở, ban, ngành"})
    groups = client.get("/api/board", headers=VIEWER).json["groups"]
    [group] = [group for group in groups if group["code"] == "SBN"]
    assert (group["rank"], group["name"]) == (42, "Các sở, ban, ngành")
    assert "Các sở, ban, ngành" in client.get("/settings", headers=ORGANISER).get_data(as_text=True)


def test_a_group_that_becomes_the_press_is_counted_and_called_so_at_once(
    client, store, codes, give
):
    def told():
        counted = client.get("/api/board", headers=VIEWER).json["headcount"]
        return counted["invited"], counted["press"]["invited"]

    assert told() == (3, 0)
    give({"group:SBN:press": "true"})
    assert told() == (0, 3)
    assert {place.kind for place in store.read.invitations()} == {Kind.PRESS}
    assert facts_at_the_door(client, codes)["press"]
    give({})
    assert told() == (3, 0)
    kinds = [place.kind for place in store.read.invitations()]
    assert kinds == [Kind.NAMED, Kind.NAMED, Kind.REPRESENTATIVE]
    assert not facts_at_the_door(client, codes)["press"]
    assert store.read.first_fault() is None


def test_leaders_are_told_of_as_soon_as_their_group_is_one(client, store, codes, give):
    seen = client.get("/api/roster", headers=DOOR).json["seq"]
    give({"group:SBN:vip": "true"})
    rows = client.get(f"/api/roster?after={seen}", headers=DOOR).json["rows"]
    assert {row["invitation"] for row in rows} == set(codes)
    assert facts_at_the_door(client, codes)["vip"]
    client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
    [alert] = client.get("/api/board", headers=ORGANISER).json["morning"]["alerts"]
    assert alert["invitation"] == "DB016"
    [record] = [r for r in store.read.scans() if r.detail.get("what") == "facts"]
    assert (record.person, record.detail["facts"]) == ("organiser", {"group:SBN:vip": "true"})


def facts_at_the_door(client, codes):
    """What a kiosk says of DB016 once its code is shown."""
    rows = client.get("/api/roster?after=0", headers=DOOR).json["rows"]
    [row] = [row for row in rows if row["invitation"] == "DB016"]
    return unseal(codes["DB016"], row["codes"][0]["sealed"])


def test_a_change_is_on_record_without_the_contact(store, give):
    give(LATE | {"contact_phone": "0912 345 678"})
    give({"venue": "Nhà B"}, seen=LATE | {"contact_phone": "0912 345 678"})

    first, second = (r for r in store.read.scans() if r.detail.get("what") == "facts")
    assert first.person == second.person == "organiser"
    assert first.detail["facts"] == LATE | {"contact_phone": None}
    assert second.detail["facts"] == {
        "venue": "Nhà B",
        "date": None,
        "starts": None,
        "contact_phone": None,
    }


def test_the_same_action_again_changes_nothing(store, give):
    once = str(uuid.uuid4())
    give({"venue": "Nhà A"}, scan_id=once)
    give({"venue": "Nhà B"})
    assert give({"venue": "Nhà A"}, scan_id=once)["stands"]["venue"] == "Nhà B"


def test_who_has_not_seen_what_stands_now_overwrites_nobody(give):
    give({"venue": "Nhà A"}, seen={})
    refused = give({"starts": "08:00"}, 409, seen={})
    assert "người khác đã sửa" in refused["message"]
    assert give({"venue": "Nhà A", "starts": "08:00"}, seen={"venue": "Nhà A"})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"date": "17.11.2023"}, "như 2023-11-17"),
        ({"opens": "08:00", "closes": "07:00"}, "Giờ dừng đón tiếp"),
        ({"answers_until_hour": "17:00"}, "phải có ngày"),
        ({"host": " "}, "xin ghi một dòng chữ"),
        ({"programme": "x" * 301}, "mỗi mục một dòng"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(client, give, facts, said):
    assert said in give(facts, 409)["message"]
    assert set(client.get("/api/facts", headers=ORGANISER).json["given"].values()) == {None}


def test_organisers_alone_give_facts(client):
    for who in (CLERK, DOOR, VIEWER):
        assert client.put("/api/facts", json={"facts": {}}, headers=who).status_code == 403


def test_what_another_program_gives_holds_here_soon(client, store, config, clock):
    client.get("/api/facts", headers=ORGANISER)
    with closing(open_store(f"sqlite:///{store.path}")) as other:
        desk.change_facts(other, config.event, {"venue": "Nhà C"}, clock())

    def place():
        return client.get("/api/roster", headers=DOOR).json["event"]["place"]

    until("the other venue", lambda: place() == "Nhà C", 5)


def test_the_page_shows_what_holds_and_what_was_given(client, give):
    give({"venue": "Hội trường <b>lớn</b>"})
    page = client.get("/settings", headers=ORGANISER).get_data(as_text=True)
    assert "Hội trường &lt;b&gt;lớn&lt;/b&gt;" in page
    assert "đã ghi ở trang này" in page

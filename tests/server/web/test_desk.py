from uuid import uuid4

import pytest

from server import desk
from server.invitations import make_code
from tests.server.cast import LET_IN, OPEN, at, scan
from tests.server.web.house import CLERK, DESK, DOOR, OTHER_DOOR, a_scan, sign_in


def cards(client):
    return client.get("/api/desk/cards", headers=CLERK).json["cards"]


def put_away(client, number, by=CLERK):
    return client.delete(f"/api/desk/cards/{number}", json={}, headers=by)


def at_door(client, code, by=DOOR, **rest):
    return client.post("/api/scans", json=a_scan(code, **rest), headers=by).json


def by_hand(client, place):
    body = {"scan_id": str(uuid4())}
    return client.post(f"/api/invitations/{place}/admission", json=body, headers=CLERK)


def notice(client, **body):
    return client.post("/api/notices", json=body, headers=CLERK)


def told(found):
    return [(card["kind"], card["invitation"], card["text"]) for card in found]


def test_two_doors_that_let_in_one_code_are_a_card_until_somebody_sees_to_it(client, store, codes):
    for door, minute in (("Cửa A", 41), ("Cửa B", 43)):
        made = scan(store, codes["DB016"], station=door, minute=minute)
        desk.receive(store, made, LET_IN, OPEN, at(44))
    [card] = cards(client)

    assert told([card]) == [
        ("conflict", "DB016", "Đã vào Cửa A 07:41, quét lại Cửa B 07:43"),
    ]
    assert card["number"] == store.read.head()[0]
    assert card["guest"]["name"] == "Lý Văn Quý"
    assert put_away(client, card["number"]).json["who"] == "reception"
    assert cards(client) == []


def test_a_card_is_put_away_once_and_who_was_first_stays_on_record(client, store, codes):
    number = notice(client, text="Cần thêm ghế").json["number"]
    first = put_away(client, number).json
    head = store.read.head()

    assert put_away(client, number, by=DESK).json == first
    assert store.read.head() == head


def test_a_card_is_put_away_by_its_id_which_every_list_has_alike(client, codes):
    made = notice(client, text="Cần thêm ghế").json
    [card] = cards(client)

    assert card["id"] == made["id"]
    assert put_away(client, f"{card['id']}/17").json["number"] == card["number"]
    assert cards(client) == []


def test_a_card_that_never_was_is_not_found(client, codes):
    assert put_away(client, 999).status_code == 404
    assert put_away(client, 10**30).status_code == 404


def test_a_code_shown_again_at_another_door_leads_to_the_desk_as_a_card(client, codes):
    at_door(client, codes["DB016"])
    at_door(client, codes["DB016"], by=OTHER_DOOR, scanned_at="2023-11-17T07:43:00+07:00")

    assert told(cards(client)) == [
        ("already", "DB016", "Đã vào Cửa A 07:40, mã được đưa ra lại tại Cửa B 07:43")
    ]


def test_a_guest_who_still_holds_the_phone_up_is_no_problem(client, codes):
    at_door(client, codes["DB016"])
    at_door(client, codes["DB016"], scanned_at="2023-11-17T07:40:30+07:00")

    assert cards(client) == []


def test_replaced_and_cancelled_codes_are_cards_for_a_quarter_of_an_hour(
    client, store, codes, clock
):
    desk.reissue(store, "DB016", at(1))
    desk.cancel(store, "DB017", "nghỉ ốm", at(1))
    at_door(client, codes["DB016"])
    at_door(client, codes["DB017"])

    assert told(cards(client)) == [
        (
            "replaced",
            "DB016",
            "Phiếu mời đã được cấp lại, mã cũ hết hiệu lực (Cửa A 07:40)",
        ),
        ("cancelled", "DB017", "Phiếu mời đã hủy (Cửa A 07:40)"),
    ]
    clock.forward(minutes=16)
    assert cards(client) == []


def test_a_guest_with_an_old_code_who_was_let_in_by_hand_is_settled(client, store, codes):
    desk.reissue(store, "DB016", at(1))
    at_door(client, codes["DB016"])
    by_hand(client, "DB016")

    assert cards(client) == []


def test_a_representative_without_a_name_is_a_card_until_the_name_is_given(client, codes):
    at_door(client, codes["DB018"])
    assert told(cards(client)) == [
        ("unnamed", "DB018", "Đã vào Cửa A 07:40. Đề nghị xin họ tên, chức vụ")
    ]

    path = "/api/invitations/DB018/holder"
    client.put(path, json={"name": "Tô Quốc Khánh"}, headers=CLERK)
    assert cards(client) == []
    client.delete(path, json={}, headers=CLERK)
    assert [card["kind"] for card in cards(client)] == ["unnamed"]


def test_an_unannounced_stand_in_is_a_card_and_a_notice_until_it_is_put_away(client, codes):
    body = {"name": "Lộc Thị Hạnh", "seat": "keep", "announced": False}
    client.put("/api/invitations/DB016/substitute", json=body, headers=CLERK)
    [card] = cards(client)
    assert (card["kind"], card["text"]) == (
        "substitute",
        "Dự thay chưa báo trước: Lộc Thị Hạnh, Sở A, thay Ông Lý Văn Quý, Giám đốc, Sở A.",
    )

    put_away(client, card["number"])
    assert cards(client) == []
    assert client.get("/api/board", headers=CLERK).json["notices"] == []


def test_five_unknown_codes_in_a_minute_are_one_card(client, store, codes):
    for _ in range(7):
        at_door(client, make_code(store.read.event_id))

    assert told(cards(client)) == [
        ("guessing", None, "Cửa A 07:40: nhiều mã lạ trong một phút. Đề nghị cử người đến xem")
    ]


def test_an_item_that_was_set_aside_is_a_card(client, codes):
    batch = {"scans": [{"scan_id": "no uuid"}]}
    for _ in range(2):
        client.post("/api/scans/batch", json=batch, headers=DOOR)

    assert told(cards(client)) == [
        (
            "parked",
            None,
            "Cửa A 07:40: có lượt quét chưa nhận được, cần Ban Tổ chức xem lại",
        )
    ]


def test_the_organisers_are_told_once_and_see_it_on_the_board(client, codes):
    body = {"text": "Xin ý kiến chỗ ngồi.", "invitation": "DB016", "scan_id": str(uuid4())}
    first, again = notice(client, **body).json, notice(client, **body).json

    assert again == first
    assert first["text"] == "reception: Xin ý kiến chỗ ngồi (Ông Lý Văn Quý, Giám đốc, Sở A)."
    assert client.get("/api/board", headers=CLERK).json["notices"] == [first["text"]]
    assert told(cards(client)) == [("notice", "DB016", first["text"])]


@pytest.mark.parametrize("wrong", [{}, {"text": " "}, {"text": "x" * 301}])
def test_a_notice_that_says_nothing_is_refused(client, codes, wrong):
    assert notice(client, **wrong).status_code == 400


def test_a_notice_about_a_stranger_is_not_found(client, codes):
    assert notice(client, text="Ai đây?", invitation="DB999").status_code == 404


def test_a_scanned_code_tells_whose_it_is_and_records_nothing(client, store, codes):
    head = store.read.head()
    answer = client.post("/api/desk/readings", json={"text": codes["DB016"]}, headers=CLERK)

    assert answer.json == {
        "reading": "invitation",
        "invitation": "DB016",
        "reason": None,
        "message": None,
    }
    assert store.read.head() == head


def test_a_replaced_code_still_leads_to_its_guest(client, store, codes):
    desk.reissue(store, "DB016", at(1))
    answer = client.post("/api/desk/readings", json={"text": codes["DB016"]}, headers=CLERK)

    assert (answer.json["invitation"], answer.json["reason"]) == ("DB016", "replaced")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("999090000001||Nguyễn Văn Mẫu|01011990|Nam|Xã Mẫu|01072024||", "identity_card"),
        ("00020101021138", "payment"),
        ("https://example.org/x", "link"),
        ("", "foreign"),
    ],
)
def test_a_foreign_code_is_told_by_its_kind_alone(client, codes, text, reading):
    answer = client.post("/api/desk/readings", json={"text": text}, headers=CLERK)

    assert (answer.json["reading"], answer.json["invitation"]) == (reading, None)
    assert answer.json["message"]
    assert "Mẫu" not in answer.get_data(as_text=True)


def test_the_page_and_the_slip_are_for_staff(client, codes):
    assert client.get("/desk").location == "/sign-in?next=/desk"
    sign_in(client, "reception")

    assert "Bàn đón tiếp đại biểu" in client.get("/desk").get_data(as_text=True)
    slip = client.get("/desk/slip/DB016").get_data(as_text=True)
    assert "Lý Văn Quý" in slip
    assert "Hàng B, ghế 06" in slip
    assert client.get("/desk/slip/DB999").status_code == 404

"""The start page leads by role; the menu shows what there is and what one may open."""

import re
from uuid import uuid4

import pytest

from tests.server.web.house import DOOR, ORGANISER, OWNER, sign_in
from tests.server.web.test_stations import WELL

STEPS = [
    "Nhập danh sách đại biểu",
    "Ngày, giờ, địa điểm",
    "Bổ sung họ tên",
    "Xếp chỗ ngồi",
    "Phát hành phiếu mời",
    "Người đón tiếp",
    "Máy quét tại cửa",
    "Sao lưu",
]


def ways(page):
    return re.findall(r'class="way" href="([^"]+)"', page.text)


def done(page):
    return re.findall(r'<a class="step" data-done.*?step-name">([^<]+)<', page, re.DOTALL)


def send(house, ids):
    body = {"what": "invitation", "channel": "zalo", "ids": ids}
    assert house.post("/api/sendings", json=body, headers=ORGANISER).status_code == 200


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("viewer", ["/board"]),
        ("reception", ["/board", "/desk"]),
    ],
)
def test_everybody_is_led_to_what_they_may_open(client, codes, role, expected):
    sign_in(client, name=role)
    page = client.get("/")
    assert ways(page) == expected
    assert "Việc chuẩn bị" not in page.text


def test_a_stranger_is_led_to_the_sign_in(client, codes):
    assert ways(client.get("/")) == ["/sign-in"]


def test_an_organiser_sees_what_is_still_to_do(client, codes):
    sign_in(client)
    page = client.get("/")
    assert {"/board", "/guests", "/invitations", "/desk", "/awards", "/reports"} <= set(ways(page))
    assert "3 suất mời, 1 thành phần" in page.text
    assert "02 / 3 suất mời đã có tên" in page.text


def test_an_empty_event_begins_with_the_import_and_nothing_is_called_done(client, app):
    sign_in(client)
    page = client.get("/").text
    assert 'href="/guests/import"' in page
    assert done(page) == ["Người đón tiếp"]
    assert "Sẵn sàng đón tiếp." not in page


def test_each_step_is_done_when_the_record_says_so_and_the_last_one_opens_the_doors(house, kept):
    def left():
        page = house.get("/", headers=ORGANISER).text
        return [name for name in STEPS if name not in done(page)]

    assert left() == [*STEPS[1:3], *STEPS[4:5], *STEPS[6:]]
    facts = {"date": "2023-11-17", "starts": "08:00"}
    house.put("/api/facts", json={"facts": facts}, headers=ORGANISER)
    assert "Ngày, giờ, địa điểm" in left()
    house.put("/api/facts", json={"facts": facts | {"venue": "Hội trường A"}}, headers=ORGANISER)
    assert "Ngày, giờ, địa điểm" not in left()

    send(house, ids=["DB016"])
    assert "01 / 3 suất mời đã gửi phiếu" in house.get("/", headers=ORGANISER).text
    assert "Phát hành phiếu mời" in left()
    send(house, ids=["DB017", "DB018"])
    assert "Phát hành phiếu mời" not in left()

    house.post("/api/stations/health", json=WELL | {"waiting": 4}, headers=DOOR)
    assert "Máy quét tại cửa" in left()
    house.post("/api/stations/health", json=WELL, headers=DOOR)
    house.post("/api/backups", json={}, headers=ORGANISER)
    # A name may be told at the desk, and the doors open all the same.
    assert left() == ["Bổ sung họ tên"]
    assert "Sẵn sàng đón tiếp." in house.get("/", headers=ORGANISER).text


def test_a_venue_that_changes_is_to_be_told_again(house):
    facts = {"date": "2023-11-17", "venue": "Hội trường A"}
    house.put("/api/facts", json={"facts": facts}, headers=ORGANISER)
    send(house, ids=["DB016", "DB017", "DB018"])
    facts |= {"venue": "Hội trường B"}
    house.put("/api/facts", json={"facts": facts}, headers=ORGANISER)

    page = house.get("/", headers=ORGANISER).text
    assert "03 / 3 suất mời đã gửi phiếu; 3 suất chưa được báo địa điểm" in page
    assert "Phát hành phiếu mời" not in done(page)


def test_a_seat_that_is_taken_away_is_to_be_given_again(house):
    assert "Xếp chỗ ngồi" in done(house.get("/", headers=ORGANISER).text)
    seat = {"seat": None, "scan_id": str(uuid4())}
    assert house.put("/api/invitations/DB016/seat", json=seat, headers=ORGANISER).status_code == 200

    page = house.get("/", headers=ORGANISER).text
    assert "02 / 3 suất mời đã có ghế" in page
    assert "Xếp chỗ ngồi" not in done(page)


def test_after_the_close_the_steps_lead_to_the_report_and_the_end_of_the_names(house, config):
    house.put("/api/reception", json={"closed": True}, headers=OWNER)
    page = house.get("/", headers=OWNER).text
    assert "Việc sau sự kiện" in page
    assert "Nhập danh sách đại biểu" not in page
    assert done(page) == ["Gom đủ lượt quét"]

    house.post("/reports", headers=OWNER)
    house.delete("/api/personal-data", json={"short": config.event.short}, headers=OWNER)
    page = house.get("/", headers=OWNER).text
    assert done(page) == ["Gom đủ lượt quét", "Chốt số liệu, báo cáo", "Xóa dữ liệu cá nhân"]
    assert "Sự kiện đã hoàn tất." in page


def test_the_menu_marks_the_page_one_is_on(client, codes):
    page = client.get("/guests/import", headers=ORGANISER).text
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/guests"]


def test_a_viewer_finds_no_way_into_the_organisers_pages(client, codes):
    sign_in(client, name="viewer")
    board = client.get("/board").text
    assert "/guests" not in board
    assert client.get("/guests").status_code == 403

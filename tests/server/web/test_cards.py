import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from server import desk
from server.guests import Guest
from tests.server.cast import at


def test_a_guest_sees_the_invitation_and_its_code(client, store, codes):
    page = client.get(f"/i/{codes['DB016']}")
    text = page.get_data(as_text=True)
    [desk_code] = [code.desk_code for code in store.read.codes("DB016")]

    assert page.status_code == 200
    assert "Ông Lý Văn Quý" in text
    assert "Hàng B, ghế 06 (dãy trái)" in text
    assert f"{desk_code[:4]} {desk_code[4:]}" in text
    assert f'src="/i/{codes["DB016"]}/qr.svg"' in text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_code_is_drawn_as_a_picture(client, codes):
    picture = client.get(f"/i/{codes['DB016']}/qr.svg")

    assert picture.mimetype == "image/svg+xml"
    assert "<svg " in picture.get_data(as_text=True)


@pytest.mark.parametrize(("query", "how"), [("", "attachment"), ("?shown", "inline")])
def test_the_picture_of_the_invitation_is_kept_or_looked_at(client, store, codes, query, how):
    head = store.read.head()
    answer = client.get(f"/i/{codes['DB016']}/phieu-moi.png{query}")
    picture = Image.open(io.BytesIO(answer.data))

    assert answer.headers["Content-Disposition"] == f'{how}; filename="phieu-moi.png"'
    assert picture.size == (1080, 1350)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [codes["DB016"]]
    assert store.read.head() == head


def test_the_picture_follows_what_the_invitation_says_now(client, store, codes):
    path = f"/i/{codes['DB018']}/phieu-moi.png"
    before = client.get(path).data
    desk.name_holder(store, "DB018", Guest("Vi Thị Hoa", "Bà"), at(1))

    assert client.get(path).data != before


def test_nobody_has_a_picture_of_an_invitation_that_is_replaced(client, store, codes):
    desk.reissue(store, "DB016", at(1))

    assert client.get(f"/i/{codes['DB016']}/phieu-moi.png").status_code == 410
    assert client.get("/i/X/phieu-moi.png").status_code == 404


def test_a_place_without_a_name_greets_the_organisation(client, codes):
    text = client.get(f"/i/{codes['DB018'].lower()}").get_data(as_text=True)

    assert "<h1>Sở C</h1>" in text
    assert "Đại diện lãnh đạo" in text


def test_a_title_that_names_its_unit_says_it_once(client, store, codes):
    invited = store.read.invitation("DB016")
    chair = Guest("Nguyễn Văn Mẫu", "Ông", "Phó Chủ tịch Ủy ban nhân dân tỉnh")
    changed = replace(invited, holder=chair, organisation="UBND tỉnh")
    store.write(lambda tx: tx.put_invitation(changed))
    text = client.get(f"/i/{codes['DB016']}").text

    assert '<p class="sheet-lead">Phó Chủ tịch Ủy ban nhân dân tỉnh</p>' in text


def test_looking_changes_nothing(client, store, codes):
    head = store.read.head()
    client.get(f"/i/{codes['DB016']}")

    assert store.read.head() == head


@pytest.mark.parametrize(
    "code", ["X", "BCFGHJKLMNPRSTVXBCFGHJKLMNPRSTVXBCFG", "a" * 600, "%F0%9F%98%80"]
)
def test_an_unknown_code_is_a_page_that_is_not_there(client, codes, code):
    page = client.get(f"/i/{code}")

    assert page.status_code == 404
    assert "Hệ thống chưa nhận ra mã này" in page.get_data(as_text=True)


def test_old_and_cancelled_invitations_name_nobody(client, store, codes):
    desk.reissue(store, "DB016", at(1))
    desk.cancel(store, "DB017", "bận", at(1))
    replaced, cancelled = (client.get(f"/i/{codes[place]}") for place in ("DB016", "DB017"))

    assert (replaced.status_code, cancelled.status_code) == (410, 410)
    assert "đã được thay bằng phiếu mới" in replaced.get_data(as_text=True)
    assert "không còn hiệu lực" in cancelled.get_data(as_text=True)
    assert "Quý<" not in replaced.get_data(as_text=True)
    assert "Oanh" not in cancelled.get_data(as_text=True)
    # Who is not let in is told whom to ask, and not led to the organisers' sign-in.
    for page in (replaced, cancelled):
        assert "<h1>Phiếu mời không còn dùng được</h1>" in page.text
        assert "Phòng Hành chính - Tổng hợp" in page.text
        assert 'href="/"' not in page.text

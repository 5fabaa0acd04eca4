"""Invitations as they are sent: pictures, packs, texts, marks, and who may take them."""

import io
import zipfile
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from server.desk import editing
from tests.server.cast import OANH, QUY, SOMEBODY, at
from tests.server.web.house import CLERK, ORGANISER, VIEWER

PATHS = (
    "/invitations",
    "/invitations/unit?name=S%E1%BB%9F%20A",
    "/invitations/pack.zip?name=S%E1%BB%9F%20A",
    "/invitations/DB016/card.png",
    "/invitations/cards-a5.pdf",
    "/invitations/messages.csv",
)


@pytest.mark.parametrize("who", [VIEWER, CLERK])
def test_nobody_but_organisers_takes_invitations(client, codes, who):
    assert {client.get(path, headers=who).status_code for path in PATHS} == {403}


def test_the_picture_of_an_invitation_carries_its_code(client, codes):
    answer = client.get("/invitations/DB016/card.png", headers=ORGANISER)
    picture = Image.open(io.BytesIO(answer.data))
    assert picture.size == (1080, 1350)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [codes[QUY.id]]


def test_a_unit_gets_its_own_pictures_and_its_text_in_one_file(client, codes):
    answer = client.get("/invitations/pack.zip?name=Sở A", headers=ORGANISER)
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert [name[:5] for name in sorted(packed.namelist())] == ["DB016", "loi-m"]
    assert "Kính gửi Sở A" in packed.read("loi-moi.txt").decode("utf-8-sig")


def test_a_unit_page_tells_what_was_sent_and_the_texts_to_copy(client, codes):
    body = {"what": "invitation", "channel": "zalo", "organisation": "Sở A"}
    assert client.post("/api/sendings", json=body, headers=ORGANISER).status_code == 200
    page = client.get("/invitations/unit?name=Sở A", headers=ORGANISER).text
    assert "Đã gửi qua Zalo" in page
    assert "Kính gửi Ông Lý Văn Quý" in page
    listed = client.get("/invitations", headers=ORGANISER).text
    assert "1 / 1" in listed
    assert "Mã QR đã phát hành vẫn có giá trị khi có địa điểm" in listed


def test_a_withdrawn_place_has_no_picture_and_is_in_no_pack(client, store, codes):
    seen = editing.last_edit(store.read, OANH.id)
    gone = replace(store.read.invitation(OANH.id), cancelled="x", seat=None)
    editing.edit_places(store, [editing.Edit(OANH.id, seen, gone)], at(41))
    assert client.get("/invitations/DB017/card.png", headers=ORGANISER).status_code == 409
    assert client.get("/invitations/pack.zip?name=Sở B", headers=ORGANISER).status_code == 404


@pytest.mark.parametrize("sheet", ["a5", "a4"])
def test_all_cards_are_printed_in_one_file(client, codes, sheet):
    answer = client.get(f"/invitations/cards-{sheet}.pdf", headers=ORGANISER)
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_an_empty_list_prints_nothing_and_says_so(client, app):
    assert client.get("/invitations/cards-a5.pdf", headers=ORGANISER).status_code == 409
    assert "Danh sách còn trống" in client.get("/invitations", headers=ORGANISER).text


def test_an_unnamed_place_is_written_to_as_its_unit(client, codes):
    page = client.get(f"/invitations/unit?name={SOMEBODY.organisation}", headers=ORGANISER).text
    assert "Kính đề nghị Quý cơ quan cử đại biểu dự đúng thành phần" in page

"""Invitations as they are sent: pictures, packs, texts, marks, and who may take them."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from server.desk import editing
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK, ORGANISER, VIEWER, configured

PATHS = (
    "/invitations",
    "/invitations/unit?name=S%E1%BB%9F%20A",
    "/invitations/pack.zip?name=S%E1%BB%9F%20A",
    "/invitations/DB016/card.png",
    "/papers",
    "/papers/phieu-moi-a5.pdf",
    "/papers/loi-moi.csv",
)


def mark_sent(client, unit):
    body = {"what": "invitation", "channel": "zalo", "organisation": unit}
    assert client.post("/api/sendings", json=body, headers=ORGANISER).status_code == 200


def following(client, unit):
    """The unit to which the page of this one leads on."""
    page = client.get(f"/invitations/unit?name={unit}", headers=ORGANISER).text
    found = re.search(r"Đơn vị tiếp theo chưa mời: (.*?)</a>", page)
    return found and found[1]


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


def test_the_pack_of_a_large_unit_comes_piece_by_piece_and_is_whole(client, store):
    many = [replace(QUY, id=f"DB1{n:02d}", position=n, seat=None) for n in range(30)]
    invite(store, *many)
    answer = client.get("/invitations/pack.zip?name=Sở A", headers=ORGANISER)
    pieces = list(answer.iter_encoded())
    content = b"".join(pieces)
    packed = zipfile.ZipFile(io.BytesIO(content))

    assert len(pieces) > 2
    assert (len(packed.namelist()), packed.testzip()) == (31, None)
    for entry in packed.infolist():
        # Its size stands at its head: flag 3 would say that it follows.
        assert (entry.flag_bits & 8, content[entry.header_offset :][:4]) == (0, b"PK\x03\x04")
        head = content[entry.header_offset + 18 :][:4]
        assert int.from_bytes(head, "little") == entry.file_size


def test_a_unit_page_tells_what_was_sent_and_the_texts_to_copy(client, codes):
    body = {"what": "invitation", "channel": "zalo", "organisation": "Sở A"}
    assert client.post("/api/sendings", json=body, headers=ORGANISER).status_code == 200
    page = client.get("/invitations/unit?name=Sở A", headers=ORGANISER).text
    assert "Đã gửi qua Zalo" in page
    assert "Kính gửi Ông Lý Văn Quý" in page
    listed = client.get("/invitations", headers=ORGANISER).text
    assert "1 / 1" in listed
    assert "Mã QR đã phát hành vẫn có giá trị khi có địa điểm" in listed


def test_the_page_of_a_unit_leads_to_the_next_that_is_not_invited(client, codes):
    mark_sent(client, "Sở A")
    assert following(client, "Sở A") == "Sở B"
    assert following(client, "Sở C") == "Sở B"
    mark_sent(client, "Sở B")
    assert following(client, "Sở B") == "Sở C"
    mark_sent(client, "Sở C")
    assert following(client, "Sở C") is None


def test_the_notice_of_the_venue_comes_first_only_for_those_invited_before_it(client, codes):
    def notice_comes_first():
        page = client.get("/invitations", headers=ORGANISER).text
        return page.index('id="notice"') < page.index("<table")

    mark_sent(client, "Sở A")
    facts = {"date": "2023-11-17", "starts": "08:00", "venue": "Hội trường A"}
    assert client.put("/api/facts", json={"facts": facts}, headers=ORGANISER).status_code == 200
    assert notice_comes_first()
    mark_sent(client, "Sở A")
    assert not notice_comes_first()


def test_a_withdrawn_place_has_no_picture_and_is_in_no_pack(client, store, codes):
    seen = editing.last_edit(store.read, OANH.id)
    gone = replace(store.read.invitation(OANH.id), cancelled="x", seat=None)
    editing.edit_places(store, [editing.Edit(OANH.id, seen, gone)], at(41))
    assert client.get("/invitations/DB017/card.png", headers=ORGANISER).status_code == 409
    assert client.get("/invitations/pack.zip?name=Sở B", headers=ORGANISER).status_code == 404


def test_an_empty_list_says_how_to_begin(client, app):
    assert "Danh sách còn trống" in client.get("/invitations", headers=ORGANISER).text


def link_of(store, unit):
    return f"/o/{store.read.links()[unit].token}"


def test_the_text_for_a_unit_holds_its_private_link_where_it_can_be_reached(
    client, store, codes, app
):
    here = client.get("/invitations/unit?name=Sở A", headers=ORGANISER).text
    assert here.count(link_of(store, "Sở A")) == 2, "shown and opened, not written into the text"
    assert "đơn vị chưa mở được" in here

    public = replace(app.house.config.server, public_url="https://moi.example")
    app.house = configured(app.house, replace(app.house.config, server=public))
    there = client.get("/invitations/unit?name=Sở A", headers=ORGANISER).text
    own_page = f"https://moi.example{link_of(store, 'Sở A')}"
    assert f"ghi họ tên, phản hồi: {own_page}" in there
    packed = client.get("/invitations/pack.zip?name=Sở A", headers=ORGANISER)
    text = zipfile.ZipFile(io.BytesIO(packed.data)).read("loi-moi.txt").decode("utf-8-sig")
    assert own_page in text


def test_a_link_that_went_astray_is_changed_and_the_old_one_shows_nothing(client, store, codes):
    old = link_of(store, "Sở A")
    body = {"organisation": "Sở A"}
    answer = client.put("/api/organisations/links", json=body, headers=ORGANISER)
    assert answer.json["link"].endswith(link_of(store, "Sở A"))
    assert (client.get(old).status_code, client.get(link_of(store, "Sở A")).status_code) == (
        404,
        200,
    )
    [record] = [r for r in store.read.scans(0, 500) if r.detail.get("what") == "link"]
    assert record.person == "organiser"


def test_a_link_is_changed_for_units_of_the_list_only_and_by_organisers(client, store, codes):
    path = "/api/organisations/links"
    unknown = client.put(path, json={"organisation": "Sở Không Có"}, headers=ORGANISER)
    by_clerk = client.put(path, json={"organisation": "Sở A"}, headers=CLERK)
    assert (unknown.status_code, by_clerk.status_code) == (404, 403)


def test_the_page_tells_whether_answers_are_taken(client, codes):
    client.put("/api/answers", json={"closed": True}, headers=ORGANISER)
    page = client.get("/invitations", headers=ORGANISER).text
    assert "Đã đóng phản hồi." in page
    assert "Mở lại phản hồi" in page


def test_an_unnamed_place_is_written_to_as_its_unit(client, codes):
    page = client.get(f"/invitations/unit?name={SOMEBODY.organisation}", headers=ORGANISER).text
    assert "Kính đề nghị Quý cơ quan cử đại biểu dự đúng thành phần" in page

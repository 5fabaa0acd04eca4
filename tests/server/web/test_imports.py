"""A list uploaded, previewed, decided and confirmed over HTTP; a second person in between."""

import csv
import io
import re
from dataclasses import replace

import openpyxl
import pytest

from server import desk
from server.desk import editing
from tests.server.cast import OANH, QUY, at
from tests.server.web.house import CLERK, ORGANISER, ORIGIN, VIEWER, sign_in

HEAD = "STT,Họ và tên,Chức vụ,Đơn vị,Mã nhóm,Ghi chú\n"


@pytest.fixture
def organiser(client, codes):
    sign_in(client)
    return client


def upload(client, content, name="ds.csv", **more):
    data = {"file": (io.BytesIO(content if isinstance(content, bytes) else content.encode()), name)}
    return client.post("/guests/import", data=data, headers=ORIGIN, **more)


def preview(client, content):
    """Upload a list and give the address of its preview."""
    answer = upload(client, content)
    assert answer.status_code == 303, answer.text
    return answer.location


def workbook(*lists):
    """Put lists that are written as CSV on the sheets of one file."""
    book = openpyxl.Workbook()
    for name, listed in zip(("DS mời", "Khen thưởng"), lists, strict=True):
        sheet = book.create_sheet(name)
        for row in csv.reader(listed.splitlines()):
            sheet.append(row)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def confirm(client, address, **decisions):
    return client.post(address, data={"confirm": "1", **decisions}, headers=ORIGIN)


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


@pytest.mark.parametrize("who", [VIEWER, CLERK])
def test_nobody_but_organisers_uploads(client, codes, who):
    answer = client.post("/guests/import", data={"file": (io.BytesIO(b"x"), "a.csv")}, headers=who)
    assert answer.status_code == 403


def test_a_page_of_another_site_uploads_nothing(organiser):
    data = {"file": (io.BytesIO(HEAD.encode()), "a.csv")}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert organiser.post("/guests/import", data=data, headers=foreign).status_code == 403


def test_what_is_no_upload_and_what_is_too_large_is_refused(organiser):
    as_json = organiser.post("/guests/import", json={"file": "x"}, headers=ORIGIN)
    assert as_json.status_code == 415
    assert upload(organiser, b"x" * (5 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a list", b"PK\x03\x04broken"])
def test_what_is_no_list_is_told_on_the_page_and_kept_nowhere(organiser, content):
    answer = upload(organiser, content, "danh-sach.xlsx")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_preview_tells_new_and_changed_rows_and_stores_nothing(organiser, store):
    listed = HEAD + "1,Lý Văn Quý,Phó Giám đốc,Sở A,SBN,\n2,Vi Văn An,Chuyên viên,Sở D,SBN,\n"
    page = organiser.get(preview(organiser, listed))
    said = text_of(page)
    assert "Chức vụ: Giám đốc → Phó Giám đốc" in said
    assert "Không còn trong danh sách (2)" in said
    assert page.text.count('data-kind="new"') == 1
    assert store.read.invitation(QUY.id).holder.title == "Giám đốc"


def test_a_confirmed_list_is_stored_with_who_did_it_and_its_sentence_is_shown(organiser, store):
    listed = HEAD + "1,Lý Văn Quý,Phó Giám đốc,Sở A,SBN,\n2,Vi Văn An,Chuyên viên,Sở D,SBN,\n"
    address = preview(organiser, listed)
    organiser.get(address)
    done = confirm(organiser, address)
    assert done.status_code == 303
    assert (
        "Giữ nguyên 0 lượt đã ghi nhận; bổ sung 1; thay đổi 1" in organiser.get(done.location).text
    )
    assert store.read.invitation(QUY.id).holder.title == "Phó Giám đốc"
    last = store.read.history(QUY.id)[-1]
    assert (last.person, store.read.remark(last.seq)) == (
        "organiser",
        "Chức vụ: Giám đốc → Phó Giám đốc",
    )
    assert confirm(organiser, address).status_code == 409, "a list is stored once"


def test_what_somebody_else_changes_in_between_is_shown_before_it_is_stored(organiser, store):
    address = preview(organiser, HEAD + "1,Lý Văn Quý,Phó Giám đốc,Sở A,SBN,\n")
    organiser.get(address)
    place = store.read.invitation(QUY.id)
    seen = editing.last_edit(store.read, QUY.id)
    editing.edit_places(
        store, [editing.Edit(QUY.id, seen, replace(place, note="Báo bận"))], at(41), person="owner"
    )

    refused = confirm(organiser, address)
    assert refused.status_code == 409
    assert "người khác đã thay đổi danh sách" in refused.text
    assert store.read.invitation(QUY.id).holder.title == "Giám đốc"
    assert confirm(organiser, address).status_code == 303
    kept = store.read.invitation(QUY.id)
    assert (kept.holder.title, kept.note) == ("Phó Giám đốc", "Báo bận")


DOUBTFUL = HEAD + "1,Hoàng Thị Kim Oánh,Phó Giám đốc,Sở B,SBN,\n"


@pytest.mark.parametrize(
    ("decision", "names"),
    [
        (f"as:{OANH.id}", ["Hoàng Thị Kim Oánh", "Lý Văn Quý"]),
        ("new", ["Hoàng Thị Kim Oanh", "Hoàng Thị Kim Oánh", "Lý Văn Quý"]),
        ("skip", ["Hoàng Thị Kim Oanh", "Lý Văn Quý"]),
    ],
)
def test_a_doubt_is_decided_on_the_page_and_until_then_nothing_is_stored(
    organiser, store, decision, names
):
    address = preview(organiser, DOUBTFUL)
    page = organiser.get(address)
    assert "Còn 1 việc cần quyết định" in text_of(page)
    assert confirm(organiser, address).status_code == 409
    assert store.read.invitation(OANH.id).holder.name == "Hoàng Thị Kim Oanh"

    organiser.post(address, data={"row-1": decision}, headers=ORIGIN)
    organiser.get(address)
    assert confirm(organiser, address, **{"row-1": decision}).status_code == 303
    found = [p.holder.name for p in store.read.invitations() if p.holder]
    assert sorted(found) == names


def test_rows_without_a_group_wait_until_one_is_chosen(organiser, store):
    address = preview(organiser, "STT,Họ và tên,Chức vụ,Đơn vị\n1,Vi Văn An,Chuyên viên,Sở D\n")
    assert "cần chọn nhóm cho 1 đại biểu" in text_of(organiser.get(address))
    assert confirm(organiser, address).status_code == 409
    organiser.post(address, data={"group": "CCVC"}, headers=ORIGIN)
    organiser.get(address)
    assert confirm(organiser, address, group="CCVC").status_code == 303
    [added] = [p for p in store.read.invitations() if p.holder and p.holder.name == "Vi Văn An"]
    assert added.group == "CCVC"


def test_a_seat_that_is_taken_is_asked_about(organiser, store):
    listed = "STT,Họ và tên,Đơn vị,Mã nhóm,Ghế\n1,Vi Văn An,Sở D,SBN,B06\n"
    address = preview(organiser, listed)
    assert "không lấy ghế" in text_of(organiser.get(address))
    organiser.post(address, data={"row-1": "plain"}, headers=ORIGIN)
    organiser.get(address)
    assert confirm(organiser, address, **{"row-1": "plain"}).status_code == 303
    seats = {p.holder.name: p.seat for p in store.read.invitations() if p.holder}
    assert (seats["Vi Văn An"], seats["Lý Văn Quý"]) == (None, "B06")


NAMESAKES = """STT,Họ và tên,Chức vụ,Đơn vị,Mã nhóm
1,Hoàng Thị Thuý,Phó Trưởng phòng,Phòng Một,TT
2,Hoàng Thị Thúy,Chuyên viên,Phòng Một,TT
3,Nông Thị Hà,Chuyên viên,Sở A,CCVC
4,Nông Thị Hà,Viên chức,Sở D,CCVC
"""
AWARDS = "STT,Họ và tên,Hình thức khen thưởng\n1,{name},Giấy khen\n"


@pytest.mark.parametrize(
    ("name", "shown", "said", "receives"),
    [
        ("Hoàng Thị Thúy", "2", "1", "Phó Trưởng phòng"),
        ("Hoàng Thị Thúy", "2", "nobody", None),
        ("Hoàng Thị Thúy", "2", "2", "Chuyên viên"),
        ("Nông Thị Hà", "nobody", "4", "Viên chức"),
        ("Nông Thị Hà", "nobody", "5", None),
    ],
)
def test_whose_an_award_is_is_decided_on_the_page(organiser, store, name, shown, said, receives):
    page = organiser.get(
        address := preview(organiser, workbook(NAMESAKES, AWARDS.format(name=name)))
    )
    assert re.findall(r'name="award-1" value="(\w+)" checked', page.text) == [shown]
    organiser.post(address, data={"award-1": said}, headers=ORIGIN)
    again = organiser.get(address)
    kept = said if f'value="{said}"' in page.text else shown
    assert re.findall(r'name="award-1" value="(\w+)" checked', again.text) == [kept]
    assert confirm(organiser, address, **{"award-1": said}).status_code == 303
    titles = [p.holder.title for p in store.read.invitations() if p.award and p.holder]
    assert titles == ([receives] if receives else [])


def test_a_new_row_tells_what_was_read_of_it(organiser):
    listed = (
        "STT,Danh xưng,Họ và tên,Đơn vị,Mã nhóm,Số điện thoại\n1,Bà,Vi Thị An,Sở D,SBN,530000001\n"
    )
    told = text_of(organiser.get(preview(organiser, listed)))
    assert "Danh xưng: Bà" in told
    assert "Số điện thoại: 0530000001" in told


def test_an_old_preview_is_gone_and_says_so(organiser, clock):
    address = preview(organiser, DOUBTFUL)
    clock.forward(hours=1, minutes=1)
    sign_in(organiser)
    gone = organiser.get(address)
    assert gone.status_code == 404
    assert "Xin chọn lại tệp" in gone.text


def test_an_admission_stands_whatever_a_list_says(organiser, store):
    desk.admit_by_hand(store, QUY.id, "a", at(40))
    address = preview(organiser, HEAD + "1,Vi Văn An,Chuyên viên,Sở D,SBN,\n")
    organiser.get(address)
    done = confirm(organiser, address)
    assert "Giữ nguyên 1 lượt đã ghi nhận" in organiser.get(done.location).text
    assert store.read.inside(QUY.id)
    assert organiser.get("/api/places", headers=ORGANISER).status_code == 200

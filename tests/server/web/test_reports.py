"""The report and the awards as pages: numbers put on record with who did so, papers to print."""

import re
from dataclasses import replace

import pytest

from server import desk
from server.guests import Award
from tests.server.cast import OANH, QUY, SOMEBODY, at, invite
from tests.server.web.house import CLERK, ORGANISER, ORIGIN, VIEWER, sign_in


@pytest.mark.parametrize("who", [VIEWER, CLERK])
def test_nobody_but_organisers_reads_reports_and_awards(client, codes, who):
    for path in ("/reports", "/papers/bao-cao.pdf", "/awards", "/papers/bao-chi.pdf"):
        assert client.get(path, headers=who).status_code == 403


def test_numbers_are_put_on_record_with_who_and_when(client, store, codes):
    desk.admit_by_hand(store, QUY.id, "a", at(39))
    sign_in(client)
    assert "Chưa chốt lần nào" in client.get("/reports").text
    assert client.post("/reports", data={}, headers=ORIGIN).status_code == 303

    page = client.get("/reports").text
    assert "Chốt lúc 07:40 ngày 17/11/2023, organiser" in page
    assert page.count("Tổng số đại biểu được mời: 03. Có mặt: 01 đại biểu") == 2
    [record] = [r for r in store.read.scans(0, 500) if r.detail.get("what") == "freeze"]
    assert (record.person, record.detail["headcount"]["present"]) == ("organiser", 1)


def test_looking_at_the_report_puts_nothing_on_record(client, store, codes):
    before = store.read.head()
    for path in ("/reports", "/awards", "/papers/bao-cao.pdf"):
        assert client.get(path, headers=ORGANISER).status_code == 200
    assert store.read.head() == before


def test_awards_tell_order_receiver_and_who_is_missing(client, store):
    invite(
        store,
        replace(QUY, award=Award(order=2)),
        replace(OANH, award=Award(order=1, form="Bằng khen")),
        replace(SOMEBODY, award=Award(collective=True)),
    )
    desk.admit_by_hand(store, OANH.id, "a", at(39))
    page = client.get("/awards", headers=ORGANISER).text
    assert "Chưa có mặt 02 / 03 đại biểu nhận khen thưởng: Ông Lý Văn Quý, Sở C." in page
    assert page.index("Bà Hoàng Thị Kim Oanh") < page.index("<b>Ông Lý Văn Quý</b>")
    assert "Có mặt 07:39" in page


def test_without_awards_the_page_says_how_to_note_them(client, codes):
    assert "chưa ghi ai nhận khen thưởng" in client.get("/awards", headers=ORGANISER).text


def test_the_buttons_are_called_as_organisers_call_them(client, codes):
    page = client.get("/reports", headers=ORGANISER).text
    button = re.search(r'<a [^>]*href="([^"]+)"[^>]*>In báo cáo số lượng đại biểu</a>', page)

    assert client.get(button.group(1), headers=ORGANISER).status_code == 200
    assert "Danh sách giới thiệu đại biểu (cho người dẫn chương trình)" in page

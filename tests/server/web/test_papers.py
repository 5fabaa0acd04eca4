"""Everything that is printed: listed by purpose, looked at, drawn in the background, stopped."""

import html
import io
import re
import threading
import zipfile
from dataclasses import replace

import docx
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from server.web.catalogue import papers_by_file
from server.web.press import Press
from server.web.sheets import Paper
from tests.rig.waiting import until
from tests.server.cast import QUY
from tests.server.web.house import CLERK, ORGANISER, OWNER, VIEWER, configured

BEGINS = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "zip": b"PK", "csv": b"\xef\xbb\xbf"}
# What a list of three whose names are known, with seats and without awards, has to print.
FILES = {
    "phieu-moi-a5.pdf", "phieu-moi-4-tren-a4.pdf", "anh-phieu-moi.zip", "loi-moi.csv",
    "giay-moi.docx",
    "phieu-cho-ngoi-a6.pdf", "phieu-cho-ngoi-80mm.pdf", "phieu-cho-ngoi-58mm.pdf",
    "du-phong-theo-ten.pdf", "du-phong-theo-don-vi.pdf", "du-phong-theo-ghe.pdf",
    "ky-nhan-tai-lieu.pdf", "ma-quet-thu.pdf",
    "so-do-a3.pdf", "so-do-a4.pdf", "so-do-khong-ten-a3.pdf", "so-do-khong-ten-a4.pdf",
    "bien-chi-dan-a4.pdf", "bien-chi-dan-a5.pdf", "bien-ten.pdf", "bien-don-vi.pdf",
    "gioi-thieu-dai-bieu.pdf", "khen-thuong.pdf", "bao-chi.pdf",
    "bao-cao.pdf", "bao-cao.docx", "bao-cao.xlsx",
}  # fmt: skip


def draw(client, file):
    """Have a paper drawn in the background and give its last word."""
    job = client.post("/api/papers", json={"paper": file}, headers=ORGANISER).json
    path = f"/api/papers/{job['id']}"

    def ended():
        told = client.get(path, headers=ORGANISER).json
        return told if told["state"] != "drawing" else None

    return until(f"{file} to be drawn", ended, 60)


def fetched(client, job):
    return client.get(f"/papers/drawn/{job['id']}", headers=ORGANISER)


@pytest.mark.parametrize("who", [VIEWER, CLERK], ids=["viewer", "clerk"])
def test_nobody_but_organisers_has_papers(client, codes, who):
    for path in (
        "/papers",
        "/papers/letter",
        "/papers/bao-chi.pdf",
        "/papers/so-do-a4.pdf/look.png",
        "/papers/so-do-a4.pdf/pages",
        "/papers/so-do-a4.pdf/pages.json",
    ):
        assert client.get(path, headers=who).status_code == 403
    asked = client.post("/api/papers", json={"paper": "so-do-a4.pdf"}, headers=who)
    assert asked.status_code == 403


def test_every_paper_is_listed_and_drawn(client, app, codes):
    page = client.get("/papers", headers=ORGANISER).text
    listed = {file for file, paper in papers_by_file(app.house).items() if paper.ending}
    assert listed == FILES
    for file in FILES - {"anh-phieu-moi.zip"}:
        assert f'data-draw="{file}"' in page
        answer = client.get(f"/papers/{file}", headers=ORGANISER)
        assert (file, answer.status_code, answer.data[:4]) == (file, 200, answer.data[:4])
        assert answer.data.startswith(BEGINS[file.rpartition(".")[2]]), file


def test_every_page_is_a_picture_of_its_own_and_they_are_as_many_as_are_printed(client, app, codes):
    for file, paper in papers_by_file(app.house).items():
        if paper.read or paper.ending != "pdf":
            continue
        printed = pypdfium2.PdfDocument(client.get(f"/papers/{file}", headers=ORGANISER).data)
        told = client.get(f"/papers/{file}/pages.json", headers=ORGANISER).json
        assert (file, told["pages"]) == (file, len(printed))
        for number in range(1, told["pages"] + 1):
            look = client.get(f"/papers/{file}/look.png?page={number}", headers=ORGANISER)
            width, height = Image.open(io.BytesIO(look.data)).size
            across, down = printed[number - 1].get_size()
            assert (file, width) == (file, 1200)
            assert abs(height / width - down / across) < 0.01, file
        page = client.get(f"/papers/{file}/pages", headers=ORGANISER).text
        links = [f'href="?page={number}"' in page for number in range(1, told["pages"] + 2)]
        assert links == [True] * told["pages"] + [False]
        for beyond in (f"look.png?page={told['pages'] + 1}", f"pages?page={told['pages'] + 1}"):
            assert client.get(f"/papers/{file}/{beyond}", headers=ORGANISER).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "9" * 20])
def test_a_page_that_is_no_number_is_refused(client, codes, page):
    answer = client.get(f"/papers/phieu-moi-a5.pdf/look.png?page={page}", headers=ORGANISER)
    assert answer.status_code == 400


def test_the_second_page_is_the_second_card(client, codes, store):
    answer = client.get("/papers/phieu-moi-a5.pdf/look.png?page=2", headers=ORGANISER)
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.data)))
    second = [place for place in store.read.invitations() if place.id in codes][1]
    assert [found.text for found in read] == [codes[second.id]]


def test_the_first_page_of_every_paper_is_a_picture(client, app, codes):
    for file, paper in papers_by_file(app.house).items():
        if not paper.read:
            answer = client.get(f"/papers/{file}/look.png", headers=ORGANISER)
            assert (file, answer.status_code) == (file, 200)
            width, height = Image.open(io.BytesIO(answer.data)).size
            assert (file, width >= 1080, height > 0) == (file, True, True)


def test_the_look_at_a_card_shows_the_card_itself(client, codes):
    answer = client.get("/papers/phieu-moi-a5.pdf/look.png", headers=ORGANISER)
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.data)))
    assert [found.text for found in read] == [codes[QUY.id]]


def test_looking_and_drawing_put_nothing_on_record(client, store, codes):
    before = store.read.head()
    client.get("/papers/phieu-moi-a5.pdf/look.png", headers=ORGANISER)
    draw(client, "phieu-moi-a5.pdf")
    assert store.read.head() == before


def test_a_paper_is_drawn_in_the_background_and_fetched_by_whoever_asked(client, codes):
    job = draw(client, "phieu-moi-a5.pdf")
    assert (job["state"], job["done"], job["total"], job["fault"]) == ("done", 3, 3, None)
    answer = fetched(client, job)
    assert len(answer.data) == job["size"]
    assert len(pypdfium2.PdfDocument(answer.data)) == 3
    assert answer.headers["Content-Disposition"] == 'attachment; filename="phieu-moi-a5.pdf"'
    another = client.get(f"/papers/drawn/{job['id']}", headers=OWNER)
    assert another.status_code == 404


def test_all_pictures_come_in_one_file(client, codes):
    packed = zipfile.ZipFile(io.BytesIO(fetched(client, draw(client, "anh-phieu-moi.zip")).data))
    read = [
        zxingcpp.read_barcodes(Image.open(packed.open(name)))[0].text for name in packed.namelist()
    ]
    assert sorted(read) == sorted(codes.values())


def test_badges_are_there_only_where_the_event_has_them(client, app, codes):
    assert client.get("/papers/the-dai-bieu.pdf", headers=ORGANISER).status_code == 404
    badges = replace(app.house.config.badges, chest_badges=True)
    app.house = configured(app.house, replace(app.house.config, badges=badges))
    assert client.get("/papers/the-dai-bieu.pdf", headers=ORGANISER).data.startswith(b"%PDF")


def test_what_there_is_nothing_of_says_why(client, store):
    page = client.get("/papers", headers=ORGANISER).text
    assert "Danh sách còn trống nên chưa có phiếu mời." in page
    assert "Chưa xếp chỗ nên chưa có gì để in." in page
    for path in ("/papers/phieu-moi-a5.pdf", "/papers/bien-ten.pdf/look.png"):
        assert client.get(path, headers=ORGANISER).status_code == 409
    refused = client.post("/api/papers", json={"paper": "phieu-moi-a5.pdf"}, headers=ORGANISER)
    assert refused.status_code == 409


@pytest.mark.parametrize("file", ["khac.pdf", "thu-dien-tu.", "bao-cao.exe"])
def test_a_paper_that_there_is_not_is_not_found(client, codes, file):
    assert client.get(f"/papers/{file}", headers=ORGANISER).status_code == 404


def test_the_letter_is_read_before_it_is_taken(client, codes):
    page = client.get("/papers/letter", headers=ORGANISER).text
    assert "trân trọng kính mời:" in page
    assert "Xóa ghi chú này trước khi trình ký." in page


def test_the_letter_is_to_whom_the_organisers_name(client, codes):
    to = "Đại diện lãnh đạo  Sở A\r\n\r\n"
    page = client.get("/papers/letter", query_string={"to": to}, headers=ORGANISER).text
    assert "trân trọng kính mời: Đại diện lãnh đạo Sở A." in page
    [link] = re.findall(r'href="(/papers/letter\.docx[^"]*)"', page)
    taken = client.get(html.unescape(link), headers=ORGANISER)
    paper = docx.Document(io.BytesIO(taken.data))
    said = [" ".join(paragraph.text.split()) for paragraph in paper.paragraphs]
    assert any(text.endswith("kính mời: Đại diện lãnh đạo Sở A.") for text in said)


@pytest.fixture
def press(clock):
    press = Press(clock)
    yield press
    press.close()


class Slow:
    """A paper of many volumes, each of which waits until it is let go."""

    def __init__(self, volumes):
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.paper = Paper("dai", "PDF", range(volumes * 10), self.draw, at_once=10)

    def draw(self, items):
        self.begun.release()
        assert self.go.acquire(timeout=60)
        return bytes([items[0]])


def test_a_long_paper_tells_its_progress_and_comes_in_volumes(press):
    slow = Slow(3)
    job = press.start(slow.paper, "Lan")
    assert (job.file, job.total) == ("dai.zip", 30)
    for volume in range(3):
        assert slow.begun.acquire(timeout=60)
        until(f"{volume} volumes", lambda done=volume * 10: job.done == done)
        slow.go.release()
    until("the end", lambda: job.ended)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(job.chunks())))
    assert [(n, packed.read(n)) for n in packed.namelist()] == [
        ("dai-tap-01.pdf", b"\0"),
        ("dai-tap-02.pdf", b"\x0a"),
        ("dai-tap-03.pdf", b"\x14"),
    ]


def test_a_paper_that_is_stopped_ends_after_the_volume_under_way_and_leaves_nothing(press):
    slow = Slow(3)
    job = press.start(slow.paper, "Lan")
    assert slow.begun.acquire(timeout=60)
    press.stop(job)
    slow.go.release()
    until("the end", lambda: job.ended)
    assert (job.state, job.done, b"".join(job.chunks())) == ("stopped", 10, b"")
    assert not slow.begun.acquire(blocking=False), "no other volume was begun"


def test_a_fault_is_told_and_the_next_paper_is_drawn_all_the_same(press):
    def fails(items):
        raise ValueError

    bad = press.start(Paper("hong", "PDF", [1], fails), "Lan")
    good = press.start(Paper("tot", "PDF", [1], lambda _: b"%PDF"), "Lan")
    until("the end", lambda: good.ended)
    assert (bad.state, "dữ liệu không in được" in bad.fault) == ("failed", True)
    assert (good.state, b"".join(good.chunks())) == ("done", b"%PDF")


def test_what_was_drawn_is_not_kept_for_long(client, app, clock, codes):
    job = draw(client, "ma-quet-thu.pdf")
    clock.forward(minutes=61)
    assert fetched(client, job).status_code == 404

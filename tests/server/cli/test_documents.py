"""What the clerk prints and sends, through the commands themselves."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import openpyxl
import pytest

from server import desk
from server.config import SHIPPED, load_config
from server.guests import Guest
from server.papers.cards import occasion_of
from server.storage.folder import EventFolder
from tests.badges.paper import pages, plain
from tests.server.cli.conftest import SAMPLE

FEW = ("DB001", "DB016", "DB018", "DB019", "DB061", "DB087")
LISTS = [
    "bao-chi.pdf",
    "du-phong-theo-don-vi.pdf",
    "du-phong-theo-ghe.pdf",
    "du-phong-theo-ten.pdf",
    "gioi-thieu-dai-bieu.pdf",
    "khen-thuong.pdf",
    "ky-nhan-tai-lieu.pdf",
]


@pytest.fixture
def few(ask, tmp_path):
    """Six of the sample: a leader, three heads of whom one is not named, an award, the press."""
    with (SAMPLE / "guests.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    with (tmp_path / "few.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[1] in FEW)])
    ask("guests", "import", "few.csv")


def _listed(ask):
    return ask("guests", "list", "--codes")


def admit(tmp_path, ask, *names):
    """Let guests in by hand, and one who is on no list."""
    with_names = {row["name"]: row["id"] for row in _listed(ask)}
    store = EventFolder(tmp_path / "data").open()
    now = datetime.now(UTC)
    for name in names:
        desk.admit_by_hand(store, with_names[name], f"hand-{name}", now, station="Bàn 1")
    desk.walk_in(store, Guest("Trần Văn Thêm", "Ông"), "Sở X", "SBN", "hand-walk-in", now)
    store.close()


def text_of(path):
    return " ".join(page.text for page in pages(path.read_bytes()))


def test_the_folder_holds_every_kind_of_paper(ask, few, tmp_path):
    admit(tmp_path, ask)
    made = ask("cards", "--out", "ra")
    out = tmp_path / "ra"
    counts = {"cards": 6, "packs": 5, "slips": 6, "plates": 6, "chart": 4, "signs": 36}
    counts |= {"lists": 7, "trials": 7}
    assert made == {"out": "ra", **counts}
    assert sorted(path.name for path in (out / "so-do").iterdir()) == [
        "so-do-a3.pdf",
        "so-do-a4.pdf",
        "so-do-khong-ten-a3.pdf",
        "so-do-khong-ten-a4.pdf",
    ]
    assert {path.name for path in (out / "bien-chi-dan").iterdir()} == {"a4.pdf", "a5.pdf"}
    assert not (out / "the-deo").exists()
    assert len(list((out / "phieu-moi").glob("*.png"))) == 6
    assert sorted(path.name for path in (out / "danh-sach").iterdir()) == LISTS
    assert sorted(path.name for path in (out / "bien-ten").iterdir()) == [
        "theo-don-vi.pdf",
        "theo-ten.pdf",
    ]
    for paper, width in (("a6", 105), ("80mm", 80), ("58mm", 58)):
        slips = pages((out / "phieu-cho-ngoi" / f"{paper}.pdf").read_bytes())
        assert len(slips) == 6
        assert {round(slip.width * 25.4 / 72) for slip in slips} == {width}


def test_every_paper_tells_a_reader_its_language_and_its_title(ask, few, tmp_path):
    ask("cards", "--out", "ra")
    ask("report", "--out", "ra/report.pdf")
    papers = {file.name: file.read_bytes() for file in (tmp_path / "ra").rglob("*.pdf")}

    assert len(papers) > 20
    assert [name for name, pdf in papers.items() if b"/Lang(vi)" not in pdf] == []
    assert [name for name, pdf in papers.items() if b"/Title" not in pdf] == []


def test_the_chart_shows_who_sits_where_and_the_one_for_the_entrance_does_not(ask, few, tmp_path):
    ask("cards", "--out", "ra", "--what", "chart")
    named = text_of(tmp_path / "ra" / "so-do" / "so-do-a3.pdf")
    nameless = text_of(tmp_path / "ra" / "so-do" / "so-do-khong-ten-a3.pdf")
    assert all(row["seat"] in named for row in _listed(ask))
    # DB019 is a stand-in's place: the chart shows who comes.
    for given in ("Lý Văn Quý", "Lộc Thị Hạnh", "Nguyễn Văn Mẫu"):
        assert given in named
        assert given not in nameless
    assert "Nghĩa" not in named
    assert "H12" in nameless
    assert "Lập lúc" in named


def test_badges_are_refused_until_they_are_turned_on(ask, dontiep, few, tmp_path):
    code, out, err = dontiep("cards", "--out", "ra", "--what", "badges", "--what", "slips")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "không cài phù hiệu" in err
    assert "chest_badges = true" in err
    assert not (tmp_path / "ra").exists()
    on = SHIPPED.read_text("utf-8").replace("chest_badges = false", "chest_badges = true")
    (tmp_path / "co-the.toml").write_text(on, "utf-8")
    made = ask("cards", "--out", "ra", "--what", "badges", "--config", "co-the.toml")
    assert made["badges"] == 6
    badges = text_of(tmp_path / "ra" / "the-deo" / "the-dai-bieu.pdf")
    assert "Lý Văn Quý" in badges
    assert "BÁO CHÍ" in badges


def test_a_pack_holds_the_pictures_of_one_unit_and_a_text_to_copy(ask, few, tmp_path):
    ask("cards", "--out", "ra", "--what", "cards")
    out = tmp_path / "ra"
    [packed] = (out / "theo-don-vi").glob("* - So C.zip")
    with zipfile.ZipFile(packed) as pack:
        text, *pictures = pack.namelist()
        assert text == "loi-moi.txt"
        said = pack.read(text).decode("utf-8-sig")
    assert len(pictures) == 2
    assert {p.name for p in (out / "phieu-moi").iterdir()} >= set(pictures)
    assert said == packed.with_suffix(".txt").read_bytes().decode("utf-8-sig")
    assert said.startswith("Kính gửi Sở C. ")
    assert "Đỗ Thị Hồng Nhung" in said
    rows = list(csv.DictReader(io.StringIO((out / "tin-nhan.csv").read_text("utf-8-sig"))))
    assert len(rows) == 6
    by_code = {row["desk_code"]: row for row in _listed(ask)}
    for row in rows:
        code = next(c for c in by_code if f"{c[:4]} {c[4:]}" in row["Tin SMS"])
        assert by_code[code]["id"] == row["Mã"]
        assert len(row["Tin SMS"]) == int(row["Số ký tự SMS"]) <= 160


def test_some_places_alone_leave_the_others_as_they_are(ask, few, tmp_path):
    ask("cards", "--out", "ra", "--what", "cards")
    out = tmp_path / "ra"
    before = {path.name for path in (out / "phieu-moi").iterdir()}
    packs = {path.name for path in (out / "theo-don-vi").iterdir()}
    one = _listed(ask)[1]["id"]
    made = ask("cards", "--out", "ra", "--only", one, "--what", "cards", "--what", "slips")
    assert (made["cards"], made["packs"], made["slips"]) == (1, 1, 1)
    assert {path.name for path in (out / "phieu-moi").iterdir()} == before
    assert {path.name for path in (out / "theo-don-vi").iterdir()} == packs
    assert len((out / "index.csv").read_text("utf-8-sig").splitlines()) == 7
    assert (out / "phieu-cho-ngoi" / "a6-bo-sung.pdf").exists()
    assert not (out / "danh-sach").exists()


def test_a_pack_of_a_unit_that_is_no_longer_invited_goes(ask, few, tmp_path):
    ask("cards", "--out", "ra", "--what", "cards")
    mine = tmp_path / "ra" / "theo-don-vi" / "ghi chu.txt"
    mine.write_text("của văn thư")
    [press] = [row["id"] for row in _listed(ask) if row["group"] == "BC"]
    ask("invitations", "cancel", press, "--reason", "báo bận")
    assert ask("cards", "--out", "ra", "--what", "cards")["packs"] == 4
    assert not list((tmp_path / "ra" / "theo-don-vi").glob("*Bao Lang Son*"))
    assert mine.exists()


def test_the_lists_tell_staff_what_they_need(ask, few, tmp_path):
    ask("cards", "--out", "ra", "--what", "lists")
    folder = tmp_path / "ra" / "danh-sach"
    by_name = text_of(folder / "du-phong-theo-ten.pdf")
    for row in _listed(ask):
        spaced = f"{row['desk_code'][:4]} {row['desk_code'][4:]}"
        assert by_name.count(spaced) == 1
    assert "dự thay Ông Vũ Trọng Nghĩa" in by_name
    assert "0530000016" not in by_name
    assert "0016" in by_name
    seats = text_of(folder / "du-phong-theo-ghe.pdf")
    assert all(seat in seats for seat in ("CT1", "A01", "B06", "H12"))
    assert "DANH SÁCH ĐẠI BIỂU KÝ NHẬN TÀI LIỆU" in text_of(folder / "ky-nhan-tai-lieu.pdf")
    awards = text_of(folder / "khen-thuong.pdf")
    assert awards.index("Lý Văn Quý") < awards.index("Đỗ Thị Hồng Nhung")
    assert "CHƯA CÓ MẶT" in awards
    assert "Phóng viên ảnh" in text_of(folder / "bao-chi.pdf")


def test_the_chair_introduces_who_is_in_the_hall_the_highest_first(ask, few, tmp_path):
    folder = tmp_path / "ra" / "danh-sach"
    ask("cards", "--out", "ra", "--what", "lists")
    expected = text_of(folder / "gioi-thieu-dai-bieu.pdf")
    assert "danh sách dự kiến" in expected
    assert "Đỗ Thị Hồng Nhung" in expected
    assert "Phóng viên ảnh" not in expected
    admit(tmp_path, ask, "Nguyễn Văn Mẫu", "Lý Văn Quý")
    ask("cards", "--out", "ra", "--what", "lists")
    here = text_of(folder / "gioi-thieu-dai-bieu.pdf")
    assert "Kính thưa" in here.split("Nguyễn Văn Mẫu")[0]
    assert "Lý Văn Quý" in here
    assert "Trần Văn Thêm" in here
    assert "Đỗ Thị Hồng Nhung" not in here
    assert "Có mặt" in text_of(folder / "khen-thuong.pdf").split("Lý Văn Quý")[1]


def test_a_report_says_the_sentence_and_the_head_of_the_chain_in_each_form(ask, few, tmp_path):
    admit(tmp_path, ask, "Lý Văn Quý")
    frozen = ask("headcount", "--freeze")["sentence"]
    head = ask("verify")["head"]
    for ending, read in ((".pdf", text_of), (".docx", _word_text), (".xlsx", _excel_text)):
        told = ask("report", "--out", f"bao-cao{ending}")
        said = read(tmp_path / f"bao-cao{ending}")
        assert told["head"] == head
        assert head in said.replace(" ", "")
        # A number's groups may part at a line's end, so the words are held and not the spaces.
        assert frozen.split(" Số liệu")[0] in said
        assert "Trần Văn Thêm" in said
        assert "BÁO CÁO SỐ LƯỢNG ĐẠI BIỂU" in said


def _word_text(path):
    paper = docx.Document(path)
    cells = [c.text for table in paper.tables for row in table.rows for c in row.cells]
    return plain(" ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells]))


def _excel_text(path):
    book = openpyxl.load_workbook(path)
    return " ".join(str(c.value) for sheet in book for row in sheet for c in row if c.value)


def test_the_letter_carries_the_term_and_nothing_personal(ask, tmp_path):
    known = SHIPPED.read_text("utf-8").replace("# date = 2023-11-17", "date = 2023-11-17")
    (tmp_path / "biet-ngay.toml").write_text(known, "utf-8")
    assert ask("letter", "--out", "gm.docx")["send_by"] is None
    told = ask("letter", "--out", "gm.docx", "--config", "biet-ngay.toml", "--to", "Sở A")
    assert told["send_by"] == "2023-11-14"
    paper = docx.Document(tmp_path / "gm.docx")
    said = [plain(paragraph.text) for paragraph in paper.paragraphs]
    order = ["GIẤY MỜI", "Trung tâm", "Tới dự", "Chủ trì: ……………………", "Thời gian: ngày 17"]
    at = [next(n for n, text in enumerate(said) if text.startswith(line[:9])) for line in order]
    assert at == sorted(at)
    # Whom alone it invites stands behind the colon; several are listed below it.
    assert any(text.endswith("tỉnh Lạng Sơn trân trọng kính mời: Sở A.") for text in said)
    assert not any(text.startswith("- Sở") for text in said)
    assert "Thời gian: ngày 17 tháng 11 năm 2023 (thứ Sáu)." in said
    # What the plan says in brackets is for the organisers.
    assert not any("kịch bản" in text for text in said)
    assert "ngày 14 tháng 11 năm 2023" in next(iter(paper.comments)).text
    assert len(paper.inline_shapes) == 0


def test_cards_say_the_plans_own_words_until_date_and_venue_are_set():
    config = load_config(SHIPPED, environ={})
    still_open = occasion_of(config.event, config.badges)
    assert still_open.time == "Dự kiến trong tháng 11/2023 (thời gian cụ thể sẽ thông báo sau)"
    assert still_open.place == "Tại thành phố Lạng Sơn (cụ thể sẽ thông báo sau)"
    known = replace(config.event, day=datetime(2023, 11, 17, tzinfo=UTC).date(), venue="UBND tỉnh")
    decided = occasion_of(known, config.badges)
    assert (decided.time, decided.place) == ("ngày 17/11/2023", "UBND tỉnh")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("cards", "--out", "tep"), "Không đọc hoặc ghi được"),
        (("cards", "--out", "ra", "--only", "DB999"), "DB999"),
        (("report", "--out", "tep/bao-cao.pdf"), "Không đọc hoặc ghi được"),
        (("report", "--out", "bao-cao.txt"), ".pdf, .docx hoặc .xlsx"),
        (("letter", "--out", "gm.pdf"), ".docx"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(dontiep, few, tmp_path, arguments, sentence):
    (tmp_path / "tep").write_text("là tệp, không phải thư mục")
    code, out, err = dontiep(*arguments)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"not a picture"])
def test_an_emblem_that_cannot_be_used_is_told_in_one_sentence(dontiep, few, tmp_path, content):
    emblem = tmp_path / "bieu-trung.png"
    if content:
        emblem.write_bytes(content)
    text = SHIPPED.read_text("utf-8").replace('# emblem = "bieu-trung.png"', f'emblem = "{emblem}"')
    (tmp_path / "khac.toml").write_text(text, "utf-8")
    code, out, err = dontiep("cards", "--out", "ra", "--what", "cards", "--config", "khac.toml")
    assert (code, out) == (1, "")
    assert "emblem của [badges] trong config.toml" in err
    assert (str(emblem) in err) == (content is None)
    assert not (tmp_path / "ra" / "phieu-moi").exists()

import csv
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE

import pytest

from badges.cards import write_cards
from badges.typesetting import Job, set_pngs
from badges.unfinished import NAME
from tests.badges.cast import OCCASION
from tests.badges.paper import codes_in, pages, picture, recompressed, rendered

# The folder with everything is drawn once, so its tests stay on one worker.
pytestmark = pytest.mark.xdist_group("cards")

LOOKS = {"styled": "phieu-moi", "plain": "phieu-moi-don-gian"}


def pictures(folder: Path, look: str) -> list[Path]:
    return sorted((folder / LOOKS[look]).glob("*.png"))


def test_the_folder_holds_everything_for_92_places(folder, cards):
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert len(found) == 92 * 4 + 3
    assert {"index.csv", "in/phieu-moi-a5.pdf", "in/phieu-moi-4-tren-a4.pdf"} < set(found)
    assert {"qr/DB001.svg", "phieu-moi/DB016 - Ly Van Quy.png"} < set(found)
    assert "phieu-moi/DB018 - So C.png" in found
    assert len({name.casefold() for name in found}) == len(found)


def test_the_index_says_which_file_is_whose(folder, cards):
    index = (folder / "index.csv").read_bytes()
    assert index.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(index.decode("utf-8-sig").splitlines()))
    assert [row["Mã"] for row in rows] == [card.id for card in cards]
    assert rows[15] == {
        "Mã": "DB016",
        "Đại biểu": "Lý Văn Quý",
        "Đơn vị": "Sở A",
        "Mã số": f"{cards[15].desk_code[:4]} {cards[15].desk_code[4:]}",
        "Ảnh phiếu mời": "phieu-moi/DB016 - Ly Van Quy.png",
        "Mã QR": "qr/DB016.svg",
    }
    assert all((folder / row["Ảnh phiếu mời"]).exists() for row in rows)
    assert all((folder / row["Mã QR"]).exists() for row in rows)
    assert not any(card.code in index.decode() for card in cards)


@pytest.mark.parametrize("look", LOOKS)
def test_every_picture_is_small_and_its_code_survives_a_chat_application(look, folder, cards):
    for path, card in zip(pictures(folder, look), cards, strict=True):
        image = picture(path.read_bytes())
        assert image.size == (1080, 1350)
        assert path.stat().st_size < 500_000
        assert codes_in(image) == [card.code]
        assert codes_in(recompressed(image, 60)) == [card.code]
        assert codes_in(image.resize((540, 675))) == [card.code]
        assert codes_in(recompressed(image.resize((540, 675)), 60)) == [card.code]


def test_every_code_alone_is_read(folder, cards):
    for card in cards:
        svg = (folder / "qr" / f"{card.id}.svg").read_bytes()
        (drawn,) = set_pngs(Job("seal", {"emblem": "code.svg"}, {"code.svg": svg}), ppi=144)
        assert codes_in(picture(drawn)) == [card.code]
        assert codes_in(picture((folder / "qr" / f"{card.id}.png").read_bytes())) == [card.code]


def test_every_code_is_read_from_the_printed_pages(folder, cards):
    a5 = (folder / "in/phieu-moi-a5.pdf").read_bytes()
    assert [codes_in(page) for page in rendered(a5, 100)] == [[card.code] for card in cards]


def test_every_code_is_read_from_the_printed_sheets(folder, cards):
    a4 = (folder / "in/phieu-moi-4-tren-a4.pdf").read_bytes()
    on_sheets = [set(codes_in(page)) for page in rendered(a4, 120)]
    expected = [{card.code for card in cards[i : i + 4]} for i in range(0, 92, 4)]
    assert on_sheets == expected


def test_no_page_says_what_this_event_must_not_be_called(folder):
    for file in (folder / "in").glob("*.pdf"):
        text = " ".join(page.text for page in pages(file.read_bytes())).casefold()
        assert "tọa đàm" in text
        assert "lễ kỷ niệm" not in text


def test_a_second_run_removes_the_cards_of_places_that_are_gone(tmp_path, cards):
    write_cards(cards[:3], OCCASION, tmp_path, looks=["styled"])
    note = tmp_path / "phieu-moi" / "ghi chú.txt"
    note.write_text("của người gửi", encoding="utf-8")
    renamed = replace(cards[0], name="Nguyễn Văn Khác")
    write_cards([renamed, cards[2]], OCCASION, tmp_path, looks=["styled"])
    assert [path.name for path in pictures(tmp_path, "styled")] == [
        "DB001 - Nguyen Van Khac.png",
        "DB003 - Hoang Dinh Thu.png",
    ]
    assert sorted(path.name for path in (tmp_path / "qr").glob("*.svg")) == [
        "DB001.svg",
        "DB003.svg",
    ]
    assert note.exists()


def test_a_run_for_one_place_leaves_the_others_alone(tmp_path, cards):
    write_cards(cards[:3], OCCASION, tmp_path, looks=["styled", "plain"])
    whole = (tmp_path / "in" / "phieu-moi-a5.pdf").read_bytes()
    renamed = replace(cards[1], name="Trần Thị Khác")
    write_cards([renamed], OCCASION, tmp_path, looks=["styled"], whole_list=False)
    names = [
        "DB001 - Nguyen Van Mau.png",
        "DB002 - Tran Thi Khac.png",
        "DB003 - Hoang Dinh Thu.png",
    ]
    assert [path.name for path in pictures(tmp_path, "styled")] == names
    # The other look was not drawn again: better no picture than one with the old name.
    assert [path.name for path in pictures(tmp_path, "plain")] == [names[0], names[2]]
    index = list(csv.reader((tmp_path / "index.csv").open(encoding="utf-8-sig", newline="")))
    assert [row[:2] for row in index[1:]] == [
        ["DB001", "Nguyễn Văn Mẫu"],
        ["DB002", "Trần Thị Khác"],
        ["DB003", "Hoàng Đình Thử"],
    ]
    assert (tmp_path / "in" / "phieu-moi-a5.pdf").read_bytes() == whole
    (added,) = rendered((tmp_path / "in" / "phieu-moi-a5-bo-sung.pdf").read_bytes(), 100)
    assert codes_in(added) == [renamed.code]


def test_an_index_of_somebody_else_is_no_licence_to_delete(tmp_path, cards):
    (tmp_path / "index.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    theirs = tmp_path / "qr" / "old.png"
    theirs.parent.mkdir()
    theirs.write_bytes(b"theirs")
    write_cards(cards[:1], OCCASION, tmp_path, looks=[])
    assert theirs.exists()


def test_a_first_run_touches_nothing_that_was_there(tmp_path, cards):
    theirs = tmp_path / "qr" / "old.png"
    theirs.parent.mkdir()
    theirs.write_bytes(b"theirs")
    write_cards(cards[:1], OCCASION, tmp_path, looks=[])
    assert theirs.read_bytes() == b"theirs"


def test_progress_counts_up_to_the_whole(tmp_path, cards):
    seen = []
    write_cards(
        cards[:5], OCCASION, tmp_path, looks=["plain"], progress=lambda *now: seen.append(now)
    )
    assert seen[-1] == (20, 20)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_what_progress_raises_stops_the_work_and_leaves_whole_files(tmp_path, cards, monkeypatch):
    monkeypatch.setattr("badges.cards.VOLUME", 10)
    many = [replace(card, id=f"{card.id}-{n}") for n in range(4) for card in cards]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cards(many, OCCASION, tmp_path, looks=["plain"], progress=stop)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(left) < len(many)
    assert not any(path.suffix == ".part" for path in left)
    assert not (tmp_path / "index.csv").exists()
    for path in left:
        if path.suffix == ".png":
            assert len(codes_in(picture(path.read_bytes()))) == 1


def test_a_stopped_run_is_continued_where_it_stopped(tmp_path, cards, monkeypatch):
    monkeypatch.setattr("badges.cards.BATCH", 2)

    def stop(done, total):
        if pictures(tmp_path, "styled"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cards(cards[:12], OCCASION, tmp_path, looks=["styled"], progress=stop)
    drawn = {path: path.stat().st_mtime_ns for path in pictures(tmp_path, "styled")}
    assert 0 < len(drawn) < 12
    # A power cut takes a line's end with it.
    with (tmp_path / NAME).open("a", encoding="utf-8") as unfinished:
        unfinished.write('\n["5d41')

    # The first card is another by now: its old picture must not stay.
    renamed = [replace(cards[0], name="Nguyễn Văn Khác"), *cards[1:12]]
    seen = []
    write_cards(
        renamed, OCCASION, tmp_path, looks=["styled"], progress=lambda *now: seen.append(now)
    )

    found = pictures(tmp_path, "styled")
    assert [codes_in(picture(path.read_bytes())) for path in found] == [[c.code] for c in renamed]
    assert found[0].name == "DB001 - Nguyen Van Khac.png"
    kept = [path for path in found if path.stat().st_mtime_ns == drawn.get(path)]
    assert len(kept) == len(drawn) - 2  # all but the first card's batch
    assert seen[-1] == (48, 48)
    assert not (tmp_path / NAME).exists()
    assert (tmp_path / "index.csv").exists()


# A shell's background job would hand down that Ctrl+C is to be ignored.
STOPPED = """
import signal, sys
from pathlib import Path
from badges.cards import write_cards
from tests.badges.cast import OCCASION, sample_cards

signal.signal(signal.SIGINT, signal.default_int_handler)
write_cards(sample_cards(), OCCASION, Path(sys.argv[1]), progress=lambda *now: print(*now, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal the POSIX way")
def test_ctrl_c_stops_the_work_and_leaves_no_half_file(tmp_path):
    run = [sys.executable, "-c", STOPPED, str(tmp_path)]
    root = Path(__file__).parents[2]
    work = subprocess.Popen(run, stdout=PIPE, stderr=subprocess.DEVNULL, text=True, cwd=root)
    with work:
        assert work.stdout
        assert work.stdout.readline()
        work.send_signal(signal.SIGINT)
        assert work.wait(60) != 0
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert 0 < len(left) < 92 * 4
    assert not any(path.suffix == ".part" for path in left)
    assert not (tmp_path / "index.csv").exists()
    for path in left:
        if path.suffix == ".png":
            assert len(codes_in(picture(path.read_bytes()))) == 1


def test_what_cannot_be_written_leaves_no_half_file(tmp_path, cards):
    (tmp_path / "qr").mkdir()
    (tmp_path / "qr" / "DB001.png").mkdir()
    with pytest.raises(OSError, match="DB001"):
        write_cards(cards[:3], OCCASION, tmp_path, looks=[])
    assert not list(tmp_path.rglob("*.part"))


def test_two_places_never_share_a_file(tmp_path, cards):
    with pytest.raises(ValueError, match="DB/1"):
        write_cards(
            [replace(cards[0], id="DB/1"), replace(cards[1], id="db 1")], OCCASION, tmp_path
        )
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_never_a_formula_in_the_index(tmp_path, cards):
    write_cards([replace(cards[0], name='=HYPERLINK("x")')], OCCASION, tmp_path, looks=[])
    assert "'=HYPERLINK" in (tmp_path / "index.csv").read_text(encoding="utf-8-sig")


def test_a_long_list_is_printed_in_volumes(tmp_path, cards, monkeypatch):
    monkeypatch.setattr("badges.cards.VOLUME", 3)
    write_cards(cards[:7], OCCASION, tmp_path, looks=[])
    printed = sorted((tmp_path / "in").glob("phieu-moi-a5*.pdf"))
    assert [path.name for path in printed] == [
        "phieu-moi-a5-tap-01.pdf",
        "phieu-moi-a5-tap-02.pdf",
        "phieu-moi-a5-tap-03.pdf",
    ]
    codes = [codes_in(page) for path in printed for page in rendered(path.read_bytes(), 100)]
    assert codes == [[card.code] for card in cards[:7]]


MANY = """
import resource, sys
from dataclasses import replace
from pathlib import Path
import badges.cards
from tests.badges.cast import OCCASION, sample_cards

badges.cards.VOLUME = 40
cards = sample_cards()
for size in (40, 200):
    many = [replace(cards[i % 92], id=f"DB{i}", name=f"Tên {i}") for i in range(size)]
    badges.cards.write_cards(many, OCCASION, Path(sys.argv[1]), looks=[])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="reads the memory the POSIX way")
def test_memory_does_not_grow_with_the_list(tmp_path):
    run = [sys.executable, "-c", MANY, str(tmp_path)]
    root = Path(__file__).parents[2]
    out = subprocess.run(run, capture_output=True, text=True, check=True, cwd=root)
    few, many = map(int, out.stdout.split())
    assert many - few < 120, f"{few} MB for 40 places, {many} MB for 200"

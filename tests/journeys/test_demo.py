"""`dontiep demo`: one command shows the whole thing, and its morning adds up to the sentence."""

import json
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.rig.api import Api
from tests.rig.programs import CONFIG, DONTIEP, ended
from tests.rig.waiting import free_port, until
from tests.rig.window import a_window

# domain.md, section 4: clock, invited, present, absent, excused, unexplained, stand-ins, rate.
MORNING = [
    ("07 giờ 30 phút", 85, 23, 62, 4, 58, 0, 27.1),
    ("07 giờ 45 phút", 85, 52, 33, 4, 29, 1, 61.2),
    ("08 giờ 00 phút", 85, 72, 13, 4, 9, 3, 84.7),
    ("08 giờ 11 phút", 85, 76, 9, 4, 5, 3, 89.4),
]
GROUPS_AT_EIGHT = {
    "LDT": (1, 2), "LDVP": (3, 4), "PBVP": (8, 9), "SBN": (14, 17), "DVPH": (4, 4),
    "CTS": (4, 4), "TT": (14, 14), "CCVC": (19, 25), "NVDV": (5, 6),
}  # fmt: skip
AT_EIGHT = (
    "Tổng số đại biểu được mời: 85. Có mặt: 72 đại biểu, đạt 84,7% (trong đó 03 đại biểu dự thay). "
    "Vắng: 13 đại biểu, trong đó có lý do: 04, chưa rõ lý do: 09. "
    "Phóng viên báo chí: 06 đồng chí. Số liệu chốt lúc 08 giờ 00 phút"
)


@contextmanager
def a_demo(folder: Path, *arguments: str):
    """Start the demonstration; lends a function that gives what it has said so far."""
    command = [DONTIEP, "demo", "--no-kiosk", "--port", str(free_port()), "--config", str(CONFIG)]
    out, err = folder / "out.txt", folder / "err.txt"
    with out.open("wb") as said, err.open("wb") as complained:
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
            cwd=folder,
        )

    def told() -> str:
        assert process.poll() is None, err.read_text("utf-8")
        return out.read_text("utf-8")

    with ended(process):
        yield told


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The document of one demonstration at full speed, while it runs."""
    with a_demo(tmp_path_factory.mktemp("demo"), "--arrivals", "max", "--json") as told:
        until("the demonstration", lambda: told().rstrip().endswith("}"), 240)
        yield json.loads(told())


@pytest.mark.parametrize("n", range(4), ids=["07:30", "07:45", "08:00", "end"])
def test_the_morning_adds_up(demo, n):
    clock, *numbers = MORNING[n]
    count = demo["headcounts"][n]

    keys = ("invited", "present", "absent", "excused", "unexplained", "substitutes", "rate")
    assert [count[key] for key in keys] == numbers
    assert clock in count["sentence"]


def test_the_sentence_at_eight_is_the_one_for_the_chair(demo):
    assert demo["headcounts"][2]["sentence"].startswith(AT_EIGHT)


def test_the_groups_and_the_press_at_eight_are_as_they_came(demo):
    count = demo["headcounts"][2]

    assert count["press"] == {"invited": 7, "present": 6}
    groups = {code: (n["present"], n["invited"]) for code, n in count["by_group"].items()}
    assert {code: groups[code] for code in GROUPS_AT_EIGHT} == GROUPS_AT_EIGHT


def test_the_demonstration_serves_what_it_says(demo):
    assert Api(demo["url"]).get("/healthz").json == {"ok": True}
    assert demo["board"].startswith(demo["url"])
    assert demo["name"]
    assert demo["password"]


def test_a_newcomer_opens_the_clerks_face_with_the_pin_that_is_told(playwright, screen, tmp_path):
    log = tmp_path / "demo.log"
    command = [DONTIEP, "demo", "--port", str(free_port()), "--config", str(CONFIG)]
    with a_window(playwright, command, log, screen) as window:
        pin = re.search(r"F12 ở cửa sổ máy quét, mã nhân viên (\d{4});", log.read_text("utf-8"))[1]
        expect(window.page.locator("#guest")).to_have_attribute("data-screen", "idle")
        screen.run("xdotool", "key", "--delay", "0", "F12")
        expect(window.page.locator("#entry")).to_be_visible()
        screen.type(pin, 100)
        expect(window.page.locator("#connection[data-kind=live]")).to_be_visible()
        expect(window.page.locator("[data-figure=invited]")).to_have_text("85")


def test_the_cards_to_scan_lie_where_it_says_and_can_be_read(demo):
    pictures = sorted(Path(demo["cards"]).rglob("*.png"))

    assert len(pictures) >= 92
    [read] = zxingcpp.read_barcodes(Image.open(pictures[0]).convert("L"))
    assert re.fullmatch("[BCFGHJKLMNPRSTVX]{36}", read.text)


def test_a_person_is_told_where_to_look_and_the_four_sentences(tmp_path):
    with a_demo(tmp_path, "--arrivals", "max") as told:
        until("the last sentence", lambda: MORNING[-1][0] in told(), 240)
        said = told()

    assert re.search(r"http://127\.0\.0\.1:\d+/board", said)
    assert AT_EIGHT in said
    assert [clock for clock, *_ in MORNING if clock in said] == [clock for clock, *_ in MORNING]


def test_the_demonstration_leaves_nothing_behind(tmp_path):
    with a_demo(tmp_path, "--json") as told:
        until("the demonstration", lambda: told().rstrip().endswith("}"), 240)
        cards = Path(json.loads(told())["cards"])
        assert cards.is_dir()

    assert not cards.exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["err.txt", "out.txt"]

"""Lines in, lines out: the form of the contract, and input that no scanner should send."""

import io
import json
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.app import Options, open_kiosk
from kiosk.headless import run_headless
from server.errors import UnauthorizedError, UnavailableError
from tests.rig.waiting import free_port, until


def run(machine, text, *, linger=0.0, ended=None):
    answers = io.StringIO()
    lines = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    assert run_headless(machine, linger, ended or threading.Event(), lines, answers) == 0
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def test_each_line_that_says_something_is_answered_in_order(house, kiosk):
    codes = house.codes
    text = f"\n{codes['DB001']}\n   \n\t\n{codes['DB012']}\r\nnhầm mã"

    answers = run(kiosk(), text)

    assert [(a["verdict"], a["reason"]) for a in answers] == [
        ("admitted", None),
        ("admitted", None),
        ("refused", "not_ours"),
    ]
    assert set(answers[0]) == {
        "scan_id", "verdict", "reason", "greeting", "seat", "decided_by", "durable", "ms",
    }  # fmt: skip
    assert answers[0]["greeting"] == "Trân trọng kính chào Bà Trần Thị Bí Mật 1"
    assert answers[0]["seat"] == house.store.read.invitation("DB001").seat
    assert "cho biết họ tên" in answers[1]["greeting"]
    assert answers[2]["greeting"].startswith("Đây không phải mã trên phiếu mời")
    assert answers[2]["seat"] is None


@pytest.mark.parametrize(
    "line",
    [b"\x00", b"\xff\xfe\xfa", b"]Q1", b"=QA", "A\u2028B".encode(), b"9" * 7089, b"A" * 1_000_000,
     b"<script>alert(1)</script>", b"' OR 1=1; DROP TABLE guests;--", b"{{7*7}}"],
)  # fmt: skip
def test_whatever_a_line_holds_it_is_one_refusal_and_the_next_guest_comes_in(house, kiosk, line):
    answers = run(kiosk(), line + b"\n" + house.codes["DB001"].encode() + b"\n")

    assert [a["verdict"] for a in answers] == ["refused", "admitted"]
    assert answers[0]["reason"] in {"not_ours", "unknown_code"}
    assert house.inside() == {"DB001"}


@pytest.mark.parametrize(
    "dress",
    [
        lambda code: code.lower(),
        lambda code: "]Q1" + code,
        lambda code: "-".join(code[i : i + 4] for i in range(0, 36, 4)),
        lambda code: " ".join(code[i : i + 4] for i in range(0, 36, 4)),
        lambda code: "\x02" + code + "\x03",
        lambda code: code + "\x0f",
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    ],
    ids=["Caps Lock", "AIM prefix", "hyphens", "spaces", "STX ETX", "Ctrl+O", "full width"],
)
def test_a_code_is_known_however_the_scanner_dresses_it(house, kiosk, dress):
    [answer] = run(kiosk(), dress(house.codes["DB001"]))

    assert answer["verdict"] == "admitted"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_an_answer_that_cannot_be_written_ends_it_in_one_sentence_and_the_scan_stays(house, kiosk):
    machine, lines = kiosk(), io.BytesIO(f"{house.codes['DB001']}\n".encode())
    full = Path("/dev/full").open("w")  # noqa: SIM115  # closing it would fail again
    with pytest.raises(UnavailableError, match="Không in được kết quả"):
        run_headless(machine, 1, threading.Event(), lines, full)
    assert house.inside() == {"DB001"}
    with suppress(OSError):
        full.close()


def test_at_the_end_of_its_input_it_waits_for_the_server_only_so_long(house, kiosk):
    machine = kiosk()
    house.stop()
    [answer] = run(machine, house.codes["DB001"], linger=0.2)

    assert answer["decided_by"] == "kiosk"
    assert machine.waiting == 1


def test_at_the_end_of_its_input_it_delivers_what_it_holds(house, kiosk):
    machine = kiosk()
    machine.link.breaker.trip()
    [answer] = run(machine, house.codes["DB001"], linger=10)

    assert answer["decided_by"] == "kiosk"
    assert machine.waiting == 0
    assert answer["scan_id"] in house.scans()


def test_without_a_list_and_with_a_key_that_is_not_known_it_gives_up(house, tmp_path):
    stranger = open_kiosk(Options(house.config, tmp_path / "new", house.url, "wrong"))
    with stranger as machine, pytest.raises(UnauthorizedError, match="khóa"):
        run(machine, house.codes["DB001"])


def test_while_it_waits_for_its_first_list_it_says_why(house, tmp_path, capsys):
    ended = threading.Event()
    nobody = f"http://127.0.0.1:{free_port()}"
    with open_kiosk(Options(house.config, tmp_path / "new", nobody, "key")) as machine:
        waiting = threading.Thread(target=run, args=(machine, "x"), kwargs={"ended": ended})
        waiting.start()
        try:
            said = until("a word on why", lambda: capsys.readouterr().err)
        finally:
            ended.set()
            waiting.join()
    assert said == "Không kết nối được máy chủ; đang chờ bản danh sách đầu tiên…\n"

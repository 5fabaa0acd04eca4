"""Serial scanners, over pseudo-terminals: what they say arrives once, whole and in order."""

import http.client
import json
import sys
from dataclasses import replace
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from serial.tools.list_ports_common import ListPortInfo

from kiosk.app import serve_page
from kiosk.scanner import Scanners, SerialScanner, TextReader, is_scanner
from server.invitations import make_code
from tests.rig.serial_line import SerialLine
from tests.rig.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

ONE, TWO = make_code("one"), make_code("one")


@pytest.fixture
def line(tmp_path):
    """`line("A")` plugs a scanner in."""
    lines = []

    def plug_in(name="A"):
        lines.append(SerialLine(tmp_path / f"tty{name}"))
        return lines[-1]

    yield plug_in
    for one in lines:
        one.pull_out()


@pytest.fixture
def texts():
    return []


@pytest.fixture
def hear(texts):
    """`hear(line)` hears it from here on, into `texts`."""
    heard = []

    def start(line):
        scanner = SerialScanner(str(line.name), texts.append)
        heard.append(scanner)
        until("the port", scanner.open.is_set)
        return scanner

    yield start
    for scanner in heard:
        scanner.close()


@pytest.mark.parametrize(
    "framed", [b"%s\r", b"%s\n", b"%s\r\n", b"\x02%s\x03", b"\x02%s\x03\r\n", b"%s"]
)
def test_a_code_arrives_however_its_scanner_ends_it(line, hear, texts, framed):
    scanner = line()
    hear(scanner)

    scanner.say(framed % ONE.encode())
    until("the code", lambda: texts)
    scanner.say(framed % TWO.encode())
    until("the next", lambda: len(texts) == 2)

    assert texts == [ONE, TWO]


def test_a_code_that_comes_in_pieces_is_one_code(line, hear, texts):
    scanner = line()
    hear(scanner)
    for letter in ONE:
        scanner.say(letter.encode())
    scanner.say(b"\r")

    until("the code", lambda: texts)
    assert texts == [ONE]


def test_two_scanners_at_once_do_not_mix(line, hear, texts):
    first, second = line("A"), line("B")
    hear(first)
    hear(second)
    for a, b in zip(ONE, TWO, strict=True):
        first.say(a.encode())
        second.say(b.encode())
    second.say(b"\r\n")
    first.say(b"\r\n")

    until("both", lambda: len(texts) == 2)
    assert sorted(texts) == sorted([ONE, TWO])


def test_a_scanner_that_is_pulled_out_and_back_is_heard_again(line, hear, texts):
    plug = line()
    scanner = hear(plug)

    plug.pull_out()
    until("the trouble", lambda: scanner.trouble)
    assert "Kiểm tra dây cắm" in scanner.trouble
    assert not scanner.open.is_set()
    plug.plug_in()
    until("the port again", scanner.open.is_set, 20)
    assert scanner.trouble is None
    plug.say(ONE.encode() + b"\r")

    until("the code", lambda: texts)
    assert texts == [ONE]


def test_a_port_that_another_program_holds_is_told_and_taken_once_it_is_free(line, hear, texts):
    plug = line()
    holder = hear(plug)
    second = SerialScanner(str(plug.name), texts.append)

    until("the trouble", lambda: second.trouble)
    assert "chương trình khác" in second.trouble
    holder.close()
    until("the port", second.open.is_set, 20)
    second.close()


def test_joined_codes_are_two_and_the_same_code_twice_is_one():
    reader = TextReader()

    assert reader.feed(f"{ONE}{TWO}\r".encode()) == [ONE, TWO]
    assert reader.feed(f"{ONE}{ONE}\r".encode()) == [ONE]


def test_joined_texts_that_are_not_both_codes_stay_one_text():
    spoilt = ONE[:-1] + ("B" if ONE[-1] != "B" else "C")

    assert TextReader().feed(f"{ONE}{spoilt}\r".encode()) == [ONE + spoilt]
    assert TextReader().feed(f"{ONE}{TWO[:20]}\r".encode()) == [ONE + TWO[:20]]


def test_silence_ends_a_whole_code_at_once_and_another_text_with_patience():
    reader = TextReader()
    reader.feed(ONE.encode())
    assert reader.hear_silence() == [ONE]

    reader.feed(b"8934588012112")
    silences = [reader.hear_silence() for _ in range(10)]
    assert silences == [[]] * 9 + [["8934588012112"]]
    assert reader.hear_silence() == []


def test_bytes_that_are_no_text_do_no_harm():
    reader = TextReader()

    [text] = reader.feed(b"\xff\xfe\x00BCF\xc3\r")
    assert text.endswith("BCF\ufffd")
    assert reader.feed(b" \r\n\r\n\x02\x03") == []


def test_a_port_that_talks_without_end_keeps_no_more_than_a_text():
    reader = TextReader()
    for _ in range(1000):
        reader.feed(b"7" * 4096)

    texts = [text for _ in range(10) for text in reader.hear_silence()]
    assert [len(text) for text in texts] == [513]


def a_port(description="n/a", vid=None, manufacturer=None, product=None):
    port = ListPortInfo("COM3")
    port.description, port.vid = description, vid
    port.manufacturer, port.product = manufacturer, product
    return port


@pytest.mark.parametrize(
    "port",
    [
        a_port("USB Serial Device (COM3)", 0x0C2E),
        a_port("Symbol Bar Code Scanner", 0x05E0),
        a_port("USB Serial Device (COM4)", 0x0483, "NETUM", "Barcode Scanner"),
        a_port("2D Imager", 0x1234),
    ],
)
def test_a_port_that_says_it_is_a_scanner_is_opened(port):
    assert is_scanner(port)


@pytest.mark.parametrize(
    "port",
    [
        a_port("Communications Port (COM1)"),
        a_port("Standard Serial over Bluetooth link (COM5)"),
        a_port("Bluetooth Barcode Scanner link", 0x1234),
        a_port("HUAWEI Mobile Connect - 3G Modem", 0x12D1),
        a_port("u-blox GNSS receiver", 0x1546),
        a_port("Zebra modem", 0x05E0),
        a_port("USB-SERIAL CH340 (COM6)", 0x1A86),
        a_port("FT232R USB UART", 0x0403, "FTDI"),
    ],
)
def test_no_other_port_is_touched(port):
    assert not is_scanner(port)


def test_named_ports_are_heard_and_their_trouble_is_told(line, texts):
    plug = line()
    missing = str(plug.name.with_name("ttyNone"))
    scanners = Scanners((str(plug.name), missing), texts.append)
    try:
        until("one scanner", lambda: scanners.state().count == 1)
        until("the other's trouble", lambda: scanners.state().trouble)
        assert (
            scanners.state().trouble == f"Chưa thấy đầu đọc mã ở cổng {missing}. Kiểm tra dây cắm"
        )
    finally:
        scanners.close()


def test_a_scanner_found_later_is_heard_and_one_that_comes_back_renamed_is_not_missed(line, texts):
    found = []
    scanners = Scanners(("auto",), texts.append, lambda: [str(plug.name) for plug in found])
    try:
        found.append(line("A"))
        until("the scanner", lambda: scanners.state().count == 1)
        found.pop().pull_out()
        until("the trouble", lambda: scanners.state().trouble)
        found.append(line("B"))
        until("it is back", lambda: scanners.state().count == 1 and not scanners.state().trouble)
        found[0].say(ONE.encode() + b"\r")
        until("the code", lambda: texts == [ONE])
    finally:
        scanners.close()


def test_no_port_is_opened_where_none_is_wanted(line, texts):
    scanners = Scanners((), texts.append, lambda: [str(line().name)])

    assert scanners.state().document() == {"count": 0, "trouble": None}
    scanners.close()


def test_a_serial_scan_lets_the_guest_in_and_every_page_hears_of_it(house, kiosk, line):
    first, second = line("A"), line("B")
    ports = (str(first.name), str(second.name))
    house.config = replace(house.config, kiosk=replace(house.config.kiosk, serial_ports=ports))
    machine = kiosk()
    until("both scanners", lambda: machine.state()["scanners"] == {"count": 2, "trouble": None})
    guests = [house.codes[f"DB{n:03d}"] for n in (1, 2, 3, 4)]
    with serve_page(machine, machine._ended) as url:
        answers = _answers(url)
        told = []
        for code, scanner in zip(guests, cycle([first, second]), strict=False):
            scanner.say(code.encode() + b"\r\n")
            told.append(next(answers)["guest"]["name"])
        first.say(b"012345678901|987654321|NGUYEN VAN A|01011990|Nam|Lang Son|01012021\r\n")
        card = next(answers)

    assert told == [f"Trần Thị Bí Mật {n}" for n in (1, 2, 3, 4)]
    assert (card["screen"], card["guest"]) == ("idcard", None)
    assert house.inside() == {f"DB{n:03d}" for n in (1, 2, 3, 4)}


def _answers(url):
    """The answers on the page's stream, from now on."""
    there = urlsplit(url)
    connection = http.client.HTTPConnection(there.netloc, timeout=20)
    connection.request("GET", f"{there.path}events")
    stream = connection.getresponse()
    assert stream.readline() == b"event: state\n"

    def told():
        kind = b""
        while line := stream.readline():
            if line.startswith(b"event: "):
                kind = line.strip()
            elif line.startswith(b"data: ") and kind == b"event: answer":
                yield json.loads(line[6:])

    return told()

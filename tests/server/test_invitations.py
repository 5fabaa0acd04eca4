import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.invitations import (
    ALPHABET,
    CODE_LENGTH,
    ReadCode,
    Reading,
    event_letters,
    format_desk_code,
    hash_code,
    make_code,
    make_desk_code,
    read_code,
)

EVENT = "e1"
# Fixed, since the names of parametrized tests must be the same in every worker.
CODE = "NPKNHKXNXSXTGXCRMJHTXJSXVSNKXKGKRFJS"
OF_ANOTHER_EVENT = "FSXPRJHFVRFNLMLGHFKJKJGHJSTGVRVSBLNF"
HOST = "moi.example.vn"
GROUPED = "-".join(CODE[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def test_a_new_code_is_read_as_an_invitation_and_only_its_hash_is_needed_to_find_it():
    read = read_code(CODE, EVENT)
    assert (read.reading, read.code, read.code_hash) == (Reading.INVITATION, CODE, hash_code(CODE))


def test_a_thousand_codes_differ_and_have_no_two_equal_neighbours():
    codes = {make_code(EVENT) for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert len(code) == CODE_LENGTH
        assert set(code) <= set(ALPHABET)
        assert all(a != b for a, b in pairwise(code))


@pytest.mark.parametrize(
    "text",
    [
        CODE.lower(),
        CODE.swapcase(),
        GROUPED,
        GROUPED.replace("-", " "),
        f"]Q1{CODE}",
        f"]Q3\\000026{CODE}",
        f"\x02{CODE}\x03",
        f"{CODE}\r\n",
        f"{CODE}\x0f",
        f"{CODE[:9]}\x1b{CODE[9:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in CODE),
        f"https://{HOST}/i/{CODE}",
        f"https://{HOST}/i/{CODE.lower()}?utm_source=zalo&fbclid=IwAR0",
        f"HTTPS://{HOST.upper()}/I/{CODE}",
    ],
)
def test_what_scanners_and_chats_add_to_a_code_is_taken_off(text):
    assert read_code(text, EVENT, HOST).code == CODE


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        (OF_ANOTHER_EVENT, Reading.OTHER_EVENT),
        (CODE[:-1], Reading.MISREAD),
        (CODE + "B", Reading.MISREAD),
        (CODE[:20], Reading.MISREAD),
        (CODE[-6:], Reading.MISREAD),
        (CODE[-1:], Reading.MISREAD),
        ("".join(map("".join, zip(CODE, reversed(CODE), strict=True))), Reading.MISREAD),
        (f"https://evil.example/i/{CODE}", Reading.LINK),
        (f"https://{HOST}@evil.example/i/{CODE}", Reading.LINK),
        (f"https://mоi.example.vn/i/{CODE}", Reading.LINK),
        ("https://[bad/i/x", Reading.LINK),
        (
            "999090000001|000000001|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu|01012022",
            Reading.IDENTITY_CARD,
        ),
        ("999090000001||Nguyễn Văn Mẫu|01011990|Nam|Xã Mẫu|01072024||", Reading.IDENTITY_CARD),
        ("00020101021138540010A000000727", Reading.PAYMENT),
        ("BEGIN:VCARD\nFN:Nguyễn Văn Mẫu\nEND:VCARD", Reading.CONTACT),
        ("https://moi.ẽample.vn/i/Zx3aaKđ9w", Reading.BENT),
        ("https://checkin.tinh.gov.vn/t/8f14e45fcêa167a", Reading.BENT),
        ("BuWs0bZ1xavQnOoZFdEI6f", Reading.FOREIGN),
        ("Nguyễn Văn Đức - Sở Nội vụ", Reading.FOREIGN),
        ("' OR 1=1; DROP TABLE guests;--", Reading.FOREIGN),
        ("8934588012112", Reading.FOREIGN),
        ("4821 7730", Reading.FOREIGN),
        ("=QA", Reading.FOREIGN),
        ("\x00", Reading.FOREIGN),
        ("", Reading.FOREIGN),
        ("9" * 7089, Reading.FOREIGN),
        (f"{CODE}\u2028x", Reading.FOREIGN),
        (f"{CODE}\n2026-11-23T19:00:00 INFO admin login ok", Reading.FOREIGN),
    ],
)
def test_every_other_text_is_told_by_its_kind_and_nothing_of_it_is_kept(text, reading):
    read = read_code(text, EVENT, HOST)
    assert read.reading is reading
    assert read.code is None or reading is Reading.OTHER_EVENT


def test_a_link_to_wherever_is_a_link_where_we_have_no_address_of_our_own():
    assert read_code(f"https://{HOST}/i/{CODE}", EVENT) == ReadCode(Reading.LINK)


def test_the_same_name_in_both_unicode_forms_is_the_same_kind():
    name = "Nguyễn Văn Đức"
    in_parts = unicodedata.normalize("NFD", name)
    assert in_parts != name
    assert read_code(in_parts, EVENT) == read_code(name, EVENT) == ReadCode(Reading.FOREIGN)


def test_no_single_wrong_letter_is_read_as_an_invitation():
    for position in range(CODE_LENGTH):
        for letter in ALPHABET.replace(CODE[position], ""):
            wrong = CODE[:position] + letter + CODE[position + 1 :]
            assert read_code(wrong, EVENT).reading is not Reading.INVITATION


def test_no_doubled_and_no_swapped_letter_is_read_as_an_invitation():
    for i in range(CODE_LENGTH - 1):
        doubled = CODE[: i + 1] + CODE[i:]
        swapped = CODE[:i] + CODE[i + 1] + CODE[i] + CODE[i + 2 :]
        assert read_code(doubled, EVENT).reading is Reading.MISREAD
        assert read_code(swapped, EVENT).reading is not Reading.INVITATION


def test_at_most_one_random_text_of_the_right_shape_in_two_hundred_passes_the_check_letters():
    draw = random.Random(1)
    passed = sum(
        read_code("".join(draw.choices(ALPHABET, k=CODE_LENGTH)), EVENT).reading
        in (Reading.INVITATION, Reading.OTHER_EVENT)
        for _ in range(20_000)
    )
    assert passed < 20_000 / 200


def test_two_events_rarely_share_their_letters():
    assert len({event_letters(str(i)) for i in range(2000)}) == 16 * 15


@given(st.text(max_size=600))
def test_no_text_whatever_raises(text):
    assert read_code(text, EVENT, HOST).reading in Reading


def test_a_desk_code_is_printed_in_two_groups():
    assert format_desk_code("48217735") == "4821 7735"


def test_no_desk_code_becomes_another_by_one_wrong_digit_or_two_swapped():
    made = {make_desk_code() for _ in range(4000)}
    # Without a check digit a dozen of them would.
    assert [code for code in made if not made.isdisjoint(_mistyped(code))] == []


def _mistyped(digits: str) -> set[str]:
    wrong = {f"{digits[:i]}{digit}{digits[i + 1 :]}" for i in range(8) for digit in "0123456789"}
    swapped = {f"{digits[:i]}{digits[i + 1]}{digits[i]}{digits[i + 2 :]}" for i in range(7)}
    return (wrong | swapped) - {digits}

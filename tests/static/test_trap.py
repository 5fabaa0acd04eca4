"""The trap tells how a scanner is set and who came between it and the page."""

import unicodedata

import pytest

from server.invitations import make_code

CODE = make_code("one")
# A text of the test sheet which Telex and VNI both change.
BAIT = "DES1 TEA6 B2O"
JUDGE = """async ([presses, expected]) => {
  const { judge } = await import("./static/js/kiosk/trap.js");
  return judge(presses, expected ?? undefined);
}"""
ENTER = ["Enter", "Enter"]


@pytest.fixture
def judge(door):
    """`judge(keys, ms)` of `[key, code]`, one every `ms` milliseconds."""

    def ask(keys, ms=5, expected=None):
        presses = [{"key": k, "code": c, "at": 1000 + n * ms} for n, (k, c) in enumerate(keys)]
        return door.evaluate(JUDGE, [presses, expected])

    return ask


def keys_of(text, layout=str):
    """The keys of a US keyboard for a text; `layout` says what each of them types."""
    codes = {" ": "Space"}
    return [
        [layout(c), codes.get(c) or (f"Digit{c}" if c.isdigit() else f"Key{c.upper()}")]
        for c in text
    ]


@pytest.mark.parametrize("ms", [1, 5, 20])
def test_a_scanner_that_is_set_right_is_told_with_its_pace(judge, ms):
    found = judge([*keys_of(CODE), ENTER], ms)

    assert found == {
        "mode": "scanner", "msPerKey": ms, "ends": True, "bentBy": None, "text": CODE,
        "advice": "good",
    }  # fmt: skip


def test_a_scanner_without_enter_is_asked_for_one(judge):
    found = judge(keys_of(CODE))
    assert (found["ends"], found["advice"]) == (False, "add_enter")


def test_caps_lock_is_no_trouble(judge):
    assert judge([*keys_of(CODE, str.lower), ENTER])["advice"] == "good"


def test_a_hand_is_no_scanner_and_a_key_or_two_are_nothing(judge):
    assert judge([*keys_of(CODE), ENTER], 120)["advice"] == "hand"
    found = judge([*keys_of("B"), ENTER])
    assert (found["mode"], found["advice"]) == ("nothing", "again")


def test_a_code_that_is_not_whole_is_to_be_scanned_again(judge):
    found = judge([*keys_of(CODE[:30]), ENTER])
    assert (found["bentBy"], found["advice"]) == (None, "again")


def through(bent):
    """What an input method types: it takes letters back and types others that have no key."""
    keys = []
    for letter in bent:
        keys += keys_of(unicodedata.normalize("NFD", letter)[0])
        keys += [] if letter.isascii() else [["Backspace", "Backspace"], [letter, ""]]
    return keys


@pytest.mark.parametrize(
    ("bent", "method"),
    [
        ("DÉ1 TEA6 B2O", "telex"),
        ("DES1 TÂE B2O", "vni"),
    ],
)
def test_the_method_is_told_by_the_keys_that_it_swallowed(judge, bent, method):
    found = judge([*through(bent), ENTER], 5, BAIT)
    assert (found["bentBy"], found["advice"]) == (method, "switch_to_e")


@pytest.mark.parametrize(
    ("bent", "method"), [("BCDÉ45TA6B", "telex"), ("BCESTÂBDD", "vni"), ("BCKLÉT", "method")]
)
def test_without_the_sheet_the_method_is_told_by_the_keys_that_it_left(judge, bent, method):
    assert judge([*through(bent), ENTER])["bentBy"] == method


def test_a_change_that_shows_no_accent_is_told_by_the_letter_taken_back(judge):
    keys = [*keys_of(CODE[:10]), ["Backspace", "Backspace"], ["S", ""], *keys_of(CODE[10:]), ENTER]
    assert judge(keys)["advice"] == "switch_to_e"


def test_keys_that_an_input_method_holds_are_told(judge):
    assert judge([*keys_of(CODE, lambda _: "Process"), ENTER])["advice"] == "switch_to_e"


def test_the_vietnamese_layout_of_windows_is_told_by_its_number_row(judge):
    row = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))
    found = judge([*keys_of("48217730", row.get), ENTER])
    assert (found["bentBy"], found["advice"]) == ("windows", "choose_eng")


def test_another_layout_is_told_where_it_does_harm(judge):
    azerty = {"A": "Q", "Q": "A", "W": "Z", "Z": "W"}
    found = judge([*keys_of("QAWZ QAWZ", lambda c: azerty.get(c, c)), ENTER], 5, "QAWZ QAWZ")
    assert (found["bentBy"], found["advice"]) == ("layout", "choose_us")

"""What a scanner types reaches the kiosk as it was meant, and nothing else does."""

import pytest

from server.invitations import make_code
from tests.rig.waiting import until
from tests.static import documents
from tests.static.scanner import ENTER, keys_of, strike

ONE, TWO = make_code("one"), make_code("one")
# `asked` says how many questions of the page have no answer yet.
COUNT = """(() => {
  const ask = window.fetch;
  window.asked = 0;
  window.fetch = async (...what) => {
    window.asked += 1;
    try {
      return await ask(...what);
    } finally {
      window.asked -= 1;
    }
  };
})()"""


def reached(page, house):
    """What was sent, once every burst has ended and the page has nothing more to send."""
    page.clock.run_for(1300)
    before = None
    while before != house.texts:
        before = list(house.texts)
        until("the answers", lambda: page.wait_for_timeout(50) or page.evaluate("asked") == 0)
    return before


@pytest.fixture(autouse=True)
def guests(page, house):
    page.add_init_script(COUNT)
    house.answers = {ONE: documents.SCREENS["ok"], TWO: documents.SCREENS["ok_award"]}


@pytest.mark.parametrize("ms_per_key", [1, 5, 20])
def test_a_code_arrives_at_every_pace(door, house, ms_per_key):
    door.keyboard.type(f"{ONE}\n", delay=ms_per_key)
    door.wait_for_selector("#guest[data-screen=ok]")
    assert house.scans == [{"text": ONE, "source": "keyboard"}]


def test_a_code_that_is_typed_before_the_page_has_any_of_its_files_arrives(page, house):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/static/**", hold)
    page.goto(house.url, wait_until="commit")
    page.wait_for_selector("main", state="attached")
    strike(page, [*keys_of(ONE), ENTER])
    assert held  # nothing of the page's own has come

    page.unroute("**/static/**")  # which lets go what was held

    until("the scan", lambda: house.texts == [ONE])


@pytest.mark.parametrize("end", ["\t", ""])
def test_a_code_arrives_with_another_end_and_with_none(door, house, end):
    door.keyboard.type(ONE + end, delay=5)
    door.wait_for_selector("#guest[data-screen=ok]")
    assert reached(door, house) == [ONE]


def test_two_codes_one_after_another_are_two_scans(door, house):
    door.keyboard.type(f"{ONE}\n{TWO}\n", delay=1)
    door.wait_for_selector("#guest[data-screen=ok]")
    assert reached(door, house) == [ONE, TWO]


def test_two_codes_joined_by_a_silent_scanner_are_two_scans(door, house):
    door.keyboard.type(ONE + TWO, delay=1)
    door.wait_for_selector("#guest[data-screen=ok]")
    assert reached(door, house) == [ONE, TWO]


def test_codes_with_prefixes_that_two_silent_scanners_joined_are_two_scans(door, house):
    door.keyboard.type(f"]Q1{ONE}]Q1{TWO}", delay=1)
    door.wait_for_selector("#guest[data-screen=ok]")
    assert reached(door, house) == [ONE, TWO]


def test_a_code_that_its_scanner_said_twice_is_one_scan(door, house):
    door.keyboard.type(ONE + ONE, delay=1)
    assert reached(door, house) == [ONE]


def test_two_scanners_that_type_at_the_same_time_make_nobody_a_guest(door, house):
    mixed = "".join(a + b for a, b in zip(ONE, TWO, strict=True))
    strike(door, [*keys_of(mixed), ENTER, ENTER])
    assert reached(door, house) == [mixed]


def test_two_scanners_whose_ends_cross_make_nobody_a_guest(door, house):
    strike(door, [*keys_of(ONE[:20] + TWO[:20] + ONE[20:]), ENTER, *keys_of(TWO[20:]), ENTER])
    assert reached(door, house) == [ONE[:20] + TWO[:20] + ONE[20:], TWO[20:]]


def test_a_joined_text_of_which_one_half_is_spoilt_is_read_again(door, house):
    spoilt = TWO[:-2] + ("BC" if TWO[-2:] != "BC" else "CB")
    strike(door, [*keys_of(ONE + spoilt), ENTER])
    assert reached(door, house) == [ONE + spoilt]


def test_a_second_scanner_that_begins_before_the_first_was_heard_takes_nothing_from_it(door, house):
    strike(door, keys_of(ONE))
    door.wait_for_timeout(100)  # real time; the page's own clock stands still
    strike(door, [*keys_of(TWO[:20]), ENTER])
    assert reached(door, house) == [ONE, TWO[:20]]


def test_a_second_enter_does_nothing(door, house):
    door.keyboard.type(f"{ONE}\n\n\n", delay=1)
    door.keyboard.press("Enter")
    assert reached(door, house) == [ONE]


def test_a_partial_code_is_sent_as_it_is(door, house):
    strike(door, keys_of(ONE[:20]))
    assert reached(door, house) == [ONE[:20]]


def test_a_prefix_of_the_scanner_travels_no_further(door, house):
    door.keyboard.type(f"]Q1{ONE}\n", delay=1)
    assert reached(door, house) == [ONE]


def test_control_characters_inside_a_burst_do_nothing(door, house):
    controls = [[c, f"Key{c.upper()}", {"ctrlKey": True}] for c in "bcjmrw"]
    middle = [*controls, ["Escape", "Escape"], ["F5", "F5"], ["ArrowLeft", "ArrowLeft"]]
    strike(door, [*keys_of(ONE[:18]), *middle, *keys_of(ONE[18:]), ENTER])
    assert reached(door, house) == [ONE]


def test_caps_lock_turns_letters_and_the_code_arrives(door, house):
    strike(door, [*keys_of(ONE, str.lower), ENTER])
    assert [text.upper() for text in reached(door, house)] == [ONE]


def test_an_azerty_layout_is_seen_through(door, house):
    bent = str.maketrans({"M": ",", "Q": "a", "A": "q", "W": "z", "Z": "w"})
    code = next(code for code in iter(lambda: make_code("one"), "") if code.count("M") > 2)
    strike(door, [*keys_of(code, lambda letter: letter.translate(bent)), ENTER])
    assert [text.upper() for text in reached(door, house)] == [code]


def test_a_scanner_set_to_the_layout_of_the_system_is_taken_at_its_word(door, house):
    strike(door, [["m", "Semicolon"] if c == "M" else [c, f"Key{c}"] for c in ONE] + [ENTER])
    assert [text.upper() for text in reached(door, house)] == [ONE]


def test_the_vietnamese_layout_bends_digits_and_the_card_is_still_told_apart(door, house):
    typed = dict(zip("1234567890", "ăâêộ̀̉̃́đ", strict=True))
    keys = [[typed[d], f"Digit{d}"] for d in "123456789012"] + [
        ["|", "Backslash", {"shiftKey": True}]
    ]
    strike(door, [*keys, *keys_of("HA", str.lower), ENTER])
    assert reached(door, house) == ["123456789012|ha"]


def test_keys_that_an_input_method_holds_are_read_from_the_keyboard(door, house):
    held = [["Process", f"Key{c}", {"isComposing": True, "shiftKey": True}] for c in ONE]
    strike(door, [*held, ENTER])
    assert reached(door, house) == [ONE]


def test_a_text_that_an_input_method_has_bent_arrives_bent(door, house):
    # UniKey takes a letter back and types another that belongs to no key.
    keys = [["t", "KeyT"], ["e", "KeyE"], ["Backspace", "Backspace"], ["é", ""], ["t", "KeyT"]]
    strike(door, [*keys, *keys_of("ABCD", str.lower), ENTER])
    assert reached(door, house) == ["tétabcd"]


def test_no_more_than_512_characters_are_kept(door, house):
    door.keyboard.type("7" * 700 + "\n")
    assert reached(door, house) == ["7" * 512]


def test_a_hand_on_the_keyboard_is_no_scanner(door, house):
    strike(door, [*keys_of("XINCHAO"), ENTER], gap=100)
    strike(door, [["a", "KeyA"]])
    door.wait_for_timeout(250)  # the soonest at which a key that is held down repeats
    strike(door, [*[["a", "KeyA", {"repeat": True}]] * 30, ENTER])
    assert reached(door, house) == []


def test_a_letter_that_a_scanner_types_twice_is_twice_there_whatever_the_system_calls_it(
    door, house
):
    again = {"repeat": True}
    keys = [*keys_of("HT"), ["T", "KeyT", again], *keys_of("PS"), ["/", "Slash"], ENTER]
    strike(door, keys)
    assert reached(door, house) == ["HTTPS/"]


def test_a_key_that_somebody_leaned_on_does_not_spoil_the_scan(door, house):
    strike(door, keys_of("GH"))
    door.wait_for_timeout(150)
    strike(door, [*keys_of(ONE), ENTER])
    assert reached(door, house) == [ONE]


def test_a_paused_kiosk_sends_nothing(door, house):
    house.change(paused=True)
    door.wait_for_selector("#guest[data-screen=paused]")
    door.keyboard.type(f"{ONE}\n", delay=1)
    assert reached(door, house) == []


BURST = """async (keys) => {
    const { Burst } = await import(`${location.pathname}static/js/kiosk/burst.js`);
    window.heard = [];
    window.burst = new Burst((text) => window.heard.push(text));
}"""
PRESS = """([text, from, gap]) => [...text].forEach((key, n) => window.burst.press({
    key, code: `Key${key}`, shiftKey: true, timeStamp: from + n * gap, repeat: false,
    ctrlKey: false, altKey: false, metaKey: false, isComposing: false,
    getModifierState: () => false,
}))"""


def test_a_page_that_was_busy_in_the_middle_of_a_scan_hears_all_of_it(door):
    door.evaluate(BURST)
    door.evaluate(PRESS, [ONE[:18], 0, 5])
    door.clock.fast_forward(2500)  # nothing was heard meanwhile, and the keys were struck
    assert door.evaluate("window.heard") == []
    door.evaluate(PRESS, [ONE[18:], 90, 5])
    door.clock.run_for(200)
    assert door.evaluate("window.heard") == [ONE]


def test_keys_that_come_seconds_late_still_make_the_code_that_was_scanned(door):
    door.evaluate(BURST)
    door.evaluate(PRESS, [ONE[:18], 0, 5])
    door.clock.run_for(1500)  # the system held the others back
    door.evaluate(PRESS, [ONE[18:], 90, 5])
    door.clock.run_for(200)
    assert door.evaluate("window.heard.at(-1)") == ONE


def test_after_a_true_silence_the_next_scan_stands_alone(door):
    door.evaluate(BURST)
    door.evaluate(PRESS, [ONE[:18], 0, 5])
    door.clock.run_for(1500)
    door.evaluate(PRESS, [TWO, 1500, 5])
    door.clock.run_for(200)
    assert door.evaluate("window.heard") == [ONE[:18], TWO]


def test_a_scan_that_was_held_up_in_its_middle_is_received_once_it_is_whole(door):
    door.evaluate(BURST)
    for part, at in ((ONE[:9], 0), (ONE[9:18], 1400), (ONE[18:], 2800)):
        door.evaluate(PRESS, [part, at, 5])
        door.clock.run_for(1400)
    assert door.evaluate("window.heard") == [ONE[:9], ONE[9:18], ONE]


END = """(at) => window.burst.press({
    key: "Enter", code: "Enter", shiftKey: false, timeStamp: at, repeat: false,
    ctrlKey: false, altKey: false, metaKey: false, isComposing: false,
    getModifierState: () => false,
})"""


@pytest.mark.parametrize(
    ("text", "at", "gap", "heard"),
    [
        (ONE[-1:], 800, 4, True),
        (ONE[-5:], 800, 20, True),
        (ONE[-3:], 4000, 4, False),  # no page has just come: a cat
        (ONE[-3:], 800, 90, False),  # a hand
        ("QA", 800, 4, False),
        ("", 800, 4, False),
    ],
    # The codes are others in each worker, and the names of the tests must not be.
    ids=["the last one", "the last five", "late", "by hand", "no code's letters", "Enter alone"],
)
def test_of_the_few_last_letters_of_a_scan_a_page_that_has_just_come_says_so(
    door, text, at, gap, heard
):
    door.evaluate(BURST)
    door.evaluate(PRESS, [text, at, gap])
    door.evaluate(END, at + gap * len(text))
    door.clock.run_for(1300)
    assert door.evaluate("window.heard") == [text] * heard

"""What a row of frames means: a code that came, that stayed, that left, that cannot be read."""

import pytest

SEE = """async ([looks, before]) => {
  const { Sight } = await import(new URL("static/js/kiosk/sight.js", document.baseURI));
  const said = [];
  const sight = new Sight({
    onText: (text) => said.push(text),
    onUnreadable: () => said.push("unreadable!"),
    onHint: (hint) => said.push("hint: " + hint),
  });
  if (before) {
    sight.goOn(before, 0);
  }
  for (const [now, light, codes] of looks) {
    sight.see({ light, codes: codes.map(([text, size, whole]) => ({ text, size, whole })) }, now);
  }
  return said;
}"""


@pytest.fixture
def see(page, house):
    """`see(look, …)`: what is said of (milliseconds, code, …); a code is a text, or (text or
    None where it cannot be read, size, whole). `before`: the code the page before had told."""
    page.goto(house.url)
    page.wait_for_selector("#guest[data-screen=idle]")

    def see(*looks, light=120, before=None):
        as_code = lambda code: code if isinstance(code, tuple) else (code, 0.4, True)  # noqa: E731
        seen = [[at, light, [*map(as_code, codes)]] for at, *codes in looks]
        return page.evaluate(SEE, [seen, before])

    return see


def unread(size=0.4, whole=True):
    return (None, size, whole)


def failing(code, until, every=100):
    return [(at, code) for at in range(0, until, every)]


def test_a_code_is_said_once_however_long_it_stays(see):
    assert see(*((at, "A") for at in range(0, 60_000, 100))) == ["A"]


def test_a_machine_so_busy_that_it_looks_once_in_three_seconds_has_not_missed_it(see):
    assert see(*((at, "A") for at in range(0, 60_000, 3000))) == ["A"]
    assert see((0, "A"), (3000,), (6000, "A"), (9000,), (12_000,), (15_000, "A")) == ["A", "A"]


def test_a_trembling_hand_does_not_make_it_two(see):
    assert see((0, "A"), (400,), (1400, "A"), (2800, unread()), (4200, "A")) == ["A"]


def test_a_code_that_left_and_came_back_is_said_again(see):
    assert see((0, "A"), (1000,), (1600,), (1700, "A")) == ["A", "A"]


def test_what_the_page_before_has_told_is_not_said_again_until_it_has_left(see):
    assert see((0, "A"), (1000, "A"), (2000,), (2900,), (3000, "A"), before="A") == ["A"]
    assert see((0, "B"), (800, "B"), before="A") == ["B"]


def test_the_next_guest_waits_until_the_first_has_gone_or_holds_hers_nearer(see):
    assert see((0, "A"), (100, "B"), (800, "B")) == ["A", "B"]
    assert see((0, "A"), (100, "A", ("B", 0.6, True))) == ["A", "B"]


def test_a_sheet_with_several_codes_lets_one_guest_in(see):
    sheet = [("A", 0.3, True), ("B", 0.31, True), ("C", 0.29, True)]
    assert see(*((at, *sheet) for at in range(0, 5000, 100))) == ["B"]


def test_what_cannot_be_read_is_said_once_and_not_at_once(see):
    assert see(*failing(unread(), 2900)) == ["hint: still"]
    assert see(*failing(unread(), 9000)) == ["hint: still", "unreadable!"]


def test_a_code_that_is_read_on_its_way_in_needs_no_hint(see):
    assert see((0, unread()), (200, unread(0.15)), (400, "A")) == ["A"]


@pytest.mark.parametrize(
    ("code", "light", "hint"),
    [
        (unread(0.1), 120, "closer"),
        (unread(0.9), 120, "back"),
        (unread(0.4, whole=False), 120, "middle"),
        (unread(), 20, "bright"),
    ],
)
def test_a_hint_says_what_to_do_and_goes_with_the_trouble(see, code, light, hint):
    assert see(*failing(code, 1500), (3000,), light=light) == [f"hint: {hint}", "hint: null"]


def test_a_pattern_too_small_to_be_held_up_is_passed_over(see):
    assert see(*failing(unread(0.03), 9000)) == []

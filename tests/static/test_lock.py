"""No key, gesture or menu leads out of the kiosk's page."""

from tests.static.scanner import scan

KEYS = [
    "F1",
    "F3",
    "F5",
    "F11",
    "Escape",
    "Backspace",
    "Shift+F10",
    "Alt+ArrowLeft",
    "Alt+ArrowRight",
    "Alt+Home",
    "Space",
    "PageDown",
    "/",
    "'",
    "Tab",
    *(f"Control+{key}" for key in "RLOTWSFJPQNHUDKEG"),
    *(f"Control+{key}" for key in ("+", "-", "0", "F5", "Shift+I", "Shift+R", "Shift+Delete")),
]

EVENTS = [
    "new MouseEvent('contextmenu', {...SURE})",
    "new MouseEvent('auxclick', {...SURE, button: 1})",
    "new MouseEvent('mousedown', {...SURE, button: 1})",
    "new MouseEvent('mouseup', {...SURE, button: 3})",
    "new WheelEvent('wheel', {...SURE, ctrlKey: true, deltaY: 99})",
    "new DragEvent('dragover', {...SURE})",
    "new DragEvent('drop', {...SURE})",
    "new Event('selectstart', {...SURE})",
    "new Event('touchmove', {...SURE})",
    "new ClipboardEvent('copy', {...SURE})",
    "new ClipboardEvent('paste', {...SURE})",
    "new CompositionEvent('compositionstart', {...SURE})",
]
PREVENTED = """(make) => {
  const event = new Function("SURE", "return " + make)({ bubbles: true, cancelable: true });
  return !document.getElementById("name").parentElement.dispatchEvent(event);
}"""


def test_no_key_of_the_browser_has_an_effect(door):
    door.evaluate(
        "window.stayed = true;"
        "document.body.addEventListener('keydown', () => { window.leaked = true })"
    )
    state = "[window.stayed, window.leaked, innerWidth, scrollY, document.activeElement.tagName]"
    before = [True, None, 1280, 0, "BODY"]
    effects = {}
    for key in KEYS:
        door.keyboard.press(key)
        if (after := door.evaluate(state)) != before:
            effects[key] = after
    assert effects == {}
    assert door.locator("#guest").get_attribute("data-screen") == "idle"


def test_what_a_browser_would_do_by_itself_it_does_not_do_here(door):
    assert [event for event in EVENTS if not door.evaluate(PREVENTED, event)] == []


def test_there_is_nothing_to_follow_and_nothing_to_type_into(door):
    assert door.locator("a, input, textarea, select, [contenteditable], iframe").count() == 0


def test_a_touch_on_a_button_does_not_let_the_next_scan_press_it(door, house):
    door.click("#mute")
    scan(door, "BCFGHJKLMN")
    door.keyboard.press("Enter")
    door.keyboard.press("Space")
    door.wait_for_selector("#guest[data-screen=unknown]")
    assert door.locator("#mute").get_attribute("aria-pressed") == "true"

"""A clerk's PIN, typed at a page of Chromium."""

from playwright.sync_api import Page, expect

HEARD = "() => performance.eventCounts.get('keydown') ?? 0"


def type_pin(page: Page, pin: str) -> None:
    """Type the digits and Enter, once the page asks for them.

    Two complete runs out of some twenty lost one digit of one PIN and told nothing of why. What
    the browser has handed to the page must show, so a digit that it heard and dropped fails here;
    one that never reached the page is typed anew, as a clerk does who counts the dots.
    """
    expect(page.locator("#entry")).to_be_visible()
    while True:
        before = page.evaluate(HEARD)
        page.keyboard.type(pin)
        heard = page.evaluate(HEARD) - before
        expect(page.locator("#dots .typed")).to_have_count(heard)
        if heard == len(pin):
            break
        print(f"the browser kept {len(pin) - heard} of {len(pin)} digits to itself")
        for _ in pin:
            page.keyboard.press("Backspace")
        expect(page.locator("#dots .typed")).to_have_count(0)
    page.keyboard.press("Enter")

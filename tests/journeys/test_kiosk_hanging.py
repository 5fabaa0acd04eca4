"""The real window whose page hangs: its process lives, its line is open, and it hears nobody."""

import json
from urllib.request import urlopen

from tests.journeys.kiosk_at_desk import a_kiosk


def test_a_page_that_hangs_is_ended_and_the_desk_behind_it_is_locked(
    prepared_event, playwright, screen, tmp_path
):
    with a_kiosk(prepared_event, playwright, screen, tmp_path) as kiosk:
        code = kiosk.outside.pop()["code"]
        kiosk.go_to("desk")
        base = kiosk.page.url.removesuffix("desk")
        kiosk.page.evaluate("() => { setTimeout(() => { while (true) {} }) }")

        kiosk.scan_until_heard(code, 90)
        with urlopen(f"{base}staff/state") as told:
            assert not json.load(told)["open"]

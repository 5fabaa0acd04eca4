"""The real window while its pages turn: typed at by scanners and by clerks as fast as machines."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error

from server.invitations import hash_code
from tests.journeys.kiosk_at_desk import PIN, a_kiosk
from tests.rig.waiting import until


@pytest.fixture(scope="module")
def kiosk(prepared_event, playwright, screen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("turning")
    with a_kiosk(prepared_event, playwright, screen, folder) as kiosk:
        yield kiosk


@pytest.mark.parametrize("ms_per_key", [1, 20])
@pytest.mark.parametrize(("face", "key"), [("guests", "F12"), ("pin", "Escape"), ("desk", "F12")])
def test_a_key_that_turns_the_page_in_the_middle_of_a_burst_costs_no_letter(
    kiosk, face, key, ms_per_key
):
    code = kiosk.outside.pop()["code"]
    kiosk.go_to(face)
    before = len(kiosk.scans())

    with kiosk.page.expect_event("framenavigated"):
        kiosk.strike(code[:14], f"<{key}>", code[14:], "<Return>", ms_per_key=ms_per_key)

    until("the scan", lambda: len(kiosk.scans()) > before)
    # The page of the PIN makes way for a guest whose answer comes while it opens.
    at_guests = kiosk.page.locator("#idle-title")
    until("the guests' face", lambda: at_guests.is_visible() or kiosk.strike("<Escape>"), every=0.5)
    assert kiosk.scans()[before:] == [hash_code(code)]


def test_a_pin_that_a_machine_types_opens_the_desk(kiosk):
    for ms_per_key in (1, 1, 5, 20):
        kiosk.go_to("pin")
        kiosk.screen.type(PIN, ms_per_key)
        kiosk.is_at("desk")
        kiosk.strike("<F12>")


def test_of_a_code_that_goes_on_from_page_to_page_no_file_holds_a_part(kiosk, tmp_path):
    code = kiosk.outside.pop()["code"]
    kiosk.is_at("guests")
    kiosk.strike(code[:20])
    kiosk.page.reload()  # nobody held it back
    until("the burst given up", lambda: len(kiosk.scans()) > 0 and kiosk.scans()[-1] is None)
    told = [code[:20].encode(coding) for coding in ("utf-8", "utf-16-le")]
    strokes = [b'"typed"', '"typed"'.encode("utf-16-le")]
    folder = kiosk.event.data.with_name("door")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any("Session Storage" in str(file) for file in files)
    for file in files:
        held = file.read_bytes()
        assert not any(part in held for part in (*told, *strokes)), file


def test_a_scan_before_the_page_has_any_of_its_files_is_heard(kiosk):
    code = kiosk.outside.pop()["code"]
    kiosk.is_at("guests")
    before, held = len(kiosk.scans()), []

    def hold(route):
        held.append(route)

    kiosk.page.route("**/static/**", hold)
    kiosk.page.evaluate("() => { setTimeout(() => location.reload()) }")
    until("the page's own files", lambda: kiosk.page.wait_for_timeout(50) or held)
    kiosk.page.wait_for_selector("main", state="attached")
    kiosk.strike(code, "<Return>")
    kiosk.page.unroute("**/static/**")  # which lets go what was held

    until("the scan", lambda: kiosk.page.wait_for_timeout(50) or len(kiosk.scans()) > before)
    assert kiosk.scans()[before:] == [hash_code(code)]


def test_a_page_that_dies_comes_back_and_the_desk_behind_it_is_locked(kiosk):
    """The last one: Playwright gives up a page that has died once."""
    code = kiosk.outside.pop()["code"]
    kiosk.go_to("desk")
    base = kiosk.page.url.removesuffix("desk")
    renderer = kiosk.page.context.new_cdp_session(kiosk.page)
    with pytest.raises(Error, match="Target crashed"):
        renderer.send("Page.crash")

    kiosk.scan_until_heard(code, 60)
    with urlopen(f"{base}staff/state") as told:
        assert not json.load(told)["open"]

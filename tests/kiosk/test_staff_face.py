"""The clerk's paths on the kiosk's loopback: shut without the PIN, and nothing beside them."""

import json
import threading
from dataclasses import replace
from uuid import uuid4

import pytest

from badges.qr import qr_svg
from kiosk.app import serve_page
from tests.kiosk.test_bridge import Page
from tests.rig.waiting import until

PIN = "2468"


class Clerk:
    """A page of the kiosk, and how it asks for the clerk."""

    def __init__(self, url):
        self.page = Page(url)

    def ask(self, method, path, **body):
        payload = None if method == "GET" else json.dumps(body)
        kind = {"Content_Type": "application/json"}
        status, _, content = self.page.ask(method, path, payload, **kind)
        return status, content

    def say(self, what, **body):
        method = "GET" if what == "state" else "POST"
        status, content = self.ask(method, f"staff/{what}", **body)
        assert status == 200
        return json.loads(content)


@pytest.fixture
def ended():
    return threading.Event()


@pytest.fixture
def clerk(kiosk, house, ended):
    config = replace(house.config, kiosk=replace(house.config.kiosk, pin=PIN))
    machine = kiosk(role="reception", config=config)
    until("the whole list", lambda: machine.desk.ready)
    with serve_page(machine, ended) as url:
        yield Clerk(url)


def test_before_the_pin_there_is_a_page_for_it_and_nothing_else(clerk):
    for path in ("desk", "staff"):
        status, content = clerk.ask("GET", path)
        assert (status, b"kiosk/pin.js" in content) == (200, True)
    for method, path in (
        ("GET", "api/guests?q=bi"),
        ("POST", "api/invitations/DB001/admission"),
        ("GET", "api/board"),
    ):
        assert clerk.ask(method, path)[0] == 403


def test_after_it_the_desk_stands_under_the_secret_path_with_its_own_files(clerk):
    assert not clerk.say("open", pin=PIN)["refused"]
    status, content = clerk.ask("GET", "desk")
    assert status == 200
    base = f"/{clerk.page.base.path.strip('/')}"
    assert f'data-base="{base}"' in content.decode()
    assert f'src="{base}/static/js/desk/main.js"' in content.decode()
    assert clerk.ask("GET", "static/js/desk/main.js")[0] == 200
    assert clerk.ask("GET", "desk/slip/DB001")[0] == 200


def test_the_desk_has_its_own_requests_and_no_other(clerk):
    clerk.say("open", pin=PIN)
    assert clerk.ask("GET", "api/guests?q=bi")[0] == 200
    for method, path in (
        ("GET", "api/roster"),
        ("POST", "api/scans"),
        ("GET", "api/openapi.json"),
        ("GET", "api/../api/roster"),
        ("GET", "desk/../metrics"),
    ):
        assert clerk.ask(method, path)[0] == 404, path


def test_a_new_code_is_drawn_for_the_clerk_alone_and_can_be_scanned(clerk, house):
    code = house.codes["DB001"]
    assert clerk.ask("GET", f"staff/qr/{code}")[0] == 403
    clerk.say("open", pin=PIN)
    status, content = clerk.ask("GET", f"staff/qr/{code}")
    assert (status, content.decode()) == (200, qr_svg(code))


def test_whoever_closes_it_shuts_it_for_every_page(clerk):
    clerk.say("open", pin=PIN)
    clerk.say("close")
    assert clerk.ask("GET", "api/guests?q=bi")[0] == 403
    assert b"kiosk/pin.js" in clerk.ask("GET", "desk")[1]


def test_only_the_pin_ends_the_reception(clerk, ended):
    assert clerk.say("end", pin="0000")["refused"]
    clerk.say("close")
    until("the wait", lambda: clerk.say("state")["wait_s"] == 0)
    assert not ended.is_set()
    assert not clerk.say("end", pin=PIN)["refused"]
    assert ended.wait(20)


def test_without_a_pin_the_desk_does_not_exist(kiosk):
    machine = kiosk(role="reception")
    with serve_page(machine, threading.Event()) as url:
        clerk = Clerk(url)
        assert clerk.say("state")["pin_set"] is False
        assert clerk.say("open", pin="")["refused"]
        assert clerk.ask("GET", "api/guests?q=bi")[0] == 403
        assert machine.state()["staff"] is False


def test_a_clerk_who_reads_english_is_refused_in_english_with_the_server_and_without(clerk, house):
    clerk.say("open", pin=PIN)

    def undo(cookie):
        kind = {"Content_Type": "application/json", "Cookie": cookie}
        body = json.dumps({"scan_id": str(uuid4())})
        path = "api/invitations/DB001/admission"
        status, _, content = clerk.page.ask("DELETE", path, body, **kind)
        return status, json.loads(content)["message"]

    vietnamese = (409, "Đại biểu này chưa được ghi nhận có mặt nên không có gì để hủy.")
    english = (409, "This delegate is not recorded as present, so there is nothing to undo.")
    assert (undo("language=en"), undo("language=vi")) == (english, vietnamese)
    house.stop()
    assert (undo("a=b; language=en"), undo("")) == (english, vietnamese)


def test_the_self_test_is_english_for_a_clerk_who_reads_it(clerk):
    clerk.say("open", pin=PIN)
    status, _, content = clerk.page.ask("GET", "staff/check", Cookie="language=en")
    found = {check["key"]: check for check in json.loads(content)["checks"]}
    assert (status, found["server"]["title"], found["clock"]["title"]) == (200, "Server", "Clock")
    assert found["copy"]["message"].endswith("can receive delegates even without the network.")

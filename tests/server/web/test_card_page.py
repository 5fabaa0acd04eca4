"""The guest's and the unit's pages as a telephone without script shows them."""

import io

import pytest
import zxingcpp
from PIL import Image

from server.desk.answers import close_answers
from server.listener import Listener
from tests.server.cast import MORNING
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser):
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def url(app):
    with Listener(app, "127.0.0.1", 0) as listener:
        yield listener.url


def test_the_code_is_read_off_the_page(phone, url, codes):
    phone.goto(f"{url}/i/{codes['DB016']}")
    picture = Image.open(io.BytesIO(phone.locator(".card-code").screenshot()))

    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [codes["DB016"]]


def test_a_stand_in_is_announced_without_script(phone, url, store, codes):
    phone.goto(f"{url}/i/{codes['DB016']}")
    phone.get_by_text("Cử người dự thay").click()
    phone.get_by_label("Họ và tên").fill("Vi Thị Hoa")
    phone.get_by_text("Gửi người dự thay").click()
    phone.wait_for_url("**?done=stand_in")

    assert "Đã ghi nhận người dự thay" in phone.locator(".card-done").text_content()
    assert store.read.invitation("DB016").substitute.name == "Vi Thị Hoa"


def test_a_unit_names_who_comes_without_script(phone, url, store, codes):
    phone.goto(f"{url}/o/{store.read.links()['Sở C'].token}")
    phone.get_by_label("Họ và tên").fill("Vi Thị Hoa")
    phone.get_by_text("Gửi họ tên").click()
    phone.wait_for_url("**?done=name**")

    assert "Vi Thị Hoa" in phone.locator("h2").first.text_content()
    assert store.read.invitation("DB018").holder.name == "Vi Thị Hoa"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_pages_are_accessible_open_and_closed(browser, url, store, codes, violations, scheme):  # noqa: F811
    paths = [
        f"/i/{codes['DB016']}",
        f"/i/{codes['DB018']}",
        f"/o/{store.read.links()['Sở C'].token}",
    ]
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        for closed in (False, True):
            close_answers(store, MORNING, closed=closed, by=None)
            for path in paths:
                page.goto(url + path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert (closed, path, violations(page)) == (closed, path, [])
                assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

"""Sign-in, start page and errors: plain, accessible, and of the same house."""

import pytest

CONTEXTS = {
    "sign_in": {
        "problem": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "name": "ban",
        "next": "/board",
    },
    "home": {
        "caller": {"name": "Lương Thị Ngọc Ánh", "role": "organiser"},
        "role_word": "Ban Tổ chức",
        "menu": [{"href": "/board", "label": "Tổng quan", "note": "Số đại biểu có mặt"}],
        "steps": [
            {"label": "Nhập danh sách", "standing": "92 suất mời", "done": True, "href": "/guests"},
            {"label": "Xếp chỗ ngồi", "standing": "90 / 92", "done": False, "href": None},
        ],
    },
    "error": {"status": 500, "message": "Có lỗi ngoài dự kiến.", "number": "9f31c0aa"},
}


def open_page(page, server, page_name, **context):
    server.context = context or CONTEXTS[page_name]
    page.goto(f"{server.url}/page/{page_name}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_and_accessible(page, server, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    for name in CONTEXTS:
        open_page(page, server, name)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert (name, width, violations(page)) == (name, width, [])


def test_sign_in_asks_for_name_and_password_and_goes_on_where_one_came_from(page, server):
    open_page(page, server, "sign_in", next="/board?x=<b>", problem=None, name="")
    assert page.locator("[role=alert]").count() == 0
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.type("ban")
    page.fill("[name=password]", "bí mật")
    assert page.evaluate("[...new FormData(document.forms[0])]") == [
        ["next", "/board?x=<b>"],
        ["name", "ban"],
        ["password", "bí mật"],
    ]


def test_a_wrong_password_keeps_the_name_and_says_what_is_wrong(page, server):
    open_page(page, server, "sign_in")
    assert page.inner_text("[role=alert]") == "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert page.input_value("[name=name]") == "ban"
    assert page.evaluate("document.activeElement.name") == "password"


def test_the_start_page_leads_whoever_may_watch_to_the_board(page, server):
    open_page(page, server, "home")
    assert page.locator(".way[href='/board']").count() == 1
    assert page.inner_text(".person p") == "Lương Thị Ngọc Ánh, Ban Tổ chức"


def test_the_start_page_leads_everybody_else_to_the_sign_in(page, server):
    open_page(page, server, "home", caller=None, menu=[])
    assert page.locator(".way").get_attribute("href") == "/sign-in"
    assert page.locator("form").count() == 0


def test_an_error_gives_its_number_once_and_a_way_back(page, server):
    open_page(page, server, "error")
    assert page.inner_text("#main").count("9f31c0aa") == 1
    assert page.locator("#main a").get_attribute("href") == "/"

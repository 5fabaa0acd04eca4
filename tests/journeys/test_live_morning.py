"""The live morning on the real server: a leader is received, the film begins, the hall sees it."""

from playwright.sync_api import expect

from tests.journeys.test_organiser_pages import sign_in
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

ANH = "Lương Thị Ngọc Ánh"
SLOW = 30_000


def test_a_leader_is_received_and_the_film_is_told_to_the_desk_and_the_hall(
    event,
    server,
    page,
    api,
    browser,
    violations,  # noqa: F811
):
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    password = event.run("person", "add", ANH, "--role", "organiser")["password"]
    sign_in(page, server.url, ANH, password)
    page.goto(f"{server.url}/board")
    leader = event.guest("Nguyễn Văn Mẫu")
    api(event.door).scan(leader["code"])

    alert = page.locator(".alert")
    expect(alert).to_contain_text("Đồng chí Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh đã đến")
    expect(page.locator("#leaders li[data-here]")).to_contain_text("Nguyễn Văn Mẫu")
    expect(page.locator("#ready-words")).to_contain_text("Còn thiếu: 01 lãnh đạo")
    assert violations(page) == []
    alert.get_by_role("button", name="Đã đón").click()
    expect(page.locator("#alert-said")).to_contain_text(f"Đã đón: {ANH}")
    expect(alert).to_have_count(0)
    page.reload()
    expect(page.locator("#pace")).to_be_visible()
    expect(page.locator("#alerts")).to_be_hidden()

    with browser.new_context(viewport={"width": 1920, "height": 1080}) as hall_computer:
        hall, desk = hall_computer.new_page(), page.context.new_page()
        hall.goto(f"{server.url}/welcome")
        desk.goto(f"{server.url}/desk")
        expect(hall.locator("h1")).to_contain_text("Tọa đàm kỷ niệm 05 năm")
        expect(desk.locator("#film")).to_be_hidden()
        page.bring_to_front()
        film = page.locator("#point option", has_text="Đang chiếu phóng sự")
        page.get_by_label("Đang ở phần").select_option(film.get_attribute("value"))
        expect(desk.locator("#film")).to_have_text(
            "Đang chiếu phóng sự - đề nghị mời đại biểu đến muộn vào bằng cửa phụ"
        )
        expect(hall.locator("[aria-current] .point-now")).to_have_text("Đang chiếu phóng sự")
        assert violations(hall) == []
        text = hall.locator("main").inner_text()
        assert "Nguyễn Văn Mẫu" not in text
        assert "85" not in text
        assert hall.evaluate("document.documentElement.scrollHeight") == 1080
        hall.set_viewport_size({"width": 390, "height": 844})
        assert hall.evaluate("document.documentElement.scrollWidth") == 390
        assert violations(hall) == []

    page.get_by_role("button", name="Chốt số liệu").click()
    expect(page).to_have_url(f"{server.url}/reports#frozen")
    [frozen] = page.locator(".frozen-list li").all()
    expect(frozen).to_contain_text("Có mặt: 01 đại biểu")
    expect(frozen).to_contain_text(ANH)

"""Every screen of the kiosk: its words to the letter, large, whole and calm."""

import re

import pytest

from kiosk.hall_map import map_to_press, map_to_seat
from server.hall_file import load_hall
from tests.static import documents

# Words a guest reads, as (text, size in px, does its box lie inside its part of the screen).
WORDS = """() => [...document.querySelectorAll("#face *, #status, #status *")].flatMap((element) =>
  [...element.childNodes]
    .filter((node) => node.nodeType === 3 && node.data.trim() && element.getClientRects().length)
    .map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const home = element.closest(".wall, .face").getBoundingClientRect();
      const inside = box.left >= home.left && box.top >= home.top
        && box.right <= home.right + 1 && box.bottom <= home.bottom + 1;
      return [node.data, parseFloat(getComputedStyle(element).fontSize), inside];
    }))"""
FORTY_POINTS = 40 * 96 / 72
SHOWN = {name: document["screen"] for name, document in documents.SCREENS.items()}


HALL = load_hall(None)


def way_of(name):
    seat = documents.SCREENS[name]["seat"]
    return map_to_press(HALL) if name == "press" else seat and map_to_seat(HALL, seat["id"])


def show(page, house, name, **more):
    house.publish("answer", documents.SCREENS[name] | more)
    page.wait_for_selector(f"#guest[data-scan-id=scan-{name}][data-screen={SHOWN[name]}]")
    return re.sub(r"\s+", " ", page.inner_text("#face")).strip()


def test_the_idle_screen_invites_in_the_words_of_the_house(door):
    assert re.sub(r"\s+", " ", door.inner_text("#face")).strip() == (
        "NHIỆT LIỆT CHÀO MỪNG QUÝ ĐẠI BIỂU VỀ DỰ TỌA ĐÀM "
        "Kính mời Quý đại biểu đưa mã QR trên phiếu mời vào trước máy quét "
        "Mã QR trên điện thoại hoặc trên giấy đều được "
        "Nếu không mang theo mã, xin mời đến bàn đón tiếp"
    )


def test_a_guest_is_greeted_with_name_post_and_seat(door, house):
    assert show(door, house, "ok") == (
        "Trân trọng kính chào Bà Nguyễn Hoàng Bảo Minh Châu Phó Giám đốc Sở H "
        "Hàng B Ghế 04 dãy trái"
    )
    assert door.inner_text("#name") == "Bà Nguyễn Hoàng Bảo Minh Châu"
    assert door.text_content("#status") == "Đã ghi nhận có mặt lúc 07 giờ 46 phút"


def test_an_unnamed_place_is_greeted_by_its_organisation_and_asked_for_a_name(door, house):
    said = show(door, house, "unnamed")
    assert said.startswith(f"Trân trọng kính chào đại biểu {documents.LONGEST_UNIT} Hàng B")
    assert said.endswith("Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp")


def test_the_organisation_is_found_where_only_the_sentence_has_it(door, house):
    house.publish("answer", documents.SCREENS["press"] | {"guest": None})
    door.wait_for_selector("#guest[data-screen=press]")
    assert door.inner_text("#lead") == "Kính chào phóng viên"
    assert door.inner_text("#name") == "Đài Phát thanh và Truyền hình tỉnh"
    assert door.locator("#next li").all_inner_texts() == [
        "Khu vực tác nghiệp: Hàng H, phía sau",
        "Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp",
    ]


def test_a_place_in_no_row_is_told_in_a_sentence(door, house):
    assert show(door, house, "ok_ct").endswith(
        "Phó Chủ tịch UBND tỉnh Kính mời Ông lên vị trí bàn chủ trì; lễ tân sẽ hướng dẫn"
    )


def test_whoever_is_known_already_reads_when_and_where_but_no_name(door, house):
    said = show(door, house, "already")
    assert said == (
        "Quý đại biểu đã được ghi nhận có mặt lúc 07 giờ 46 phút "
        "Kính mời vào hội trường Hàng B Ghế 04 dãy trái"
    )


def test_a_refusal_is_calm_and_never_carries_a_name(door, house):
    for name, screen in SHOWN.items():
        if screen not in ("ok", "unnamed", "press"):
            house.publish("answer", documents.SCREENS[name] | {"guest": documents.CHAU})
            door.wait_for_selector(f"#guest[data-screen={screen}]")
            assert "Châu" not in door.inner_text("#guest")
            tone = door.locator("#guest").get_attribute("data-tone")
            assert tone in ("desk", "already", "rest")
            door.clock.run_for(1300)


def test_words_of_one_meaning_stand_on_one_line(door, house):
    show(door, house, "too_early")
    lines = door.locator("#message-text .bound").evaluate_all(
        "all => all.map((bound) => [bound.textContent, bound.getClientRects().length])"
    )
    assert lines == [
        ["đón tiếp", 1],
        ["(từ 07 giờ 00)", 1],
        ["Quý đại biểu", 1],
        ["khu vực chờ", 1],
    ]


def test_nothing_is_red_beside_a_guest_s_name(door, house):
    house.change(disk_ok=False)
    alarm = door.locator("#alarm:visible")
    colour = "bar => getComputedStyle(bar).backgroundColor"
    at_rest = alarm.evaluate(colour)
    for name in ("ok", "unnamed", "press"):
        show(door, house, name)
        red, green, blue = map(int, re.findall(r"\d+", alarm.evaluate(colour))[:3])
        assert (name, max(red - green, red - blue) < 30) == (name, True)
        door.clock.run_for(1300)
    show(door, house, "unknown")
    assert alarm.evaluate(colour) == at_rest


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1024, 768), (1080, 1920)])
def test_no_word_is_cut_off_on_any_screen(door, house, size):
    door.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    for name in SHOWN:
        show(door, house, name, map=way_of(name))
        door.clock.run_for(1300)
        cut_off = [text for text, _, inside in door.evaluate(WORDS) if not inside]
        assert (name, cut_off) == (name, [])


def test_on_a_full_hd_screen_every_word_for_guests_has_40_points(door, house):
    door.set_viewport_size({"width": 1920, "height": 1080})
    door.reload()
    door.wait_for_selector("#guest[data-screen=idle]")
    for name in ("idle", *SHOWN):
        if name != "idle":
            show(door, house, name)
        small = [(text, size) for text, size, _ in door.evaluate(WORDS) if size < FORTY_POINTS]
        assert (name, small) == (name, [])
        door.clock.run_for(1300)


def test_on_a_small_laptop_the_name_gives_way_before_the_lines_beside_it(door, house):
    for name in SHOWN:
        show(door, house, name, map=way_of(name))
        points = [size * 72 / 96 for _, size, _ in door.evaluate(WORDS)]
        assert (name, min(points) >= 36) == (name, True), points
        door.clock.run_for(1300)


def test_the_switch_says_it_in_english_and_goes_back_by_itself(door, house):
    door.click("#language")
    assert door.inner_text("#idle-title").split() == ["Welcome", "to", "the", "seminar"]
    assert door.inner_text("#event") == documents.EVENT["name_en"]
    show(door, house, "ok")
    assert door.inner_text("#name") == "Ms Nguyễn Hoàng Bảo Minh Châu"
    assert door.inner_text("#seat").split() == ["Row", "B", "Seat", "04", "right", "block"]
    assert door.text_content("#status") == "You are registered as present at 07:46"
    wall, status, event = (
        door.locator(part).bounding_box() for part in (".wall", "#status", "#event")
    )
    assert status["y"] + status["height"] <= event["y"]
    assert event["y"] + event["height"] < wall["y"] + wall["height"]

    door.clock.run_for(75_000)
    door.wait_for_selector("#guest[data-screen=idle]")
    door.clock.run_for(1100)
    assert "NHIỆT LIỆT" in door.inner_text("#face")
    assert door.inner_text("#event") == documents.EVENT["short"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_passes_the_accessibility_rules(door, house, violations, scheme):
    door.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert violations(door) == []
    house.change(online=False, disk_ok=False, rehearsal=True)
    door.wait_for_selector("#alarm:visible")
    # Each layout in each of its colours.
    for name in ("ok_award", "unnamed", "press", "already", "unknown", "idcard", "not_saved"):
        show(door, house, name)
        assert (name, violations(door)) == (name, [])
        door.clock.run_for(1300)
    house.change(paused=True)
    door.clock.run_for(9000)
    door.wait_for_selector("#guest[data-screen=paused]")
    assert violations(door) == []

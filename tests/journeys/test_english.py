"""The organisers' pages in English, in a real browser: chosen once, and nothing left in Vietnamese."""

import re
import tomllib
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from server.wording.facts import ADDRESSES
from tests.rig.programs import CONFIG, ROOT

OWNER = "Quản trị viên"
HALL = ROOT / "server" / "sample" / "hall.toml"
GUESTS = ROOT / "server" / "sample" / "guests.xlsx"
SLOW = 30_000
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
DOUBTS = re.compile("Đề nghị|bổ sung|không nhập|Trùng họ tên:|dòng|đã bố trí|Số điện thoại «")
# Every text of the page and every word that is only heard or shown on a hover, open or not.
WORDS = """() => {
  const heard = ["aria-label", "title", "placeholder", "alt"];
  const found = [document.title];
  for (const element of document.querySelectorAll("body *")) {
    // A seat shows the last word of a name, or the beginning of a unit's.
    if (!element.closest("[lang=vi], script, .seat text")) {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      found.push(...own.map((node) => node.data), ...heard.map((name) => element.getAttribute(name)));
    }
  }
  return found.filter(Boolean).map((text) => text.replace(/\\s+/g, " ").trim());
}"""
# Each page, and what stands there once it is whole.
PAGES = (
    ("/", ".steps li"),
    ("/guests", "#rows tr"),
    ("/guests/import", "[name=file]"),
    ("/invitations", ".units tbody tr"),
    (f"/invitations/unit?name={quote('UBND tỉnh')}", ".card-line"),
    ("/invitations/mail", "#mail-rows tr"),
    ("/papers", ".form-line"),
    ("/papers/letter", ".letter"),
    ("/hall", "#hall .seat"),
    ("/hall/edit", "#hall .seat"),
    ("/awards", ".award-turn"),
    ("/reports", ".sheet-card"),
    ("/settings", ".facts"),
    ("/rehearsal", ".room-lead"),
    ("/api/docs", ".api-paths li"),
)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (found for one in value.values() for found in strings(one))
    elif isinstance(value, list | tuple):
        yield from (found for one in value for found in strings(one))


@pytest.fixture
def vietnamese_left(event, page):
    """`vietnamese_left()`: what the page says in Vietnamese that the event does not hold."""
    facts = [tomllib.loads(path.read_text("utf-8")) for path in (CONFIG, HALL)]
    record = [*strings(event.guests), *strings(facts), *event.keys, OWNER]
    record += ["Ông", "Bà", *ADDRESSES.values()]
    longest_first = sorted({text for text in record if VIETNAMESE.search(text)}, key=len)[::-1]

    def left():
        for words in page.evaluate(WORDS):
            ours = words
            for held in longest_first:
                ours = ours.replace(held, "")
            if VIETNAMESE.search(ours):
                yield words

    return lambda: list(left())


def test_english_is_chosen_once_and_every_page_keeps_to_it(
    event, server, page, page_errors, vietnamese_left
):
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    password = event.run("person", "add", OWNER, "--role", "owner")["password"]
    page.goto(f"{server.url}/sign-in")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert vietnamese_left() == []
    page.fill("[name=name]", OWNER)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")

    for path, whole in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(server.url + path)
        page.locator(whole).first.wait_for()
        assert (path, page.locator("html").get_attribute("lang")) == (path, "en")
        assert (path, vietnamese_left()) == (path, [])
        page.set_viewport_size({"width": 390, "height": 844})
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 390)

    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/guests")
    page.locator(".cell-open").first.click()
    expect(page.locator("#place")).to_be_visible()
    assert vietnamese_left() == []
    page.get_by_role("textbox", name="Note").fill("VIP")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told-words")).to_contain_text("is updated.")
    assert vietnamese_left() == []

    page.locator(".cell-open").first.click()
    page.get_by_role("textbox", name="Phone number").fill("abc")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("does not look like a telephone number")).to_be_visible()
    assert vietnamese_left() == []

    page.goto(f"{server.url}/guests/import")
    page.set_input_files("[name=file]", GUESTS)
    page.get_by_role("button", name="Read and preview").click()
    expect(page.get_by_text("uses the TCVN3 character set and is not imported")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    expect(page.get_by_text("Excel has dropped the leading 0 of 20")).to_be_visible()
    # A doubt quotes cells of the file, so Vietnamese words are looked for that only rules say.
    assert [words for words in page.evaluate(WORDS) if DOUBTS.search(words)] == []

    page.goto(f"{server.url}/hall")
    page.locator('[data-seat="B06"]').click()
    expect(page.get_by_text("in protocol order in").first).to_be_visible()
    assert vietnamese_left() == []

    # The browser calls the refusal of the edit an error.
    assert [error for error in page_errors if "409" not in error] == []
    page_errors.clear()

    code = next(guest["code"] for guest in event.guests if guest["name"])
    page.goto(f"{server.url}/i/{code}")
    expect(page.get_by_text("Seminar marking the 5th anniversary")).to_be_visible()
    assert vietnamese_left() == []

    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_text("Phiếu mời", exact=True)).to_be_visible()
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Đón tiếp đại biểu")).to_be_visible()

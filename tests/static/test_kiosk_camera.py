"""The camera of the guests' page: chosen, kept, unplugged and back; and nothing without one."""

import pytest
from playwright.sync_api import expect

from tests.rig import camera
from tests.rig.browser import a_browser
from tests.rig.waiting import until

MOVED = "document.getElementById('camera').currentTime > 1"
CAMERA = "document.getElementById('camera').srcObject?.getVideoTracks()[0].label"
# Chromium's made-up cameras cannot be unplugged: its list and the track's end are told instead.
UNPLUG = """() => {
  const list = navigator.mediaDevices.enumerateDevices;
  const track = document.getElementById("camera").srcObject.getVideoTracks()[0];
  const gone = track.getSettings().deviceId;
  navigator.mediaDevices.enumerateDevices = async function () {
    return (await list.call(this)).filter(({ deviceId }) => window.back || deviceId !== gone);
  };
  track.stop();
  track.dispatchEvent(new Event("ended"));
}"""
PLUG_IN = """() => {
  window.back = true;
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}"""
WORKER = """async () => {
  const reader = new Worker(new URL("static/js/kiosk/reader.js", document.baseURI), {type: "module"});
  const looks = [];
  for (const harder of [false, true]) {
    const frame = await createImageBitmap(document.getElementById("camera"));
    reader.postMessage({ frame, harder }, [frame]);
    looks.push(await new Promise((resolve) => { reader.onmessage = ({ data }) => resolve(data); }));
  }
  return looks;
}"""


@pytest.fixture
def seeing(playwright, house, tmp_path):
    """`seeing(cameras)`: the guests' page on a machine with so many made-up cameras;
    `seeing(1, film)`: with one that plays a film."""
    browsers, errors = [], []

    def open_page(cameras, film=None, screen="idle"):
        flags = camera.flags(film or tmp_path / "none", cameras)
        browser = a_browser(playwright, *(flags if film else flags[:2]))
        browsers.append(browser)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and errors.append(line.text))
        page.goto(house.url)
        page.wait_for_selector(f"#guest[data-screen={screen}]")
        return page

    yield open_page
    for browser in browsers:
        browser.close()
    assert errors == []


def sees_with(page, name):
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#camera-trouble")).to_be_hidden()
    assert page.evaluate(CAMERA) == name


def test_where_there_is_no_camera_nothing_speaks_of_one(seeing):
    page = seeing(0)
    expect(page.locator("#how")).to_be_visible()
    for part in ("#preview", "#camera-turn", "#camera-trouble"):
        expect(page.locator(part)).to_be_hidden()


def test_a_single_camera_has_nothing_to_choose_from(seeing):
    page = seeing(1)
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#camera-turn")).to_be_hidden()


def test_of_several_cameras_the_chosen_one_is_kept(seeing):
    page = seeing(2)
    sees_with(page, "fake_device_0")

    page.click("#camera-turn")
    until("the other camera", lambda: page.evaluate(CAMERA) == "fake_device_1")
    page.reload()
    sees_with(page, "fake_device_1")


def test_an_unplugged_camera_is_told_to_staff_and_comes_back_by_itself(seeing):
    page = seeing(2)
    sees_with(page, "fake_device_0")
    words = page.inner_text("#face")

    page.evaluate(UNPLUG)
    expect(page.locator("#camera-trouble")).to_have_text("Mất camera")
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator("#how")).to_be_visible()
    # The other camera, which may look at the clerk, does not step in.
    assert page.evaluate(CAMERA) is None
    assert page.inner_text("#face") == words

    page.evaluate(PLUG_IN)
    expect(page.locator("#camera-trouble")).to_be_hidden()
    sees_with(page, "fake_device_0")


def test_the_reader_tells_the_size_and_the_light_and_is_fed_by_nobody_else(seeing, tmp_path):
    film = tmp_path / "film.mjpeg"
    camera.show(film, camera.far("BCFG", 0.5))
    page = seeing(1, film)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("#preview")).to_be_visible()

    for look in page.evaluate(WORKER):
        [code] = look["codes"]
        assert (code["text"], code["whole"]) == ("BCFG", True)
        # The slip takes half of the height, and 21 of its 29 modules are the code.
        assert code["size"] == pytest.approx(0.5 * 21 / 29, abs=0.02)
        assert 60 < look["light"] < 160
    assert all(url.startswith("http://127.0.0.1") for url in asked)


def test_what_is_held_up_during_a_pause_is_read_when_it_ends(seeing, house, tmp_path):
    film = tmp_path / "film.mjpeg"
    camera.show(film, camera.printed("BCFG"))
    house.state = house.state | {"paused": True}
    page = seeing(1, film, screen="paused")
    until("the camera", lambda: page.evaluate(f"{CAMERA} && {MOVED}"))

    house.change(paused=False)
    page.wait_for_selector("#guest[data-screen=unknown]")
    assert house.scans == [{"text": "BCFG", "source": "camera"}]

"""The camera in the kiosk's own window, and the window on a second screen."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.rig import camera
from tests.rig.programs import CONFIG, command_line
from tests.rig.screen import a_screen
from tests.rig.waiting import until
from tests.rig.window import a_window

LEFT = ("door", "1280/340x800/212+0+0", "screen")
RIGHT = ("guests", "1280/340x800/212+1280+0", "none")
# The colour of a screen on which nothing stands.
NOTHING = (0, 0, 0)


@pytest.fixture
def open_window(event, server, playwright, tmp_path):
    """`open_window(screen, frame, pages)`: the real program, its camera seeing this frame."""
    config = tmp_path / "config.toml"
    text = CONFIG.read_text("utf-8").replace("second_screen = false", "second_screen = true")
    config.write_text(text, "utf-8")
    film = tmp_path / "film.mjpeg"
    with ExitStack() as stack:

        def open_window(screen, frame, pages=1):
            camera.show(film, frame)
            command = command_line(
                "kiosk",
                "--server",
                server.url,
                "--key",
                event.door,
                data=tmp_path / "door",
                config=config,
            )
            # Without the flag by which Chromium asks nobody: pywebview has to see to it.
            flags = " ".join(("--disable-gpu", *camera.flags(film)[1:]))
            env = {"QTWEBENGINE_CHROMIUM_FLAGS": flags}
            window = a_window(playwright, command, tmp_path / "window.log", screen, env, pages)
            return stack.enter_context(window)

        yield open_window


@pytest.fixture
def two_screens():
    """One X screen that two monitors share, side by side."""
    with a_screen("2560x800x24", (LEFT, RIGHT)) as screen:
        yield screen


def test_the_kiosks_window_may_use_the_camera_and_reads_what_is_held_up(open_window, event, screen):
    guest = event.guest("Lý Văn Quý")

    window = open_window(screen, camera.phone(guest["code"]))

    welcome = window.page.locator("#guest[data-screen=ok]")
    expect(welcome).to_contain_text(guest["name"], timeout=60_000)


def test_the_guests_face_stands_on_the_second_screen_and_goes_with_it(
    open_window, event, two_screens
):
    guest = event.guest("Lý Văn Quý")
    window = open_window(two_screens, camera.printed(guest["code"]), pages=2)
    pages = window.page.context.pages
    desk = next(page for page in pages if not page.url.endswith("/face"))
    face = next(page for page in pages if page.url.endswith("/face"))

    # Two windows without a GPU and a camera for both start slowly on a busy machine.
    welcome = face.locator("#guest[data-screen=ok]")
    expect(welcome).to_contain_text(guest["name"], timeout=60_000)
    assert [page.evaluate("[screenX, innerWidth]") for page in (desk, face)] == [
        [0, 1280],
        [1280, 1280],
    ]
    desk.locator("#language").click()
    expect(face.locator("html")).to_have_attribute("lang", "en")

    two_screens.run("xrandr", "--delmonitor", RIGHT[0])
    until("the second window gone", lambda: on_the_right(two_screens) == NOTHING, 30)
    assert desk.evaluate("[screenX, innerWidth]") == [0, 1280]


def on_the_right(screen):
    return screen.picture().getpixel((1300, 400))

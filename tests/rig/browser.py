"""Debian's own Chromium, led by Playwright: no test tool downloads a browser here."""

import os
import shutil
from collections.abc import Callable

from playwright.sync_api import Browser, Page, Playwright

# What Playwright asks to be switched off: who names such features himself is heard instead of it.
PLAYWRIGHTS = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# Each window's address bar keeps two pages of its own ready, which nobody sees here. They take
# a third of what it costs to open a page of ours (measured: 0.6 s of a core).
ADDRESS_BAR = ("WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup")
# Without these Chromium looks up its maker's hosts at every start, which a closed network
# refuses one by one, and slowly.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join((*PLAYWRIGHTS, *ADDRESS_BAR))}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def a_browser(playwright: Playwright, *flags: str) -> Browser:
    """Start headless Chromium; as root without its sandbox, which refuses root."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium") or "/usr/bin/chromium",
        args=[*QUIET, *flags],
        chromium_sandbox=os.name == "posix" and os.geteuid() != 0,
    )


MOVES = """(selector) => {
  const note = () => { window.movedAt = Date.now(); };
  const seen = { childList: true, characterData: true, subtree: true };
  new MutationObserver(note).observe(document.querySelector(selector), seen);
}"""


def moves_of(page: Page, selector: str) -> Callable[[], float]:
    """When what stands there changed last, as `time.time()` tells it.

    The page says so itself: Playwright looks again after 0.1 s, 0.25 s, 0.5 s and every second.
    """
    page.evaluate(MOVES, selector)
    return lambda: float(page.evaluate("movedAt")) / 1000


def let_in(page: Page, url: str, name: str, password: str) -> None:
    """Sign in as the form of /sign-in does, without drawing it: the session is the browser's."""
    form = {"name": name, "password": password}
    answer = page.request.post(
        f"{url}/sign-in", form=form, headers={"Origin": url}, max_redirects=0
    )
    assert answer.status == 303, answer.text()

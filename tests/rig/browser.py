"""Debian's own Chromium, led by Playwright: no test tool downloads a browser here."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

# Without these Chromium looks up its maker's hosts at every start, which a closed network
# refuses one by one, and slowly.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
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

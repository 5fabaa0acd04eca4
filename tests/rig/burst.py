"""A scanner before a page of Chromium: real keys at a scanner's pace, however busy the machine is.

Playwright's own keyboard waits for the answer to each key, so that a busy machine makes a hand of
the scanner. Here every key is on its way before the first is answered, and carries the time at
which a scanner would have struck it.
"""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# By name, the number by which a browser knows the key and the text that it types.
NAMED = {"Enter": (13, "\r"), "F12": (123, "")}


def burst(page: Page, *keys: str, ms: float = 4) -> None:
    """Strike capital letters and named keys, `ms` apart: `burst(page, *code, "Enter")`."""
    session = page.context.new_cdp_session(page)
    began = time.time() - len(keys) * ms / 1000
    sent = [  # through what lies under Playwright's sync API, which waits for each answer
        session._impl_obj.send("Input.dispatchKeyEvent", event, None)
        for n, key in enumerate(keys)
        for event in _stroke(key, began + n * ms / 1000)
    ]

    async def all_answered() -> None:
        await asyncio.gather(*sent)

    session._sync(all_answered())
    session.detach()


def _stroke(key: str, at: float) -> Iterator[dict[str, Any]]:
    number, text = NAMED.get(key) or (ord(key), key)
    name = key if key in NAMED else f"Key{key}"
    event = {"key": key, "code": name, "windowsVirtualKeyCode": number, "timestamp": at}
    yield {**event, "type": "keyDown" if text else "rawKeyDown", "text": text}
    yield {**event, "type": "keyUp"}

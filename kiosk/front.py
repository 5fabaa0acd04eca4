"""Brings the kiosk's window back before everything else, whatever came over it."""

import logging
import sys
import threading
from typing import Any

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
_TOPMOST, _NO_MOVE_NO_SIZE, _RESTORE = -1, 0x3, 9


def keep_in_front(window: Any, ended: threading.Event) -> None:
    """Look every second until `ended`; `window` is pywebview's. For a thread of its own."""
    window.events.shown.wait()
    bring = _bring_on_windows if sys.platform == "win32" else _bring_with_qt
    while not ended.wait(LOOK_EVERY_S):
        try:
            bring(window.native)
        except Exception:
            log.exception("the window cannot be brought to the front")
            return


def _bring_with_qt(native: Any) -> None:
    from PySide6.QtCore import QMetaObject, Qt
    from PySide6.QtWidgets import QApplication

    # The guest's face on the second screen is no intruder, and a window that is shown anew
    # while a scanner types may miss some of its keys.
    if QApplication.activeWindow() is not None and not native.isMinimized():
        return
    # Widgets may be touched by their own thread only: it is asked to.
    for slot in ("showFullScreen", "raise"):
        QMetaObject.invokeMethod(native, slot, Qt.ConnectionType.QueuedConnection)


def _bring_on_windows(native: Any) -> None:
    if sys.platform != "win32":
        return
    import ctypes
    import os

    user32, handle = ctypes.windll.user32, native.Handle.ToInt64()
    process = ctypes.c_ulong()
    user32.GetWindowThreadProcessId(user32.GetForegroundWindow(), ctypes.byref(process))
    if process.value == os.getpid() and not user32.IsIconic(handle):
        return  # a dialog of our own, such as the printer's, is no intruder
    if user32.IsIconic(handle):
        user32.ShowWindow(handle, _RESTORE)
    user32.SetWindowPos(handle, _TOPMOST, 0, 0, 0, 0, _NO_MOVE_NO_SIZE)
    user32.SetForegroundWindow(handle)

"""Ends the process that draws a window's page: one that hangs does nothing else that it is asked."""

import os
import signal
import sys
from typing import Any


def end_renderer(native: Any) -> None:
    """End the process behind `native`, which is pywebview's; the window stands and can load anew."""
    if sys.platform == "win32":
        _end_on_windows(native)
    else:
        # A number that Qt keeps, and 0 where there is no process: it may be read by any thread.
        process = native.webview.page().renderProcessPid()
        if process > 0:
            os.kill(process, signal.SIGKILL)


if sys.platform == "win32":

    def _end_on_windows(native: Any) -> None:
        # WebView2 may be asked by the window's own thread only. The second screen's page ends too,
        # and comes back as this one does.
        from System import Action  # type: ignore[import-not-found]
        from System.Diagnostics import Process  # type: ignore[import-not-found]

        def end() -> None:
            for process in native.browser.webview.CoreWebView2.Environment.GetProcessInfos():
                if str(process.Kind) == "Renderer":
                    Process.GetProcessById(process.ProcessId).Kill()

        native.Invoke(Action(end))

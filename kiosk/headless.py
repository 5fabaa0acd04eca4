"""The whole kiosk without a window: codes come in as lines, answers go out as lines."""

import json
import queue
import sys
import threading
import time
from typing import IO, Any

from kiosk.machine import Kiosk
from server.errors import UnauthorizedError, printing
from server.sentences import Sentence

# A scanner's text is 512 letters at most; the rest of an endless line is thrown away.
LONGEST_LINE = 8 * 1024
SAVED_COPY_WAITS_S = 3.0
LOOK_EVERY_S = 0.05


def run_headless(
    kiosk: Kiosk, linger: float, ended: threading.Event, lines: IO[bytes], answers: IO[str]
) -> int:
    """Answer each line of `lines` with one of `answers`, in order; then deliver and leave.

    Waits for the first copy of the list, or with a saved one for the server's first word.
    `ended` stops it between two lines. Gives the exit code.
    """
    if not _has_list(kiosk, ended):
        return 0
    inbox: queue.Queue[str | None] = queue.Queue(maxsize=1)
    threading.Thread(target=_read, args=(lines, inbox), daemon=True).start()
    while not ended.is_set():
        try:
            text = inbox.get(timeout=LOOK_EVERY_S)
        except queue.Empty:
            continue
        if text is None:
            _deliver(kiosk, linger, ended)
            break
        _answer(answers, kiosk.door.scan(text))
    return 0


def _has_list(kiosk: Kiosk, ended: threading.Event) -> bool:
    if kiosk.ready:
        kiosk.looked.wait(SAVED_COPY_WAITS_S)
        return True
    told = False
    while not kiosk.met.is_set():
        if ended.wait(LOOK_EVERY_S):
            return False
        if kiosk.refused:
            raise UnauthorizedError(Sentence(kiosk.refused))
        if kiosk.looked.is_set() and not told:
            told = True
            why = kiosk.link.trouble or "chưa kết nối được máy chủ"
            sys.stderr.write(f"{why[0].upper()}{why[1:]}; đang chờ bản danh sách đầu tiên…\n")
    return True


def _read(lines: IO[bytes], inbox: "queue.Queue[str | None]") -> None:
    """Hand over the lines that say something; None at the end."""
    while line := lines.readline(LONGEST_LINE):
        end = line
        while not end.endswith(b"\n") and (end := lines.readline(LONGEST_LINE)):
            pass
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        if text.strip():
            inbox.put(text)
    inbox.put(None)


def _answer(answers: IO[str], document: dict[str, Any]) -> None:
    seat = document["seat"]
    line = {
        "scan_id": document["scan_id"],
        "verdict": document["verdict"],
        "reason": document["reason"],
        "greeting": document["lines"]["greeting"],
        "seat": seat and seat["id"],
        "decided_by": document["decided_by"],
        "durable": document["durable"],
        "ms": document["ms"],
    }
    with printing():
        answers.write(json.dumps(line, ensure_ascii=False) + "\n")
        answers.flush()


def _deliver(kiosk: Kiosk, seconds: float, ended: threading.Event) -> None:
    """Give what still waits its time to reach the server."""
    kiosk.door.settle()
    deadline = time.monotonic() + seconds
    while kiosk.waiting and time.monotonic() < deadline and not ended.wait(LOOK_EVERY_S):
        pass

"""The real `dontiep` as its users start it: one command, a server, a headless kiosk."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.rig.waiting import crowd, free_port, until

ROOT = Path(__file__).parents[2]
DONTIEP = str(Path(sys.executable).with_name("dontiep"))
CONFIG = ROOT / "config.toml"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; anything else there is a failure."""
        return json.loads(self.out)


def dontiep(
    *arguments: str | Path,
    data: Path,
    config: Path = CONFIG,
    expect: int | None = 0,
    stdin: str = "",
) -> Ran:
    """Run one command to its end, and hold it to its exit code unless `expect` is None."""
    done = subprocess.run(
        command_line(*arguments, data=data, config=config),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120 * crowd(),
        cwd=data.parent,
        check=False,
    )
    crash = data.with_name("dontiep-crash.log")
    told = crash.read_text("utf-8") if crash.exists() else done.stdout
    said = f"{' '.join(map(str, arguments))} → {done.returncode}\n{told}\n{done.stderr}"
    assert expect is None or done.returncode == expect, said
    assert "Traceback" not in done.stderr, said
    assert not crash.exists(), said
    return Ran(done.returncode, done.stdout, done.stderr)


def command_line(*arguments: str | Path, data: Path, config: Path = CONFIG) -> list[str]:
    return [DONTIEP, *map(str, arguments), "--config", str(config), "--data", str(data)]


@contextlib.contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[subprocess.Popen[Any]]:
    """Lend a process and see to it that it is gone afterwards, whatever happened."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5 * crowd())
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10 * crowd())


@dataclass
class Server:
    """`dontiep serve` on a port of its own, to be killed and started again at will."""

    data: Path
    config: Path = CONFIG
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    extra: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}-server.log")

    def start(self, seconds: float = 20) -> "Server":
        """Start and wait until it would take a scan."""
        command = command_line(
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            *self.extra,
            data=self.data,
            config=self.config,
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data.parent
            )
        until("a healthy server", self.healthy, seconds)
        return self

    def healthy(self) -> bool:
        """Ask /healthz; a server that has ended already is told at once, with its last words."""
        assert self.process
        if self.process.poll() is not None:
            raise AssertionError(f"server ended: {self.log.read_text('utf-8')[-2000:]}")
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer,
        ):
            return answer.status == 200
        return False

    def kill(self) -> None:
        """Pull the plug: SIGKILL, no goodbye."""
        assert self.process
        self.process.kill()
        self.process.wait(10 * crowd())

    def stop(self) -> None:
        """End it as a person does, if it still runs."""
        if self.process and self.process.poll() is None:
            with ended(self.process):
                pass


class HeadlessKiosk:
    """`dontiep kiosk --headless`: one line in, one JSON line out."""

    def __init__(self, data: Path, url: str, key: str, *extra: str, config: Path = CONFIG) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.log = data.with_name(f"{data.name}-kiosk.log")
        arguments = ("kiosk", "--headless", "--server", url, "--key", key, *extra)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command_line(*arguments, data=data, config=config),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=data.parent,
            )
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        # A thread reads, so that waiting for an answer can be bounded on every system.
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def scan(self, text: str, seconds: float = 20) -> dict[str, Any]:
        """Show one code and wait for its answer."""
        self.feed([text])
        return self.answer(seconds)

    def feed(self, texts: Sequence[str]) -> None:
        assert self.process.stdin
        self.process.stdin.write("".join(f"{text}\n" for text in texts).encode())
        self.process.stdin.flush()

    def answer(self, seconds: float = 20) -> dict[str, Any]:
        """The next line of standard output, which must be JSON."""
        answer = self.answer_or_end(seconds)
        assert answer is not None, f"the kiosk has ended: {self.last_words()}"
        return answer

    def answer_or_end(self, seconds: float = 20) -> dict[str, Any] | None:
        """The next line of standard output; None: it has ended and said all."""
        try:
            line = self._lines.get(timeout=seconds * crowd())
        except queue.Empty:
            raise TimeoutError(f"no answer in {seconds:g} s; {self.last_words()}") from None
        return None if line is None else dict(json.loads(line))

    def last_words(self) -> str:
        return self.log.read_text("utf-8")[-2000:]

    def kill(self) -> None:
        """Pull the plug: SIGKILL, no goodbye."""
        self.process.kill()
        self.process.wait(10 * crowd())

    def finish(self, seconds: float = 30) -> int:
        """Close its input and wait for it to deliver and go; gives the exit code."""
        assert self.process.stdin
        self.process.stdin.close()
        return self.process.wait(seconds * crowd())

    def rest(self) -> list[dict[str, Any]]:
        """What it said up to its end."""
        lines = iter(lambda: self._lines.get(timeout=20 * crowd()), None)
        return [json.loads(line) for line in lines]


def suspend(process: subprocess.Popen[Any]) -> None:
    """Freeze a process: its sockets stay open and nobody answers, as on a bad network."""
    os.kill(process.pid, signal.SIGSTOP)


def resume(process: subprocess.Popen[Any]) -> None:
    os.kill(process.pid, signal.SIGCONT)

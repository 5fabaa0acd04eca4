"""Papers drawn in the background, one after the other: with progress, and stopped when asked.

What is drawn lies in unnamed files that go with this program, since names stand in it.
"""

import logging
import secrets
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from server.errors import CheckinError, NotFoundError
from server.sentences import Sentence, mark
from server.web.drawing import forget, told

if TYPE_CHECKING:
    from server.web.sheets import Paper

log = logging.getLogger(__name__)

KEPT = timedelta(hours=1)
MOST = 20
CHUNK = 256 * 1024
GONE = mark("Bản in này không còn giữ; xin làm lại.")
BROKEN = mark("Không làm được bản in vì lỗi ngoài dự kiến; hãy xem nhật ký máy chủ.")


@dataclass(slots=True)
class Job:
    """One paper that is drawn. `done` and `total` count its items; `ended` None: not yet."""

    id: str
    file: str
    person: str | None
    began: datetime
    total: int
    done: int = 0
    stopped: bool = False
    fault: Sentence | None = None
    ended: datetime | None = None
    size: int = 0
    kept: IO[bytes] | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def state(self) -> str:
        """How far it is: drawing, done, stopped, failed."""
        if self.ended is None:
            return "drawing"
        return "stopped" if self.stopped else "failed" if self.fault else "done"

    def chunks(self) -> Iterator[bytes]:
        """Read what was drawn, piece by piece; several may read at once."""
        at = 0
        while True:
            with self.turn:
                if self.kept is None:
                    return
                self.kept.seek(at)
                piece = self.kept.read(CHUNK)
            if not piece:
                return
            at += len(piece)
            yield piece


class Press:
    """The jobs of this server. Safe to share between threads; close it when done."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._turn = threading.Lock()
        # One at a time: the doors share this machine.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")

    def start(self, paper: "Paper", person: str | None) -> Job:
        """Have a paper drawn."""
        job = Job(
            secrets.token_urlsafe(12), file_of(paper), person, self._clock(), len(paper.items)
        )
        with self._turn:
            self._make_room()
            self._jobs[job.id] = job
        self._worker.submit(self._draw, paper, job)
        return job

    def stop(self, job: Job) -> None:
        """Stop a job after the volume under way; what it has drawn is thrown away."""
        job.stopped = job.ended is None or job.stopped

    def find(self, id_: str, person: str | None) -> Job:
        """Find somebody's own job. Raises NotFoundError."""
        job = self._jobs.get(id_)
        if job is None or job.person != person or self._clock() - job.began > KEPT:
            raise NotFoundError(GONE)
        return job

    def close(self) -> None:
        """Stop what is being drawn and forget what was."""
        for job in self._jobs.values():
            self.stop(job)
        self._worker.shutdown(wait=True, cancel_futures=True)
        for job in self._jobs.values():
            _throw_away(job)

    def _make_room(self) -> None:
        oldest_first = list(self._jobs.values())
        for number, job in enumerate(oldest_first):
            too_many = number <= len(oldest_first) - MOST
            if job.ended and (too_many or self._clock() - job.began > KEPT):
                _throw_away(job)
                del self._jobs[job.id]

    def _draw(self, paper: "Paper", job: Job) -> None:
        try:
            with told():
                _draw_into(job, paper)
        except CheckinError as error:
            job.fault = error.sentence
        except Exception:
            log.exception("a paper could not be drawn: %s", job.file)
            job.fault = BROKEN
        finally:
            if job.stopped or job.fault:
                _throw_away(job)
            job.ended = self._clock()


def file_of(paper: "Paper") -> str:
    """Name the file of a paper: a long one is volumes in a ZIP."""
    return f"{paper.name}.zip" if _volumes(paper) > 1 else paper.file


def _volumes(paper: "Paper") -> int:
    return 1 if paper.pictures else -(-len(paper.items) // paper.at_once)


def _draw_into(job: Job, paper: "Paper") -> None:
    if job.stopped:
        return
    job.kept = tempfile.TemporaryFile()  # noqa: SIM115  # kept until it is thrown away
    if paper.pictures is None and _volumes(paper) == 1:
        job.kept.write(paper.draw(paper.items))
        job.done = job.total
    else:
        with zipfile.ZipFile(job.kept, "w", zipfile.ZIP_STORED) as packed:
            for number, start in enumerate(range(0, len(paper.items), paper.at_once), 1):
                if job.stopped:
                    return
                some = paper.items[start : start + paper.at_once]
                for name, content in _parts(paper, some, number).items():
                    packed.writestr(name, content)
                forget()
                job.done += len(some)
    job.size = job.kept.seek(0, 2)


def _parts(paper: "Paper", some: "Sequence[object]", number: int) -> dict[str, bytes]:
    if paper.pictures:
        return paper.pictures(some)
    return {f"{paper.name}-tap-{number:02d}.{paper.ending}": paper.draw(some)}


def _throw_away(job: Job) -> None:
    with job.turn:
        if job.kept:
            job.kept.close()
            job.kept = None

"""What a run that was stopped had finished, so that the next one goes on from there.

While a run goes on, `chua-xong.jsonl` stands in its folder: a line for each step that is done,
with the step's key and the files it wrote. A line that was cut off counts for nothing.
"""

import json
from collections.abc import Sequence
from pathlib import Path

NAME = "chua-xong.jsonl"


class Unfinished:
    """The list of done steps in one folder. `was_stopped`: an earlier run has left one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._list = folder, folder / NAME
        self._done: dict[str, list[str]] = {}
        self.was_stopped = self._list.exists()
        if self.was_stopped:
            lines = self._list.read_text(encoding="utf-8", errors="replace").splitlines()
            self._done = dict(filter(None, map(_step, lines)))

    def files_of(self, key: str) -> list[Path] | None:
        """Give the files of a step that is done, None where it is not or one of them is gone."""
        files = [self._folder / name for name in self._done.get(key, ())]
        return files if files and all(file.exists() for file in files) else None

    def note(self, key: str, files: Sequence[Path]) -> None:
        """Note that a step is done. Its files are whole by now."""
        names = [file.relative_to(self._folder).as_posix() for file in files]
        with self._list.open("a", encoding="utf-8") as out:
            # A new line first: the one before may have been cut off.
            out.write("\n" + json.dumps([key, names]))

    def end(self) -> None:
        """Say that the whole run is done."""
        self._list.unlink(missing_ok=True)


def _step(line: str) -> tuple[str, list[str]] | None:
    try:
        key, names = json.loads(line)
    except ValueError:
        return None
    return key, names

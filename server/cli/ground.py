"""What every command stands on: configuration, data folder, clock, and how it answers."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from server.config import Config, load_config, override, read_text
from server.errors import printing
from server.facts import KEY as FACTS_KEY
from server.facts import KeptFacts
from server.hall import Hall
from server.hall.kept import KEY, KeptHall
from server.hall_file import SAMPLE_HALL, load_hall
from server.storage import SqliteStore
from server.storage.folder import EventFolder


@dataclass(frozen=True, slots=True)
class Ground:
    """The options that all commands share, resolved.

    `configured` is config.toml as it was read. `data` and `config_file` are as given on the
    command line, None where they were not.
    """

    configured: Config
    folder: EventFolder
    json: bool
    data: Path | None = None
    config_file: Path | None = None

    def answer(self, document: Any, text: str) -> None:
        """Print one JSON document, or the same for people."""
        told = json.dumps(document, ensure_ascii=False, indent=1) if self.json else text
        with printing():
            click.echo(told)

    def say(self, text: str) -> None:
        """Tell a person how things go; with --json that is not for standard output."""
        click.echo(text, err=self.json)

    def progress(self, what: str) -> Callable[[int, int], None]:
        """A counter for long work, redrawn in place, on a terminal only."""

        def show(done: int, total: int) -> None:
            if sys.stderr.isatty():
                click.echo(f"\r{what}: {done}/{total}", err=True, nl=done == total)

        return show

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The event's database, closed again. Raises DamagedError where it cannot be read."""
        store = self.folder.open()
        try:
            yield store
        except Exception as error:
            if damage := self.folder.damage(error):
                raise damage from error
            raise
        finally:
            store.close()

    @property
    def config(self) -> Config:
        """The configuration as it holds now, with the facts that were announced later."""
        return KeptFacts(lambda: self.folder.kept(FACTS_KEY), self.configured).config

    @property
    def hall(self) -> Hall:
        """The hall of this event, as it was changed in the page or as its file says."""
        if not self.folder.database.exists():
            return self.hall_of_file
        with self.store() as store:
            return KeptHall(lambda: store.read.meta(KEY), self.hall_of_file).hall

    @property
    def hall_of_file(self) -> Hall:
        """The hall of the configured file."""
        return load_hall(self.config.event.hall)

    @property
    def hall_text(self) -> str:
        """The text of that file."""
        return read_text(Path(self.config.event.hall or SAMPLE_HALL))


def now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


def somebody_is_there() -> bool:
    """Whether a person can be asked something. Windows calls its NUL a terminal, too."""
    if not sys.stdin.isatty():
        return False
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        console = msvcrt.get_osfhandle(sys.stdin.fileno())
        mode = ctypes.c_ulong()
        return bool(ctypes.windll.kernel32.GetConsoleMode(console, ctypes.byref(mode)))
    return True


def command(group: click.Group, name: str, **settings: Any) -> Callable[..., Any]:
    """Declare a command with the options that all share; it receives a Ground first."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(
            *arguments: Any, config_file: Path | None, data: Path | None, as_json: bool, **rest: Any
        ) -> Any:
            config = load_config(config_file)
            if data:
                config = override(config, data=data)
            folder = EventFolder(config.server.data)
            ground = Ground(config, folder, as_json, data, config_file)
            return function(ground, *arguments, **rest)

        return group.command(name, **settings)(_with_shared_options(run))

    return declare


def _with_shared_options(run: Callable[..., Any]) -> Callable[..., Any]:
    file = click.Path(path_type=Path)
    for option in (
        click.option(
            "--json", "as_json", is_flag=True, help="In một tài liệu JSON, không in gì khác."
        ),
        click.option("--data", type=file, help="Thư mục dữ liệu của sự kiện."),
        click.option(
            "--config", "config_file", type=file, help="Tệp cấu hình (mặc định config.toml)."
        ),
    ):
        run = option(run)
    return run

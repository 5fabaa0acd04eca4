"""What papers are made of, and how a file of them is written: whole, or told why not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from badges.typesetting import TypesettingError
from server.cli.ground import Ground, now
from server.errors import InvalidError, NotFoundError, UnavailableError
from server.event import EventConfig
from server.reporting import Standing
from server.sentences import say
from server.storage.invitations import Code
from server.storage.sqlite import Reader


@dataclass(frozen=True, slots=True)
class Desk:
    """What the papers are made of. `chosen` holds the places that were asked for alone.

    `links` are the private pages of the units by name, where it is known how to reach them.
    """

    ground: Ground
    standing: Standing
    chosen: Standing
    codes: dict[str, Code]
    event_id: str
    links: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ground: Ground, reader: Reader, only: tuple[str, ...]) -> "Desk":
        """Read the list; `only` are ids, none: everybody. Raises NotFoundError."""
        standing = standing_now(ground, reader)
        if unknown := set(only) - {place.id for place in standing.places}:
            raise NotFoundError(
                say(
                    "Không có suất mời còn hiệu lực: %(unknown)s.",
                    unknown=", ".join(sorted(unknown)),
                )
            )
        chosen = tuple(p for p in standing.places if not only or p.id in only)
        # A guest received without an invitation has a place and no code.
        codes = {c.invitation: c for c in reader.codes() if not c.replaced and c.code}
        base = ground.config.server.public_url
        links = {n: f"{base}/o/{link.token}" for n, link in reader.links().items() if base}
        chosen_alone = replace(standing, places=chosen)
        return cls(ground, standing, chosen_alone, codes, reader.event_id, links)

    @property
    def event(self) -> EventConfig:
        """The event of these papers."""
        return self.standing.event

    @property
    def desk_codes(self) -> dict[str, str]:
        """The desk codes by invitation id."""
        return {id_: code.desk_code for id_, code in self.codes.items() if code.desk_code}

    @property
    def is_whole(self) -> bool:
        """Whether the whole list was asked for."""
        return self.chosen.places == self.standing.places

    @property
    def tail(self) -> str:
        """What parts the papers of some places from those of the whole list."""
        return "" if self.is_whole else "-bo-sung"


def standing_now(ground: Ground, reader: Reader) -> Standing:
    """Take the list as it stands, with who is inside."""
    return Standing.of(ground.config.event, reader.invitations(), reader.admissions(), now())


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece as they are made, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.part")
    try:
        with half.open("wb") as file:
            file.writelines(pieces)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def told(out: Path) -> Iterator[None]:
    """Tell in one sentence what kept a paper from being drawn or written."""
    try:
        yield
    except OSError as error:
        where = error.filename or out
        raise UnavailableError(
            say(
                "Không đọc hoặc ghi được %(where)s (%(value)s); hãy đóng tệp đang mở hoặc chọn "
                "thư mục khác.",
                where=where,
                value=error.strerror or error,
            )
        ) from error
    except TypesettingError as error:
        first = str(error).partition("\n")[0]
        raise UnavailableError(
            say(
                "Không dựng được trang in (%(first)s); hãy kiểm tra tệp biểu trưng ở khóa "
                "emblem của [badges] trong config.toml.",
                first=first,
            )
        ) from error
    except ValueError as error:
        raise InvalidError(
            say(
                "Danh sách có dữ liệu không in được (%(error)s); hãy sửa rồi nhập lại danh sách.",
                error=error,
            )
        ) from error

"""Sets pages with Typst: the only module that knows how paper and pictures are made.

Values reach a template as JSON in `sys.inputs.data` and pictures as files beside it, never
as markup, so nothing that a list of guests holds can be taken for an instruction. Only the
fonts in `badges/fonts` are used, whatever the machine has.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

FONTS = Path(__file__).with_name("fonts")
_TEMPLATES = Path(__file__).with_name("templates")


class TypesettingError(RuntimeError):
    """Không dựng được trang in."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to set: a template's name, its values, and pictures by file name."""

    template: str
    values: Mapping[str, object]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def set_pdf(job: Job, *, tagged: bool = True) -> bytes:
    """Set the job as one PDF. Raises TypesettingError, also where Typst only warns.

    `tagged`: it says what is a heading and what a table, for who has a page read out. What is
    cut up does without, and is half the size.
    """
    with _press(job) as press:
        (pdf,) = _pages(press, "pdf", None, pdf_tags=tagged)
        return pdf


def set_pdf_with_marks(job: Job, label: str) -> tuple[bytes, list[Any]]:
    """Set the job as one PDF without tags; gives with it its metadata under that label."""
    with _press(job) as press:
        (pdf,) = _pages(press, "pdf", None, pdf_tags=False)
        return pdf, json.loads(press.query(f"<{label}>", field="value"))


def set_pngs(job: Job, ppi: float = 72) -> list[bytes]:
    """Set the job as one PNG a page. Raises TypesettingError, also where Typst only warns."""
    with _press(job) as press:
        return _pages(press, "png", ppi)


def forget() -> None:
    """Give back the memory of finished jobs.

    Typst remembers what it has laid out until ten more documents have been set, some 3 MB a
    card. After a large job, ten empty ones cost a few milliseconds.
    """
    empty = typst.Compiler()
    for _ in range(11):
        empty.compile(b"", format="pdf")


@contextmanager
def _press(job: Job) -> Iterator[typst.Compiler]:
    """Lay the job out for Typst. Raises TypesettingError for what Typst finds in it."""
    with TemporaryDirectory(prefix="badges-") as folder:
        desk = _lay_out(job, Path(folder))
        try:
            # The class lets other threads run meanwhile; the module's function does not.
            yield typst.Compiler(
                desk,
                root=folder,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(job.values, ensure_ascii=False)},
            )
        except typst.TypstError as error:
            raise TypesettingError(error.diagnostic) from error


def _pages(
    press: typst.Compiler,
    form: Literal["pdf", "png"],
    ppi: float | None,
    *,
    pdf_tags: bool = True,
) -> list[bytes]:
    pages, warnings = press.compile_with_warnings(format=form, ppi=ppi, pdf_tags=pdf_tags)
    if warnings:
        # A warning is a font or a glyph that went astray: on paper nobody would notice in time.
        raise TypesettingError("\n".join(warning.diagnostic for warning in warnings))
    return pages if isinstance(pages, list) else [pages or b""]


def _lay_out(job: Job, folder: Path) -> Path:
    """Copy the templates beside the job's pictures: Typst reads nothing outside one root."""
    for template in _TEMPLATES.glob("*.typ"):
        shutil.copyfile(template, folder / template.name)
    for name, picture in job.pictures.items():
        (folder / name).write_bytes(picture)
    return folder / f"{job.template}.typ"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )

"""What works here and fails on Windows, where nobody runs these tests: read off the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("badges", "kiosk", "server")


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def formats(tree: ast.AST) -> Iterator[str]:
    """Yield the formats of moments: f"{moment:%H}", moment.strftime("%H")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            yield ast.unparse(node.format_spec)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("strftime"):
            yield ast.unparse(node)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_moment_is_formatted_in_ascii_since_windows_has_no_letter_for_gio(path: Path) -> None:
    # Python encodes the format in the machine's code page there, and "ờ" is in none but UTF-8.
    said = formats(ast.parse(path.read_text(encoding="utf-8")))

    assert [words for words in said if "%" in words and not words.isascii()] == []

"""The order of the house, held: who may import whom, and which library lives in which room.

Read from the source by ast, so a lazy import inside a function counts like any other. What
stands under `if TYPE_CHECKING:` is not loaded at run time and counts only for the rulebook.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("server", "kiosk", "badges")

# The longest prefix that fits a module's name says which room it stands in.
ROOMS = {
    "server": "name",
    "server.errors": "rules",
    "server.sentences": "rules",
    "server.english": "english",
    "server.guests": "rules",
    "server.invitations": "rules",
    "server.names": "rules",
    "server.admission": "rules",
    "server.guestlist": "rules",
    "server.seating": "rules",
    "server.reseating": "rules",
    "server.headcount": "rules",
    "server.arrivals": "rules",
    "server.expected": "rules",
    "server.programme": "rules",
    "server.stationhealth": "rules",
    "server.spares": "rules",
    # Values and rules that came after the first table.
    "server.event": "rules",
    "server.facts": "rules",
    "server.groups": "rules",
    "server.hall": "rules",
    "server.settings": "rules",
    "server.readiness": "rules",
    "server.reporting": "rules",
    "server.sendings": "rules",
    "server.answers": "rules",
    "server.bounces": "rules",
    "server.calendar": "rules",
    "server.mail_account": "rules",
    "server.mails": "rules",
    "server.posting": "rules",
    "server.show": "rules",
    "server.toml": "rules",
    "server.upkeep": "rules",
    "server.webhooks": "rules",
    "server.wording": "rules",
    "server.sealing": "sealing",
    "server.desk": "desk",
    "server.counting": "desk",
    "server.storage": "storage",
    "server.workbook": "spreadsheets",
    "server.exports": "spreadsheets",
    "server.papers": "papers",
    "server.web": "web",
    "server.listener": "web",
    "server.cli": "wiring",
    "server.smtp": "wiring",
    "server.messenger": "wiring",
    "server.config": "wiring",
    "server.config_tables": "wiring",
    "server.hall_file": "wiring",
    "server.__main__": "wiring",
    "badges": "drawing",
    "kiosk": "kiosk",
    "kiosk.app": "wiring",
    "kiosk.__main__": "wiring",
}

BELOW = {
    "name",
    "rules",
    "english",
    "sealing",
    "drawing",
    "desk",
    "storage",
    "spreadsheets",
    "papers",
}
MAY_IMPORT = {
    "name": {"name"},
    "rules": {"name", "rules"},
    "english": {"name", "rules", "english"},
    "sealing": set(),
    "drawing": {"drawing"},
    "desk": {"name", "rules", "desk"},
    "storage": {"name", "rules", "storage"},
    "spreadsheets": {"name", "rules", "spreadsheets"},
    "papers": {"name", "rules", "drawing", "spreadsheets", "papers"},
    "web": BELOW | {"web"},
    "kiosk": BELOW | {"kiosk"},
    "wiring": BELOW | {"web", "kiosk", "wiring"},
}

# A library that lives in some modules only.
LIVES_IN = {
    "flask": ("server.web",),
    "jinja2": ("server.web",),
    "sqlite3": ("server.storage",),
    "sqlite_utils": ("server.storage",),
    "waitress": ("server.listener", "kiosk.app"),
    "serial": ("kiosk.scanner",),
    "smtplib": ("server.smtp",),
    "standardwebhooks": ("server.messenger",),
    "webview": ("kiosk.window",),
    "segno": ("badges.qr",),
    "babel": ("server.english",),
    "qrcode": ("badges.qr",),
    "cryptography": ("server.sealing", "server.cli.proxy"),
    "typst": ("badges",),
    "isal": ("badges.painting", "server.web.packing"),
    "pypdfium2": ("badges.painting",),
    "openpyxl": ("server.workbook", "server.exports", "badges"),
    "docx": ("badges",),
    "PIL": ("badges",),
}

# Rooms that are handed the time, the rows and the store, and have no technology of their own.
HANDED = {"rules", "desk"}
# What they must not touch.
WORLD = {
    "asyncio", "http", "io", "logging", "multiprocessing", "os", "platform", "random", "select",
    "shutil", "signal", "socket", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib.request",
}  # fmt: skip
# The methods by which a datetime reads the clock and a Path the disk.
REACHES_OUT = {
    "now", "today", "utcnow", "exists", "iterdir", "mkdir", "open", "read_bytes", "read_text",
    "resolve", "rglob", "stat", "unlink", "write_bytes", "write_text",
}  # fmt: skip
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.DOTALL
)


@dataclass(frozen=True)
class Module:
    name: str
    source: str

    @property
    def room(self) -> str | None:
        return ROOMS.get(_longest_prefix(self.name) or "")


@dataclass(frozen=True)
class Import:
    module: str
    line: int
    for_types_only: bool


def _modules() -> list[Module]:
    files = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return [Module(_dotted(file), file.read_text("utf-8")) for file in files]


def _dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _longest_prefix(name: str) -> str | None:
    parts = name.split(".")
    candidates = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    found = next((prefix for prefix in candidates if prefix in ROOMS), None)
    # A new module beside those of the table has no room until somebody gives it one.
    return None if found == "server" and name != "server" else found


MODULES = _modules()
NAMES = {module.name for module in MODULES}


def imports_of(module: Module, known: set[str]) -> list[Import]:
    """List what a module imports, its own modules by their full names."""
    tree = ast.parse(module.source)
    only_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    return [
        Import(target, node.lineno, id(node) in only_types)
        for node in ast.walk(tree)
        for target in _targets(node, module.name, known)
    ]


def _targets(node: ast.AST, importer: str, known: set[str]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:  # relative; the linter asks for absolute ones, but count them all the same
        base = ".".join(filter(None, [*importer.split(".")[: -node.level], base]))
    inner = [f"{base}.{alias.name}" for alias in node.names if f"{base}.{alias.name}" in known]
    return inner or [base]


def complaints(module: Module, known: set[str]) -> list[str]:
    """Say in one sentence each what this module does that its room does not allow."""
    if module.room is None:
        return [f"{module.name} has no room yet: give it one in ROOMS"]
    found = []
    for imported in imports_of(module, known):
        if imported.for_types_only and module.room != "rules":
            continue
        wrong = _wrong_import(module, imported.module)
        found += [f"{module.name}:{imported.line} {wrong}"] if wrong else []
    if module.room in HANDED:
        found += _touches_the_world(module)
    if module.room != "storage":
        found += _speaks_sql(module)
    return found


def _wrong_import(module: Module, target: str) -> str | None:
    top = target.split(".", maxsplit=1)[0]
    if top in PACKAGES:
        return _wrong_room(module, target)
    home = LIVES_IN.get(top)
    if home and not any(f"{module.name}.".startswith(f"{room}.") for room in home):
        return f"imports {top}, which lives in {' and '.join(home)}"
    if module.room in HANDED and (target in WORLD or top in WORLD):
        return f"imports {target}, but a rule knows no clock, file, socket or environment"
    if module.room in HANDED and top not in sys.stdlib_module_names:
        return f"imports {top}, but has the standard library only"
    return None


def _wrong_room(module: Module, target: str) -> str | None:
    prefix = _longest_prefix(target)
    room = ROOMS[prefix] if prefix else None
    if room not in MAY_IMPORT[module.room or ""]:
        return f"({module.room}) imports {target} ({room})"
    if module.room == "web" and target.startswith("server.storage."):
        return f"imports the engine {target}; it is handed open_store"
    return None


def _touches_the_world(module: Module) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(module.source)) if isinstance(node, ast.Call)]
    return [
        f"{module.name}:{call.lineno} calls {ast.unparse(call.func)}, but a rule is handed values"
        for call in calls
        if (isinstance(call.func, ast.Attribute) and call.func.attr in REACHES_OUT)
        or (isinstance(call.func, ast.Name) and call.func.id in {"open", "input", "print"})
    ]


def _speaks_sql(module: Module) -> list[str]:
    return [
        f"{module.name}:{node.lineno} holds SQL, which lives in server.storage"
        for node in ast.walk(ast.parse(module.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    """Give one way that leads back to where it began, or nothing."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        found = next((c for to in sorted(graph[name]) if (c := walk(to, [*way, name]))), [])
        done.add(name)
        return found

    return next((c for name in sorted(graph) if (c := walk(name, []))), [])


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_imports_only_what_its_room_allows(module):
    assert complaints(module, NAMES) == []


def test_nobody_imports_in_a_circle():
    graph = {
        module.name: {
            imported.module
            for imported in imports_of(module, NAMES)
            if imported.module in NAMES and not imported.for_types_only
        }
        for module in MODULES
    }
    assert _cycle(graph) == []


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("server.admission", "import time", "no clock"),
        ("server.admission", "from os import environ", "no clock"),
        ("server.admission", "from datetime import datetime\nx = datetime.now()", "datetime.now"),
        ("server.headcount", "open('x')", "calls open"),
        ("server.settings", "Path('x').read_text()", "read_text"),
        ("server.names", "import unidecode", "standard library only"),
        ("server.seating", "from server.desk import admit", "(desk)"),
        (
            "server.seating",
            "if TYPE_CHECKING:\n    from server.desk import Desk",
            "(desk)",
        ),
        ("server.desk", "from server import storage", "(storage)"),
        ("server.desk", "from datetime import datetime\nx = datetime.now()", "datetime.now"),
        ("server.desk", "import time", "no clock"),
        ("server.desk", "def f():\n    import flask", "lives in server.web"),
        ("server.storage.sqlite", "from server.desk import admit", "(desk)"),
        ("server.web.admission", "from server.storage.sqlite import S", "is handed open_store"),
        ("server.web.admission", "from server.config import Config", "(wiring)"),
        ("server.web.guests", "x = 'SELECT id FROM guests'", "holds SQL"),
        ("kiosk.link", "from server.web.admission import x", "(web)"),
        ("kiosk.bridge", "import webview", "lives in kiosk.window"),
        ("kiosk.journal", "import sqlite3", "lives in server.storage"),
        ("badges.cards", "from server.guests import Guest", "(rules)"),
        ("badges.cards", "import segno", "lives in badges.qr"),
        ("server.somewhere", "", "has no room"),
    ],
)
def test_a_module_in_the_wrong_company_is_told(name, source, complaint):
    [told] = complaints(Module(name, source), {*NAMES, "server.storage", "server.desk"})
    assert complaint in told


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("server.admission", "from datetime import datetime\nfrom server.guests import Guest"),
        ("server.desk", "if TYPE_CHECKING:\n    from server.storage.sqlite import SqliteStore"),
        ("server.web.admission", "import flask\nfrom server import desk"),
        ("kiosk.bridge", "from server.storage import open_store\nfrom kiosk.link import Link"),
        ("kiosk.window", "import webview\nfrom kiosk.front import keep_in_front"),
        ("badges.qr", "import segno\nimport qrcode"),
    ],
)
def test_a_module_in_good_company_is_left_alone(name, source):
    assert complaints(Module(name, source), {*NAMES, "server.storage", "server.desk"}) == []


def test_a_circle_is_found():
    assert _cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert _cycle({"a": {"b"}, "b": set()}) == []

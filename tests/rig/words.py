"""The marked sentences of pages and rules, gathered; run, it brings en.po into step.

`python -m tests.rig.words` keeps the English there is, adds what is new with nothing beside
it, drops what no page says any more, and prints what still lacks its English.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from server.english import ENGLISH

ROOT = Path(__file__).parents[2]
MARKS = {"_": None, "plural": (1, 1)}
WHERE = (
    ("server/**/*.py", "python", MARKS | {"mark": None, "say": None}),
    ("kiosk/*.py", "python", {"mark": None, "say": None, "plural": (1, 1)}),
    ("server/web/templates/*.html", "jinja2.ext:babel_extract", MARKS),
    ("static/js/organiser/**/*.js", "javascript", MARKS),
)
# What only the terminal says, of a program that starts or of a file it was given: no page does.
TERMINAL = (
    "kiosk/app.py",
    "kiosk/folder.py",
    "kiosk/headless.py",
    "kiosk/line.py",
    "kiosk/roster.py",
    "server/cli/*.py",
    "server/config.py",
    "server/config_tables.py",
    "server/exports.py",
    "server/hall/json_form.py",
    "server/listener/*.py",
)
# These of the terminal's are behind the page of the mails.
PAGES_TOO = {"server/cli/mail_account.py", "server/cli/mailing.py", "server/cli/postroom.py"}
HEADER = """\
# English of the organisers' pages; the keys are the Vietnamese sentences.
# `just words` keeps the keys in step with the pages.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gather() -> Catalog:
    """Read every page and give its sentences, with the files they stand in."""
    found = Catalog(locale="en")
    terminal = {path for pattern in TERMINAL for path in ROOT.glob(pattern)}
    terminal -= {ROOT / name for name in PAGES_TOO}
    for pattern, method, keywords in WHERE:
        for path in sorted(set(ROOT.glob(pattern)) - terminal):
            options = {"parse_template_string": "true"} if method == "javascript" else {}
            name = path.relative_to(ROOT).as_posix()
            for _line, message, _comments, _context in extract_from_file(
                method, path, keywords=keywords, options=options
            ):
                found.add(message, locations=[(name, None)])
            if method == "python":
                for sentence in _of_errors(path):
                    found.add(sentence, locations=[(name, None)])
    return found


def _of_errors(path: Path) -> Iterator[str]:
    """Give what the errors of a module say by themselves: a docstring is a message."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            said = ast.get_docstring(node) or ""
            if not said.isascii():
                yield said


def key(message: Message) -> str:
    """Give the Vietnamese of a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def lacking(catalogue: Catalog) -> list[str]:
    """Name the sentences that have no English, or not every form of it."""
    return [
        key(message)
        for message in catalogue
        if message.id
        and not (message.string if isinstance(message.id, str) else all(message.string))
    ]


def write(catalogue: Catalog) -> None:
    """Write the file, without the dates that would differ every time."""
    with ENGLISH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(
            file, catalogue, width=100, omit_header=True, sort_by_file=True, include_lineno=False
        )


def main() -> None:
    """Bring the file into step."""
    with ENGLISH.open("rb") as file:
        known = {key(message): message for message in read_po(file, locale="en")}
    words = gather()
    for message in words:
        there = known.get(key(message))
        if message.id and there and type(there.id) is type(message.id):
            message.string = there.string
    write(words)
    for sentence in lacking(words):
        print(sentence)


if __name__ == "__main__":
    main()

"""`dontiep`: every command of the program, and how its failures are told."""

import logging
import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from server.cli import (
    access,
    demo,
    doctor,
    documents,
    event,
    facts,
    guests,
    mail,
    proxy,
    running,
    sendings,
    verifying,
    webhooks,
)
from server.cli.usage import usage_words
from server.config import ConfigError
from server.errors import CheckinError

log = logging.getLogger(__name__)
# An error is one sentence; what the storage has to say besides goes where a server keeps its book.
logging.getLogger("server").addHandler(logging.NullHandler())

EXIT_FAILED = 1
EXIT_USAGE = 2
CRASH_FILE = "dontiep-crash.log"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dontiep", prog_name="dontiep")
def root() -> None:
    """Đón tiếp đại biểu: phiếu mời mã QR, máy quét tại cửa, số liệu trực tiếp."""


GROUPS = (
    demo, running, guests, documents, sendings, mail, access, webhooks, facts, event, verifying,
    proxy, doctor,
)  # fmt: skip
for module in GROUPS:
    module.register(root)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and leave: 0 done, 1 refused or failed, 2 wrong usage or configuration."""
    _speak_utf8()
    signal.signal(signal.SIGTERM, _leave)
    try:
        code = root.main(arguments, prog_name="dontiep", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = EXIT_USAGE
    except (click.UsageError, ConfigError) as error:
        _fail(usage_words(error) if isinstance(error, click.UsageError) else str(error))
        code = EXIT_USAGE
    except (click.ClickException, CheckinError) as error:
        _fail(error.format_message() if isinstance(error, click.ClickException) else str(error))
        code = EXIT_FAILED
    except (click.Abort, KeyboardInterrupt):
        code = EXIT_FAILED
    except Exception as error:  # noqa: BLE001  # the last resort; the details go into a file
        _fail(f"Chương trình gặp lỗi ngoài dự kiến; {_write_down(error)}.")
        code = EXIT_FAILED
    sys.exit(code if isinstance(code, int) else 0)


def _write_down(fault: Exception) -> str:
    """Put what happened into a file of its own, whatever this command logs where; say where."""
    try:
        file = logging.FileHandler(CRASH_FILE, encoding="utf-8")
    except OSError as error:
        return f"không ghi được chi tiết vào thư mục này ({error.strerror})"
    log.propagate = False
    log.addHandler(file)
    log.error("unexpected failure", exc_info=fault)
    log.removeHandler(file)
    file.close()
    return f"chi tiết ở tệp {Path(CRASH_FILE).absolute()}"


def _leave(*_: object) -> None:
    """End as on Ctrl+C, so that temporary folders and locks are given back."""
    raise KeyboardInterrupt


def _fail(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)


def _speak_utf8() -> None:
    """A Windows console or a bare pipe may default to a code page without Vietnamese."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")

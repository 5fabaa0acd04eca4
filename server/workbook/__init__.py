"""A spreadsheet file to plain values, read in a child process that is kept on a short lead.

A list comes from outside and may be broken, enormous or hostile. So its bytes go to a child
that can reach nothing, has little memory and little time; sentences and values come back.
"""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import server
from server.errors import CheckinError, InvalidError, NotFoundError
from server.guestlist.sheets import Workbook
from server.sentences import joined, say
from server.workbook.kinds import refuse_by_kind
from server.workbook.wire import unpack

LARGEST_FILE: Final = 20 * 1024 * 1024
SECONDS_TO_START: Final = 20.0
SECONDS_TO_READ: Final = 4.0

# A frozen program runs itself as the child: its entry point hands over to `child.main` when
# this is its first argument.
CHILD_FLAG: Final = "--read-workbook"
_BOOTSTRAP: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from server.workbook.child import main; main()"
)


class UnreadableError(InvalidError):
    """Không đọc được tệp: tệp hỏng hoặc quá nặng. Mở bằng Excel, lưu lại dạng .xlsx rồi nhập lại."""


class TooLargeError(InvalidError):
    """Tệp lớn hơn 20 MB. Xóa hình ảnh và các trang không cần thiết rồi nhập lại."""


def read_file(path: Path) -> Workbook:
    """Read a spreadsheet file. Raises NotFoundError, and InvalidError with one sentence."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TooLargeError
        return read_workbook(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFoundError(
            say("Không tìm thấy tệp %(path)s. Kiểm tra lại đường dẫn.", path=path)
        ) from error
    except CheckinError as error:
        raise type(error)(joined((path.name, error.sentence), ": ")) from error
    except OSError as error:
        message = say(
            "Không mở được tệp %(name)s. Đóng tệp trong Excel rồi thử lại.", name=path.name
        )
        raise InvalidError(message) from error


def read_workbook(content: bytes) -> Workbook:
    """Read the bytes of an .xlsx or a delimited text, told apart by what they are.

    Raises InvalidError with one sentence for whatever else it is, or when it asks for too much.
    """
    if len(content) > LARGEST_FILE:
        raise TooLargeError
    refuse_by_kind(content)
    return unpack(_in_child(content))


def _in_child(content: bytes) -> bytes:
    """Give what the child answers. Its time runs from when it is ready to read."""
    with subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            _wait_until_ready(child)
            answer, _ = child.communicate(content, timeout=SECONDS_TO_READ)
        except (subprocess.TimeoutExpired, BrokenPipeError) as error:
            raise UnreadableError from error
        finally:
            child.kill()
    if child.returncode != 0:
        raise UnreadableError
    return answer


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    root = Path(server.__file__).parents[1]
    return [sys.executable, "-I", "-c", _BOOTSTRAP, str(root)]


def _wait_until_ready(child: subprocess.Popen[bytes]) -> None:
    """Wait for the child's first byte; a slow disk or virus scanner is not the file's fault."""
    watchdog = threading.Timer(SECONDS_TO_START, child.kill)
    watchdog.start()
    try:
        assert child.stdout is not None
        if not child.stdout.read(1):
            raise UnreadableError
    finally:
        watchdog.cancel()

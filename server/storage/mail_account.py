"""The file of the office's mail account: in the event's folder, and in no copy of the event."""

import contextlib
import os
from pathlib import Path

from server.errors import UnavailableError
from server.mail_account import MailAccount, read_mail_account, write_mail_account
from server.sentences import say

NAME = "mail-account.json"


class MailAccountFile:
    """The account as it was given in the settings; each change is whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def read(self) -> MailAccount | None:
        """Give the account, None where there is none that can be read."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return read_mail_account(self._path.read_text("utf-8"))
        return None

    def keep(self, account: MailAccount) -> None:
        """Put an account in the place of the one before. Raises UnavailableError."""
        new = self._path.with_suffix(".part")
        try:
            new.unlink(missing_ok=True)
            # Nobody else may read it for as much as a moment.
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as written:
                written.write(write_mail_account(account))
                written.flush()
                os.fsync(written.fileno())
            new.replace(self._path)
        except OSError as error:
            raise UnavailableError(
                say("Không ghi được %(path)s; hãy kiểm tra đĩa.", path=self._path)
            ) from error

    def forget(self) -> None:
        """Delete the account, if there is one."""
        for path in (self._path, self._path.with_suffix(".part")):
            path.unlink(missing_ok=True)

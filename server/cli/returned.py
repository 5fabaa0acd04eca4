"""Saved messages of mails that came back: read one by one, and noted where they belong."""

from collections.abc import Sequence

from server.bounces import MOST_MESSAGES, Laid, Outcome, read_bounce, split_messages
from server.cli.ground import now
from server.cli.mail_ledger import Ledger
from server.desk.bounces import note_bounce
from server.errors import InvalidError
from server.sentences import say
from server.storage import SqliteStore
from server.storage.folder import EventFolder

MOST_MEGABYTES = 64


def take_back(
    store: SqliteStore,
    folder: EventFolder,
    files: Sequence[tuple[str, bytes]],
    by: str | None = None,
) -> list[tuple[str, Laid]]:
    """Note what came back, of files by their names; gives each message under its file's.

    Raises InvalidError for a file that is too large, before anything is noted.
    """
    messages = [(name, one) for name, content in files for one in _messages(name, content)]
    ledger, read = Ledger(folder.path), []
    for name, message in messages:
        laid = note_bounce(store, read_bounce(message), now(), by)
        # It may be sent anew, to this address or to another, under the name that it bore.
        if laid.outcome is Outcome.NOTED:
            ledger.strike(*(mail.message_id for mail in laid.mails if mail.message_id))
        read.append((name, laid))
    return read


def _messages(name: str, content: bytes) -> list[bytes]:
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise InvalidError(
            say("Tệp %(file)s lớn hơn %(n)s MB; hãy chia nhỏ.", file=name, n=MOST_MEGABYTES)
        )
    messages = split_messages(content)
    if len(messages) > MOST_MESSAGES:
        raise InvalidError(
            say("Tệp %(file)s có hơn %(n)s thư; hãy chia nhỏ.", file=name, n=MOST_MESSAGES)
        )
    return messages

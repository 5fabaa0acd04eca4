"""What whoever runs the server lets its pages do about e-mail, as plain functions.

Mails go out from the server's own machine, in the background, by the same queue and the
same file of begun mails as the command «dontiep mail».
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.bounces import Laid
from server.mail_account import MailAccount
from server.mails import Fate
from server.sendings import What
from server.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the mails, going on or over (`ended`). Counts are places, but for `mails`.

    `put_off` are those whom the mail server asks to write to later; `fault` is why it ended
    before its time, in a sentence; while it goes on, why it waits to try again. `resumed`: it
    was begun before the server started.
    """

    what: What
    by: str | None
    began: datetime
    total: int = 0
    done: int = 0
    sent: int = 0
    mails: int = 0
    refused: int = 0
    unknown: int = 0
    put_off: int = 0
    stopping: bool = False
    ended: datetime | None = None
    fault: Sentence | None = None
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One mail as it would go out: to which places, its heads and words, and the .eml file."""

    ids: tuple[str, ...]
    sender: str
    receiver: str
    subject: str
    text: str
    attached: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """The mails as the pages see them.

    `obstacle` says in a sentence what keeps this server from sending, and the way out; None:
    nothing. `start` sends what is due of one kind, or to these places alone, and gives no
    answer but that it began; it raises ConflictError while another run goes on. `look` writes
    one mail and sends nothing. `decide` says what a person knows of a mail; it raises NotFoundError
    where there is no such mail, ConflictError where another is under way. `take_back`
    reads saved files of mails that came back, by their names, and notes them; it raises
    InvalidError for a file that is too large.

    `account` is the mail account that holds, None: there is none. `keep_account` puts one in its
    place, None takes the given one away; `try_account` sends a test by one that may not be kept
    yet, and raises ConflictError with what stands against it. A rehearsal does neither.
    """

    account: Callable[[], MailAccount | None]
    keep_account: Callable[[MailAccount | None], None]
    try_account: Callable[[MailAccount, str], None]
    obstacle: Callable[[], Sentence | None]
    run: Callable[[], Run | None]
    start: Callable[[What, Collection[str], str | None], None]
    stop: Callable[[], None]
    look: Callable[[What, str | None], Look | None]
    decide: Callable[[str, What, Fate, str | None], None]
    take_back: Callable[[Sequence[tuple[str, bytes]], str | None], list[tuple[str, Laid]]]

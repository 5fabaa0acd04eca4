"""Who is invited: people, the groups of the plan, and what was answered."""

from dataclasses import dataclass
from enum import StrEnum

from server.errors import InvalidError
from server.sentences import say


class Rsvp(StrEnum):
    """The answer to an invitation."""

    NONE = "none"
    COMING = "coming"
    NOT_COMING = "not_coming"


class Kind(StrEnum):
    """What sort of place an invitation is."""

    NAMED = "named"
    REPRESENTATIVE = "representative"
    PRESS = "press"
    WALK_IN = "walk_in"


@dataclass(frozen=True, slots=True)
class Guest:
    """One human. Text is NFC; `name` is never empty; the rest may be unknown."""

    name: str
    honorific: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            message = say("Đại biểu phải có họ tên.")
            raise InvalidError(message)


@dataclass(frozen=True, slots=True)
class Award:
    """A commendation. `collective`: the holder walks up for an organisation.

    `form` is the form of the award as the list gives it ("Bằng khen"), `order`
    the place in the order of awards, both unknown until the award list is in.
    """

    collective: bool = False
    form: str | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One category of the plan ("thành phần") with its rank in protocol.

    `number` is the place in the plan (1 is group I), `rank` the place in seating and
    introduction (1 is first). `colour` is `#RRGGBB` and never stands without the code.
    Press is counted beside the headcount unless the configuration says otherwise.
    """

    code: str
    number: int
    rank: int
    name: str
    name_en: str
    colour: str
    press: bool = False
    vip: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A unit that sends guests, under the name we print, and how else lists spell it."""

    name: str
    aliases: tuple[str, ...] = ()

"""How many will come, by the answers so far, and how much is to be set out and printed.

Thrift, without anybody standing: a chair for each who may come, tea and a set of documents
for each who will in all likelihood.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from server.guests import Rsvp

ENOUGH_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Expected:
    """The answers of the invited; `press`: newsroom places that have not declined."""

    coming: int
    not_coming: int
    silent: int
    press: int

    @property
    def most(self) -> int:
        """If everybody comes who has not declined."""
        return self.coming + self.silent

    @property
    def likely(self) -> int:
        """If those who are silent do as those who answered; all of them while few answered."""
        answered = self.coming + self.not_coming
        if answered < ENOUGH_ANSWERS:
            return self.most
        # Rounded up: one set of documents too many is better than one too few.
        return self.coming + -(-self.silent * self.coming // answered)

    def document(self) -> dict[str, int]:
        """Give it as JSON, with what it means for chairs, tea and documents."""
        served = self.likely + self.press
        return {
            "coming": self.coming,
            "not_coming": self.not_coming,
            "silent": self.silent,
            "press": self.press,
            "least": self.coming,
            "likely": self.likely,
            "most": self.most,
            "chairs": self.most + self.press,
            "tea": served,
            "documents": served,
        }


def expect(answers: Iterable[tuple[Rsvp, bool]]) -> Expected:
    """Count the answers of valid places, each with whether it is one of the press."""
    counts = {Rsvp.COMING: 0, Rsvp.NOT_COMING: 0, Rsvp.NONE: 0}
    press = 0
    for rsvp, of_press in answers:
        if of_press:
            press += rsvp is not Rsvp.NOT_COMING
        else:
            counts[rsvp] += 1
    return Expected(counts[Rsvp.COMING], counts[Rsvp.NOT_COMING], counts[Rsvp.NONE], press)

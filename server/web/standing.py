"""How things stand at this moment: the list, who is inside, the numbers put on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from server.reporting import Report, Standing, report
from server.web.house import House

JOURNAL_PAGE = 500


@dataclass(frozen=True, slots=True)
class Frozen:
    """Numbers put on record: the sentence, when, and by whom."""

    sentence: str
    at: datetime
    person: str | None


def standing_of(house: House) -> Standing:
    """Take the list and who is inside as they are now."""
    reader = house.store.read
    return Standing.of(house.config.event, reader.invitations(), reader.admissions(), house.clock())


def gather_report(house: House, frozen: list[Frozen] | None = None) -> Report:
    """Gather the report of this moment, with the numbers that were put on record."""
    frozen = list(frozen_numbers(house)) if frozen is None else frozen
    head = house.store.read.head()
    return report(standing_of(house), head, [one.sentence for one in frozen])


def frozen_numbers(house: House) -> Iterator[Frozen]:
    """Give the numbers that were put on record, the first of them first."""
    reader, after = house.store.read, 0
    while records := reader.scans(after, JOURNAL_PAGE):
        after = records[-1].seq
        for record in records:
            if record.detail.get("what") == "freeze":
                sentence = record.detail["headcount"]["sentence"]
                yield Frozen(sentence, record.at, record.person)

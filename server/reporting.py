"""Who was invited, who came and who did not, gathered at one moment for lists and the report.

Everything stands in the order of protocol. The press and guests outside the list are
gathered beside the others, as the headcount counts them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from server.admission import Admission
from server.event import EventConfig
from server.guests import Group, Kind, Rsvp
from server.headcount import NOBODY, Headcount, Place, Turnout, count, sentence
from server.invitations import Invitation
from server.seating import protocol_order
from server.wording.official import town

_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """The list and who is inside at the moment `at`, which is in the event's own zone.

    `places` are the valid ones, in protocol order; `inside` is by invitation id.
    """

    event: EventConfig
    places: tuple[Invitation, ...]
    inside: Mapping[str, Admission]
    at: datetime

    @classmethod
    def of(
        cls,
        event: EventConfig,
        invitations: Iterable[Invitation],
        inside: Mapping[str, Admission],
        at: datetime,
    ) -> "Standing":
        """Take it from the list as it is stored. `at` is aware."""
        valid = [place for place in invitations if place.cancelled is None]
        ordered = tuple(protocol_order(valid, event.groups))
        return cls(event, ordered, inside, at.astimezone(event.timezone))

    def is_press(self, place: Invitation) -> bool:
        """Whether the place is counted with the press."""
        group = self.event.group(place.group)
        return place.kind is Kind.PRESS or bool(group and group.press)

    def leads(self, place: Invitation) -> bool:
        """Whether the place is a leader's, whom the hosts receive at the door."""
        group = self.event.group(place.group)
        return bool(group and group.vip)

    def arrival(self, place: Invitation) -> datetime | None:
        """When somebody came in on the place, in the event's own zone; None: nobody has."""
        admission = self.inside.get(place.id)
        return admission.at.astimezone(self.event.timezone) if admission else None

    def counted(self) -> Headcount:
        """The numbers of this moment."""
        groups = {group.code: group for group in self.event.groups}
        return count(
            (
                Place.of(place, groups.get(place.group), present=place.id in self.inside)
                for place in self.places
            ),
            count_press=self.event.style.count_press_in_headcount,
        )

    def award_order(self) -> list[Invitation]:
        """Those who are commended, as they are called up.

        By the order of the award list where it is known, else from the highest form of
        award to the lowest, else by protocol.
        """
        forms = {form.casefold(): rank for rank, form in enumerate(self.event.awards.forms)}

        def turn(place: Invitation) -> tuple[int, int]:
            award = place.award
            assert award is not None
            form = forms.get((award.form or "").casefold(), _LAST)
            return _LAST if award.order is None else award.order, form

        return sorted((place for place in self.places if place.award), key=turn)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of the plan with how many of it are here."""

    group: Group
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An organisation of which nobody has come, and for how many places it was invited."""

    organisation: str
    invited: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the organisers report: numbers, and the places behind each of them.

    `frozen` are the sentences that were put on record, the first of them first; `head` is
    seq and hash of the last row of the journal, whose chain vouches for all of it.
    """

    standing: Standing
    counted: Headcount
    sentence: str
    frozen: tuple[str, ...]
    groups: tuple[GroupLine, ...]
    present: tuple[Invitation, ...]
    substitutes: tuple[Invitation, ...]
    excused: tuple[Invitation, ...]
    unexplained: tuple[Invitation, ...]
    vacancies: tuple[Vacancy, ...]
    walk_ins: tuple[Invitation, ...]
    awards: tuple[Invitation, ...]
    press: tuple[Invitation, ...]
    head: tuple[int, str]


def report(standing: Standing, head: tuple[int, str], frozen: Iterable[str] = ()) -> Report:
    """Gather the report of this moment."""
    counted, style = standing.counted(), standing.event.style
    listed = [place for place in standing.places if place.kind is not Kind.WALK_IN]
    press = [place for place in listed if standing.is_press(place)]
    # Who is in the headcount is in the lists behind it, and nobody else.
    delegates = [p for p in listed if style.count_press_in_headcount or not standing.is_press(p)]
    present, absent = _part(delegates, lambda place: place.id in standing.inside)
    excused, unexplained = _part(absent, lambda place: place.rsvp is Rsvp.NOT_COMING)
    walk_ins = [place for place in standing.places if place.kind is Kind.WALK_IN]
    return Report(
        standing=standing,
        counted=counted,
        sentence=sentence(counted, standing.at, style),
        frozen=tuple(frozen),
        groups=tuple(_group_lines(standing.event, counted)),
        present=present,
        substitutes=tuple(place for place in present if place.substitute),
        excused=excused,
        unexplained=unexplained,
        vacancies=_vacancies(standing, delegates),
        walk_ins=tuple(place for place in walk_ins if place.id in standing.inside),
        awards=tuple(standing.award_order()),
        press=tuple(press),
        head=head,
    )


def _part(
    places: Iterable[Invitation], first: Callable[[Invitation], bool]
) -> tuple[tuple[Invitation, ...], tuple[Invitation, ...]]:
    parts: tuple[list[Invitation], list[Invitation]] = ([], [])
    for place in places:
        parts[0 if first(place) else 1].append(place)
    return tuple(parts[0]), tuple(parts[1])


def _group_lines(event: EventConfig, counted: Headcount) -> list[GroupLine]:
    """Give the groups that have places, by rank; codes that the plan lacks come last."""
    known = {group.code: group for group in event.groups}
    groups = [known.get(code) or _unknown(code) for code in counted.by_group]
    return [
        GroupLine(group, counted.by_group.get(group.code, NOBODY))
        for group in sorted(groups, key=lambda group: (group.rank, group.code))
    ]


def _unknown(code: str) -> Group:
    return Group(code, _LAST, _LAST, code, code, "#5B5B5B")


def _vacancies(standing: Standing, delegates: Iterable[Invitation]) -> tuple[Vacancy, ...]:
    """Find invited organisations whose own delegates have not come, in protocol order.

    An organisation is looked at where it ranks highest: its clerks at the counters do not
    stand in for its leaders. The units of the host's own house are left out.
    """
    own = _own_house(standing.event)
    first_places: dict[str, list[Invitation]] = {}
    for place in delegates:
        places = first_places.setdefault(place.organisation, [])
        if not places or places[0].group == place.group:
            places.append(place)
    return tuple(
        Vacancy(organisation, len(places))
        for organisation, places in first_places.items()
        if organisation
        and not organisation.casefold().endswith(own)
        and not any(place.id in standing.inside for place in places)
    )


def _own_house(event: EventConfig) -> tuple[str, ...]:
    """Give the names by which lists call the host and its parent, with and without the province."""
    names = [event.organisers.host, event.organisers.parent or event.organisers.host]
    province = f" {town(event)}" if town(event) else ""
    return tuple(name.removesuffix(end).casefold() for name in names for end in ("", province))

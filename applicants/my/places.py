"""Where somebody waits, how long still, and where they may come back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import get_language

from applicants.models import Application, WaitlistEntry
from applicants.notifications.waiting import before_you
from applicants.pace import Estimate, estimates
from becode.core.clock import local_day
from becode.people.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """A place on one list; `paused_until` only while the pause lasts."""

    entry: WaitlistEntry
    city: str
    number: int
    estimate: Estimate
    paused_until: date | None

    @property
    def before(self) -> str:
        return before_you(self.number)


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A place that was given up and can be had back before `until`."""

    entry: WaitlistEntry
    city: str
    until: date | None


@dataclass(slots=True)
class Lists:
    """The lists of one application: where it waits, where it may come back."""

    application: Application
    places: list[Place] = field(default_factory=list)
    old_places: list[OldPlace] = field(default_factory=list)

    @property
    def all_pause(self) -> bool:
        return bool(self.places) and all(place.paused_until for place in self.places)


def lists_of(person: Person, *, at: datetime) -> list[Lists]:
    """Those of each application of a person that has any, first choices first; five queries."""
    language, today = (get_language() or "en")[:2], local_day(at)
    waiting = list(WaitlistEntry.objects.of_person(person).with_position())
    given_up = WaitlistEntry.objects.given_up().filter(application__person=person)
    left = [entry for entry in given_up if entry.can_reopen(at)]
    wanted = {entry.application_id for entry in [*waiting, *left]}
    if not wanted:
        return []
    applications = Application.objects.of_person(person).filter(pk__in=wanted)
    found = {application.pk: Lists(application) for application in applications}
    numbers = {one.pk: ((one.campus_id, one.track_id), _number(one)) for one in waiting}
    known = estimates(numbers, at=at)
    for entry in waiting:
        found[entry.application_id].places.append(
            Place(
                entry=entry,
                city=entry.campus.city(language),
                number=_number(entry),
                estimate=known[entry.pk],
                paused_until=entry.paused_until if entry.is_paused(today) else None,
            )
        )
    seen = set()
    for entry in left:
        one = (entry.application_id, entry.campus_id)
        if one in seen:
            continue
        seen.add(one)
        old = OldPlace(entry, entry.campus.city(language), entry.reopen_until)
        found[entry.application_id].old_places.append(old)
    return list(found.values())


def _number(entry: WaitlistEntry) -> int:
    number: int = entry.position  # type: ignore[attr-defined]
    return number

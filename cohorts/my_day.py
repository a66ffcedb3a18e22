"""Today in the training, as one learner sees it: which lessons, what is noted, what comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from becode.core import clock
from becode.people.models import Person
from cohorts.enums import LessonPlace, Moment
from cohorts.models import CheckIn, Enrolment, TrainingDay
from cohorts.moments import Offer, Window, offer, windows


@dataclass(frozen=True, slots=True)
class Dot:
    """One of the moments of the day: when it is planned, when it was noted."""

    moment: Moment
    planned_at: datetime
    noted_at: datetime | None
    is_now: bool
    is_past: bool

    @property
    def label(self) -> str:
        return str(self.moment.label)


@dataclass(frozen=True, slots=True)
class MyDay:
    """The lessons of a day; `offer` is what can be pressed at the moment that was asked."""

    enrolment: Enrolment
    day: TrainingDay
    windows: list[Window]
    check_ins: dict[int, CheckIn]
    offer: Offer
    at: datetime

    @property
    def dots(self) -> list[Dot]:
        made = self.check_ins
        return [
            Dot(
                one.moment,
                one.planned_at,
                made[one.moment].at if one.moment in made else None,
                is_now=one == self.offer.window,
                is_past=self.at >= one.closes_at,
            )
            for one in self.windows
        ]

    @property
    def is_on_site(self) -> bool:
        return self.day.place == LessonPlace.ON_SITE

    @property
    def is_over(self) -> bool:
        """Nothing can be noted any more today."""
        return self.offer == Offer()

    @property
    def minutes_late(self) -> int:
        """How late somebody is who presses now."""
        window = self.offer.window
        return window.minutes_off(self.at) if window and window.early_from is None else 0

    @property
    def minutes_early(self) -> int:
        """How many minutes of lessons are left for somebody who leaves now."""
        return self.offer.early.minutes_off(self.at) if self.offer.early else 0


def enrolment_today(person: Person, *, at: datetime) -> Enrolment | None:
    """The seat whose lessons are theirs today, with its cohort."""
    mine = Enrolment.objects.filter(person=person).expected_on(clock.local_day(at))
    return mine.select_related("cohort__room").order_by("-started_on", "-pk").first()


def my_day(person: Person, *, at: datetime) -> MyDay | None:
    """The lessons of today of this person, or None: three queries."""
    enrolment = enrolment_today(person, at=at)
    if enrolment is None:
        return None
    on = clock.local_day(at)
    day = TrainingDay.objects.filter(cohort=enrolment.cohort_id, on=on).first()
    if day is None:
        return None
    return day_of(enrolment, day, CheckIn.objects.filter(enrolment=enrolment, on=on), at=at)


def day_of(
    enrolment: Enrolment, day: TrainingDay, check_ins: Iterable[CheckIn], *, at: datetime
) -> MyDay:
    """A day of a learner from rows that were read already."""
    found = windows(day, grace=enrolment.cohort.grace_minutes)
    made = {row.moment: row for row in check_ins}
    return MyDay(enrolment, day, found, made, offer(found, made, at=at), at)

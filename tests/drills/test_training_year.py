"""A year of a campus: 8 cohorts of 24, four check-ins a day, every learner's hours by hand too."""

from datetime import date, datetime, timedelta

import pytest

from becode.core.actors import Actor
from cohorts.counting import standing_of
from cohorts.models import CheckIn, Enrolment
from cohorts.months import cohort_month
from cohorts.workflow.attestations import lock_cohort_month
from tests.training_year import BRUSSELS, hours_by_hand, make_year

pytestmark = [pytest.mark.drill, pytest.mark.django_db]
AMOUNTS = ("planned", "present", "justified", "unjustified", "open")


def months_of(cohort) -> list[date]:
    return sorted({day.replace(day=1) for day in cohort.days.values_list("on", flat=True)})


def test_a_year_of_a_campus_counts_as_by_hand(web, brussels, mieke):
    year = make_year(track=web, campus=brussels, cohorts=8, learners=24, weeks=30, seed=20270830)
    at = datetime.combine(year.last_day + timedelta(days=30), datetime.min.time(), tzinfo=BRUSSELS)
    assert CheckIn.objects.count() > 90_000
    for cohort in year.cohorts:
        by_hand = hours_by_hand(cohort)
        counted = {
            (line.enrolment.pk, month): {name: getattr(line, name) for name in AMOUNTS}
            for month in months_of(cohort)
            for line in cohort_month(cohort, month, at)
        }
        expected = {key: {name: sums[name] for name in AMOUNTS} for key, sums in by_hand.items()}
        assert counted == expected
        learners = list(Enrolment.objects.filter(cohort=cohort))
        halves = {key: standing.halves for key, standing in standing_of(learners, at).items()}
        assert halves == {
            one.pk: sum(sums["halves"] for (key, _), sums in by_hand.items() if key == one.pk)
            for one in learners
        }
    cohort = year.cohorts[0]
    month = months_of(cohort)[2]
    settled = [line for line in cohort_month(cohort, month, at) if line.can_lock]
    locked = lock_cohort_month(cohort=cohort, month=month, actor=Actor.user(mieke), at=at)
    assert len(locked) == len(settled) > 5
    print(f"  {CheckIn.objects.count()} check-ins of {len(year.cohorts)} cohorts counted by hand")
    by_hand = hours_by_hand(cohort)
    for one in locked:
        assert one.present == by_hand[one.enrolment_id, month]["present"]

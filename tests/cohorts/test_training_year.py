"""A small campus year: every learner's monthly hours equal those computed by hand."""

from datetime import datetime, timedelta

import pytest

from cohorts.counting import standing_of
from cohorts.models import Enrolment
from cohorts.months import cohort_month
from tests.training_year import BRUSSELS, hours_by_hand, make_year

pytestmark = pytest.mark.django_db
AMOUNTS = ("planned", "present", "justified", "unjustified", "open")


def test_the_hours_of_a_small_year_equal_those_by_hand(web, brussels):
    year = make_year(track=web, campus=brussels, cohorts=2, learners=4, weeks=11, seed=7)
    at = datetime.combine(year.last_day + timedelta(days=30), datetime.min.time(), tzinfo=BRUSSELS)
    assert Enrolment.objects.filter(state__in=["left", "transferred"]).count() >= 3
    for cohort in year.cohorts:
        by_hand = hours_by_hand(cohort)
        months = sorted({month for _, month in by_hand})
        counted = {
            (line.enrolment.pk, month): {name: getattr(line, name) for name in AMOUNTS}
            for month in months
            for line in cohort_month(cohort, month, at)
        }
        assert counted == {
            key: {name: sums[name] for name in AMOUNTS} for key, sums in by_hand.items()
        }
        learners = list(Enrolment.objects.filter(cohort=cohort))
        for key, standing in standing_of(learners, at).items():
            assert standing.halves == sum(
                sums["halves"] for (one, _), sums in by_hand.items() if one == key
            )

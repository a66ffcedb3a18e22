"""The figures once more, counted by hand from the raw rows, apart from the product's own code.

Worlds are drawn at random from a fixed seed; every figure must agree in each of them.
"""

import random
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import report
from cohorts.models import Enrolment
from placements.models import FurtherStudy, JobPlacement, OutcomeExclusion
from tests.factories import MOMENT, PersonFactory
from tests.factories_outcomes import finished_cohort, graduate, job, learner, study

pytestmark = pytest.mark.django_db
DAY_ONE = date(2025, 3, 1)


def _world(chance, web, campuses):
    for number in range(3):
        cohort = finished_cohort(
            web, chance.choice(campuses), finish_on=DAY_ONE + timedelta(days=150 * number)
        )
        for _learner in range(6):
            _somebody(chance, cohort)


def _somebody(chance, cohort):
    if chance.random() < 0.3:
        learner(cohort, left_after=chance.choice([1, 9, 10, 11, 90]), person=PersonFactory())
        return
    late = timedelta(days=chance.choice([-30, 0, 0, 0, 45]))
    enrolment = graduate(cohort, on=cohort.internship_end_on + late)
    for _job in range(chance.choice([0, 1, 1, 2])):
        job(
            enrolment,
            begins=chance.choice([-80, -5, 0, 29, 90, 179, 180, 181, 200]),
            lasts=chance.choice([None, None, 27, 28, 60, 200, 400]),
            hours_percent=chance.choice([20, 49, 50, 80, 100]),
            contract_type=chance.choice(
                ["permanent", "fixed_term", "agency", "unpaid", "training_contract"]
            ),
            evidence_level=chance.choice(["A", "A", "B", "C", "none"]),
            in_field=chance.random() < 0.6,
            state=chance.choice(["confirmed"] * 4 + ["reported"]),
        )
    if chance.random() < 0.3:
        study(
            enrolment,
            begins=chance.choice([5, 180, 181]),
            lasts=chance.choice([None, 27, 28]),
            level=chance.choice(["A", "C"]),
        )
    if chance.random() < 0.15:
        OutcomeExclusion.objects.create(enrolment=enrolment, reason="ill", decided_at=MOMENT)


def _long_enough(row):
    return row.end_on is None or (row.end_on - row.start_on).days >= 27


def _around(row, graduated_on):
    return (row.start_on - graduated_on).days <= 180 and not (
        row.end_on is not None and row.end_on < graduated_on
    )


def _runs_on(row, day):
    return row.start_on <= day and (row.end_on is None or row.end_on >= day)


def _by_hand(as_of):
    """{figure: (numerator, denominator)} by plain loops over plain rows."""
    score = {}

    def note(key, counts):
        above, below = score.get(key, (0, 0))
        score[key] = (above + bool(counts), below + 1)

    for row in Enrolment.objects.select_related("cohort").order_by("pk"):
        if row.cohort.start_on > as_of:
            continue
        done = row.graduated_on is not None and row.graduated_on <= as_of
        ends = [row.cohort.internship_end_on] + ([row.graduated_on] if done else [])
        if (as_of - max(ends)).days < 180:
            continue
        jobs = [
            one
            for one in JobPlacement.objects.filter(person=row.person, state="confirmed")
            if one.start_on <= as_of
            and one.contract_type != "unpaid"
            and one.evidence_level in ("A", "B")
        ]
        good = [
            one
            for one in jobs
            if done
            and one.hours_percent >= 50
            and _long_enough(one)
            and _around(one, row.graduated_on)
        ]
        learns = done and any(
            one.evidence_level in ("A", "B")
            and _long_enough(one)
            and _around(one, row.graduated_on)
            and one.start_on <= as_of
            for one in FurtherStudy.objects.filter(person=row.person)
        )
        note("graduation_rate", done)
        note("placed_of_started", good)
        if row.left_on is None or (row.left_on - row.started_on).days >= 10:
            note("graduation_rate_day_10", done)
        if not done:
            continue
        note("placed_180_all", good)
        note("in_field", any(one.in_field for one in good))
        note("positive_exit", good or learns)
        if not OutcomeExclusion.objects.filter(enrolment=row).exists():
            note("placed_180", good)
        for key, months in (("retained_6m", 6), ("retained_12m", 12)):
            day = row.graduated_on + relativedelta(months=months)
            if good and day <= as_of:
                note(
                    key, any(o.start_on <= day and (not o.end_on or o.end_on >= day) for o in jobs)
                )
    return score


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_agrees_with_a_count_by_hand(web, brussels, ghent, seed):
    chance = random.Random(seed)
    _world(chance, web, [brussels, ghent])
    for as_of in (DAY_ONE + timedelta(days=days) for days in (179, 180, 400, 480, 900)):
        found = {
            figure.key: (figure.numerator, figure.denominator)
            for figure in report(Scope(), as_of=as_of).figures
            if figure.denominator
        }
        assert found == _by_hand(as_of)

"""Graduates with jobs, studies and answers, as the outcome figures read them."""

from datetime import date, timedelta

from placements.models import FollowUp, FurtherStudy, JobPlacement
from tests import factories
from tests.factories import MOMENT

GRADUATED = date(2026, 1, 1)
# The first day on which somebody who graduated then is counted.
RIPE = GRADUATED + timedelta(days=180)


def finished_cohort(track, campus, *, finish_on=GRADUATED, **more):
    """A cohort whose internships ended on a day; its training began ten months before."""
    return factories.CohortFactory(
        track=track,
        campus=campus,
        start_on=finish_on - timedelta(days=300),
        end_on=finish_on - timedelta(days=90),
        internship_start_on=finish_on - timedelta(days=89),
        internship_end_on=finish_on,
        seats=60,
        **more,
    )


def learner(cohort, *, left_after=None, state=None, **more):
    """Somebody who began on the first day; `left_after` so many days they were not there."""
    left_on = cohort.start_on + timedelta(days=left_after) if left_after is not None else None
    return factories.EnrolmentFactory(
        cohort=cohort,
        state=state or ("left" if left_on else "in_training"),
        started_on=cohort.start_on,
        left_on=left_on,
        leaving_reason="money" if left_on else "",
        **more,
    )


def graduate(cohort, *, on=GRADUATED, **more):
    return learner(cohort, state="graduated", graduated_on=on, **more)


def job(enrolment, *, begins=10, lasts=None, **more):
    """A full-time permanent job with a contract, `begins` days after graduation."""
    start_on = enrolment.graduated_on + timedelta(days=begins)
    fields = {
        "employer_name": "Zenith",
        "function": "Developer",
        "contract_type": "permanent",
        "evidence_level": "A",
        "evidence_note": "contract",
    }
    return JobPlacement.objects.create(
        person=enrolment.person,
        enrolment=enrolment,
        start_on=start_on,
        end_on=start_on + timedelta(days=lasts - 1) if lasts else None,
        recorded_at=MOMENT,
        **{**fields, **more},
    )


def study(enrolment, *, begins=10, lasts=None, level="A"):
    start_on = enrolment.graduated_on + timedelta(days=begins)
    return FurtherStudy.objects.create(
        person=enrolment.person,
        enrolment=enrolment,
        what="Bachelor",
        start_on=start_on,
        end_on=start_on + timedelta(days=lasts - 1) if lasts else None,
        evidence_level=level,
        recorded_at=MOMENT,
    )


def answer(enrolment, what, *, months=3, at=MOMENT, is_seeking=None):
    return FollowUp.objects.create(
        enrolment=enrolment,
        months=months,
        due_on=at.date(),
        state="answered",
        answer=what,
        answered_at=at,
        is_seeking=is_seeking,
    )

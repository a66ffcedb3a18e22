"""placed_180, at the edges of its definition."""

from datetime import date, timedelta

import pytest

from becode.reports.outcomes import placed_180, placed_180_by_campus
from placements.models import JobPlacement
from tests import factories
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
GRADUATED = date(2026, 1, 1)
AS_OF = GRADUATED + timedelta(days=180)


@pytest.fixture
def cohort(web, brussels):
    return factories.CohortFactory(track=web, campus=brussels)


def graduate(cohort, on=GRADUATED, **more):
    return factories.EnrolmentFactory(cohort=cohort, state="graduated", graduated_on=on, **more)


def job(enrolment, *, begins=10, lasts=None, **more):
    """A full-time permanent job with a contract, `begins` days after graduation."""
    start_on = enrolment.graduated_on + timedelta(days=begins)
    fields = {"contract_type": "permanent", "evidence_level": "A", "evidence_note": "contract"}
    return JobPlacement.objects.create(
        person=enrolment.person,
        enrolment=enrolment,
        employer_name="Zenith",
        function="Developer",
        start_on=start_on,
        end_on=start_on + timedelta(days=lasts - 1) if lasts else None,
        recorded_at=MOMENT,
        **{**fields, **more},
    )


def counted(as_of=AS_OF):
    outcome = placed_180(as_of=as_of)
    return outcome.numerator, outcome.denominator


@pytest.mark.parametrize(
    ("fields", "placed"),
    [
        ({"begins": 0}, 1),
        ({"begins": 180}, 1),
        ({"begins": 181}, 0),
        ({"lasts": 28}, 1),
        ({"lasts": 27}, 0),
        ({"hours_percent": 50}, 1),
        ({"hours_percent": 49}, 0),
        ({"contract_type": "fixed_term"}, 1),
        ({"contract_type": "agency"}, 1),
        ({"contract_type": "self_employed"}, 1),
        ({"contract_type": "training_contract"}, 1),
        ({"contract_type": "other_paid"}, 1),
        ({"contract_type": "unpaid"}, 0),
        ({"evidence_level": "A"}, 1),
        ({"evidence_level": "B"}, 1),
        ({"evidence_level": "C"}, 0),
        ({"evidence_level": "D"}, 0),
        ({"evidence_level": "none"}, 0),
        # Began before graduation: counts while it still ran on that day.
        ({"begins": -60}, 1),
        ({"begins": -60, "lasts": 61}, 1),
        ({"begins": -60, "lasts": 60}, 0),
    ],
)
def test_one_job_at_the_edge(cohort, fields, placed):
    job(graduate(cohort), **fields)
    assert counted() == (placed, 1)


def test_no_job_is_not_placed_and_stays_in_the_denominator(cohort):
    graduate(cohort)
    assert counted() == (0, 1)


def test_only_graduates_of_180_days_ago_are_counted(cohort):
    job(graduate(cohort))
    outcome = placed_180(as_of=AS_OF - timedelta(days=1))
    assert (outcome.numerator, outcome.denominator) == (0, 0)
    assert (outcome.percent, outcome.exclusions[0].count) == (None, 1)


def test_graduates_of_the_future_are_nowhere(cohort):
    graduate(cohort, on=AS_OF + timedelta(days=1))
    assert placed_180(as_of=AS_OF).exclusions[0].count == 0


def test_two_jobs_count_one_person(cohort):
    enrolment = graduate(cohort)
    job(enrolment)
    job(enrolment, begins=20)
    assert counted() == (1, 1)


def test_two_small_jobs_side_by_side_do_not_add_up(cohort):
    enrolment = graduate(cohort)
    job(enrolment, hours_percent=30)
    job(enrolment, hours_percent=30)
    assert counted() == (0, 1)


def test_who_graduates_twice_counts_once(cohort, web, brussels):
    first = graduate(cohort)
    again = factories.CohortFactory(track=web, campus=brussels)
    graduate(again, on=GRADUATED + timedelta(days=30), person=first.person)
    outcome = placed_180(as_of=AS_OF + timedelta(days=400))
    assert outcome.people == (first.person_id,)


def test_weaker_evidence_and_training_contracts_are_shown_apart(cohort):
    job(graduate(cohort), evidence_level="C")
    job(graduate(cohort), evidence_level="D")
    job(graduate(cohort), evidence_level="none", evidence_note="")
    job(graduate(cohort), contract_type="training_contract")
    both = graduate(cohort)
    job(both, contract_type="training_contract")
    job(both, evidence_level="C")
    outcome = placed_180(as_of=AS_OF)
    assert (outcome.numerator, outcome.denominator) == (2, 5)
    assert (outcome.weaker_evidence, outcome.no_evidence) == (2, 1)
    assert outcome.training_contracts == 2


def test_the_figure_carries_its_definition_and_people(cohort):
    enrolment = graduate(cohort)
    job(enrolment)
    outcome = placed_180(as_of=AS_OF)
    assert outcome.placed == outcome.people == (enrolment.person_id,)
    assert (outcome.as_of, outcome.end_on, outcome.definition_version) == (AS_OF, GRADUATED, "1")
    assert "180 days" in str(outcome.definition)
    assert outcome.percent == 100.0


def test_by_campus_and_within_the_scope(cohort, web, ghent, bram, rik):
    job(graduate(cohort))
    graduate(factories.CohortFactory(track=web, campus=ghent))
    overall, lines = placed_180_by_campus(as_of=AS_OF, user=rik)
    assert overall.denominator == 2
    assert [(line.campus, line.outcome.numerator) for line in lines] == [
        ("Brussels", 1),
        ("Ghent", 0),
    ]
    _overall, lines = placed_180_by_campus(as_of=AS_OF, user=bram)
    assert [line.campus for line in lines] == ["Ghent"]


def test_one_query_whatever_the_number(cohort, django_assert_num_queries):
    for _number in range(5):
        job(graduate(cohort))
    with django_assert_num_queries(1):
        assert placed_180_by_campus(as_of=AS_OF)[0].numerator == 5

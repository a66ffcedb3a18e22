"""The outcome figures, at the edges of their definitions."""

from datetime import date, timedelta

import pytest

from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import FIGURES, bars, percent_of, report
from placements.models import JobPlacement, OutcomeExclusion
from tests.factories import MOMENT
from tests.factories_outcomes import (
    GRADUATED,
    RIPE,
    answer,
    finished_cohort,
    graduate,
    job,
    learner,
    study,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(web, brussels):
    return finished_cohort(web, brussels)


def exclude(enrolment, reason="abroad"):
    return OutcomeExclusion.objects.create(enrolment=enrolment, reason=reason, decided_at=MOMENT)


def counted(key="placed_180", as_of=RIPE, scope=None):
    figure = report(scope or Scope(), as_of=as_of).figure(key)
    return figure.numerator, figure.denominator


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
        ({"state": "reported"}, 0),
        ({"state": "discarded"}, 0),
        # Began before graduation: counts while it still ran on that day.
        ({"begins": -60}, 1),
        ({"begins": -60, "lasts": 61}, 1),
        ({"begins": -60, "lasts": 60}, 0),
    ],
)
def test_one_job_at_the_edge(cohort, fields, placed):
    job(graduate(cohort), **fields)
    assert counted(as_of=RIPE + timedelta(days=30)) == (placed, 1)


def test_nobody_reached_is_not_placed_and_stays_in_the_denominator(cohort):
    graduate(cohort)
    assert counted() == (0, 1)


def test_only_people_whose_180_days_are_over_count(cohort):
    job(graduate(cohort))
    figure = report(Scope(), as_of=RIPE - timedelta(days=1)).figure("placed_180")
    assert (figure.numerator, figure.denominator, figure.percent) == (0, 0, None)
    assert [(one.key, one.count) for one in figure.exclusions] == [("unripe", 1), ("excluded", 0)]


def test_who_graduates_late_ripens_late_and_who_is_early_waits_for_the_group(cohort):
    job(graduate(cohort, on=GRADUATED + timedelta(days=40)))
    job(graduate(cohort, on=GRADUATED - timedelta(days=40)))
    assert counted(as_of=RIPE - timedelta(days=1)) == (0, 0)
    assert counted(as_of=RIPE) == (1, 1)
    assert counted(as_of=RIPE + timedelta(days=40)) == (2, 2)


def test_what_comes_after_the_day_is_left_out(cohort):
    job(graduate(cohort, on=RIPE + timedelta(days=1)))
    found = report(Scope(), as_of=RIPE)
    assert found.figure("placed_180").denominator == 0
    assert found.figure("graduation_rate").numerator == 0
    assert found.figure("graduation_rate").denominator == 1


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


def test_a_job_told_twice_counts_once_by_the_record_that_is_kept(cohort):
    enrolment = graduate(cohort)
    kept = job(enrolment, evidence_level="none", evidence_note="")
    job(enrolment, state="discarded", same_as=kept)
    assert counted() == (0, 1)
    JobPlacement.objects.filter(pk=kept.pk).update(evidence_level="A", evidence_note="x")
    assert counted() == (1, 1)


def test_who_graduates_twice_counts_once_with_the_first(cohort, web, brussels):
    first = graduate(cohort)
    later = finished_cohort(web, brussels, finish_on=GRADUATED + timedelta(days=400))
    graduate(later, on=GRADUATED + timedelta(days=400), person=first.person)
    figure = report(Scope(), as_of=RIPE + timedelta(days=800)).figure("placed_180")
    assert figure.people == (first.pk,)


def test_who_left_and_came_back_began_twice_and_graduated_once(cohort, web, brussels):
    before = finished_cohort(web, brussels, finish_on=GRADUATED - timedelta(days=400))
    first = learner(before, left_after=60)
    graduate(cohort, person=first.person)
    assert counted("graduation_rate") == (1, 2)
    assert counted("placed_180") == (0, 1)


def test_excluded_people_leave_the_first_figure_alone(cohort):
    job(graduate(cohort))
    exclude(graduate(cohort))
    assert counted("placed_180") == (1, 1)
    assert counted("placed_180_all") == (1, 2)
    figure = report(Scope(), as_of=RIPE).figure("placed_180")
    assert [(one.key, one.count) for one in figure.exclusions] == [("unripe", 0), ("excluded", 1)]


def test_who_asked_to_be_forgotten_keeps_counting_unless_left_out(cohort):
    """Names are gone, the days and the job stay; whoever wants those gone too is left out."""
    enrolment = graduate(cohort)
    job(enrolment, employer_name="–", function="–", evidence_note="–")
    person = enrolment.person
    person.first_name, person.last_name = "–", ""
    person.save()
    assert counted() == (1, 1)
    exclude(enrolment, reason="erased")
    assert counted() == (0, 0)


def test_in_field_asks_a_counted_job_in_the_field(cohort):
    job(graduate(cohort), in_field=True)
    job(graduate(cohort), in_field=True, evidence_level="C")
    job(graduate(cohort))
    assert counted("in_field") == (1, 3)


@pytest.mark.parametrize(
    ("fields", "positive"),
    [
        ({}, 1),
        ({"lasts": 28}, 1),
        ({"lasts": 27}, 0),
        ({"level": "C"}, 0),
        ({"begins": 180}, 1),
        ({"begins": 181}, 0),
    ],
)
def test_a_study_of_four_weeks_is_a_positive_exit(cohort, fields, positive):
    study(graduate(cohort), **fields)
    as_of = RIPE + timedelta(days=30)
    assert counted("positive_exit", as_of=as_of) == (positive, 1)
    assert counted("placed_180", as_of=as_of) == (0, 1)


@pytest.mark.parametrize(("days", "enrolled"), [(9, 0), (10, 1)])
def test_enrolled_is_who_was_there_at_the_end_of_day_ten(cohort, days, enrolled):
    """The day of leaving is the first day they were not there."""
    learner(cohort, left_after=days)
    graduate(cohort)
    assert counted("graduation_rate") == (1, 2)
    assert counted("graduation_rate_day_10") == (1, 1 + enrolled)


def test_placed_of_all_who_began(cohort):
    job(graduate(cohort))
    graduate(cohort)
    learner(cohort, left_after=5)
    learner(cohort, left_after=100)
    assert counted("placed_of_started") == (1, 4)


def test_a_transfer_is_one_training_from_its_first_day(cohort, web, ghent):
    there = finished_cohort(web, ghent)
    old = learner(cohort, state="transferred")
    learner(
        there,
        person=old.person,
        transferred_from=old,
        left_after=5,
    )
    found = report(Scope(), as_of=RIPE)
    (one,) = [verdict.learner for verdict in found.verdicts]
    assert (one.campus_key, one.started_on, one.is_enrolled) == (ghent.pk, cohort.start_on, False)
    old.started_on = cohort.start_on - timedelta(days=30)
    old.save()
    (one,) = [verdict.learner for verdict in report(Scope(), as_of=RIPE).verdicts]
    assert (one.started_on, one.is_enrolled) == (old.started_on, True)


@pytest.mark.parametrize(
    ("fields", "at_six", "at_twelve"),
    [
        ({}, 1, 1),
        ({"lasts": 100}, 0, 0),
        ({"lasts": 300}, 1, 0),
        ({"ended_on": date(2026, 6, 30)}, 0, 0),
        ({"ended_on": date(2026, 7, 1)}, 1, 0),
        ({"ended_on": date(2027, 1, 1)}, 1, 1),
    ],
)
def test_retained_asks_for_work_on_the_very_day(cohort, fields, at_six, at_twelve):
    job(graduate(cohort), **fields)
    as_of = date(2027, 2, 1)
    assert counted("retained_6m", as_of=as_of) == (at_six, 1)
    assert counted("retained_12m", as_of=as_of) == (at_twelve, 1)


def test_retained_waits_until_the_day_has_come(cohort):
    job(graduate(cohort))
    assert counted("retained_12m", as_of=date(2026, 12, 31)) == (0, 0)
    assert counted("retained_12m", as_of=date(2027, 1, 1)) == (1, 1)


def test_another_job_on_the_day_retains_too(cohort):
    enrolment = graduate(cohort)
    job(enrolment, lasts=60)
    job(enrolment, begins=190, hours_percent=20)
    assert counted("retained_6m", as_of=date(2027, 2, 1)) == (0, 1)
    assert counted("retained_12m", as_of=date(2027, 2, 1)) == (1, 1)


def test_everybody_has_one_status_and_one_code(cohort):
    job(graduate(cohort), in_field=True)
    job(graduate(cohort), contract_type="training_contract", in_field=True, lasts=120)
    job(graduate(cohort), in_field=True, by_school=True)
    job(graduate(cohort), contract_type="self_employed", in_field=True)
    job(graduate(cohort), in_field=True, hours_percent=78)
    job(graduate(cohort), by_school=True)
    job(graduate(cohort), contract_type="agency", lasts=40)
    study(graduate(cohort))
    answer(graduate(cohort), "seeking")
    answer(graduate(cohort), "something_else", is_seeking=False)
    answer(graduate(cohort), "something_else")
    answer(graduate(cohort), "working")
    graduate(cohort)
    exclude(graduate(cohort))
    found = bars(report(Scope(), as_of=RIPE))
    assert {str(code): number for code, number in found.cirr.items()} == {
        "1A": 1, "1B": 1, "1C": 1, "1D": 1, "1E": 1, "2A": 1, "2B": 1,
        "3A": 3, "3B": 2, "4": 1, "x": 1,
    }  # fmt: skip
    assert {str(kind): number for kind, number in found.status.items()} == {
        "excluded": 1, "placed": 7, "studying": 1, "unproven": 1, "seeking": 2,
        "not_seeking": 1, "silent": 1,
    }  # fmt: skip


def test_the_latest_answer_by_that_day_counts(cohort):
    enrolment = graduate(cohort)
    answer(enrolment, "seeking", months=1)
    answer(enrolment, "something_else", months=6, is_seeking=False, at=MOMENT + timedelta(days=90))
    assert bars(report(Scope(), as_of=RIPE)).status["not_seeking"] == 1
    early = report(Scope(), as_of=MOMENT.date()).verdicts[0]
    assert early.status == "seeking"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "permanent"),
        ({"contract_type": "fixed_term", "lasts": 180}, "long"),
        ({"contract_type": "fixed_term", "lasts": 179}, "short"),
        ({"contract_type": "training_contract"}, "training"),
        ({"contract_type": "agency"}, "short"),
        ({"contract_type": "self_employed"}, "self_employed"),
        ({"contract_type": "other_paid"}, "other"),
    ],
)
def test_contracts_as_they_are_published(cohort, fields, kind):
    job(graduate(cohort), **fields)
    contracts = bars(report(Scope(), as_of=RIPE)).contract
    assert [str(one) for one, number in contracts.items() if number] == [kind]


def test_days_to_the_first_job(cohort):
    for begins in (-20, 30, 31, 90, 91, 180):
        job(graduate(cohort), begins=begins)
    assert bars(report(Scope(), as_of=RIPE)).days == {(0, 30): 2, (31, 90): 2, (91, 180): 2}


def test_weaker_evidence_and_training_contracts_are_seen_apart(cohort):
    job(graduate(cohort), evidence_level="C")
    job(graduate(cohort), evidence_level="D")
    job(graduate(cohort), evidence_level="none", evidence_note="")
    job(graduate(cohort), contract_type="training_contract")
    both = graduate(cohort)
    job(both, contract_type="training_contract")
    job(both, evidence_level="C")
    found = bars(report(Scope(), as_of=RIPE))
    assert (found.weaker_evidence, found.no_evidence, found.only_training_contracts) == (2, 1, 2)


def test_scopes(cohort, web, ghent, bram, rik):
    there = finished_cohort(web, ghent, finish_on=GRADUATED + timedelta(days=60))
    here, elsewhere = graduate(cohort), graduate(there, on=GRADUATED + timedelta(days=60))
    as_of = RIPE + timedelta(days=90)

    def people(scope):
        return report(scope, as_of=as_of).figure("placed_180").people

    assert people(Scope()) == (here.pk, elsewhere.pk)
    assert people(Scope(campus=ghent.pk)) == (elsewhere.pk,)
    assert people(Scope(cohort=cohort.pk)) == (here.pk,)
    assert people(Scope(track=web.pk)) == (here.pk, elsewhere.pk)
    assert people(Scope(start_on=GRADUATED + timedelta(days=1))) == (elsewhere.pk,)
    assert people(Scope(end_on=GRADUATED)) == (here.pk,)
    assert people(Scope.of(bram)) == (elsewhere.pk,)
    assert people(Scope.of(bram, campus=cohort.campus_id)) == ()
    assert people(Scope.of(rik)) == (here.pk, elsewhere.pk)


def test_a_figure_carries_its_definition(cohort):
    job(graduate(cohort))
    figure = report(Scope(), as_of=RIPE).figure("placed_180")
    assert (figure.as_of, figure.definition_version, figure.percent) == (RIPE, "2", 100.0)
    assert "180 days" in str(figure.definition.text)
    assert len({one.key for one in FIGURES}) == len(FIGURES) == 9


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(350, 430, 81.4), (350, 450, 77.8), (450, 560, 80.4), (1, 2000, 0.1), (0, 3, 0.0)],
)
def test_percentages_are_rounded_halves_up(part, whole, percent):
    assert percent_of(part, whole) == percent


def test_as_many_queries_for_many_as_for_few(cohort, django_assert_num_queries):
    for _number in range(5):
        enrolment = graduate(cohort)
        job(enrolment)
        study(enrolment)
        answer(enrolment, "working")
    with django_assert_num_queries(5):
        assert report(Scope(), as_of=RIPE).figure("placed_180").numerator == 5


def test_the_rule_in_sql_is_the_same(cohort):
    from django.db.models import Exists

    from becode.reports.outcomes.in_sql import placements_of_graduate
    from cohorts.models import Enrolment

    for fields in (
        {"begins": 180}, {"begins": 181}, {"lasts": 28}, {"lasts": 27}, {"hours_percent": 49},
        {"contract_type": "unpaid"}, {"evidence_level": "C"}, {"state": "reported"},
        {"begins": -60, "lasts": 61}, {"begins": -60, "lasts": 60},
    ):  # fmt: skip
        job(graduate(cohort), **fields)
    in_sql = Enrolment.objects.graduated().filter(Exists(placements_of_graduate()))
    found = report(Scope(), as_of=RIPE + timedelta(days=30)).figure("placed_180_all")
    assert tuple(in_sql.order_by("pk").values_list("pk", flat=True)) == found.counted
    assert found.numerator == 3

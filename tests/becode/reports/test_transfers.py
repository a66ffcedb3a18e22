"""Somebody who moved to another cohort is one person with one seat, in every figure."""

from datetime import date, timedelta

import pytest

from applicants.models import Application
from applicants.referrers.progress import shown_to_referrer
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.transferring import transfer
from becode.core.actors import SYSTEM
from becode.reports.funnel import seats, steps
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import report
from becode.reports.outreach import results
from cohorts.cards.cohorts import _my_cohort
from cohorts.models import Enrolment
from placements.workflow.follow_ups import plan_follow_ups
from placements.workflow.jobs import record_job
from tests import factories
from tests import factories_outreach as outreach
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
LONG_AGO = MOMENT.date() - timedelta(days=200)


@pytest.fixture
def moved(web, brussels, ghent, at):
    """The new seat of somebody who was met at a workshop and moved from Brussels to Ghent."""
    here = factories.CohortFactory(track=web, campus=brussels)
    there = factories.CohortFactory(track=web, campus=ghent, start_on=date(2026, 6, 1))
    entry = factories.WaitlistEntryFactory(
        application__track=web, application__campus=brussels, campus=brussels, track=web
    )
    person = entry.application.person
    person.touches.create(at=at, activity=outreach.OutreachActivityFactory(turnout=5))
    offer = offer_seat(entry=entry, cohort=here, actor=SYSTEM, at=at)
    old = accept_offer(offer=offer, actor=SYSTEM, at=at)
    return transfer(enrolment=old, cohort=there, reason="other_campus", actor=SYSTEM, at=at)


def test_the_funnel_counts_one_seat_and_nobody_who_left(moved, ada):
    counts = {step.key: step.count for step in steps(ada)}
    assert (counts["enrolled"], counts["left"], counts["in_training"]) == (1, 0, 0)
    assert seats(ada).taken == 1


def test_outreach_counts_one_enrolled_and_none_once_the_seat_is_given_back(moved, ada):
    def enrolled():
        return [line.counts["enrolled"] for line in results(user=ada).activities]

    assert enrolled() == [1]
    Enrolment.objects.filter(pk=moved.pk).update(state="withdrawn")
    assert enrolled() == [0]


def test_a_graduate_is_one_person_of_the_last_campus(moved, ada):
    Enrolment.objects.filter(pk=moved.pk).update(state="graduated", graduated_on=LONG_AGO)
    moved.refresh_from_db()
    record_job(
        enrolment=moved,
        employer_name="Zenith",
        function="Developer",
        contract_type="permanent",
        start_on=LONG_AGO,
        evidence_level="A",
        evidence_note="contract",
        actor=SYSTEM,
        at=MOMENT,
    )
    as_of = moved.cohort.end_on + timedelta(days=180)
    figure = report(Scope.of(ada), as_of=as_of).figure("placed_180")
    assert (figure.people, figure.counted) == ((moved.pk,), (moved.pk,))
    assert plan_follow_ups() == 5


def test_nobody_asks_who_moved_what_they_do_now(moved):
    assert plan_follow_ups() == 0


def test_a_referrer_reads_the_seat_as_it_is_now(moved):
    application = Application.objects.get()
    referral = outreach.ReferralFactory(
        person=application.person,
        state="confirmed",
        application=application,
        shared_stages=["training"],
    )
    (shown,) = shown_to_referrer([referral])
    assert [str(stage.text) for stage in shown.stages] == ["Has a seat. The training begins later."]


def test_the_person_sees_the_new_cohort(moved):
    (card,) = _my_cohort(moved.person, MOMENT)
    assert card.context["cohort"] == moved.cohort
    Enrolment.objects.filter(pk=moved.pk).update(state="withdrawn")
    assert _my_cohort(moved.person, MOMENT) == []


def test_the_old_cohort_does_not_list_them(moved):
    old = moved.transferred_from.cohort
    assert list(Enrolment.objects.roster(old.pk)) == []
    assert list(Enrolment.objects.roster(moved.cohort_id)) == [moved]

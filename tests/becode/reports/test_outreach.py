"""The results of outreach: who is counted where, what it cost, who may see it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.reports.outreach import results
from placements.models import JobPlacement
from tests import factories
from tests import factories_outreach as outreach
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return factories.UserFactory(roles=["administrator"])


def touched(*owners, state="submitted", seat=None, job=False):
    """A person whose touches are these owners, in this order."""
    person = factories.PersonFactory()
    for number, owner in enumerate(owners):
        name = "activity" if hasattr(owner, "turnout") else "partner"
        person.touches.create(at=MOMENT + timedelta(days=number), **{name: owner})
    if state:
        factories.ApplicationFactory(person=person, state=state)
    if seat:
        graduated_on = MOMENT.date() if seat == "graduated" else None
        enrolment = factories.EnrolmentFactory(person=person, state=seat, graduated_on=graduated_on)
        if job:
            JobPlacement.objects.create(
                person=person,
                enrolment=enrolment,
                employer_name="Zenith",
                function="Developer",
                contract_type="permanent",
                start_on=MOMENT.date(),
                recorded_at=MOMENT,
                evidence_level="A",
                hours_percent=100,
            )
    return person


def test_people_are_followed_to_the_job(admin):
    partner = outreach.ReferralPartnerFactory()
    activity = outreach.OutreachActivityFactory(partner=partner, turnout=10, cost=Decimal(100))
    touched(activity, state="")
    touched(activity)
    touched(activity, state="enrolled", seat="in_training")
    touched(activity, state="enrolled", seat="withdrawn")
    touched(activity, state="enrolled", seat="graduated")
    touched(activity, state="enrolled", seat="graduated", job=True)
    found = results(user=admin)
    counts = {"reached": 10, "applied": 5, "enrolled": 3, "graduated": 2, "working": 1}
    assert found.activities[0].counts == counts
    assert found.partners[0].counts == counts
    assert found.activities[0].cost_per("enrolled") == Decimal("33.33")
    assert found.partners[0].cost_per("working") == Decimal(100)


def test_the_first_touch_counts_unless_the_last_is_asked(admin):
    first, last = outreach.OutreachActivityFactory(), outreach.ReferralPartnerFactory()
    touched(first, last)
    by_first, by_last = results(user=admin), results(user=admin, attribution="last")
    assert (by_first.activities[0].counts["applied"], by_first.partners[0].counts["applied"]) == (
        1,
        0,
    )
    assert (by_last.activities[0].counts["applied"], by_last.partners[0].counts["applied"]) == (
        0,
        1,
    )


def test_contacts_count_as_reached_where_nobody_counted(admin):
    partner = outreach.ReferralPartnerFactory()
    activity = outreach.OutreachActivityFactory(partner=partner)
    outreach.OutreachContactFactory(activity=activity)
    outreach.OutreachContactFactory(activity=None, partner=partner)
    outreach.ReferralFactory(partner=partner)
    outreach.OutreachActivityFactory(partner=partner, state="cancelled", turnout=5)
    found = results(user=admin)
    assert sorted(line.counts["reached"] for line in found.activities) == [0, 1]
    assert found.partners[0].counts["reached"] == 3


def test_cost_per_nobody_is_no_figure(admin):
    outreach.OutreachActivityFactory(cost=Decimal(50))
    assert results(user=admin).activities[0].cost_per("applied") is None


def test_a_colleague_sees_their_campuses(brussels, ghent):
    user = factories.UserFactory(roles=["admissions"], campuses=[brussels])
    outreach.OutreachActivityFactory(campus=ghent)
    outreach.ReferralPartnerFactory(campus=ghent)
    ours = outreach.OutreachActivityFactory(campus=brussels)
    found = results(user=user)
    assert [line.key for line in found.activities] == [ours.pk]
    assert found.partners == []


def test_the_page_says_how_it_counts_also_when_it_is_empty(client, admin):
    client.force_login(admin)
    page = client.get(reverse("admin:outreach_results")).content.decode()
    assert "No activities yet." in page
    assert "How we count" in page


def test_the_spreadsheet_runs_nothing(client, admin):
    outreach.OutreachActivityFactory(title="=cmd()", cost=Decimal("12.50"))
    client.force_login(admin)
    response = client.get(reverse("admin:outreach_results"), {"format": "csv"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Activity;'=cmd();;12.50;0;0;0;0;0")


def test_the_page_asks_as_much_for_thirty_lines_as_for_one(client, admin):
    client.force_login(admin)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("admin:outreach_results"))
        return len(found)

    touched(outreach.OutreachActivityFactory(), outreach.ReferralPartnerFactory())
    queries()
    few = queries()
    for _row in range(29):
        touched(outreach.OutreachActivityFactory(), outreach.ReferralPartnerFactory())
    assert queries() == few

"""The page of an application that went through everything: few queries, and nothing left out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.models import Application, CampusChoice, EligibilityCheck, Touch
from applicants.workflow import deciding
from becode.core.actors import Actor
from becode.people.contacting import note_contact
from becode.people.models import ContactPoint, LanguageSkill
from tests.factories import (
    MOMENT,
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    PersonFactory,
    SeatOfferFactory,
    WaitlistEntryFactory,
)
from tests.factories_deciding import (
    AssessmentFactory,
    RuleFactory,
    ScoredProgressFactory,
    ScoredStepFactory,
)
from tests.factories_form import document
from tests.factories_steps import BookingFactory, SelectionStepFactory, StepProgressFactory

pytestmark = pytest.mark.django_db
MOST = 17


@pytest.fixture
def full(web, brussels, ghent, amina, carla, mieke):
    """An application with scores, moments, documents, notes, rules, checks and a history.

    The clock runs, as it does for a colleague: reading it is a query.
    """
    person = PersonFactory(born_on=date(1999, 5, 1))
    ContactPoint.objects.create(person=person, kind="phone", value="+32470998877", key="1")
    LanguageSkill.objects.create(person=person, language="nl", lesson_level="yes")
    application = ApplicationFactory(track=web, campus=brussels, person=person)
    CampusChoice.objects.get_or_create(application=application, campus=ghent, defaults={"rank": 2})
    deciding.take_up(application=application, actor=Actor.user(amina), at=MOMENT)
    application.refresh_from_db()
    info = SelectionStepFactory(track=web)
    went = StepProgressFactory(
        application=application, step=info, state="passed", judged_at=MOMENT, judged_by=amina
    )
    BookingFactory(progress=went, state="attended")
    scored = ScoredProgressFactory(
        application=application, step=ScoredStepFactory(track=web), judged_by=amina
    )
    for assessor in (carla, mieke):
        AssessmentFactory(progress=scored, assessor=assessor)
    asked = (("minimum_age", "18"), ("language_level", "yes"), ("right_to_work", ""), ("other", ""))
    for number, (kind, parameter) in enumerate(asked):
        rule = RuleFactory(track=web, position=number, kind=kind, parameter=parameter)
        if number > 1:
            EligibilityCheck.objects.create(
                application=application,
                rule=rule,
                outcome="met",
                checked_by=mieke,
                checked_at=MOMENT,
                valid_until=date(2030, 3, 20),
                document=document(application=application, kind="permit", title=kind),
            )
    note_contact(
        person=person,
        channel="call",
        result="reached",
        text="Will bring the permit.",
        next_action="Call again",
        next_on=date(2030, 1, 1),
        actor=Actor.user(amina),
        at=MOMENT,
    )
    for hours in (1, 2):
        Touch.objects.create(person=person, at=MOMENT - timedelta(hours=hours), source="poster")
    return application


def change(application):
    return reverse("admin:applicants_application_change", args=[application.pk])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return answer.content.decode(), [query["sql"] for query in captured]


def test_the_table_of_one_stage_asks_ten_queries(full, amina, signed_in):
    table = reverse("admin:applicants_application_changelist")
    _page, asked = queries(
        signed_in(amina), f"{table}?stage=to_decide&columns=number,person,since,phone"
    )
    assert len(asked) <= 10, "\n".join(sql[:200] for sql in asked)


@pytest.mark.parametrize("state", ["admitted", "enrolled", "rejected"])
def test_later_pages_stay_under_twenty_too(full, amina, web, brussels, signed_in, state):
    cohort = CohortFactory(track=web, campus=brussels)
    entry = WaitlistEntryFactory(
        application=full, eligible_at=MOMENT, state="waiting" if state == "admitted" else "closed"
    )
    seat = EnrolmentFactory(person=full.person, cohort=cohort) if state == "enrolled" else None
    SeatOfferFactory(
        entry=entry,
        cohort=cohort,
        state={"admitted": "open", "enrolled": "accepted", "rejected": "expired"}[state],
        enrolment=seat,
    )
    Application.objects.filter(pk=full.pk).update(
        state=state, eligible_at=MOMENT, rejection_reason="language", decision_text="Not now."
    )
    page, asked = queries(signed_in(amina), change(full))
    assert cohort.code in page
    assert len(asked) < 20, "\n".join(sql[:200] for sql in asked)


def test_a_page_with_everything_on_it_stays_far_under_twenty_queries(full, amina, signed_in):
    page, asked = queries(signed_in(amina), change(full))
    for title in ("Scores", "Selection", "Documents", "Contact log", "Eligibility", "met us"):
        assert title in page
    assert len(asked) <= MOST, "\n".join(sql[:200] for sql in asked)


def test_each_rule_has_a_button_that_chooses_it(full, amina, signed_in):
    staff = signed_in(amina)
    page, _asked = queries(staff, change(full))
    rules = list(full.track.eligibility_rules.order_by("position"))
    address = reverse("admin:applicants_application_do", args=[full.pk, "check"])
    places = [page.find(f'href="{address}?rule={rule.pk}"') for rule in rules]
    assert -1 not in places
    assert places == sorted(places)
    form = staff.get(f"{address}?rule={rules[2].pk}&outcome=not_met").context["form"]
    assert str(form["rule"].value()) == str(rules[2].pk)
    assert form["outcome"].value() == "met"


def test_assessors_are_assigned_from_the_line_of_the_step(full, amina, signed_in):
    address = reverse("admin:applicants_application_do", args=[full.pk, "assign"])
    page, _asked = queries(signed_in(amina), change(full))
    assert page.count(f'<a class="staff-link" href="{address}">') == 1


def test_who_does_not_decide_gets_neither(full, carla, signed_in):
    page, _asked = queries(signed_in(carla), change(full))
    assert "/do/check/" not in page
    assert "/do/assign/" not in page

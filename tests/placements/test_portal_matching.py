"""Company pages about a proposed learner: nothing of the vault, no way to reach them too early."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.actors import Actor
from becode.people import vault
from placements.models import InterviewSlot, Proposal
from placements.workflow import agreeing, interviews, proposals, silence, wishes

pytestmark = pytest.mark.django_db
PAGES = ("proposal", "cv", "accept_proposal", "decline_proposal", "offer_moments")
# The family name, ways to reach her, her own page, what only the school reads, the vault.
REACH = ("Canaryfamily", "canary-mail", "+32470123456", "canary-page")
NEVER = ("canary-vault", "canary-avoids", "canary-why")


def url(name, *args):
    return reverse(f"placements:company:{name}", args=args)


@pytest.fixture
def yasmin(yasmin, by_pia, at):
    vault.write(person=yasmin.person, kind="needs", text="canary-vault", actor=by_pia, at=at)
    wishes.save_profile(
        enrolment=yasmin,
        changes={
            "headline": "I build pages",
            "projects": "A shop",
            "portfolio_url": "https://canary-page.example",
            "avoids": "canary-avoids",
        },
        actor=by_pia,
        at=at,
    )
    return yasmin


@pytest.fixture
def proposal(yasmin, position, by_pia, at):
    return proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)


def shown(client, proposal, canaries):
    """The canaries on each page of this proposal, for pages that answer with one."""
    found = set()
    for name in PAGES:
        response = client.get(url(name, proposal.pk))
        if response.status_code == 200:
            page = response.content.decode()
            found |= {canary for canary in canaries if canary in page}
    return found


def test_each_step_shows_what_it_may_and_no_more(signed_in, chloe, proposal, yasmin, by_pia, at):
    client, me = signed_in(chloe), Actor.person(yasmin.person)
    assert shown(client, proposal, (*REACH, *NEVER)) == set()
    assert "I build pages" in client.get(url("cv", proposal.pk)).content.decode()
    agreeing.agree(proposal=proposal, actor=me, at=at)
    assert shown(client, proposal, (*REACH, *NEVER)) == set()
    proposals.accept(proposal=Proposal.objects.get(), actor=by_pia, at=at)
    assert shown(client, proposal, (*REACH, *NEVER)) == set(REACH)
    agreeing.refuse(proposal=Proposal.objects.get(), why="canary-why", actor=me, at=at)
    assert shown(client, proposal, (*REACH, *NEVER, "I build pages", "A shop")) == set()
    assert client.get(url("cv", proposal.pk)).status_code == 404


def test_a_yes_of_the_company_alone_shows_no_more(signed_in, chloe, proposal, at):
    client = signed_in(chloe)
    client.post(url("accept_proposal", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert shown(client, proposal, (*REACH, *NEVER)) == set()


def test_what_ended_by_itself_shows_a_name_only(signed_in, chloe, proposal, at):
    silence.end_silent(at=at + timedelta(days=14))
    client = signed_in(chloe)
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert "Yasmin" in page
    assert "I build pages" not in page
    assert "The time to answer is over" in page


def test_too_late_the_page_offers_no_answer_even_when_no_job_ran(signed_in, chloe, proposal, at):
    Proposal.objects.update(answer_by=at)
    client = signed_in(chloe)
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert url("accept_proposal", proposal.pk) not in page
    assert client.get(url("accept_proposal", proposal.pk)).status_code == 302
    response = client.post(url("accept_proposal", proposal.pk), follow=True)
    assert "The time to answer is over" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


MOMENT = {"day_1": "2026-03-05", "time_1": "14:30", "minutes": "45", "where": "Rue Neuve 1"}


def test_moments_are_offered_in_one_form(signed_in, chloe, proposal, at):
    client = signed_in(chloe)
    data = {**MOMENT, "day_2": "06/03/2026", "time_2": "9:15"}
    client.post(url("offer_moments", proposal.pk), data)
    found = InterviewSlot.objects.order_by("starts_at")
    assert [f"{slot.starts_at:%d %H:%M}" for slot in found] == ["05 13:30", "06 08:15"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day_1": ""}, "day_1"),
        ({"time_1": "25:00"}, "time_1"),
        ({"day_1": "2026-03-01"}, "day_1"),
        ({"day_2": "2026-03-05"}, "time_2"),
        ({"day_2": "2026-03-05", "time_2": "14:30"}, "day_2"),
        ({"minutes": "7"}, "minutes"),
        ({"where": ""}, "where"),
        ({"where": "x" * 201}, "where"),
        ({"day_1": "0001-01-01"}, "day_1"),
        ({"day_1": "2026-09-01"}, None),
    ],
)
def test_a_moment_that_is_none_comes_back(signed_in, chloe, proposal, change, field, at):
    response = signed_in(chloe).post(url("offer_moments", proposal.pk), {**MOMENT, **change})
    form = response.context["form"]
    assert list(form.errors) == [field or "__all__"]
    assert not InterviewSlot.objects.exists()


def test_a_talk_is_cancelled_with_a_button_and_has_a_file(signed_in, chloe, omar, proposal, at):
    (slot,) = interviews.offer(
        proposal=proposal,
        moments=[interviews.Moment(at + timedelta(days=1), 30, "Here")],
        actor=Actor.user(chloe),
        at=at,
    )
    client = signed_in(chloe)
    assert client.get(url("talk_calendar", slot.pk)).status_code == 404
    interviews.choose(slot=slot, actor=Actor.person(proposal.enrolment.person), at=at)
    file = client.get(url("talk_calendar", slot.pk)).content.decode()
    assert "Yasmin" in file
    assert not [canary for canary in (*REACH, *NEVER) if canary in file]
    for name in ("talk_calendar", "cancel_talk"):
        assert signed_in(omar).get(url(name, slot.pk)).status_code == 404
    client.post(url("cancel_talk", slot.pk))
    slot.refresh_from_db()
    assert slot.state == "dropped"


def test_the_page_asks_the_same_queries_whatever_the_profile_holds(
    signed_in, chloe, proposal, yasmin, at
):
    client = signed_in(chloe)
    client.get(url("proposal", proposal.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(url("proposal", proposal.pk))
    yasmin.skills = [f"Skill {number}" for number in range(30)]
    yasmin.save()
    with CaptureQueriesContext(connection) as many:
        client.get(url("proposal", proposal.pk))
    assert len(few) == len(many)

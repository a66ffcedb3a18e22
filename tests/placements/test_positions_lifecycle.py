"""Positions and jobs that companies post, copy, keep open and lose by waiting."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from becode.core import clock
from becode.core.moves import IllegalMove
from becode.core.sealing import unseal
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements import tasks
from placements.company.waiting import waiting_for
from placements.models import Establishment, Position
from placements.skills import split_skills, suggested_skills
from placements.workflow import positions, proposals
from tests import factories
from tests.placements.conftest import learner_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def url(name, *args):
    return reverse(f"placements:company:{name}", args=args)


@pytest.fixture
def posted(zenith, brussels, by_pia, at):
    """A place at Zenith, open until 31 May 2026."""
    return positions.post(
        company=zenith, title="Junior developer", tasks="Build pages.", campus=brussels,
        site="Brussels", languages=["fr"], skills=["Python"], places=2, actor=by_pia, at=at,
    )  # fmt: skip


def words(campus, **more):
    return {
        "title": "Tester", "tasks": "Test pages.", "campus": campus.pk, "site": "Main Street 1",
        "languages": ["fr"], "places": "1", **more,
    }  # fmt: skip


def test_a_position_stays_open_for_ninety_days(posted):
    assert posted.expires_on == date(2026, 5, 31)


@pytest.mark.parametrize(("after", "state"), [(0, "open"), (1, "expired")])
def test_it_ends_the_day_after_its_last_one(posted, after, state):
    with clock.set_to(clock.at_local(posted.expires_on + after * DAY, 8)):
        tasks.expire_positions()
        tasks.expire_positions()
    posted.refresh_from_db()
    assert posted.state == state


def test_it_does_not_end_while_a_learner_waits(posted, yasmin, by_pia, at):
    proposal = proposals.propose(enrolment=yasmin, position=posted, actor=by_pia, at=at)
    late = clock.at_local(posted.expires_on + DAY, 8)
    assert positions.expire_positions(at=late) == 0
    assert not positions.expire(position=posted, at=late)
    proposals.withdraw(proposal=proposal, actor=by_pia, at=late)
    assert positions.expire_positions(at=late) == 1


def test_who_renews_first_wins_over_the_task(posted, by_pia):
    late = clock.at_local(posted.expires_on + DAY, 8)
    due = list(Position.objects.expired_before(clock.local_day(late)))
    positions.renew(position=posted, actor=by_pia, at=late)
    assert due == [posted]
    assert not positions.expire(position=due[0], at=late)
    posted.refresh_from_db()
    assert (posted.state, posted.expires_on) == ("open", date(2026, 8, 30))


def test_an_expired_one_is_open_again_where_a_place_is_free(posted, by_pia):
    late = clock.at_local(posted.expires_on + DAY, 8)
    positions.expire_positions(at=late)
    posted.refresh_from_db()
    positions.renew(position=posted, actor=by_pia, at=late)
    assert posted.state == "open"


def test_a_full_or_a_closed_one_is_not_renewed(posted, by_pia, at):
    late = clock.at_local(posted.expires_on + DAY, 8)
    Position.objects.filter(pk=posted.pk).update(places_taken=F("places"), state="filled")
    positions.expire_positions(at=late)
    posted.refresh_from_db()
    with pytest.raises(IllegalMove, match="taken"):
        positions.renew(position=posted, actor=by_pia, at=late)
    Position.objects.filter(pk=posted.pk).update(state="closed")
    with pytest.raises(IllegalMove, match="closed"):
        positions.renew(position=posted, actor=by_pia, at=late)


# The message a week before, and its link


@pytest.fixture
def asked(posted, chloe):
    """The path of the link in the message that Chloé gets a week before."""
    week_before = clock.at_local(posted.expires_on - 7 * DAY, 9)
    with clock.set_to(week_before + timedelta(minutes=1)):
        sweep(at=clock.now())
        sweep(at=clock.now())
        message = Message.objects.get(kind="placements.position_expires")
        link = unseal(message.sealed, purpose=SEALING_PURPOSE)["link"]
        yield "/" + link.split("//", 1)[1].partition("/")[2]


def test_one_tap_without_signing_in_keeps_it_open(client, posted, asked):
    page = client.get(asked)
    assert page.status_code == 200
    posted.refresh_from_db()
    assert posted.expires_on == date(2026, 5, 31)
    assert client.post(asked).status_code == 302
    posted.refresh_from_db()
    assert (posted.state, posted.expires_on) == ("open", date(2026, 8, 22))
    assert "It stays open" in client.get(asked).content.decode()
    assert "_auth_user_id" not in client.session


def test_the_link_can_close_it_and_take_that_back(client, posted, asked):
    client.post(asked, {"close": "1"})
    posted.refresh_from_db()
    assert posted.state == "closed"
    assert "It is closed" in client.get(asked).content.decode()
    client.post(asked)
    posted.refresh_from_db()
    assert posted.state == "open"


def test_closing_by_link_while_a_learner_waits_says_why_not(client, posted, asked, yasmin, by_pia):
    proposals.propose(enrolment=yasmin, position=posted, actor=by_pia, at=clock.now())
    response = client.post(asked, {"close": "1"})
    assert "Learners wait for an answer" in response.content.decode()
    posted.refresh_from_db()
    assert posted.state == "open"


def test_the_link_of_who_may_not_any_more_is_gone(client, posted, asked, chloe):
    contact = chloe.company_contact
    contact.roles = ["mentor"]
    contact.save()
    assert client.post(asked).status_code == 404
    posted.refresh_from_db()
    assert posted.expires_on == date(2026, 5, 31)


def test_nobody_is_asked_about_what_was_renewed(posted, chloe, by_pia):
    moment = clock.at_local(posted.expires_on - 7 * DAY, 9) + timedelta(minutes=1)
    positions.renew(position=posted, actor=by_pia, at=moment)
    sweep(at=moment)
    assert not Message.objects.filter(kind="placements.position_expires").exists()


def test_only_recruiters_are_asked_where_there_are_some(posted, zenith, chloe):
    contact = chloe.company_contact
    contact.roles = ["manager"]
    contact.save()
    rita = factories.CompanyContactFactory(company=zenith, roles=["recruiter"])
    factories.CompanyContactFactory(company=zenith, roles=["mentor"])
    sweep(at=clock.at_local(posted.expires_on - 7 * DAY, 9) + timedelta(minutes=1))
    told = Message.objects.filter(kind="placements.position_expires")
    assert [message.address for message in told] == [rita.user.email]


# Pages


def test_home_asks_in_the_last_week_and_after(posted, chloe):
    contact = chloe.company_contact
    seen = {}
    for days in (-8, -7, 0, 1, 15):
        moment = clock.at_local(posted.expires_on + days * DAY, 12)
        positions.expire_positions(at=moment)
        seen[days] = [(item.url, item.is_late) for item in waiting_for(contact, at=moment)]
    page = url("position", posted.pk)
    assert seen == {-8: [], -7: [(page, False)], 0: [(page, False)], 1: [(page, True)], 15: []}


def test_one_tap_on_the_page_renews(signed_in, chloe, posted, at):
    client = signed_in(chloe)
    with clock.set_to(at + 85 * DAY):
        assert "Yes, keep it open" in client.get(url("position", posted.pk)).content.decode()
        client.post(url("renew_position", posted.pk))
        posted.refresh_from_db()
        assert posted.expires_on == clock.today() + 90 * DAY


def test_a_copy_begins_with_everything_but_a_past_period(signed_in, chloe, posted, at):
    posted.start_on, posted.end_on = date(2026, 1, 5), date(2026, 3, 30)
    posted.telework_days = 2
    posted.save()
    client = signed_in(chloe)
    for _number in range(2):  # three companies ask for it: it is suggested
        factories.PositionFactory(campus=posted.campus, skills=["Python"])
    page = client.get(url("copy_position", posted.pk))
    form = page.context["form"]
    kept = ("title", "tasks", "suggested", "site", "telework_days", "languages", "places")
    assert {name: form[name].value() for name in kept} == {
        "title": "Junior developer", "tasks": "Build pages.", "suggested": ["Python"],
        "site": "Brussels", "telework_days": 2, "languages": ["fr"], "places": 2,
    }  # fmt: skip
    assert (form["start_on"].value(), form["end_on"].value()) == (None, None)
    client.post(url("copy_position", posted.pk), words(posted.campus, suggested=["Python"]))
    made = Position.objects.latest("pk")
    assert (made.copied_from, made.title, made.skills, made.state) == (
        posted, "Tester", ["Python"], "open",
    )  # fmt: skip


def test_a_job_has_a_contract(signed_in, chloe, brussels, at):
    client = signed_in(chloe)
    response = client.post(url("new_vacancy"), words(brussels))
    assert list(response.context["form"].errors) == ["contract_type"]
    client.post(url("new_vacancy"), words(brussels, contract_type="permanent"))
    made = Position.objects.get()
    assert (made.kind, made.contract_type) == ("vacancy", "permanent")
    assert client.get(url("edit_position", made.pk)).context["form"]["contract_type"].value() == (
        "permanent"
    )


def test_an_own_site_needs_no_address(signed_in, chloe, zenith, brussels, at):
    site = Establishment.objects.create(
        company=zenith, name="Bakery", address="Rue 1", postcode="1000", municipality="Bruxelles"
    )
    client = signed_in(chloe)
    client.post(url("new_position"), words(brussels, site="", establishment=site.pk))
    made = Position.objects.get()
    assert (made.establishment, made.site) == (site, "Bakery, Rue 1, Bruxelles")
    response = client.post(url("new_position"), words(brussels, site=""))
    assert list(response.context["form"].errors) == ["site"]


def test_another_companys_site_and_mentor_are_refused(signed_in, chloe, omar, zenith, brussels, at):
    other = Establishment.objects.create(
        company=omar.company_contact.company, address="Rue 2", postcode="1000", municipality="X"
    )
    Establishment.objects.create(company=zenith, address="R 1", postcode="1000", municipality="Y")
    response = signed_in(chloe).post(
        url("new_position"),
        words(brussels, establishment=other.pk, mentor=omar.company_contact.pk),
    )
    assert sorted(response.context["form"].errors) == ["establishment", "mentor"]
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"skills": "x" * 41}, "skills"),
        ({"skills": ",".join(f"skill {number}" for number in range(16))}, "skills"),
        ({"start_on": "2026-05-04", "end_on": "2026-05-03"}, "end_on"),
        ({"telework_days": "9"}, "telework_days"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(signed_in, chloe, brussels, at, more, field):
    response = signed_in(chloe).post(url("new_position"), words(brussels, **more))
    assert list(response.context["form"].errors) == [field]
    assert not Position.objects.exists()


def test_a_wrong_role_reads_but_does_not_change(signed_in, chloe, zenith, posted):
    mo = factories.CompanyContactFactory(company=zenith, roles=["mentor"])
    client = signed_in(mo.user)
    page = client.get(url("position", posted.pk)).content.decode()
    assert "Junior developer" in page
    for name in ("edit_position", "copy_position", "close_position", "reopen_position"):
        assert url(name, posted.pk) not in page
        response = client.post(url(name, posted.pk), words(posted.campus))
        assert response.status_code == 403
        assert "Chloé Contact" in response.content.decode()
    assert client.post(url("renew_position", posted.pk)).status_code == 403
    assert client.get(url("new_position")).status_code == 403


# Skills


def test_skills_are_split_and_named_once():
    assert split_skills(" Python, html;HTML\n  Vue  js .,,") == ["Python", "html", "Vue js"]


def test_a_tag_that_few_learners_have_is_not_suggested(cohort, at):
    for count, tags in enumerate((["Python", "Rare"], ["Python"], ["Python", "Rare"])):
        learner = learner_in(cohort, first_name=f"L{count}")
        learner.skills = tags
        learner.save()
    factories.PositionFactory(skills=["Secret framework"])
    assert suggested_skills() == ["Python"]


def test_the_list_asks_the_same_queries_for_1_and_30(
    signed_in, chloe, zenith, brussels, django_assert_num_queries
):
    client = signed_in(chloe)
    factories.PositionFactory(company=zenith, campus=brussels)
    client.get(url("positions"))
    with django_assert_num_queries(5):
        client.get(url("positions"))
    for _number in range(29):
        factories.PositionFactory(company=zenith, campus=brussels)
    with django_assert_num_queries(5):
        client.get(url("positions"))

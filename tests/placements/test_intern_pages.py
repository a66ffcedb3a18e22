"""The doors to an internship: links without an account, the portal, /my/, the staff site."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.backoffice.today import tasks_for
from becode.core import clock
from placements.company.waiting import waiting_for
from placements.models import GuestLink, InternshipMonth, WorkstationSheet
from placements.workflow import internships, workstation
from placements.workflow.links import make_link
from tests import factories
from tests.factories_placements import InternshipFactory, in_order

pytestmark = pytest.mark.django_db
SKILLS = ["technical", "autonomy", "communication", "teamwork", "punctuality"]
FILED = {**dict.fromkeys(SKILLS, "3"), "would_hire": "yes", "do": "file"}
SHEET = {"task": "Build pages", "place": "Floor 2", "risks": "none", "screen_work": "on"}
HIDDEN = ("Canaryfamily", "canary-mail")


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def guest(name, token, *more):
    return reverse(f"placements:guests:{name}", args=[token, *more])


def company(name, *args):
    return reverse(f"placements:company:{name}", args=args)


def link(purpose, mentor, at, **about):
    return make_link(purpose=purpose, at=at, days=30, contact=mentor, **about)


# By link --------------------------------------------------------------------------------


def test_a_mentor_evaluates_by_link_and_nothing_typed_is_lost(client, running, mentor, at):
    one = running.evaluations.get(moment="week_4", by="mentor")
    page = guest("evaluate", link("evaluate", mentor, at, evaluation=one))
    shown = client.get(page)
    assert shown.status_code == 200
    assert not [canary for canary in HIDDEN if canary in shown.content.decode()]
    response = client.post(page, {"technical": "4", "strengths": "Asks well", "do": "file"})
    assert response.status_code == 200, "the other skills are asked for"
    assert len(response.context["form"].errors) == 5
    one.refresh_from_db()
    assert (one.marks, one.strengths, one.filed_at) == ({"technical": 4}, "Asks well", None)
    again = client.get(page).content.decode()
    assert "Asks well" in again
    client.post(page, {**FILED, "strengths": "Asks well", "action": "More tests"})
    one.refresh_from_db()
    assert (one.filed_at, one.filed_by, one.action) == (at, "Chloé Contact", "More tests")
    assert client.get(page).context["evaluation"].filed_at == at
    client.post(page, {**FILED, "strengths": "Changed"})
    one.refresh_from_db()
    assert one.strengths == "Asks well"


def test_saving_a_draft_by_link_files_nothing(client, running, mentor, at):
    one = running.evaluations.get(moment="week_4", by="mentor")
    page = guest("evaluate", link("evaluate", mentor, at, evaluation=one))
    response = client.post(page, {"technical": "2", "do": "save"}, follow=True)
    one.refresh_from_db()
    assert (response.status_code, one.marks, one.filed_at) == (200, {"technical": 2}, None)


def test_a_link_is_for_one_thing_and_ends_with_the_contact(client, running, mentor, at):
    one = running.evaluations.get(moment="week_4", by="mentor")
    token = link("evaluate", mentor, at, evaluation=one)
    for name in ("month", "workstation", "intern_absence"):
        assert client.get(guest(name, token)).status_code == 404
    mentor.is_active = False
    mentor.save()
    assert client.get(guest("evaluate", token)).status_code == 404


def test_a_month_is_confirmed_by_link_in_one_tap_then_the_next_waits(client, running, mentor, at):
    token = link("month", mentor, at, internship=running)
    page = guest("month", token)
    with clock.set_to(clock.at_local(date(2026, 4, 30), 16)):
        assert client.get(page).context["month"] == date(2026, 3, 1)
        client.post(page)
        assert client.get(page).context["month"] == date(2026, 4, 1)
        client.post(page, {"day_20260408": "shorter", "hours_20260408": ""})
        assert InternshipMonth.objects.count() == 1, "how many hours?"
        client.post(page, {"day_20260408": "shorter", "hours_20260408": "3.5"})
        done = client.get(page)
    assert done.context["confirmed"] == [date(2026, 4, 1), date(2026, 3, 1)]
    march, april = InternshipMonth.objects.order_by("month")
    assert (march.present, march.confirmed_by) == (march.planned, "Chloé Contact")
    assert april.planned - april.present == 210
    assert GuestLink.objects.get(purpose="month").used_at is not None


def test_a_month_by_link_is_corrected_with_a_reason(client, running, mentor, at):
    token = link("month", mentor, at, internship=running)
    page = guest("one_month", token, "2026-03")
    with clock.set_to(clock.at_local(date(2026, 4, 1), 9)):
        client.post(page)
        refused = client.post(page, {"day_20260310": "ill"})
        assert "reason" in refused.context["form"].errors
        client.post(page, {"day_20260310": "ill", "reason": "Was ill"})
        latest = InternshipMonth.objects.get(version=2)
        assert (latest.planned - latest.present, latest.reason) == (420, "Was ill")
        for strange in ("2026-02", "2026-13", "x", "2026-05"):
            assert client.get(guest("one_month", token, strange)).status_code == 404


def test_an_absence_by_link(client, running, mentor, at):
    token = link("month", mentor, at, internship=running)
    page = guest("intern_absence", token)
    refused = client.post(page, {"first_on": "2026-03-03", "note": "kept"})
    assert refused.status_code == 200
    assert "kept" in refused.content.decode()
    client.post(page, {"first_on": "2026-03-03", "reason": "ill"})
    absence = running.absences.get()
    assert (absence.first_on, absence.last_on, absence.by_company) == (
        date(2026, 3, 3),
        date(2026, 3, 3),
        True,
    )


def test_a_sheet_is_filled_in_and_signed_by_link_and_then_the_link_is_done(
    client, to_start, mentor, at
):
    token = link("workstation", mentor, at, internship=to_start)
    assert client.get(guest("sign_workstation", token)).status_code == 302
    refused = client.post(guest("workstation", token), {"task": "kept"})
    assert "kept" in refused.content.decode()
    client.post(guest("workstation", token), SHEET)
    sheet = WorkstationSheet.objects.get()
    page = guest("sign_workstation", token)
    seen = client.get(page).context["form"].initial["seen"]
    unsigned = client.post(page, {"name": "Chloé", "seen": seen})
    assert unsigned.context["form"].errors
    client.post(guest("workstation", token), {**SHEET, "risks": "a ladder"})
    client.post(page, {"name": "Chloé", "seen": seen, "agrees": "on"})
    sheet.refresh_from_db()
    assert sheet.signed_at is None, "it was changed after it was read"
    seen = client.get(page).context["form"].initial["seen"]
    client.post(page, {"name": "Chloé", "seen": seen, "agrees": "on"})
    sheet.refresh_from_db()
    assert (sheet.signed_at, sheet.signed_by, len(sheet.sha256)) == (at, "Chloé", 64)
    assert client.get(page).status_code == 404, "the link is done"


def test_a_new_sheet_begins_with_the_last_one_for_a_position_alike(
    to_start, position, zenith, brussels, at
):
    def earlier(title, task):
        other = factories.PositionFactory(company=zenith, campus=brussels, title=title)
        internship = InternshipFactory(position=other)
        return WorkstationSheet.objects.create(
            internship=internship, task=task, place="There", filled_at=at
        )

    assert workstation.usual_facts(to_start)["task"] == position.tasks
    earlier(position.title.upper(), "Alike")
    earlier("Something else", "Other and newer")
    assert workstation.usual_facts(to_start)["task"] == "Alike"
    elsewhere = InternshipFactory()
    WorkstationSheet.objects.create(
        internship=elsewhere, task="Of another company", place="There", filled_at=at
    )
    assert workstation.usual_facts(to_start)["task"] == "Alike"


# The portal -----------------------------------------------------------------------------


def test_the_companys_page_says_what_is_missing_and_what_waits(
    signed_in, chloe, mentor, to_start, at
):
    page = signed_in(chloe).get(company("internship", to_start.pk)).content.decode()
    assert "The workstation sheet is not there" in page
    assert company("workstation", to_start.pk) in page
    assert [item.url for item in waiting_for(mentor, at=at)] == [
        company("workstation", to_start.pk)
    ]


def test_in_the_portal_a_mentor_does_it_all(signed_in, chloe, mentor, running, at):
    client = signed_in(chloe)
    one = running.evaluations.get(moment="week_1", by="mentor")
    client.post(company("intern_evaluation", one.pk), {**dict.fromkeys(SKILLS, "3"), "do": "file"})
    client.post(company("intern_absence", running.pk), {"first_on": "2026-03-03", "reason": "ill"})
    with clock.set_to(clock.at_local(date(2026, 3, 31), 16)):
        waits = [item.url for item in waiting_for(mentor, at=clock.now())]
        assert company("intern_month", running.pk, "2026-03") in waits
        client.post(company("intern_month", running.pk, "2026-03"))
    one.refresh_from_db()
    month = running.months.get()
    assert (one.filed_by, month.planned - month.present) == ("Chloé Contact", 420)
    shown = client.get(company("internship", running.pk)).content.decode()
    assert "confirmed by Chloé Contact" in shown


def test_who_is_a_mentor_alone_acts_for_their_own_interns(signed_in, running, zenith, at):
    other = factories.CompanyContactFactory(company=zenith, roles=["mentor"])
    client = signed_in(other.user)
    one = running.evaluations.get(moment="week_1", by="mentor")
    for page in (
        company("intern_evaluation", one.pk),
        company("intern_absence", running.pk),
        company("workstation", running.pk),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page, {"first_on": "2026-03-03", "reason": "ill"}).status_code == 403
    assert list(waiting_for(other, at=at + timedelta(days=40))) == []
    assert not running.absences.exists()


def test_another_company_and_the_learners_own_words_are_missing(
    signed_in, chloe, omar, mentor, running, at
):
    learners = running.evaluations.get(moment="week_1", by="learner")
    learners.strengths = "canary-own-words"
    learners.filed_at = at
    learners.save()
    assert signed_in(chloe).get(company("intern_evaluation", learners.pk)).status_code == 404
    assert (
        "canary-own-words"
        not in signed_in(chloe).get(company("internship", running.pk)).content.decode()
    )
    mentors = running.evaluations.get(moment="week_1", by="mentor")
    client = signed_in(omar)
    for page in (
        company("intern_evaluation", mentors.pk),
        company("intern_absence", running.pk),
        company("intern_month", running.pk, "2026-03"),
        company("workstation", running.pk),
        company("workstation_sheet", running.pk),
        company("sign_workstation", running.pk),
    ):
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code in (404, 405), page


# One's own pages ------------------------------------------------------------------------


def test_the_learner_sees_what_is_missing_then_tells_an_absence(
    as_person, yasmin, to_start, by_pia, at
):
    client = as_person(yasmin.person)
    page = reverse("placements:my:internship", args=[to_start.pk])
    assert [one.paper for one in client.get(page).context["missing"]] == [
        "agreement",
        "workstation",
        "insurance",
        "dimona",
    ]

    internships.start(internship=in_order(to_start, at=at), actor=by_pia, at=at)
    assert client.get(page).context["missing"] == []
    client.post(
        reverse("placements:my:intern_absence", args=[to_start.pk]),
        {"first_on": "2026-03-03", "reason": "ill"},
    )
    assert to_start.absences.get().by_company is False
    stranger = factories.PersonFactory()
    assert as_person(stranger).get(page).status_code == 404


def test_the_learner_reads_the_mentors_only_after_filing_own(as_person, yasmin, running, at):
    mentors = running.evaluations.get(moment="week_4", by="mentor")
    mentors.strengths, mentors.filed_at = "canary-of-the-mentor", at
    mentors.marks = dict.fromkeys(SKILLS, 4)
    mentors.save()
    own = running.evaluations.get(moment="week_4", by="learner")
    page = reverse("placements:my:intern_evaluation", args=[own.pk])
    client = as_person(yasmin.person)
    assert "canary-of-the-mentor" not in client.get(page).content.decode()
    client.post(page, {"technical": "2", "do": "save"})
    assert "canary-of-the-mentor" not in client.get(page).content.decode()
    client.post(page, {**FILED, "technical": "2"})
    shown = client.get(page)
    assert "canary-of-the-mentor" in shown.content.decode()
    assert [column.evaluation.by for column in shown.context["columns"]] == ["mentor", "learner"]
    reached = reverse("placements:my:intern_evaluation", args=[mentors.pk])
    assert client.get(reached).status_code == 404


# The staff site -------------------------------------------------------------------------


def do(record, verb):
    meta = record._meta
    return reverse(f"admin:placements_{meta.model_name}_do", args=[record.pk, verb])


def test_staff_arrange_the_papers_in_few_clicks_and_it_starts(signed_in, pia, to_start, mentor, at):
    client = signed_in(pia)
    client.post(
        do(to_start, "hours"),
        {
            "weekday_0_from": "08:30",
            "weekday_0_until": "12:30",
            "weekday_0_break": "",
            "weekday_3_from": "09:00",
            "weekday_3_until": "17:30",
            "weekday_3_break": "30",
        },
    )
    to_start.refresh_from_db()
    assert to_start.schedule == {"0": ["08:30", "12:30", 0], "3": ["09:00", "17:30", 30]}
    refused = client.post(do(to_start, "hours"), {"weekday_0_from": "08:30"})
    assert "weekday_0" in refused.context["form"].errors
    client.post(
        do(to_start, "objectives"),
        {
            "objective_1_competence": "Tests",
            "objective_1_task": "Write them",
            "objective_1_level": "2",
        },
    )
    client.post(
        do(to_start, "agreed"),
        {"telework_days": "1", "frame": "forem", "allowance": "150", "travel": "Train"},
    )
    refused = client.post(do(to_start, "insurance"), {"dimona_by": "nobody"})
    assert "dimona_note" in refused.context["form"].errors
    client.post(
        do(to_start, "insurance"),
        {
            "insured_by": "school",
            "insurer": "Ethias",
            "policy_number": "1",
            "insured_until": "2026-12-31",
            "dimona_by": "nobody",
            "dimona_note": "Training contract",
        },
    )
    to_start.refresh_from_db()
    assert to_start.objectives == [{"competence": "Tests", "task": "Write them", "level": 2}]
    assert (to_start.telework_days, to_start.frame, to_start.allowance) == (1, "forem", 150)
    page = reverse("admin:placements_internship_change", args=[to_start.pk])
    assert "The agreement is not signed by everybody" in client.get(page).content.decode()
    refused = client.post(do(to_start, "start"), follow=True)
    assert "This is missing" in str(next(iter(refused.context["messages"])))
    to_start.refresh_from_db()
    assert to_start.state == "planned"


def test_staff_write_down_what_a_mentor_says_on_the_phone(signed_in, pia, running, at):
    client = signed_in(pia)
    one = running.evaluations.get(moment="week_1", by="mentor")
    client.post(
        reverse("admin:intern_evaluation", args=[one.pk]),
        {**dict.fromkeys(SKILLS, "3"), "do": "file"},
    )
    with clock.set_to(clock.at_local(date(2026, 4, 8), 10)):
        waiting = client.get(reverse("admin:intern_months")).context["lines"]
        assert waiting == [(running, [date(2026, 3, 1)])]
        client.post(
            reverse("admin:intern_month", args=[running.pk, "2026-03"]), {"told_by": "Mr Two 2"}
        )
    one.refresh_from_db()
    assert (one.filed_by, running.months.get().confirmed_by) == ("Chloé Contact", "Mr Two 2")
    shown = client.get(reverse("admin:intern_evaluations", args=[running.pk]))
    assert [column.evaluation for column in shown.context["columns"]] == [one]


def test_every_verb_and_page_opens_while_it_runs(signed_in, pia, running, at):
    client = signed_in(pia)
    client.post(
        do(running, "absence"), {"first_on": "2026-03-03", "reason": "ill", "by_company": "1"}
    )
    client.post(
        do(running, "visit"), {"by": pia.pk, "planned_at": "2026-03-20T14:00", "kind": "visit"}
    )
    visit = running.visits.get()
    assert clock.local_day(visit.planned_at) == date(2026, 3, 20)
    client.post(do(visit, "done"), {"done_on": "2026-03-02", "note": "Fine"})
    client.post(
        do(running, "interrupt"),
        {"start_on": "2026-04-13", "end_on": "2026-04-17", "reason": "Holiday"},
    )
    page = client.get(reverse("admin:placements_internship_change", args=[running.pk]))
    assert page.status_code == 200
    buttons = [*page.context["buttons"]]
    for section in page.context["sections"]:
        buttons += section.context.get("actions", [])
    assert len(buttons) > 14
    for button in buttons:
        assert client.get(button.url).status_code == 200, button.url
    assert client.get(reverse("admin:workstation", args=[running.pk])).status_code == 200
    client.post(
        do(running, "absence-back"), {"which": running.absences.get().pk, "reason": "Mistake"}
    )
    client.post(
        do(running, "rest-back"), {"which": running.interruptions.get().pk, "reason": "Mistake"}
    )
    assert (running.absences.count(), running.interruptions.count()) == (0, 0)
    client.post(do(running, "open-sheet"), {"reason": "Wrong floor"})
    assert running.workstation_sheet.__class__.objects.get().signed_at is None


def test_the_page_asks_the_same_queries_however_much_there_is(signed_in, pia, running, at):
    client = signed_in(pia)
    page = reverse("admin:placements_internship_change", args=[running.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(1, 30):
        running.absences.create(first_on=at.date(), last_on=at.date(), reason="ill", reported_at=at)
        running.visits.create(by=pia, planned_at=at + timedelta(days=number))
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(few) == len(many)


def test_lists_of_work_ask_the_same_queries_for_1_and_30(signed_in, pia, cohort, running, mentor):
    client = signed_in(pia)
    day = clock.at_local(date(2026, 4, 20), 9)
    page = reverse("admin:intern_months")

    def count():
        with clock.set_to(day), CaptureQueriesContext(connection) as queries:
            client.get(page)
            tasks_for(pia, at=day)
            list(waiting_for(mentor, at=day))
        return len(queries)

    count()
    few = count()
    cohort.seats = 100
    cohort.save()
    for _number in range(29):
        InternshipFactory(
            position=running.position,
            mentor=mentor,
            state="running",
            enrolment=factories.EnrolmentFactory(cohort=cohort, state="on_internship"),
        )
    assert count() == few


def test_today_says_what_waits(pia, carla, mieke, bram, to_start, by_pia, at):
    def counts(user, moment):
        return {str(task.title): task.count for task in tasks_for(user, at=moment)}

    early = at - timedelta(days=5)
    assert counts(pia, early)["Papers missing before an internship starts"] == 1
    assert counts(bram, early) == {}
    assert counts(pia, at)["Internships that should have started"] == 1

    internships.start(internship=in_order(to_start, at=at), actor=by_pia, at=at)
    found = counts(mieke, clock.at_local(date(2026, 4, 8), 9))
    assert found["Hours that no mentor confirmed"] == 1
    assert found["Evaluations of internships that are late"] == 4
    assert found["Interns whom nobody visited"] == 1
    assert counts(carla, clock.at_local(date(2026, 4, 8), 9))["Interns whom nobody visited"] == 1

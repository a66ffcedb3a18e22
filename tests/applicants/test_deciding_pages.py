"""The pages of assessors and of those who decide: blind, quick, and step by step."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.models import (
    CRITERIA,
    Answer,
    Application,
    Assessment,
    EligibilityCheck,
    Question,
    QuestionVersion,
)
from applicants.scores import blind_order
from applicants.workflow.scoring import submit_assessment
from becode.backoffice.site import staff_site
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM, Actor
from becode.messages.models import Message
from becode.people import vault
from becode.people.models import ContactPoint, LanguageSkill
from tests.factories import ApplicationFactory, PersonFactory
from tests.factories_deciding import (
    AssessmentFactory,
    RuleFactory,
    ScoredProgressFactory,
    ScoredStepFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = "/staff/scoring/"
MARKS = dict.fromkeys(CRITERIA, 4)
# What no assessor may read, each with a word that is found nowhere else.
CANARIES = {
    "last_name": "Canarilast",
    "preferred_name": "Canaripref",
    "legal_name": "Canarilegal",
    "postcode": "8421",
    "municipality": "Canaritown",
}


@pytest.fixture
def progress(web, brussels):
    """A function that makes one person who was at the selection day."""
    step = ScoredStepFactory(track=web)

    def make(**person):
        application = ApplicationFactory(
            track=web,
            campus=brussels,
            state="in_selection",
            person=PersonFactory(**person),
            motivation="I built a page for my aunt.",
        )
        return ScoredProgressFactory(application=application, step=step)

    return make


@pytest.fixture
def carlas(progress, carla):
    """A function that makes an assessment that Carla owes."""
    return lambda **person: AssessmentFactory(progress=progress(**person), assessor=carla)


@pytest.fixture
def coach(carla, signed_in, at):
    return signed_in(carla)


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


def page_of(assessment):
    return reverse("admin:score", args=[assessment.pk])


def change(application, verb="change"):
    key = "change/" if verb == "change" else f"do/{verb}/"
    return f"/staff/applicants/application/{application.pk}/{key}"


def text(answer):
    return answer.content.decode()


def ask(application, *, for_assessors, type="long_text", **answer):
    question = Question.objects.create(
        key=f"question-{Question.objects.count()}", for_assessors=for_assessors
    )
    version = QuestionVersion.objects.create(
        question=question,
        number=1,
        type=type,
        text_nl="Vraag",
        text_fr="Question",
        text_en=f"Question {question.pk}?",
        choices=[{"value": "a", "nl": "Een", "fr": "Un", "en": "The first"}],
        made_at=application.submitted_at,
    )
    Answer.objects.create(
        application=application,
        question=question,
        version=version,
        answered_at=application.submitted_at,
        **answer,
    )


def test_assessors_never_see_what_is_not_about_the_work(
    carlas, coach, mieke, at, django_assert_num_queries
):
    """No page of an assessor holds anything of the vault, the person's data or the other one."""
    assessment = carlas(first_name="Yara", born_on=date(1987, 11, 23), gender="x", **CANARIES)
    application = assessment.progress.application
    person = application.person
    ContactPoint.objects.create(person=person, kind="phone", value="+32470998877", key="1")
    LanguageSkill.objects.create(person=person, language="ar", lesson_level="yes")
    vault.write(person=person, kind="needs", text="Canarivault", actor=SYSTEM, at=at)
    Application.objects.update(
        remarks="Canariremark",
        heard_from_detail="Canariheard",
        helper_name="Canarihelper",
        helper_contact="Canaricontact",
    )
    ask(application, for_assessors=False, text="Canarianswer")
    other = AssessmentFactory(progress=assessment.progress, assessor=mieke)
    submit_assessment(
        assessment=other, scores=MARKS, note="Canarinote", actor=Actor.user(mieke), at=at
    )
    pages = [
        coach.get(QUEUE),
        coach.get(page_of(assessment)),
        coach.post(page_of(assessment), {}),
        coach.get("/staff/"),
    ]
    forbidden = [
        *CANARIES.values(),
        f"person{person.pk}@mail.example",
        "+32470998877",
        "470 99",
        "1987",
        "23 November",
        "Gender",
        "Canari",
    ]
    for answer in pages:
        shown = text(answer)
        assert [word for word in forbidden if word in shown] == []
    assert "Yara" in text(pages[1])
    assert application.number in text(pages[1])


def test_what_an_assessor_reads(carlas, coach):
    assessment = carlas(first_name="Yara")
    application = assessment.progress.application
    ask(application, for_assessors=True, text="I repair bikes.")
    ask(application, for_assessors=True, type="one_choice", values=["a"])
    ask(application, for_assessors=True, type="yes_no", values=["yes"])
    answer = coach.get(page_of(assessment))
    assert [words for _question, words in answer.context["answers"]] == [
        "I repair bikes.",
        "The first",
        "Yes",
    ]
    assert "I built a page for my aunt." in text(answer)
    assert text(answer).count('type="radio"') == 25


def test_the_queue_has_an_order_of_the_assessors_own(carlas, coach, carla):
    made = [carlas(first_name=name) for name in ("Ada", "Bo", "Cem", "Dina", "Eli")]
    expected = sorted(made, key=lambda one: blind_order(carla.pk, one.progress_id))
    lines = coach.get(QUEUE).context["lines"]
    assert [line.key for line in lines] == [one.pk for one in expected]


def test_saving_leads_to_the_next_one(carlas, coach, carla):
    for _number in range(2):
        carlas()
    first, second = (line.key for line in coach.get(QUEUE).context["lines"])
    data = {**MARKS, "note": "Helped the others."}
    answer = coach.post(reverse("admin:score", args=[first]), data)
    assert answer.url == reverse("admin:score", args=[second])
    assert coach.post(answer.url, data).url == QUEUE
    assert set(Assessment.objects.values_list("state", "note")) == {
        ("submitted", "Helped the others.")
    }
    page = coach.get(QUEUE)
    assert (page.context["lines"], page.context["done"]) == ([], 2)
    assert {line.key for line in page.context["correctable"]} == {first, second}


def test_a_missing_mark_is_asked_for_and_nothing_is_saved(carlas, coach):
    assessment = carlas()
    answer = coach.post(page_of(assessment), {**MARKS, "language": ""})
    assert list(answer.context["form"].errors) == ["language"]
    assessment.refresh_from_db()
    assert assessment.state == "assigned"


def test_scores_are_corrected_until_both_are_in(carlas, coach, mieke, at):
    assessment = carlas()
    coach.post(page_of(assessment), MARKS)
    assert coach.get(page_of(assessment)).context["form"]["language"].value() == 4
    other = AssessmentFactory(progress=assessment.progress, assessor=mieke)
    submit_assessment(assessment=other, scores=MARKS, note="", actor=Actor.user(mieke), at=at)
    assert coach.get(page_of(assessment)).url == QUEUE
    assert coach.post(page_of(assessment), {**MARKS, "language": 1}).url == QUEUE
    assessment.refresh_from_db()
    assert assessment.language == 4


def test_somebody_elses_assessment_is_not_there(carlas, mieke, ada, signed_in, at):
    assessment = carlas()
    for user in (mieke, ada):
        assert signed_in(user).get(page_of(assessment)).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue_asks_few_queries_whatever_its_length(carlas, coach, rows):
    for _number in range(rows):
        carlas()
    coach.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        coach.get(QUEUE)
    assert len(captured) <= 9


# The application's page ----------------------------------------------------------------------


def test_marks_are_on_the_page_once_both_are_in(carlas, staff, carla, mieke, at):
    assessment = carlas()
    other = AssessmentFactory(progress=assessment.progress, assessor=mieke)
    application = assessment.progress.application
    submit_assessment(
        assessment=assessment,
        scores={**MARKS, "language": 1},
        note="Only when both",
        actor=Actor.user(carla),
        at=at,
    )
    before = text(staff.get(change(application)))
    assert ("Only when both" in before, "Carla Coach" in before) == (False, True)
    submit_assessment(assessment=other, scores=MARKS, note="", actor=Actor.user(mieke), at=at)
    after = text(staff.get(change(application)))
    for words in ("Only when both", "The assessors disagree", "3.40", "3.70", "0.60"):
        assert words in after


def test_assessors_are_assigned_to_many_at_once(progress, staff, carla, mieke, amina):
    made = [progress() for _number in range(3)]
    chosen = [one.application_id for one in made]
    form = {"chosen": chosen, "assessors": [amina.pk, carla.pk, mieke.pk]}
    staff.post("/staff/applicants/application/do/assign/", form)
    assert Assessment.objects.per_assessor() == {amina.pk: 2, carla.pk: 2, mieke.pk: 2}


def test_one_assessor_is_not_enough(progress, staff, carla):
    application = progress().application
    answer = staff.post(change(application, "assign"), {"assessors": [carla.pk]})
    assert answer.context["form"].errors == {"assessors": ["Choose at least two."]}


def test_a_no_is_written_in_two_steps(staff, application):
    application.person.contact_language = "fr"
    application.person.save()
    address = change(application, "reject")
    first = staff.get(address)
    assert "text" not in first.context["form"].fields
    second = staff.post(address, {"reason": "language"})
    form = second.context["form"]
    assert form.errors == {}
    assert form["text"].value().startswith("Nos cours demandent")
    assert "Merci" in str(form.fields["text"].help_text)
    assert Message.objects.count() == 0
    edited = "Apprends encore un peu.\r\nÀ bientôt"
    staff.post(address, {"reason": "language", "suggested_for": "language", "text": edited})
    application.refresh_from_db()
    assert (application.state, application.decision_text) == (
        "rejected",
        "Apprends encore un peu.\nÀ bientôt",
    )
    assert "À bientôt" in Message.objects.get().text


def test_another_reason_shows_its_words_first_and_keeps_edited_ones(staff, application):
    address = change(application, "reject")
    suggested = staff.post(address, {"reason": "language"}).context["form"]["text"].value()
    changed = {"reason": "selection", "suggested_for": "language", "text": suggested}
    form = staff.post(address, changed).context["form"]
    assert form["text"].value().startswith("Many people applied")
    form = staff.post(address, changed | {"text": "My own words"}).context["form"]
    assert form["text"].value() == "My own words"
    assert form["suggested_for"].value() == "selection"
    application.refresh_from_db()
    assert application.state == "submitted"


def test_an_empty_message_is_not_sent(staff, application):
    data = {"reason": "language", "suggested_for": "language", "text": " "}
    answer = staff.post(change(application, "reject"), data)
    assert "text" in answer.context["form"].errors


def test_many_get_the_suggested_words(staff, web, brussels, application):
    other = ApplicationFactory(track=web, campus=brussels)
    form = {"chosen": [application.pk, other.pk], "reason": "selection"}
    staff.post("/staff/applicants/application/do/reject/", form)
    texts = Application.objects.values_list("decision_text", flat=True)
    assert {words.split(".")[0] for words in texts} == {
        "Many people applied and there are few seats"
    }


def test_opening_again_from_the_page(staff, application):
    staff.post(change(application, "withdraw"), {"reason": "no_time"})
    staff.post(change(application, "reopen"))
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_rule_is_checked_from_the_page(staff, web, application, amina):
    rule = RuleFactory(track=web, text_en="May work here", needs_proof=True)
    data = {"rule": rule.pk, "outcome": "met", "remark": "Seen at the desk", "valid_until": ""}
    staff.post(change(application, "check"), data)
    check = EligibilityCheck.objects.get()
    assert (check.outcome, check.checked_by) == ("met", amina)
    shown = text(staff.get(change(application)))
    for words in ("May work here", "Seen at the desk", "Amina Admissions"):
        assert words in shown


# Rules and Today -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "parameter", "ok"),
    [
        ("minimum_age", "18", True),
        ("minimum_age", "old", False),
        ("minimum_age", "0", False),
        ("language_level", "yes", True),
        ("language_level", "B2", False),
        ("availability", "", True),
        ("availability", "1", False),
    ],
)
def test_rules_are_written_by_managers(mieke, signed_in, at, web, kind, parameter, ok):
    data = {"track": web.pk, "kind": kind, "parameter": parameter, "position": 10}
    signed_in(mieke).post("/staff/applicants/eligibilityrule/add/", data)
    assert web.eligibility_rules.exists() is ok


def cards(user, at):
    return {str(task.title): task.count for task in tasks_for(user, at=at)}


def test_today_tells_assessors_and_deciders(carlas, carla, amina, web, at):
    assessment = carlas()
    assert cards(carla, at) == {"Applications to score": 1}
    rule = RuleFactory(track=web)
    EligibilityCheck.objects.create(
        application=assessment.progress.application,
        rule=rule,
        outcome="met",
        valid_until=date(2026, 3, 20),
    )
    assert cards(amina, at) == {"Proofs that end within 30 days": 1, "Steps to judge": 1}
    assessment.progress.state = "passed"
    assessment.progress.save()
    assert cards(amina, at) == {
        "Applications to decide": 1,
        "Proofs that end within 30 days": 1,
    }
    decide = next(task for task in tasks_for(amina, at=at) if "decide" in str(task.title))
    assert decide.hint == "1 has passed all steps and meets all rules."
    assert decide.url.endswith("?stage=to_decide")


def test_the_pages_are_in_the_menu_of_those_who_score(coach):
    assert QUEUE in text(coach.get("/staff/"))
    assert staff_site.is_registered(type(RuleFactory.build(track=None)))


def test_the_applications_page_stays_under_twenty_queries(carlas, staff, mieke, web, at):
    assessment = carlas()
    AssessmentFactory(progress=assessment.progress, assessor=mieke)
    for number in range(4):
        RuleFactory(track=web, position=number)
    address = change(assessment.progress.application)
    staff.get(address)
    with CaptureQueriesContext(connection) as captured:
        staff.get(address)
    assert len(captured) < 20, [query["sql"][:140] for query in captured]

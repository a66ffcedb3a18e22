"""The first week: the entry record is fixed, and why somebody came is said once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.portal.cards import cards_for
from cohorts.models import EntryRecord, IntentSurvey
from cohorts.workflow import entry
from tests.factories import CohortFactory
from tests.factories_training import LearnerFactory, TrainingDayFactory

pytestmark = pytest.mark.django_db
ANSWERS = {
    "schooling": "3",
    "labour_status": "unemployed",
    "nationality_group": "unsaid",
    "born_in": "unknown",
    "parents_born_in": "abroad",
    "housing": "not_asked",
}


@pytest.fixture
def learner(web, brussels, at):
    """Since this Monday in training."""
    cohort = CohortFactory(
        track=web, campus=brussels, state="running", start_on=at.date(), seats=40
    )
    return LearnerFactory(cohort=cohort)


def write(learner, at, **changed):
    answers = {**ANSWERS, **changed}
    return entry.write_entry(
        enrolment=learner,
        answers=answers,
        unemployed_since=date(2025, 6, 1),
        actor=SYSTEM,
        at=at,
    )


def test_four_kinds_of_answer_are_kept_apart(learner, at):
    kept = write(learner, at)
    kept.refresh_from_db()
    assert {name: getattr(kept, name) for name in ANSWERS} == ANSWERS
    assert kept.unemployed_since == date(2025, 6, 1)


def test_since_when_without_work_goes_with_the_status(learner, at):
    assert write(learner, at, labour_status="employed").unemployed_since is None


def test_it_can_change_until_it_is_fixed_and_never_after(learner, at):
    write(learner, at)
    kept = write(learner, at, schooling="6")
    entry.fix_entry(entry=kept, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="cannot be changed any more"):
        write(learner, at, schooling="7")
    with pytest.raises(IllegalMove, match="cannot be changed any more"):
        entry.fix_entry(entry=kept, actor=SYSTEM, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryRecord.objects.update(schooling="7")
    assert EntryRecord.objects.get().schooling == "6"


def test_a_job_fixes_it_after_the_seventh_day(learner, at):
    write(learner, at)
    silent = LearnerFactory(cohort=learner.cohort)
    assert entry.fix_entries_due(at=at + timedelta(days=7)) == 0
    assert entry.fix_entries_due(at=at + timedelta(days=8)) == 1
    assert entry.fix_entries_due(at=at + timedelta(days=8)) == 0
    assert not EntryRecord.objects.filter(enrolment=silent).exists()


def test_why_is_said_once(learner, at):
    entry.answer_intent(enrolment=learner, intent="study", actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove, match="answered this already"):
        entry.answer_intent(enrolment=learner, intent="stay", actor=SYSTEM, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        IntentSurvey.objects.update(intent="stay")


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (2, True), (3, False)])
def test_why_is_asked_in_the_first_three_days(learner, at, days, is_open):
    on = at.date() + timedelta(days=days)
    assert entry.may_answer(learner, on=on) is is_open


def test_training_days_count_not_days_of_the_calendar(learner, at):
    for days in (0, 7, 8, 9):
        TrainingDayFactory(cohort=learner.cohort, on=at.date() + timedelta(days=days))
    assert entry.last_intent_day(learner) == at.date() + timedelta(days=8)


def test_who_comes_from_another_group_was_asked_there(learner, web, brussels, at):
    new = LearnerFactory(
        person=learner.person,
        cohort=CohortFactory(track=web, campus=brussels, state="running", start_on=at.date()),
        state="graduated",
        graduated_on=at.date(),
        transferred_from=learner,
    )
    new.state = "in_training"
    assert not entry.may_answer(new, on=at.date())
    assert not entry.in_first_week(new, on=at.date())


def test_the_learner_answers_in_their_own_words(learner, as_person, at):
    client = as_person(learner.person)
    page = client.get("/en/my/training/start/").content.decode()
    assert page.count("I prefer not to say") >= 6
    assert "Not asked" not in page
    for words in ("I live with family", "I am Belgian", "I was looking for work", "for myself"):
        assert words in page
    assert "themself" not in page
    assert "their own" not in page
    client.post(
        "/en/my/training/start/",
        {"schooling": "6", "labour_status": "unemployed", "unemployed_since": "2025-06-01"},
    )
    kept = EntryRecord.objects.get()
    assert (kept.schooling, kept.housing, kept.unemployed_since) == (
        "6",
        "not_asked",
        date(2025, 6, 1),
    )


def test_after_the_week_the_learners_page_is_closed(learner, as_person, at):
    with clock.set_to(at + timedelta(days=8)):
        client = as_person(learner.person)
        client.post("/en/my/training/start/", {"schooling": "6"})
        page = client.get("/en/my/training/start/").content.decode()
    assert "cannot be changed any more" in page
    assert EntryRecord.objects.count() == 0


def test_the_learner_says_why_on_their_page(learner, as_person, at):
    client = as_person(learner.person)
    templates = {card.template for card in cards_for(learner.person, at=at)}
    assert "cohorts/my/first_days_card.html" in templates
    client.post("/en/my/training/why/", {"intent": "job_in_field"})
    assert IntentSurvey.objects.get().intent == "job_in_field"
    assert "You said: Find a job" in client.get("/en/my/training/why/").content.decode()


def test_a_coach_writes_and_fixes_it_and_reads_why_it_is_fixed(learner, carla, signed_in, at):
    client, path = signed_in(carla), f"/staff/entry-record/{learner.pk}/"
    page = client.get(path).content.decode()
    assert page.count("Not asked") == 6
    data = {**ANSWERS, "unemployed_since": "2025-06-01"}
    assert client.post(path, {**data, "labour_status": "employed"}).status_code == 200
    assert EntryRecord.objects.count() == 0
    client.post(path, {**data, "fix": "1"})
    assert EntryRecord.objects.get().fixed_at == at
    fixed = client.get(path).content.decode()
    assert "nobody can change it any more" in fixed
    assert "Prefers not to say" in fixed
    answer = client.post(path, data)
    assert "nobody can change it any more" in answer.content.decode()


def test_the_first_week_shows_who_has_not_answered(learner, carla, signed_in, at):
    LearnerFactory(cohort=learner.cohort)
    entry.answer_intent(enrolment=learner, intent="study", actor=SYSTEM, at=at)
    page = signed_in(carla).get(f"/staff/first-week/{learner.cohort_id}/").content.decode()
    assert "1 learner has not said why they came." in page
    assert "Study on" not in page


def test_the_first_week_costs_the_same_for_one_and_for_thirty(learner, carla, signed_in, at):
    client, path = signed_in(carla), f"/staff/first-week/{learner.cohort_id}/"
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _number in range(29):
        write(LearnerFactory(cohort=learner.cohort), at)
    with CaptureQueriesContext(connection) as thirty:
        client.get(path)
    assert len(thirty) == len(one) <= 25

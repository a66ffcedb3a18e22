"""The readable page of one learner, their own pages, and what stays hidden from whom."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.portal.cards import cards_for
from cohorts import learner_cards
from cohorts.learner_cards import LearnerCard
from cohorts.models import Competence, Goal, LearnerNote
from cohorts.progress import progress_of
from cohorts.workflow.accompanying import move_goal, set_goal, share_note, write_note
from cohorts.workflow.evaluations import plan_evaluations
from tests.factories_progress import (
    GoalFactory,
    LearnerNoteFactory,
    learner,
    running_cohort,
)
from tests.factories_training import (
    AgendaItemFactory,
    CoachAssignmentFactory,
    EvaluationFactory,
    RoomFactory,
    local,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(web, brussels):
    cohort = running_cohort(campus=brussels, track=web)
    cohort.room = RoomFactory(campus=brussels, name="Room Ada")
    cohort.save()
    return cohort


@pytest.fixture
def anna(group):
    return learner(group)


def staff_page(enrolment):
    return reverse("admin:learner_progress", args=[enrolment.pk])


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# Notes and goals -----------------------------------------------------------------------------


def test_private_notes_are_for_coaches_alone(anna, carla, signed_in, as_person, brussels, at):
    from tests.factories import UserFactory

    LearnerNoteFactory(enrolment=anna, text="Only for coaches")
    LearnerNoteFactory(enrolment=anna, text="For everybody", is_shared=True)
    placement = UserFactory(roles=["placement"], campuses=[brussels])
    own = text_of(as_person(anna.person), reverse("cohorts:my:progress"))
    for page in (own, text_of(signed_in(placement), staff_page(anna))):
        assert "For everybody" in page
        assert "Only for coaches" not in page
    assert "Only for coaches" in text_of(signed_in(carla), staff_page(anna))


def test_a_note_is_shared_once(anna, carla, signed_in, as_person, at):
    client = signed_in(carla)
    client.post(staff_page(anna), {"do": "note", "text": "Good work", "readers": "coaches"})
    note = LearnerNote.objects.get()
    assert (note.author, note.is_shared) == (carla, False)
    client.post(reverse("admin:share_note", args=[note.pk]))
    assert "Good work" in text_of(as_person(anna.person), reverse("cohorts:my:progress"))
    note.refresh_from_db()
    with pytest.raises(IllegalMove):
        share_note(note=note, actor=SYSTEM, at=at)


def test_a_note_that_is_refused_comes_back_whole(anna, carla, signed_in, at):
    answer = signed_in(carla).post(
        staff_page(anna), {"do": "note", "text": "See 93.05.18-223.61", "readers": "learner"}
    )
    assert "See 93.05.18-223.61" in answer.content.decode()
    assert not LearnerNote.objects.exists()


def test_goals_are_agreed_reached_and_taken_up_again(anna, carla, signed_in, at):
    client = signed_in(carla)
    client.post(staff_page(anna), {"do": "goal", "goal": "Finish it", "until": "2026-03-10"})
    goal = Goal.objects.get()
    moved = reverse("admin:move_goal", args=[goal.pk])
    client.post(moved, {"to": "reached"})
    goal.refresh_from_db()
    assert (goal.state, goal.ended_at) == ("reached", at)
    client.post(moved, {"to": "dropped"})  # not from there
    goal.refresh_from_db()
    assert goal.state == "reached"
    client.post(moved, {"to": "open"})
    goal.refresh_from_db()
    assert (goal.state, goal.ended_at) == ("open", None)
    with pytest.raises(IllegalMove):
        move_goal(goal=goal, to="nonsense", actor=SYSTEM, at=at)


def test_nothing_is_written_about_who_never_came(anna, carla, at):
    anna.state = "withdrawn"
    with pytest.raises(IllegalMove):
        write_note(enrolment=anna, text="x", is_shared=True, author=carla, at=at)
    with pytest.raises(IllegalMove):
        set_goal(enrolment=anna, text="x", until=None, actor=SYSTEM, at=at)


def test_who_moved_here_brings_levels_notes_and_goals(anna, web, brussels, at):
    other = running_cohort(campus=brussels, track=web)
    first = Competence.objects.filter(track=web).first()
    EvaluationFactory(enrolment=anna, filed_at=at, marks={str(first.pk): 2})
    EvaluationFactory(enrolment=anna, moment="end")
    note, goal = LearnerNoteFactory(enrolment=anna), GoalFactory(enrolment=anna)
    anna.state, anna.moved_on = "transferred", at.date()
    anna.save()
    moved = learner(other, "Anna", transferred_from=anna)
    found = progress_of(moved, reader="coach", with_private=True)
    assert [mark.level for mark in found.rows[0].cells if mark] == [2]
    assert (found.notes, found.goals, len(found.evaluations)) == ([note], [goal], 1)


# The pages -----------------------------------------------------------------------------------


def test_levels_are_drawn_and_told(anna, carla, signed_in, at):
    first = Competence.objects.filter(track=anna.cohort.track).first()
    for by, level in (("self", 2), ("coach", 4)):
        EvaluationFactory(enrolment=anna, by=by, filed_at=at, marks={str(first.pk): level})
    text = text_of(signed_in(carla), staff_page(anna))
    assert 'cx="68" cy="10"' in text
    assert 'x="150.5" y="16.5"' in text
    assert "2 · With help" in text
    assert "4 · Helps others" in text


def test_the_learner_is_spoken_to(anna, carla, signed_in, as_person, at):
    first = Competence.objects.filter(track=anna.cohort.track).first()
    for by in ("self", "coach"):
        EvaluationFactory(enrolment=anna, by=by, filed_at=at, marks={str(first.pk): 2})
    own = text_of(as_person(anna.person), "/en/my/training/progress/")
    for words in ("You, half-way", "Your coach, at the end", "Half-way · You", "· Your coach"):
        assert words in own
    assert "The learner" not in own
    staff = text_of(signed_in(carla), staff_page(anna))
    assert "The learner, half-way" in staff
    assert "Half-way · The learner" in staff


def test_the_pages_ask_a_constant_number_of_queries(anna, carla, signed_in, as_person, at):
    staff, own = signed_in(carla), as_person(anna.person)
    pages = [
        (staff, staff_page(anna)),
        (staff, reverse("admin:cohort_evaluations", args=[anna.cohort_id])),
        (staff, reverse("admin:cohort_coaches", args=[anna.cohort_id])),
        (staff, reverse("admin:cohort_message", args=[anna.cohort_id])),
        (own, reverse("cohorts:my:progress")),
        (own, reverse("cohorts:my:training")),
        (own, reverse("cohorts:my:evaluations")),
    ]
    LearnerNoteFactory(enrolment=anna, author=carla, is_shared=True)
    GoalFactory(enrolment=anna)
    CoachAssignmentFactory(cohort=anna.cohort, user=carla)
    plan_evaluations(cohort=anna.cohort, actor=SYSTEM, at=at)

    def count():
        counts = []
        for client, url in pages:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
        return counts

    before = count()
    for number in range(30):
        learner(anna.cohort, f"Learner{number}")
        LearnerNoteFactory(enrolment=anna, author=carla, is_shared=True)
        GoalFactory(enrolment=anna)
    plan_evaluations(cohort=anna.cohort, actor=SYSTEM, at=at)
    assert count() == before


def test_other_parts_show_their_block_on_both_pages(
    anna, carla, signed_in, as_person, monkeypatch, at
):
    def block(enrolment, at):
        return LearnerCard(
            order=1,
            title="Attendance",
            context={"facts": [("Absences", f"2 of {enrolment.person}")]},
            staff_url="/staff/more/",
        )

    monkeypatch.setattr(learner_cards, "_builders", [block, lambda enrolment, at: None])
    staff = text_of(signed_in(carla), staff_page(anna))
    assert "Attendance" in staff
    assert "2 of Anna Peeters" in staff
    assert "/staff/more/" in staff
    own = text_of(as_person(anna.person), reverse("cohorts:my:progress"))
    assert "2 of Anna Peeters" in own
    assert "/staff/more/" not in own


# The learner's training ----------------------------------------------------------------------


def my_page(client):
    answer = client.get(reverse("cohorts:my:training"))
    assert answer.status_code == 200
    return answer.context["page"], answer.content.decode()


def test_today_where_until_when_and_whom_to_ask(group, anna, carla, as_person, at):
    carla.phone = "+3225550101"
    carla.save()
    CoachAssignmentFactory(cohort=group, user=carla)
    AgendaItemFactory(
        campus=group.campus, starts_at=local(at.date(), time(14)), title="Git for two"
    )
    page, text = my_page(as_person(anna.person))
    assert page.today.on == at.date()
    assert len(page.days) == 5
    for words in ("09:00–17:00", "Room Ada", "Git for two", carla.email, "tel:+3225550101"):
        assert words in text


def test_a_day_at_home_names_no_room(group, anna, as_person, at):
    group.days.filter(on=at.date()).update(place="home")
    _page, text = my_page(as_person(anna.person))
    assert "You learn at home today." in text
    assert "Room Ada" not in text


def test_it_is_quiet_for_who_left(group, anna, carla, as_person, at):
    CoachAssignmentFactory(cohort=group, user=carla)
    plan_evaluations(cohort=group, actor=SYSTEM, at=at)
    anna.state, anna.left_on = "left", at.date()
    anna.save()
    page, text = my_page(as_person(anna.person))
    assert (page.today, page.days, page.coaches) == (None, [], [])
    assert "You do not follow the training any more." in text
    assert reverse("cohorts:my:evaluations") not in [url for url, _words in page.links]


def test_who_starts_later_sees_the_first_day(group, web, brussels, as_person, at):
    cohort = running_cohort(
        campus=brussels, track=web, state="planned", start_on=at.date() + timedelta(days=7)
    )
    new = learner(cohort, "New", state="enrolled", started_on=None)
    page, text = my_page(as_person(new.person))
    assert "You start on Monday 9 March 2026." in text
    assert page.days[0].on == cohort.start_on


def test_the_card_leads_there_and_asks_for_the_evaluation(group, anna, as_person, at):
    own = EvaluationFactory(enrolment=anna, by="self", due_on=at.date() + timedelta(days=8))

    def asked():
        cards = cards_for(anna.person, at=at)
        return [one for one in cards if "evaluation" in one.template]

    assert asked() == []
    own.due_on = at.date() + timedelta(days=7)
    own.save()
    assert len(asked()) == 1
    home = text_of(as_person(anna.person), reverse("portal:my:home"))
    assert reverse("cohorts:my:training") in home
    assert reverse("cohorts:my:evaluation", args=[own.pk]) in home
    anna.state = "left"
    anna.save()
    assert asked() == []


def test_somebody_without_a_training_is_led_home(as_person, at):
    from tests.factories import PersonFactory

    client = as_person(PersonFactory())
    for name in ("training", "progress"):
        assert client.get(reverse(f"cohorts:my:{name}")).url == reverse("portal:my:home")

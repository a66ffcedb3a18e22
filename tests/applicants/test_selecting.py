"""An application goes through the steps of its track; nothing is decided by itself."""

from datetime import timedelta

import pytest

from applicants.models import EarlierPlaceAlert, SelectionStep, StepProgress
from applicants.workflow import booking, deciding, selecting
from becode.core.actors import SYSTEM, Actor
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from tests.factories import ApplicationFactory
from tests.factories_steps import SelectionStepFactory, SlotFactory, StepProgressFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(web):
    """Info session, challenge, an interview no longer in use, selection day."""
    SelectionStepFactory(track=web, kind="interview", position=25, is_active=False)
    return [
        SelectionStepFactory(track=web, kind=kind, position=position)
        for kind, position in (("info_session", 10), ("challenge", 20), ("selection_day", 30))
    ]


@pytest.fixture
def first(application, steps, at):
    return selecting.begin_selection(application=application, actor=SYSTEM, at=at)


def states(application):
    rows = application.progress.order_by("step__position", "pk")
    return list(rows.values_list("step__kind", "state"))


def test_selection_begins_at_the_first_step_and_the_person_is_told(application, first, at, outbox):
    application.refresh_from_db()
    assert application.state == "in_selection"
    assert (first.step.kind, first.state) == ("info_session", "to_do")
    assert first.due_at == at + timedelta(days=14)
    assert outbox(application.person) == ["step_began"]


def test_a_track_without_steps_only_takes_the_application_up(application, at, outbox):
    made = selecting.begin_selection(application=application, actor=SYSTEM, at=at)
    application.refresh_from_db()
    assert (made, application.state, states(application)) == (None, "in_selection", [])
    assert outbox(application.person) == []


def test_selection_begins_once(application, first, at):
    application.refresh_from_db()
    with pytest.raises(IllegalMove):
        selecting.begin_selection(application=application, actor=SYSTEM, at=at)


def test_taken_up_before_there_were_steps_goes_to_the_first(application, web, at):
    deciding.take_up(application=application, actor=SYSTEM, at=at)
    SelectionStepFactory(track=web)
    deciding.take_up(application=application, actor=SYSTEM, at=at)
    assert states(application) == [("info_session", "to_do")]


def test_passing_leads_to_the_next_step_in_use_and_the_last_waits_for_a_decision(
    application, first, amina, at
):
    second = selecting.pass_step(progress=first, actor=Actor.user(amina), at=at, remark="Keen")
    third = selecting.pass_step(progress=second, actor=SYSTEM, at=at)
    assert selecting.pass_step(progress=third, actor=SYSTEM, at=at) is None
    assert states(application) == [
        ("info_session", "passed"),
        ("challenge", "passed"),
        ("selection_day", "passed"),
    ]
    first.refresh_from_db()
    assert (first.judged_by, first.judged_at, first.remark) == (amina, at, "Keen")
    application.refresh_from_db()
    assert application.state == "in_selection"


def test_failing_rejects_nobody(application, first, at, outbox):
    selecting.fail_step(progress=first, actor=SYSTEM, at=at, remark="Did not listen")
    application.refresh_from_db()
    assert application.state == "in_selection"
    assert states(application) == [("info_session", "failed")]
    assert outbox(application.person) == ["step_began"]


def test_a_step_is_judged_once(first, at):
    other = StepProgress.objects.get(pk=first.pk)
    selecting.pass_step(progress=first, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        selecting.fail_step(progress=other, actor=SYSTEM, at=at)


def test_skipping_goes_on(application, first, at):
    selecting.skip_step(progress=first, actor=SYSTEM, at=at)
    assert states(application) == [("info_session", "skipped"), ("challenge", "to_do")]


class TestGoTo:
    def test_jumping_skips_the_present_step(self, application, first, steps, at):
        selecting.go_to_step(application=application, step=steps[2], actor=SYSTEM, at=at)
        assert states(application) == [("info_session", "skipped"), ("selection_day", "to_do")]

    def test_a_received_application_is_taken_up_by_it(self, application, steps, at):
        selecting.go_to_step(application=application, step=steps[1], actor=SYSTEM, at=at)
        application.refresh_from_db()
        assert application.state == "in_selection"

    def test_going_back_opens_the_step_again_and_keeps_the_first_day(
        self, application, first, steps, at
    ):
        selecting.pass_step(progress=first, actor=SYSTEM, at=at)
        later = at + timedelta(days=2)
        again = selecting.go_to_step(application=application, step=steps[0], actor=SYSTEM, at=later)
        assert (again.pk, again.reached_at, again.judged_at) == (first.pk, at, None)
        assert again.due_at == later + timedelta(days=14)
        assert states(application) == [("info_session", "to_do"), ("challenge", "skipped")]

    def test_to_the_present_step_changes_nothing(self, application, first, steps, at, outbox):
        selecting.go_to_step(application=application, step=steps[0], actor=SYSTEM, at=at)
        assert outbox(application.person) == ["step_began"]

    def test_not_to_a_step_of_another_track(self, application, at):
        with pytest.raises(IllegalMove):
            selecting.go_to_step(
                application=application, step=SelectionStepFactory(), actor=SYSTEM, at=at
            )

    @pytest.mark.parametrize("state", ["admitted", "withdrawn", "lapsed", "enrolled"])
    def test_not_of_a_closed_application(self, web, steps, state, at):
        application = ApplicationFactory(track=web, state=state)
        with pytest.raises(IllegalMove):
            selecting.go_to_step(application=application, step=steps[0], actor=SYSTEM, at=at)


class TestUndo:
    def test_a_judgement_is_taken_back_with_the_step_it_opened(self, application, first, at):
        selecting.mark_done(progress=first, actor=SYSTEM, at=at)
        selecting.pass_step(progress=first, actor=SYSTEM, at=at)
        selecting.undo_judgement(progress=first, actor=SYSTEM, at=at)
        assert states(application) == [("info_session", "done")]

    def test_what_was_never_done_is_to_do_again(self, application, first, at):
        selecting.fail_step(progress=first, actor=SYSTEM, at=at)
        selecting.undo_judgement(progress=first, actor=SYSTEM, at=at)
        assert states(application) == [("info_session", "to_do")]

    def test_not_once_the_next_step_has_begun(self, application, first, at):
        second = selecting.pass_step(progress=first, actor=SYSTEM, at=at)
        selecting.mark_done(progress=second, actor=SYSTEM, at=at)
        with pytest.raises(IllegalMove):
            selecting.undo_judgement(progress=first, actor=SYSTEM, at=at)


class TestTheEnd:
    @pytest.fixture
    def booked(self, application, first, brussels, at):
        slot = SlotFactory(campus=brussels)
        booking.book(progress=first, slot=slot, actor=SYSTEM, at=at)
        application.refresh_from_db()
        return slot

    @pytest.mark.parametrize("how", ["reject", "withdraw", "lapse", "admit"])
    def test_the_booked_place_is_free_again(self, application, booked, how, amina, at):
        verb = getattr(deciding, how)
        more = {"reject": {"reason": "other"}, "withdraw": {"reason": "other"}}.get(how, {})
        verb(application=application, actor=Actor.user(amina), at=at, **more)
        booked.refresh_from_db()
        assert booked.taken == 0
        assert states(application) == [("info_session", "skipped")]
        assert [rule.key for rule in invariants() if rule.count(at=at)] == []

    def test_a_received_application_can_be_admitted_directly(self, application, steps, at):
        deciding.admit(application=application, actor=SYSTEM, at=at)
        assert states(application) == []


def test_the_steps_of_a_person_never_pile_up(application, first, steps, at):
    for step in [*steps, *steps]:
        selecting.go_to_step(application=application, step=step, actor=SYSTEM, at=at)
        assert application.progress.present().count() == 1
    assert SelectionStep.objects.of_track(application.track_id).count() == 3
    assert EarlierPlaceAlert.objects.count() == 0


def test_a_challenge_is_done_with_the_words_of_the_person(application, steps, at):
    progress = StepProgressFactory(application=application, step=steps[1])
    application.state = "in_selection"
    application.save()
    person = Actor.person(application.person)
    selecting.mark_done(progress=progress, actor=person, at=at, answer="https://my.example")
    progress.refresh_from_db()
    assert (progress.state, progress.done_at, progress.answer) == ("done", at, "https://my.example")
    with pytest.raises(IllegalMove):
        selecting.mark_done(progress=progress, actor=person, at=at)

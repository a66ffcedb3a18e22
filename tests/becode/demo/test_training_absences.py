"""The demo's absences follow from what was missed, and every one can be explained."""

import random
from datetime import date, time
from types import SimpleNamespace

import pytest

from becode.core.actors import Actor
from becode.demo.training_absences import WORDS, add_absences
from becode.messages.compose import recording_only
from cohorts.counting import counts_of
from cohorts.models import Absence, Attestation
from tests.factories_absences import FIRST, LAST, running_cohort
from tests.factories_training import LearnerFactory, check_in_whole_day, local

pytestmark = pytest.mark.django_db


def test_what_was_missed_is_told_and_judged(web, brussels, mieke):
    cohort = running_cohort(track=web, campus=brussels, is_demo=True)
    for _ in range(6):
        learner = LearnerFactory(cohort=cohort)
        check_in_whole_day(learner, date(2026, 3, 2))
        check_in_whole_day(learner, date(2026, 3, 4), arrival=time(10))
    world = SimpleNamespace(
        chance=random.Random(3),
        colleagues=SimpleNamespace(acting=lambda role, campus: Actor.user(mieke)),
    )
    at = local(date(2026, 3, 12), time(12))
    with recording_only():
        made = add_absences(world, at)
    assert made == Absence.objects.count() > 20
    missed = {
        (key, day.on)
        for key, days in counts_of(list(cohort.enrolments.all()), FIRST, LAST, at).items()
        for day in days
        if day.missed
    }
    said = {
        (one.enrolment.person.contact_language, one.words)
        for one in Absence.objects.select_related("enrolment__person")
        if one.words
    }
    assert said
    assert all(words in WORDS[language] for language, words in said)
    told = Absence.objects.values_list("enrolment_id", "first_on")
    assert set(told) <= missed
    assert Absence.objects.filter(judged_at__gt=at).count() == 0
    assert Absence.objects.exclude(state="pending").filter(judged_by=None).count() == 0
    assert Attestation.objects.count() == 0, "the month is not over"

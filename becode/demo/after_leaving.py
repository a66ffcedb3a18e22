"""After leaving: forms at the exit, a job that waits, a study, somebody to be forgotten."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile

from becode.accounts.enums import Role
from becode.core.actors import SYSTEM, Actor
from becode.demo.chronicle import office_hours
from becode.demo.groups import GroupLife
from becode.demo.world import World
from cohorts.models import Enrolment
from placements.enums import AtExit, ReportedBy
from placements.models import ExitForm
from placements.querysets.job import EXIT_FORM_OPEN
from placements.workflow import evidence, exit_forms, follow_up_plan, jobs, studies
from placements.workflow.forgetting import forget_alumnus

FILES = 0.75
ANSWERS = (AtExit.WORKING, AtExit.SEEKING, AtExit.SEEKING, AtExit.STUDYING, AtExit.NOT_SEEKING)
PAPER = b"%PDF-1.7\n% a payslip of the demo"


def add_after_leaving(world: World, lives: Mapping[str, GroupLife]) -> None:
    """Plan what people who left tell us, up to now."""
    chance = random.Random("after leaving")
    for life in lives.values():
        moment = office_hours(chance, life.graduation_on + timedelta(days=3))
        world.chronicle.plan_if_past(moment, partial(_file_forms, life, chance))
    world.chronicle.plan(world.at, partial(_tell_now, world))


def _file_forms(life: GroupLife, chance: random.Random, at: datetime) -> None:
    """Most fill in what they did on the day they left; the others' forms close."""
    follow_up_plan.plan_exit_forms()
    open_ones = ExitForm.objects.fileable(at.date()).filter(enrolment__cohort=life.cohort)
    for form in open_ones.select_related("enrolment__person").order_by("pk"):
        if chance.random() < FILES:
            exit_forms.file_exit_form(
                form=form,
                situation=chance.choice(ANSWERS),
                actor=Actor.person(form.enrolment.person),
                at=at,
            )


def _tell_now(world: World, at: datetime) -> None:
    """What waits for a colleague today."""
    follow_up_plan.plan_exit_forms()
    graduates = Enrolment.objects.graduated().filter(person__is_demo=True)
    without = list(
        graduates.filter(jobs__isnull=True, graduated_on__lt=at.date() - EXIT_FORM_OPEN)
        .select_related("person", "cohort__campus")
        .order_by("-graduated_on", "pk")[:3]
    )
    if len(without) == 3:
        _tell_of_a_job(without[0], at)
        officer = world.colleagues.acting(Role.PLACEMENT, without[1].cohort.campus.code)
        studies.record_study(
            enrolment=without[1],
            what="Graduaat programmeren",
            school="Hogeschool",
            start_on=(at - timedelta(days=20)).date(),
            actor=officer,
            at=at,
        )
        forget_alumnus(person=without[2].person, actor=SYSTEM, at=at)
    follow_up_plan.close_past(at=at)


def _tell_of_a_job(enrolment: Enrolment, at: datetime) -> None:
    """Told on the own page, with a photo; a colleague has to look at both."""
    person = Actor.person(enrolment.person)
    job = jobs.report_job(
        enrolment=enrolment,
        employer_name="Brouwerij De Hop",
        function="Junior webontwikkelaar",
        contract_type="permanent",
        start_on=(at - timedelta(days=12)).date(),
        reported_by=ReportedBy.PERSON,
        may_ask_employer=True,
        actor=person,
        at=at,
    )
    upload = ContentFile(PAPER, name="loonbrief.pdf")
    evidence.receive(job=job, upload=upload, sent_by=ReportedBy.PERSON, actor=person, at=at)

"""What the tests of internships share: Yasmin at Zenith from Monday 2 March 2026, Chloé mentors."""

from datetime import date

from becode.core.actors import Actor
from placements.models import Internship
from placements.workflow import internships
from tests import factories
from tests.factories_placements import InternshipFactory, in_order

START, END = date(2026, 3, 2), date(2026, 5, 29)


def planned_at(position, enrolment, mentor, **facts):
    """A planned internship without any paper."""
    return InternshipFactory(
        position=position,
        enrolment=enrolment,
        mentor=mentor,
        start_on=facts.pop("start_on", START),
        end_on=facts.pop("end_on", END),
        **facts,
    )


def running_at(position, enrolment, mentor, *, at, **facts):
    """One that started with everything in order."""
    internship = in_order(planned_at(position, enrolment, mentor, **facts), at=at)
    actor = Actor.user(factories.UserFactory(roles=["placement"]))
    internships.start(internship=internship, actor=actor, at=at)
    return fresh(internship)


def fresh(internship):
    return Internship.objects.select_related(
        "enrolment__cohort", "enrolment__person", "company", "mentor__user", "position__campus"
    ).get(pk=internship.pk)

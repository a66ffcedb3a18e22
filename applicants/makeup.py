"""Who is in a group so far: counts for those who fill it. No part of any order, ever."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import HeardFrom
from applicants.models import Application, Referral, SeatOffer
from becode.people.enums import Gender, LessonLevel
from becode.people.models import LanguageSkill, Person
from cohorts.models import Cohort, Enrolment

Counts = list[tuple[str | Promise, int]]
GENDERS = (
    (Gender.FEMALE, _("Women")),
    (Gender.MALE, _("Men")),
    (Gender.OTHER, _("X")),
)
LANGUAGES = (("nl", _("Dutch")), ("fr", _("French")), ("en", _("English")))


@dataclass(frozen=True, slots=True)
class Makeup:
    """Learners and people with a live offer together; each part as (words, how many)."""

    learners: int
    offered: int
    genders: Counts
    languages: Counts
    heard: Counts
    referred: int

    @property
    def people(self) -> int:
        return self.learners + self.offered


def makeup_of(cohort: Cohort, *, at: datetime) -> Makeup:
    """What the group of this cohort looks like now, in six queries."""
    seats = Enrolment.objects.running().filter(cohort=cohort).order_by("pk")
    offers = SeatOffer.objects.live(at).filter(cohort=cohort).order_by("pk")
    learners = list(seats.values_list("person_id", "offer__application_id"))
    offered = list(offers.values_list("person_id", "application_id"))
    people = {person for person, _application in [*learners, *offered]}
    applications = {key for _person, key in [*learners, *offered] if key}
    genders = Counter(
        Person.objects.filter(pk__in=people).order_by("pk").values_list("gender", flat=True)
    )
    said = [(words, genders[gender]) for gender, words in GENDERS]
    unsaid = len(people) - sum(number for _words, number in said)
    follows = LanguageSkill.objects.filter(person__in=people, lesson_level=LessonLevel.YES)
    languages = Counter(follows.order_by("pk").values_list("language", flat=True))
    known = Application.objects.filter(pk__in=applications)
    heard = Counter(known.order_by("pk").values_list("heard_from", flat=True))
    referred = Referral.objects.filter(application__in=applications)
    return Makeup(
        learners=len(learners),
        offered=len(offered),
        genders=[*said, (_("Not said"), unsaid)],
        languages=[(words, languages[code]) for code, words in LANGUAGES],
        heard=sorted(
            ((HeardFrom(code).label, number) for code, number in heard.items() if code),
            key=lambda one: (-one[1], str(one[0])),
        ),
        referred=len(set(referred.order_by("pk").values_list("application_id", flat=True))),
    )

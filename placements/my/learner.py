"""The learner behind a person's own pages about the internship."""

from typing import NoReturn

from django.http import Http404

from becode.people.enums import ConsentPurpose
from becode.people.models import Consent, Person
from cohorts.models import Enrolment


def own_learner(person: Person) -> Enrolment:
    """Their seat in a training that is to come or goes on; nobody else has these pages (404)."""
    return own_learner_if_any(person) or _nobody()


def own_learner_if_any(person: Person) -> Enrolment | None:
    related = ("person", "profile_page", "cohort__track", "cohort__campus")
    return Enrolment.objects.running().filter(person=person).select_related(*related).first()


def agrees(person: Person) -> bool:
    """Whether companies may see the profile now."""
    return Consent.objects.filter(
        person=person, purpose=ConsentPurpose.SHARE_PROFILE, withdrawn_at__isnull=True
    ).exists()


def _nobody() -> NoReturn:
    raise Http404

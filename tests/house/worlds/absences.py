"""Absences, flags and locked months: one record of each kind."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from becode.files import store
from cohorts.models import AbsenceProof, AttendanceFlag, Attestation
from tests import factories
from tests.factories_training import AbsenceFactory


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at, enrolment = timezone.now(), base["enrolment"]
    absence = AbsenceFactory(enrolment=enrolment, first_on=at.date(), filed_at=at)
    paper = store.keep(ContentFile(b"%PDF-1.7 paper", name="paper.pdf"), at=at)
    return {
        "absence": absence,
        "absence_proof": AbsenceProof.objects.create(absence=absence, file=paper, received_at=at),
        "flag": AttendanceFlag.objects.create(
            enrolment=enrolment, threshold="unjustified_2", raised_at=at, counted=4
        ),
        "attestation": Attestation.objects.create(
            enrolment=enrolment,
            month=date(2026, 3, 1),
            planned=0,
            present=0,
            justified=0,
            unjustified=0,
            locked_at=at,
            locked_by=factories.UserFactory(name="Carla Coach"),
            file=paper,
        ),
        "cohort_month": base["cohort"],
    }

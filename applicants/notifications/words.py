"""Dates and places as messages write them, in the active language and Brussels time."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

from becode.core.clock import BRUSSELS
from cohorts.models import Cohort


def moment_in_words(moment: datetime) -> str:
    """`Wednesday 4 March 2026, 10:00`."""
    local = moment.astimezone(BRUSSELS)
    return f"{date_format(local, 'l j F Y')}, {local:%H:%M}"


def city_of(cohort: Cohort) -> str:
    return cohort.campus.city((get_language() or "en")[:2])

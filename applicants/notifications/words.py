"""Dates and places as messages write them, in the active language and Brussels time."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

from applicants.models import Slot
from becode.core.clock import BRUSSELS
from becode.messages.words import gettext as _
from cohorts.models import Cohort


def moment_in_words(moment: datetime) -> str:
    """`Wednesday 4 March 2026, 10:00`."""
    local = moment.astimezone(BRUSSELS)
    return f"{date_format(local, 'l j F Y')}, {local:%H:%M}"


def short_moment(moment: datetime) -> str:
    """`4 March 2026, 10:00`, the month short, for tables."""
    local = moment.astimezone(BRUSSELS)
    return f"{date_format(local, 'j N Y')}, {local:%H:%M}"


def city_of(cohort: Cohort) -> str:
    return cohort.campus.city((get_language() or "en")[:2])


def day_in_words(moment: datetime) -> str:
    """`Wednesday 4 March 2026`."""
    return date_format(moment.astimezone(BRUSSELS), "l j F Y")


def period_in_words(slot: Slot) -> str:
    """`Wednesday 4 March 2026, 10:00 – 12:00`."""
    return f"{moment_in_words(slot.starts_at)} – {slot.ends_at.astimezone(BRUSSELS):%H:%M}"


def place_of(slot: Slot) -> str:
    """Where a moment is: the place that was written, else the campus with its address."""
    if slot.place:
        return slot.place
    if slot.video_link:
        return _("Online, by video")
    return ", ".join(part for part in (str(slot.campus), slot.campus.address) if part)

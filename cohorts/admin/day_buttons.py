"""From the page of a cohort to its class sheet and the screen of its room."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import Button
from cohorts.enums import CohortState
from cohorts.models import Cohort
from cohorts.permissions.check_in import can_keep_sheet


def day_buttons(user: User, cohort: Cohort) -> list[Button]:
    """For who keeps the sheet of this cohort; the screen only while it is in training."""
    if not can_keep_sheet(user, cohort):
        return []
    sheet = Button(
        _("Class sheet"), reverse("admin:class_sheet", args=[cohort.pk]), icon="fact_check"
    )
    if cohort.state != CohortState.RUNNING:
        return [sheet] if cohort.state != CohortState.PLANNED else []
    screen = Button(_("Screen"), reverse("admin:room_screen", args=[cohort.pk]), icon="tv")
    return [sheet, screen]

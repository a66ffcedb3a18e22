"""The ways from a cohort to its files, its first week and its graduation."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.verbs import Button
from cohorts.enums import CohortState
from cohorts.models import Cohort
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.file import FILE_VIEWERS
from cohorts.permissions.progress import COMPANIONS

STARTED = (CohortState.RUNNING, CohortState.INTERNSHIP, CohortState.COMPLETED)


def cohort_buttons(user: User, cohort: Cohort) -> list[Button]:
    """For a colleague who sees the cohort: by role, and by how far it is."""
    if cohort.state == CohortState.CANCELLED:
        return []
    pages = [(_("Its reminders"), "cohort_reminders", "notifications")]
    if not user.has_role(Role.ADMINISTRATOR, *COMPANIONS):
        pages = []
    if user.has_role(Role.ADMINISTRATOR, *FILE_VIEWERS):
        pages.append((pgettext_lazy("learner", "Files"), "cohort_file", "folder_open"))
    if user.has_role(Role.ADMINISTRATOR, *GUIDES) and cohort.state in STARTED:
        pages.append((_("First week"), "entry_records", "flag_circle"))
        pages.append((_("Graduation"), "cohort_graduation", "school"))
    return [
        Button(label, reverse(f"admin:{name}", args=[cohort.pk]), icon=icon)
        for label, name, icon in pages
    ]

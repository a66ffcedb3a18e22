"""Buttons that lead from a record to the pages where learners are proposed and jobs recorded."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.verbs import Button
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.permissions import can_decide_exclusion, can_place
from placements.workflow.jobs import NOT_WITH_US_YET


def propose_button(enrolment: Enrolment, *, user: User) -> list[Button]:
    """For learners who are with us now; nothing for the others, or who may not."""
    with_us = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)
    if enrolment.state not in with_us or not can_place(user, enrolment):
        return []
    url = f"{reverse('admin:propose')}?learner={enrolment.pk}"
    return [Button(_("Propose to a company"), url, "handshake")]


def record_job_button(enrolment: Enrolment, *, user: User) -> list[Button]:
    """For everybody who started the training, now or before."""
    if enrolment.state in NOT_WITH_US_YET or not can_place(user, enrolment):
        return []
    url = reverse("admin:record_job", args=[enrolment.pk])
    return [Button(_("Record a job"), url, "work")]


def after_leaving_buttons(enrolment: Enrolment, *, user: User) -> list[Button]:
    """A job, a study; for the campus manager also: left out of the figures."""
    buttons = record_job_button(enrolment, user=user)
    if buttons:
        url = reverse("admin:record_study", args=[enrolment.pk])
        buttons.append(Button(_("Record a study"), url, "menu_book"))
    is_graduate = enrolment.state == EnrolmentState.GRADUATED
    if is_graduate and can_decide_exclusion(user, enrolment):
        url = reverse("admin:leave_out", args=[enrolment.pk])
        buttons.append(Button(_("Leave out of the figures"), url, "person_off"))
    return buttons

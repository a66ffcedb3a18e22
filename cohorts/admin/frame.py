"""What the own pages of a cohort and its learners share: the scope, the frame."""

from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise

from becode.accounts.models import User
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from cohorts.models import Cohort, Enrolment
from cohorts.permissions.progress import can_see_day


def cohort_or_404(request: StaffRequest, pk: int) -> Cohort:
    """A cohort of the colleague's campuses. Raises Http404."""
    seen = Cohort.objects.visible_to(request.user).select_related("campus", "track", "room")
    cohort: Cohort | None = seen.filter(pk=pk).first()
    if cohort is None:
        raise Http404
    return cohort


def learner_or_404(request: StaffRequest, pk: int) -> Enrolment:
    """A learner of the colleague's campuses. Raises Http404."""
    seen = Enrolment.objects.visible_to(request.user)
    enrolment: Enrolment | None = (
        seen.select_related("person", "cohort__campus", "cohort__track").filter(pk=pk).first()
    )
    if enrolment is None:
        raise Http404
    return enrolment


def cohort_home(user: User, cohort: Cohort) -> str:
    """Where a page about a cohort leads back to: its day, for who may read that."""
    page = "admin:cohort_page" if can_see_day(user, cohort) else "admin:cohorts_cohort_change"
    return reverse(page, args=[cohort.pk])


def staff_frame(
    request: StaffRequest, template: str, title: str | Promise, context: dict[str, Any]
) -> HttpResponse:
    """A page of our own in the frame of the staff site."""
    request.current_app = staff_site.name
    frame = {**staff_site.each_context(request), "title": title}
    return TemplateResponse(request, template, {**frame, **context})

"""Who looks after a cohort: the list, somebody new, the end of an assignment."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import refuse_far_day
from becode.core.moves import IllegalMove
from cohorts.admin.frame import cohort_home, cohort_or_404, staff_frame
from cohorts.coaching import double_bookings
from cohorts.enums import CoachRole
from cohorts.models import CoachAssignment, Cohort
from cohorts.permissions.cohorts import GUIDES, VIEWERS
from cohorts.permissions.progress import can_assign_coaches
from cohorts.workflow.coaches import assign_coach, end_coach

MAY_COACH = (Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)


class CoachForm(forms.Form):
    """A colleague of the campus, with a role and, if needed, days."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    role = forms.ChoiceField(label=_("Role"), choices=CoachRole.choices)
    since = forms.DateField(
        label=_("From"),
        required=False,
        validators=[refuse_far_day],
        help_text=_("Empty: from the first day."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        validators=[refuse_far_day],
        help_text=_("Empty: until the last day."),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(campuses__isnull=True) | Q(campuses=cohort.campus_id)
        colleagues = User.objects.filter(here, is_active=True, roles__overlap=list(MAY_COACH))
        self.fields["user"].queryset = colleagues.distinct().order_by("name", "pk")


@staff_page("cohorts/<int:pk>/coaches/", name="cohort_coaches")
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_coaches(request: StaffRequest, pk: int) -> HttpResponse:
    """The coaches of a cohort; a POST assigns one more."""
    require_role(request, *(GUIDES if request.method == "POST" else VIEWERS))
    cohort = cohort_or_404(request, pk)
    form = CoachForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            made = assign_coach(
                cohort=cohort,
                actor=Actor.user(request.user),
                at=clock.now(),
                **form.cleaned_data,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, gettext("%(name)s is assigned.") % {"name": made.user})
            _warn(request, made)
            return HttpResponseRedirect(request.path)
    on = clock.today()
    rows = CoachAssignment.objects.filter(cohort=cohort).select_related("user").order_by("pk")
    roles = list(CoachRole)
    context = {
        "cohort": cohort,
        "cohort_url": cohort_home(request.user, cohort),
        "rows": sorted(rows, key=lambda one: roles.index(CoachRole(one.role))),
        "overlaps": double_bookings(cohort, since=on),
        "form": dress(form),
        "may_assign": can_assign_coaches(request.user, cohort),
        "today": on,
    }
    return staff_frame(
        request,
        "cohorts/staff/coaches.html",
        gettext("Coaches of %(code)s") % {"code": cohort.code},
        context,
    )


def _warn(request: StaffRequest, made: CoachAssignment) -> None:
    """Being in two rooms at once is allowed and said."""
    for overlap in double_bookings(made.cohort, since=clock.today()):
        if overlap.user == made.user:
            messages.warning(request, overlap_words(overlap.user, overlap.other, overlap.days))


def overlap_words(user: User, other: Cohort, days: int) -> str:
    return ngettext(
        "%(name)s also coaches %(code)s: both groups are on site on %(days)d day.",
        "%(name)s also coaches %(code)s: both groups are on site on %(days)d days.",
        days,
    ) % {"name": user, "code": other.code, "days": days}


@staff_page("coach-assignments/<int:key>/end/", name="end_coach", roles=GUIDES)
@require_POST
def end_assignment(request: StaffRequest, key: int) -> HttpResponse:
    """From today on without this colleague."""
    mine = Cohort.objects.visible_to(request.user)
    assignment = (
        CoachAssignment.objects.filter(pk=key, cohort__in=mine)
        .select_related("cohort", "user")
        .first()
    )
    if assignment is None:
        raise Http404
    if not can_assign_coaches(request.user, assignment.cohort):
        raise PermissionDenied
    try:
        end_coach(
            assignment=assignment,
            on=clock.today(),
            actor=Actor.user(request.user),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        done = gettext("%(name)s does not look after this cohort any more.")
        messages.success(request, done % {"name": assignment.user})
    return HttpResponseRedirect(reverse("admin:cohort_coaches", args=[assignment.cohort_id]))

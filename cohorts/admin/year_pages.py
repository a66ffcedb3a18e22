"""The year of a campus on one page, and new links for calendars."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from becode.campuses.querysets import CampusQuerySet
from becode.core import clock
from becode.core.actors import Actor
from cohorts.admin.calendar_pages import frame
from cohorts.feeds.links import CAMPUS, COACH, COHORT, Feed, renew_link, urls_of
from cohorts.models import CoachAssignment, Cohort
from cohorts.permissions.calendar import can_keep_agenda
from cohorts.permissions.cohorts import GUIDES, VIEWERS
from cohorts.year import campus_year as read_year

FIRST_YEAR, LAST_YEAR = 2000, 2100


@staff_page("calendar/", name="calendar", roles=VIEWERS)
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """To this year of the colleague's first campus."""
    campus = _campuses(request).first()
    if campus is None:
        raise Http404
    return HttpResponseRedirect(reverse("admin:campus_year", args=[campus.pk, clock.today().year]))


@staff_page("calendar/<int:pk>/<int:year>/", name="campus_year", roles=VIEWERS)
@require_safe
def campus_year(request: StaffRequest, pk: int, year: int) -> HttpResponse:
    """All cohorts of a campus in one year."""
    campuses = list(_campuses(request))
    campus = next((one for one in campuses if one.pk == pk), None)
    if campus is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    is_coach = CoachAssignment.objects.filter(user=request.user).exists()
    feeds = [Feed(CAMPUS, pk), *([Feed(COACH, request.user.pk)] if is_coach else [])]
    context = frame(
        request,
        gettext("%(campus)s in %(year)d") % {"campus": campus, "year": year},
        campus=campus,
        campuses=campuses,
        page=read_year(campus, year, today=clock.today()),
        year=year,
        feeds=list(urls_of(feeds).items()),
        may_add_events=can_keep_agenda(request.user, pk),
        may_renew=can_keep_agenda(request.user, pk),
    )
    return TemplateResponse(request, "cohorts/staff/year.html", context)


@staff_page("calendar/link/<slug:scope>/<int:pk>/", name="renew_calendar_link", roles=VIEWERS)
@require_POST
def renew_calendar_link(request: StaffRequest, scope: str, pk: int) -> HttpResponse:
    """A new link for a calendar; the one that was given out stops working."""
    feed = Feed(scope, pk)
    if scope == COACH:
        is_theirs = pk == request.user.pk
    elif scope == COHORT:
        is_theirs = Cohort.objects.visible_to(request.user).filter(pk=pk).exists()
    else:
        is_theirs = scope == CAMPUS and _campuses(request).filter(pk=pk).exists()
    if not is_theirs:
        raise Http404
    if scope != COACH:
        require_role(request, *GUIDES)
    renew_link(feed=feed, actor=Actor.user(request.user), at=clock.now())
    messages.success(request, gettext("There is a new link. The old one does not work any more."))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:calendar")
    return HttpResponseRedirect(back)


def _campuses(request: StaffRequest) -> CampusQuerySet:
    campuses = Campus.objects.order_by("name", "pk")
    keys = request.user.campus_keys()
    return campuses if keys is None else campuses.filter(pk__in=keys)

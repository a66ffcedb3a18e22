"""The calendar of reminders: what goes out in the next 14 days."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from becode.backoffice.kinds import title_called
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.messages import outcomes
from becode.messages.permissions import SEES_MESSAGES
from becode.reminders import ahead, registry
from becode.reminders.rules import Rule, Watch

SHOWN = 50


@staff_page("reminders/ahead/", name="reminders_ahead", roles=SEES_MESSAGES)
@require_safe
def reminders_ahead(request: StaffRequest) -> HttpResponse:
    """A day a box: which reminder for how many, and what waits in the outbox."""
    days = ahead.calendar(request.user, at=clock.now())
    context = {
        **staff_site.each_context(request),
        "title": gettext("The next 14 days"),
        "days": [
            (day, [(title_called(kind), count) for kind, count in day.waiting]) for day in days
        ],
        "depending": [rule for rule in registry.rules() if isinstance(rule, Watch)],
    }
    return TemplateResponse(request, "backoffice/steering/ahead.html", context)


@staff_page("reminders/ahead/<str:day>/<str:key>/", name="reminders_of_day", roles=SEES_MESSAGES)
@require_safe
def reminders_of_day(request: StaffRequest, day: str, key: str) -> HttpResponse:
    """Who would get one reminder on one day, and who would not if it were today."""
    rule = registry.rule_called(key)
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    today = clock.today()
    if not isinstance(rule, Rule) or not today <= on < today + timedelta(days=ahead.DAYS):
        raise Http404
    lines, more = ahead.lines(rule, request.user, on=on, at=clock.now(), most=SHOWN)
    context = {
        **staff_site.each_context(request),
        "title": f"{rule.title} · {date_format(on, 'l j F')}",
        "rule": rule,
        "lines": [
            (line, outcomes.sentence(line.problem) if line.problem else "") for line in lines
        ],
        "more": more,
    }
    return TemplateResponse(request, "backoffice/steering/ahead_day.html", context)

"""The address that a phone asks again and again: /<lang>/calendar/<token>.ics."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from becode.core import clock
from cohorts.feeds.building import calendar_of
from cohorts.feeds.links import feed_of


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret link; a link that was replaced is not found."""
    feed = feed_of(token)
    body = calendar_of(feed, at=clock.now()) if feed is not None else None
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response

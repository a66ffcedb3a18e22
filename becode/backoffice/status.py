"""The status of messages: what waits and what failed, which job is silent, which host is away."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from becode.accounts.enums import Role
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, Tag, table_section
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.messages import outcomes, status
from becode.messages.enums import Channel, MessageState
from becode.messages.health import outbox_health
from becode.messages.models import Message
from becode.schedule import SCHEDULE

REDIS_SECONDS = 1
DAY, HOUR, MINUTE = 86_400, 3_600, 60


@staff_page("messages/status/", name="message_status", roles=(Role.CAMPUS_MANAGER,))
@require_safe
def message_status(request: StaffRequest) -> HttpResponse:
    """For administrators and campus managers; failures are those of their campuses."""
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    at = clock.now()
    seen = Message.objects.visible_to(request.user)
    context = {
        **staff_site.each_context(request),
        "title": _("Status of messages"),
        "at": at,
        "machine": outbox_health(at=at),
        "sections": [_waiting(at), _ways_out(), _machine(at)],
        "failures": [_reasons(seen, at), _hosts(seen, at)],
    }
    return TemplateResponse(request, "backoffice/message_status.html", context)


def _waiting(at: datetime) -> Section:
    oldest = status.oldest_due(at=at)
    labels = dict(MessageState.choices)
    rows: list[list[Any]] = [
        [labels[state], *[numbers[channel] for channel in Channel.values]]
        for state, numbers in status.by_channel(at=at).items()
    ]
    waits = [timesince(oldest[one], at) if one in oldest else "" for one in Channel.values]
    rows.append([_("The oldest waits for"), *waits])
    return table_section(
        _("Messages: open, and of the last seven days"),
        [_("State"), *[str(label) for label in Channel.labels]],
        [[row[0], *[str(cell) for cell in row[1:]]] for row in rows],
    )


def _machine(at: datetime) -> Section:
    rounds = {str(one["task"]): timedelta(seconds=one["schedule"]) for one in SCHEDULE.values()}
    rows: list[list[Any]] = [
        [job.name, _sign(job), _every(job.every), _moment(job.beat_at)]
        for job in status.jobs(rounds, at=at)
    ]
    rows.insert(0, [_("Redis (wake-ups only)"), _redis(), "", ""])
    return table_section(
        _("Periodic work"),
        [_("What runs"), _("State"), _("Rhythm"), _("Last finished")],
        rows,
        stacks=True,
    )


def _sign(job: status.Job) -> Tag:
    if job.beat_at is None:
        return Tag(_("Not yet"), "neutral")
    return Tag(_("Late"), "bad") if job.is_late else Tag(_("Good"), "good")


def _redis() -> Tag:
    """Without Redis messages leave with the next round of the worker, once there is one again."""
    options: dict[str, Any] = {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
    }
    try:
        with Redis.from_url(settings.REDIS_URL, **options) as client:
            client.ping()
    except (RedisError, OSError):
        return Tag(_("Away: messages leave later"), "warning")
    return Tag(_("Good"), "good")


def _ways_out() -> Section:
    rows: list[list[Any]] = []
    for way in status.ways_out():
        label, row = Channel(way.channel).label, way.row
        rate = str(way.per_minute) if way.per_minute else _("no limit")
        last = _moment(row.last_success_at) if row is not None else ""
        rows.append([label, _gate(way), way.host, rate, last, _in_a_row(way)])
    return table_section(
        _("Ways out"),
        [_("By"), _("State"), _("Host"), _("A minute"), _("Last success"), _("In a row")],
        rows,
        stacks=True,
    )


def _in_a_row(way: status.WayOut) -> str:
    if way.row is None or not way.row.failures:
        return ""
    number = way.row.failures
    words = ngettext(
        "%(count)d failure. %(reason)s", "%(count)d failures. The last one: %(reason)s", number
    )
    return words % {"count": number, "reason": outcomes.sentence(way.row.last_failure)}


def _gate(way: status.WayOut) -> Tag:
    if way.row is None:
        return Tag(_("Not yet"), "neutral")
    if way.is_open and way.row.open_until is not None:
        until = date_format(timezone.localtime(way.row.open_until), "H:i")
        return Tag(_("Left alone until %(time)s") % {"time": until}, "bad")
    return Tag(_("Failing"), "warning") if way.row.failures else Tag(_("Good"), "good")


def _reasons(seen: Any, at: datetime) -> Section:
    rows = [
        [Link(outcomes.sentence(code), _failed_list(reason=code)), str(number)]
        for code, number in status.reasons(seen, at=at)
    ]
    return table_section(
        _("Not sent in the last seven days, by reason"),
        [_("Reason"), _("Messages")],
        rows,
        empty=_("Everything was sent."),
        url=_failed_list() if rows else "",
    )


def _hosts(seen: Any, at: datetime) -> Section:
    rows = [
        [
            one.host,
            str(one.number),
            outcomes.sentence(one.outcome),
            _moment(one.last_at),
        ]
        for one in status.failing_hosts(seen, at=at)
    ]
    return table_section(
        _("E-mails not sent in the last seven days, by mail server"),
        [_("Addresses at"), _("Messages"), _("Reason"), _("Last time")],
        rows,
        empty=_("No mail server refused anything."),
        stacks=True,
    )


def _failed_list(**also: str) -> str:
    """The list where what was not sent can be sent again, many at once."""
    query = urlencode({"state__exact": MessageState.FAILED, **also})
    return f"{reverse('admin:messaging_message_changelist')}?{query}"


def _every(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds >= DAY:
        number = seconds // DAY
        return ngettext("%(count)d day", "%(count)d days", number) % {"count": number}
    if seconds >= HOUR:
        number = seconds // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", number) % {"count": number}
    if seconds >= MINUTE:
        number = seconds // MINUTE
        return ngettext("%(count)d minute", "%(count)d minutes", number) % {"count": number}
    return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j N H:i") if moment else ""

"""All pauses of reminders: those in force, and the latest that ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from becode.accounts.models import User
from becode.backoffice.pages import staff_page
from becode.backoffice.pausing import END
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.messages.models import Pause
from becode.messages.permissions import SEES_MESSAGES

LATEST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A pause with the record it is about."""

    pause: Pause
    sort: str
    name: str
    url: str
    end_url: str


@staff_page("pauses/", name="pauses", roles=SEES_MESSAGES)
@require_safe
def pauses(request: StaffRequest) -> HttpResponse:
    """Within the colleague's scope, the latest first; three queries and one a sort of record."""
    today = clock.today()
    rows = Pause.objects.filter(_within_scope(request.user)).select_related("begun_by")
    held = list(rows.in_force(today))
    ended = list(rows.exclude(pk__in=[one.pk for one in held])[:LATEST])
    records = _records([*held, *ended], request.user)
    context = {
        **staff_site.each_context(request),
        "title": gettext("Pauses of reminders"),
        "held": _lines(held, records, request),
        "ended": _lines(ended, records, request),
    }
    return TemplateResponse(request, "backoffice/steering/pauses.html", context)


def _within_scope(user: User) -> Q:
    """Pauses about records that this colleague sees."""
    within = Q(pk__in=[])
    for label in (
        Pause.objects.order_by("about_type").values_list("about_type", flat=True).distinct()
    ):
        seen: Any = apps.get_model(label)._default_manager.all()
        keys = seen.visible_to(user).order_by().values("pk")
        within |= Q(about_type=label, about_key__in=keys)
    return within


def _records(rows: Iterable[Pause], user: User) -> dict[tuple[str, int], models.Model]:
    keys: dict[str, list[int]] = {}
    for one in rows:
        keys.setdefault(one.about_type, []).append(one.about_key)
    found: dict[tuple[str, int], models.Model] = {}
    for label, wanted in keys.items():
        seen: Any = apps.get_model(label)._default_manager.all()
        for record in seen.visible_to(user).filter(pk__in=wanted):
            found[label, record.pk] = record
    return found


def _lines(
    rows: Iterable[Pause], records: dict[tuple[str, int], models.Model], request: StaffRequest
) -> list[Line]:
    lines = []
    for one in rows:
        record = records.get((one.about_type, one.about_key))
        if record is None:
            continue
        admin: Any = staff_site._registry[type(record)]
        if not admin.has_view_permission(request):
            continue
        verb = next(verb for verb in admin.verbs if verb.key == END)
        may_end = verb.allowed(request.user, record)
        lines.append(
            Line(
                pause=one,
                sort=capfirst(str(record._meta.verbose_name)),
                name=str(record),
                url=reverse(f"admin:{admin._name('change')}", args=[record.pk]),
                end_url=admin.url_of_verb(record, END) if may_end else "",
            )
        )
    return lines

"""The reminders: all rules by the number of the catalogue, and the page of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.accounts.models import User
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.messages.notification import Notification
from becode.messages.permissions import can_read_messages, can_steer_messages
from becode.messages.wanted import DECIDED
from becode.reminders import registry, steering
from becode.reminders.enums import Way
from becode.reminders.models import RuleVersion
from becode.reminders.rules import Offset, Rule, ToldAtOnce, Watch
from becode.reminders.words import counted_from, moments_in_words
from becode.reminders.workflow import FARTHEST_DAYS, restore_rule, set_rule

COUNTED = timedelta(days=30)
MORE_ROWS = 3
HISTORY = 20
UNITS = (
    ("-d", _("days before")),
    ("+d", _("days after")),
    ("-h", _("hours before")),
    ("+h", _("hours after")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in the catalogue; `version` is how it was set last, None where it is as it came."""

    rule: Rule | Watch
    is_on: bool
    way: str
    when: str
    version: RuleVersion | None
    sent: int
    kept: int
    failed: int


def line_of(
    rule: Rule | Watch, version: RuleVersion | None, counts: dict[str, dict[str, Any]]
) -> Line:
    set_so = steering.steered(rule, version)
    mine = counts.get(rule.key, {})
    return Line(
        rule=rule,
        is_on=set_so.is_on,
        way=str(Way(set_so.way).label),
        when=when_of(set_so.rule),
        version=version,
        sent=mine.get("sent", 0),
        kept=mine.get("kept", 0),
        failed=mine.get("failed", 0),
    )


def when_of(rule: Rule | Watch) -> str:
    if isinstance(rule, Watch):
        return gettext("on the day it happens")
    return moments_in_words(rule.offsets)


def counts_of(user: User, *, rule: str = "") -> dict[str, dict[str, Any]]:
    """By rule: what ended in the last 30 days, within the colleague's scope; one query."""
    rows = Message.objects.visible_to(user).filter(finished_at__gte=clock.now() - COUNTED)
    rows = rows.filter(rule=rule) if rule else rows.exclude(rule="")
    found = (
        rows.order_by()
        .values("rule")
        .annotate(
            sent=Count("pk", filter=Q(state=MessageState.SENT)),
            kept=Count("pk", filter=Q(state=MessageState.SUPPRESSED, outcome__in=DECIDED)),
            failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        )
    )
    return {row["rule"]: dict(row) for row in found}


@staff_page("reminders/", name="reminders")
@require_safe
def catalogue(request: StaffRequest) -> HttpResponse:
    """Every rule once: what, to whom, when, until when, and what it did in the last 30 days."""
    newest = steering.settings_now(with_names=True)
    counts = counts_of(request.user)
    lines = [line_of(rule, newest.get(rule.key), counts) for rule in registry.rules()]
    groups: dict[int, tuple[list[ToldAtOnce], list[Line]]] = {}
    for told in registry.told_at_once():
        groups.setdefault(told.number, ([], []))[0].append(told)
    for line in lines:
        groups.setdefault(line.rule.number, ([], []))[1].append(line)
    context = {
        **staff_site.each_context(request),
        "title": gettext("Reminders"),
        "groups": sorted(groups.items()),
        "switched_off": [line for line in lines if not line.is_on],
        "may_steer": can_steer_messages(request.user),
        "may_read": can_read_messages(request.user),
    }
    return TemplateResponse(request, "backoffice/steering/catalogue.html", context)


class OffsetForm(forms.Form):
    """One moment; a row without a number is none."""

    number = forms.IntegerField(
        label=_("How many"), min_value=0, max_value=FARTHEST_DAYS, required=False
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)
    hour = forms.TypedChoiceField(
        label=_("At"),
        choices=[(str(hour), f"{hour:02d}:00") for hour in range(24)],
        coerce=int,
        initial="9",
    )

    def offset(self) -> Offset | None:
        number = self.cleaned_data.get("number")
        if number is None:
            return None
        sign = -1 if self.cleaned_data["unit"][0] == "-" else 1
        if self.cleaned_data["unit"][1] == "h" and number:
            return Offset(hours=sign * number)
        return Offset(days=sign * number, hour=self.cleaned_data["hour"])

    @staticmethod
    def initial_of(offset: Offset) -> dict[str, Any]:
        number = offset.days * 24 + offset.hours if offset.hours else offset.days
        unit = f"{'-' if number < 0 else '+'}{'h' if offset.hours else 'd'}"
        return {"number": abs(number), "unit": unit, "hour": str(offset.hour)}


OffsetFormSet = forms.formset_factory(OffsetForm, extra=MORE_ROWS, max_num=30)


class RuleForm(forms.Form):
    """How a rule goes; `seen` tells whether somebody else set it in between."""

    is_on = forms.BooleanField(label=_("This reminder goes out"), required=False)
    way = forms.ChoiceField(label=_("To people, by"), choices=Way.choices)
    note = PlainTextField(label=_("Why this change"), longest=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


def _rule_or_404(key: str) -> Rule | Watch:
    rule = registry.rule_called(key)
    if rule is None:
        raise Http404
    return rule


@staff_page("reminders/rules/<str:key>/", name="reminder_rule")
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_rule(request: StaffRequest, key: str) -> HttpResponse:
    """One rule: how it goes, what it says, what was set when and by whom."""
    rule = _rule_or_404(key)
    may_steer = can_steer_messages(request.user)
    if request.method == "POST" and not may_steer:
        raise PermissionDenied
    history = list(RuleVersion.objects.filter(rule=key).select_related("made_by")[: HISTORY + 1])
    newest = history[0] if history else None
    set_so = steering.steered(rule, newest)
    form, moments = _forms(request, set_so, newest)
    if request.method == "POST" and form.is_valid() and moments.is_valid():
        try:
            set_rule(
                key=key,
                is_on=form.cleaned_data["is_on"],
                offsets=_offsets(moments) if isinstance(rule, Rule) else (),
                way=form.cleaned_data["way"],
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
                actor=Actor.user(request.user),
                at=clock.now(),
            )
            messages.success(request, gettext("The reminder goes like this from now on."))
            return HttpResponseRedirect(request.path)
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
    context = {
        **staff_site.each_context(request),
        "title": rule.title,
        "line": line_of(rule, newest, counts_of(request.user, rule=key)),
        "counted_from": counted_from(rule) if isinstance(rule, Rule) else "",
        "kinds": kinds_with_pages(rule.says),
        "own_when": when_of(rule),
        "is_changed": newest is not None and not _is_default(newest),
        "history": [(one, when_of(steering.steered(rule, one).rule)) for one in history[:HISTORY]],
        "may_steer": may_steer,
        "may_read": can_read_messages(request.user),
        "form": dress(form),
        "moments": _dressed(moments) if isinstance(rule, Rule) else None,
        "log_url": f"{reverse('admin:messaging_message_changelist')}?rule={key}",
    }
    return TemplateResponse(request, "backoffice/steering/rule.html", context)


@staff_page("reminders/rules/<str:key>/restore/", name="restore_rule")
@require_POST
def restore(request: StaffRequest, key: str) -> HttpResponse:
    """Back to how it came with the product."""
    _rule_or_404(key)
    if not can_steer_messages(request.user):
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        restore_rule(
            key=key,
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        messages.success(request, gettext("The reminder goes as it came again."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("admin:reminder_rule", args=[key]))


def kinds_with_pages(kinds: Iterable[type[Notification]]) -> list[tuple[str, str]]:
    """Each kind by its key, with the page of its texts."""
    return [(kind.key, reverse("admin:message_texts", args=[kind.key])) for kind in kinds]


def _is_default(version: RuleVersion) -> bool:
    return version.is_on and not version.offsets and version.way == Way.OWN


def _forms(
    request: StaffRequest, set_so: steering.Steered, newest: RuleVersion | None
) -> tuple[RuleForm, Any]:
    if request.method == "POST":
        return RuleForm(request.POST), OffsetFormSet(request.POST, prefix="moments")
    initial = {"is_on": set_so.is_on, "way": set_so.way, "seen": newest.pk if newest else 0}
    offsets = set_so.rule.offsets if isinstance(set_so.rule, Rule) else ()
    rows = [OffsetForm.initial_of(one) for one in sorted(offsets, key=lambda one: one.delta)]
    return RuleForm(initial=initial), OffsetFormSet(initial=rows, prefix="moments")


def _offsets(moments: Any) -> list[Offset]:
    """What the rows name; an extra row that was left alone names nothing."""
    found = [row.offset() for row in moments if row.cleaned_data]
    return [offset for offset in found if offset is not None]


def _dressed(moments: Any) -> Any:
    for row in moments:
        dress(row)
    return moments

"""Fill a cohort: the next people of its list, and a round of offers in one go."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from applicants.admin.filling_forms import NumberForm, PassingForm, RoundForm
from applicants.deadlines import end_for
from applicants.enums import Priority
from applicants.filling import SHOWN, filling, number_before
from applicants.missing import lacks_of
from applicants.models import PassOver, WaitlistEntry
from applicants.permissions import DECIDERS, VIEWERS, decides
from applicants.workflow import rounds
from applicants.workflow.passing import take_up_again
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from cohorts.models import Cohort


@dataclass(slots=True)
class PassedLine:
    """Somebody who would be passed over: what is missing, or a field for the words why."""

    entry: WaitlistEntry
    missing: list[str]
    field: forms.BoundField | None


@staff_page("cohorts/<int:pk>/fill/", name="fill_cohort")
@require_http_methods(["GET", "HEAD", "POST"])
def fill_cohort(request: StaffRequest, pk: int) -> HttpResponse:
    """The page of one cohort; its POST shows a round, and once confirmed sends it."""
    require_role(request, *(VIEWERS if request.method != "POST" else DECIDERS))
    seen = Cohort.objects.visible_to(request.user).select_related("campus", "track")
    cohort = seen.filter(pk=pk).first()
    if cohort is None:
        raise Http404
    if request.method == "POST":
        return _round(request, cohort)
    at = clock.now()
    asked = NumberForm(request.GET if "number" in request.GET else None)
    number = asked.cleaned_data["number"] if asked.is_valid() else None
    shown = NumberForm({"number": request.GET.get("show", "")})
    most = shown.cleaned_data["number"] if shown.is_valid() else SHOWN
    page = filling(cohort, at=at, number=number, shown=most)
    context = _frame(request, cohort) | {
        "page": page,
        "at": at,
        "form": dress(RoundForm(cohort=cohort)),
        "number_form": dress(NumberForm(initial={"number": number or page.ticked or None})),
        "may_offer": decides(request.user) and page.to_offer > 0,
        "may_change": decides(request.user),
        "show_more": min(len(page.lines) + SHOWN, rounds.MOST) if page.is_more else 0,
        "most": rounds.MOST,
        "normal": Priority.NORMAL,
    }
    return TemplateResponse(request, "applicants/staff/fill.html", context)


def _frame(request: StaffRequest, cohort: Cohort) -> dict[str, Any]:
    return {
        **staff_site.each_context(request),
        "cohort": cohort,
        "title": gettext("Fill %(code)s") % {"code": cohort.code},
        "waitlists_url": reverse("admin:waitlists"),
        "list_url": reverse("admin:waitlist", args=[cohort.campus_id, cohort.track_id]),
    }


def _round(request: StaffRequest, cohort: Cohort) -> HttpResponse:
    """Show who is offered a seat until when, and who is passed over; then do it."""
    at = clock.now()
    form = RoundForm(request.POST, cohort=cohort)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return HttpResponseRedirect(request.path)
    chosen, hours = form.cleaned_data["chosen"], form.cleaned_data["hours"]
    if number_before(cohort, chosen, at=at) > rounds.MOST:
        messages.error(request, gettext("Too many people stand before these. Choose the next."))
        return HttpResponseRedirect(request.path)
    over = rounds.left_out(cohort, chosen, at=at)
    ready = [entry for entry, missing in over if not missing]
    is_confirmed = "confirmed" in request.POST
    why = PassingForm(request.POST if is_confirmed else None, entries=ready)
    if is_confirmed and why.is_valid():
        try:
            result = rounds.send_round(
                cohort=cohort,
                entries=chosen,
                hours=hours,
                passed=why.words,
                actor=Actor.user(request.user),
                at=at,
            )
        except rounds.NeedsReason as error:  # somebody became ready in between
            messages.error(request, str(error.sentence))
            why = PassingForm(request.POST, entries=error.entries)
            over = rounds.left_out(cohort, chosen, at=at)
        else:
            _tell(request, result)
            return HttpResponseRedirect(request.path)
    dress(why)
    explained = {entry.pk for entry in why.entries}
    to_offer = rounds.seats_to_offer(cohort, at=at)
    lacks = lacks_of(chosen, cohort=cohort, on=clock.local_day(at))
    context = _frame(request, cohort) | {
        "chosen": [(entry, lacks[entry.pk]) for entry in chosen],
        "hours": hours,
        "until": end_for(cohort, at=at, hours=hours),
        "passed": [
            PassedLine(entry, missing, why.field_of(entry) if entry.pk in explained else None)
            for entry, missing in over
        ],
        "why_all": why["why_all"] if "why_all" in why.fields else None,
        "has_errors": why.is_bound and bool(why.errors),
        "to_offer": to_offer,
        "too_many": max(len(chosen) - to_offer, 0),
    }
    return TemplateResponse(request, "applicants/staff/fill_confirm.html", context)


def _tell(request: StaffRequest, result: rounds.RoundResult) -> None:
    for entry, sentence in result.refused:
        messages.error(request, f"{entry.application.person}: {sentence}")
    done = len(result.offers)
    if done:
        messages.success(
            request,
            ngettext(
                "%(count)d seat is offered. The message leaves at once.",
                "%(count)d seats are offered. The messages leave at once.",
                done,
            )
            % {"count": done},
        )


@staff_page("passed-over/<int:key>/again/", name="in_line_again")
@require_POST
def in_line_again(request: StaffRequest, key: int) -> HttpResponse:
    """The reason for passing somebody over is gone."""
    require_role(request, *DECIDERS)
    seen = PassOver.objects.visible_to(request.user).with_entries()
    note = seen.filter(pk=key).first()
    if note is None:
        raise Http404
    take_up_again(note=note, actor=Actor.user(request.user), at=clock.now())
    messages.success(
        request,
        gettext("%(name)s is in line again.") % {"name": note.entry.application.person},
    )
    return HttpResponseRedirect(reverse("admin:fill_cohort", args=[note.cohort_id]))

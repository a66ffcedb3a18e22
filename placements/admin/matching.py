"""Who fits where: learners beside positions, and a round of proposals in one go."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.accounts.models import User
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.messages.notification import Recipient
from becode.messages.recipients import recipients_of
from cohorts.models import Cohort, Enrolment, Track
from placements.discretion import refuse_contact_details
from placements.fitting.board import board
from placements.fitting.facts import candidates, facts_of_learners, facts_of_positions, offered
from placements.fitting.rules import Match, match
from placements.models import CompanyContact, Position
from placements.permissions import CHANGE_ROLES
from placements.workflow import rounds

VIEWS = ("list", "grid")
SCOPE = ("campus", "cohort", "track", "elsewhere", "view")


class ScopeForm(forms.Form):
    """Which learners and positions stand beside each other; all of it may be left open."""

    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Campus"), required=False, empty_label=_("All my campuses")
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label=_("Cohort"), required=False, empty_label=_("All cohorts")
    )
    track = forms.ModelChoiceField(
        Track.objects.none(), label=_("Training"), required=False, empty_label=_("All trainings")
    )
    elsewhere = forms.BooleanField(label=_("Also positions of other campuses"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        keys = user.campus_keys()
        seen = Campus.objects.order_by("name", "pk")
        fields["campus"].queryset = seen if keys is None else seen.filter(pk__in=keys)
        with_learners = candidates(Enrolment.objects.visible_to(user)).order_by().values("cohort")
        fields["cohort"].queryset = Cohort.objects.filter(pk__in=with_learners).order_by(
            "internship_start_on", "code", "pk"
        )
        fields["track"].queryset = Track.objects.order_by("code", "pk")


class WordForm(forms.Form):
    note = PlainTextField(
        label=_("A word to all these companies"),
        help_text=_("You may skip this. No family name, no phone, no e-mail."),
        longest=1000,
        lines=3,
        required=False,
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        refuse_contact_details(note, names=self.names)
        return note


@staff_page("matching/", name="matching", roles=CHANGE_ROLES)
@require_safe
def matching(request: StaffRequest) -> HttpResponse:
    """Who has no place yet, the soonest internship first, with what fits."""
    form = ScopeForm(request.GET, user=request.user)
    if not form.is_valid():
        raise Http404
    learners, positions = _rows(request.user, form.cleaned_data)
    view = request.GET.get("view", "")
    suggest = "suggest" in request.GET
    shown = board(
        learners,
        positions,
        on=clock.today(),
        page=_number(request.GET.get("page", "")),
        column_page=_number(request.GET.get("columns", "")),
        suggest=suggest,
    )
    context = {
        **staff_site.each_context(request),
        "title": gettext("Who fits where"),
        "form": dress(form),
        "board": shown,
        "view": "list" if suggest else view if view in VIEWS else "auto",
        "suggest": suggest,
        "suggested": sum(bool(line.suggested) for line in shown.lines),
        "scope": _scope(request.GET),
        "scope_without_view": _scope(request.GET, without="view"),
    }
    return TemplateResponse(request, "placements/staff/matching.html", context)


def _rows(user: User, wanted: dict[str, Any]) -> tuple[Any, Any]:
    learners = Enrolment.objects.visible_to(user)
    positions = Position.objects.visible_to(user)
    campus, cohort, track = wanted["campus"], wanted["cohort"], wanted["track"]
    if cohort is not None:
        learners = learners.filter(cohort=cohort)
        campus = campus or cohort.campus
    if campus is not None:
        learners = learners.filter(cohort__campus=campus)
        if not wanted["elsewhere"]:
            positions = positions.filter(campus=campus)
    if track is not None:
        learners = learners.filter(cohort__track=track)
    return learners, positions


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _scope(query: QueryDict, *, without: str = "") -> str:
    """What the page was asked for, for its links: "campus=1&cohort=3"."""
    kept = QueryDict(mutable=True)
    for name in SCOPE:
        value = query.get(name)
        if name != without and isinstance(value, str) and value:
            kept[name] = value
    return kept.urlencode()


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One pair of a round before it is sent: whom the message reaches, what stands in the way."""

    match: Match
    contacts: list[CompanyContact]
    learner_by: Recipient | None
    too_many: bool


@staff_page("matching/round/", name="proposal_round", roles=CHANGE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_round(request: StaffRequest) -> HttpResponse:
    """Look at the chosen pairs, then send them in one go; one obstacle does not stop the others."""
    back = f"{reverse('admin:matching')}?{_scope(QueryDict(request.POST.get('scope', '')[:500]))}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    found = _pairs(request)
    if not found:
        messages.error(request, gettext("Choose at least one pair first."))
        return HttpResponseRedirect(back)
    if len(found) > rounds.MOST_PAIRS:
        words = gettext("Choose at most %(count)d at a time.") % {"count": rounds.MOST_PAIRS}
        messages.error(request, words)
        return HttpResponseRedirect(back)
    is_confirmed = "confirmed" in request.POST
    names = [pair.enrolment.person.last_name for pair in found]
    form = WordForm(request.POST if is_confirmed else None, names=names)
    if is_confirmed and form.is_valid():
        _send(request, found, note=form.cleaned_data["note"])
        return HttpResponseRedirect(back)
    lines = _preview(found)
    context = {
        **staff_site.each_context(request),
        "title": gettext("A round of proposals"),
        "lines": lines,
        "to_send": sum(not line.match.obstacle for line in lines),
        "form": dress(form),
        "back": back,
        "scope": request.POST.get("scope", "")[:500],
    }
    return TemplateResponse(request, "placements/staff/round.html", context)


def _pairs(request: StaffRequest) -> list[Match]:
    """The chosen pairs that this colleague sees, each once, in the order of the page."""
    wanted: dict[tuple[int, int], None] = {}
    for text in request.POST.getlist("pair")[: 10 * rounds.MOST_PAIRS]:
        one, _dash, other = text.partition("-")
        if all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (one, other)):
            wanted[int(one), int(other)] = None
    seen = Enrolment.objects.visible_to(request.user).filter(pk__in={one for one, _ in wanted})
    learners = {facts.enrolment.pk: facts for facts in facts_of_learners(candidates(seen))}
    places = offered(
        Position.objects.visible_to(request.user).filter(pk__in={other for _, other in wanted})
    )
    positions = {facts.key: facts for facts in facts_of_positions(places)}
    return [
        match(learners[one], positions[other])
        for one, other in wanted
        if one in learners and other in positions
    ]


def _preview(found: list[Match]) -> list[PreviewLine]:
    """Two queries: the contacts of the companies, the addresses of the learners."""
    companies = {pair.position.company_id for pair in found}
    contacts: dict[int, list[CompanyContact]] = defaultdict(list)
    active = CompanyContact.objects.active().filter(company__in=companies)
    for contact in active.select_related("user"):
        contacts[contact.company_id].append(contact)
    reached = recipients_of({pair.enrolment.person for pair in found})
    asked = Counter(pair.position.pk for pair in found)
    return [
        PreviewLine(
            match=pair,
            contacts=contacts[pair.position.company_id],
            learner_by=next(iter(reached[pair.enrolment.person_id]), None),
            too_many=asked[pair.position.pk] + pair.waiting > pair.places_left,
        )
        for pair in found
    ]


def _send(request: StaffRequest, found: list[Match], *, note: str) -> None:
    """A round for each campus of these learners, and what came of it, in words."""
    actor, at, done = Actor.user(request.user), clock.now(), 0
    by_campus: dict[int, list[Match]] = defaultdict(list)
    for pair in found:
        by_campus[pair.enrolment.cohort.campus_id].append(pair)
    for pairs in by_campus.values():
        result = rounds.send_round(
            campus=pairs[0].enrolment.cohort.campus,
            pairs=[(pair.enrolment, pair.position) for pair in pairs],
            note=note,
            actor=actor,
            at=at,
        )
        done += len(result.proposals)
        for enrolment, position, sentence in result.refused:
            messages.error(request, f"{enrolment.person} → {position}: {sentence}")
    if done:
        words = ngettext(
            "%(count)d proposal is sent. The messages leave at once.",
            "%(count)d proposals are sent. The messages leave at once.",
            done,
        )
        messages.success(request, words % {"count": done})

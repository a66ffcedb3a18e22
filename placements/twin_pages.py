"""Staff pages: companies that may be there twice, and two records side by side to merge."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.models import Company, NotOneCompany
from placements.numbers import spell_company_number
from placements.permissions import CHANGE_ROLES
from placements.twins import MOST_SHOWN, Twins, pair_of, twins_seen_by
from placements.workflow.merging_companies import MOVES, doubt_again, mark_as_two, merge_companies

Facts = list[tuple[str, Any]]
ANSWERS: dict[str, tuple[Callable[..., None], Any]] = {
    "two": (mark_as_two, gettext_lazy("These stay two companies. The pair is not shown again.")),
    "unsure": (doubt_again, gettext_lazy("The pair is shown again.")),
}


@staff_page("companies/duplicates/", name="company_duplicates", roles=CHANGE_ROLES)
@require_safe
def company_duplicates(request: StaffRequest) -> HttpResponse:
    """Pairs of records; `?company=` those of one, and any other one to compare it with."""
    company = _chosen(request, "company")
    other = _chosen(request, "with")
    if company is not None and other is not None and company != other:
        return redirect("admin:company_duplicate", company.pk, other.pk)
    pairs = twins_seen_by(request.user, company=company)
    context: dict[str, Any] = {
        "title": _("Companies that are there twice"),
        "pairs": pairs[:MOST_SHOWN],
        "left_out": max(0, len(pairs) - MOST_SHOWN),
        "company": company,
    }
    if company is not None:
        others = _standing(request).exclude(pk=company.pk)
        context["others"] = list(others.order_by("name", "pk"))
    return _page(request, "placements/staff/company_duplicates.html", context)


@staff_page(
    "companies/duplicates/<int:one_key>/<int:other_key>/",
    name="company_duplicate",
    roles=CHANGE_ROLES,
)
@require_http_methods(["GET", "HEAD", "POST"])
def company_duplicate(request: StaffRequest, one_key: int, other_key: int) -> HttpResponse:
    """Two records side by side with what each has; its POST says that they are one, or two."""
    found = _standing(request).select_related("owner").in_bulk([one_key, other_key])
    if len(found) != 2:
        raise Http404
    pair = pair_of(found[one_key], found[other_key])
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer in ANSWERS:
            return _say(request, pair, answer)
        return _merge(request, pair.older, pair.newer)
    both = (pair.older, pair.newer)
    facts = [_facts(company) for company in both]
    columns = [
        {
            "company": company,
            "url": reverse("admin:placements_company_change", args=[company.pk]),
            "facts": _marked(mine, against=facts[1 - number]),
            "moves": _moves(company),
        }
        for number, (company, mine) in enumerate(zip(both, facts, strict=True))
    ]
    numbers = {company.number for company in both} - {""}
    context = {
        "title": _("One company or two?"),
        "columns": columns,
        "reasons": pair.reasons,
        "are_two": len(numbers) == 2,
        "said": NotOneCompany.objects.of_pair(one_key, other_key).first(),
    }
    return _page(request, "placements/staff/company_duplicate.html", context)


def _say(request: StaffRequest, pair: Twins, answer: str) -> HttpResponse:
    """That they are two companies, or that nobody is sure of it any more."""
    verb, sentence = ANSWERS[answer]
    try:
        verb(one=pair.older, other=pair.newer, actor=Actor.user(request.user), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect(request.path)
    messages.success(request, str(sentence))
    return redirect("admin:company_duplicates" if answer == "two" else request.path)


def _merge(request: StaffRequest, older: Company, newer: Company) -> HttpResponse:
    keep = request.POST.get("keep")
    if keep not in (str(older.pk), str(newer.pk)):
        messages.error(request, _("Choose which record stays."))
        return redirect(request.path)
    kept, gone = (older, newer) if keep == str(older.pk) else (newer, older)
    try:
        merge_companies(kept=kept, gone=gone, actor=Actor.user(request.user), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return redirect(request.path)
    messages.success(request, _("This is one company now. You can undo it on this page."))
    return redirect("admin:placements_company_change", kept.pk)


def _standing(request: StaffRequest) -> Any:
    return Company.objects.visible_to(request.user).filter(merged_into__isnull=True)


def _chosen(request: StaffRequest, name: str) -> Company | None:
    """The company that the address names; what cannot be one is a page that does not exist."""
    key = request.GET.get(name, "")
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    company: Company = get_object_or_404(_standing(request), pk=int(key))
    return company


def _facts(company: Company) -> Facts:
    campuses = ", ".join(str(campus) for campus in company.campuses.all())
    return [
        (_("Company number"), spell_company_number(company.number)),
        (_("Sector"), company.sector),
        (_("Address"), f"{company.address} {company.postcode} {company.municipality}".strip()),
        (_("Website"), company.website),
        (_("Works with campuses"), campuses or _("All campuses")),
        (_("Looked after by"), str(company.owner or "")),
        (_("State"), _("Active") if company.is_active else _("Not active")),
    ]


def _marked(mine: Facts, *, against: Facts) -> Facts:
    """What both know and do not agree about stands out."""
    return [
        (label, Tag(value, "warning") if value and theirs and value != theirs else value)
        for (label, value), (_label, theirs) in zip(mine, against, strict=True)
    ]


def _moves(company: Company) -> Facts:
    """How much of each kind would come along: everything that a merge moves, by its rules."""
    return [
        (
            capfirst(str(getattr(company, name).model._meta.verbose_name_plural)),
            getattr(company, name).count(),
        )
        for name in MOVES
    ]


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    return TemplateResponse(request, template, {**staff_site.each_context(request), **context})

"""Staff pages: records that may be one human, and two of them side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.same_person import address_of, reasons_in_words
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.duplicates import pair_of, recent_pairs
from becode.people.merging import mark_as_two, merge
from becode.people.models import Person
from becode.people.permissions import MERGERS

Facts = list[tuple[Any, Any]]


@staff_page("duplicates/", name="duplicates", roles=MERGERS)
@require_safe
def duplicates(request: StaffRequest) -> HttpResponse:
    """Pairs of the colleague's campuses, the newest record first, a page at a time."""
    from becode.backoffice.site import staff_site  # the site is made of these pages

    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) <= 18 else None
    page = recent_pairs(request.user, before=before)
    context = {
        **staff_site.each_context(request),
        "title": _("Duplicates"),
        "lines": [(pair, reasons_in_words(pair), address_of(pair)) for pair in page.pairs],
        "before": page.before,
        "is_first": before is None,
    }
    return TemplateResponse(request, "backoffice/duplicates.html", context)


@staff_page("duplicates/<int:one_key>/<int:other_key>/", name="duplicate", roles=MERGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: StaffRequest, one_key: int, other_key: int) -> HttpResponse:
    """Two records side by side; its POST says that they are one person, or two."""
    from becode.backoffice.site import staff_site  # the site is made of these pages

    people = Person.objects.visible_to(request.user).current().in_bulk([one_key, other_key])
    if len(people) != 2:
        raise Http404
    pair = pair_of(people[one_key], people[other_key])
    if request.method == "POST":
        return _decide(request, older=pair.other, newer=pair.person)
    admin: Any = staff_site._registry[Person]
    both = (pair.other, pair.person)
    facts = _mark_differences(*(admin.facts(request, person) for person in both))
    columns = [
        {
            "person": person,
            "url": reverse("admin:people_person_change", args=[person.pk]),
            "facts": person_facts,
            "sections": admin.record_sections(person, request.user),
        }
        for person, person_facts in zip(both, facts, strict=True)
    ]
    context = {
        **staff_site.each_context(request),
        "title": _("One person or two?"),
        "columns": columns,
        "reasons": [reason.label for reason in pair.reasons],
        "duplicates_url": reverse("admin:duplicates"),
    }
    return TemplateResponse(request, "backoffice/duplicate.html", context)


def _mark_differences(one: Facts, other: Facts) -> tuple[Facts, Facts]:
    """The facts of two records; what both know and do not agree about stands out."""

    def marked(facts: Facts, against: Facts) -> Facts:
        return [
            (label, Tag(value, "warning") if value and theirs and value != theirs else value)
            for (label, value), (_label, theirs) in zip(facts, against, strict=True)
        ]

    return marked(one, other), marked(other, one)


def _decide(request: StaffRequest, *, older: Person, newer: Person) -> HttpResponse:
    actor, at = Actor.user(request.user), clock.now()
    if request.POST.get("answer") == "two":
        mark_as_two(one=older, other=newer, actor=actor, at=at)
        messages.success(request, _("These stay two people. The pair is not shown again."))
        return HttpResponseRedirect(reverse("admin:duplicates"))
    kept, absorbed = older, newer
    if request.POST.get("keep") == str(newer.pk):
        kept, absorbed = newer, older
    if request.POST.get("answer") != "one" or request.POST.get("keep") != str(kept.pk):
        messages.error(request, _("Choose which record stays."))
        return HttpResponseRedirect(request.path)
    try:
        merge(kept=kept, absorbed=absorbed, actor=actor, at=at)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(request.path)
    messages.success(
        request, _("This is one person now. You can undo it here or from what happened.")
    )
    return HttpResponseRedirect(reverse("admin:people_person_change", args=[kept.pk]))

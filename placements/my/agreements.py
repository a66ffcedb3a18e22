"""A learner's own agreement: reading, signing, files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.portal.access import PersonRequest, person_required
from placements import agreement_pages
from placements.agreement_forms import SignForm
from placements.enums import PaperState, Party
from placements.models import InternshipAgreement
from placements.workflow.signing import Proof


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: PersonRequest, key: int) -> HttpResponse:
    """The text, and the field to sign."""
    shown = _own(request, key)
    newer = shown
    while newer.state == PaperState.REPLACED and hasattr(newer, "replaced_by"):
        newer = newer.replaced_by
    if newer is not shown:
        messages.info(request, _("This agreement was corrected. Here is the new one."))
        return redirect("placements:my:agreement", newer.pk)
    mine = shown.signatures.with_agreement().get(party=Party.LEARNER)
    form = SignForm(signature=mine)
    if request.method == "POST":
        form = SignForm(request.POST, signature=mine)
        if form.is_valid():
            fault = agreement_pages.sign_from(
                form,
                mine,
                proof=Proof("my", request.person.pk, agreement_pages.statement(mine)),
                actor=Actor.person(request.person),
                at=clock.now(),
            )
            if fault:
                messages.error(request, fault)
            else:
                messages.success(request, _("Thank you. You signed."))
            return redirect("placements:my:agreement", shown.pk)
    context = {**agreement_pages.agreement_context(shown, mine), "form": form}
    return render(request, "placements/my/agreement.html", context)


@person_required
@require_safe
def file(request: PersonRequest, key: int, which: str) -> HttpResponse:
    return agreement_pages.serve_file(_own(request, key), which, at=clock.now())


def _own(request: PersonRequest, key: int) -> InternshipAgreement:
    """Another person's answers 404 like a missing one."""
    theirs = InternshipAgreement.objects.filter(internship__enrolment__person=request.person)
    found: InternshipAgreement = get_object_or_404(theirs.with_all(), pk=key)
    return found

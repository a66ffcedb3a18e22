"""Agreements in the company portal: what waits for a signature, reading, signing, files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from placements import agreement_pages
from placements.agreement_forms import SignForm
from placements.company.access import ContactRequest, contact_required
from placements.enums import PaperState
from placements.models import InternshipAgreement, Signature
from placements.permissions.agreements import can_see_agreement
from placements.workflow.signing import Proof

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 30


@contact_required
@require_safe
def agreements(request: ContactRequest) -> HttpResponse:
    """Those that this contact may see, the newest first; replaced versions are left out."""
    rows = (
        InternshipAgreement.objects.of_company(request.company.pk)
        .for_contact(request.contact)
        .exclude(state__in=[PaperState.REPLACED, PaperState.CANCELLED])
        .select_related("internship__enrolment__person")
        .order_by("-made_at", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    mine = Signature.objects.missing().filter(contact=request.contact)
    to_sign = set(mine.values_list("agreement_id", flat=True))
    context = {"page": page, "to_sign": to_sign}
    return render(request, "placements/company/agreements.html", context)


@contact_required
@asks_or_acts
def agreement(request: ContactRequest, key: int) -> HttpResponse:
    """The text; below it the field to sign, where this contact signs."""
    shown = _own(request, key)
    newer = _newer(shown)
    if newer is not None:
        messages.info(request, _("This agreement was corrected. Here is the new one."))
        return redirect("placements:company:agreement", newer.pk)
    mine = shown.signatures.with_agreement().filter(contact=request.contact).first()
    form = None
    if mine is not None:
        form = SignForm(signature=mine)
        if request.method == "POST":
            form = SignForm(request.POST, signature=mine)
            if form.is_valid():
                fault = agreement_pages.sign_from(
                    form,
                    mine,
                    proof=Proof("portal", request.user.pk, agreement_pages.statement(mine)),
                    actor=Actor.user(request.user),
                    at=clock.now(),
                )
                if fault:
                    messages.error(request, fault)
                else:
                    messages.success(request, _("Thank you. You signed."))
                return redirect("placements:company:agreement", shown.pk)
    elif request.method == "POST":
        raise PermissionDenied
    context = {**agreement_pages.agreement_context(shown, mine), "form": form}
    return render(request, "placements/company/agreement.html", context)


@contact_required
@asks_or_acts
def scan(request: ContactRequest, key: int) -> HttpResponse:
    """The paper was signed by hand: a photo or a PDF of it."""
    shown = _own(request, key)
    form, is_received = agreement_pages.send_scan(
        request,
        shown,
        sender=request.user,
        actor=Actor.user(request.user),
        at=clock.now(),
    )
    if is_received:
        messages.success(request, _("Thank you. A colleague looks at it."))
        return redirect("placements:company:agreement", shown.pk)
    context = {"form": form, "agreement": shown}
    return render(request, "placements/company/agreement_scan.html", context)


@contact_required
@require_safe
def file(request: ContactRequest, key: int, which: str) -> HttpResponse:
    return agreement_pages.serve_file(_own(request, key), which, at=clock.now())


def _own(request: ContactRequest, key: int) -> InternshipAgreement:
    """Another company's is a 404; one of a colleague without that right a 403."""
    rows = InternshipAgreement.objects.of_company(request.company.pk).with_all()
    shown: InternshipAgreement = get_object_or_404(rows.prefetch_related("signatures"), pk=key)
    if not can_see_agreement(request.contact, shown):
        raise PermissionDenied
    return shown


def _newer(shown: InternshipAgreement) -> InternshipAgreement | None:
    found = shown
    while found.state == PaperState.REPLACED and hasattr(found, "replaced_by"):
        found = found.replaced_by
    return None if found is shown else found

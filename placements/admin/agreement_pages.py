"""Staff pages around an agreement: made, corrected, amended, signed, scans, files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements import agreement_pages
from placements.admin.agreement_forms import (
    MakeForm,
    ReasonForm,
    SignatoriesForm,
)
from placements.admin.agreement_scope import (
    agreement_or_404,
    agreement_seen,
    internship_or_404,
    own_page,
    page_of_record,
    posted,
)
from placements.agreement_forms import SignForm
from placements.enums import PaperState, Party
from placements.models import InternshipAgreement
from placements.papers.facts import missing
from placements.papers.parts import digest
from placements.permissions import CHANGE_ROLES
from placements.permissions.agreements import can_sign_for_school
from placements.workflow import agreements, correcting
from placements.workflow.signing import Proof

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@staff_page("make-agreement/<int:key>/", name="make_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def make_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """What is missing, with where it is filled in; else who signs."""
    internship = internship_or_404(request, key)
    form = dress(MakeForm(posted(request), internship=internship, user=request.user))
    lacks = missing(
        internship,
        signatories=list(form.fields["contact"].queryset),
        school_user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = agreements.make(
                internship=internship,
                signatories=list(data["contact"]),
                school_user=data["school"],
                language=data.get("language", ""),
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except agreements.NotComplete as error:
            lacks = list(error.lacks)
            form.add_error(None, str(error.sentence))
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("The agreement is made. Everybody is asked to sign."))
            return redirect("admin:placements_internshipagreement_change", made.pk)
    context = {
        "internship": internship,
        "lacks": lacks,
        "form": form,
        "back_url": page_of_record(internship),
    }
    return own_page(request, "make_agreement.html", _("Make the agreement"), context)


@staff_page("correct-agreement/<int:key>/", name="correct_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def correct_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """First what a correction would change and for whom; then exactly that, with a reason."""
    agreement = agreement_or_404(request, key)
    signatories = _signatories(request, agreement)
    reason = dress(ReasonForm(posted(request)))
    shown, lacks, language = None, [], (get_language() or "en")[:2]
    if signatories.is_valid():
        try:
            shown = correcting.preview(
                agreement,
                list(signatories.cleaned_data["contact"]),
                signatories.cleaned_data["school"],
                language=language,
            )
        except agreements.NotComplete as error:
            lacks = list(error.lacks)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
    if request.method == "POST" and signatories.is_valid() and reason.is_valid():
        try:
            made = correcting.correct(
                agreement=agreement,
                signatories=list(signatories.cleaned_data["contact"]),
                school_user=signatories.cleaned_data["school"],
                reason=reason.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            reason.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("Corrected. Who must sign again is told why."))
            return redirect("admin:placements_internshipagreement_change", made.pk)
    is_open = agreement.state == PaperState.OPEN
    context = {
        "agreement": agreement,
        "is_open": is_open,
        "signatories": signatories,
        "form": reason,
        "shown": shown if is_open else None,
        "lines": _lines(shown, language) if shown else [],
        "changes": _changes(shown.differences, language) if shown else [],
        "lacks": lacks,
        "back_url": page_of_record(agreement),
    }
    return own_page(request, "correct_agreement.html", _("Correct the agreement"), context)


@staff_page("amend-agreement/<int:key>/", name="amend_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def amend_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """What the records say now and the signed papers do not, as a paper of its own."""
    internship = internship_or_404(request, key)
    signed = correcting.last_signed(internship)
    signatories = dress(MakeForm(posted(request), internship=internship, user=request.user))
    signatories.fields.pop("language", None)
    reason = dress(ReasonForm(posted(request)))
    changes: list[dict[str, Any]] = []
    seen = ""
    if signed is not None:
        facts = correcting.amended_facts(internship, signed)
        seen = digest(facts["substance"]["changes"])
        language = (get_language() or "en")[:2]
        found = correcting.preview_amendment(internship, language=language)
        changes = _changes(found, language)
    if request.method == "POST" and signatories.is_valid() and reason.is_valid():
        try:
            made = correcting.amend(
                internship=internship,
                signatories=list(signatories.cleaned_data["contact"]),
                school_user=signatories.cleaned_data["school"],
                reason=reason.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            reason.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("The amendment is made. Everybody is asked to sign."))
            return redirect("admin:placements_internshipagreement_change", made.pk)
    context = {
        "internship": internship,
        "signed": signed,
        "changes": changes,
        "seen": seen,
        "signatories": signatories,
        "form": reason,
        "back_url": page_of_record(signed or internship),
    }
    return own_page(request, "amend_agreement.html", _("Make an amendment"), context)


@staff_page("sign-agreement/<int:key>/", name="sign_agreement")
@asks_or_acts
def sign_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """The school's own signature: only of the colleague who is named."""
    agreement = agreement_seen(request, key)
    mine = agreement.signatures.with_agreement().filter(party=Party.SCHOOL).first()
    if mine is None or not can_sign_for_school(request.user, mine):
        raise PermissionDenied
    form = SignForm(posted(request), signature=mine)
    if request.method == "POST" and form.is_valid():
        fault = agreement_pages.sign_from(
            form,
            mine,
            proof=Proof("staff", request.user.pk, agreement_pages.statement(mine)),
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        if fault:
            messages.error(request, fault)
        else:
            messages.success(request, _("Thank you. You signed."))
        return redirect("admin:placements_internshipagreement_change", agreement.pk)
    context = {
        "agreement": agreement,
        "paper": agreement.data["paper"],
        "mine": mine,
        "can_sign": mine.signed_at is None and agreement.state == PaperState.OPEN,
        "form": dress(form),
        "back_url": page_of_record(agreement),
    }
    return own_page(request, "sign_agreement.html", _("Sign for the school"), context)


@staff_page("agreement-file/<int:key>/<slug:which>/", name="agreement_file")
@require_safe
def agreement_file(request: StaffRequest, key: int, which: str) -> HttpResponse:
    return agreement_pages.serve_file(agreement_seen(request, key), which)


def _signatories(request: StaffRequest, agreement: InternshipAgreement) -> SignatoriesForm:
    """As chosen in the address or the form; at first those of the agreement."""
    now = list(agreement.signatures.order_by("pk"))
    data: Any = request.POST if request.method == "POST" else request.GET
    if "school" not in data:
        data = {
            "contact": [str(one.contact_id) for one in now if one.party == Party.HOST],
            "school": next((str(one.user_id) for one in now if one.party == Party.SCHOOL), ""),
        }
    return dress(SignatoriesForm(data, internship=agreement.internship))


def _lines(shown: correcting.Preview, language: str) -> list[dict[str, Any]]:
    """For each signature what a correction means, in words."""
    found = []
    for line in shown.lines:
        if line.is_kept:
            what, tone = _("Signature stays"), "good"
        elif line.must_sign_again:
            what, tone = _("Must sign again"), "warning"
        elif line.old is None:
            what, tone = _("New: is asked to sign"), "info"
        else:
            what, tone = _("Has not signed yet"), "neutral"
        why = [one.label(language) for one in line.because]
        if line.must_sign_again and not why:
            why = [_("the name or function of the signatory")]
        found.append(
            {
                "name": line.signature.name,
                "party": line.signature.get_party_display(),
                "what": what,
                "tone": tone,
                "why": ", ".join(why) if line.must_sign_again else "",
            }
        )
    gone = [
        {
            "name": one.name,
            "party": one.get_party_display(),
            "what": _("Does not sign any more"),
            "tone": "bad" if one.signed_at else "neutral",
            "why": "",
        }
        for one in shown.gone
    ]
    return [*found, *gone]


def _changes(found: Any, language: str) -> list[dict[str, str]]:
    return [
        {"label": one.label(language), "before": one.before, "after": one.after} for one in found
    ]

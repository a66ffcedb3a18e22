"""Staff pages around an agreement: made, corrected, amended, signed, scans, files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from placements import agreement_pages
from placements.admin.agreement_forms import (
    CheckedForm,
    MakeForm,
    ReasonForm,
    SignatoriesForm,
    UploadCheckedForm,
)
from placements.agreement_forms import SignForm
from placements.enums import PaperState, Party, ScanState
from placements.models import Internship, InternshipAgreement, SignedScan
from placements.papers.facts import missing
from placements.papers.parts import digest
from placements.permissions import CHANGE_ROLES, can_change_agreement, can_change_internship
from placements.permissions.agreements import can_sign_for_school
from placements.workflow import agreements, correcting, scans
from placements.workflow.signing import Proof

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@staff_page("make-agreement/<int:key>/", name="make_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def make_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """What is missing, with where it is filled in; else who signs."""
    internship = _internship(request, key)
    form = dress(MakeForm(_posted(request), internship=internship, user=request.user))
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
        "back_url": _page_of(internship),
    }
    return _page(request, "make_agreement.html", _("Make the agreement"), context)


@staff_page("correct-agreement/<int:key>/", name="correct_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def correct_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """First what a correction would change and for whom; then exactly that, with a reason."""
    agreement = _agreement(request, key)
    signatories = _signatories(request, agreement)
    reason = dress(ReasonForm(_posted(request)))
    shown, lacks = None, []
    if signatories.is_valid():
        try:
            shown = correcting.preview(
                agreement,
                list(signatories.cleaned_data["contact"]),
                signatories.cleaned_data["school"],
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
        "lines": _lines(shown, agreement.language) if shown else [],
        "changes": _changes(shown.differences, agreement.language) if shown else [],
        "lacks": lacks,
        "back_url": _page_of(agreement),
    }
    return _page(request, "correct_agreement.html", _("Correct the agreement"), context)


@staff_page("amend-agreement/<int:key>/", name="amend_agreement", roles=CHANGE_ROLES)
@asks_or_acts
def amend_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """What the records say now and the signed papers do not, as a paper of its own."""
    internship = _internship(request, key)
    signed = correcting.last_signed(internship)
    signatories = dress(MakeForm(_posted(request), internship=internship, user=request.user))
    signatories.fields.pop("language", None)
    reason = dress(ReasonForm(_posted(request)))
    changes: list[dict[str, Any]] = []
    seen = ""
    if signed is not None:
        facts = correcting.amended_facts(internship, signed)
        seen = digest(facts["substance"]["changes"])
        changes = _changes(correcting.preview_amendment(internship), signed.language)
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
        "back_url": _page_of(signed or internship),
    }
    return _page(request, "amend_agreement.html", _("Make an amendment"), context)


@staff_page("sign-agreement/<int:key>/", name="sign_agreement")
@asks_or_acts
def sign_agreement(request: StaffRequest, key: int) -> HttpResponse:
    """The school's own signature: only of the colleague who is named."""
    agreement = _seen(request, key)
    mine = agreement.signatures.with_agreement().filter(party=Party.SCHOOL).first()
    if mine is None or not can_sign_for_school(request.user, mine):
        raise PermissionDenied
    form = SignForm(_posted(request), signature=mine)
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
        "back_url": _page_of(agreement),
    }
    return _page(request, "sign_agreement.html", _("Sign for the school"), context)


@staff_page("agreement-scan/<int:key>/", name="agreement_scan", roles=CHANGE_ROLES)
@asks_or_acts
def agreement_scan(request: StaffRequest, key: int) -> HttpResponse:
    """A signed paper that lies on the table: the scan, and who signed on it."""
    agreement = _agreement(request, key)
    initial = {"signed_on": clock.today()}
    form = dress(
        UploadCheckedForm(
            _posted(request), request.FILES or None, agreement=agreement, initial=initial
        )
    )
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            at, actor = clock.now(), Actor.user(request.user)
            scan = scans.receive(
                agreement=agreement,
                upload=form.cleaned_data["scan"],
                sender=request.user,
                actor=actor,
                at=at,
            )
            _confirm(scan, form.cleaned_data, request)

        done = _acted(request, form, act, agreement, field="scan")
        if done:
            return done
    context = {"agreement": agreement, "form": form, "back_url": _page_of(agreement)}
    return _page(request, "agreement_scan.html", _("Signed on paper"), context)


@staff_page("check-scan/<int:key>/", name="check_scan", roles=CHANGE_ROLES)
@asks_or_acts
def check_scan(request: StaffRequest, key: int) -> HttpResponse:
    """A scan that a company sent: whose signatures are on it, or why it cannot be used."""
    scan = _scan(request, key)
    agreement = scan.agreement
    if not can_change_agreement(request.user, agreement):
        raise PermissionDenied
    is_refusal = request.POST.get("act") == "refuse"
    posted = _posted(request)
    initial = {"signed_on": clock.local_day(scan.received_at)}
    form = dress(CheckedForm(None if is_refusal else posted, agreement=agreement, initial=initial))
    refusal = dress(ReasonForm(posted if is_refusal else None))
    used = refusal if is_refusal else form
    if request.method == "POST" and used.is_valid():

        def act() -> None:
            if is_refusal:
                scans.refuse(
                    scan=scan,
                    note=refusal.cleaned_data["reason"],
                    checked_by=request.user,
                    actor=Actor.user(request.user),
                    at=clock.now(),
                )
            else:
                _confirm(scan, form.cleaned_data, request)

        done = _acted(request, used, act, agreement)
        if done:
            return done
    context = {
        "scan": scan,
        "agreement": agreement,
        "is_waiting": scan.state == ScanState.WAITING and agreement.state == PaperState.OPEN,
        "form": form,
        "refusal": refusal,
        "back_url": _page_of(agreement),
    }
    return _page(request, "check_scan.html", _("A scan to look at"), context)


@staff_page("agreement-file/<int:key>/<slug:which>/", name="agreement_file")
@require_safe
def agreement_file(request: StaffRequest, key: int, which: str) -> HttpResponse:
    return agreement_pages.serve_file(_seen(request, key), which, at=clock.now())


@staff_page("agreement-scan-file/<int:key>/", name="scan_file")
@require_safe
def scan_file(request: StaffRequest, key: int) -> HttpResponse:
    return store.serve(_scan(request, key).file)


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _confirm(scan: SignedScan, data: dict[str, Any], request: StaffRequest) -> None:
    scans.confirm(
        scan=scan,
        signatures=list(data["signature"]),
        signed_on=data["signed_on"],
        place=data["place"],
        checked_by=request.user,
        actor=Actor.user(request.user),
        at=clock.now(),
    )


def _acted(
    request: StaffRequest,
    form: Any,
    act: Callable[[], None],
    agreement: InternshipAgreement,
    *,
    field: str | None = None,
) -> HttpResponseRedirect | None:
    """Act, and lead back to the agreement; what is wrong is said at the form."""
    try:
        with transaction.atomic():
            act()
    except (IllegalMove, store.Unusable) as error:
        form.add_error(field if isinstance(error, store.Unusable) else None, str(error.sentence))
        return None
    messages.success(request, _("Done. The page shows who signed."))
    return HttpResponseRedirect(_page_of(agreement))


def _internship(request: StaffRequest, key: int) -> Internship:
    rows = Internship.objects.visible_to(request.user).select_related(
        "company",
        "position",
        "establishment",
        "mentor__user",
        "workstation_sheet",
        "enrolment__person",
        "enrolment__cohort__campus",
        "enrolment__cohort__track",
    )
    internship: Internship = get_object_or_404(rows, pk=key)
    if not can_change_internship(request.user, internship):
        raise PermissionDenied
    return internship


def _seen(request: StaffRequest, key: int) -> InternshipAgreement:
    rows = InternshipAgreement.objects.visible_to(request.user).with_all()
    found: InternshipAgreement = get_object_or_404(rows, pk=key)
    return found


def _agreement(request: StaffRequest, key: int) -> InternshipAgreement:
    require_role(request, *CHANGE_ROLES)
    agreement = _seen(request, key)
    if not can_change_agreement(request.user, agreement):
        raise PermissionDenied
    return agreement


def _scan(request: StaffRequest, key: int) -> SignedScan:
    rows = SignedScan.objects.visible_to(request.user).select_related(
        "file",
        "sent_by",
        "agreement__internship__company",
        "agreement__internship__enrolment__person",
        "agreement__internship__enrolment__cohort",
    )
    found: SignedScan = get_object_or_404(rows, pk=key)
    return found


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


def _page_of(record: Any) -> str:
    return reverse(f"admin:placements_{record._meta.model_name}_change", args=[record.pk])


def _page(
    request: StaffRequest, template: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    request.current_app = staff_site.name
    frame = {**staff_site.each_context(request), "title": title}
    return TemplateResponse(request, f"placements/staff/{template}", {**frame, **context})

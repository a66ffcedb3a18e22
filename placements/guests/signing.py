"""Signing by a link, without an account.

The first page says for whom the link is and asks whether they are the one: a link may have been
forwarded. The agreement shows after the answer, and the evidence keeps when it was given.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import PUBLIC, Actor
from placements import agreement_pages
from placements.agreement_forms import SignForm
from placements.enums import LinkPurpose
from placements.guests.access import GuestRequest, guest_required
from placements.models import InternshipAgreement, Signature
from placements.workflow.agreements import note
from placements.workflow.signing import Proof, newest

SESSION_KEY = "signs_by_link"
asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
to_sign = guest_required(LinkPurpose.SIGN)


@asks_or_acts
@to_sign
def sign(request: GuestRequest) -> HttpResponse:
    """For whom this link is; yes leads on, no says what to do."""
    mine = _mine(request)
    if mine is None:
        return render(request, "placements/guests/sign_not_needed.html")
    if request.method == "POST":
        if request.POST.get("who") == "me":
            told = request.session.setdefault(SESSION_KEY, {})
            told[str(request.link.pk)] = clock.now().isoformat()
            request.session.modified = True
            return redirect("placements:guests:sign_read", request.token)
        if request.POST.get("who") == "other":
            at = clock.now()
            note(mine.agreement, "agreement.not_me", actor=PUBLIC, at=at, reason_code=mine.party)
            return render(request, "placements/guests/sign_not_me.html", {"mine": mine})
    context = {"mine": mine, "company": mine.agreement.internship.company}
    return render(request, "placements/guests/sign.html", context)


@asks_or_acts
@to_sign
def read(request: GuestRequest) -> HttpResponse:
    """The agreement and, below, the field to sign; after signing, what it still waits for."""
    mine = _mine(request)
    told_at = request.session.get(SESSION_KEY, {}).get(str(request.link.pk))
    if mine is None or told_at is None:
        return redirect("placements:guests:sign", request.token)
    context = agreement_pages.agreement_context(_whole(mine), mine)
    form = SignForm(signature=mine)
    if request.method == "POST":
        form = SignForm(request.POST, signature=mine)
        if form.is_valid():
            also = agreement_pages.statement(mine, told_at=told_at)
            fault = agreement_pages.sign_from(
                form,
                mine,
                proof=Proof("link", request.link.pk, also),
                actor=_actor(mine),
                at=clock.now(),
                link=request.link,
            )
            if fault:
                messages.error(request, fault)
            else:
                messages.success(request, _("Thank you. You signed."))
            return redirect("placements:guests:sign_read", request.token)
    context |= {"form": form, "token": request.token}
    return render(request, "placements/guests/sign_read.html", context)


@asks_or_acts
@to_sign
def scan(request: GuestRequest) -> HttpResponse:
    """The paper was signed by hand: a photo or a PDF of it."""
    mine = _mine(request)
    told = request.session.get(SESSION_KEY, {})
    if mine is None or str(request.link.pk) not in told:
        return redirect("placements:guests:sign", request.token)
    form, is_received = agreement_pages.send_scan(
        request,
        mine.agreement,
        sender=mine.contact.user if mine.contact else None,
        actor=_actor(mine),
        at=clock.now(),
    )
    if is_received:
        messages.success(request, _("Thank you. A colleague looks at it."))
        return redirect("placements:guests:sign_read", request.token)
    context = {"form": form, "token": request.token, "mine": mine}
    return render(request, "placements/guests/sign_scan.html", context)


@require_safe
@to_sign
def file(request: GuestRequest, which: str) -> HttpResponse:
    mine = _mine(request)
    if mine is None or str(request.link.pk) not in request.session.get(SESSION_KEY, {}):
        return redirect("placements:guests:sign", request.token)
    return agreement_pages.serve_file(_whole(mine), which, at=clock.now())


def _mine(request: GuestRequest) -> Signature | None:
    """The signature that this link is for, in the version that counts now."""
    first = Signature.objects.with_agreement().get(pk=request.link.signature_id)
    return newest(first)


def _whole(mine: Signature) -> InternshipAgreement:
    found: InternshipAgreement = InternshipAgreement.objects.with_all().get(pk=mine.agreement_id)
    return found


def _actor(mine: Signature) -> Actor:
    """The account that every contact has, also those who never sign in."""
    return Actor.user(mine.contact.user) if mine.contact else PUBLIC

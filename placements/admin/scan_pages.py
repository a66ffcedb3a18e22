"""Staff pages of agreements that were signed on paper: scans come in and are looked at."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from placements.admin.agreement_forms import CheckedForm, ReasonForm, UploadCheckedForm
from placements.admin.agreement_scope import (
    agreement_or_404,
    own_page,
    page_of_record,
    posted,
    scan_or_404,
)
from placements.enums import PaperState, ScanState
from placements.models import InternshipAgreement, SignedScan
from placements.permissions import CHANGE_ROLES, can_change_agreement
from placements.workflow import scans

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@staff_page("agreement-scan/<int:key>/", name="agreement_scan", roles=CHANGE_ROLES)
@asks_or_acts
def agreement_scan(request: StaffRequest, key: int) -> HttpResponse:
    """A signed paper that lies on the table: the scan, and who signed on it."""
    agreement = agreement_or_404(request, key)
    initial = {"signed_on": clock.today()}
    form = dress(
        UploadCheckedForm(
            posted(request), request.FILES or None, agreement=agreement, initial=initial
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
    context = {"agreement": agreement, "form": form, "back_url": page_of_record(agreement)}
    return own_page(request, "agreement_scan.html", _("Signed on paper"), context)


@staff_page("check-scan/<int:key>/", name="check_scan", roles=CHANGE_ROLES)
@asks_or_acts
def check_scan(request: StaffRequest, key: int) -> HttpResponse:
    """A scan that a company sent: whose signatures are on it, or why it cannot be used."""
    scan = scan_or_404(request, key)
    agreement = scan.agreement
    if not can_change_agreement(request.user, agreement):
        raise PermissionDenied
    is_refusal = request.POST.get("act") == "refuse"
    sent = posted(request)
    initial = {"signed_on": clock.local_day(scan.received_at)}
    form = dress(CheckedForm(None if is_refusal else sent, agreement=agreement, initial=initial))
    refusal = dress(ReasonForm(sent if is_refusal else None))
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
        "back_url": page_of_record(agreement),
    }
    return own_page(request, "check_scan.html", _("A scan to look at"), context)


@staff_page("agreement-scan-file/<int:key>/", name="scan_file")
@require_safe
def scan_file(request: StaffRequest, key: int) -> HttpResponse:
    return cast(HttpResponse, store.serve(scan_or_404(request, key).file))


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
    return HttpResponseRedirect(page_of_record(agreement))

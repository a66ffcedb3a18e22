"""What a mentor does by a link: evaluate, confirm hours, tell an absence, fill in the sheet."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import PUBLIC, Actor
from placements.enums import LinkPurpose
from placements.evaluating import is_asked
from placements.guests.access import GuestRequest, guest_required
from placements.intern_handling import (
    can_confirm,
    confirm_month,
    evaluate,
    fill_sheet,
    month_of,
    sign_sheet,
    tell_absence,
)
from placements.intern_months import to_confirm
from placements.models import GuestLink, Internship, WorkstationSheet
from placements.workflow.intern_absences import may_be_told
from placements.workflow.links import use_link
from placements.workflow.workstation import sheet_of

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
ABOUT = (
    "company",
    "position__campus",
    "establishment",
    "mentor__user",
    "enrolment__person",
    "enrolment__cohort",
)
OF_INTERNSHIP = ("contact__user", *(f"internship__{name}" for name in ABOUT))
OF_EVALUATION = ("contact__user", *(f"evaluation__internship__{name}" for name in ABOUT))


def _name(link: GuestLink, internship: Internship) -> str:
    """In whose name it is done: the contact to whom the link was written."""
    return str(link.contact.user) if link.contact else internship.company.name


def _actor(link: GuestLink) -> Actor:
    return Actor.user(link.contact.user) if link.contact else PUBLIC


def _internship(link: GuestLink) -> Internship:
    assert link.internship is not None  # the database holds no such link without one
    return link.internship


@guest_required(LinkPurpose.EVALUATE, *OF_EVALUATION)
@asks_or_acts
def evaluate_intern(request: GuestRequest, token: str) -> HttpResponse:
    """Five questions; a draft is kept behind the same link."""
    evaluation = request.link.evaluation
    assert evaluation is not None
    internship = evaluation.internship
    context = {"evaluation": evaluation, "internship": internship}
    if evaluation.filed_at or not is_asked(internship):
        return render(request, "placements/guests/evaluated.html", context)
    answer = evaluate(
        request,
        evaluation,
        filed_by=_name(request.link, internship),
        actor=_actor(request.link),
    )
    if request.method == "POST":
        use_link(link=request.link, at=clock.now())
    if answer.refusal:
        messages.error(request, answer.refusal)
    if answer.done == "saved":
        messages.success(request, _("Saved. You can go on later, with the same link."))
    if answer.done or answer.refusal:
        return redirect("placements:guests:evaluate", token)
    return render(request, "placements/guests/evaluate.html", {**context, "form": answer.form})


@guest_required(LinkPurpose.MONTH, *OF_INTERNSHIP)
@asks_or_acts
def month(request: GuestRequest, token: str) -> HttpResponse:
    """The oldest month that waits, ready to confirm in one tap; then the next, then thanks."""
    internship = _internship(request.link)
    confirmed = list(internship.months.order_by("month", "version"))
    waiting = to_confirm(internship, confirmed, on=clock.today())
    if not waiting:
        if request.method == "POST":
            return redirect("placements:guests:month", token)
        context = {
            "internship": internship,
            "confirmed": sorted({one.month for one in confirmed}, reverse=True),
            "may_tell": may_be_told(internship, on=clock.today()),
            "token": token,
        }
        return render(request, "placements/guests/months_done.html", context)
    return _confirm(request, token, internship, waiting[0], others=waiting[1:])


@guest_required(LinkPurpose.MONTH, *OF_INTERNSHIP)
@asks_or_acts
def one_month(request: GuestRequest, token: str, month: str) -> HttpResponse:
    """One certain month, also to correct what was confirmed."""
    internship = _internship(request.link)
    first_on = month_of(internship, month)
    if not can_confirm(internship, first_on):
        raise Http404
    return _confirm(request, token, internship, first_on)


def _confirm(
    request: GuestRequest,
    token: str,
    internship: Internship,
    first_on: date,
    others: list[date] | None = None,
) -> HttpResponse:
    answer = confirm_month(
        request,
        internship,
        first_on,
        confirmed_by=_name(request.link, internship),
        actor=_actor(request.link),
    )
    if answer.done:
        use_link(link=request.link, at=clock.now())
        words = {"month": date_format(first_on, "F Y")}
        messages.success(request, _("Thank you. The hours of %(month)s are confirmed.") % words)
        return redirect("placements:guests:month", token)
    context = {
        "internship": internship,
        "month": first_on,
        "form": answer.form,
        "others": others or [],
        "may_tell": may_be_told(internship, on=clock.today()),
        "token": token,
    }
    return render(request, "placements/guests/month.html", context)


@guest_required(LinkPurpose.MONTH, *OF_INTERNSHIP)
@asks_or_acts
def absence(request: GuestRequest, token: str) -> HttpResponse:
    internship = _internship(request.link)
    answer = tell_absence(request, internship, by_company=True, actor=_actor(request.link))
    if answer.done:
        use_link(link=request.link, at=clock.now())
        messages.success(request, _("Thank you. The coach hears it now."))
        return redirect("placements:guests:month", token)
    context = {"internship": internship, "form": answer.form, "token": token}
    return render(request, "placements/guests/absence.html", context)


@guest_required(LinkPurpose.WORKSTATION, *OF_INTERNSHIP)
@asks_or_acts
def workstation(request: GuestRequest, token: str) -> HttpResponse:
    """Fill in the sheet; then it is read once more and signed."""
    internship = _internship(request.link)
    sheet = sheet_of(internship)
    if sheet is not None and sheet.signed_at is not None:
        return _signed(request, internship, sheet)
    answer = fill_sheet(request, internship, actor=_actor(request.link))
    if answer.done:
        use_link(link=request.link, at=clock.now())
        return redirect("placements:guests:sign_workstation", token)
    context = {"internship": internship, "form": answer.form}
    return render(request, "placements/guests/workstation.html", context)


@guest_required(LinkPurpose.WORKSTATION, *OF_INTERNSHIP)
@asks_or_acts
def sign_workstation(request: GuestRequest, token: str) -> HttpResponse:
    """Signing ends the link: the sheet is done."""
    internship = _internship(request.link)
    sheet = sheet_of(internship)
    if sheet is None:
        return redirect("placements:guests:workstation", token)
    if sheet.signed_at is not None:
        return _signed(request, internship, sheet)
    link = request.link
    answer = sign_sheet(
        request,
        sheet,
        name=_name(link, internship),
        signer_key=link.contact.user_id if link.contact else 0,
        actor=_actor(link),
    )
    if answer.refusal:
        messages.error(request, answer.refusal)
        return redirect("placements:guests:sign_workstation", token)
    if answer.done:
        sheet.refresh_from_db()
        return _signed(request, internship, sheet)
    context = {"internship": internship, "sheet": sheet, "form": answer.form, "token": token}
    return render(request, "placements/guests/sign_workstation.html", context)


def _signed(request: GuestRequest, internship: Internship, sheet: WorkstationSheet) -> HttpResponse:
    context = {"internship": internship, "sheet": sheet}
    return render(request, "placements/guests/workstation_signed.html", context)

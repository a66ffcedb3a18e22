"""Who of the company may do what; managers invite, change and end access, others read."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.core import clock, rate
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.company.access import ContactRequest, contact_required
from placements.company.forms import EndAccessForm, InviteColleagueForm, RightsForm
from placements.enums import ContactRole
from placements.models import CompanyContact
from placements.permissions.contacts import can_change_colleague
from placements.workflow import contacts as verbs

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
INVITATIONS_A_DAY = 20


@contact_required
@require_safe
def colleagues(request: ContactRequest) -> HttpResponse:
    rows = CompanyContact.objects.of_company(request.company.pk).active()
    context = {"company": request.company, "contacts": rows, "me": request.contact}
    return render(request, "placements/company/colleagues.html", context)


@contact_required(ContactRole.MANAGER)
@asks_or_acts
def invite(request: ContactRequest) -> HttpResponse:
    form = InviteColleagueForm(
        request.POST or None, initial={"language": request.contact.user.language}
    )
    if request.method == "POST" and form.is_valid():
        if not rate.allow(
            "invite-colleague",
            request,
            limit=INVITATIONS_A_DAY,
            per=timedelta(days=1),
            key=str(request.company.pk),
        ):
            form.add_error(None, _("You invited many people today. Go on tomorrow, or call us."))
        else:
            try:
                made = verbs.invite_colleague(
                    by=request.contact,
                    actor=Actor.user(request.user),
                    at=clock.now(),
                    **form.cleaned_data,
                )
            except IllegalMove as error:
                form.add_error("email", str(error.sentence))
            else:
                words = {"name": made.user.name, "email": made.user.email}
                messages.success(
                    request, _("We wrote to %(name)s at %(email)s. The link works once.") % words
                )
                return redirect("placements:company:colleagues")
    return render(request, "placements/company/invite.html", {"form": form})


@contact_required(ContactRole.MANAGER)
@asks_or_acts
def rights(request: ContactRequest, key: int) -> HttpResponse:
    """What one colleague may do, and what they are called at work."""
    colleague = _colleague(request, key)
    form = RightsForm(request.POST or None, contact=colleague)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_rights(
                contact=colleague,
                actor=Actor.user(request.user),
                at=clock.now(),
                **form.cleaned_data,
            )
        except IllegalMove as error:
            form.add_error("roles", str(error.sentence))
        else:
            messages.success(
                request, _("The rights of %(name)s are changed.") % {"name": colleague.user.name}
            )
            return redirect("placements:company:colleagues")
    context = {"form": form, "colleague": colleague, "is_me": colleague == request.contact}
    return render(request, "placements/company/rights.html", context)


@contact_required(ContactRole.MANAGER)
@require_POST
def invite_again(request: ContactRequest, key: int) -> HttpResponse:
    colleague = _colleague(request, key)
    if not _may_write(request, colleague):
        messages.error(request, _("We wrote to this person a moment ago. Try again later."))
        return redirect("placements:company:rights", colleague.pk)
    try:
        verbs.invite_again(contact=colleague, actor=Actor.user(request.user), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        words = {"name": colleague.user.name, "email": colleague.user.email}
        messages.success(
            request, _("We wrote to %(name)s at %(email)s. The link works once.") % words
        )
    return redirect("placements:company:colleagues")


@contact_required(ContactRole.MANAGER)
@asks_or_acts
def end_access(request: ContactRequest, key: int) -> HttpResponse:
    colleague = _colleague(request, key)
    if colleague == request.contact:
        return redirect("placements:company:leave")
    # An empty form is an answer too, where there is nobody to choose.
    form = EndAccessForm(
        request.POST if request.method == "POST" else None, contact=colleague, me=request.contact
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.end_access(
                contact=colleague,
                heir=form.heir(),
                actor=Actor.user(request.user),
                at=clock.now(),
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(
                request, _("%(name)s has no access any more.") % {"name": colleague.user.name}
            )
            return redirect("placements:company:colleagues")
    context = {"form": form, "colleague": colleague}
    return render(request, "placements/company/end_access.html", context)


def _colleague(request: ContactRequest, key: int) -> CompanyContact:
    """A colleague of one's own company who is still there; 404 for everybody else."""
    rows = CompanyContact.objects.of_company(request.company.pk).active()
    found = rows.select_related("company", "user").filter(pk=key).first()
    if found is None or not can_change_colleague(request.contact, found):
        raise Http404
    return found


def _may_write(request: ContactRequest, colleague: CompanyContact) -> bool:
    hour = timedelta(hours=1)
    return rate.allow("invite-again", request, limit=3, per=hour, key=str(colleague.pk))

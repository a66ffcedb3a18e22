"""One's own details, the language we write in, and "I don't work here any more"."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.preferring import Reader
from becode.portal.preferences import preferences_page
from placements.company.access import ContactRequest, contact_required
from placements.company.forms import LeaveForm, OwnDetailsForm
from placements.workflow import contacts as verbs

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@contact_required
@asks_or_acts
def details(request: ContactRequest) -> HttpResponse:
    form = OwnDetailsForm(request.POST or None, contact=request.contact)
    if request.method == "POST" and form.is_valid():
        verbs.change_own_details(
            contact=request.contact,
            actor=Actor.user(request.user),
            at=clock.now(),
            **form.cleaned_data,
        )
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved. Thank you."))
            return redirect("placements:company:home")
    context = {"form": form, "me": request.contact}
    return render(request, "placements/company/details.html", context)


@contact_required
@asks_or_acts
def preferences(request: ContactRequest) -> HttpResponse:
    reader = Reader(user=request.contact.user)
    return preferences_page(request, reader, template="placements/company/preferences.html")


@contact_required
@asks_or_acts
def leave(request: ContactRequest) -> HttpResponse:
    """What happens, who takes over, one button. Afterwards a page says goodbye."""
    # An empty form is an answer too, where there is nobody to choose.
    form = LeaveForm(request.POST if request.method == "POST" else None, contact=request.contact)
    if request.method == "POST" and form.is_valid():
        company, heir = request.company, form.heir()
        try:
            verbs.leave(contact=request.contact, heir=heir, at=clock.now())
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            logout(request)
            gone = {"company": company, "heir": heir}
            return render(request, "placements/company/goodbye.html", gone)
    context = {"form": form, "company": request.company, "only_heir": form.only_heir}
    return render(request, "placements/company/leave.html", context)

"""The short link of posters and messages, in whatever language the reader's browser speaks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from applicants.public import guard
from applicants.workflow.touching import owner_of


@login_not_required
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """To the form, which keeps the code as a touch; an unknown code leads to the front page.

    What the address says of a campaign goes along.
    """
    owner = owner_of(code.replace("\x00", "").casefold())
    with translation.override(translation.get_language_from_request(request)):
        if owner is None:
            response = HttpResponseRedirect(reverse("applicants:public:home"))
        else:
            touch = guard.touch_of(request) | {guard.VIA: owner.code}
            address = f"{reverse('applicants:public:apply')}?{urlencode(touch)}"
            response = HttpResponseRedirect(address)
    response["Vary"] = "Accept-Language, Cookie"
    response["Cache-Control"] = "no-store"
    return response

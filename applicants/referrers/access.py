"""Who may use the space of referring partners: invited workers, for their own people alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applicants.models import PartnerContact, ReferralPartner
from becode.accounts.models import User

View = Callable[..., HttpResponse]


class ReferrerRequest(HttpRequest):
    """A request of a worker, as the views behind `referrer_required` get it."""

    user: User  # type: ignore[assignment]
    contact: PartnerContact
    partner: ReferralPartner


def referrer_required(view: View) -> View:
    """Let in an invited worker, as `request.contact` and `request.partner`.

    Everybody else who is signed in gets a page that says why this is not for them (403).
    """

    @wraps(view)
    def guarded(request: ReferrerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = (
            PartnerContact.objects.select_related("partner", "user")
            .filter(user=request.user)
            .first()
        )
        if contact is None or contact.ended_at is not None or not contact.partner.is_active:
            context = {"has_left": contact is not None}
            response = render(request, "applicants/referrers/no_access.html", context, status=403)
        else:
            request.contact = contact
            request.partner = contact.partner
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded

"""Who may use the company portal: active contacts of a company that takes part, for it alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from becode.accounts.models import User
from placements.models import Company, CompanyContact

View = Callable[..., HttpResponse]


class ContactRequest(HttpRequest):
    """A request of a contact, as the views behind `contact_required` get it."""

    user: User  # type: ignore[assignment]
    contact: CompanyContact
    company: Company


def contact_required(view: View) -> View:
    """Let in a contact, as `request.contact` and `request.company`.

    Everybody else who is signed in gets a page that says why this is not for them (403).
    """

    @wraps(view)
    def guarded(request: ContactRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = (
            CompanyContact.objects.select_related("company", "user")
            .filter(user=request.user)
            .first()
        )
        if contact is None or not contact.may_sign_in:
            context = {"has_left": contact is not None}
            response = render(request, "placements/company/no_access.html", context, status=403)
        else:
            request.contact = contact
            request.company = contact.company
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded

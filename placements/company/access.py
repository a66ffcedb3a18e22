"""Who may use the company portal: active contacts of a company that takes part, for it alone.

What a contact may do there follows from their roles: `placements/permissions/contacts.py`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, overload

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from becode.accounts.models import User
from placements.enums import ContactRole
from placements.models import Company, CompanyContact
from placements.permissions.contacts import rights_of

View = Callable[..., HttpResponse]


class ContactRequest(HttpRequest):
    """A request of a contact, as the views behind `contact_required` get it."""

    user: User  # type: ignore[assignment]
    contact: CompanyContact
    company: Company


@overload
def contact_required(view: View, /) -> View: ...


@overload
def contact_required(*roles: ContactRole) -> Callable[[View], View]: ...


def contact_required(*given: Any) -> Any:
    """Let in a contact, as `request.contact` and `request.company`; with one of `roles`, if given.

    Written without roles (`@contact_required`) every contact may come in. Who has a wrong role
    reads whom to ask (403); everybody else who is signed in, why this is not for them (403).
    """
    if len(given) == 1 and not isinstance(given[0], str):
        return _guarded(given[0], ())
    return lambda view: _guarded(view, given)


def _guarded(view: View, roles: tuple[ContactRole, ...]) -> View:
    @wraps(view)
    def guarded(request: ContactRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = (
            CompanyContact.objects.select_related("company", "user")
            .filter(user=request.user)
            .first()
        )
        if contact is None or not contact.may_sign_in:
            only_links = contact is not None and contact.is_active and not contact.has_portal
            context = {"has_left": contact is not None, "only_links": only_links}
            response = render(request, "placements/company/no_access.html", context, status=403)
        else:
            request.contact = contact
            request.company = contact.company
            request.rights = rights_of(contact)  # type: ignore[attr-defined]
            if roles and not contact.has_role(*roles):
                response = wrong_role(request, *roles)
            else:
                response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def wrong_role(request: ContactRequest, *roles: ContactRole) -> HttpResponse:
    """Says which right is missing, and which colleagues can help: those who have it, or give it."""
    contacts = CompanyContact.objects.of_company(request.company.pk).active()
    able = [contact for contact in contacts if contact.may_sign_in]
    context = {
        "right": ContactRole(roles[0]).label,
        "doers": [contact for contact in able if contact.has_role(*roles)],
        "managers": [contact for contact in able if contact.has_role(ContactRole.MANAGER)],
    }
    return render(request, "placements/company/wrong_role.html", context, status=403)

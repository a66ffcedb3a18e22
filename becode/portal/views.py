"""A person's own space: the way in, the shell with its cards, their details."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.core import clock, rate
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal import staying
from becode.portal.access import (
    SESSION_KEY,
    PersonRequest,
    end_session,
    everyday_page,
    link_for,
    link_for_code,
    person_required,
    signed_in_person,
    start_session,
)
from becode.portal.cards import cards_for
from becode.portal.destinations import destination
from becode.portal.forms import CodeForm, DetailsForm, SignInForm
from becode.portal.models import AccessLink
from becode.portal.requests import ask_for_link
from becode.portal.workflow import correct_own_details

QUARTER = timedelta(minutes=15)
# What was typed at the door, kept so that the code can be tried for that address alone.
ASKED_KEY = "asked_for_link"


@require_safe
@everyday_page
def home(request: PersonRequest) -> HttpResponse:
    at, person = clock.now(), request.person
    does_stay = staying.stays(request.session[SESSION_KEY], at=at)
    context = {
        "person": person,
        "cards": cards_for(person, at=at),
        "stays": does_stay,
        "asks_to_stay": not does_stay
        and not request.user.is_authenticated
        and staying.may_stay(person),
    }
    return render(request, "portal/home.html", context)


@require_POST
@person_required
def stay_signed_in(request: PersonRequest) -> HttpResponse:
    try:
        staying.stay(request, request.person, session_key=SESSION_KEY, at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("You stay signed in on this device."))
    return redirect("portal:my:home")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take an address or a number, and answer alike whether or not we know it."""
    at = clock.now()
    comes_back = bool(request.GET.get("next"))
    is_known = signed_in_person(request, at=at, is_everyday=not comes_back) is not None
    if request.method != "POST" and is_known:
        return redirect(destination(request.GET.get("next", "")))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not rate.allow("portal-link", request, limit=60, per=QUARTER):
            form.add_error(None, _("There were many tries from here. Please wait 15 minutes."))
        else:
            contact = form.cleaned_data["contact"]
            # Too often for one address: the same answer, and no more messages.
            if rate.allow("portal-link", request, limit=5, per=QUARTER, key=contact):
                ask_for_link(contact_key=contact, at=at)
            request.session[ASKED_KEY] = contact
            query = f"?{urlencode({'next': request.GET['next']})}" if comes_back else ""
            return redirect(f"{reverse('portal:my:code')}{query}")
    return render(request, "portal/sign_in.html", {"form": form, "comes_back": comes_back})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of the message, for the address that was typed in this browser."""
    contact = request.session.get(ASKED_KEY)
    if not contact:
        return redirect("portal:my:sign_in")
    at = clock.now()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        allowed = rate.allow("portal-code", request, limit=60, per=QUARTER) and rate.allow(
            "portal-code", request, limit=6, per=QUARTER, key=contact
        )
        if not allowed:
            form.add_error("code", _("There were too many tries. Please wait 15 minutes."))
        else:
            link = link_for_code(contact_key=contact, code=typed, at=at)
            if link is not None:
                del request.session[ASKED_KEY]
                return _enter(request, link, at=at)
            form.add_error(
                "code", _("This code does not work, or not any more. Use the newest message.")
            )
    return render(request, "portal/code.html", {"form": form, "contact": contact})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One button and nothing personal: mail scanners open links, only people press buttons."""
    at = clock.now()
    found = link_for(token, at=at)
    if found is None:
        context = {"form": SignInForm()}
        response = render(request, "portal/link_expired.html", context, status=404)
    elif request.method == "POST":
        response = _enter(request, found, at=at)
    else:
        response = render(request, "portal/link.html")
    # Not "no-referrer": with it browsers send the button's form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


def _enter(request: HttpRequest, found: AccessLink, *, at: datetime) -> HttpResponse:
    start_session(request, found, at=at)
    return redirect(destination(request.GET.get("next", "")))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Opening it asks, its button ends the person's sessions on every device."""
    if request.method == "POST":
        end_session(request, at=clock.now())
        messages.success(request, _("You are signed out. See you soon!"))
        return redirect("portal:my:sign_in")
    return render(request, "portal/sign_out.html")


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def details(request: PersonRequest) -> HttpResponse:
    person = request.person
    form = DetailsForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data
        contact = (new["email"], new["phone"]) if form.changes_contact else None
        correct_own_details(
            person=person,
            changes=form.changes,
            contact=contact,
            actor=Actor.person(person),
            at=clock.now(),
        )
        messages.success(request, _("Your details are saved."))
        return redirect("portal:my:home")
    return render(request, "portal/details.html", {"person": person, "form": form})

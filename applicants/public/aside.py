"""Beside the form: go on later on another device, and ask to be called."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applicants.public import drafts, guard
from applicants.public.filled import Filled, plain
from applicants.public.help_forms import HelpForm, SaveForm
from applicants.public.pages import form_page, step_url
from applicants.workflow.helping import ask_for_help
from applicants.workflow.saving import link_to, send_draft_link, token_for_session
from becode.core import clock, rate
from becode.core.actors import PUBLIC
from becode.core.moves import Stale

QUARTER = timedelta(minutes=15)
# Many people may sit behind one address; one mailbox or phone is not to be flooded.
PER_PLACE, PER_CONTACT = 60, 3
CALLS_PER_PLACE = 30


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Send a link to this form; the answer is the same whatever the address is."""
    filled = Filled(request, at=clock.now())
    if filled.draft is None:
        messages.info(request, _("Your form is still empty. Begin here, then you can keep it."))
        return redirect("applicants:public:apply")
    if request.method != "POST":
        form = SaveForm(initial={"contact": _known_contact(filled)})
        return _show_save(request, form, filled)
    form = SaveForm(plain(request.POST))
    if not form.is_valid():
        return _show_save(request, form, filled)
    contact = form.cleaned_data["contact"]
    if not rate.allow("draft-link", request, limit=PER_PLACE, per=QUARTER):
        form.add_error(None, _("There were many tries from here. Please wait 15 minutes."))
        return _show_save(request, form, filled)
    # Too often for one address: the same answer, and no more messages.
    if rate.allow("draft-link", request, limit=PER_CONTACT, per=QUARTER, key=contact):
        try:
            send_draft_link(
                draft=filled.draft.row,
                contact=contact,
                language=get_language() or "nl",
                actor=PUBLIC,
                at=filled.at,
            )
        except Stale:
            return redirect("applicants:public:thanks")
    return redirect("applicants:public:saved")


def _show_save(request: HttpRequest, form: SaveForm, filled: Filled) -> HttpResponse:
    page = _page(request)
    context = {"form": form, "page": page, "back_url": _back_url(page, filled)}
    return render(request, "applicants/public/save.html", context)


def _back_url(page: str, filled: Filled) -> str:
    """The page of the form that somebody came from; the first for a name that is none of them."""
    if page == "check":
        return reverse("applicants:public:check")
    return step_url(page if page in filled.slugs else "you")


def _known_contact(filled: Filled) -> str:
    """What was typed in the form itself, the e-mail address first."""
    typed = (filled.draft.typed("contact") if filled.draft else None) or {}
    return typed.get("email") or typed.get("phone") or ""


@form_page
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    return render(request, "applicants/public/saved.html")


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """One button and nothing personal; pressing it puts the draft into this browser."""
    at = clock.now()
    found = link_to(token, at=at)
    if found is None:
        response = render(request, "applicants/public/resume_gone.html", status=404)
    elif request.method == "POST":
        held = token_for_session(link=found, actor=PUBLIC, at=at, life=drafts.KEPT_FOR)
        drafts.take_over(request, held)
        filled = Filled(request, at=at)
        missing = filled.first_unanswered()
        response = redirect(step_url(missing) if missing else "applicants:public:check")
    else:
        response = render(request, "applicants/public/resume.html")
    # Not "no-referrer": with it browsers send the button's form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def call_me(request: HttpRequest) -> HttpResponse:
    """ "I need help": who wants to be called, and about what."""
    at = clock.now()
    filled = Filled(request, at=at)
    page = _page(request)
    if request.method != "POST":
        form = HelpForm(initial=_known_caller(filled))
        return _show_help(request, form, page, filled)
    form = HelpForm(plain(request.POST))
    valid = form.is_valid()
    if guard.sprang_trap(request):
        messages.warning(request, guard.TRAPPED)
        return _show_help(request, form, page, filled)
    if not valid:
        return _show_help(request, form, page, filled)
    if not rate.allow("help", request, limit=CALLS_PER_PLACE, per=guard.HOUR):
        messages.warning(request, guard.TOO_MANY)
        return _show_help(request, form, page, filled)
    typed = (filled.draft.typed("course") if filled.draft else None) or {}
    ask_for_help(
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        language=form.cleaned_data["language"],
        question=form.cleaned_data["question"],
        campus=filled.offering.campus(typed.get("campus_1", "")),
        page=page,
        actor=PUBLIC,
        at=at,
    )
    return redirect("applicants:public:help_asked")


def _show_help(request: HttpRequest, form: HelpForm, page: str, filled: Filled) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "back_url": _back_url(page, filled),
        "began": guard.began_now(),
    }
    return render(request, "applicants/public/call_me.html", context)


def _page(request: HttpRequest) -> str:
    """Where the button was pressed: the slug of a step."""
    named = request.POST.get("page") or request.GET.get("page") or ""
    return "".join(sign for sign in named if sign.isascii() and (sign.isalnum() or sign == "-"))[
        :40
    ]


def _known_caller(filled: Filled) -> dict[str, Any]:
    you = (filled.draft.typed("you") if filled.draft else None) or {}
    contact = (filled.draft.typed("contact") if filled.draft else None) or {}
    name = f"{you.get('first_name', '')} {you.get('last_name', '')}".strip()
    return {"name": name, "phone": contact.get("phone", "")}


@form_page
@require_safe
def help_asked(request: HttpRequest) -> HttpResponse:
    context = {"has_draft": drafts.SESSION_KEY in request.session}
    return render(request, "applicants/public/help_asked.html", context)

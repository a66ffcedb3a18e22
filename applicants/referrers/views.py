"""The space of referring partners, and the page on which a referred person says yes or no.

A worker reads their own people alone: those of a colleague at the same partner are a 404 too.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applicants.models import Referral
from applicants.public.offering import offering_on
from applicants.referrers.access import ReferrerRequest, referrer_required
from applicants.referrers.forms import AnswerForm, ReferForm
from applicants.referrers.progress import shown_to_referrer
from applicants.workflow import referring
from becode.core import clock
from becode.core.actors import PUBLIC, Actor
from becode.core.moves import IllegalMove

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 30


@referrer_required
@require_safe
def home(request: ReferrerRequest) -> HttpResponse:
    """Own people, the latest first."""
    rows = Referral.objects.of_referrer(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "partner": request.partner,
        "page": page,
        "lines": shown_to_referrer(page.object_list),
    }
    return render(request, "applicants/referrers/home.html", context)


@referrer_required
@asks_or_acts
def new(request: ReferrerRequest) -> HttpResponse:
    at = clock.now()
    form = ReferForm(
        request.POST or None,
        offering=offering_on(clock.local_day(at)),
        language=get_language() or "nl",
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = referring.refer(
                contact=request.contact,
                answers=form.answers,
                actor=Actor.user(request.user),
                at=at,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(
                request,
                _("Thank you! We ask %(name)s for their own yes.") % {"name": made.first_name},
            )
            return redirect("applicants:referrers:referral", made.pk)
    return render(request, "applicants/referrers/new.html", {"form": form})


@referrer_required
@require_safe
def referral(request: ReferrerRequest, key: int) -> HttpResponse:
    line = shown_to_referrer([_own(request, key)])[0]
    return render(request, "applicants/referrers/referral.html", {"line": line})


@referrer_required
@asks_or_acts
def ask_again(request: ReferrerRequest, key: int) -> HttpResponse:
    """Its page asks, its button sends the question once more."""
    shown = _own(request, key)
    if request.method == "POST":
        try:
            referring.ask_again(referral=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("We sent the question again."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("applicants:referrers:referral", shown.pk)
    return render(request, "applicants/referrers/ask_again.html", {"referral": shown})


def _own(request: ReferrerRequest, key: int) -> Referral:
    return get_object_or_404(Referral.objects.of_referrer(request.user), pk=key)


@login_not_required
@asks_or_acts
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Who referred and what happens; only the buttons act, for scanners open links too."""
    found = referring.referral_for(token, at=clock.now())
    if found is None:
        response = render(request, "applicants/referrers/answer_expired.html", status=404)
    elif request.method == "POST":
        response = _take_answer(request, found)
    else:
        response = _show_answer(request, found, AnswerForm())
    # Not "no-referrer": with it browsers send the button's form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


def _show_answer(request: HttpRequest, found: Referral, form: AnswerForm) -> HttpResponse:
    context = {"partner": found.partner, "track": found.track, "form": form}
    return render(request, "applicants/referrers/answer.html", context)


def _take_answer(request: HttpRequest, found: Referral) -> HttpResponse:
    form = AnswerForm(request.POST)
    said = next((word for word in ("yes", "no") if word in request.POST), "")
    if not form.is_valid() or not said:
        return _show_answer(request, found, form)
    try:
        if said == "yes":
            stages = form.cleaned_data["shared_stages"]
            referring.confirm(referral=found, shared_stages=stages, actor=PUBLIC, at=clock.now())
        else:
            referring.decline(referral=found, actor=PUBLIC, at=clock.now())
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return _show_answer(request, found, form)
    return render(request, "applicants/referrers/answered.html", {"said_yes": said == "yes"})

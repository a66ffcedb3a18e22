"""The form in short steps.

GET changes nothing; each POST keeps what was typed and leads on, back, or shows its messages.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.public import drafts, guard, steps
from applicants.public.filled import Filled
from applicants.public.forms import CheckForm, StepForm
from applicants.public.pages import form_page, step_url
from becode.core import clock


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str = "you") -> HttpResponse:
    """One step. It can be reached once all steps before it are answered."""
    filled = Filled(request, at=clock.now())
    if slug not in filled.slugs:
        if slug not in steps.BY_SLUG and not slug.startswith(steps.LATER):
            raise Http404
        # A question that the answers of before do not open (any more), or a form begun anew.
        missing = filled.first_unanswered()
        return redirect(step_url(missing) if missing else "applicants:public:check")
    if request.method == "POST":
        return _keep_step(request, filled, slug)
    missing = filled.first_unanswered()
    if filled.number_of(slug) > filled.number_of(missing or slug):
        return redirect(step_url(missing or slug))
    return _show_step(request, filled, slug, filled.form(slug))


def _keep_step(request: HttpRequest, filled: Filled, slug: str) -> HttpResponse:
    form = filled.form(slug, typed=request.POST, files=request.FILES)
    is_new = filled.draft is None
    form.is_valid()
    if slug == "you" and guard.sprang_trap(request):
        messages.warning(request, guard.TRAPPED)
        return _show_step(request, filled, slug, form)
    before = filled.slugs
    filled.keep(
        slug,
        form,
        began=guard.began_of(request),
        campaign=guard.campaign_of(request),
        touch=guard.touch_of(request),
    )
    if "save" in request.POST:
        return redirect(f"{reverse('applicants:public:save')}?page={slug}")
    if "back" in request.POST:
        return redirect(step_url(before[max(before.index(slug) - 1, 0)]))
    if not form.is_valid():
        return _show_step(request, filled, slug, form)
    if slug == "you" and form.is_under_age:  # type: ignore[attr-defined]
        return redirect("applicants:public:interest")
    missing = filled.first_unanswered()
    if is_new and missing and filled.number_of(missing) < filled.number_of(slug):
        messages.info(request, _restarted())
    if "to_check" in request.POST or missing is None:
        return redirect(step_url(missing) if missing else "applicants:public:check")
    return redirect(step_url(_after(filled, slug, missing)))


def _after(filled: Filled, slug: str, missing: str) -> str:
    """The next step in the row, or an earlier one that still waits for answers."""
    slugs = filled.slugs
    following = min(slugs.index(slug) + 1, len(slugs) - 1)
    return slugs[min(following, slugs.index(missing))]


def _show_step(request: HttpRequest, filled: Filled, slug: str, form: StepForm) -> HttpResponse:
    number = filled.number_of(slug)
    context = {
        "step": filled.step(slug),
        "number": number,
        "total": filled.total,
        "form": form,
        "is_first": number == 1,
        "is_multipart": form.is_multipart(),
        "has_draft": drafts.SESSION_KEY in request.session,
        "to_check": "to_check" in request.POST or "to_check" in request.GET,
        "began": guard.began_now(),
        "touch": guard.touch_of(request),
    }
    return render(request, "applicants/public/step.html", context)


def _restarted() -> str:
    return _("This page was open too long, so the form began again. We kept your last answers.")


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The summary, what the person agrees to, and the button that sends."""
    at = clock.now()
    filled = Filled(request, at=at)
    if filled.draft is None and request.session.get(drafts.SENT_KEY):
        return redirect("applicants:public:thanks")
    missing = filled.first_unanswered()
    if missing:
        if request.method == "POST":
            messages.info(request, _("A few answers are still missing. Please fill them in here."))
        return redirect(step_url(missing))
    if filled.is_under_age:
        return redirect("applicants:public:interest")
    if request.method != "POST":
        return _show_check(request, filled, filled.check_form())
    form = filled.check_form(typed=request.POST)
    if "back" in request.POST:
        return redirect(step_url(filled.slugs[-1]))
    if not form.is_valid():
        return _show_check(request, filled, form)
    began = filled.began or guard.began_of(request)
    wait = guard.reason_to_wait(request, began=began)
    if wait is not None:
        messages.warning(request, str(wait))
        return _show_check(request, filled, form)
    filled.send_application(form)
    return redirect("applicants:public:thanks")


def _show_check(request: HttpRequest, filled: Filled, form: CheckForm) -> HttpResponse:
    context = {
        "form": form,
        "sections": filled.summary(),
        "number": filled.total,
        "total": filled.total,
        "began": guard.began_now(),
    }
    return render(request, "applicants/public/check.html", context)


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """The list for people under 18."""
    filled = Filled(request, at=clock.now())
    if request.method != "POST":
        return _show_interest(request, filled.interest_form())
    if filled.draft is None and request.session.get(drafts.SENT_KEY):
        return redirect("applicants:public:thanks")
    form = filled.interest_form(typed=request.POST)
    if guard.sprang_trap(request):
        messages.warning(request, guard.TRAPPED)
        return _show_interest(request, form)
    began = filled.began or guard.began_of(request)
    filled.keep("interest", form, began=began)
    if not form.is_valid():
        return _show_interest(request, form)
    wait = guard.reason_to_wait(request, began=began)
    if wait is not None:
        messages.warning(request, str(wait))
        return _show_interest(request, form)
    filled.send_interest(form)
    return redirect("applicants:public:thanks")


def _show_interest(request: HttpRequest, form: StepForm) -> HttpResponse:
    context = {"form": form, "began": guard.began_now()}
    return render(request, "applicants/public/interest.html", context)


@form_page
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same page for everybody; what differs is told in the message."""
    kind = request.session.get(drafts.SENT_KEY)
    if kind is None:
        return redirect("applicants:public:apply")
    return render(request, "applicants/public/thanks.html", {"kind": kind})


@form_page
@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """Empty the form: for a computer that others use too.

    With `keep` the draft stays for those who have a link to it, and only this browser forgets.
    """
    if "keep" in request.POST:
        drafts.leave(request)
        messages.success(request, _("This browser forgot your form. Your link still works."))
        return redirect("applicants:public:home")
    drafts.forget(request)
    messages.success(request, _("The form is empty. Nothing was sent."))
    return redirect("applicants:public:apply")

"""What companies may see of me: the consent, what I write, and my CV."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.formats.pdf import CannotPrint
from becode.people.enums import ConsentPurpose
from becode.people.workflow import give_consents
from becode.portal.access import PersonRequest, person_required
from placements.company.learner import shown_profile
from placements.cv_file import cv_response
from placements.my.forms import ProfileForm
from placements.my.learner import agrees, own_learner, own_learner_if_any
from placements.workflow import wishes
from placements.workflow.proposals import stop_sharing_profile

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
# The words of the consent on the page; raise it when they change.
CONSENT_TEXT_VERSION = "2026-1"


@person_required
@asks_or_acts
def profile(request: PersonRequest) -> HttpResponse:
    """What companies may see of me, as they see it; one button to agree, one to stop."""
    person, at = request.person, clock.now()
    if request.method == "POST":
        if request.POST.get("consent") == "give":
            give_consents(
                person=person,
                purposes=[ConsentPurpose.SHARE_PROFILE],
                text_version=CONSENT_TEXT_VERSION,
                language=translation.get_language() or person.contact_language,
                channel="my_page",
                actor=Actor.person(person),
                at=at,
            )
            messages.success(request, _("Thank you. We may show your profile to companies."))
        elif request.POST.get("consent") == "withdraw":
            stop_sharing_profile(person=person, actor=Actor.person(person), at=at)
            messages.success(request, _("Done. Companies do not see your profile any more."))
        return redirect("placements:my:profile")
    enrolment = own_learner_if_any(person)
    context = {
        "person": person,
        "enrolment": enrolment,
        "shown": shown_profile(enrolment) if enrolment else None,
        "page": getattr(enrolment, "profile_page", None),
        "agrees": agrees(person),
    }
    return render(request, "placements/my/profile.html", context)


@person_required
@asks_or_acts
def edit_profile(request: PersonRequest) -> HttpResponse:
    learner = own_learner(request.person)
    page = getattr(learner, "profile_page", None)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, person=request.person, profile=page
    )
    if request.method == "POST" and form.is_valid():
        wishes.save_profile(
            enrolment=learner,
            changes=form.cleaned_data,
            actor=Actor.person(request.person),
            at=clock.now(),
        )
        messages.success(request, _("Your profile is saved."))
        return redirect("placements:my:profile")
    return render(request, "placements/my/edit_profile.html", {"form": form})


@person_required
@require_safe
def cv(request: PersonRequest) -> HttpResponse:
    """My CV as companies get it, on one page."""
    shown = shown_profile(own_learner(request.person))
    return render(request, "placements/my/cv.html", {"learner": shown})


@person_required
@require_safe
def cv_paper(request: PersonRequest) -> HttpResponse:
    """The same as a PDF."""
    try:
        return cv_response(shown_profile(own_learner(request.person)))
    except CannotPrint as error:
        messages.error(request, str(error.sentence))
        return redirect("placements:my:cv")

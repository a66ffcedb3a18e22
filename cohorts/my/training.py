"""A learner's own page of the training, and how far they are."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from becode.core import clock
from becode.portal.access import PersonRequest, everyday_page
from cohorts.enums import AssessedBy
from cohorts.learner_cards import learner_cards_for
from cohorts.my.own import latest_enrolment
from cohorts.progress import progress_of
from cohorts.training_page import training_page


@everyday_page
@require_safe
def training(request: PersonRequest) -> HttpResponse:
    """Today, what comes, and whom to reach; quiet for who has finished or left."""
    enrolment = latest_enrolment(request.person)
    if enrolment is None:
        return redirect("portal:my:home")
    page = training_page(enrolment, at=clock.now())
    return render(request, "cohorts/my/training.html", {"page": page, "cohort": enrolment.cohort})


@everyday_page
@require_safe
def progress(request: PersonRequest) -> HttpResponse:
    """My levels over time, shared notes and goals."""
    enrolment = latest_enrolment(request.person)
    if enrolment is None:
        return redirect("portal:my:home")
    context = {
        "enrolment": enrolment,
        "progress": progress_of(enrolment, reader=AssessedBy.SELF),
        "cards": learner_cards_for(enrolment, at=clock.now()),
    }
    return render(request, "cohorts/my/progress.html", context)

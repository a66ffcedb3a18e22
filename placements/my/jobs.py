"""A person's own jobs: tell of one, show the proof, say that it ended."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files.store import Unusable
from becode.people.models import Person
from becode.portal.access import PersonRequest, person_required
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.after_forms import MyJobEndForm, MyJobForm, ProofForm
from placements.enums import ReportedBy
from placements.models import JobPlacement
from placements.workflow import evidence, jobs

STARTED = (
    EnrolmentState.IN_TRAINING,
    EnrolmentState.ON_INTERNSHIP,
    EnrolmentState.GRADUATED,
    EnrolmentState.LEFT,
)
END, PROOF = "end", "proof"


def own_enrolment(person: Person) -> Enrolment | None:
    """The training that a new job follows: the last one that began."""
    rows = Enrolment.objects.filter(person=person, state__in=STARTED).select_related("person")
    found: Enrolment | None = rows.order_by("-enrolled_at", "-pk").first()
    return found


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_job(request: PersonRequest) -> HttpResponse:
    """Tell us of a job; a colleague looks at it."""
    enrolment = own_enrolment(request.person)
    if enrolment is None:
        raise Http404
    posted = request.method == "POST"
    form = MyJobForm(request.POST, request.FILES) if posted else MyJobForm()
    if posted and form.is_valid():
        made = _report(request, enrolment, form)
        if made is not None:
            messages.success(request, _("Congratulations, and thank you for telling us!"))
            return redirect("placements:my:job", made.pk)
    return render(request, "placements/my/new_job.html", {"form": form})


def _report(request: PersonRequest, enrolment: Enrolment, form: MyJobForm) -> JobPlacement | None:
    """The job that stands, or None with the sentence at the field."""
    given: dict[str, Any] = dict(form.cleaned_data)
    upload, percent = given.pop("file"), int(given.pop("is_part_time"))
    actor, at = Actor.person(request.person), clock.now()
    try:
        with transaction.atomic():
            job = jobs.report_job(
                enrolment=enrolment,
                reported_by=ReportedBy.PERSON,
                hours_percent=percent,
                actor=actor,
                at=at,
                **given,
            )
            if upload:
                evidence.receive(
                    job=job, upload=upload, sent_by=ReportedBy.PERSON, actor=actor, at=at
                )
    except Unusable as error:
        form.add_error("file", str(error.sentence))
        return None
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return None
    return job


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: PersonRequest, key: int) -> HttpResponse:
    """One job of mine: what we know, the proof, the end."""
    rows = JobPlacement.objects.standing().of_person(request.person.pk)
    mine = get_object_or_404(rows.prefetch_related("evidence"), pk=key)
    actor, at = Actor.person(request.person), clock.now()
    end_form, proof_form = MyJobEndForm(start_on=mine.start_on), ProofForm()
    if request.method == "POST":
        try:
            if request.POST.get("do") == END:
                end_form = MyJobEndForm(request.POST, start_on=mine.start_on)
                if end_form.is_valid():
                    jobs.end_job(job=mine, actor=actor, at=at, **end_form.cleaned_data)
                    messages.success(request, _("Thank you. We wrote it down."))
                    return redirect("placements:my:job", mine.pk)
            else:
                proof_form = ProofForm(request.POST, request.FILES)
                if proof_form.is_valid():
                    evidence.receive(
                        job=mine,
                        upload=proof_form.cleaned_data["file"],
                        sent_by=ReportedBy.PERSON,
                        actor=actor,
                        at=at,
                    )
                    messages.success(request, _("Thank you! We look at it soon."))
                    return redirect("placements:my:job", mine.pk)
        except Unusable as error:
            proof_form.add_error("file", str(error.sentence))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return redirect("placements:my:job", mine.pk)
    context = {
        "job": mine,
        "end_form": end_form,
        "proof_form": proof_form,
        "sent": [row for row in mine.evidence.all() if row.refused_at is None],
        "end": END,
        "proof": PROOF,
    }
    return render(request, "placements/my/job.html", context)

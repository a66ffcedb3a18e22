"""The proof of a job: a photo from the person, a photo or one tap from the employer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files.store import Unusable
from placements.after_forms import ProofForm
from placements.enums import JobState, LinkPurpose, ReportedBy
from placements.guests.access import GuestRequest, guest_required
from placements.models import CompanyContact, JobPlacement
from placements.workflow import evidence
from placements.workflow.denials import deny_job
from placements.workflow.links import use_link

CONFIRM, DENY = "confirm", "deny"
DONE = ("confirmed", "denied", "sent")


@guest_required(LinkPurpose.PROOF, "job__person", "contact__user", "contact__company")
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: GuestRequest) -> HttpResponse:
    """The employer sees whom it is about; the person's own link shows nothing personal."""
    link, at = request.link, clock.now()
    job = link.job
    assert job is not None  # the link's own constraint
    contact = link.contact
    done = request.GET.get("done", "") if request.method != "POST" else ""
    if contact is not None and not done and not _still_speaks(job, contact):
        return render(request, "placements/guests/gone.html", status=404)
    actor = Actor.person(job.person) if contact is None else Actor.user(contact.user)
    form = ProofForm()
    if request.method == "POST":
        use_link(link=link, at=at)
        wish = request.POST.get("answer", "")
        try:
            if contact is not None and wish == CONFIRM:
                evidence.employer_confirms(job=job, actor=actor, at=at)
                return redirect(f"{request.path}?done=confirmed")
            if contact is not None and wish == DENY:
                deny_job(job=job, actor=actor, at=at)
                return redirect(f"{request.path}?done=denied")
            form = ProofForm(request.POST, request.FILES)
            if form.is_valid():
                evidence.receive(
                    job=job,
                    upload=form.cleaned_data["file"],
                    sent_by=ReportedBy.PERSON if contact is None else ReportedBy.COMPANY,
                    actor=actor,
                    at=at,
                )
                return redirect(f"{request.path}?done=sent")
        except Unusable as error:
            form.add_error("file", str(error.sentence))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
            return redirect(request.path)
    context = {
        "job": job,
        "contact": contact,
        "form": form,
        "done": done if done in DONE else "",
        "is_over": job.state == JobState.DISCARDED,
    }
    return render(request, "placements/guests/proof.html", context)


def _still_speaks(job: JobPlacement, contact: CompanyContact) -> bool:
    """A contact that left the company, or a consent that was taken back, ends the link."""
    same = job.company_id == contact.company_id
    return contact.is_active and same and job.may_ask_employer

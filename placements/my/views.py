"""A person's own page about work: what companies may see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.people.enums import ConsentPurpose
from becode.people.models import Consent
from becode.people.workflow import give_consents
from becode.portal.access import PersonRequest, person_required
from cohorts.models import Enrolment
from placements.workflow.proposals import stop_sharing_profile

# The words of the consent on the page; raise it when they change.
CONSENT_TEXT_VERSION = "2026-1"


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """What companies may see of me; one button to agree, one to stop."""
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
    context = {
        "person": person,
        "enrolment": Enrolment.objects.running().filter(person=person).first(),
        "agrees": Consent.objects.filter(
            person=person, purpose=ConsentPurpose.SHARE_PROFILE, withdrawn_at__isnull=True
        ).exists(),
    }
    return render(request, "placements/my/profile.html", context)

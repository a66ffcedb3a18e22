"""The list of people to call today: on a phone, on a screen, on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from applicants.calling import CallReason, calls_for
from applicants.models import HelpRequest
from applicants.workflow.helping import finish_help
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.contacting import note_call
from becode.people.enums import ContactResult
from becode.people.models import LANGUAGES, Person

CALLERS = (Role.ADMISSIONS, Role.COACH, Role.CAMPUS_MANAGER)
RESULTS = (ContactResult.REACHED, ContactResult.NOT_REACHED, ContactResult.LEFT_MESSAGE)


@staff_page("to-call/", name="call_list", roles=CALLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def call_list(request: StaffRequest) -> HttpResponse:
    """One line a person with why and the number; a POST notes how a call went."""
    if request.method == "POST":
        return _note(request)
    campus_text = request.GET.get("campus", "")
    campus = int(campus_text) if campus_text.isdecimal() and len(campus_text) < 19 else None
    language, reason = request.GET.get("language", ""), request.GET.get("reason", "")
    calls = calls_for(
        request.user,
        at=clock.now(),
        campus=campus,
        language=language if language in dict(LANGUAGES) else "",
        reason=reason if reason in CallReason.values else "",
    )
    context = {
        **staff_site.each_context(request),
        "title": gettext("To call"),
        "calls": calls,
        "campuses": _campuses(request.user),
        "languages": LANGUAGES,
        "reasons": CallReason.choices,
        "results": [(result.value, result.label) for result in RESULTS],
        "chosen": {"campus": campus, "language": language, "reason": reason},
        "is_filtered": bool(campus or language or reason),
    }
    return TemplateResponse(request, "applicants/staff/call_list.html", context)


def _note(request: StaffRequest) -> HttpResponse:
    if "help" in request.POST:
        return _finish_help(request, request.POST["help"])
    key, result = request.POST.get("person", ""), request.POST.get("result", "")
    if not key.isdecimal() or len(key) > 18 or result not in RESULTS:
        messages.error(request, gettext("Choose how the call went."))
        return HttpResponseRedirect(request.get_full_path())
    person = Person.objects.visible_to(request.user).current().filter(pk=key).first()
    if person is None:
        raise Http404
    note_call(
        person=person,
        result=result,
        caller=request.user,
        actor=Actor.user(request.user),
        at=clock.now(),
    )
    messages.success(
        request, gettext("The call with %(name)s is noted.") % {"name": person.full_name}
    )
    return HttpResponseRedirect(request.get_full_path())


def _finish_help(request: StaffRequest, key: str) -> HttpResponse:
    """We spoke to somebody who asked for help: nothing is left to do."""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
    asked = HelpRequest.objects.visible_to(request.user).filter(pk=number).first()
    if asked is None:
        raise Http404
    try:
        finish_help(
            asked=asked,
            outcome=str(ContactResult.REACHED.label),
            actor=Actor.user(request.user),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, f"{asked.name}: {error.sentence}")
    else:
        messages.success(
            request, gettext("The call with %(name)s is noted.") % {"name": asked.name}
        )
    return HttpResponseRedirect(request.get_full_path())


def _campuses(user: User) -> list[Campus]:
    keys = user.campus_keys()
    campuses = Campus.objects.order_by("name", "pk")
    return list(campuses if keys is None else campuses.filter(pk__in=keys))

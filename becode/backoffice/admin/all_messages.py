"""Every message there is, once, as it arrives on a phone."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from becode.backoffice.admin.wordings import LANGUAGE_NAMES
from becode.backoffice.kinds import rules_saying, title_of
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.messages import samples, texts
from becode.messages.notification import Notification, declared
from becode.messages.permissions import SEES_MESSAGES

# The parts of the product, by the first word of a kind's key.
PARTS = {
    "applicants": _("Applying"),
    "cohorts": _("Training"),
    "placements": _("Internships and jobs"),
    "": _("Accounts"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind; without `html` there is no record from which it could be made."""

    kind: type[Notification]
    title: str
    url: str
    subject: str = ""
    html: str = ""
    sms: str = ""


@staff_page("messages/all/", name="all_messages", roles=SEES_MESSAGES)
@require_safe
def all_messages(request: StaffRequest) -> HttpResponse:
    """The kinds of one part or all, in a language, each from the newest record there is."""
    language = request.GET.get("words", "")
    if language not in LANGUAGE_NAMES:
        language = (get_language() or "en")[:2]
    part = request.GET.get("part", next(iter(PARTS)))
    wanted = [kind for kind in declared().values() if part == "all" or _part_of(kind) == part]
    with texts.read_once():
        shown = [_show(kind, language, request) for kind in wanted]
    context = {
        **staff_site.each_context(request),
        "title": gettext("All texts"),
        "shown": shown,
        "missing": [one for one in shown if not one.html],
        "language": language,
        "languages": settings.LANGUAGES,
        "parts": [*PARTS.items(), ("all", gettext("Everything"))],
        "part": part,
    }
    return TemplateResponse(request, "backoffice/steering/all_messages.html", context)


def _part_of(kind: type[Notification]) -> str:
    first = kind.key.split(".")[0]
    return first if first in PARTS else ""


def _show(kind: type[Notification], language: str, request: StaffRequest) -> Shown:
    url = reverse("admin:message_text", args=[kind.key, language])
    found = samples.samples(kind, language=language, at=clock.now(), user=request.user, most=1)
    if not found:
        return Shown(kind, title_of(kind), url)
    sample = found[0]
    content = texts.worded(sample.content, kind=kind.key, recipient=sample.recipient)
    return Shown(
        kind,
        title_of(kind) if rules_saying(kind) else content.subject,
        url,
        subject=content.subject,
        html=samples.email_of(content, sample.recipient),
        sms=samples.sms_of(content, sample.recipient) if content.sms else "",
    )

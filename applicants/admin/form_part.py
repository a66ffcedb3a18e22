"""On the page of an application: who filled it in, the answers, the documents."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.admin.documents import ASK, document_section
from applicants.enums import FilledBy
from applicants.models import Answer, Application
from applicants.notifications.words import moment_in_words
from applicants.permissions import can_decide
from applicants.questions.fields import answer_in_words
from applicants.questions.reading import answers_of
from applicants.workflow import confirming
from becode.backoffice.parts import Link, Section, Tag, facts_section
from becode.backoffice.verbs import Verb

CONFIRM = Verb(
    "confirm",
    label=_("Confirmed by phone"),
    icon="how_to_reg",
    primary=True,
    explain=_("The person told you that the application is theirs. They get a message."),
    allowed=can_decide,
    possible=confirming.can_confirm,
    run=lambda obj, data, actor, at: confirming.confirm(application=obj, actor=actor, at=at),
)
FORM_VERBS = (CONFIRM, ASK)


def form_sections(application: Application) -> list[Section]:
    """The parts of the form that hold something; two queries."""
    found = [_helper(application), _answers(application), document_section(application)]
    return [section for section in found if section is not None]


def _helper(application: Application) -> Section | None:
    if application.filled_by == FilledBy.SELF:
        return None
    facts: list[tuple[Any, Any]] = [(_("Filled in by"), application.get_filled_by_display())]
    if application.helper_name:
        facts.append((_("Name"), application.helper_name))
    if application.helper_contact:
        facts.append((_("How to reach the helper"), application.helper_contact))
    if application.confirmed_at:
        facts.append((_("Confirmed by the person"), moment_in_words(application.confirmed_at)))
    elif confirming.is_unconfirmed(application):
        facts.append((_("Confirmed by the person"), Tag(_("Not confirmed yet"), "bad")))
    return facts_section(_("Who filled this in"), facts)


def _answers(application: Application) -> Section | None:
    """Each answer beside the question as it was asked then."""
    facts = [(answer.version.text, _shown(answer)) for answer in answers_of(application)]
    return facts_section(_("Answers"), facts) if facts else None


def _shown(answer: Answer) -> Link | str:
    if answer.file is not None:
        return Link(answer.file.name, reverse("admin:answer_file", args=[answer.pk]))
    return answer_in_words(answer)

"""Records of the form for tests: questions with their words, drafts, documents, calls for help."""

from applicants.models import ApplicationDocument, HelpRequest
from applicants.workflow.questions import Place, Words, add_question
from becode.core.actors import SYSTEM
from tests.factories import MOMENT, ApplicationFactory


def question(key="laptop", *, at=MOMENT, **changes):
    """A question of the form: yes or no, and not required, unless told otherwise."""
    place = {
        "track": changes.pop("track", None),
        "stage": changes.pop("stage", "form"),
        "group": changes.pop("group", "more"),
        "position": changes.pop("position", 10),
        "for_assessors": changes.pop("for_assessors", False),
    }
    special_kind = changes.pop("special_kind", "")
    words = {
        "type": "yes_no",
        "text_nl": f"{key}, in het Nederlands?",
        "text_fr": f"{key}, en français ?",
        "text_en": f"{key}, in English?",
        **changes,
    }
    return add_question(
        key=key,
        place=Place(**place),
        words=Words(**words),
        special_kind=special_kind,
        actor=SYSTEM,
        at=at,
    )


def choices(*values):
    return [{"value": value, "nl": value, "fr": value, "en": value.title()} for value in values]


def document(*, application=None, kind="cv", at=MOMENT, **changes):
    """A document that was asked for, unless a state is given."""
    return ApplicationDocument.objects.create(
        application=application or ApplicationFactory(),
        kind=kind,
        requested_at=at,
        **changes,
    )


def help_request(**changes):
    values = {"name": "Nour", "phone": "+32470123456", "language": "fr", "asked_at": MOMENT}
    return HelpRequest.objects.create(**{**values, **changes})

"""The form: questions, drafts, help, documents: one record of each kind."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from applicants.models import Answer, ApplicationDraft
from applicants.notifications.drafts import resume_link
from applicants.public.drafts import PURPOSE
from becode.core.sealing import seal
from becode.files import store
from tests import factories_form


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at = timezone.now()
    application = base["application"]
    question = factories_form.question(type="document")
    sent = store.keep(ContentFile(b"%PDF-1.4 test", name="cv.pdf"), at=at)
    answer = Answer.objects.create(
        application=application,
        question=question,
        version=question.versions.get(),
        file=store.keep(ContentFile(b"%PDF-1.4 more", name="more.pdf"), at=at),
        answered_at=at,
    )
    document = factories_form.document(
        application=application, state="received", received_at=at, file=sent
    )
    asked = factories_form.help_request(campus=base["campus"])
    return {
        "question": question,
        "answer": answer,
        "document": document,
        "help_request": asked,
    }


def draft_token(*, at: datetime) -> str:
    """The secret of a link to a draft."""
    draft = ApplicationDraft.objects.create(
        digest="world",
        sealed=seal({"steps": {}, "began": None, "campaign": ""}, purpose=PURPOSE),
        started_at=at,
        touched_at=at,
    )
    return resume_link(draft, at=at).rsplit("/", 2)[1]

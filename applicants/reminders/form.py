"""The reminders of the form: drafts that wait, documents that are missing."""

from applicants.models import ApplicationDocument, ApplicationDraft
from applicants.notifications.documents import DocumentMissing, DocumentOverdue
from applicants.notifications.drafts import LAST_NOTICE, DraftWaits
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule

RULES = (
    Rule(
        key="draft_untouched",
        number=1,
        records=lambda: ApplicationDraft.objects.with_contact(),
        anchor="touched_at",
        offsets=(Offset(days=2), Offset(days=7), Offset(days=21), Offset(days=LAST_NOTICE)),
        notification=DraftWaits,
    ),
    Rule(
        key="document_missing",
        number=3,
        records=lambda: ApplicationDocument.objects.awaited(),
        anchor="requested_at",
        offsets=(Offset(days=2), Offset(days=5), Offset(days=10)),
        notification=DocumentMissing,
    ),
    Rule(
        key="document_overdue",
        number=3,
        records=lambda: ApplicationDocument.objects.awaited(),
        anchor="requested_at",
        offsets=(Offset(days=12),),
        notification=lambda document, offset: DocumentOverdue(document),
    ),
)

declare(*RULES)

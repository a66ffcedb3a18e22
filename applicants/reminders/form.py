"""The reminders of the form: drafts that wait, documents that are missing."""

from django.utils.translation import gettext_lazy as _

from applicants.models import ApplicationDocument, ApplicationDraft
from applicants.notifications.documents import (
    DocumentAsked,
    DocumentMissing,
    DocumentOverdue,
    DocumentRefused,
)
from applicants.notifications.drafts import LAST_NOTICE, DraftWaits
from becode.reminders.enums import Audience
from becode.reminders.registry import declare, declare_told
from becode.reminders.rules import Offset, Rule, ToldAtOnce

RULES = (
    Rule(
        key="draft_untouched",
        number=1,
        title=_("A form that was begun and not sent"),
        to=Audience.APPLICANT,
        stops=_("sent or thrown away"),
        says=(DraftWaits,),
        milestone=None,
        records=lambda: ApplicationDraft.objects.with_contact(),
        anchor="touched_at",
        offsets=(Offset(days=2), Offset(days=7), Offset(days=21), Offset(days=LAST_NOTICE)),
        notification=DraftWaits,
    ),
    Rule(
        key="document_missing",
        number=3,
        title=_("A document is missing"),
        to=Audience.APPLICANT,
        stops=_("received or no longer asked"),
        says=(DocumentMissing,),
        milestone=None,
        records=lambda: ApplicationDocument.objects.awaited(),
        anchor="requested_at",
        offsets=(Offset(days=2), Offset(days=5), Offset(days=10)),
        notification=DocumentMissing,
    ),
    Rule(
        key="document_overdue",
        number=3,
        title=_("A document did not come: please call"),
        to=Audience.ADMISSIONS,
        stops=_("received or no longer asked"),
        says=(DocumentOverdue,),
        milestone=None,
        records=lambda: ApplicationDocument.objects.awaited(),
        anchor="requested_at",
        offsets=(Offset(days=12),),
        notification=lambda document, offset: DocumentOverdue(document),
    ),
)

declare(*RULES)

declare_told(
    ToldAtOnce(
        number=3,
        title=_("A document is asked for, or could not be used"),
        to=Audience.APPLICANT,
        says=(DocumentAsked, DocumentRefused),
    ),
)

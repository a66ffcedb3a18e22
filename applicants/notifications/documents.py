"""Messages about documents that an application asks for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from applicants.enums import (
    OPEN_APPLICATION_STATES,
)
from applicants.models import ApplicationDocument
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from becode.reminders.rules import Offset


class AboutDocument(Notification):
    """What is said to the person while the document is theirs to send."""

    about = "applicants.applicationdocument"
    reads = ("application",)
    subject: ApplicationDocument

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.application.person)

    def campus_key(self) -> int | None:
        return self.subject.application.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        is_open = self.subject.application.state in OPEN_APPLICATION_STATES
        return is_open and self.subject.state in OWED_DOCUMENT_STATES

    def link(self, *, at: datetime) -> str:
        person = self.subject.application.person
        with translation.override(person.contact_language):
            path = reverse("applicants:my:document", args=[self.subject.pk])
        return personal_link(person, at=at, next_path=path)

    def letter(self, *, subject: str, paragraphs: list[str], sms: str, at: datetime) -> Content:
        """A message with the way to the page where the document is sent."""
        return Content(
            subject=subject,
            paragraphs=[
                *paragraphs,
                _("A photo with your phone is enough. Please look that everything can be read."),
                _("Do you not have it? Call us or answer this message. We look together."),
            ],
            facts=[(_("Document"), str(self.subject))],
            button=(_("Send the document"), "[[link]]"),
            sms=f"{sms} [[link]]",
            secrets={"link": self.link(at=at)},
        )

    @property
    def words(self) -> dict[str, str]:
        return {"organisation": settings.ORGANISATION_NAME, "document": str(self.subject)}


class DocumentAsked(AboutDocument):
    key = "applicants.document_asked"

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.letter(
            subject=_("We need a document from you"),
            paragraphs=[_("For your application we need: %(document)s.") % self.words],
            sms=_("%(organisation)s: we need a document from you: %(document)s. Send it here:")
            % self.words,
            at=at,
        )


class DocumentRefused(AboutDocument):
    """With the remark of the colleague who looked at it."""

    key = "applicants.document_refused"
    important = True

    def is_still_wanted(self, *, at: datetime) -> bool:
        return super().is_still_wanted(at=at) and self.subject.state == DocumentState.REFUSED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        remark = self.subject.remark
        return self.letter(
            subject=_("Please send your document again"),
            paragraphs=[
                _("We got your document: %(document)s. We cannot use it yet.") % self.words,
                *([_("Why: %(remark)s") % {"remark": remark}] if remark else []),
            ],
            sms=_("%(organisation)s: we cannot use your document yet: %(document)s. Send it again:")
            % self.words,
            at=at,
        )


class DocumentMissing(AboutDocument):
    """2, 5 and 10 days after it was asked for. docs/domain.md, "Reminders"."""

    key = "applicants.document_missing"

    def __init__(self, subject: ApplicationDocument, offset: Offset | None = None) -> None:
        super().__init__(subject)
        self.offset = offset

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.letter(
            subject=_("We still wait for your document"),
            paragraphs=[_("We still need: %(document)s.") % self.words],
            sms=_("%(organisation)s: we still need your document: %(document)s. Send it here:")
            % self.words,
            at=at,
        )


class DocumentOverdue(AboutDocument):
    """To admissions of the campus, 12 days after it was asked for."""

    key = "applicants.document_overdue"
    important = True
    useful_for = timedelta(days=3)

    def recipients(self) -> list[Recipient]:
        campus_key = self.subject.application.campus_id
        colleagues = User.objects.with_role(Role.ADMISSIONS).at_campus(campus_key)
        return user_recipients(*colleagues.order_by("pk"))

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        application = self.subject.application
        path = reverse("admin:applicants_applicationdocument_change", args=[self.subject.pk])
        days = (at - self.subject.requested_at).days
        return Content(
            subject=_("Application %(number)s: a document is missing for %(days)d days")
            % {"number": application.number, "days": days},
            paragraphs=[_("We asked three times. Please call the person.")],
            facts=[
                (_("Number"), application.number),
                (_("Document"), self.subject.get_kind_display()),
                (_("Campus"), str(application.campus)),
            ],
            button=(_("Open the document"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )

"""Messages about a form that is not sent yet: the link to it, and that it waits."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from applicants.models import ApplicationDraft, DraftLink
from becode.core import clock
from becode.core.sealing import CannotOpen, new_token, seal, token_digest, unseal
from becode.messages.enums import Channel
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.words import gettext as _
from becode.reminders.rules import Offset

CONTACT_PURPOSE = "draft-contact"
KEPT_FOR = timedelta(days=90)
# Somebody who went on with the form on the day of the reminder does not need it.
QUIET_FOR = timedelta(hours=20)
LAST_NOTICE = 80


def resume_link(draft: ApplicationDraft, *, at: datetime) -> str:
    """A new address that leads to the draft for 90 days, for a message's `secrets`."""
    token = new_token()
    DraftLink.objects.create(
        draft=draft, digest=token_digest(token), made_at=at, expires_at=at + KEPT_FOR
    )
    with translation.override(draft.language):
        path = reverse("applicants:public:resume", args=[token])
    return f"{settings.PUBLIC_BASE_URL}{path}"


class AboutDraft(Notification):
    """Goes to the address that was left with the draft; true until it is sent or deleted."""

    about = "applicants.applicationdraft"
    subject: ApplicationDraft

    @classmethod
    def made_up(cls, *, at: datetime) -> ApplicationDraft:
        return ApplicationDraft.objects.create(
            digest=token_digest(new_token()),
            sealed=b"",
            started_at=at,
            touched_at=at,
            sealed_contact=seal("somebody@example.org", purpose=CONTACT_PURPOSE),
        )

    def recipients(self) -> list[Recipient]:
        if not self.subject.sealed_contact:
            return []
        try:
            contact = unseal(self.subject.sealed_contact, purpose=CONTACT_PURPOSE)
        except CannotOpen:
            return []
        channel = Channel.EMAIL if "@" in contact else Channel.SMS
        return [Recipient(channel=channel, address=contact, language=self.subject.language)]

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.submitted_at is None

    def kept_until(self) -> str:
        return date_format(clock.local_day(self.subject.touched_at + KEPT_FOR), "j F Y")


class DraftLinkAsked(AboutDraft):
    """At once: the link that somebody asked for."""

    key = "applicants.draft_link"
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = self.kept_until()
        return Content(
            subject=_("Your form is kept"),
            preview=_("With this link you go on where you were."),
            paragraphs=[
                _("You began to apply. We keep your answers until %(until)s.") % {"until": until},
                _("With this link you go on where you were, on any phone or computer."),
                _("This link is only for you. Do not give it to other people."),
                _("Was it not you? Then you can forget this message."),
            ],
            button=(_("Go on with my form"), "[[link]]"),
            sms=_(
                "%(organisation)s: we keep your form until %(until)s. "
                "Go on where you were: %(link)s"
            )
            % {
                "organisation": settings.ORGANISATION_NAME,
                "until": until,
                "link": "[[link]]",
            },
            secrets={"link": resume_link(self.subject, at=at)},
        )


class DraftWaits(AboutDraft):
    """After 2, 7 and 21 days, and ten days before the draft is deleted.

    docs/domain.md, "Reminders".
    """

    key = "applicants.draft_waits"

    def __init__(self, subject: ApplicationDraft, offset: Offset | None = None) -> None:
        super().__init__(subject)
        self.offset = offset

    def is_still_wanted(self, *, at: datetime) -> bool:
        return super().is_still_wanted(at=at) and self.subject.touched_at <= at - QUIET_FOR

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = self.kept_until()
        is_last = self.offset is not None and self.offset.days >= LAST_NOTICE
        first = (
            _("Soon we delete the form that you began.")
            if is_last
            else _("You began to apply. Your form is not sent yet.")
        )
        return Content(
            subject=_("We delete your form soon") if is_last else _("Your form waits for you"),
            preview=_("We keep your answers until %(until)s.") % {"until": until},
            paragraphs=[
                first,
                _("We keep your answers until %(until)s.") % {"until": until},
                _("Is it difficult? Press “I need help” in the form. We call you."),
                _("You do not want to apply any more? Then you do not have to do anything."),
            ],
            button=(_("Go on with my form"), "[[link]]"),
            sms=_(
                "%(organisation)s: your form is not sent yet. We keep it until %(until)s. "
                "Go on: %(link)s"
            )
            % {
                "organisation": settings.ORGANISATION_NAME,
                "until": until,
                "link": "[[link]]",
            },
            secrets={"link": resume_link(self.subject, at=at)},
        )

"""Messages about internship agreements: to sign, once more, corrected, signed by all, cancelled.

Companies sign by a link, with an account or without; learners on their own page; the school in the
staff site. Reminder 24 goes to those alone who still have to sign: to the signatory of the
company, never to the mentor. docs/domain.md, "Reminders".
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from placements.enums import InternshipState, LinkPurpose, PaperKind, PaperState, Party
from placements.models import InternshipAgreement, Signature
from placements.notifications.recipients import officer_recipients, page, written
from placements.papers.parts import differences, touched
from placements.workflow.links import make_link

LINK_DAYS = 30
GOES_ON = (InternshipState.PLANNED, InternshipState.RUNNING, InternshipState.INTERRUPTED)


class _ToSigner(Notification):
    """To one of those who sign, with the way in that is theirs."""

    about = "placements.signature"
    subject: Signature

    def recipients(self) -> list[Recipient]:
        one = self.subject
        if one.party == Party.LEARNER:
            return person_recipients(one.agreement.internship.enrolment.person)
        if one.party == Party.HOST:
            contact = one.contact
            return user_recipients(contact.user) if contact and contact.is_active else []
        return user_recipients(one.user) if one.user else []

    def campus_key(self) -> int:
        return self.subject.agreement.internship.enrolment.cohort.campus_id

    def names(self) -> dict[str, str]:
        internship = self.subject.agreement.internship
        return {
            "paper": _("the amendment to the internship agreement")
            if self.subject.agreement.kind == PaperKind.AMENDMENT
            else _("the internship agreement"),
            "learner": internship.enrolment.person.full_name,
            "company": internship.company.name,
            "start": written(internship.start_on),
            "name": self.subject.name,
        }

    def facts(self) -> list[tuple[str, str]]:
        internship, names = self.subject.agreement.internship, self.names()
        return [
            (_("Intern"), names["learner"]),
            (_("Company"), names["company"]),
            (_("First day"), names["start"]),
            (_("Last day"), written(internship.end_on)),
        ]

    def way_in(self, recipient: Recipient, *, at: datetime) -> tuple[str, dict[str, str]]:
        """The address for the button, and the secrets that it needs."""
        one = self.subject
        if one.party == Party.SCHOOL:
            name = "admin:placements_internshipagreement_change"
            return page(name, one.agreement_id, language=recipient.language), {}
        if one.party == Party.LEARNER:
            person = one.agreement.internship.enrolment.person
            with translation.override(person.contact_language):
                path = reverse("placements:my:agreement", args=[one.agreement_id])
            return "[[link]]", {"link": personal_link(person, at=at, next_path=path)}
        token = make_link(
            purpose=LinkPurpose.SIGN, at=at, days=LINK_DAYS, signature=one, contact=one.contact
        )
        with translation.override(recipient.language):
            path = reverse("placements:guests:sign", args=[token])
        return "[[link]]", {"link": f"{settings.PUBLIC_BASE_URL}{path}"}

    def letter(
        self,
        recipient: Recipient,
        *,
        at: datetime,
        subject: str,
        paragraphs: list[str],
        label: str,
        facts: list[tuple[str, str]] | None = None,
    ) -> Content:
        address, secrets = self.way_in(recipient, at=at)
        return Content(
            subject=subject,
            paragraphs=paragraphs,
            facts=self.facts() if facts is None else facts,
            button=(label, address),
            sms=f"{subject}: {address}",
            secrets=secrets,
        )


class _ToSign(_ToSigner):
    """Wanted while this signature is missing and the internship goes on."""

    reads = ("agreement__internship",)

    def is_still_wanted(self, *, at: datetime) -> bool:
        one = self.subject
        return (
            one.signed_at is None
            and one.agreement.state == PaperState.OPEN
            and one.agreement.internship.state in GOES_ON
        )


class AgreementToSign(_ToSign):
    key = "placements.agreement_to_sign"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return self.letter(
            recipient,
            at=at,
            subject=_("Please sign %(paper)s: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("Here is %(paper)s.") % names,
                _("You sign for your part: %(name)s. It takes two minutes, also on a phone.")
                % names,
                _("Is something not right? Do not sign. Answer this message or call us."),
            ],
            label=_("Read and sign"),
        )


class AgreementUnsigned(_ToSign):
    """Reminder 24."""

    key = "placements.agreement_unsigned"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return self.letter(
            recipient,
            at=at,
            subject=_("Your signature is missing: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("We still wait for your signature under %(paper)s.") % names,
                _("The internship cannot start without it. It takes two minutes."),
                _("Is something not right? Do not sign. Answer this message or call us."),
            ],
            label=_("Read and sign"),
        )


class SignAgain(_ToSign):
    """A correction touched what somebody signed: what changed, and the way to sign again."""

    key = "placements.agreement_sign_again"
    important = True

    def changes(self, language: str) -> list[tuple[str, str]]:
        agreement = self.subject.agreement
        if agreement.replaces is None:
            return []
        old, new = agreement.replaces.data["facts"], agreement.data["facts"]
        found = touched(differences(old, new, language=language), party=self.subject.party)
        return [(one.label(language), f"{one.before} → {one.after}") for one in found]

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return self.letter(
            recipient,
            at=at,
            subject=_("Please sign again: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("We corrected %(paper)s. The correction touches what you signed.") % names,
                _("Please look at what changed, and sign once more. We are sorry for the work."),
            ],
            label=_("Read and sign"),
            facts=self.changes(recipient.language),
        )


class AgreementKept(_ToSigner):
    """A correction that did not touch what somebody signed: nothing to do."""

    key = "placements.agreement_kept"

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.agreement.state in (PaperState.OPEN, PaperState.SIGNED)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return self.letter(
            recipient,
            at=at,
            subject=_("Corrected, nothing to do: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("We corrected something in %(paper)s.") % names,
                _("It does not touch what you signed. Your signature stays valid."),
            ],
            label=_("Look at it"),
        )


class AgreementSigned(_ToSigner):
    """The last signature is in: where everybody finds the signed file."""

    key = "placements.agreement_signed"

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        return self.letter(
            recipient,
            at=at,
            subject=_("Signed by all: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("Everybody signed %(paper)s. Thank you!") % names,
                _("Here you find the signed file. Please keep it."),
            ],
            label=_("Get the signed file"),
        )


class AgreementCancelled(_ToSigner):
    """Nothing is to be signed any more; where the internship itself is off, it says so."""

    key = "placements.agreement_cancelled"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        is_off = self.subject.agreement.internship.state not in GOES_ON
        return Content(
            subject=_("Nothing to sign: %(learner)s at %(company)s") % names,
            paragraphs=[
                *([_("This internship does not take place any more.")] if is_off else []),
                _("We cancelled %(paper)s. You do not have to do anything.") % names,
                _("Do you have a question? Answer this message or call us."),
            ],
            facts=self.facts(),
            sms=_("We cancelled your internship agreement. Questions? Call us."),
        )


class AgreementUnsignedStaff(Notification):
    """Reminder 24, to the placement officers: whose signature is missing."""

    key = "placements.agreement_unsigned_staff"
    about = "placements.internshipagreement"
    subject: InternshipAgreement

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.campus_key())

    def campus_key(self) -> int:
        return self.subject.internship.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == PaperState.OPEN and self.subject.internship.state in GOES_ON

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        internship = self.subject.internship
        names = {
            "learner": internship.enrolment.person.full_name,
            "company": internship.company.name,
            "start": written(internship.start_on),
        }
        missing = self.subject.signatures.filter(signed_at__isnull=True).order_by("pk")
        return Content(
            subject=_("Not signed by all: %(learner)s at %(company)s") % names,
            paragraphs=[
                _("The internship starts on %(start)s. These signatures are missing.") % names,
                _("They got a reminder, too. A call often helps."),
            ],
            facts=[(one.get_party_display(), one.name) for one in missing],
            button=(
                _("Open the agreement"),
                page(
                    "admin:placements_internshipagreement_change",
                    self.subject.pk,
                    language=recipient.language,
                ),
            ),
        )


ALL = (
    AgreementCancelled,
    AgreementKept,
    AgreementSigned,
    AgreementToSign,
    AgreementUnsigned,
    AgreementUnsignedStaff,
    SignAgain,
)

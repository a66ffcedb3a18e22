"""The proof of a job that is still missing. docs/domain.md, "Reminders", 31."""

from datetime import datetime, timedelta

from becode.messages.enums import Topic
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.preferring import refusing
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from placements.enums import ContactRole, ExclusionReason, LinkPurpose
from placements.models import CompanyContact, JobPlacement, OutcomeExclusion
from placements.notifications.follow_ups import guest_address
from placements.workflow.links import make_link

LINK_DAYS = 60


class ProofAsked(Notification):
    """To who works: a photo of a contract or payslip, from a phone, without signing in."""

    key = "placements.job_proof"
    topic = Topic.AFTERWARDS
    about = "placements.jobplacement"
    useful_for = timedelta(days=3)
    subject: JobPlacement

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        return _is_missing(self.subject) and not _wants_silence(self.subject)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        token = make_link(purpose=LinkPurpose.PROOF, at=at, days=LINK_DAYS, job=self.subject)
        return Content(
            subject=_("Can you show us that you work?"),
            preview=_("A photo with your phone is enough."),
            paragraphs=[
                _("You have work. We are happy for you!"),
                _("Our funders ask us for a proof. A photo with your phone is enough."),
                _("A contract or a payslip is good. You may cover the amounts."),
            ],
            button=(_("Send a photo"), "[[link]]"),
            sms=_(
                "You have work: great! Can you send us a photo of a contract or payslip? %(link)s"
            )
            % {"link": "[[link]]"},
            secrets={"link": guest_address("proof", token, recipient.language)},
        )


class ProofAskedCompany(Notification):
    """To the employer, where the person said that we may ask: one tap confirms the job."""

    key = "placements.job_proof_company"
    about = "placements.jobplacement"
    useful_for = timedelta(days=5)
    subject: JobPlacement

    def recipients(self) -> list[Recipient]:
        company = self.subject.company
        if company is None or not company.is_active:
            return []
        contacts = company.contacts.active().select_related("user")
        wanted = contacts.with_role(ContactRole.RECRUITER, ContactRole.MANAGER)
        return user_recipients(*(contact.user for contact in wanted or contacts))

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        job = self.subject
        return _is_missing(job) and job.may_ask_employer and not _is_forgotten(job)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        contact = CompanyContact.objects.filter(user=recipient.user).first()
        token = make_link(
            purpose=LinkPurpose.PROOF, at=at, days=LINK_DAYS, job=self.subject, contact=contact
        )
        name = self.subject.person.full_name
        return Content(
            subject=_("Does %(name)s work for you?") % {"name": name},
            preview=_("One tap is enough."),
            paragraphs=[
                _("%(name)s followed our training and told us about a job with you.")
                % {"name": name},
                _("%(name)s agrees that we ask you. Can you confirm it?") % {"name": name},
                _("It takes one tap. You do not have to sign in."),
            ],
            button=(_("Answer now"), "[[link]]"),
            secrets={"link": guest_address("proof", token, recipient.language)},
        )


def _is_missing(job: JobPlacement) -> bool:
    return JobPlacement.objects.without_proof().filter(pk=job.pk).exists()


def _wants_silence(job: JobPlacement) -> bool:
    """Who does not want our questions is not asked for proofs either."""
    refused = refusing(Topic.AFTERWARDS, [job.person_id])
    return bool(refused) or _is_forgotten(job)


def _is_forgotten(job: JobPlacement) -> bool:
    gone = (ExclusionReason.DIED, ExclusionReason.ERASED)
    return OutcomeExclusion.objects.of_person(job.person_id).filter(reason__in=gone).exists()


ALL = (ProofAsked, ProofAskedCompany)

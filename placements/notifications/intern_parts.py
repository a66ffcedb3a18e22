"""What the messages about a running internship share: to whom, with which link."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import translation

from becode.accounts.models import User
from becode.core import clock
from becode.messages.notification import Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.portal.access import personal_link
from cohorts.models import CoachAssignment
from placements.enums import LinkPurpose
from placements.models import CompanyContact, Internship
from placements.notifications.recipients import (
    contact_recipients,
    officer_recipients,
    page,
    written,
)
from placements.workflow.links import make_link

LONGEST_LINK = timedelta(days=400)


def mentor_recipients(internship: Internship) -> list[Recipient]:
    """The mentor; where nobody is named any more, every contact of the company."""
    if internship.mentor is not None and internship.mentor.is_active:
        return user_recipients(internship.mentor.user)
    return contact_recipients(internship.company)


def guide_recipients(internship: Internship, *, on: date) -> list[Recipient]:
    """The coaches and the contact for work of the cohort; else the placement officers."""
    cohort = internship.enrolment.cohort
    named = CoachAssignment.objects.on(on).filter(cohort=cohort).order_by("user_id")
    guides = User.objects.active().filter(pk__in=named.values("user_id")).order_by("pk")
    return user_recipients(*guides) or officer_recipients(cohort.campus_id)


class AboutInternship(Notification):
    """`internship` is what the subject belongs to; by default it is the subject itself."""

    about = "placements.internship"

    @property
    def internship(self) -> Internship:
        subject = self.subject
        assert isinstance(subject, Internship)
        return subject

    def names(self) -> dict[str, str]:
        internship = self.internship
        return {
            "learner": internship.enrolment.person.called,
            "company": internship.company.name,
            "start": written(internship.start_on),
            "end": written(internship.end_on),
        }

    def campus_key(self) -> int:
        return self.internship.enrolment.cohort.campus_id

    def learner_recipients(self) -> list[Recipient]:
        return person_recipients(self.internship.enrolment.person)

    def staff_page(self, recipient: Recipient) -> str:
        return page(
            "admin:placements_internship_change", self.internship.pk, language=recipient.language
        )

    def own_page(self, recipient: Recipient, *, at: datetime, name: str, key: int) -> str:
        """The personal link of the learner to one of their pages about the internship."""
        with translation.override(recipient.language):
            path = reverse(f"placements:my:{name}", args=[key])
        return personal_link(recipient.person, at=at, next_path=path)


def guest_link(
    recipient: Recipient,
    *,
    internship: Internship,
    purpose: LinkPurpose,
    at: datetime,
    days: int,
    **about: object,
) -> str:
    """A link without an account for a contact of the company, in their language."""
    contact = CompanyContact.objects.filter(user=recipient.user).first()
    token = make_link(purpose=purpose, at=at, days=days, contact=contact, **about)
    return page(f"placements:guests:{purpose}", token, language=recipient.language)


def days_until(day: date, *, at: datetime, more: int = 0) -> int:
    """For how many days a link works: until a day and some more, at least two weeks."""
    left = (day - clock.local_day(at)).days + more
    return min(max(left, 14), LONGEST_LINK.days)

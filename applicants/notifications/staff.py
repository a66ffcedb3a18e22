"""Messages to colleagues of admissions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from applicants.enums import ApplicationState, MoreTime, OfferState
from applicants.models import Application, SeatOffer
from applicants.notifications.offers import TOO_SOON
from applicants.notifications.words import day_in_words, moment_in_words
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _

# When a colleague calls: so long before the end of an offer that nobody answered.
CALL_BEFORE = timedelta(hours=24)
# An application that nobody looked at for so long.
LEFT_ALONE = timedelta(days=5)


class Untreated(Notification):
    """An application nobody looked at for five days. docs/domain.md, "Reminders", 2."""

    key = "applicants.untreated"
    about = "applicants.application"
    useful_for = timedelta(days=3)
    subject: Application

    def recipients(self) -> list[Recipient]:
        colleagues = User.objects.with_role(Role.ADMISSIONS).at_campus(self.subject.campus_id)
        return user_recipients(*colleagues.order_by("pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ApplicationState.SUBMITTED

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def example_at(self, *, at: datetime) -> datetime:
        return (self.subject.submitted_at or at) + LEFT_ALONE

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        application = self.subject
        days = (at - (application.submitted_at or at - LEFT_ALONE)).days
        path = reverse("admin:applicants_application_change", args=[application.pk])
        return Content(
            subject=_("Application %(number)s has waited for %(days)d days")
            % {"number": application.number, "days": days},
            paragraphs=[_("Nobody has looked at this application yet. Please take it up.")],
            facts=[
                (_("Number"), application.number),
                (_("Training"), application.track.name),
                (_("Campus"), str(application.campus)),
                (_("Received"), day_in_words(application.submitted_at or at)),
            ],
            button=(_("Open the application"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )


class OfferUnanswered(Notification):
    """24 hours before its end nobody has answered an offer: a call often helps.

    To the colleague in charge, else to admissions. docs/domain.md, "Reminders", 10.
    """

    key = "applicants.offer_unanswered"
    about = "applicants.seatoffer"
    useful_for = timedelta(hours=20)
    urgent = True
    subject: SeatOffer

    def recipients(self) -> list[Recipient]:
        owner = self.subject.application.owner
        campus_key = self.subject.cohort.campus_id
        if owner is not None and owner.is_active and owner.sees_campus(campus_key):
            return user_recipients(owner)
        colleagues = User.objects.with_role(Role.ADMISSIONS).at_campus(campus_key)
        return user_recipients(*colleagues.order_by("pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Not when it was answered or put off, and not at once after a short offer was made."""
        ends = self.subject.expires_at
        return (
            self.subject.state == OfferState.OPEN
            and at < ends <= at + CALL_BEFORE
            and ends - CALL_BEFORE >= self.subject.offered_at + TOO_SOON
        )

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        offer = self.subject
        path = reverse("admin:applicants_seatoffer_change", args=[offer.pk])
        facts = [
            (_("Number"), offer.application.number),
            (_("Cohort"), offer.cohort.code),
            (_("Answer before"), moment_in_words(offer.expires_at)),
        ]
        if offer.more_time == MoreTime.ASKED:
            facts.append((_("More time"), offer.get_more_time_display()))
        return Content(
            subject=_("Please call: nobody answered the offer for %(cohort)s yet")
            % {"cohort": offer.cohort.code},
            paragraphs=[
                _("This offer ends soon and there is no answer. A phone call often helps."),
            ],
            facts=facts,
            button=(_("Open the offer"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )

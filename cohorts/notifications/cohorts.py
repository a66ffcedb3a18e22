"""Messages to learners about their cohort."""

from datetime import datetime, timedelta

from django.utils.formats import date_format

from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import Enrolment
from cohorts.notifications.first_day import first_day


class CohortStarts(Notification):
    """A reminder of the first day: date, hour, place. docs/domain.md, "Reminders", 14."""

    key = "cohorts.cohort_starts"
    important = True
    about = "cohorts.enrolment"
    reads = ("cohort",)
    useful_for = timedelta(days=2)
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.cohort
        day = date_format(cohort.start_on, "l j F Y")
        hour = f"{cohort.arrive_by:%H:%M}"
        place = ", ".join(part for part in (str(cohort.campus), cohort.campus.address) if part)
        return Content(
            subject=_("Your training starts on %(day)s") % {"day": day},
            preview=_("The date, the hour and the place of your first day."),
            paragraphs=[
                _("Your training %(track)s starts soon. We look forward to seeing you.")
                % {"track": cohort.track.name},
                _("Bring your identity card. We lend you a laptop."),
                _("You cannot come? Tell us today, then somebody else can have the seat."),
            ],
            facts=[
                (_("First day"), day),
                (_("Hour"), hour),
                (_("Place"), place),
            ],
            button=(_("See my training"), "[[link]]"),
            sms=_("Your training starts on %(day)s at %(hour)s. Place: %(place)s.")
            % {"day": day, "hour": hour, "place": place},
            secrets={"link": personal_link(recipient.person, at=at)},
        )

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        return calendar_text(first_day(self.subject), at=at)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == EnrolmentState.ENROLLED
            and self.subject.cohort.state == CohortState.PLANNED
        )

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

"""Messages to learners when the dates of their training move."""

from datetime import datetime, timedelta

from django.utils.formats import date_format

from becode.core.clock import local_day
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from cohorts.enums import RUNNING
from cohorts.models import Enrolment
from cohorts.notifications.first_day import first_day


class DatesChanged(Notification):
    """The first or the last day of a training moved; the message says the dates that hold now."""

    key = "cohorts.dates_changed"
    important = True
    about = "cohorts.enrolment"
    useful_for = timedelta(days=7)
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.cohort
        start, end = (date_format(day, "l j F Y") for day in (cohort.start_on, cohort.end_on))
        facts = [(_("First day"), start), (_("Last training day"), end)]
        if cohort.internship_start_on and cohort.internship_end_on:
            period = (cohort.internship_start_on, cohort.internship_end_on)
            facts.append((_("Internship"), " – ".join(date_format(one, "j F Y") for one in period)))
        return Content(
            subject=_("The dates of your training changed"),
            preview=_("The first and the last day of your training, as they are now."),
            paragraphs=[
                _("The dates of your training %(track)s changed. These are the new ones.")
                % {"track": cohort.track.name},
                _("You keep your seat. You do not have to do anything."),
                _("Is this a problem for you? Tell us, then we look for a solution together."),
            ],
            facts=facts,
            button=(_("See my calendar"), "[[link]]"),
            sms=_("The dates of your training changed: from %(start)s to %(end)s. %(link)s")
            % {"start": start, "end": end, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        """The first day again, where it is still to come."""
        first_on = self.subject.started_on or self.subject.cohort.start_on
        if first_on <= local_day(at):
            return ""
        return calendar_text(first_day(self.subject), at=at)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in RUNNING

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

"""Messages about a seat that goes another way: another group, not used, given back."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.formats import date_format

from applicants.enums import ApplicationState
from applicants.notifications.decisions import AboutApplication, OnWaitlist
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.notifications.first_day import first_day


class Moved(Notification):
    """The seat is in another group now: when and where it is. About the new enrolment."""

    key = "applicants.moved"
    about = "cohorts.enrolment"
    urgent = True
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in (EnrolmentState.ENROLLED, EnrolmentState.IN_TRAINING)

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        return calendar_text(first_day(self.subject), at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.cohort
        day = date_format(self.subject.started_on or cohort.start_on, "l j F Y")
        place = ", ".join(part for part in (str(cohort.campus), cohort.campus.address) if part)
        return Content(
            subject=_("You are in another group now"),
            preview=_("Your first day there is %(day)s.") % {"day": day},
            paragraphs=[
                _("We moved your seat to another group. Your seat there is sure."),
                _("Your first day there is %(day)s.") % {"day": day},
                _("Is something not right? Call us or answer this message."),
            ],
            facts=[
                (_("Training"), cohort.track.name),
                (_("Group"), cohort.code),
                (_("First day"), day),
                (_("Place"), place),
            ],
            button=(_("Go to my page"), "[[link]]"),
            sms=_("You are in another group now. First day: %(day)s. Place: %(place)s. %(link)s")
            % {"day": day, "place": place, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )


class NeverCame(AboutApplication):
    """Nobody saw them on the first day; the seat is free for somebody else. They may come back."""

    key = "applicants.never_came"
    important = True
    useful_for = timedelta(days=7)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ApplicationState.LAPSED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("We missed you on your first day"),
            preview=_("We gave your seat to somebody else. You may come back."),
            paragraphs=[
                _("Your training began, and we did not see you. We hope that you are well."),
                _("We gave your seat to somebody else who waits."),
                _("Were you there, or did you tell us? Call us today. We make it right."),
                _("Do you want to start later? You may apply again. We will be glad."),
            ],
            facts=[(_("Training"), self.subject.track.name)],
            button=(_("Go to my page"), "[[link]]"),
            sms=_(
                "We missed you on your first day. We gave your seat to somebody else. "
                "Were you there? Call us. Your page: %(link)s"
            )
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )


class BackOnWaitlist(OnWaitlist):
    """The seat was given back, and the person waits again in the old places."""

    key = "applicants.back_on_waitlist"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return replace(
            super().content(recipient, at=at),
            subject=_("You are waiting for %(track)s again") % {"track": self.subject.track.name},
            paragraphs=[
                _("You gave your seat back. That is all right."),
                _("You have your old place on the waitlist again."),
                _("As soon as there is a seat for you, we write to you."),
            ],
            sms=_("You gave your seat back. You have your old place on the waitlist: %(link)s")
            % {"link": "[[link]]"},
        )

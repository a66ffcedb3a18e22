"""Messages about a seat: offered, about to end, ended, taken back, yours."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from django.utils.formats import date_format

from applicants.enums import AfterDecline, OfferState
from applicants.models import SeatOffer
from applicants.notifications.words import city_of, moment_in_words
from applicants.order import rule_of
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from becode.reminders.rules import Offset
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.notifications.first_day import first_day

# A reminder this soon after the offer itself would only be a second letter.
TOO_SOON = timedelta(hours=2)


class AboutOffer(Notification):
    """What all messages about one offer share: `wanted_in` is the state they are true in."""

    about = "applicants.seatoffer"
    urgent = True
    wanted_in: ClassVar[str]
    subject: SeatOffer

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == self.wanted_in

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def facts(self) -> list[tuple[str, str]]:
        cohort = self.subject.cohort
        return [
            (_("Training"), cohort.track.name),
            (_("City"), city_of(cohort)),
            (_("First day"), date_format(cohort.start_on, "l j F Y")),
        ]


class OfferMade(AboutOffer):
    """At once: there is a seat, and until when to answer."""

    key = "applicants.offer_made"
    wanted_in = OfferState.OPEN

    def is_still_wanted(self, *, at: datetime) -> bool:
        return super().is_still_wanted(at=at) and self.subject.expires_at > at

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = moment_in_words(self.subject.expires_at)
        return Content(
            subject=_("There is a seat for you"),
            preview=_("Answer before %(until)s.") % {"until": until},
            paragraphs=[
                _("Good news: there is a seat for you in our training."),
                _("Please tell us yes or no before %(until)s.") % {"until": until},
                self._after_a_no(),
            ],
            facts=[*self.facts(), (_("Answer before"), until)],
            button=(_("Answer now"), "[[link]]"),
            sms=_("There is a seat for you. Answer before %(until)s: %(link)s")
            % {"until": until, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path="offer")},
        )

    def _after_a_no(self) -> str:
        """What the rule of the list makes of a no."""
        cohort = self.subject.cohort
        after = rule_of(cohort.campus_id, cohort.track_id).after_decline
        if after == AfterDecline.KEEP:
            return _("You say no? You keep your place on the waitlist.")
        if after == AfterDecline.LEAVE:
            return _("You say no? You then leave this list. For 60 days you can come back.")
        return _("You say no? Then you keep your place on the waitlist, if you want.")


class OfferEnds(OfferMade):
    """24 and 6 hours before the end. docs/domain.md, "Reminders", 10."""

    key = "applicants.offer_ends"

    def __init__(self, subject: SeatOffer, offset: Offset | None = None) -> None:
        super().__init__(subject)
        self.offset = offset

    def is_still_wanted(self, *, at: datetime) -> bool:
        if self.offset is not None:
            due_at = self.offset.due_at(self.subject.expires_at)
            if due_at < self.subject.offered_at + TOO_SOON:
                return False
        return super().is_still_wanted(at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = moment_in_words(self.subject.expires_at)
        return Content(
            subject=_("We keep a seat for you until %(until)s") % {"until": until},
            preview=_("You did not answer yet."),
            paragraphs=[
                _("We offered you a seat. You did not answer yet."),
                _("We keep it for you until %(until)s.") % {"until": until},
                _("You do not want it? Tell us, then somebody else can have it."),
            ],
            facts=[*self.facts(), (_("Answer before"), until)],
            button=(_("Answer now"), "[[link]]"),
            sms=_("We keep your seat until %(until)s. Answer here: %(link)s")
            % {"until": until, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path="offer")},
        )


class MoreTimeGiven(OfferMade):
    """The seat is kept longer."""

    key = "applicants.more_time_given"

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = moment_in_words(self.subject.expires_at)
        return Content(
            subject=_("You have more time to answer"),
            preview=_("Answer before %(until)s.") % {"until": until},
            paragraphs=[
                _("We keep the seat for you until %(until)s.") % {"until": until},
                _("Please tell us yes or no before then."),
            ],
            facts=[*self.facts(), (_("Answer before"), until)],
            button=(_("Answer now"), "[[link]]"),
            sms=_("You have more time. Answer before %(until)s: %(link)s")
            % {"until": until, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path="offer")},
        )


class NoMoreTime(OfferMade):
    """Others wait: the moment stays as it was."""

    key = "applicants.no_more_time"

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        until = moment_in_words(self.subject.expires_at)
        return Content(
            subject=_("Please answer before %(until)s") % {"until": until},
            preview=_("We cannot give more time."),
            paragraphs=[
                _("You asked for more time. Sorry: we cannot give it. Other people wait too."),
                _("Please tell us yes or no before %(until)s.") % {"until": until},
            ],
            facts=[*self.facts(), (_("Answer before"), until)],
            button=(_("Answer now"), "[[link]]"),
            sms=_("Sorry, we cannot give more time. Answer before %(until)s: %(link)s")
            % {"until": until, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path="offer")},
        )


class OfferExpired(AboutOffer):
    """The moment passed; the place on the list stays."""

    key = "applicants.offer_expired"
    wanted_in = OfferState.EXPIRED
    useful_for = timedelta(days=3)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("The time to answer is over"),
            paragraphs=[
                _("We offered you a seat and got no answer in time."),
                _("You keep your place on the waitlist. We may offer you another seat."),
                _("You do not want to wait any more? You can stop on your page."),
            ],
            facts=self.facts(),
            button=(_("Go to my page"), "[[link]]"),
            sms=_("The time to answer is over. You keep your place on the waitlist: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )


class OfferTakenBack(AboutOffer):
    """The cohort is full, started or called off before the person answered."""

    key = "applicants.offer_taken_back"
    wanted_in = OfferState.WITHDRAWN
    useful_for = timedelta(days=3)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("This seat is not free any more"),
            paragraphs=[
                _("We offered you a seat. Sorry: it is not free any more."),
                _("You keep your place on the waitlist. You do not have to do anything."),
                _("As soon as there is another seat for you, we write to you."),
            ],
            facts=self.facts(),
            button=(_("Go to my page"), "[[link]]"),
            sms=_("Sorry, this seat is not free any more. You keep your place: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )


class Welcome(Notification):
    """The seat is theirs; who joins a group that has started hears what to do now."""

    key = "applicants.welcome"
    important = True
    about = "cohorts.enrolment"
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in (EnrolmentState.ENROLLED, EnrolmentState.IN_TRAINING)

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        """The first day; who joins a group that has started is told by phone when to come."""
        if self.subject.state != EnrolmentState.ENROLLED:
            return ""
        return calendar_text(first_day(self.subject), at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.cohort
        day = date_format(cohort.start_on, "l j F Y")
        place = ", ".join(part for part in (str(cohort.campus), cohort.campus.address) if part)
        welcome = Content(
            subject=_("Welcome: you have a seat"),
            preview=_("Your training starts on %(day)s.") % {"day": day},
            paragraphs=[
                _("Welcome! Your seat is sure. Your training starts on %(day)s.") % {"day": day},
                _("We write to you again a week before, and two days before."),
                _("Something changed? Tell us as soon as you can."),
            ],
            facts=[
                (_("Training"), cohort.track.name),
                (_("Group"), cohort.code),
                (_("First day"), day),
                (_("Place"), place),
            ],
            button=(_("Go to my page"), "[[link]]"),
            sms=_("Welcome! Your training starts on %(day)s. Place: %(place)s. %(link)s")
            % {"day": day, "place": place, "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )
        if self.subject.state == EnrolmentState.ENROLLED:
            return welcome
        return replace(
            welcome,
            preview=_("The group has started. You can join it now."),
            paragraphs=[
                _("Welcome! Your seat is sure. The group has started. You can join it now."),
                _("Please call us today. We tell you when to come."),
            ],
            sms=_("Welcome! Your seat is sure. The group has started. Please call us today."),
        )

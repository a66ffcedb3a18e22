"""Messages about a moment that somebody booked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from applicants.enums import ApplicationState, BookingState, SlotState
from applicants.fitting import earlier_slots
from applicants.models import Booking, Slot, StepProgress
from applicants.notifications.calendars import booked_moment, led_moment
from applicants.notifications.steps import AboutStep
from applicants.notifications.words import moment_in_words, period_in_words, place_of
from becode.accounts.models import User
from becode.messages.appointments import calendar_text
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link
from becode.reminders.rules import Offset

# A reminder this soon after the booking itself would only be a second letter.
TOO_SOON = timedelta(hours=2)


class AboutBooking(Notification):
    """What messages about one booked moment share: true while the booking is in this state."""

    about = "applicants.booking"
    reads = ("slot",)
    wanted_in: str = BookingState.BOOKED
    subject: Booking

    def __init__(self, subject: Booking, offset: Offset | None = None) -> None:
        super().__init__(subject)
        self.offset = offset

    @property
    def slot(self) -> Slot:
        return self.subject.slot

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.progress.application.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == self.wanted_in and self.slot.starts_at > at

    def campus_key(self) -> int | None:
        return self.slot.campus_id

    def facts(self) -> list[tuple[str, str]]:
        facts = [
            (_("What"), self.subject.progress.step.name),
            (_("When"), period_in_words(self.slot)),
            (_("Where"), place_of(self.slot)),
        ]
        if self.slot.video_link:
            facts.append((_("Video link"), self.slot.video_link))
        return [*facts, (_("Language"), self.slot.get_language_display())]

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        is_cancelled = self.wanted_in == BookingState.CANCELLED
        return calendar_text(booked_moment(self.subject, is_cancelled=is_cancelled), at=at)

    def link(self, recipient: Recipient, *, at: datetime) -> str:
        page = reverse("applicants:my:appointments", args=[self.subject.progress_id])
        return personal_link(recipient.person, at=at, next_path=page)


class Booked(AboutBooking):
    """The place is theirs."""

    key = "applicants.booked"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        when = moment_in_words(self.slot.starts_at)
        return Content(
            subject=_("Booked: %(what)s") % {"what": self.subject.progress.step.name},
            preview=when,
            paragraphs=[
                _("We expect you on %(when)s.") % {"when": when},
                _("You cannot come? Choose another moment on your page. Others like your place."),
                _("On your page you also find a file for your calendar."),
            ],
            facts=self.facts(),
            button=(_("See or change my moment"), "[[link]]"),
            sms=_("We expect you on %(when)s. Place: %(place)s. Change it here: %(link)s")
            % {"when": when, "place": place_of(self.slot), "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class AppointmentSoon(AboutBooking):
    """Days before. docs/domain.md, "Reminders", 4 and 7."""

    key = "applicants.appointment_soon"
    important = True

    def is_still_wanted(self, *, at: datetime) -> bool:
        if self.offset is not None:
            due_at = self.offset.due_at(self.slot.starts_at)
            if due_at < self.subject.booked_at + TOO_SOON:
                return False
        return super().is_still_wanted(at=at) and self.slot.state == SlotState.OPEN

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        when = moment_in_words(self.slot.starts_at)
        return Content(
            subject=_("We expect you: %(when)s") % {"when": when},
            preview=place_of(self.slot),
            paragraphs=[
                _("Do not forget: we expect you on %(when)s.") % {"when": when},
                _("You cannot come? Tell us on your page, then somebody else can come."),
            ],
            facts=self.facts(),
            button=(_("See or change my moment"), "[[link]]"),
            sms=_("Do not forget: %(when)s, %(place)s. You cannot come? %(link)s")
            % {"when": when, "place": place_of(self.slot), "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class AppointmentToday(AppointmentSoon):
    """Three hours before: it waits for nothing."""

    key = "applicants.appointment_today"
    urgent = True


class SlotChanged(AboutBooking):
    """Another time or another place."""

    key = "applicants.slot_changed"
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        when = period_in_words(self.slot)
        return Content(
            subject=_("Changed: %(what)s") % {"what": self.subject.progress.step.name},
            preview=when,
            paragraphs=[
                _("Something changed. It is now: %(when)s.") % {"when": when},
                _("You cannot come then? Choose another moment on your page."),
            ],
            facts=self.facts(),
            button=(_("See or change my moment"), "[[link]]"),
            sms=_("Changed! It is now: %(when)s, %(place)s. You cannot come? %(link)s")
            % {"when": when, "place": place_of(self.slot), "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class BookingCancelled(AboutBooking):
    """A colleague gave the place back for them."""

    key = "applicants.booking_cancelled"
    wanted_in = BookingState.CANCELLED
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        when = moment_in_words(self.slot.starts_at)
        return Content(
            subject=_("Your moment of %(when)s is cancelled") % {"when": when},
            paragraphs=[
                self.sentence() % {"when": when},
                _("Please choose another moment on your page."),
            ],
            facts=[(_("What"), self.subject.progress.step.name)],
            button=(_("Choose another moment"), "[[link]]"),
            sms=_("Your moment of %(when)s is cancelled. Choose another one: %(link)s")
            % {"when": when, "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )

    def sentence(self) -> str:
        return _("You do not have to come on %(when)s.")


class SlotCalledOff(BookingCancelled):
    """The whole moment is off; they may choose another one."""

    key = "applicants.slot_called_off"

    def sentence(self) -> str:
        return _("We are sorry: we had to call off the moment of %(when)s.")


class EarlierPlace(AboutStep):
    """A place came free before the one they hold; they may take it, nothing happens by itself."""

    key = "applicants.earlier_place"
    urgent = True
    useful_for = timedelta(days=1)
    subject: StepProgress

    def __init__(self, subject: StepProgress, slot: Slot | None = None) -> None:
        super().__init__(subject)
        self.slot = slot

    def is_still_wanted(self, *, at: datetime) -> bool:
        in_selection = self.subject.application.state == ApplicationState.IN_SELECTION
        return in_selection and earlier_slots(self.subject, at=at).exists()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        slot = self.slot or earlier_slots(self.subject, at=at)[0]
        when = moment_in_words(slot.starts_at)
        return Content(
            subject=_("An earlier place is free: %(when)s") % {"when": when},
            preview=_("Who is first has it."),
            paragraphs=[
                _("You asked us to tell you: a place is free on %(when)s.") % {"when": when},
                _("Do you want it? Take it on your page. Who is first has it."),
                _("You do nothing? Then nothing changes for you."),
            ],
            facts=[(_("When"), period_in_words(slot)), (_("Where"), place_of(slot))],
            button=(_("See the place"), "[[link]]"),
            sms=_("A place is free on %(when)s. Do you want it? %(link)s")
            % {"when": when, "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class SelectionDayTomorrow(Notification):
    """To the colleague who leads it and those who score. docs/domain.md, "Reminders", 7."""

    key = "applicants.selection_day_tomorrow"
    about = "applicants.slot"
    subject: Slot

    def __init__(self, subject: Slot, offset: Offset | None = None) -> None:
        super().__init__(subject)

    def recipients(self) -> list[Recipient]:
        scoring = User.objects.active().filter(
            assessments__progress__bookings__slot=self.subject,
            assessments__progress__bookings__state=BookingState.BOOKED,
        )
        host = User.objects.active().filter(pk=self.subject.host_id)
        return user_recipients(*(scoring.distinct() | host.distinct()).order_by("pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == SlotState.OPEN and self.subject.starts_at > at

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def calendar(self, recipient: Recipient, *, at: datetime) -> str:
        return calendar_text(led_moment(self.subject), at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        slot = self.subject
        when = moment_in_words(slot.starts_at)
        path = reverse("admin:applicants_slot_change", args=[slot.pk])
        people = ngettext("%(count)d person", "%(count)d people", slot.taken)
        return Content(
            subject=_("Selection day: %(when)s") % {"when": when},
            paragraphs=[_("You are expected at this selection day. The list shows who comes.")],
            facts=[
                (_("When"), period_in_words(slot)),
                (_("Where"), place_of(slot)),
                (_("Booked"), people % {"count": slot.taken}),
            ],
            button=(_("Open the list"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )

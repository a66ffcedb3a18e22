"""The answers to a form that was sent."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

from applicants.enums import OPEN_APPLICATION_STATES, ApplicationState
from applicants.notifications.decisions import AboutApplication
from applicants.promises import answer_by
from becode.core import clock
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from becode.portal.access import personal_link


class AboutForm(AboutApplication):
    """What both answers share: they are true while the application is open."""

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in OPEN_APPLICATION_STATES

    def facts(self) -> list[tuple[str, str]]:
        return [
            (_("Your number"), self.subject.number),
            (_("Training"), self.subject.track.name),
            (_("First choice"), str(self.subject.campus)),
        ]


class ApplicationReceived(AboutForm):
    """At once after sending: it arrived, what happens next, by when, and the way in."""

    key = "applicants.application_received"
    urgent = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        link = personal_link(self.subject.person, at=at)
        day = date_format(answer_by(clock.local_day(at)), "j F Y")
        return Content(
            subject=_("We have your application"),
            preview=_("You will hear from us before %(day)s.") % {"day": day},
            paragraphs=[
                _("Thank you! Your application arrived well."),
                _("A person reads it. You will hear from us before %(day)s.") % {"day": day},
                _("On your own page you see where you are. You can also correct your details."),
                _("This link is only for you. Do not give it to other people."),
            ],
            facts=self.facts(),
            button=(_("Go to my page"), "[[link]]"),
            sms=_(
                "%(organisation)s: we have your application %(number)s. "
                "You will hear from us before %(day)s. Your page: %(link)s"
            )
            % {
                "organisation": settings.ORGANISATION_NAME,
                "number": self.subject.number,
                "day": day,
                "link": "[[link]]",
            },
            secrets={"link": link},
        )


class AlreadyApplied(AboutForm):
    """After a form from somebody whose application for the same course is open, or has a seat.

    It tells their place on each list, and until when an old place can be had back.
    """

    key = "applicants.already_applied"
    urgent = True

    def is_still_wanted(self, *, at: datetime) -> bool:
        return super().is_still_wanted(at=at) or self.subject.state == ApplicationState.ENROLLED

    def facts(self) -> list[tuple[str, str]]:
        waiting = self.subject.entries.waiting().in_order().select_related("campus")
        entries: Any = waiting.with_position()
        language = (get_language() or "en")[:2]
        places = [
            (entry.campus.city(language), _("number %(number)d") % {"number": entry.position})
            for entry in entries
        ]
        return [*super().facts(), *places]

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        link = personal_link(self.subject.person, at=at)
        return Content(
            subject=_("We already have your application"),
            preview=_("You do not have to do anything."),
            paragraphs=[
                _("You sent the form again. We already have your application for this course."),
                *self._where_it_stands(at=at),
                _("Do you want to change something? Go to your page, or call us."),
                _("Was it not you? Then you can forget this message. Nothing changed."),
            ],
            facts=self.facts(),
            button=(_("Go to my page"), "[[link]]"),
            sms=_(
                "%(organisation)s: we already have your application %(number)s. "
                "You do not have to do anything. Your page: %(link)s"
            )
            % {
                "organisation": settings.ORGANISATION_NAME,
                "number": self.subject.number,
                "link": "[[link]]",
            },
            secrets={"link": link},
        )

    def _where_it_stands(self, *, at: datetime) -> list[str]:
        if self.subject.state == ApplicationState.ENROLLED:
            return [_("You have a seat. You do not have to do anything.")]
        waits_at = set(self.subject.entries.waiting().order_by().values_list("campus", flat=True))
        ended = self.subject.entries.select_related("campus").order_by("-closed_at", "-pk")
        old = next(
            (one for one in ended if one.campus_id not in waits_at and one.can_reopen(at)), None
        )
        if old is None or old.reopen_until is None:
            return [_("Your place stays the same. You do not have to do anything.")]
        return [
            _("You left the list of %(city)s. You can have your old place back before %(day)s.")
            % {
                "city": old.campus.city((get_language() or "en")[:2]),
                "day": date_format(old.reopen_until, "j F Y"),
            },
            _("Do you want it? Go to your page, or call us."),
        ]

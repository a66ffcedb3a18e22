"""Messages about the decision on an application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from applicants.enums import ApplicationState, RejectionReason
from applicants.models import Application, WaitlistEntry
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link

# One kind sentence a reason: what it means, and what the person can do.
REJECTION_SENTENCES: dict[str, Sequence[Promise]] = {
    RejectionReason.NO_RIGHT_TO_WORK: [
        gettext_lazy("For now you are not allowed to follow a training or to work in Belgium."),
        gettext_lazy("Does your situation change? Then apply again. We will be glad."),
    ],
    RejectionReason.LANGUAGE: [
        gettext_lazy("Our lessons need a little more of the language than you have now."),
        gettext_lazy("Follow a language course first, and then apply again. We will be glad."),
    ],
    RejectionReason.AVAILABILITY: [
        gettext_lazy("Our training is every weekday, all day. That is not possible for you now."),
        gettext_lazy("Do you have more time later? Then apply again. We will be glad."),
    ],
    RejectionReason.SELECTION: [
        gettext_lazy("Many people applied and there are few seats. This time we chose others."),
        gettext_lazy("It says nothing about what you can become. You may apply again."),
    ],
    RejectionReason.UNREACHABLE: [
        gettext_lazy("We tried to reach you several times and it did not work."),
        gettext_lazy("Do you still want to come? Then apply again, or call us."),
    ],
    RejectionReason.DUPLICATE: [
        gettext_lazy("You applied twice. We go on with one of the two applications."),
        gettext_lazy("You do not have to do anything."),
    ],
    RejectionReason.OTHER: [
        gettext_lazy("We cannot offer you this training."),
        gettext_lazy("Do you want to know why? Call us or write to us. We explain it to you."),
    ],
}


def suggested_text(reason: str, language: str) -> str:
    """What we propose to say for a RejectionReason, in the person's language."""
    with override(language):
        return "\n".join(str(sentence) for sentence in REJECTION_SENTENCES[reason])


def around_rejection() -> tuple[str, str]:
    """What stands before and after the words of a reason, in the active language."""
    return (
        _("Thank you for your application. We cannot say yes to it."),
        _("Do you not agree? Answer this message. A person reads it."),
    )


class AboutApplication(Notification):
    about = "applicants.application"
    subject: Application

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def campus_key(self) -> int | None:
        return self.subject.campus_id


def who_wait(applications: QuerySet[Any]) -> QuerySet[Any]:
    """Those of them that are on a list."""
    return applications.filter(pk__in=WaitlistEntry.objects.waiting().values("application"))


class Rejected(AboutApplication):
    """The answer is no, with the reason in the words that a colleague read and maybe changed."""

    key = "applicants.rejected"
    important = True
    can_be_worded = False

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return records.filter(state=ApplicationState.REJECTED)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ApplicationState.REJECTED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        before, after = around_rejection()
        text = self.subject.decision_text or suggested_text(
            self.subject.rejection_reason, recipient.language
        )
        return Content(
            subject=_("About your application for %(track)s") % {"track": self.subject.track.name},
            preview=_("We have an answer for you."),
            paragraphs=[
                before,
                *(line.strip() for line in text.splitlines() if line.strip()),
                after,
            ],
            sms=" ".join([_("We cannot say yes to your application."), *text.split()]),
        )


class Admitted(AboutApplication):
    """Eligible, and not on a list yet: the answer is told all the same."""

    key = "applicants.admitted"
    important = True

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == ApplicationState.ADMITTED
            and not self.subject.entries.waiting().exists()
        )

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("Good news about your application for %(track)s")
            % {"track": self.subject.track.name},
            preview=_("We say yes to your application."),
            paragraphs=[
                _("We say yes to your application."),
                _("There is no seat for you yet. We write to you about the next step."),
                _("You do not have to do anything now."),
            ],
            button=(_("See my application"), "[[link]]"),
            sms=_("We say yes to your application. We write to you about the next step: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )


class OnWaitlist(AboutApplication):
    """Eligible, and waiting for a seat on these lists."""

    key = "applicants.on_waitlist"
    important = True

    @classmethod
    def good_examples(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        return who_wait(records)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == ApplicationState.ADMITTED
            and self.subject.entries.waiting().exists()
        )

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        entries = self.subject.entries.waiting().in_order().select_related("campus", "track")
        places = [
            (
                entry.campus.city(recipient.language),
                ngettext(
                    "%(count)d person is before you",
                    "%(count)d people are before you",
                    ahead,
                )
                % {"count": ahead}
                if (ahead := type(entry).objects.ahead_of(entry).count())
                else _("You are next"),
            )
            for entry in entries
        ]
        return Content(
            subject=_("You are on the waitlist for %(track)s") % {"track": self.subject.track.name},
            preview=_("As soon as there is a seat for you, we write to you."),
            paragraphs=[
                _("We say yes to your application. Now you wait for a seat."),
                _("As soon as there is a seat for you, we write to you."),
                _("Then you have two days to answer. So read your messages often."),
            ],
            facts=places,
            button=(_("See my place"), "[[link]]"),
            sms=_("We say yes to your application. You are on the waitlist: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at)},
        )

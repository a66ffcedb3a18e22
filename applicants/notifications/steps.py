"""Messages about a step of the selection: begun, still open, missed."""

from datetime import datetime, timedelta

from django.urls import reverse

from applicants.enums import BOOKED_KINDS, ApplicationState, ProgressState, StepKind
from applicants.models import StepProgress
from applicants.notifications.words import day_in_words
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from becode.reminders.rules import Offset


class AboutStep(Notification):
    """What all messages about one step share: it is present, in one of these states."""

    about = "applicants.stepprogress"
    reads = ("application",)
    wanted_in: tuple[str, ...] = (ProgressState.TO_DO,)
    useful_for = timedelta(days=5)
    subject: StepProgress

    def __init__(self, subject: StepProgress, offset: Offset | None = None) -> None:
        super().__init__(subject)
        self.offset = offset

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.application.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        in_selection = self.subject.application.state == ApplicationState.IN_SELECTION
        return in_selection and self.subject.state in self.wanted_in

    def campus_key(self) -> int | None:
        return self.subject.application.campus_id

    def link(self, recipient: Recipient, *, at: datetime) -> str:
        """To the page of the step, where there is something to do."""
        return personal_link(recipient.person, at=at, next_path=step_page(self.subject))

    def until(self) -> str:
        return day_in_words(self.subject.due_at) if self.subject.due_at else ""


def step_page(progress: StepProgress) -> str:
    """The person's own page of a step, in the active language."""
    if progress.step.kind in BOOKED_KINDS:
        return reverse("applicants:my:appointments", args=[progress.pk])
    if progress.step.kind == StepKind.CHALLENGE:
        return reverse("applicants:my:challenge", args=[progress.pk])
    return reverse("portal:my:home")


class StepBegan(AboutStep):
    """At once: what comes now, and by when."""

    key = "applicants.step_began"
    important = True

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        step, until = self.subject.step, self.until()
        facts = [(_("Training"), self.subject.application.track.name), (_("Step"), step.name)]
        if step.kind in BOOKED_KINDS:
            task = _("Choose a moment on your page, before %(day)s.") % {"day": until}
            button = _("Choose a moment")
            facts.append((_("Before"), until))
        elif step.kind == StepKind.CHALLENGE:
            task = _("Do it before %(day)s. Then tell us on your page.") % {"day": until}
            button = _("Go to the challenge")
            facts.append((_("Before"), until))
            if step.link:
                facts.append((_("Link"), step.link))
        else:
            task = _("You do not have to do anything now. We write to you when we need something.")
            button = _("Go to my page")
        return Content(
            subject=_("Your next step: %(step)s") % {"step": step.name},
            preview=task,
            paragraphs=[
                _("We go on with your application. This is your next step."),
                *[line for line in step.text.splitlines() if line.strip()],
                task,
            ],
            facts=facts,
            button=(button, "[[link]]"),
            sms=_("Your next step: %(step)s. %(task)s %(link)s")
            % {"step": step.name, "task": task, "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class ChallengeOpen(AboutStep):
    """3 and 7 days after it began, and 2 days before the end. docs/domain.md, "Reminders", 6."""

    key = "applicants.challenge_open"
    useful_for = timedelta(days=2)

    def is_still_wanted(self, *, at: datetime) -> bool:
        due_at = self.subject.due_at
        return super().is_still_wanted(at=at) and (due_at is None or due_at > at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        step, until = self.subject.step, self.until()
        facts = [(_("Step"), step.name), (_("Before"), until)]
        if step.link:
            facts.append((_("Link"), step.link))
        return Content(
            subject=_("Do not forget: %(step)s") % {"step": step.name},
            preview=_("You have time until %(day)s.") % {"day": until},
            paragraphs=[
                _("You have time until %(day)s.") % {"day": until},
                _("Is it too hard, or do you have no computer? Call us. We help you."),
                _("Are you ready? Tell us on your page."),
            ],
            facts=facts,
            button=(_("Go to the challenge"), "[[link]]"),
            sms=_("Do not forget: %(step)s, before %(day)s: %(link)s")
            % {"step": step.name, "day": until, "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )


class Rebook(AboutStep):
    """They were not there: 1 and 7 days later. docs/domain.md, "Reminders", 5."""

    key = "applicants.rebook"
    important = True
    wanted_in = (ProgressState.MISSED,)
    useful_for = timedelta(days=3)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        step = self.subject.step
        last_day = (self.subject.missed_at or at) + timedelta(days=14)
        until = day_in_words(last_day)
        return Content(
            subject=_("We missed you: choose another moment"),
            preview=_("Choose another moment before %(day)s.") % {"day": until},
            paragraphs=[
                _("We did not see you at: %(step)s. That can happen.") % {"step": step.name},
                _("Choose another moment before %(day)s.") % {"day": until},
                _("If we hear nothing by then, your application stops. You may apply again."),
            ],
            facts=[(_("Step"), step.name), (_("Before"), until)],
            button=(_("Choose another moment"), "[[link]]"),
            sms=_("We missed you. Choose another moment before %(day)s: %(link)s")
            % {"day": until, "link": "[[link]]"},
            secrets={"link": self.link(recipient, at=at)},
        )

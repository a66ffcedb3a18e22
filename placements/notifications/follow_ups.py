"""Questions after leaving, and the form at the exit. docs/domain.md, "Reminders", 29 and 30."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from becode.campuses.models import Campus
from becode.core.clock import local_day
from becode.messages.enums import Topic
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link
from placements.enums import LinkPurpose
from placements.models import ExitForm, FollowUp
from placements.notifications.recipients import officer_recipients, written
from placements.querysets.job import EXIT_FORM_OPEN
from placements.workflow.links import make_link

# Until the next question is due, and for those who answer late.
LINK_DAYS = 60
NAMED = 12


def guest_address(name: str, token: str, language: str) -> str:
    """Where a link without an account leads, in a language."""
    with translation.override(language):
        path = reverse(f"placements:guests:{name}", args=[token])
    return f"{settings.PUBLIC_BASE_URL}{path}"


class FollowUpQuestion(Notification):
    """What do you do now? One tap answers, without signing in."""

    key = "placements.follow_up_question"
    topic = Topic.AFTERWARDS
    about = "placements.followup"
    version = "2"
    useful_for = timedelta(days=3)
    subject: FollowUp

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Only the latest question that is due is asked."""
        asked = FollowUp.objects.latest_due(local_day(at))
        return asked.filter(pk=self.subject.pk).exists()

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        token = make_link(
            purpose=LinkPurpose.FOLLOW_UP, at=at, days=LINK_DAYS, follow_up=self.subject
        )
        months = self.subject.months
        ago = ngettext(
            "You left us %(months)d month ago.", "You left us %(months)d months ago.", months
        ) % {"months": months}
        return Content(
            subject=_("How are you? One question"),
            preview=_("One tap is enough. You do not have to sign in."),
            paragraphs=[
                ago,
                _("What do you do now? Do you work, study, or look for work?"),
                _("One tap is enough. Your answer helps those who come after you."),
            ],
            button=(_("Give my answer"), "[[link]]"),
            sms=_("One question from school: what do you do now? Answer here: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": guest_address("after", token, recipient.language)},
        )


class FollowUpCalls(Notification):
    """To the placement officers, at most once a day: who did not answer and is to be called."""

    key = "placements.follow_up_calls"
    about = "campuses.campus"
    useful_for = timedelta(days=1)
    subject: Campus

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.subject.pk)

    def campus_key(self) -> int:
        return self.subject.pk

    def _number(self, at: datetime) -> int:
        rows = FollowUp.objects.to_call(at, local_day(at))
        return rows.filter(enrolment__cohort__campus=self.subject).count()

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self._number(at) > 0

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        number = max(self._number(at), 1)
        return Content(
            subject=ngettext(
                "%(count)d person to call after leaving",
                "%(count)d people to call after leaving",
                number,
            )
            % {"count": number},
            paragraphs=[
                _("We asked them three times what they do now. They did not answer."),
                _("The page shows one person at a time, with the number to call."),
            ],
            facts=[(_("Campus"), str(self.subject))],
            button=(_("Open the call list"), _staff_page("admin:follow_up_calls")),
        )


class ExitFormAsked(Notification):
    """On leaving, and three times after it: what did you do on the day you left?"""

    key = "placements.exit_form"
    about = "placements.exitform"
    useful_for = timedelta(days=3)
    subject: ExitForm

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def campus_key(self) -> int:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        return ExitForm.objects.fileable(local_day(at)).filter(pk=self.subject.pk).exists()

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        path = reverse("placements:my:exit_form", args=[self.subject.pk])
        until = self.subject.exit_on + EXIT_FORM_OPEN
        return Content(
            subject=_("You left us. One question about that day"),
            preview=_("It takes less than a minute."),
            paragraphs=[
                _("Your training with us ended. Thank you for the time together."),
                _("What did you do on the day you left? Work, study, look for work?"),
                _("You can answer until %(day)s.") % {"day": written(until)},
            ],
            button=(_("Give my answer"), "[[link]]"),
            sms=_("One question from school about the day you left: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(self.subject.enrolment.person, at=at, next_path=path)},
        )


class ExitFormsOpen(Notification):
    """To the placement officers, at most once a day: which forms at the exit still miss."""

    key = "placements.exit_forms_open"
    about = "campuses.campus"
    useful_for = timedelta(days=1)
    subject: Campus

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.subject.pk)

    def campus_key(self) -> int:
        return self.subject.pk

    def _open(self, at: datetime) -> list[ExitForm]:
        rows = ExitForm.objects.fileable(local_day(at))
        rows = rows.filter(enrolment__cohort__campus=self.subject)
        return list(rows.select_related("enrolment__person").order_by("exit_on", "pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self._open(at))

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        forms = self._open(at)
        count = max(len(forms), 1)
        return Content(
            subject=ngettext(
                "%(count)d form at the exit is missing",
                "%(count)d forms at the exit are missing",
                count,
            )
            % {"count": count},
            paragraphs=[
                _("They were asked, too. A call helps: you may fill in what they say."),
                _("Four weeks after leaving a form is closed for good."),
            ],
            facts=[
                (
                    form.enrolment.person.full_name,
                    _("until %(day)s") % {"day": written(form.exit_on + EXIT_FORM_OPEN)},
                )
                for form in forms[:NAMED]
            ],
            button=(_("Open the list"), _staff_page("admin:placements_exitform_changelist")),
        )


def _staff_page(name: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse(name)}"


ALL = (FollowUpQuestion, FollowUpCalls, ExitFormAsked, ExitFormsOpen)

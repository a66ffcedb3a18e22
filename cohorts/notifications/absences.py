"""Messages about absences, flags and months. docs/domain.md, "Reminders"."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core.clock import BRUSSELS, local_day
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.portal.access import personal_link
from cohorts.counting_words import number_of_absences, percent
from cohorts.enums import RUNNING, AbsenceState, CoachRole, FlagState, ProofKind
from cohorts.models import Absence, AttendanceFlag, CoachAssignment, Cohort, Enrolment, TrainingDay

COACHING = (CoachRole.LEAD, CoachRole.SECOND)


def coaches_of(cohort: Cohort, on: date) -> list[Recipient]:
    """The coaches of a cohort on this day; the managers of the campus where there are none."""
    coaching = CoachAssignment.objects.on(on).filter(cohort=cohort, role__in=COACHING)
    users = list(User.objects.filter(pk__in=coaching.order_by().values("user")).order_by("pk"))
    return user_recipients(*users) or _managers_of(cohort)


def _managers_of(cohort: Cohort) -> list[Recipient]:
    managers = User.objects.with_role(Role.CAMPUS_MANAGER).at_campus(cohort.campus_id)
    return user_recipients(*managers.order_by("pk"))


def days_in_words(absence: Absence) -> str:
    """The day or days of an absence: "3 March 2026", "3 March – 5 March 2026"."""
    last = date_format(absence.last_on, "j F Y")
    if absence.first_on == absence.last_on:
        return last
    return f"{date_format(absence.first_on, 'j F')} – {last}"


def until_in_words(moment: datetime) -> str:
    """A moment at which something ends; midnight is called the end of the day before."""
    local = (moment - timedelta(minutes=1)).astimezone(BRUSSELS)
    return f"{date_format(local, 'l j F')}, {local:%H:%M}"


def _link_to_absences(enrolment: Enrolment, *, at: datetime) -> dict[str, str]:
    return _link_to(reverse("cohorts:my:absences"), enrolment, at=at)


def _link_to(path: str, enrolment: Enrolment, *, at: datetime) -> dict[str, str]:
    return {"link": personal_link(enrolment.person, at=at, next_path=path)}


def _staff_address(name: str, *args: int | str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse(name, args=args)}"


class _ToLearner(Notification):
    """A message to a learner about one of their records."""

    reads = ("enrolment",)

    @property
    def enrolment(self) -> Enrolment:
        found: Enrolment = self.subject.enrolment  # type: ignore[attr-defined]
        return found

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.enrolment.person)

    def campus_key(self) -> int | None:
        return self.enrolment.cohort.campus_id


class _ToStaff(Notification):
    """A message to colleagues about one record of a learner; `page` is the name of its page."""

    reads = ("enrolment",)
    page: ClassVar[str]

    @property
    def enrolment(self) -> Enrolment:
        found: Enrolment = self.subject.enrolment  # type: ignore[attr-defined]
        return found

    def campus_key(self) -> int | None:
        return self.enrolment.cohort.campus_id

    def told(self, subject: str, words: str, *, fact: tuple[str, str], button: str) -> Content:
        """Who it is about and one fact more; the subject has the name of the learner in it."""
        person = self.enrolment.person
        return Content(
            subject=subject % {"name": person},
            paragraphs=[words],
            facts=[
                (_("Learner"), str(person)),
                (_("Cohort"), self.enrolment.cohort.code),
                fact,
            ],
            button=(button, _staff_address(self.page, self.subject.pk)),
        )


class AbsenceFiled(_ToLearner):
    key = "cohorts.absence_filed"
    about = "cohorts.absence"
    subject: Absence

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        absence, days = self.subject, days_in_words(self.subject)
        paragraphs = [_("We wrote this down. A colleague who is not your coach looks at it.")]
        if absence.proof_kind != ProofKind.DECLARATION:
            paragraphs.append(
                _("Send a photo of your proof before %(until)s.")
                % {"until": until_in_words(absence.proof_due_at)}
            )
        return Content(
            subject=_("We know about your absence: %(days)s") % {"days": days},
            paragraphs=paragraphs,
            facts=[
                (_("What"), absence.get_kind_display()),
                (_("When"), f"{days}, {absence.get_part_display().lower()}"),
            ],
            button=(_("See my absences"), "[[link]]"),
            sms=" ".join(
                [_("Your absence is written down: %(days)s.") % {"days": days}, *paragraphs[1:]]
            ),
            secrets=_link_to_absences(self.enrolment, at=at),
        )


class AbsenceJudged(_ToLearner):
    """The judgement; its reason stands on the learner's page alone.

    Colleagues of admissions and placement read what was sent: neither why, nor the kind of proof.
    """

    key = "cohorts.absence_judged"
    important = True
    about = "cohorts.absence"
    subject: Absence

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state in (AbsenceState.ACCEPTED, AbsenceState.REJECTED)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        absence, days = self.subject, days_in_words(self.subject)
        if absence.state == AbsenceState.ACCEPTED:
            subject = _("Your absence is justified: %(days)s") % {"days": days}
            words = _("A colleague looked at your absence. It is justified.")
        else:
            subject = _("Your absence is not justified: %(days)s") % {"days": days}
            words = _("A colleague looked at your absence. It is not justified.")
        paragraphs = [words]
        if absence.judgement:
            paragraphs.append(_("Why: you read it on your page."))
        if absence.state == AbsenceState.REJECTED:
            paragraphs.append(_("Is this wrong, or do you have a proof? Talk with your coach."))
        page = reverse("cohorts:my:absence", args=[absence.pk])
        return Content(
            subject=subject,
            paragraphs=paragraphs,
            button=(_("See this absence"), "[[link]]"),
            sms=" ".join([f"{subject}.", *paragraphs[1:2]]),
            secrets=_link_to(page, self.enrolment, at=at),
        )


class ProofMissing(_ToLearner):
    """Nothing proves an absence, and the 48 hours go by. "Reminders", 17."""

    key = "cohorts.proof_missing"
    about = "cohorts.absence"
    useful_for = timedelta(hours=20)
    subject: Absence

    def is_still_wanted(self, *, at: datetime) -> bool:
        return _lacks_proof(self.subject) and at < self.subject.proof_due_at

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        days = days_in_words(self.subject)
        until = until_in_words(self.subject.proof_due_at)
        return Content(
            subject=_("Your proof is missing: absence of %(days)s") % {"days": days},
            paragraphs=[
                _("Take a photo of your proof and send it before %(until)s.") % {"until": until},
                _("Do you have no proof? Tell your coach why."),
            ],
            button=(_("Send my proof"), "[[link]]"),
            sms=_("Your proof for %(days)s is missing. Send a photo before %(until)s.")
            % {"days": days, "until": until},
            secrets=_link_to_absences(self.enrolment, at=at),
        )


class ProofMissingToCoach(_ToStaff):
    """48 hours went by without a proof: a talk may help. "Reminders", 17."""

    key = "cohorts.proof_missing_coach"
    about = "cohorts.absence"
    useful_for = timedelta(days=2)
    page = "admin:cohorts_absence_change"
    subject: Absence

    def recipients(self) -> list[Recipient]:
        return coaches_of(self.subject.enrolment.cohort, local_day(self.subject.proof_due_at))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return _lacks_proof(self.subject)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.told(
            _("No proof came: %(name)s"),
            _("48 hours after this absence there is no proof. Ask what happened."),
            fact=(_("When"), days_in_words(self.subject)),
            button=_("Open the absence"),
        )


def _lacks_proof(absence: Absence) -> bool:
    return (
        absence.state == AbsenceState.PENDING
        and absence.proof_at is None
        and absence.proof_kind != ProofKind.DECLARATION
        and absence.enrolment.state in RUNNING
    )


class AbsenceUndecided(_ToStaff):
    """An absence waits for three days to be judged. "Reminders", 18."""

    key = "cohorts.absence_undecided"
    about = "cohorts.absence"
    useful_for = timedelta(days=3)
    page = "admin:cohorts_absence_change"
    subject: Absence

    def recipients(self) -> list[Recipient]:
        return _managers_of(self.subject.enrolment.cohort)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == AbsenceState.PENDING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.told(
            _("An absence waits for a judgement: %(name)s"),
            _("Somebody who does not coach this group says whether it is justified."),
            fact=(_("When"), days_in_words(self.subject)),
            button=_("Open the absence"),
        )


def counted_in_words(flag: AttendanceFlag) -> str:
    """What was counted when a flag was raised."""
    if flag.threshold.startswith("missed"):
        return _("%(percent)s of the hours missed") % {"percent": percent(flag.counted)}
    return _("%(number)s unjustified absences") % {"number": number_of_absences(flag.counted)}


class FlagRaised(_ToLearner):
    """A threshold is reached: the learner hears it at once. "Reminders", 19."""

    key = "cohorts.flag_raised"
    important = True
    about = "cohorts.attendanceflag"
    useful_for = timedelta(days=3)
    subject: AttendanceFlag

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == FlagState.OPEN and self.enrolment.state in RUNNING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        counted = counted_in_words(self.subject)
        return Content(
            subject=_("We want to talk with you about your absences"),
            paragraphs=[
                _("We count until now: %(counted)s.") % {"counted": counted},
                _("Your coach makes a moment to talk. We look together at what helps you."),
                _("Nobody is sent away by this message. People decide, after a talk."),
            ],
            button=(_("See every step of the count"), "[[link]]"),
            sms=_("We count: %(counted)s. Your coach wants to talk with you about what helps.")
            % {"counted": counted},
            secrets=_link_to_absences(self.enrolment, at=at),
        )


class FlagToCoach(_ToStaff):
    """A threshold is reached: the coaches hear it at once. "Reminders", 19."""

    key = "cohorts.flag_to_coach"
    about = "cohorts.attendanceflag"
    useful_for = timedelta(days=5)
    page = "admin:cohorts_attendanceflag_change"
    subject: AttendanceFlag

    def recipients(self) -> list[Recipient]:
        return coaches_of(self.subject.enrolment.cohort, local_day(self.subject.raised_at))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == FlagState.OPEN and self.subject.enrolment.state in RUNNING

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.told(
            _("Please talk with %(name)s about absences"),
            _("A flag asks for a talk. It excludes nobody. Write down what you agreed."),
            fact=(_("Counted"), counted_in_words(self.subject)),
            button=_("Open the flag"),
        )


class MonthUnsigned(Notification):
    """The last lesson of a month is given and hours are not locked. "Reminders", 20."""

    key = "cohorts.month_unsigned"
    about = "cohorts.trainingday"
    useful_for = timedelta(days=2)
    subject: TrainingDay

    def recipients(self) -> list[Recipient]:
        return coaches_of(self.subject.cohort, self.subject.on)

    def is_still_wanted(self, *, at: datetime) -> bool:
        month = self.subject.on.replace(day=1)
        expected = Enrolment.objects.in_lessons(self.subject.cohort_id, month)
        locked = expected.filter(attestations__month=month).distinct()
        return locked.count() < expected.count()

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort, month = self.subject.cohort, date_format(self.subject.on, "F Y")
        return Content(
            subject=_("Lock the hours of %(code)s: %(month)s")
            % {"code": cohort.code, "month": month},
            paragraphs=[
                _("The employment service waits for these hours. Look what is still open."),
            ],
            facts=[(_("Cohort"), cohort.code), (_("Month"), month)],
            button=(
                _("Open the month"),
                _staff_address("admin:cohort_month", cohort.pk, f"{self.subject.on:%Y-%m}"),
            ),
        )


ALL = (
    AbsenceFiled,
    AbsenceJudged,
    ProofMissing,
    ProofMissingToCoach,
    AbsenceUndecided,
    FlagRaised,
    FlagToCoach,
    MonthUnsigned,
)

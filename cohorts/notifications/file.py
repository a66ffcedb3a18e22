"""Messages about the file of a learner and the laptop. docs/domain.md, "Reminders"."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from becode.core import clock
from becode.files.enums import DocumentState
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients, user_recipients
from becode.messages.words import gettext as _
from becode.people.models import Person
from becode.portal.access import personal_link
from cohorts.enums import RUNNING, CohortState, EnrolmentState, FileKind
from cohorts.models import Cohort, Enrolment, FileItem, LaptopLoan
from cohorts.team import team_of

BEFORE_START = (FileKind.WAIVER, FileKind.PERMIT, FileKind.CONTRACT)
AFTER_START = (FileKind.CONTRACT, FileKind.LAPTOP_FORM)


def link_to(person: Person, page: str, *, at: datetime) -> str:
    """The personal link to one of the pages of /my/training/."""
    with translation.override(person.contact_language):
        path = reverse(f"cohorts:my:{page}")
    return personal_link(person, at=at, next_path=path)


def staff_link(page: str, key: int) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse(page, args=[key])}"


def day_in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _asked(items: list[FileItem]) -> list[tuple[str, str]]:
    return [(item.get_kind_display(), item.get_state_display()) for item in items]


class FileItemRefused(Notification):
    """What came in cannot be used, with the remark of the colleague who looked at it."""

    key = "cohorts.file_item_refused"
    important = True
    about = "cohorts.fileitem"
    reads = ("enrolment",)
    subject: FileItem

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.enrolment.person)

    def campus_key(self) -> int | None:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        is_with_us = self.subject.enrolment.state in RUNNING
        return is_with_us and self.subject.state == DocumentState.REFUSED

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        words = {"item": self.subject.get_kind_display(), "remark": self.subject.remark}
        return Content(
            subject=_("Please bring this again: %(item)s") % words,
            paragraphs=[
                _("We got something for your file: %(item)s. We cannot use it yet.") % words,
                _("Why: %(remark)s") % words,
                _("A photo with your phone is enough. Please look that everything can be read."),
            ],
            button=(_("Open my file"), "[[link]]"),
            sms=_("Please bring this again: %(item)s. Why: %(remark)s") % words + " [[link]]",
            secrets={"link": link_to(recipient.person, "file", at=at)},
        )


class OwedFile(Notification):
    """Something of the kinds `kinds` is missing in a learner's file: to the learner."""

    about = "cohorts.enrolment"
    useful_for = timedelta(days=2)
    kinds: ClassVar[tuple[FileKind, ...]] = ()
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def campus_key(self) -> int | None:
        return self.subject.cohort.campus_id

    def owed(self) -> list[FileItem]:
        return list(self.subject.file_items.owed().filter(kind__in=self.kinds).order_by("pk"))

    def letter(self, *, subject: str, first: str, sms: str, at: datetime) -> Content:
        return Content(
            subject=subject,
            paragraphs=[
                first,
                _("A photo with your phone is enough. Please look that everything can be read."),
                _("Do you not have it? Call us or answer this message. We look together."),
            ],
            facts=_asked(self.owed()),
            button=(_("Open my file"), "[[link]]"),
            sms=f"{sms} [[link]]",
            secrets={"link": link_to(self.subject.person, "file", at=at)},
        )


class FileIncomplete(OwedFile):
    """Before the start. Reminder 12."""

    key = "cohorts.file_incomplete"
    kinds = BEFORE_START

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == EnrolmentState.ENROLLED and bool(self.owed())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        words = {"day": day_in_words(self.subject.cohort.start_on)}
        return self.letter(
            subject=_("Something is missing before your training starts"),
            first=_("Your training starts on %(day)s. See below what your file still needs.")
            % words,
            sms=_("Your training starts on %(day)s. Something is missing in your file:") % words,
            at=at,
        )


class Unsigned(OwedFile):
    """The contract or the form of the laptop, after the start. Reminder 15."""

    key = "cohorts.file_unsigned"
    kinds = AFTER_START

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == EnrolmentState.IN_TRAINING and bool(self.owed())

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return self.letter(
            subject=_("Please sign what is still open"),
            first=_(
                "Your training has started. Below is what is not signed yet: ask your coach today."
            ),
            sms=_("Something is not signed yet. Please ask your coach today."),
            at=at,
        )


class CohortFiles(Notification):
    """To the colleagues of a cohort: how many files are not complete."""

    about = "cohorts.cohort"
    useful_for = timedelta(days=2)
    kinds: ClassVar[tuple[FileKind, ...]] = ()
    states: ClassVar[tuple[EnrolmentState, ...]] = ()
    subject: Cohort

    def recipients(self) -> list[Recipient]:
        return user_recipients(*team_of(self.subject, on=clock.today()))

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def number(self) -> int:
        """How many learners lack something."""
        owed = FileItem.objects.owed().filter(
            kind__in=self.kinds,
            enrolment__cohort=self.subject,
            enrolment__state__in=self.states,
        )
        return owed.order_by().values("enrolment").distinct().count()

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.number() > 0

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        return Content(
            subject=_("%(code)s: files are not complete") % {"code": self.subject.code},
            paragraphs=[_("The learners were told, too. Please call those who do not answer.")],
            facts=[
                (_("Cohort"), self.subject.code),
                (_("First day"), day_in_words(self.subject.start_on)),
                (_("Learners of whom something is missing"), str(self.number())),
            ],
            button=(_("Open the files"), staff_link("admin:cohort_file", self.subject.pk)),
        )


class CohortFilesBefore(CohortFiles):
    key = "cohorts.cohort_files_incomplete"
    kinds = BEFORE_START
    states = (EnrolmentState.ENROLLED,)

    def is_still_wanted(self, *, at: datetime) -> bool:
        is_ahead = self.subject.state == CohortState.PLANNED
        return is_ahead and super().is_still_wanted(at=at)


class CohortFilesAfter(CohortFiles):
    key = "cohorts.cohort_files_unsigned"
    kinds = AFTER_START
    states = (EnrolmentState.IN_TRAINING,)


class EndsTooEarly(Notification):
    """A permit or benefit ends before the training: to the learner and the coaches. Reminder 13."""

    key = "cohorts.file_ends"
    about = "cohorts.fileitem"
    reads = ("enrolment__cohort",)
    useful_for = timedelta(days=3)
    subject: FileItem

    def recipients(self) -> list[Recipient]:
        enrolment = self.subject.enrolment
        team = user_recipients(*team_of(enrolment.cohort, on=clock.today()))
        return [*person_recipients(enrolment.person), *team]

    def campus_key(self) -> int | None:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        item, enrolment = self.subject, self.subject.enrolment
        if item.valid_until is None or item.state == DocumentState.WAIVED:
            return False
        return enrolment.state in RUNNING and item.valid_until < enrolment.cohort.end_on

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        item, enrolment = self.subject, self.subject.enrolment
        words = {
            "item": item.get_kind_display(),
            "day": day_in_words(item.valid_until),
            "end": day_in_words(enrolment.cohort.end_on),
        }
        facts = [
            (_("What"), words["item"]),
            (_("Ends on"), words["day"]),
            (_("Last training day"), words["end"]),
        ]
        if recipient.user is not None:
            return Content(
                subject=_("%(item)s ends before the training") % words,
                paragraphs=[_("The learner was told, too. Please look at it together.")],
                facts=[(_("Learner"), enrolment.person.full_name), *facts],
                button=(
                    _("Open the learner"),
                    staff_link("admin:cohorts_enrolment_change", enrolment.pk),
                ),
            )
        return Content(
            subject=_("This ends before your training does: %(item)s") % words,
            paragraphs=[
                _("Your training goes on until %(end)s, and this ends on %(day)s.") % words,
                _("Please ask in time how it goes on, and talk with your coach."),
            ],
            facts=facts,
            button=(_("Open my file"), "[[link]]"),
            sms=_("%(item)s ends on %(day)s, before your training does. Talk with your coach.")
            % words,
            secrets={"link": link_to(enrolment.person, "file", at=at)},
        )


class LaptopOut(Notification):
    """The training is over and the laptop is not back. Reminder 38."""

    key = "cohorts.laptop_out"
    about = "cohorts.laptoploan"
    useful_for = timedelta(days=5)
    subject: LaptopLoan

    def recipients(self) -> list[Recipient]:
        enrolment = self.subject.enrolment
        team = user_recipients(*team_of(enrolment.cohort, on=clock.today()))
        return [*person_recipients(enrolment.person), *team]

    def campus_key(self) -> int | None:
        return self.subject.enrolment.cohort.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.returned_at is None

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        loan = self.subject
        campus = loan.enrolment.cohort.campus
        facts = [(_("Laptop"), loan.laptop.tag)]
        if recipient.user is not None:
            person = loan.enrolment.person
            return Content(
                subject=_("A laptop is not back: %(laptop)s") % {"laptop": loan.laptop.tag},
                paragraphs=[_("The person was told, too. Please call them.")],
                facts=[(_("Learner"), person.full_name), *facts],
                button=(_("Open the loan"), staff_link("admin:cohorts_laptoploan_change", loan.pk)),
            )
        place = ", ".join(part for part in (str(campus), campus.address) if part)
        return Content(
            subject=_("Please bring the laptop back"),
            paragraphs=[
                _("Your training is over, and the laptop is still with you. Please bring it back."),
                _("Is it broken or gone? Tell us: we find a way together."),
            ],
            facts=[*facts, (_("Place"), place)],
            sms=_("Please bring the laptop %(laptop)s back. Place: %(place)s")
            % {"laptop": loan.laptop.tag, "place": place},
        )


ALL = (
    FileItemRefused,
    FileIncomplete,
    Unsigned,
    CohortFilesBefore,
    CohortFilesAfter,
    EndsTooEarly,
    LaptopOut,
)

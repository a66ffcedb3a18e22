"""What must be in order before an internship starts. docs/domain.md, "Internships".

The start refuses while something is missing, and every page that shows it says who has to act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from becode.files.enums import DocumentState
from cohorts.enums import FileKind
from cohorts.models import FileItem
from placements.enums import InternshipState, PaperKind, Responsible
from placements.models import Internship, InternshipAgreement, WorkstationSheet


class Paper(StrEnum):
    """One thing that must be in order."""

    AGREEMENT = "agreement"
    WORKSTATION = "workstation"
    INSURANCE = "insurance"
    DIMONA = "dimona"
    MENTOR = "mentor"
    PERMIT = "permit"
    COMPULSORY = "compulsory"


class Who(StrEnum):
    """Who has to act; everybody is for what several have to sign."""

    SCHOOL = "school"
    COMPANY = "company"
    LEARNER = "learner"
    EVERYBODY = "everybody"


WHO_WORDS: dict[Who, str | Promise] = {
    Who.SCHOOL: gettext_lazy("the school"),
    Who.COMPANY: gettext_lazy("the company"),
    Who.LEARNER: gettext_lazy("the learner"),
    Who.EVERYBODY: gettext_lazy("learner, company and school"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, in words, and who has to act."""

    paper: Paper
    words: str
    who: Who

    @property
    def who_words(self) -> str:
        return str(WHO_WORDS[self.who])

    def __str__(self) -> str:
        return _("%(what)s (%(who)s)") % {"what": self.words, "who": self.who_words}


def missing(internship: Internship) -> list[Missing]:
    """What is missing of one internship, in the order in which it is arranged."""
    return missing_of([internship])[internship.pk]


def missing_of(internships: Sequence[Internship]) -> dict[int, list[Missing]]:
    """What is missing of each, by key; three queries however many there are.

    Internships come with their enrolment.
    """
    keys = [one.pk for one in internships]
    agreed = signed_agreements(keys)
    sheets = {
        sheet.internship_id: sheet
        for sheet in WorkstationSheet.objects.filter(internship__in=keys).order_by("pk")
    }
    permits = {
        item.enrolment_id: item
        for item in FileItem.objects.filter(
            enrolment__in=[one.enrolment_id for one in internships], kind=FileKind.PERMIT
        ).order_by("pk")
    }
    return {
        one.pk: list(
            _missing(
                one,
                is_agreed=one.pk in agreed,
                sheet=sheets.get(one.pk),
                permit=permits.get(one.enrolment_id),
            )
        )
        for one in internships
    }


def signed_agreements(keys: Iterable[int]) -> set[int]:
    """Which of these internships have an agreement that everybody signed."""
    rows = InternshipAgreement.objects.signed().filter(
        internship__in=keys, kind=PaperKind.AGREEMENT
    )
    return set(rows.order_by("pk").values_list("internship_id", flat=True))


def is_to_start(internship: Internship) -> bool:
    return internship.state == InternshipState.PLANNED


def _missing(
    internship: Internship,
    *,
    is_agreed: bool,
    sheet: WorkstationSheet | None,
    permit: FileItem | None,
) -> Iterable[Missing]:
    if not internship.is_compulsory_part:
        yield Missing(
            Paper.COMPULSORY,
            _("It is no compulsory part of the training, so nobody is insured"),
            Who.SCHOOL,
        )
    if internship.mentor_id is None:
        yield Missing(Paper.MENTOR, _("Nobody is named as mentor"), Who.COMPANY)
    if not is_agreed:
        yield Missing(Paper.AGREEMENT, _("The agreement is not signed by everybody"), Who.EVERYBODY)
    if sheet is None or not sheet.filled_at:
        yield Missing(Paper.WORKSTATION, _("The workstation sheet is not there"), Who.COMPANY)
    elif sheet.signed_at is None:
        yield Missing(Paper.WORKSTATION, _("The workstation sheet is not signed"), Who.COMPANY)
    yield from _insurance(internship)
    yield from _dimona(internship)
    yield from _permit(internship, permit)


def _insurance(internship: Internship) -> Iterable[Missing]:
    who = responsible(internship.insured_by)
    if internship.insured_by in ("", Responsible.NOBODY):
        yield Missing(Paper.INSURANCE, _("Nobody said who insures the intern"), Who.SCHOOL)
    elif not internship.insurer or not internship.policy_number:
        yield Missing(Paper.INSURANCE, _("The insurer and the policy number are not there"), who)
    elif internship.insured_until is None or internship.insured_until < internship.end_on:
        yield Missing(Paper.INSURANCE, _("The insurance does not last until the last day"), who)


def _dimona(internship: Internship) -> Iterable[Missing]:
    if internship.dimona_by == "":
        yield Missing(
            Paper.DIMONA, _("Nobody said who does the Dimona, or why none is needed"), Who.SCHOOL
        )
    elif internship.dimona_by == Responsible.NOBODY:
        if not internship.dimona_note:
            yield Missing(Paper.DIMONA, _("It is not said why no Dimona is needed"), Who.SCHOOL)
    elif not internship.dimona_number or internship.dimona_on is None:
        who = responsible(internship.dimona_by)
        yield Missing(Paper.DIMONA, _("The Dimona number and its day are not there"), who)


def _permit(internship: Internship, permit: FileItem | None) -> Iterable[Missing]:
    """Only who was asked for a permit needs one; see the file of the learner."""
    if permit is None or permit.state == DocumentState.WAIVED:
        return
    if permit.state != DocumentState.VERIFIED:
        yield Missing(Paper.PERMIT, _("The right to work is not verified"), Who.LEARNER)
    elif permit.valid_until is not None and permit.valid_until < internship.end_on:
        yield Missing(Paper.PERMIT, _("The right to work ends before the last day"), Who.LEARNER)


def responsible(code: str) -> Who:
    """Who acts for what somebody took on; for the employment service the school does."""
    return Who.COMPANY if code == Responsible.HOST else Who.SCHOOL


def in_words(found: Iterable[Missing]) -> str:
    """One sentence for who wants to start an internship now."""
    return _("It cannot start yet. This is missing: %(list)s.") % {
        "list": "; ".join(str(one) for one in found)
    }

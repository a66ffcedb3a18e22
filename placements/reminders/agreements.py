"""Row 24: agreements that are not signed by all. docs/domain.md, "Reminders".

Only who has not signed is reminded: the signatory of the company, not its mentor.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.enums import PaperKind
from placements.models import InternshipAgreement, Signature
from placements.notifications.agreements import AgreementUnsigned, AgreementUnsignedStaff

AFTER = (Offset(days=2), Offset(days=5))
BEFORE = (Offset(days=-7), Offset(days=-3), Offset(days=-1))


def _missing() -> "QuerySet[Signature]":
    return Signature.objects.missing().with_agreement()


def _missing_at_start() -> "QuerySet[Signature]":
    """An amendment waits during the internship: the first day says nothing about it."""
    return _missing().filter(agreement__kind=PaperKind.AGREEMENT)


def _waiting() -> "QuerySet[InternshipAgreement]":
    return InternshipAgreement.objects.waiting().with_all()


def _waiting_at_start() -> "QuerySet[InternshipAgreement]":
    return _waiting().filter(kind=PaperKind.AGREEMENT)


declare(
    Rule(
        key="agreement_unsigned",
        number=24,
        title=_("The internship agreement is not signed"),
        to=Audience.SIGNER,
        stops=_("signed or cancelled"),
        says=(AgreementUnsigned,),
        milestone=None,
        records=_missing,
        anchor="agreement__made_at",
        offsets=AFTER,
        notification=lambda signature, offset: AgreementUnsigned(signature),
    ),
    Rule(
        key="agreement_unsigned_before_start",
        number=24,
        title=_("The agreement is not signed and the internship starts"),
        to=Audience.SIGNER,
        stops=_("signed or cancelled"),
        says=(AgreementUnsigned,),
        milestone=Milestone.INTERNSHIP_START,
        records=_missing_at_start,
        anchor="agreement__internship__start_on",
        offsets=BEFORE,
        notification=lambda signature, offset: AgreementUnsigned(signature),
    ),
    Rule(
        key="agreement_unsigned_staff",
        number=24,
        title=_("An internship agreement is not signed by all"),
        to=Audience.PLACEMENT,
        stops=_("signed or cancelled"),
        says=(AgreementUnsignedStaff,),
        milestone=None,
        records=_waiting,
        anchor="made_at",
        offsets=AFTER,
        notification=lambda agreement, offset: AgreementUnsignedStaff(agreement),
    ),
    Rule(
        key="agreement_unsigned_staff_before_start",
        number=24,
        title=_("An agreement is not signed by all and the internship starts"),
        to=Audience.PLACEMENT,
        stops=_("signed or cancelled"),
        says=(AgreementUnsignedStaff,),
        milestone=Milestone.INTERNSHIP_START,
        records=_waiting_at_start,
        anchor="internship__start_on",
        offsets=BEFORE,
        notification=lambda agreement, offset: AgreementUnsignedStaff(agreement),
    ),
)

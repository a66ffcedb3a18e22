"""Row 24: agreements that are not signed by all. docs/domain.md, "Reminders".

Only who has not signed is reminded: the signatory of the company, not its mentor.
"""

from django.db.models import QuerySet

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
        records=_missing,
        anchor="agreement__made_at",
        offsets=AFTER,
        notification=lambda signature, offset: AgreementUnsigned(signature),
    ),
    Rule(
        key="agreement_unsigned_before_start",
        number=24,
        records=_missing_at_start,
        anchor="agreement__internship__start_on",
        offsets=BEFORE,
        notification=lambda signature, offset: AgreementUnsigned(signature),
    ),
    Rule(
        key="agreement_unsigned_staff",
        number=24,
        records=_waiting,
        anchor="made_at",
        offsets=AFTER,
        notification=lambda agreement, offset: AgreementUnsignedStaff(agreement),
    ),
    Rule(
        key="agreement_unsigned_staff_before_start",
        number=24,
        records=_waiting_at_start,
        anchor="internship__start_on",
        offsets=BEFORE,
        notification=lambda agreement, offset: AgreementUnsignedStaff(agreement),
    ),
)

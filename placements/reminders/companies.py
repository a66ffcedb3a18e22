"""Row 32: a framework agreement ends. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.enums import AgreementState
from placements.models import FrameworkAgreement
from placements.notifications.framework import FrameworkEnds


def _ending() -> "QuerySet[FrameworkAgreement]":
    active = FrameworkAgreement.objects.filter(state=AgreementState.ACTIVE, renews_by_itself=False)
    return active.select_related("company__owner", "owner")


declare(
    Rule(
        key=FrameworkEnds.key,
        number=32,
        title=_("A framework agreement ends"),
        to=Audience.OWNER,
        stops=_("renewed or ended"),
        says=(FrameworkEnds,),
        milestone=None,
        records=_ending,
        anchor="end_on",
        offsets=(Offset(days=-90), Offset(days=-60), Offset(days=-30), Offset(days=-7)),
        notification=lambda agreement, offset: FrameworkEnds(agreement),
    ),
)

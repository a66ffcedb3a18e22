"""A position that ends in a week unless it is renewed. docs/domain.md, "Reminders"."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from placements.models import Position
from placements.notifications import PositionExpires


def _open() -> "QuerySet[Position]":
    return Position.objects.open().filter(company__is_active=True).select_related("company")


declare(
    Rule(
        key="placements.position_expires",
        number=22,
        title=_("A position leaves our list"),
        to=Audience.COMPANY,
        stops=_("renewed or closed"),
        says=(PositionExpires,),
        milestone=None,
        records=_open,
        anchor="expires_on",
        offsets=(Offset(days=-7),),
        notification=lambda position, offset: PositionExpires(position),
    ),
)

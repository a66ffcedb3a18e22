"""Positions that end within a week, or ended not long ago, unless they are renewed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core import clock
from placements.company.waiting import MOST, Waiting, apart, waits_for
from placements.enums import ContactRole, PositionState
from placements.models import CompanyContact, Position

WARNED_DAYS = 7
ASKED_AFTER = timedelta(days=14)


@waits_for(ContactRole.RECRUITER, order=60)
def _to_renew(contact: CompanyContact, at: datetime) -> Iterable[Waiting]:
    day = clock.local_day(at)
    rows = Position.objects.of_company(contact.company_id)
    ending = rows.expiring(day, within=WARNED_DAYS)
    ended = rows.filter(
        state=PositionState.EXPIRED,
        places_taken__lt=F("places"),
        expires_on__gte=day - ASKED_AFTER,
    )
    for position in (ending | ended).order_by("expires_on", "pk")[:MOST]:
        last = position.expires_on
        has_ended = position.state == PositionState.EXPIRED
        words = {
            "position": apart(position.title),
            "day": date_format(last, "j F") if last else "–",
        }
        yield Waiting(
            text=_("“%(position)s” has ended") % words
            if has_ended
            else _("“%(position)s” ends on %(day)s") % words,
            hint=_("Do you still look for somebody?"),
            action=_("Look at it"),
            url=reverse("placements:company:position", args=[position.pk]),
            due_on=last,
            is_late=has_ended,
        )

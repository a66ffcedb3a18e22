"""What was promised to companies, and agreements that end."""

from datetime import datetime

from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from placements.admin.words import day
from placements.models import CompanyNote, FrameworkAgreement
from placements.permissions import places_learners
from placements.today.task import list_of, page_of, task

ENDS_WITHIN_DAYS = 90


@today
def _work(user: User, at: datetime) -> list[Task]:
    return [_steps(user, at), _ending(user, at)] if places_learners(user) else []


def _steps(user: User, at: datetime) -> Task:
    """The next steps of the companies that this colleague looks after, due by now."""
    today_on = clock.local_day(at)
    rows = CompanyNote.objects.to_do().of_colleague(user).filter(next_on__lte=today_on)
    return task(
        _("Promised to companies"),
        rows.select_related("company"),
        lambda note: (f"{note.company}: {note.next_step}", page_of(note.company)),
        url=list_of("company", "?owner__id__exact=" + str(user.pk)),
        hint=_("What you wrote down for today or earlier."),
    )


def _ending(user: User, at: datetime) -> Task:
    rows = FrameworkAgreement.objects.visible_to(user).ending_within(
        clock.local_day(at), days=ENDS_WITHIN_DAYS
    )
    return task(
        _("Framework agreements that end"),
        rows.select_related("company"),
        lambda agreement: (f"{agreement.company}: {day(agreement.end_on)}", page_of(agreement)),
        url=list_of("frameworkagreement", "?state__exact=active"),
        hint=_("Renew them, or write down that they end."),
    )

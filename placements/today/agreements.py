"""Agreements that wait: for a signature, for a look at a scan, to be made at all."""

from datetime import datetime

from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from placements.admin.agreements import waits_for
from placements.models import Internship, InternshipAgreement, Signature, SignedScan
from placements.permissions import places_learners
from placements.today.task import list_of, page_of, task

URGENT_DAYS = 7


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return [_mine(user)]
    return [_mine(user), _unsigned(user, at), _scans(user), _unmade(user)]


def _mine(user: User) -> Task:
    rows = Signature.objects.missing().visible_to(user).filter(user=user)
    return task(
        _("Agreements that wait for your signature"),
        rows.with_agreement().order_by("agreement__internship__start_on", "pk"),
        lambda signature: (str(signature.agreement.internship), page_of(signature.agreement)),
        url=list_of("internshipagreement", "?state__exact=open&waits_for=school"),
        urgent=True,
    )


def _unsigned(user: User, at: datetime) -> Task:
    rows = InternshipAgreement.objects.visible_to(user).waiting()
    soon = clock.local_day(at) + clock.days(URGENT_DAYS)
    return task(
        _("Agreements that wait for signatures"),
        rows.with_all().prefetch_related("signatures"),
        lambda agreement: (f"{agreement.internship}: {waits_for(agreement)}", page_of(agreement)),
        url=list_of("internshipagreement", "?state__exact=open"),
        urgent=rows.filter(internship__start_on__lte=soon).exists(),
        hint=_("They get reminders. A call often helps."),
    )


def _scans(user: User) -> Task:
    rows = SignedScan.objects.visible_to(user).waiting()
    return task(
        _("Signed papers to look at"),
        rows.select_related(
            "file", "agreement__internship__enrolment__person", "agreement__internship__company"
        ),
        lambda scan: (str(scan.agreement.internship), page_of(scan.agreement)),
        url=list_of("internshipagreement", "?state__exact=open"),
        urgent=True,
    )


def _unmade(user: User) -> Task:
    rows = Internship.objects.visible_to(user).without_agreement()
    return task(
        _("Internships without an agreement"),
        rows.select_related("enrolment__person", "company").order_by("start_on", "pk"),
        lambda internship: (str(internship), page_of(internship)),
        url=list_of("internship", "?state__exact=planned"),
        hint=_("Make the agreement as soon as everything is known."),
    )

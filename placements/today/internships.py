"""Internships to start, and what they wait for; those that end; visits, hours, evaluations."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core import clock
from placements.admin.words import day
from placements.enums import EarlyEnd, InternshipState
from placements.intern_months import CONFIRMED_IN, to_confirm
from placements.models import Internship, InternshipEvaluation, Visit
from placements.permissions import places_learners
from placements.readiness import missing_of
from placements.today.task import list_of, page_of, task

ENDS_WITHIN_DAYS = 21
# Papers are asked for from ten days before the first day on.
PAPERS_WITHIN_DAYS = 10
VISIT_AFTER_DAYS = 28
LATE_AFTER_DAYS = 8


@today
def _work(user: User, at: datetime) -> list[Task]:
    if not places_learners(user):
        return _visits(user, at) if user.has_role(Role.COACH) else []
    return [
        *_to_start(user, at),
        _ending(user, at),
        _host_changes(user),
        _unconfirmed(user, at),
        _late_evaluations(user, at),
        *_visits(user, at),
    ]


def _to_start(user: User, at: datetime) -> list[Task]:
    """Those whose first day has come, and those that still lack a paper; one reading of all."""
    on = clock.local_day(at)
    rows = list(
        Internship.objects.visible_to(user)
        .to_start(on + timedelta(days=PAPERS_WITHIN_DAYS))
        .select_related("enrolment__person", "company")
    )
    lacks = missing_of(rows)
    late = [one for one in rows if one.start_on <= on]
    coming = [one for one in rows if one.start_on > on and lacks[one.pk]]
    return [
        Task(
            title=_("Internships that should have started"),
            count=len(late),
            url=list_of("internship", "?state__exact=planned"),
            items=tuple((_lacking(one, len(lacks[one.pk])), page_of(one)) for one in late[:SHOWN]),
            urgent=True,
            hint=_("Has it started? Then say so. Something missing? Call who has to act."),
        ),
        Task(
            title=_("Papers missing before an internship starts"),
            count=len(coming),
            url=list_of("internship", "?state__exact=planned"),
            items=tuple(
                (_lacking(one, len(lacks[one.pk])), page_of(one)) for one in coming[:SHOWN]
            ),
            hint=_("It cannot start before all is in order."),
        ),
    ]


def _lacking(internship: Internship, number: int) -> str:
    words = f"{internship.enrolment.person}: {day(internship.start_on)}"
    if not number:
        return words
    return _("%(words)s · %(number)d missing") % {"words": words, "number": number}


def _ending(user: User, at: datetime) -> Task:
    rows = Internship.objects.visible_to(user).ending_within(
        clock.local_day(at), days=ENDS_WITHIN_DAYS
    )
    return task(
        _("Internships that end soon"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.end_on)}", page_of(internship)
        ),
        url=list_of("internship", "?state__exact=running"),
        hint=_("What comes after? Ask the company and the learner."),
    )  # fmt: skip


def _host_changes(user: User) -> Task:
    """Stopped to go on elsewhere, and nowhere yet."""
    rows = (
        Internship.objects.visible_to(user)
        .filter(
            state=InternshipState.BROKEN_OFF,
            early_end=EarlyEnd.HOST_CHANGE,
            followed_by__isnull=True,
            enrolment__state="on_internship",
        )
        .order_by("ended_on", "pk")
    )
    return task(
        _("Interns who need another company"),
        rows.select_related("enrolment__person", "company"),
        lambda internship: (
            f"{internship.enrolment.person}: {day(internship.ended_on)}", page_of(internship)
        ),
        url=list_of("internship", "?state__exact=broken_off"),
        urgent=True,
        hint=_("Propose them to another company; the new internship goes on after this one."),
    )  # fmt: skip


def _unconfirmed(user: User, at: datetime) -> Task:
    """Months whose hours no mentor confirmed within five days; two queries."""
    on = clock.local_day(at) - timedelta(days=5)
    rows = (
        Internship.objects.visible_to(user)
        .filter(state__in=CONFIRMED_IN, end_on__gte=on - timedelta(days=370))
        .select_related("enrolment__person", "enrolment__cohort", "company")
        .prefetch_related("months")
        .order_by("start_on", "pk")
    )
    owing = [one for one in rows if to_confirm(one, list(one.months.all()), on=on)]
    return Task(
        title=_("Hours that no mentor confirmed"),
        count=len(owing),
        url=reverse("admin:intern_months"),
        items=tuple(
            (f"{one.company}: {one.enrolment.person}", page_of(one)) for one in owing[:SHOWN]
        ),
        hint=_("The mentor was reminded three times. Call, and write the hours down."),
    )


def _late_evaluations(user: User, at: datetime) -> Task:
    rows = (
        InternshipEvaluation.objects.visible_to(user)
        .open()
        .filter(due_on__lte=clock.local_day(at) - timedelta(days=LATE_AFTER_DAYS))
        .filter(due_on__gt=clock.local_day(at) - timedelta(days=90))
        .order_by("due_on", "pk")
    )
    return task(
        _("Evaluations of internships that are late"),
        rows.select_related("internship__enrolment__person", "internship__company"),
        lambda one: (
            f"{one.internship.enrolment.person}: {one.get_moment_display()}, "
            f"{one.get_by_display()}",
            page_of(one.internship),
        ),
        url=list_of("internship", "?state__exact=running"),
        hint=_("On the phone you can fill it in together."),
    )


def _visits(user: User, at: datetime) -> list[Task]:
    """One's own visits of today and before; interns whom nobody visited or will visit."""
    mine = (
        Visit.objects.visible_to(user)
        .planned()
        .filter(by=user, planned_at__lt=clock.at_local(clock.local_day(at) + clock.days(1), 0))
    )
    unseen = Internship.objects.visible_to(user).to_visit(
        clock.local_day(at), after_days=VISIT_AFTER_DAYS
    )
    return [
        task(
            _("My visits to interns"),
            mine.select_related("internship__enrolment__person", "internship__company"),
            lambda visit: (
                f"{visit.internship.enrolment.person}: {visit.internship.company}", page_of(visit)
            ),
            url=list_of("visit"),
            hint=_("Done? Write down what was said."),
        ),
        task(
            _("Interns whom nobody visited"),
            unseen.select_related("enrolment__person", "company"),
            lambda one: (f"{one.enrolment.person}: {one.company}", page_of(one)),
            url=list_of("internship", "?visited=no"),
            hint=_("Plan a visit or a call."),
        ),
    ]  # fmt: skip

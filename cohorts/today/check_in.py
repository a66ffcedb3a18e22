"""The day of a coach: who is not there and told nobody, and who is elsewhere than the lessons."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import Task, today
from becode.core import clock
from cohorts.enums import LessonPlace
from cohorts.missing import missing_between
from cohorts.models import CheckIn, Cohort, TrainingDay
from cohorts.notifications.check_in import TO_LEARNER
from cohorts.permissions.check_in import SHEET_KEEPERS


@today
def _day_of_a_coach(user: User, at: datetime) -> list[Task]:
    """Of the cohorts that are theirs; of all they see where none is."""
    if not user.has_role(Role.ADMINISTRATOR, *SHEET_KEEPERS):
        return []
    on = clock.local_day(at)
    days = TrainingDay.objects.visible_to(user).filter(on=on).select_related("cohort")
    seen = {day.cohort_id: day for day in days.order_by("cohort__code")}
    if not seen:
        return []
    assigned = Cohort.objects.filter(pk__in=seen, coaches__user=user)
    mine = set(assigned.order_by("pk").values_list("pk", flat=True)) or set(seen)
    missing: dict[int, set[int]] = {}
    for one in missing_between(clock.at_local(on, 0), at, delay=TO_LEARNER):
        if one.day.cohort_id in mine:
            missing.setdefault(one.day.cohort_id, set()).add(one.enrolment.pk)
    other_place = Q()
    for place in LessonPlace.values:
        there = [key for key in mine if seen[key].place == place]
        other_place |= Q(enrolment__cohort__in=there) & ~Q(place=place)
    elsewhere = dict(
        CheckIn.objects.filter(other_place, on=on)
        .order_by("enrolment__cohort")
        .values_list("enrolment__cohort")
        .annotate(number=Count("enrolment", distinct=True))
    )
    return [
        _task(
            _("Learners who did not check in"),
            [(seen[key], len(people)) for key, people in missing.items()],
            is_urgent=True,
        ),
        _task(
            _("Learners who checked in at another place"),
            [(seen[key], number) for key, number in elsewhere.items()],
        ),
    ]


def _task(
    title: object, counts: Iterable[tuple[TrainingDay, int]], *, is_urgent: bool = False
) -> Task:
    counts = sorted(counts, key=lambda pair: pair[0].cohort.code)
    items = tuple(
        (f"{day.cohort.code} · {number}", reverse("admin:class_sheet", args=[day.cohort_id]))
        for day, number in counts
    )
    return Task(
        title=title,  # type: ignore[arg-type]
        count=sum(number for _day, number in counts),
        url=items[0][1] if items else reverse("admin:cohorts_cohort_changelist"),
        items=items,
        urgent=is_urgent,
    )

"""What came of meeting people: from those reached to those who work, and what each cost.

A person counts at the activity or partner of one touch: their first one that names either, or
their last one. Everything is counted in the database, in a number of queries that does not grow.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applicants.enums import ActivityState, ApplicationState
from applicants.models import Application, OutreachActivity, Referral, ReferralPartner, Touch
from becode.accounts.models import User
from becode.reports.outcomes.in_sql import placements_of_graduate
from cohorts.models import Enrolment

Attribution = Literal["first", "last"]
STEPS = ("reached", "applied", "enrolled", "graduated", "working")
LABELS: dict[str, str | Promise] = {
    "reached": _("Reached"),
    "applied": _("Candidates"),
    "enrolled": _("Took a seat"),
    "graduated": pgettext_lazy("people", "Finished"),
    "working": _("At work"),
}
DEFINITIONS: dict[str, str | Promise] = {
    "reached": _(
        "People who came to an activity; where nobody counted, the contacts made there. For a "
        "partner: those of the activities it hosted, the contacts made with it, and the people "
        "it referred. Cancelled activities reach nobody."
    ),
    "applied": _("People with this touch who sent an application, or confirmed a referral."),
    "enrolled": _("Of those, people who took a seat and did not give it back before the start."),
    "graduated": _("Of those, people who finished the training."),
    "working": _(
        "Graduates with a job that counts: the definition on the dashboard, but without waiting "
        "until 180 days have passed."
    ),
    "cost": _("The cost of the activity, divided by the people of the column. Partners: the sum."),
}


@dataclass(slots=True)
class Line:
    """One activity or partner. `counts` by step, `cost` in euro."""

    key: int
    name: str
    detail: str
    cost: Decimal
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))

    def cost_per(self, step: str) -> Decimal | None:
        """What one person cost; None where there is no cost or nobody."""
        if not self.counts[step] or not self.cost:
            return None
        return (self.cost / self.counts[step]).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Results:
    """The lines of a colleague's campuses, the latest activity and the first name first."""

    activities: list[Line]
    partners: list[Line]


def results(*, user: User, attribution: Attribution = "first") -> Results:
    """Both tables, in a constant number of queries."""
    activities = list(
        OutreachActivity.objects.visible_to(user)
        .annotate(met_count=Count("met"))
        .select_related("campus")
        .order_by("-starts_at", "-pk")
    )
    partners = list(ReferralPartner.objects.visible_to(user).order_by("name", "pk"))
    by_activity = _counted(attribution, F("activity_id"))
    by_partner = _counted(attribution, Coalesce("partner_id", "activity__partner_id"))
    hosted: dict[int, list[Line]] = defaultdict(list)
    lines = []
    for activity in activities:
        line = Line(
            key=activity.pk,
            name=activity.title,
            detail=str(activity.campus or ""),
            cost=activity.cost,
            counts={"reached": _reached(activity), **by_activity[activity.pk]},
        )
        lines.append(line)
        if activity.partner_id is not None:
            hosted[activity.partner_id].append(line)
    alone = _alone()
    referred = dict(Referral.objects.order_by().values_list("partner").annotate(people=Count("pk")))
    return Results(
        activities=lines,
        partners=[
            Line(
                key=partner.pk,
                name=partner.name,
                detail=str(partner.get_kind_display()),
                cost=sum((line.cost for line in hosted[partner.pk]), Decimal(0)),
                counts={
                    "reached": sum(line.counts["reached"] for line in hosted[partner.pk])
                    + alone.get(partner.pk, 0)
                    + referred.get(partner.pk, 0),
                    **by_partner[partner.pk],
                },
            )
            for partner in partners
        ],
    )


def _reached(activity: OutreachActivity) -> int:
    if activity.state == ActivityState.CANCELLED:
        return 0
    if activity.turnout is not None:
        return activity.turnout
    return int(activity.met_count)  # type: ignore[attr-defined]


def _alone() -> dict[int, int]:
    """Contacts made with a partner outside of any activity."""
    rows = ReferralPartner.objects.order_by().filter(met__activity__isnull=True)
    return dict(rows.values_list("pk").annotate(people=Count("met")))


def touches_that_count(attribution: Attribution) -> "QuerySet[Touch]":
    """One touch a person: the first or the last that names an activity or a partner."""
    order = ("at", "pk") if attribution == "first" else ("-at", "-pk")
    one = (
        Touch.objects.filter(Q(activity__isnull=False) | Q(partner__isnull=False))
        .order_by("person_id", *order)
        .distinct("person_id")
    )
    return Touch.objects.filter(pk__in=one.values("pk"))


def _counted(attribution: Attribution, owner: F | Coalesce) -> dict[int, dict[str, int]]:
    """For each activity, or partner as itself or as host, the people at each step."""
    person = OuterRef("person")
    seats = Enrolment.objects.filter(person=person).seated()
    graduates = Enrolment.objects.graduated().filter(person=person)
    jobs = placements_of_graduate()
    flags = {
        "applied": Exists(
            Application.objects.filter(person=person).exclude(state=ApplicationState.DRAFT)
        ),
        "enrolled": Exists(seats),
        "graduated": Exists(graduates),
        "working": Exists(graduates.filter(Exists(jobs))),
    }
    counts = {
        f"{step}_count": Count("person", filter=Q(**{f"has_{step}": True}), distinct=True)
        for step in flags
    }
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STEPS[1:], 0))
    rows = touches_that_count(attribution).annotate(owner_key=owner)
    flagged = rows.filter(owner_key__isnull=False).annotate(
        **{f"has_{step}": flag for step, flag in flags.items()}
    )
    grouped = flagged.order_by().values("owner_key").annotate(**counts)
    for key, *people in grouped.values_list("owner_key", *counts):
        found[key] = dict(zip(flags, people, strict=True))
    return found

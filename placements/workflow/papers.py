"""The facts of an internship that its papers need: hours, objectives, frame, insurance, Dimona."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.models import AuditEntry
from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.enums import InternshipState, PaperState, Responsible
from placements.hours import minutes_of, week_on
from placements.models import Internship
from placements.workflow.internships import lock

FACTS = (
    "establishment",
    "telework_days",
    "frame",
    "frame_reference",
    "allowance",
    "travel",
    "insured_by",
    "insurer",
    "policy_number",
    "insured_until",
    "dimona_by",
    "dimona_type",
    "dimona_number",
    "dimona_on",
    "dimona_note",
)
# These stand in the agreement: when one changes after it was made, an amendment is due.
IN_THE_AGREEMENT = ("establishment", "telework_days", "frame", "allowance", "travel", "insured_by")
CHANGED_IN = (
    InternshipState.PLANNED,
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
)
AMENDING = (
    "internship.changed",
    "internship.end_moved",
    "internship.hours_changed",
    "internship.objectives_changed",
    "internship.agreed_facts_changed",
)
LONGEST_WEEK = 50 * 60


@transaction.atomic
def change_facts(
    *, internship: Internship, changes: Mapping[str, Any], actor: Actor, at: datetime
) -> None:
    """Write down facts by name (FACTS). Raises IllegalMove once the internship is over."""
    locked = _open(internship)
    changed = sorted(
        name for name in FACTS if name in changes and getattr(locked, name) != changes[name]
    )
    if not changed:
        return
    for name in changed:
        setattr(locked, name, changes[name])
    if locked.dimona_by != Responsible.NOBODY:
        locked.dimona_note = ""
    locked.save(update_fields=[*changed, "dimona_note"])
    is_agreed = not set(changed).isdisjoint(IN_THE_AGREEMENT)
    label = "internship.agreed_facts_changed" if is_agreed else "internship.facts_changed"
    _record(label, locked, actor=actor, at=at, keys={"fields": ",".join(changed)})
    internship.refresh_from_db(fields=[*changed, "dimona_note"])


@transaction.atomic
def change_week(
    *,
    internship: Internship,
    week: Mapping[str, Sequence[Any]],
    actor: Actor,
    at: datetime,
    since: date | None = None,
) -> None:
    """The hours of the week, from a day on; the days before keep theirs, and confirmed months too.

    Before the start there is no "from": the week is that of the whole internship. Raises
    IllegalMove for hours the wrong way round, an empty week and one of more than 50 hours.
    """
    locked = _open(internship)
    check_week(week)
    new = {str(weekday): list(line) for weekday, line in week.items()}
    if locked.state == InternshipState.PLANNED or since is None or since <= locked.start_on:
        locked.earlier_schedules = []
    else:
        if since > locked.end_on:
            raise IllegalMove(_("This day is after the last day of the internship."))
        until = since - timedelta(days=1)
        kept = [one for one in locked.earlier_schedules if _ends(one) < until]
        locked.earlier_schedules = [
            *kept,
            {"until": until.isoformat(), "schedule": dict(week_on(locked, until))},
        ]
    locked.schedule = new
    locked.save(update_fields=["schedule", "earlier_schedules"])
    keys = {"from": (since or locked.start_on).isoformat()}
    _record("internship.hours_changed", locked, actor=actor, at=at, keys=keys)
    internship.refresh_from_db(fields=["schedule", "earlier_schedules"])


def _ends(earlier: Mapping[str, Any]) -> date:
    return date.fromisoformat(earlier["until"])


def check_week(week: Mapping[str, Sequence[Any]]) -> None:
    """Raises IllegalMove for a week that nobody can work."""
    if not week:
        raise IllegalMove(_("Fill in the hours of at least one day."))
    if any(minutes_of(line) <= 0 for line in week.values()):
        raise IllegalMove(_("A day ends after it begins, and its break is shorter than the day."))
    if sum(map(minutes_of, week.values())) > LONGEST_WEEK:
        raise IllegalMove(_("This is more than 50 hours a week. Look at the hours again."))


@transaction.atomic
def change_objectives(
    *,
    internship: Internship,
    objectives: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> None:
    """What is learned: objects with `competence`, `task` and `level`."""
    locked = _open(internship)
    found = [
        {"competence": one["competence"], "task": one["task"], "level": int(one["level"])}
        for one in objectives
    ]
    if found == locked.objectives:
        return
    locked.objectives = found
    locked.save(update_fields=["objectives"])
    _record("internship.objectives_changed", locked, actor=actor, at=at)
    internship.objectives = found


def amendment_due(internship: Internship) -> bool:
    """Whether something in the signed agreement changed since the last paper was made.

    Two queries. Before anything is signed a correction of the agreement does.
    """
    papers = internship.agreements.filter(state__in=[PaperState.OPEN, PaperState.SIGNED])
    latest = papers.order_by("-made_at", "-pk").first()
    if latest is None or not internship.agreements.signed().exists():
        return False
    return (
        AuditEntry.objects.about(internship)
        .filter(label__in=AMENDING, at__gt=latest.made_at)
        .exists()
    )


def _open(internship: Internship) -> Internship:
    locked = lock(internship)
    if locked.state not in CHANGED_IN:
        raise IllegalMove(_("This internship is over. Its facts do not change any more."))
    return locked


def _record(
    label: str,
    internship: Internship,
    *,
    actor: Actor,
    at: datetime,
    keys: dict[str, int | str] | None = None,
) -> None:
    record(
        label,
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        keys=keys,
    )


def default_since(internship: Internship, *, at: datetime) -> date | None:
    """From when new hours hold by default: nothing to ask before the start, else tomorrow."""
    if internship.state == InternshipState.PLANNED:
        return None
    return clock.local_day(at) + timedelta(days=1)

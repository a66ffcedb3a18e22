"""No reminders about a person, a cohort or a company for a time."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record as write_down
from becode.core import clock
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Pause
from becode.people.models import Person

PERSON = "people.person"
# What can be paused; the latter two are of the apps above.
PAUSABLE = (PERSON, "cohorts.cohort", "placements.company")


@transaction.atomic
def pause(
    *, record: models.Model, reason: str, until: date | None, actor: Actor, at: datetime
) -> Pause:
    """Keep reminders about a record back; `until` is the first day on which they go again.

    Raises IllegalMove where it is paused already, or for a day that is over.
    """
    about = record._meta.label_lower
    if about not in PAUSABLE:
        raise IllegalMove
    today = clock.local_day(at)
    if until is not None and until <= today:
        raise IllegalMove(_("This day is over. Choose a later one, or none."))
    mine = Pause.objects.filter(about_type=about, about_key=record.pk)
    # A pause that ran out makes room for the next one.
    mine.filter(ended_at__isnull=True, until__lte=today).update(ended_at=at)
    begun = Pause(
        about_type=about,
        about_key=record.pk,
        reason=reason,
        begun_at=at,
        begun_by_id=actor.key if actor.kind == ActorKind.USER else None,
        until=until,
    )
    Pause.objects.bulk_create([begun], ignore_conflicts=True)
    made = mine.filter(ended_at__isnull=True).first()
    if made is None or (made.begun_at, made.reason, made.until) != (at, reason, until):
        raise IllegalMove(_("Reminders are paused here already."))
    _write("pause.begun", made, record=record, actor=actor, at=at)
    return made


@transaction.atomic
def end_pause(*, record: models.Model, actor: Actor, at: datetime) -> None:
    """Let reminders go again from now on; what was kept back stays unsent.

    Raises Stale where the pause has ended already.
    """
    held = Pause.objects.select_for_update().in_force(clock.local_day(at)).about(record).first()
    if held is None:
        raise Stale(_("This pause has ended already."))
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    _write("pause.ended", held, record=record, actor=actor, at=at)


def pause_of(record: models.Model, *, on: date) -> Pause | None:
    """The pause in force for a record on a day, with who began it."""
    return Pause.objects.in_force(on).about(record).select_related("begun_by").first()


def _write(label: str, held: Pause, *, record: models.Model, actor: Actor, at: datetime) -> None:
    write_down(
        label,
        subject=record,
        actor=actor,
        at=at,
        person_key=record.pk if isinstance(record, Person) else None,
        keys={"pause": held.pk},
    )

"""Months are locked by a colleague; what changes afterwards makes a new version with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from becode.files import store
from becode.formats.pdf import NoLetters
from cohorts.models import Attestation, Cohort, Enrolment
from cohorts.months import AMOUNTS, MonthLine, cohort_month, month_lines
from cohorts.papers.attestation import attestation_paper


@transaction.atomic
def lock_month(
    *, enrolment: Enrolment, month: date, actor: Actor, at: datetime, reason: str = ""
) -> Attestation:
    """Lock the hours of one learner in the month that begins on this day, with their paper.

    Raises IllegalMove while something is open or to come, where nothing changed since the last
    version, and for a new version without a reason.
    """
    _hold([enrolment])
    lines = month_lines([enrolment], month, at)
    if not lines:
        raise IllegalMove(_("There are no lessons of this learner in this month."))
    return _lock(lines[0], month=month, user=_colleague(actor), actor=actor, at=at, reason=reason)


@transaction.atomic
def lock_cohort_month(
    *, cohort: Cohort, month: date, actor: Actor, at: datetime, reason: str = ""
) -> list[Attestation]:
    """Lock everybody of a cohort whose month is settled and not locked as it is counted now.

    Those for whom something is open stay for later. Raises IllegalMove where there is nobody to
    lock, or a new version has no reason.
    """
    user = _colleague(actor)
    _hold([line.enrolment for line in cohort_month(cohort, month, at)])
    ready = [line for line in cohort_month(cohort, month, at) if line.can_lock]
    if not ready:
        raise IllegalMove(_("There is nothing to lock now."))
    return [
        _lock(line, month=month, user=user, actor=actor, at=at, reason=reason) for line in ready
    ]


def why_not(line: MonthLine) -> str:
    """What keeps a month from being locked, in a sentence; nothing where it can be."""
    if line.ahead:
        return _("Not all days of this month are over.")
    if line.open:
        days = ", ".join(date_format(day, "j F") for day in line.open_days)
        return _("Not decided yet: %(days)s.") % {"days": days}
    if line.locked is not None and not line.differs:
        return _("These hours are locked already.")
    return ""


def _lock(
    line: MonthLine, *, month: date, user: User, actor: Actor, at: datetime, reason: str
) -> Attestation:
    name = line.enrolment.person
    refusal = why_not(line)
    if refusal:
        raise IllegalMove(f"{name}: {refusal}")
    version = line.locked.version + 1 if line.locked else 1
    if version > 1 and not reason.strip():
        raise IllegalMove(_("Write why there is a new version for %(name)s.") % {"name": name})
    attestation = Attestation(
        enrolment=line.enrolment,
        month=month,
        version=version,
        days=line.day_rows,
        reason=reason.strip() if version > 1 else "",
        locked_at=at,
        locked_by=user,
        **{amount: getattr(line, amount) for amount in AMOUNTS},
    )
    try:
        paper = attestation_paper(attestation, locked_by=user.get_full_name())
    except NoLetters as error:
        raise IllegalMove(
            _(
                "The name of %(name)s cannot be printed. Write the name on the identity "
                "document in Latin letters, then lock again."
            )
            % {"name": name}
        ) from error
    title = f"{month:%Y-%m} {line.enrolment.cohort.code} {name} v{version}.pdf"
    attestation.file = store.keep(ContentFile(paper, name=title), at=at)
    attestation.save()
    record(
        "attestation.locked" if version == 1 else "attestation.locked_again",
        subject=attestation,
        actor=actor,
        at=at,
        person_key=line.enrolment.person_id,
        keys={"month": f"{month:%Y-%m}", "version": version},
    )
    return attestation


def _hold(enrolments: Sequence[Enrolment]) -> None:
    """Nobody else locks a month of these learners until this transaction ends."""
    keys = [enrolment.pk for enrolment in enrolments]
    held = Enrolment.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk"))


def _colleague(actor: Actor) -> User:
    user = User.objects.filter(pk=actor.key).first() if actor.kind == ActorKind.USER else None
    if user is None:
        raise IllegalMove(_("Only a colleague locks a month."))
    return user

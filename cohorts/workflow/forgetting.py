"""What proved an absence goes once the hours are settled. docs/domain.md, "Attendance"."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from becode.audit.record import record
from becode.core.actors import SYSTEM
from becode.core.clock import local_day
from becode.files.models import StoredFile
from cohorts.models import Absence, AbsenceProof, Attestation

# Since 2026-11: so long somebody may ask about the hours of a locked month.
KEPT_AFTER_LOCK: Final = timedelta(days=90)
# For months that nobody ever locked, and absences that were taken back.
KEPT_AT_MOST: Final = timedelta(days=365)


def forget_absence_proofs(*, at: datetime) -> int:
    """Delete the proofs of absences whose months are locked since long; returns how many files.

    Each absence in a transaction of its own. The bytes go with `files.forget_orphans`.
    """
    long_ago = local_day(at) - KEPT_AFTER_LOCK
    with_proofs = Absence.objects.filter(proofs__isnull=False, last_on__lte=long_ago).distinct()
    absences = list(with_proofs.order_by("pk"))
    locked = _last_locks(absences)
    return sum(_forget(one, at=at) for one in absences if _is_over(one, locked, at=at))


def _last_locks(absences: list[Absence]) -> dict[tuple[int, date], datetime]:
    """When each month of these learners was last locked."""
    keys = {one.enrolment_id for one in absences}
    lines = (
        Attestation.objects.filter(enrolment__in=keys)
        .order_by("enrolment_id", "month")
        .values_list("enrolment_id", "month")
        .annotate(last=Max("locked_at"))
    )
    return {(enrolment, month): last for enrolment, month, last in lines}


def _is_over(absence: Absence, locked: dict[tuple[int, date], datetime], *, at: datetime) -> bool:
    if absence.last_on + KEPT_AT_MOST <= local_day(at):
        return True
    locks = [locked.get((absence.enrolment_id, month)) for month in _months(absence)]
    return all(one is not None and one + KEPT_AFTER_LOCK <= at for one in locks)


def _months(absence: Absence) -> Iterator[date]:
    """The first day of each month that the absence touches."""
    month = absence.first_on.replace(day=1)
    while month <= absence.last_on:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


@transaction.atomic
def _forget(absence: Absence, *, at: datetime) -> int:
    held = Absence.objects.select_for_update(of=("self",)).select_related("enrolment")
    absence = held.get(pk=absence.pk)
    proofs = AbsenceProof.objects.filter(absence=absence)
    files = list(proofs.order_by("pk").values_list("file", flat=True))
    proofs.delete()
    StoredFile.objects.filter(pk__in=files).delete()
    record(
        "absence.proofs_forgotten",
        subject=absence,
        actor=SYSTEM,
        at=at,
        person_key=absence.enrolment.person_id,
        keys={"files": len(files)},
    )
    return len(files)

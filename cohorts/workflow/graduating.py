"""What a coach says of the requirements of a learner, before the learner graduates."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment, Requirement, RequirementCheck
from cohorts.requirements import can_be_said, names_of, standing_of

BUSY = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)


@transaction.atomic
def check_requirement(
    *,
    enrolment: Enrolment,
    requirement: Requirement,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> RequirementCheck:
    """A coach says that the learner meets it. Raises IllegalMove where the numbers decide."""
    if not can_be_said(requirement):
        raise IllegalMove(_("The numbers decide about this requirement. You can waive it."))
    return _set(enrolment, requirement, waived=False, note=note, actor=actor, at=at)


@transaction.atomic
def waive_requirement(
    *, enrolment: Enrolment, requirement: Requirement, note: str, actor: Actor, at: datetime
) -> RequirementCheck:
    """This learner graduates without it. Raises IllegalMove without a reason."""
    if not note.strip():
        raise IllegalMove(_("Please give a reason."))
    return _set(enrolment, requirement, waived=True, note=note, actor=actor, at=at)


@transaction.atomic
def clear_requirement(
    *, enrolment: Enrolment, requirement: Requirement, actor: Actor, at: datetime
) -> None:
    """Take back what was said of it. Raises IllegalMove where nothing was."""
    _check_open(enrolment, requirement)
    found = RequirementCheck.objects.filter(enrolment=enrolment, requirement=requirement)
    if not found.delete()[0]:
        raise IllegalMove
    _record("requirement.cleared", enrolment, requirement, actor=actor, at=at)


def check_requirements(enrolment: Enrolment) -> None:
    """Raises IllegalMove with the list of what is neither met nor waived."""
    missing = [one for one in standing_of(enrolment) if one.is_open]
    if missing:
        raise IllegalMove(
            _("Not yet: %(requirements)s. Each can be waived with a reason.")
            % {"requirements": names_of(missing)}
        )


def _set(
    enrolment: Enrolment,
    requirement: Requirement,
    *,
    waived: bool,
    note: str,
    actor: Actor,
    at: datetime,
) -> RequirementCheck:
    _check_open(enrolment, requirement)
    assert actor.key is not None  # colleagues alone
    check, _made = RequirementCheck.objects.update_or_create(
        enrolment=enrolment,
        requirement=requirement,
        defaults={
            "is_waived": waived,
            "note": note.strip(),
            "checked_at": at,
            "checked_by_id": actor.key,
        },
    )
    label = "requirement.waived" if waived else "requirement.checked"
    _record(label, enrolment, requirement, actor=actor, at=at)
    return check


def _check_open(enrolment: Enrolment, requirement: Requirement) -> None:
    """Raises IllegalMove once the learner has finished, or for another track's requirement."""
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update(no_key=True))
    if enrolment.state not in BUSY:
        raise IllegalMove(_("This person has finished the training."))
    if requirement.track_id != enrolment.cohort.track_id:
        raise IllegalMove


def _record(
    label: str, enrolment: Enrolment, requirement: Requirement, *, actor: Actor, at: datetime
) -> None:
    record(label, subject=enrolment, actor=actor, at=at, keys={"requirement": requirement.pk})

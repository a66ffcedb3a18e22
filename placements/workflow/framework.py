"""Framework agreements: drafted, in force, renewed or ended. What was used is counted."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.files import store
from cohorts.models import Enrolment
from placements.enums import FRAMEWORK_MOVES, AgreementState
from placements.models import Company, FrameworkAgreement, FrameworkSeat

CHANGEABLE = (AgreementState.DRAFT, AgreementState.ACTIVE)


@transaction.atomic
def draft(
    *,
    company: Company,
    start_on: date,
    end_on: date,
    actor: Actor,
    at: datetime,
    reference: str = "",
    seats: int = 0,
    interns: int = 0,
    hires: int = 0,
    fee_per_hire: Decimal = Decimal(0),
    campuses: "list[Campus] | tuple[Campus, ...]" = (),
    owner: User | None = None,
    renews_by_itself: bool = False,
    note: str = "",
    follows: FrameworkAgreement | None = None,
) -> FrameworkAgreement:
    """What a company will promise; nothing counts before it is in force.

    Raises IllegalMove for days the wrong way round, or a company that was merged away.
    """
    _check_days(start_on, end_on)
    if company.merged_into_id is not None:
        raise IllegalMove(_("This company was merged into another one."))
    agreement = FrameworkAgreement.objects.create(
        company=company,
        reference=reference,
        start_on=start_on,
        end_on=end_on,
        seats=seats,
        interns=interns,
        hires=hires,
        fee_per_hire=fee_per_hire,
        owner=owner or company.owner,
        renews_by_itself=renews_by_itself,
        note=note,
        follows=follows,
    )
    agreement.campuses.set(campuses)
    _record("framework.drafted", agreement, actor=actor, at=at)
    return agreement


@transaction.atomic
def edit(
    *, agreement: FrameworkAgreement, actor: Actor, at: datetime, changes: Mapping[str, Any]
) -> None:
    """Change what was agreed, while it is a draft or in force."""
    locked = _locked(agreement)
    if locked.state not in CHANGEABLE:
        raise IllegalMove(_("This agreement is over. Renew it, or draft another one."))
    campuses = changes.get("campuses")
    for name, value in changes.items():
        if name != "campuses":
            setattr(locked, name, value)
    _check_days(locked.start_on, locked.end_on)
    locked.save()
    if campuses is not None:
        locked.campuses.set(campuses)
    _record("framework.edited", locked, actor=actor, at=at, fields=",".join(sorted(changes)))


@transaction.atomic
def activate(*, agreement: FrameworkAgreement, actor: Actor, at: datetime) -> None:
    """Both sides agreed: it is in force for its days."""
    _move(agreement, AgreementState.ACTIVE, "framework.activated", actor=actor, at=at)


@transaction.atomic
def end(*, agreement: FrameworkAgreement, ended_on: date, actor: Actor, at: datetime) -> None:
    """It stops, on a day not before its first; the day is kept."""
    if ended_on < agreement.start_on:
        raise IllegalMove(_("It cannot end before it began."))
    to = AgreementState.ENDED
    _move(agreement, to, "framework.ended", actor=actor, at=at, ended_on=ended_on)


@transaction.atomic
def renew(
    *,
    agreement: FrameworkAgreement,
    actor: Actor,
    at: datetime,
    end_on: date | None = None,
    is_agreed: bool = True,
) -> FrameworkAgreement:
    """The next agreement, with the same promises, from the day after this one.

    It is in force at once, or a draft where it is still to be agreed. By default as long as this
    one. Raises IllegalMove when this one is not in force.
    """
    start_on = agreement.end_on + timedelta(days=1)
    made = draft(
        company=agreement.company,
        start_on=start_on,
        end_on=end_on or _same_length(agreement),
        reference=agreement.reference,
        seats=agreement.seats,
        interns=agreement.interns,
        hires=agreement.hires,
        fee_per_hire=agreement.fee_per_hire,
        campuses=list(agreement.campuses.order_by("pk")),
        owner=agreement.owner,
        renews_by_itself=agreement.renews_by_itself,
        follows=agreement,
        actor=actor,
        at=at,
    )
    _move(agreement, AgreementState.RENEWED, "framework.renewed", actor=actor, at=at)
    if is_agreed:
        activate(agreement=made, actor=actor, at=at)
    return made


@transaction.atomic
def keep_document(
    *, agreement: FrameworkAgreement, upload: "File[bytes]", actor: Actor, at: datetime
) -> None:
    """The signed paper; an earlier one stays in the history. Raises ValidationError for files
    that we do not take.
    """
    locked = _locked(agreement)
    locked.file = agreement.file = store.keep(upload, at=at)
    locked.save(update_fields=["file"])
    _record("framework.document", locked, actor=actor, at=at)


@transaction.atomic
def pay_seat(
    *, agreement: FrameworkAgreement, enrolment: Enrolment, actor: Actor, at: datetime
) -> None:
    """Count a learner's seat among those the company pays for.

    Raises IllegalMove when it is not in force, all promised seats are used, the learner began
    outside its period, or the seat is paid already.
    """
    locked = _locked(agreement)
    first_on = enrolment.started_on or enrolment.cohort.start_on
    if locked.state != AgreementState.ACTIVE:
        raise IllegalMove(_("This agreement is not in force."))
    if not locked.start_on <= first_on <= locked.end_on:
        raise IllegalMove(_("This learner began outside the period of the agreement."))
    if locked.paid_seats.count() >= locked.seats:
        raise IllegalMove(_("All promised seats are used."))
    try:
        with transaction.atomic():
            FrameworkSeat.objects.create(agreement=locked, enrolment=enrolment, at=at)
    except IntegrityError as error:
        raise IllegalMove(_("This seat is paid by an agreement already.")) from error
    _record("framework.seat_paid", locked, actor=actor, at=at, enrolment=enrolment.pk)


@transaction.atomic
def release_seat(*, seat: FrameworkSeat, actor: Actor, at: datetime) -> None:
    """It was counted by mistake. Raises IllegalMove when it is gone already."""
    if FrameworkSeat.objects.filter(pk=seat.pk).delete()[0] != 1:
        raise IllegalMove
    _record(
        "framework.seat_released", seat.agreement, actor=actor, at=at, enrolment=seat.enrolment_id
    )


def settle_past(*, at: datetime, limit: int = 200) -> int:
    """What is over by now: it ends, or renews itself where that was agreed. Returns how many."""
    today = clock.local_day(at)
    over = FrameworkAgreement.objects.over(today).order_by("end_on", "pk")[:limit]
    for agreement in over:
        if agreement.renews_by_itself:
            renew(agreement=agreement, actor=SYSTEM, at=at)
        else:
            end(agreement=agreement, ended_on=agreement.end_on, actor=SYSTEM, at=at)
    return len(over)


def _same_length(agreement: FrameworkAgreement) -> date:
    """The last day of a period as long as this one: whole months where it was whole months."""
    after = agreement.end_on + timedelta(days=1)
    length = relativedelta(after, agreement.start_on)
    if not length.days:
        return after + length - timedelta(days=1)
    return agreement.end_on + (after - agreement.start_on)


def _check_days(start_on: date, end_on: date) -> None:
    if end_on < start_on:
        raise IllegalMove(_("The last day cannot be before the first day."))


def _locked(agreement: FrameworkAgreement) -> FrameworkAgreement:
    return FrameworkAgreement.objects.select_for_update().get(pk=agreement.pk)


def _move(
    agreement: FrameworkAgreement,
    to: AgreementState,
    label: str,
    *,
    actor: Actor,
    at: datetime,
    **also: Any,
) -> None:
    move(agreement, moves=FRAMEWORK_MOVES, to=to, label=label, actor=actor, at=at, **also)


def _record(
    label: str, agreement: FrameworkAgreement, *, actor: Actor, at: datetime, **keys: Any
) -> None:
    record(
        label, subject=agreement, actor=actor, at=at, keys={"company": agreement.company_id, **keys}
    )

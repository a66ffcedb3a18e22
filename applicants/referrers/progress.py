"""What a referring worker may see of their people: the stages that each person chose to share.

No reasons, no dates, no contact details, no scores: one short sentence a stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import ApplicationState, EntryState, ReferralState, SharedStage
from applicants.models import Application, Referral, WaitlistEntry
from applicants.own_seat import seats_of
from cohorts.enums import EnrolmentState

_TRAINED = {
    EnrolmentState.ENROLLED: _("Has a seat. The training begins later."),
    EnrolmentState.IN_TRAINING: _("Follows the training."),
    EnrolmentState.ON_INTERNSHIP: _("Is on internship."),
    EnrolmentState.GRADUATED: _("Followed the training."),
    EnrolmentState.LEFT: _("Stopped the training."),
}
_SELECTED = {
    ApplicationState.SUBMITTED: _("We read the application."),
    ApplicationState.IN_SELECTION: _("The selection goes on."),
    ApplicationState.ADMITTED: _("May follow the training."),
    ApplicationState.ENROLLED: _("May follow the training."),
    ApplicationState.REJECTED: _("Cannot follow the training now."),
    ApplicationState.WITHDRAWN: _("Stopped the application."),
    ApplicationState.LAPSED: _("We heard nothing more."),
}
LABELS = {
    SharedStage.RECEIVED: _("Application"),
    SharedStage.SELECTION: _("Selection"),
    SharedStage.WAITLIST: _("Waitlist"),
    SharedStage.TRAINING: _("Training"),
    SharedStage.GRADUATION: _("End of the training"),
}


@dataclass(frozen=True, slots=True)
class StageLine:
    """One shared stage that was reached, in words."""

    label: str | Promise
    text: str | Promise


@dataclass(frozen=True, slots=True)
class OwnReferral:
    """A referral as its worker sees it; `name` is what the worker wrote, empty after a no."""

    referral: Referral
    name: str
    stages: list[StageLine]
    is_waiting: bool
    may_ask_again: bool

    @property
    def shares_nothing(self) -> bool:
        is_confirmed = self.referral.state == ReferralState.CONFIRMED
        return is_confirmed and not self.referral.shared_stages


def shown_to_referrer(referrals: Iterable[Referral]) -> list[OwnReferral]:
    """Referrals with what their people share: two queries, however many there are.

    A seat that went on in another cohort is told as the seat it is now.
    """
    rows = list(referrals)
    keys = [row.application_id for row in rows if row.application_id and row.shared_stages]
    waiting = set(
        WaitlistEntry.objects.filter(application__in=keys, state=EntryState.WAITING)
        .order_by("pk")
        .values_list("application_id", flat=True)
    )
    found = seats_of(
        row.application for row in rows if row.application and row.application_id in keys
    )
    seats = {key: seat.state for key, seat in found.items()}
    return [_shown(row, waiting=waiting, seats=seats) for row in rows]


def _shown(referral: Referral, *, waiting: set[int], seats: dict[int, str]) -> OwnReferral:
    is_waiting = referral.state == ReferralState.WAITING
    stages: list[StageLine] = []
    application = referral.application
    if referral.state == ReferralState.CONFIRMED and application is not None:
        key = application.pk
        for stage, text in _reached(application, key in waiting, seats.get(key)):
            if stage in referral.shared_stages:
                stages.append(StageLine(LABELS[stage], text))
    return OwnReferral(
        referral=referral,
        name=f"{referral.first_name} {referral.last_name}".strip(),
        stages=stages,
        is_waiting=is_waiting,
        may_ask_again=is_waiting and referral.asked_again_at is None,
    )


def _reached(
    application: Application, is_waiting: bool, seat: str | None
) -> list[tuple[SharedStage, str | Promise]]:
    """Every stage the application reached, in order; who may read it is asked above."""
    reached: list[tuple[SharedStage, str | Promise]] = [
        (SharedStage.RECEIVED, _("We have the application."))
    ]
    if application.state in _SELECTED:
        reached.append((SharedStage.SELECTION, _SELECTED[ApplicationState(application.state)]))
    if is_waiting:
        reached.append((SharedStage.WAITLIST, _("Waits for a seat.")))
    if seat in _TRAINED:
        reached.append((SharedStage.TRAINING, _TRAINED[EnrolmentState(seat)]))
    if seat == EnrolmentState.GRADUATED:
        reached.append((SharedStage.GRADUATION, _("Finished the training.")))
    return reached

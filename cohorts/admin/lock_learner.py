"""From the page of one learner: lock a month of theirs, without the rest of the cohort."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from becode.backoffice.verbs import Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import CHOOSE, PlainTextField
from cohorts.admin.absence_forms import month_of
from cohorts.admin.enrolments import offers_verbs
from cohorts.models import Attestation, Enrolment
from cohorts.permissions.cohorts import can_guide
from cohorts.workflow.attestations import lock_month


class LockLearnerForm(VerbForm):
    """The month, the first one that is not locked to begin with."""

    from_address: ClassVar[tuple[str, ...]] = ("month",)

    month = forms.ChoiceField(
        label=gettext_lazy("Month"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    reason = PlainTextField(
        label=gettext_lazy("Why a new version"),
        help_text=gettext_lazy("Only where locked hours changed. It stands on the paper."),
        longest=300,
        lines=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = list(months_of(self.obj, until=clock.today()))
        locked = set(
            Attestation.objects.filter(enrolment=self.obj)
            .order_by("month")
            .values_list("month", flat=True)
        )
        field: Any = self.fields["month"]
        field.choices = [(f"{one:%Y-%m}", _words(one, one in locked)) for one in months]
        field.initial = next((f"{one:%Y-%m}" for one in months if one not in locked), None)


def months_of(enrolment: Enrolment, *, until: date) -> Iterator[date]:
    """The first day of each month of the training, until this day or the end of it."""
    if enrolment.started_on is None:
        return
    last = min(until, enrolment.left_on or enrolment.cohort.end_on)
    month = enrolment.started_on.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _words(month: date, is_locked: bool) -> str:
    name = date_format(month, "F Y")
    return _("%(month)s (locked)") % {"month": name} if is_locked else name


def _lock(enrolment: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> Attestation:
    month = month_of(data["month"])
    assert month is not None, "one of the choices"
    return lock_month(enrolment=enrolment, month=month, reason=data["reason"], actor=actor, at=at)


offers_verbs(
    Verb(
        "lock-month",
        label=gettext_lazy("Lock a month"),
        icon="lock",
        form=LockLearnerForm,
        quiet=True,
        explain=gettext_lazy("The hours of this learner alone, as they are counted now."),
        done=gettext_lazy("The month is locked."),
        allowed=can_guide,
        possible=lambda enrolment: enrolment.started_on is not None,
        run=_lock,
        goes_to=lambda obj, made: reverse("admin:cohorts_attestation_change", args=[made.pk]),
    )
)

"""What admissions may do with a seat: give it back, start later, move to another cohort."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.admin.forms import EMPTY
from applicants.enums import WithdrawalReason
from applicants.permissions import can_manage_offer, decides
from applicants.workflow import giving_back
from applicants.workflow.transferring import transfer
from becode.backoffice.verbs import Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from cohorts.admin.enrolments import offers_verbs
from cohorts.enums import EnrolmentState, TransferReason
from cohorts.models import Cohort, Enrolment
from cohorts.permissions.cohorts import can_free_seat

WAITS, STOPS = "waits", "stops"


class DeferForm(forms.Form):
    """How somebody waits for a later start."""

    agreed = PlainTextField(
        label=_("Goes first, because we agreed"),
        longest=200,
        required=False,
        help_text=_(
            "Who agreed what. Empty: the old place, no priority. Nothing about health or origin."
        ),
    )
    paused = forms.BooleanField(
        label=_("No seat before this group has started"), initial=True, required=False
    )


class GiveBackForm(DeferForm, VerbForm):
    """What somebody wants who gives the seat back.

    Who does not decide on lists, a coach, gives nobody a priority either.
    """

    then = forms.ChoiceField(
        label=_("What happens now"),
        choices=[
            (WAITS, _("Waits for a later start, in the old place")),
            (STOPS, _("Stops: the application is withdrawn")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Who stops: what the person said"),
        choices=[EMPTY, *WithdrawalReason.choices],
        required=False,
    )
    field_order = ("then", "reason", "agreed", "paused")

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decides(self.user):
            del self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("then") == STOPS and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the person stops."))
        return cleaned


class CohortWithRoom(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        free = ngettext("%(count)d free seat", "%(count)d free seats", obj.seats_free)
        return gettext("%(code)s · %(campus)s · starts %(day)s · %(seats)s") % {
            "code": obj.code,
            "campus": obj.campus,
            "day": date_format(obj.start_on, "j N Y"),
            "seats": free % {"count": obj.seats_free},
        }


class TransferForm(VerbForm):
    """Another cohort that the colleague sees, and why."""

    cohort = CohortWithRoom(Cohort.objects.none(), label=_("To this cohort"), empty_label="—")
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[EMPTY, *TransferReason.choices],
        help_text=_("It goes before people who wait for that cohort: the audit keeps the reason."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Cohort.objects.to_move_to().visible_to(self.user)
        self.fields["cohort"].queryset = others.exclude(pk=self.obj.cohort_id)


def _give_back(enrolment: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    if data["then"] == STOPS:
        giving_back.stop(enrolment=enrolment, reason=data["reason"], actor=actor, at=at)
        return
    giving_back.wait_again(
        enrolment=enrolment,
        agreed=data.get("agreed", ""),
        paused=data["paused"],
        actor=actor,
        at=at,
    )


def _transfer(enrolment: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> Enrolment:
    return transfer(
        enrolment=enrolment, cohort=data["cohort"], reason=data["reason"], actor=actor, at=at
    )


def _page_of(enrolment: Enrolment, new: Enrolment) -> str:
    return reverse("admin:cohorts_enrolment_change", args=[new.pk])


offers_verbs(
    Verb(
        "withdraw",
        label=_("Give the seat back"),
        icon="event_busy",
        form=GiveBackForm,
        danger=True,
        explain=_("The training has not begun: the seat becomes free for somebody else."),
        allowed=can_free_seat,
        possible=lambda enrolment: enrolment.state == EnrolmentState.ENROLLED,
        run=_give_back,
    ),
    Verb(
        "transfer",
        label=_("Move to another cohort"),
        icon="move_down",
        form=TransferForm,
        quiet=True,
        explain=_("The seat here becomes free. The person gets a message with the new start."),
        allowed=can_free_seat,
        possible=lambda enrolment: (
            enrolment.state in (EnrolmentState.ENROLLED, EnrolmentState.IN_TRAINING)
        ),
        run=_transfer,
        goes_to=_page_of,
    ),
)

DEFER_OFFER = Verb(
    "defer",
    label=_("Starts later"),
    icon="event_repeat",
    form=DeferForm,
    quiet=True,
    explain=_("The seat goes to somebody else now. The person keeps the place on the list."),
    allowed=can_manage_offer,
    possible=lambda offer: offer.is_live(clock.now()),
    run=lambda obj, data, actor, at: giving_back.defer_offer(
        offer=obj, agreed=data["agreed"], paused=data["paused"], actor=actor, at=at
    ),
)

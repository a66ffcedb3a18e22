"""One seat for one person, from the page of the application."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.models import Application, SeatOffer
from applicants.permissions import can_decide
from applicants.workflow.offers import LONGEST_OFFER_HOURS, OthersFirst, offer_seat
from becode.backoffice.verbs import Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from cohorts.models import Cohort

HOURS_FIELD: dict[str, Any] = {
    "label": _("Hours to answer"),
    "min_value": 1,
    "max_value": LONGEST_OFFER_HOURS,
    "required": False,
    "help_text": _("Empty: what the cohort says, 48 hours as a rule."),
}


class CohortChoice(forms.ModelChoiceField):
    """A cohort with what one needs to choose it: its start and how many seats can be offered.

    `live` says how many open offers each cohort has.
    """

    live: Mapping[int, int] = {}

    def label_from_instance(self, obj: Any) -> str:
        free = obj.to_offer(self.live.get(obj.pk, 0))
        seats = ngettext("%(count)d seat to offer", "%(count)d seats to offer", free)
        return gettext("%(code)s · starts %(day)s · %(seats)s") % {
            "code": obj.code,
            "day": date_format(obj.start_on, "j N Y"),
            "seats": seats % {"count": free},
        }


class OfferForm(VerbForm):
    """A seat for one application: in a coming cohort of a list on which it waits."""

    cohort = CohortChoice(Cohort.objects.none(), label=_("Cohort"), empty_label=None)
    hours = forms.IntegerField(**HOURS_FIELD)
    passing_reason = PlainTextField(
        label=_("Why this person goes first"),
        longest=300,
        required=False,
        help_text=_("Only where others stand before this person. Colleagues see it on the offer."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = cohorts_for(self.obj.entries.waiting()).visible_to(self.user)
        live = SeatOffer.objects.live(clock.now()).filter(cohort__in=cohorts.order_by())
        self.fields["cohort"].queryset = cohorts
        self.fields["cohort"].live = live.seats_per_cohort()


def cohorts_for(entries: QuerySet[Any]) -> Any:
    """Cohorts of these lists that take people, the next one first."""
    lists = list(entries.order_by("pk").values_list("campus_id", "track_id"))
    cohorts = Cohort.objects.none()
    for campus_key, track_key in lists:
        cohorts |= Cohort.objects.for_list(campus_pk=campus_key, track_pk=track_key)
    coming: Any = cohorts.planned() | cohorts.taking(clock.today())
    return coming.order_by("start_on", "pk")


def is_waiting(application: Application) -> bool:
    return bool(application.waits_on)


def _offer(application: Application, data: dict[str, Any], actor: Actor, at: Any) -> SeatOffer:
    cohort = data["cohort"]
    entry = application.entries.waiting().get(campus_id=cohort.campus_id)
    try:
        return offer_seat(
            entry=entry,
            cohort=cohort,
            hours=data["hours"],
            passing_reason=data["passing_reason"],
            actor=actor,
            at=at,
        )
    except OthersFirst as error:  # said next to the field that answers it
        raise ValidationError({"passing_reason": str(error.sentence)}) from error


OFFER_VERB = Verb(
    "offer",
    label=_("Offer a seat"),
    icon="event_seat",
    form=OfferForm,
    explain=_("The person gets a message at once and has to answer in time."),
    done=_("The seat is offered. The message leaves at once."),
    allowed=can_decide,
    possible=is_waiting,
    run=_offer,
)

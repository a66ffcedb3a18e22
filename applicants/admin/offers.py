from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.admin.applications import OFFER_TONES
from applicants.admin.forms import DeclineForm
from applicants.admin.seats import DEFER_OFFER
from applicants.enums import OfferState
from applicants.models import SeatOffer
from applicants.notifications.words import moment_in_words
from applicants.permissions import VIEWERS, can_manage_offer
from applicants.workflow import offers
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.people.models import Person


def _is_open(offer: SeatOffer) -> bool:
    return offer.state == OfferState.OPEN


def _is_live(offer: SeatOffer) -> bool:
    return offer.is_live(clock.now())


@admin.register(SeatOffer, site=staff_site)
class SeatOfferAdmin(VerbsMixin, StaffAdmin):
    """Who was offered a seat, until when, and what they said."""

    view_roles = VIEWERS
    list_display = ("person", "cohort", "shown_state", "offered_at", "expires_at", "decline_reason")
    list_filter = ("state", "cohort__campus", "cohort__track")
    list_select_related = ("person", "cohort")
    search_fields = ("person__sort_name",)
    search_help_text = _("A name in any script, a whole e-mail address or phone number")
    ordering = ("-offered_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "accept",
            label=_("They said yes"),
            icon="thumb_up",
            explain=_("For somebody who answers by phone. The seat is theirs."),
            allowed=can_manage_offer,
            possible=_is_live,
            run=lambda obj, data, actor, at: offers.accept_offer(offer=obj, actor=actor, at=at),
        ),
        Verb(
            "decline",
            label=_("They said no"),
            icon="thumb_down",
            form=DeclineForm,
            explain=_("For somebody who answers by phone. The seat is free for somebody else."),
            allowed=can_manage_offer,
            possible=_is_live,
            run=lambda obj, data, actor, at: offers.decline_offer(
                offer=obj,
                reason=data["reason"],
                keep_place=data["keep_place"],
                actor=actor,
                at=at,
            ),
        ),
        DEFER_OFFER,
        Verb(
            "withdraw",
            label=_("Take back"),
            icon="undo",
            danger=True,
            bulk=True,
            explain=_("The person gets a message and keeps the place on the waitlist."),
            allowed=can_manage_offer,
            possible=_is_open,
            run=lambda obj, data, actor, at: offers.withdraw_offer(offer=obj, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        queryset: Any = super().get_queryset(request)
        return queryset.for_lists()

    def get_search_results(
        self, request: StaffRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(person__in=Person.objects.search(search_term)), False

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, offer: SeatOffer) -> Tag:
        return self.state_tag(offer)

    def state_tag(self, obj: SeatOffer) -> Tag:
        return Tag(obj.get_state_display(), OFFER_TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: SeatOffer) -> list[tuple[Any, Any]]:
        application = reverse("admin:applicants_application_change", args=[obj.application_id])
        cohort = reverse("admin:cohorts_cohort_change", args=[obj.cohort_id])
        return [
            (
                _("Application"),
                Link(f"{obj.application.number} {obj.person.full_name}", application),
            ),
            (_("Cohort"), Link(obj.cohort.code, cohort)),
            (_("Offered at"), moment_in_words(obj.offered_at)),
            (_("Answer before"), moment_in_words(obj.expires_at)),
            (_("Answered at"), obj.answered_at and moment_in_words(obj.answered_at)),
            (_("Reason for declining"), obj.get_decline_reason_display()),
        ]

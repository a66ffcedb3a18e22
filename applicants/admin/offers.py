from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.admin.applications import OFFER_TONES
from applicants.admin.offer_forms import DeclineForm, MoreTimeForm, TakeBackForm
from applicants.admin.seats import DEFER_OFFER
from applicants.enums import MoreTime, OfferState
from applicants.models import SeatOffer
from applicants.notifications.words import moment_in_words, short_moment
from applicants.permissions import VIEWERS, can_manage_offer
from applicants.workflow import more_time, offers
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


def _asks_for_time(offer: SeatOffer) -> bool:
    return _is_live(offer) and offer.more_time == MoreTime.ASKED


@admin.register(SeatOffer, site=staff_site)
class SeatOfferAdmin(VerbsMixin, StaffAdmin):
    """Who was offered a seat, until when, and what they said."""

    view_roles = VIEWERS
    list_display = (
        "person",
        "cohort",
        "shown_state",
        "shown_offered_at",
        "shown_expires_at",
        "shown_more_time",
        "shown_reason",
    )
    list_filter = ("state", "more_time", "cause", "cohort__campus", "cohort__track")
    list_select_related = ("person", "cohort")
    search_fields = ("person__sort_name",)
    search_help_text = _(
        "A name in any script, the beginning of an e-mail address or the last digits of a number"
    )
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
                keep_place=data.get("keep_place", True),
                actor=actor,
                at=at,
            ),
        ),
        DEFER_OFFER,
        Verb(
            "more-time",
            label=_("Give more time"),
            icon="more_time",
            form=MoreTimeForm,
            explain=_("The seat is kept until then, and the person gets a message."),
            allowed=can_manage_offer,
            possible=_is_live,
            run=lambda obj, data, actor, at: more_time.grant_more_time(
                offer=obj, hours=data["hours"], actor=actor, at=at
            ),
        ),
        Verb(
            "no-more-time",
            label=_("No more time"),
            icon="timer_off",
            explain=_("The moment stays as it is, and the person gets a message."),
            allowed=can_manage_offer,
            possible=_asks_for_time,
            run=lambda obj, data, actor, at: more_time.refuse_more_time(
                offer=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "withdraw",
            label=_("Take the offer back"),
            icon="undo",
            form=TakeBackForm,
            danger=True,
            bulk=True,
            explain=_(
                "The person gets a message and keeps the place on the waitlist. "
                "For this cohort they are passed over."
            ),
            allowed=can_manage_offer,
            possible=_is_open,
            run=lambda obj, data, actor, at: offers.withdraw_offer(
                offer=obj,
                words=data["words"],
                to_next=data["to_next"] == "yes",
                actor=actor,
                at=at,
            ),
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

    @admin.display(description=_("Offered at"), ordering="offered_at")
    def shown_offered_at(self, offer: SeatOffer) -> str:
        return short_moment(offer.offered_at)

    @admin.display(description=_("Answer before"), ordering="expires_at")
    def shown_expires_at(self, offer: SeatOffer) -> str:
        return short_moment(offer.expires_at)

    @admin.display(description=_("Reason for declining"), ordering="decline_reason")
    def shown_reason(self, offer: SeatOffer) -> str:
        return offer.get_decline_reason_display() or "–"

    @admin.display(description=_("More time"), ordering="more_time")
    def shown_more_time(self, offer: SeatOffer) -> Tag | str:
        if not offer.more_time:
            return "–"
        waits = offer.more_time == MoreTime.ASKED and offer.state == OfferState.OPEN
        return Tag(offer.get_more_time_display(), "warning" if waits else "neutral")

    def state_tag(self, obj: SeatOffer) -> Tag:
        return Tag(obj.get_state_display(), OFFER_TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: SeatOffer) -> list[tuple[Any, Any]]:
        application = reverse("admin:applicants_application_change", args=[obj.application_id])
        cohort = reverse("admin:cohorts_cohort_change", args=[obj.cohort_id])
        facts = [
            (
                _("Application"),
                Link(f"{obj.application.number} {obj.person.full_name}", application),
            ),
            (_("Cohort"), Link(obj.cohort.code, cohort)),
            (_("Offered at"), moment_in_words(obj.offered_at)),
            (_("Answer before"), moment_in_words(obj.expires_at)),
            (_("Answered at"), obj.answered_at and moment_in_words(obj.answered_at)),
            (_("Reason for declining"), obj.get_decline_reason_display()),
            (_("How it came about"), obj.get_cause_display()),
        ]
        if obj.passing_reason:
            facts.append((_("Why before others"), obj.passing_reason))
        if obj.more_time:
            asked = obj.more_time_asked_at and moment_in_words(obj.more_time_asked_at)
            said = " · ".join(one for one in (asked, obj.more_time_words) if one)
            facts += [(_("More time"), self.shown_more_time(obj)), (_("Asked, and why"), said)]
        return facts

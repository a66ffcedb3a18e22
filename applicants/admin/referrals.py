from typing import Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applicants.admin.outreach_forms import ConfirmByPhoneForm
from applicants.enums import REFERRAL_MOVES, ReferralState, SharedStage
from applicants.models import Application, Referral
from applicants.notifications.words import moment_in_words
from applicants.permissions import DECIDERS, can_answer_referral
from applicants.workflow import referring
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, Tone, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin

TONES: dict[str, Tone] = {
    ReferralState.WAITING: "warning",
    ReferralState.CONFIRMED: "good",
    ReferralState.DECLINED: "bad",
}


def _can_be(state: str) -> Any:
    """Whether the answer may still be noted: the state allows it and the person is known."""

    def possible(referral: Referral) -> bool:
        is_known = bool(referral.email or referral.phone)
        return is_known and REFERRAL_MOVES.allow(referral.state, state)

    return possible


@admin.register(Referral, site=staff_site)
class ReferralAdmin(VerbsMixin, StaffAdmin):
    """People passed on by partners, those for the colleague's campuses, the latest first."""

    view_roles = DECIDERS
    list_display = ("__str__", "partner", "shown_state", "track", "campus", "referred_at")
    list_filter = ("state", "partner", "campus", "track")
    list_select_related = ("partner", "track", "campus")
    search_fields = ("first_name", "last_name", "email", "phone")
    ordering = ("-referred_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "confirm-by-phone",
            label=_("The person said yes"),
            icon="call",
            form=ConfirmByPhoneForm,
            explain=_("On the phone, to you. We make the application and send the usual message."),
            done=_("The application is made."),
            allowed=can_answer_referral,
            possible=_can_be(ReferralState.CONFIRMED),
            run=lambda obj, data, actor, at: referring.confirm(
                referral=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "declined-by-phone",
            label=_("The person said no"),
            icon="phone_disabled",
            quiet=True,
            danger=True,
            explain=_("We forget the name, the address and the number of this person at once."),
            done=_("Noted. The details of this person are gone."),
            allowed=can_answer_referral,
            possible=_can_be(ReferralState.DECLINED),
            run=lambda obj, data, actor, at: referring.decline(referral=obj, actor=actor, at=at),
        ),
    ]

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, referral: Referral) -> Tag:
        return self.state_tag(referral)

    def state_tag(self, obj: Referral) -> Tag:
        return Tag(obj.get_state_display(), TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: Referral) -> list[tuple[Any, Any]]:
        partner = reverse("admin:applicants_referralpartner_change", args=[obj.partner_id])
        stages = dict(SharedStage.choices)
        facts = [
            (_("Partner"), Link(obj.partner.name, partner)),
            (_("Referred by"), f"{obj.referrer} · {obj.referrer.email}"),
            (_("Referred at"), moment_in_words(obj.referred_at)),
            (_("Agreed how"), obj.get_consent_channel_display()),
            (_("Born"), date_format(obj.born_on, "j F Y") if obj.born_on else obj.birth_year),
            (_("E-mail"), obj.email),
            (_("Phone"), obj.phone),
            (_("Language of our messages"), obj.get_language_display()),
            (_("Track"), obj.track.name),
            (_("Campus"), str(obj.campus)),
            (_("Asked again"), obj.asked_again_at and moment_in_words(obj.asked_again_at)),
            (_("Answered at"), obj.answered_at and moment_in_words(obj.answered_at)),
            (_("Application"), self._application(obj, request)),
            (
                _("The counsellor may see"),
                ", ".join(str(stages[stage]) for stage in obj.shared_stages)
                or (_("Nothing") if obj.state == ReferralState.CONFIRMED else ""),
            ),
        ]
        return [(label, value) for label, value in facts if value]

    @staticmethod
    def _application(referral: Referral, request: StaffRequest) -> Link | str:
        key = referral.application_id
        seen = Application.objects.visible_to(request.user)
        application = seen.filter(pk=key).first() if key else None
        if application is None:
            return ""
        address = reverse("admin:applicants_application_change", args=[application.pk])
        return Link(application.number, address)

    def sections(self, request: StaffRequest, obj: Referral) -> list[Section]:
        return [text_section(_("What we should know"), obj.note)] if obj.note else []

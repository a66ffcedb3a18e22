from typing import Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applicants.admin.outreach import short_address
from applicants.admin.outreach_forms import (
    ContactForm,
    EndAccessForm,
    InviteReferrerForm,
    PartnerForm,
)
from applicants.models import PartnerContact, Referral, ReferralPartner
from applicants.notifications.words import moment_in_words
from applicants.permissions import DECIDERS, can_change_partner
from applicants.workflow import partners
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verb import Button
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor

SHOWN = 50


def _has_uninvited(partner: ReferralPartner) -> bool:
    return partner.is_active and partner.contacts.uninvited().exists()  # type: ignore[attr-defined]


def _has_access(partner: ReferralPartner) -> bool:
    return partner.contacts.filter(user__isnull=False, ended_at__isnull=True).exists()


@admin.register(ReferralPartner, site=staff_site)
class ReferralPartnerAdmin(VerbsMixin, StaffAdmin):
    """Organisations that send people to us; those that stop are made inactive, never deleted."""

    form = PartnerForm
    view_roles = add_roles = change_roles = DECIDERS
    list_display = ("name", "kind", "campus", "code", "is_active")
    list_filter = ("is_active", "kind", "campus")
    list_select_related = ("campus",)
    search_fields = ("name", "code", "contacts__name")
    ordering = ("name", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "contact",
            label=_("Add a contact"),
            icon="person_add",
            form=ContactForm,
            explain=_("Somebody to call or write to. They get no message."),
            done=_("The contact is added."),
            allowed=can_change_partner,
            run=lambda partner, data, actor, at: partners.add_contact(
                partner=partner, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "invite",
            label=_("Let a contact refer people"),
            icon="mail",
            form=InviteReferrerForm,
            explain=_("This person gets a page of their own. We write how to sign in."),
            done=_("Invited. The message is on its way."),
            allowed=can_change_partner,
            possible=_has_uninvited,
            run=lambda partner, data, actor, at: partners.invite_contact(
                actor=actor, at=at, **data
            ),
        ),
        Verb(
            "end-access",
            label=_("End somebody's access"),
            icon="person_remove",
            form=EndAccessForm,
            explain=_("This person cannot refer people or see their people from this moment."),
            done=_("The access has ended."),
            allowed=can_change_partner,
            possible=_has_access,
            danger=True,
            quiet=True,
            run=lambda partner, data, actor, at: partners.end_access(
                contact=data["contact"], actor=actor, at=at
            ),
        ),
    ]

    def get_form(self, request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.user = request.user
        return form

    def save_model(
        self, request: StaffRequest, obj: ReferralPartner, form: Any, change: bool
    ) -> None:
        actor, at = Actor.user(request.user), clock.now()
        facts = dict(form.cleaned_data)
        if change:
            changes = {name: value for name, value in facts.items() if name in form.changed_data}
            partners.edit_partner(partner=obj, changes=changes, actor=actor, at=at)
            return
        made = partners.create_partner(facts=facts, actor=actor, at=at)
        obj.pk, obj.created_at, obj._state.adding = made.pk, made.created_at, False

    def state_tag(self, obj: ReferralPartner) -> Tag | None:
        return None if obj.is_active else Tag(_("Not active"), "bad")

    def buttons(self, request: StaffRequest, obj: ReferralPartner) -> list[Button]:
        return [Button(_("Poster (PDF)"), reverse("admin:partner_poster", args=[obj.pk]), "print")]

    def facts(self, request: StaffRequest, obj: ReferralPartner) -> list[tuple[Any, Any]]:
        days = [
            date_format(day, "j F Y") if day else "…"
            for day in (obj.agreement_from, obj.agreement_until)
        ]
        has_period = obj.agreement_from or obj.agreement_until
        return [
            (_("Kind"), obj.get_kind_display()),
            (_("Campus"), str(obj.campus or _("The whole school"))),
            (_("Address"), obj.address),
            (_("Agreement"), " – ".join(days) if has_period else ""),
            (_("What was agreed"), obj.agreement_text),
            (_("Short link"), short_address(obj)),
        ]

    def sections(self, request: StaffRequest, obj: ReferralPartner) -> list[Section]:
        sections = [self._contacts(obj), self._activities(obj, request)]
        sections.append(self._referrals(obj, request))
        return [*sections, text_section(_("Notes"), obj.notes)] if obj.notes else sections

    @staticmethod
    def _contacts(partner: ReferralPartner) -> Section:
        rows = [
            (
                contact.name,
                contact.function,
                contact.email,
                contact.phone,
                _access_tag(contact),
            )
            for contact in partner.contacts.order_by("name", "pk")
        ]
        headers = [_("Name"), _("Function"), _("E-mail"), _("Phone"), _("Refers people")]
        return table_section(_("Contacts"), headers, rows, empty=_("No contacts yet."))

    @staticmethod
    def _activities(partner: ReferralPartner, request: StaffRequest) -> Section:
        rows = [
            (
                Link(
                    activity.title,
                    reverse("admin:applicants_outreachactivity_change", args=[activity.pk]),
                ),
                moment_in_words(activity.starts_at),
                activity.get_state_display(),
            )
            for activity in partner.activities.visible_to(request.user)[:SHOWN]
        ]
        headers = [_("Activity"), _("When"), _("State")]
        return table_section(_("Activities here"), headers, rows, empty=_("No activities yet."))

    @staticmethod
    def _referrals(partner: ReferralPartner, request: StaffRequest) -> Section:
        referrals = Referral.objects.visible_to(request.user).filter(partner=partner)
        rows = [
            (
                Link(str(row), reverse("admin:applicants_referral_change", args=[row.pk])),
                str(row.referrer),
                moment_in_words(row.referred_at),
                row.get_state_display(),
            )
            for row in referrals.select_related("referrer")[:SHOWN]
        ]
        headers = [_("Person"), _("Referred by"), _("Referred at"), _("State")]
        url = f"{reverse('admin:applicants_referral_changelist')}?partner__id__exact={partner.pk}"
        return table_section(
            _("Referrals"), headers, rows, empty=_("Nobody was referred yet."), url=url
        )


def _access_tag(contact: PartnerContact) -> Tag:
    if contact.user_id is None:
        return Tag(_("Not invited"))
    if contact.ended_at is not None:
        return Tag(_("Access ended"))
    return Tag(_("May sign in"), "good")

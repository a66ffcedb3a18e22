from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, table_section, text_section
from becode.backoffice.pausing import PausableMixin, pause_verbs
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb
from becode.core import clock
from becode.core.actors import Actor
from placements.admin.company_list import (
    FrameworkFilter,
    OpenFilter,
    SilentFilter,
    digits_of_number,
    with_figures,
)
from placements.admin.company_merges import UNMERGE, merged_here
from placements.admin.company_verbs import COMPANY_VERBS
from placements.admin.forms import (
    ChooseContactForm,
    CompanyForm,
    InviteForm,
    StaffPositionForm,
)
from placements.admin.words import day, page_of, person_page, state_tag
from placements.enums import ContactRole
from placements.framework_use import use_of
from placements.models import Company, CompanyContact, CompanyNote
from placements.numbers import spell_company_number, spell_establishment_number
from placements.permissions import CHANGE_ROLES, can_change_company
from placements.workflow import companies, positions

LATEST = 20


def _access(contact: CompanyContact) -> Tag:
    if not (contact.is_active and contact.user.is_active):
        return Tag(_("Access ended"))
    return Tag(_("May sign in"), "good") if contact.has_portal else Tag(_("By links alone"), "info")


def _said(note: CompanyNote) -> str:
    who = str(note.contact.user) if note.contact else ""
    return " · ".join(filter(None, [who, note.text]))


def _next(note: CompanyNote) -> str:
    step = " · ".join(filter(None, [day(note.next_on), note.next_step]))
    return f"{step} ✓" if step and note.done_at else step


@admin.register(Company, site=staff_site)
class CompanyAdmin(PausableMixin, StaffAdmin):
    """Partner companies; those that stop are made inactive, never deleted."""

    form = CompanyForm
    add_roles = change_roles = CHANGE_ROLES
    list_display = (
        "name",
        "number_spelled",
        "municipality",
        "owner",
        "free_places",
        "interns",
        "hires",
        "spoken_on",
    )
    list_filter = (
        "is_active",
        "campuses",
        "owner",
        OpenFilter,
        FrameworkFilter,
        SilentFilter,
        "sector",
    )
    list_select_related = ("owner",)
    search_fields = (
        "name",
        "number",
        "municipality",
        "contacts__user__name",
        "contacts__user__email",
    )
    ordering = ("name", "pk")
    list_before_template = "placements/staff/company_list_pages.html"
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "invite",
            label=_("Invite a contact"),
            icon="person_add",
            form=InviteForm,
            explain=_("This person can use the pages of the company. We write how to sign in."),
            done=_("Invited. The message is on its way."),
            allowed=can_change_company,
            possible=lambda company: company.is_active,
            run=lambda company, data, actor, at: companies.invite_contact(
                company=company, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "offer",
            label=_("Add a position"),
            icon="add",
            form=StaffPositionForm,
            explain=_("An internship that this company offers."),
            done=_("The position is added."),
            allowed=can_change_company,
            possible=lambda company: company.is_active,
            run=lambda company, data, actor, at: positions.post(
                company=company, actor=actor, at=at, **data
            ),
            goes_to=lambda company, made: reverse(
                "admin:placements_position_change", args=[made.pk]
            ),
        ),
        Verb(
            "end_access",
            label=_("End somebody's access"),
            icon="person_remove",
            form=ChooseContactForm,
            explain=_("This person cannot use the pages of the company from this moment."),
            done=_("The access has ended."),
            allowed=can_change_company,
            danger=True,
            quiet=True,
            run=lambda company, data, actor, at: companies.deactivate_contact(
                contact=data["contact"], actor=actor, at=at
            ),
        ),
        *COMPANY_VERBS,
        *pause_verbs(can_change_company),
        UNMERGE,
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Company]:
        companies = super().get_queryset(request)
        match = request.resolver_match
        if match is None or match.url_name != "placements_company_change":
            # A merged record has its page still, which leads on; no list names it.
            companies = companies.filter(merged_into__isnull=True)
        return with_figures(companies)

    def get_search_results(
        self, request: StaffRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, digits_of_number(search_term))

    @admin.display(description=_("Company number"), ordering="number")
    def number_spelled(self, company: Company) -> str:
        return spell_company_number(company.number)

    @admin.display(description=_("Free places"), ordering="open_places")
    def free_places(self, company: Any) -> int:
        return int(company.open_places)

    @admin.display(description=_("Interns now"), ordering="interns_now")
    def interns(self, company: Any) -> int:
        return int(company.interns_now)

    @admin.display(description=_("Hires"), ordering="hires_made")
    def hires(self, company: Any) -> int:
        return int(company.hires_made)

    @admin.display(description=_("Last contact"), ordering="last_contact")
    def spoken_on(self, company: Any) -> str:
        return day(company.last_contact)

    def buttons(self, request: StaffRequest, obj: Company) -> list[Button]:
        if obj.merged_into_id or not can_change_company(request.user, obj):
            return []
        url = f"{reverse('admin:company_duplicates')}?company={obj.pk}"
        return [Button(_("Is it there twice?"), url, "join_inner")]

    def save_model(self, request: StaffRequest, obj: Company, form: Any, change: bool) -> None:
        actor, at = Actor.user(request.user), clock.now()
        if change:
            changes = {
                name: form.cleaned_data[name] for name in form.changed_data if name != "campuses"
            }
            companies.edit_company(company=obj, actor=actor, at=at, changes=changes)
            return
        facts = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "is_active"}
        made = companies.create_company(actor=actor, at=at, **facts)
        obj.pk, obj.created_at, obj._state.adding = made.pk, made.created_at, False

    def state_tag(self, obj: Company) -> Tag | None:
        if obj.merged_into is not None:
            return Tag(_("Merged into another record"), "bad")
        return None if obj.is_active else Tag(_("Not active"), "bad")

    def facts(self, request: StaffRequest, obj: Company) -> list[tuple[Any, Any]]:
        campuses = ", ".join(str(campus) for campus in obj.campuses.all())
        merged = [(_("Merged into"), page_of(obj.merged_into))] if obj.merged_into else []
        return [
            *merged,
            (_("Company number"), spell_company_number(obj.number)),
            (_("Sector"), obj.sector),
            (_("Address"), f"{obj.address} {obj.postcode} {obj.municipality}".strip()),
            (_("Website"), obj.website),
            (_("Works with campuses"), campuses or _("All campuses")),
            (_("Looked after by"), str(obj.owner or "")),
            (_("Partner since"), day(obj.created_at)),
        ]

    def sections(self, request: StaffRequest, obj: Company) -> list[Section]:
        sections = [
            self._log(obj),
            self._contacts(obj),
            self._establishments(obj),
            self._framework(obj, request),
            self._positions(obj, request),
            self._internships(obj, request),
            self._hires(obj, request),
            *merged_here(obj),
        ]
        return [*sections, text_section(_("Notes"), obj.notes)] if obj.notes else sections

    @staticmethod
    def _log(company: Company) -> Section:
        rows = [
            (
                day(note.at),
                str(note.get_channel_display()),
                _said(note),
                _next(note),
                str(note.by or ""),
            )
            for note in company.log.select_related("contact__user", "by")[:LATEST]
        ]
        headers = [_("When"), _("How"), _("What was said"), _("Next step"), _("By")]
        return table_section(_("Contact"), headers, rows, empty=_("Nothing noted yet."))

    @staticmethod
    def _establishments(company: Company) -> Section:
        rows = [
            (
                str(one),
                one.postcode,
                spell_establishment_number(one.number),
                "" if one.is_active else Tag(_("Closed")),
            )
            for one in company.establishments.all()
        ]
        headers = [_("Address"), _("Postcode"), _("Establishment unit"), _("State")]
        empty = _("None yet. The agreement needs one.")
        return table_section(_("Establishments"), headers, rows, empty=empty)

    @staticmethod
    def _framework(company: Company, request: StaffRequest) -> Section:
        agreements = list(
            company.framework_agreements.visible_to(request.user).order_by("-start_on", "-pk")
        )
        used = use_of(agreements)
        rows = [
            (
                page_of(one, f"{day(one.start_on)} – {day(one.end_on)}"),
                state_tag(one),
                f"{used[one.pk].interns} / {one.interns}",
                f"{used[one.pk].hires} / {one.hires}",
            )
            for one in agreements
        ]
        headers = [_("Period"), _("State"), _("Interns"), _("Hires")]
        return table_section(_("Framework agreements"), headers, rows, empty=_("None yet."))

    @staticmethod
    def _hires(company: Company, request: StaffRequest) -> Section:
        jobs = company.hires.visible_to(request.user).standing().select_related("person")
        rows = [
            (day(job.start_on), person_page(job.person), page_of(job, job.function), state_tag(job))
            for job in jobs.order_by("-start_on", "-pk")
        ]
        headers = [_("First day"), _("Who"), _("Function"), _("State")]
        return table_section(_("Hires"), headers, rows, empty=_("No hires yet."))

    @staticmethod
    def _contacts(company: Company) -> Section:
        rows = [
            (
                str(contact.user),
                contact.job_title,
                contact.user.email,
                ", ".join(str(ContactRole(role).label) for role in contact.roles),
                _access(contact),
            )
            for contact in CompanyContact.objects.of_company(company.pk)
        ]
        headers = [_("Name"), _("Function"), _("E-mail"), _("Roles"), _("State")]
        return table_section(_("Contacts"), headers, rows, empty=_("Nobody was invited yet."))

    @staticmethod
    def _positions(company: Company, request: StaffRequest) -> Section:
        rows = [
            (
                page_of(position, position.title),
                str(position.campus),
                f"{position.places_taken} / {position.places}",
                state_tag(position),
            )
            for position in company.positions.visible_to(request.user).select_related("campus")
        ]
        headers = [_("Position"), _("Campus"), _("Places taken"), _("State")]
        return table_section(_("Positions"), headers, rows, empty=_("No positions yet."))

    @staticmethod
    def _internships(company: Company, request: StaffRequest) -> Section:
        internships = company.internships.visible_to(request.user).select_related(
            "enrolment__person"
        )
        rows = [
            (
                page_of(internship, day(internship.start_on)),
                day(internship.end_on),
                person_page(internship.enrolment.person),
                state_tag(internship),
            )
            for internship in internships
        ]
        headers = [_("First day"), _("Last day"), _("Learner"), _("State")]
        return table_section(_("Internships"), headers, rows, empty=_("No internships yet."))

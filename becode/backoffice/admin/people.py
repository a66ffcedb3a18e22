from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice import returned, same_person
from becode.backoffice.base import StaffAdmin
from becode.backoffice.contacts import contact_verbs
from becode.backoffice.forms import ContactForm, PersonForm
from becode.backoffice.parts import Section, Tag, table_section
from becode.backoffice.pausing import PausableMixin, pause_verbs
from becode.backoffice.person_page import sections_for
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb
from becode.core import clock
from becode.core.actors import Actor
from becode.people import vault
from becode.people.enums import SpecialKind
from becode.people.models import ContactPoint, Person
from becode.people.permissions import can_read_vault
from becode.people.querysets import PersonQuerySet
from becode.people.workflow import correct_person, replace_contact_points

LANGUAGE_NAMES = {"nl": _("Dutch"), "fr": _("French"), "en": _("English")}


def can_correct_person(user: User, person: Person) -> bool:
    return user.has_role(*PersonAdmin.change_roles, Role.ADMINISTRATOR)


@admin.register(Person, site=staff_site)
class PersonAdmin(PausableMixin, StaffAdmin):
    """Everybody we know, within the colleague's campuses. People come in by applying."""

    form = PersonForm
    view_roles = (
        Role.ADMISSIONS,
        Role.COACH,
        Role.PLACEMENT,
        Role.CAMPUS_MANAGER,
        Role.DATA_PROTECTION,
    )
    change_roles = (Role.ADMISSIONS, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)
    list_display = ("full_name_shown", "year_of_birth", "reach", "municipality", "created_at")
    list_filter = ("contact_language",)
    search_fields = ("sort_name",)
    search_help_text = _(
        "A name in any script, the beginning of an e-mail address or the last digits of a number"
    )
    ordering = ("sort_name", "pk")
    readonly_fields = ("created_at",)
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "contact",
            label=_("Change e-mail and phone"),
            icon="contact_mail",
            quiet=True,
            form=ContactForm,
            explain=_("From now on these are their only address and number."),
            done=_("The e-mail address and phone number are changed."),
            allowed=can_correct_person,
            run=lambda obj, data, actor, at: replace_contact_points(
                person=obj, email=data["email"], phone=data["phone"], actor=actor, at=at
            ),
        ),
        returned.WORKS,
        *contact_verbs(lambda person: person),
        same_person.UNDO,
        *pause_verbs(can_correct_person),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Person]:
        points = Prefetch("contact_points", ContactPoint.objects.order_by("-is_preferred", "pk"))
        people: Any = super().get_queryset(request)  # ours: PersonQuerySet
        return people.current().prefetch_related(points)

    def get_search_results(
        self, request: StaffRequest, queryset: PersonQuerySet, search_term: str
    ) -> tuple[PersonQuerySet, bool]:
        return queryset.search(search_term), False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        needs = path("<path:object_id>/needs/", wrap(self.needs_view), name="people_person_needs")
        return [needs, *super().get_urls()]

    # The list ----------------------------------------------------------------------------

    @admin.display(description=_("Name"), ordering="sort_name")
    def full_name_shown(self, person: Person) -> str:
        return person.full_name

    @admin.display(description=_("Born in"))
    def year_of_birth(self, person: Person) -> int | None:
        return person.year_of_birth

    @admin.display(description=_("E-mail or phone"))
    def reach(self, person: Person) -> str:
        points = list(person.contact_points.all())
        return points[0].value if points else ""

    # One person --------------------------------------------------------------------------

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A record that was merged leads to the person it became part of."""
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except Http404:
            within = self.get_queryset(request)
            kept = (
                within.filter(absorbed=int(object_id)).first()
                if self.can_be_key(object_id)
                else None
            )
            if kept is None:
                raise
            return HttpResponseRedirect(self.url_of(kept))

    def timeline_person(self, obj: Person) -> Person:
        return obj

    def facts(self, request: StaffRequest, obj: Person) -> list[tuple[Any, Any]]:
        born = date_format(obj.born_on, "j F Y") if obj.born_on else obj.birth_year
        town = f"{obj.postcode} {obj.municipality}".strip()
        return [
            (_("Called"), obj.called),
            (_("Born"), born),
            (_("Gender"), obj.get_gender_display()),
            (_("Language of our messages"), obj.get_contact_language_display()),
            (_("Lives in"), ", ".join(filter(None, [obj.address, town]))),
            (_("Name on the identity document"), obj.legal_name),
            (_("First contact"), date_format(clock.local_day(obj.created_at), "j F Y")),
        ]

    def sections(self, request: StaffRequest, obj: Person) -> list[Section]:
        return [
            *same_person.might_be(obj, request.user),
            *self.record_sections(obj, request.user),
            *same_person.merged_here(obj),
        ]

    def record_sections(self, person: Person, user: User) -> list[Section]:
        """What the record itself says; two of them stand side by side where they may be one."""
        return [
            self._contact_points(person),
            *sections_for(person, user=user),
            self._languages(person),
            self._consents(person),
        ]

    @staticmethod
    def _contact_points(person: Person) -> Section:
        rows = [
            (
                point.get_kind_display(),
                point.value,
                Tag(_("Does not work"), "bad")
                if point.bounced_at
                else Tag(_("Preferred"), "good")
                if point.is_preferred
                else " ",
            )
            for point in person.contact_points.all()
        ]
        headers = [_("Kind"), _("Address or number"), _("Remark")]
        empty = _("We have no e-mail address or phone number of this person.")
        return table_section(_("E-mail and phone"), headers, rows, empty=empty)

    @staticmethod
    def _languages(person: Person) -> Section:
        rows = [
            (
                LANGUAGE_NAMES.get(skill.language, skill.language),
                skill.get_lesson_level_display(),
            )
            for skill in person.language_skills.all()
        ]
        headers = [_("Language"), _("Can follow a lesson")]
        return table_section(_("Languages"), headers, rows, empty=_("Not asked yet."))

    @staticmethod
    def _consents(person: Person) -> Section:
        rows = [
            (
                consent.get_purpose_display(),
                date_format(clock.local_day(consent.given_at), "j F Y"),
                date_format(clock.local_day(consent.withdrawn_at), "j F Y")
                if consent.withdrawn_at
                else "",
            )
            for consent in person.consents.all()
        ]
        headers = [_("Permission"), _("Given"), _("Withdrawn")]
        return table_section(_("Permissions"), headers, rows, empty=_("None given."))

    def buttons(self, request: StaffRequest, obj: Person) -> list[Button]:
        if not can_read_vault(request.user):
            return []
        url = reverse("admin:people_person_needs", args=[obj.pk])
        return [Button(gettext("What they need"), url, "lock")]

    def needs_view(self, request: StaffRequest, object_id: str) -> HttpResponse:
        """A sensitive answer: asked for by a button, because each read is written down."""
        person = self.object_or_404(request, object_id)
        if not can_read_vault(request.user):
            raise PermissionDenied
        context: dict[str, Any] = {"asked": request.method == "POST", "answer": None}
        if context["asked"]:
            context["answer"] = vault.read(
                person=person, kind=SpecialKind.NEEDS, reader=request.user, at=clock.now()
            )
        response = self.page(
            request,
            "backoffice/needs.html",
            context,
            obj=person,
            title=_("What this person needs"),
        )
        response["Cache-Control"] = "no-store"
        return response

    def save_model(
        self, request: StaffRequest, obj: Person, form: forms.ModelForm, change: bool
    ) -> None:
        """The form's changes go through the workflow, which writes them down."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes:
            actor = Actor.user(request.user)
            correct_person(person=obj, changes=changes, actor=actor, at=clock.now())

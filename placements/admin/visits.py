"""Visits to interns: the list of what is planned and done, and the page of one."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.people.models import Person
from placements.admin.visit_forms import FinishVisitForm, MoveVisitForm
from placements.admin.words import page_of
from placements.models import Visit
from placements.permissions import FOLLOWERS, can_change_visit
from placements.workflow import visits


def _is_planned(visit: Visit) -> bool:
    return visit.done_on is None


@admin.register(Visit, site=staff_site)
class VisitAdmin(VerbsMixin, StaffAdmin):
    """Planned visits with their moment, done ones with what was said."""

    view_roles = FOLLOWERS
    list_display = ("learner", "company", "planned_at", "done_on", "kind", "by")
    list_filter = (("done_on", admin.EmptyFieldListFilter), "internship__enrolment__cohort__campus")
    list_select_related = ("internship__enrolment__person", "internship__company", "by")
    search_fields = ("internship__enrolment__person__sort_name", "internship__company__name")
    ordering = ("-planned_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "done",
            label=_("It took place"),
            icon="check",
            form=FinishVisitForm,
            done=_("The visit is written down."),
            allowed=can_change_visit,
            run=lambda visit, data, actor, at: visits.finish_visit(
                visit=visit, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "move",
            label=_("Another moment"),
            icon="event",
            form=MoveVisitForm,
            allowed=can_change_visit,
            possible=_is_planned,
            run=lambda visit, data, actor, at: visits.move_visit(
                visit=visit, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "drop",
            label=_("It does not take place"),
            icon="cancel",
            danger=True,
            allowed=can_change_visit,
            possible=_is_planned,
            run=lambda visit, data, actor, at: visits.drop_visit(visit=visit, actor=actor, at=at),
            goes_to=lambda visit, made: reverse(
                "admin:placements_internship_change", args=[visit.internship_id]
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Visit]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "internship__enrolment__person",
                "internship__enrolment__cohort__campus",
                "internship__company",
                "by",
            )
        )

    @admin.display(description=_("Learner"), ordering="internship__enrolment__person__sort_name")
    def learner(self, visit: Visit) -> str:
        return visit.internship.enrolment.person.full_name

    @admin.display(description=_("Company"), ordering="internship__company__name")
    def company(self, visit: Visit) -> str:
        return visit.internship.company.name

    def state_tag(self, obj: Visit) -> Tag:
        return Tag(_("Done"), "good") if obj.done_on else Tag(_("Planned"), "info")

    def timeline_person(self, obj: Visit) -> Person:
        person: Person = obj.internship.enrolment.person
        return person

    def facts(self, request: StaffRequest, obj: Visit) -> list[tuple[Any, Any]]:
        return [
            (_("Internship"), page_of(obj.internship)),
            (_("Planned at"), obj.planned_at),
            (_("Done on"), obj.done_on),
            (_("How"), obj.get_kind_display()),
            (_("Who"), str(obj.by)),
        ]

    def sections(self, request: StaffRequest, obj: Visit) -> list[Section]:
        return [text_section(_("What was said"), obj.note)] if obj.note else []

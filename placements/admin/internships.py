"""Internships: the list, and the page of one from its papers to its last day."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.people.models import Person
from placements.admin import internship_sections as parts
from placements.admin.agreements import agreements_of
from placements.admin.internship_verbs import ON_THE_PAGE, VERBS
from placements.admin.words import day, page_of, person_page, state_tag
from placements.chronology import read_around
from placements.enums import InternshipState
from placements.models import Internship
from placements.permissions import can_change_internship, can_follow_intern
from placements.readiness import missing
from placements.staff_links import record_job_button
from placements.workflow.papers import amendment_due


class VisitedFilter(admin.SimpleListFilter):
    """Who was visited, and who was not."""

    title = _("visits")
    parameter_name = "visited"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not visited yet")), ("yes", _("Visited"))]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "no":
            return queryset.unvisited()  # type: ignore[attr-defined, no-any-return]
        if self.value() == "yes":
            return queryset.visited()  # type: ignore[attr-defined, no-any-return]
        return queryset


@admin.register(Internship, site=staff_site)
class InternshipAdmin(VerbsMixin, StaffAdmin):
    """Internships, from the plan to the last day."""

    list_display = ("learner", "company", "start_on", "end_on", "state")
    list_filter = ("state", VisitedFilter, "enrolment__cohort__campus")
    list_select_related = ("enrolment__person", "company")
    search_fields = ("enrolment__person__sort_name", "company__name")
    ordering = ("-start_on", "-pk")
    date_hierarchy = None
    verbs: ClassVar[list[Verb]] = VERBS

    def get_queryset(self, request: StaffRequest) -> QuerySet[Internship]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "enrolment__person",
                "enrolment__cohort__campus",
                "enrolment__cohort__track",
                "company",
                "position__campus",
                "establishment",
                "mentor__user",
                "proposal",
                "follows__company",
            )
        )

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, internship: Internship) -> str:
        return internship.enrolment.person.full_name

    def state_tag(self, obj: Internship) -> Tag:
        return state_tag(obj)

    def timeline_person(self, obj: Internship) -> Person:
        return obj.enrolment.person

    def verbs_for(self, request: StaffRequest, obj: Internship) -> list[Verb]:
        """The buttons on top; the other verbs stand beside what they change."""
        return [verb for verb in self._possible(request, obj) if verb.key not in ON_THE_PAGE]

    def _possible(self, request: StaffRequest, obj: Internship) -> list[Verb]:
        return super().verbs_for(request, obj)

    def buttons(self, request: StaffRequest, obj: Internship) -> list[Button]:
        jobs = record_job_button(obj.enrolment, user=request.user)
        return [*agreements_of(obj, request.user), *jobs]

    def facts(self, request: StaffRequest, obj: Internship) -> list[tuple[Any, Any]]:
        facts: list[tuple[Any, Any]] = [
            (_("Learner"), person_page(obj.enrolment.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Company"), page_of(obj.company)),
            (_("Position"), page_of(obj.position, obj.position.title)),
            (_("Proposal"), page_of(obj.proposal, day(obj.proposal.proposed_at))),
            (_("First day"), day(obj.start_on)),
            (_("Last day"), day(obj.end_on)),
            (_("Mentor"), str(obj.mentor.user) if obj.mentor else ""),
        ]
        if obj.follows is not None:
            facts.append((_("Goes on after"), page_of(obj.follows, obj.follows.company.name)))
        if obj.ended_on:
            facts.append((_("Really ended"), day(obj.ended_on)))
        if obj.early_end:
            facts.append((_("Why it ended early"), obj.get_early_end_display()))
        if obj.end_note:
            facts.append((_("In words"), obj.end_note))
        if obj.correction:
            facts.append((_("Why it was corrected"), obj.correction))
        return facts

    def sections(self, request: StaffRequest, obj: Internship) -> list[Section]:
        """In the order of an internship's life; a constant number of queries."""
        around = read_around(obj)
        possible = {verb.key: verb for verb in self._possible(request, obj)}

        def actions(*keys: str) -> list[Button]:
            return [
                Button(possible[key].label, self.url_of_verb(obj, key), possible[key].icon)
                for key in keys
                if key in possible
            ]

        may_change = can_change_internship(request.user, obj)
        made: list[Section | None] = []
        if obj.state == InternshipState.PLANNED:
            made.append(parts.before_the_start(obj, missing(obj)))
        made += [
            parts.in_order_of_time(obj, around),
            parts.hours(obj, actions),
            parts.objectives(obj, actions),
            parts.agreed(obj, actions, amendment_due=amendment_due(obj)),
            parts.insurance(obj, actions),
            parts.workstation(obj, around, actions, may_change=may_change),
            parts.visits(around, actions),
            parts.absences(around, actions),
            parts.months(obj, around, may_change=may_change),
        ]
        if can_follow_intern(request.user, obj):
            made.append(parts.evaluations(obj, around, actions, may_fill=may_change))
        made.append(parts.mending(obj, actions))
        return [section for section in made if section is not None]

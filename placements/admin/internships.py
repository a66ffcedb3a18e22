from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.people.models import Person
from placements.admin.agreements import agreements_of
from placements.admin.forms import BreakOffForm, ChangeInternshipForm, EndForm, NoteForm
from placements.admin.words import day, page_of, person_page, state_tag
from placements.enums import InternshipState
from placements.models import Internship
from placements.permissions import can_change_internship
from placements.staff_links import record_job_button
from placements.workflow import internships


def _is(*states: InternshipState) -> Any:
    return lambda internship: internship.state in states


@admin.register(Internship, site=staff_site)
class InternshipAdmin(VerbsMixin, StaffAdmin):
    """Internships, from the plan to the last day."""

    list_display = ("learner", "company", "start_on", "end_on", "state")
    list_filter = ("state", "enrolment__cohort__campus")
    list_select_related = ("enrolment__person", "company")
    search_fields = ("enrolment__person__sort_name", "company__name")
    ordering = ("-start_on", "-pk")
    date_hierarchy = None
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "start",
            label=_("It has started"),
            icon="play_arrow",
            explain=_("The learner is on internship from now on."),
            done=_("The internship runs."),
            allowed=can_change_internship,
            possible=_is(InternshipState.PLANNED),
            run=lambda internship, data, actor, at: internships.start(
                internship=internship, actor=actor, at=at
            ),
        ),
        Verb(
            "complete",
            label=_("It is completed"),
            icon="check",
            form=EndForm,
            done=_("The internship is completed."),
            allowed=can_change_internship,
            possible=_is(InternshipState.RUNNING),
            run=lambda internship, data, actor, at: internships.complete(
                internship=internship, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "change",
            label=_("Change the period or mentor"),
            icon="edit_calendar",
            form=ChangeInternshipForm,
            allowed=can_change_internship,
            possible=_is(InternshipState.PLANNED, InternshipState.RUNNING),
            run=lambda internship, data, actor, at: internships.change(
                internship=internship, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "break_off",
            label=_("It broke off"),
            icon="stop_circle",
            form=BreakOffForm,
            danger=True,
            explain=_("The learner stays with us and may be proposed elsewhere."),
            allowed=can_change_internship,
            possible=_is(InternshipState.RUNNING),
            run=lambda internship, data, actor, at: internships.break_off(
                internship=internship, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "cancel",
            label=_("It does not take place"),
            icon="cancel",
            form=NoteForm,
            danger=True,
            explain=_("The place at the company is free again. The company is told."),
            allowed=can_change_internship,
            possible=_is(InternshipState.PLANNED),
            run=lambda internship, data, actor, at: internships.cancel(
                internship=internship, actor=actor, at=at, **data
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Internship]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "enrolment__person",
                "enrolment__cohort__campus",
                "enrolment__cohort__track",
                "company",
                "position",
                "proposal",
            )
        )

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, internship: Internship) -> str:
        return internship.enrolment.person.full_name

    def state_tag(self, obj: Internship) -> Tag:
        return state_tag(obj)

    def timeline_person(self, obj: Internship) -> Person:
        return obj.enrolment.person

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
        if obj.ended_on:
            facts.append((_("Really ended"), day(obj.ended_on)))
        if obj.end_note:
            facts.append((_("Why it ended early"), obj.end_note))
        return facts

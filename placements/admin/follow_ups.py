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
from placements.admin.forms import AnswerForm
from placements.admin.words import day, page_of, person_page, state_tag
from placements.enums import FollowUpState
from placements.models import FollowUp
from placements.permissions import can_change_follow_up
from placements.staff_links import record_job_button
from placements.workflow import follow_ups


def _may_be_answered(follow_up: FollowUp) -> bool:
    return follow_up.state in (FollowUpState.PLANNED, FollowUpState.NO_ANSWER)


def _is_open(follow_up: FollowUp) -> bool:
    return follow_up.state == FollowUpState.PLANNED


@admin.register(FollowUp, site=staff_site)
class FollowUpAdmin(VerbsMixin, StaffAdmin):
    """Questions to people who left us, the first due first."""

    list_display = ("person", "cohort", "months", "due_on", "state", "answer")
    list_filter = ("state", "months", "answer", "enrolment__cohort__campus")
    list_select_related = ("enrolment__person", "enrolment__cohort")
    search_fields = ("enrolment__person__sort_name",)
    ordering = ("due_on", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "answer",
            label=_("Write down the answer"),
            icon="check",
            form=AnswerForm,
            allowed=can_change_follow_up,
            possible=_may_be_answered,
            run=lambda follow_up, data, actor, at: follow_ups.answer(
                follow_up=follow_up, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "no_answer",
            label=_("No answer"),
            icon="phone_missed",
            bulk=True,
            explain=_("We asked and called. An answer may still come."),
            allowed=can_change_follow_up,
            possible=_is_open,
            run=lambda follow_up, data, actor, at: follow_ups.record_no_answer(
                follow_up=follow_up, actor=actor, at=at
            ),
        ),
        Verb(
            "opt_out",
            label=_("Does not want to be asked"),
            icon="do_not_disturb_on",
            danger=True,
            explain=_("This question and all later ones to this person stop."),
            allowed=can_change_follow_up,
            possible=_is_open,
            run=lambda follow_up, data, actor, at: follow_ups.opt_out(
                follow_up=follow_up, actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[FollowUp]:
        return (
            super()
            .get_queryset(request)
            .select_related("enrolment__person", "enrolment__cohort__campus")
        )

    @admin.display(description=_("Person"), ordering="enrolment__person__sort_name")
    def person(self, follow_up: FollowUp) -> str:
        return follow_up.enrolment.person.full_name

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, follow_up: FollowUp) -> str:
        return follow_up.enrolment.cohort.code

    def state_tag(self, obj: FollowUp) -> Tag:
        return state_tag(obj)

    def timeline_person(self, obj: FollowUp) -> Person:
        return obj.enrolment.person

    def buttons(self, request: StaffRequest, obj: FollowUp) -> list[Button]:
        return record_job_button(obj.enrolment, user=request.user)

    def facts(self, request: StaffRequest, obj: FollowUp) -> list[tuple[Any, Any]]:
        return [
            (_("Person"), person_page(obj.enrolment.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Months after leaving"), obj.months),
            (_("Due on"), day(obj.due_on)),
            (_("Answer"), obj.get_answer_display()),
            (_("Answered on"), day(obj.answered_at)),
        ]

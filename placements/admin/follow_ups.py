from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.core import clock
from becode.people.models import Person
from placements.admin.job_forms import AnswerForm
from placements.admin.words import day, page_of, person_page
from placements.enums import AnsweredThrough, FollowUpState
from placements.follow_up_states import Standing, standing_of, standing_tag, with_standing
from placements.models import FollowUp
from placements.permissions import can_change_follow_up
from placements.staff_links import record_job_button
from placements.workflow import follow_ups


def _is_open(follow_up: FollowUp) -> bool:
    return follow_up.state == FollowUpState.PLANNED


class StandingFilter(admin.SimpleListFilter):
    """Where the question stands today, in the words of placements/follow_up_states.py."""

    title = _("State")
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Standing.choices)

    def queryset(self, request: Any, queryset: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        chosen = self.value()
        return queryset.filter(standing=chosen) if chosen in Standing.values else queryset


@admin.register(FollowUp, site=staff_site)
class FollowUpAdmin(VerbsMixin, StaffAdmin):
    """Questions to people who left us, the first due first."""

    list_display = ("person", "cohort", "months", "due_on", "stands")
    list_filter = (StandingFilter, "months", "enrolment__cohort__campus")
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
            possible=follow_ups.is_open,
            run=lambda follow_up, data, actor, at: follow_ups.answer(
                follow_up=follow_up, actor=actor, at=at, through=AnsweredThrough.CALL, **data
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
        rows = super().get_queryset(request)
        rows = rows.select_related("enrolment__person", "enrolment__cohort__campus", "job")
        return with_standing(rows, on=clock.today())

    @admin.display(description=_("Person"), ordering="enrolment__person__sort_name")
    def person(self, follow_up: FollowUp) -> str:
        return follow_up.enrolment.person.full_name

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, follow_up: FollowUp) -> str:
        return follow_up.enrolment.cohort.code

    @admin.display(description=_("State"), ordering="standing")
    def stands(self, follow_up: FollowUp) -> str:
        return str(Standing(follow_up.standing).label)  # type: ignore[attr-defined]

    def state_tag(self, obj: FollowUp) -> Tag:
        return standing_tag(standing_of(obj, on=clock.today()))

    def timeline_person(self, obj: FollowUp) -> Person:
        return obj.enrolment.person

    def buttons(self, request: StaffRequest, obj: FollowUp) -> list[Button]:
        return record_job_button(obj.enrolment, user=request.user)

    def facts(self, request: StaffRequest, obj: FollowUp) -> list[tuple[Any, Any]]:
        seeking = {None: "", True: _("Yes"), False: _("No")}[obj.is_seeking]
        return [
            (_("Person"), person_page(obj.enrolment.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Months after leaving"), obj.months),
            (_("Due on"), day(obj.due_on)),
            (_("Answer"), obj.get_answer_display()),
            (_("What"), obj.detail),
            (_("Where"), obj.place),
            (_("Since"), day(obj.since_on)),
            (_("Looks for work"), seeking),
            (_("Job"), page_of(obj.job, obj.job.employer_name) if obj.job else ""),
            (_("Answered on"), day(obj.answered_at)),
            (_("Answered through"), obj.get_through_display()),
            (_("Why not asked"), obj.get_not_asked_display()),
        ]

    def sections(self, request: StaffRequest, obj: FollowUp) -> list[Section]:
        rows = [
            (day(call.at), call.get_result_display(), call.note, str(call.by or ""))
            for call in obj.calls.select_related("by")
        ]
        if not rows:
            return []
        headers = [_("Day"), _("Result"), _("Note"), _("By")]
        return [table_section(_("Calls"), headers, rows)]

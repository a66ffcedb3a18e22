"""The staff lists of forms at the exit, studies, and who is left out of the figures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.people.models import Person
from placements.admin.job_forms import CorrectStudyForm, ExitOnBehalfForm
from placements.admin.words import day, page_of, person_page
from placements.models import ExitForm, FurtherStudy, OutcomeExclusion
from placements.permissions import (
    can_change_exclusion,
    can_change_exit_form,
    can_change_study,
)
from placements.person_after import SEES_EXCLUSIONS
from placements.querysets.job import EXIT_FORM_OPEN
from placements.workflow import exclusions, exit_forms, studies


class _AfterLeaving(VerbsMixin, StaffAdmin):
    """Rows of an enrolment: whose, of which cohort."""

    list_select_related = ("enrolment__person", "enrolment__cohort")
    search_fields = ("enrolment__person__sort_name",)

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("enrolment__person", "enrolment__cohort__campus")

    @admin.display(description=_("Person"), ordering="enrolment__person__sort_name")
    def of_person(self, obj: Any) -> str:
        return str(obj.enrolment.person.full_name)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, obj: Any) -> str:
        return str(obj.enrolment.cohort.code)

    def timeline_person(self, obj: Any) -> Person:
        person: Person = obj.enrolment.person
        return person

    def _whose(self, obj: Any) -> list[tuple[Any, Any]]:
        return [
            (_("Person"), person_page(obj.enrolment.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
        ]


class FiledFilter(admin.SimpleListFilter):
    title = _("State")
    parameter_name = "stands"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Open")), ("filed", _("Filed")), ("closed", _("Closed, not filed"))]

    def queryset(self, request: Any, queryset: QuerySet[ExitForm]) -> QuerySet[ExitForm]:
        oldest = clock.today() - EXIT_FORM_OPEN
        if self.value() == "open":
            return queryset.filter(filed_at__isnull=True, exit_on__gte=oldest)
        if self.value() == "filed":
            return queryset.filter(filed_at__isnull=False)
        if self.value() == "closed":
            return queryset.filter(filed_at__isnull=True, exit_on__lt=oldest)
        return queryset


@admin.register(ExitForm, site=staff_site)
class ExitFormAdmin(_AfterLeaving):
    """One form for every exit; a colleague may fill in what the person says on the phone."""

    list_display = ("of_person", "cohort", "exit_on", "situation", "filed_at")
    list_filter = (FiledFilter, "situation", "enrolment__cohort__campus")
    ordering = ("-exit_on", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "file",
            label=_("Fill in for them"),
            icon="assignment",
            form=ExitOnBehalfForm,
            explain=_("What they did on the day they left, in their own words."),
            allowed=can_change_exit_form,
            possible=lambda form: exit_forms.is_fileable(form, at=clock.now()),
            run=lambda form, data, actor, at: exit_forms.file_exit_form(
                form=form, by_colleague=True, actor=actor, at=at, **data
            ),
        )
    ]

    def state_tag(self, obj: ExitForm) -> Tag:
        if obj.filed_at is not None:
            return Tag(_("Filed"), "good")
        if exit_forms.is_fileable(obj, at=clock.now()):
            return Tag(_("Open"), "warning")
        return Tag(_("Closed, not filed"), "bad")

    def facts(self, request: StaffRequest, obj: ExitForm) -> list[tuple[Any, Any]]:
        return [
            *self._whose(obj),
            (_("Left on"), day(obj.exit_on)),
            (_("Open until"), day(obj.exit_on + EXIT_FORM_OPEN)),
            (_("Situation"), obj.get_situation_display()),
            (_("What and where"), obj.detail),
            (_("Filed on"), day(obj.filed_at)),
            (_("Filed by a colleague"), _("Yes") if obj.by_colleague else ""),
        ]


@admin.register(FurtherStudy, site=staff_site)
class FurtherStudyAdmin(_AfterLeaving):
    """Education or training after leaving; a new one is recorded on the page of the person."""

    list_display = ("of_person", "cohort", "what", "school", "start_on", "end_on", "evidence_level")
    list_filter = ("evidence_level", "enrolment__cohort__campus")
    ordering = ("-start_on", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "correct",
            label=_("Correct"),
            icon="edit_note",
            form=CorrectStudyForm,
            allowed=can_change_study,
            run=lambda study, data, actor, at: studies.correct_study(
                study=study, changes=data, actor=actor, at=at
            ),
        ),
        Verb(
            "remove",
            label=_("Recorded by mistake"),
            icon="delete",
            danger=True,
            allowed=can_change_study,
            goes_to=lambda study, result: page_of(study.enrolment.person).url,
            run=lambda study, data, actor, at: studies.remove_study(
                study=study, actor=actor, at=at
            ),
        ),
    ]

    def facts(self, request: StaffRequest, obj: FurtherStudy) -> list[tuple[Any, Any]]:
        return [
            *self._whose(obj),
            (_("What"), obj.what),
            (_("Where"), obj.school),
            (_("First day"), day(obj.start_on)),
            (_("Last day"), day(obj.end_on)),
            (_("Evidence"), obj.get_evidence_level_display()),
            (_("Recorded"), day(obj.recorded_at)),
        ]


@admin.register(OutcomeExclusion, site=staff_site)
class OutcomeExclusionAdmin(_AfterLeaving):
    """Graduates left out of the figures; the campus manager decides."""

    view_roles = SEES_EXCLUSIONS
    list_display = ("of_person", "cohort", "reason", "decided_at", "decided_by")
    list_filter = ("reason", "enrolment__cohort__campus")
    list_select_related = ("enrolment__person", "enrolment__cohort", "decided_by")
    ordering = ("-decided_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "include",
            label=_("Count again"),
            icon="undo",
            danger=True,
            allowed=can_change_exclusion,
            goes_to=lambda exclusion, result: page_of(exclusion.enrolment.person).url,
            run=lambda exclusion, data, actor, at: exclusions.include(
                exclusion=exclusion, actor=actor, at=at
            ),
        )
    ]

    def facts(self, request: StaffRequest, obj: OutcomeExclusion) -> list[tuple[Any, Any]]:
        return [
            *self._whose(obj),
            (_("Reason"), obj.get_reason_display()),
            (_("How we know"), obj.evidence),
            (_("Decided on"), day(obj.decided_at)),
            (_("Decided by"), str(obj.decided_by or "")),
        ]

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from placements.admin.forms import EndJobForm, EvidenceForm
from placements.admin.words import day, page_of, person_page
from placements.enums import EvidenceLevel
from placements.models import JobPlacement
from placements.permissions import can_change_job
from placements.workflow import jobs


@admin.register(JobPlacement, site=staff_site)
class JobPlacementAdmin(VerbsMixin, StaffAdmin):
    """Jobs that people found. A new one is recorded on the page of the person."""

    list_display = (
        "person",
        "employer_name",
        "function",
        "contract_type",
        "hours_percent",
        "start_on",
        "evidence_level",
    )
    list_filter = ("contract_type", "evidence_level", "in_field", "enrolment__cohort__campus")
    list_select_related = ("person",)
    search_fields = ("person__sort_name", "employer_name", "function")
    ordering = ("-start_on", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "evidence",
            label=_("Record evidence"),
            icon="verified",
            form=EvidenceForm,
            explain=_("Only A and B count in what we publish."),
            done=_("The evidence is recorded."),
            allowed=can_change_job,
            run=lambda job, data, actor, at: jobs.record_evidence(
                job=job, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "end",
            label=_("The job ended"),
            icon="event_busy",
            form=EndJobForm,
            explain=_("The last day, also when it is still to come."),
            allowed=can_change_job,
            run=lambda job, data, actor, at: jobs.end_job(job=job, actor=actor, at=at, **data),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[JobPlacement]:
        return (
            super()
            .get_queryset(request)
            .select_related("person", "company", "enrolment__cohort__campus", "enrolment__person")
        )

    def state_tag(self, obj: JobPlacement) -> Tag:
        is_published = obj.evidence_level in (EvidenceLevel.A, EvidenceLevel.B)
        return Tag(obj.get_evidence_level_display(), "good" if is_published else "warning")

    def facts(self, request: StaffRequest, obj: JobPlacement) -> list[tuple[Any, Any]]:
        return [
            (_("Person"), person_page(obj.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Employer"), page_of(obj.company) if obj.company else obj.employer_name),
            (_("Function"), obj.function),
            (_("Digital work"), _("Yes") if obj.in_field else _("No")),
            (_("Contract"), obj.get_contract_type_display()),
            (_("Working time"), f"{obj.hours_percent}%"),
            (_("First day"), day(obj.start_on)),
            (_("Last day"), day(obj.end_on)),
            (_("What the evidence is"), obj.evidence_note),
            (_("Recorded"), day(obj.recorded_at)),
        ]

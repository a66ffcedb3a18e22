"""Flags of attendance: who waits for a talk, and what was agreed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from cohorts.admin.absence_forms import CloseFlagForm
from cohorts.admin.absences import count_section, moment
from cohorts.admin.cohorts import day
from cohorts.enums import RUNNING, FlagState
from cohorts.models import AttendanceFlag
from cohorts.notifications.absences import counted_in_words
from cohorts.permissions.absences import can_look_after
from cohorts.permissions.cohorts import GUIDES
from cohorts.workflow.flags import close_flag, reopen_flag


@admin.register(AttendanceFlag, site=staff_site)
class FlagAdmin(VerbsMixin, StaffAdmin):
    """Flags; those to be talked about first. None of them excludes anybody."""

    view_roles = GUIDES
    list_display = ("learner", "cohort", "threshold", "shown_state", "raised_at", "met_on")
    list_filter = ("state", "threshold", "enrolment__cohort__campus", "enrolment__cohort")
    search_fields = ("enrolment__person__sort_name",)
    ordering = ("-state", "-raised_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "close",
            label=_("Write down the talk"),
            icon="forum",
            form=CloseFlagForm,
            primary=True,
            explain=_("A flag asks for a talk with the learner. It never excludes anybody."),
            done=_("The talk is written down."),
            allowed=can_look_after,
            possible=lambda flag: flag.state == FlagState.OPEN,
            run=lambda obj, data, actor, at: close_flag(flag=obj, actor=actor, at=at, **data),
        ),
        Verb(
            "reopen",
            label=_("Open it again"),
            icon="undo",
            quiet=True,
            explain=_("Another talk is needed. What was agreed before stays until then."),
            done=_("The flag is open again."),
            allowed=can_look_after,
            possible=lambda flag: (
                flag.state == FlagState.CLOSED and flag.enrolment.state in RUNNING
            ),
            run=lambda obj, data, actor, at: reopen_flag(flag=obj, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("enrolment__person", "enrolment__cohort__campus", "closed_by")
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, obj: AttendanceFlag) -> str:
        return str(obj.enrolment.person)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, obj: AttendanceFlag) -> str:
        return obj.enrolment.cohort.code

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, obj: AttendanceFlag) -> Tag:
        return self.state_tag(obj)

    def state_tag(self, obj: AttendanceFlag) -> Tag:
        tone = "warning" if obj.state == FlagState.OPEN else "good"
        return Tag(obj.get_state_display(), tone)  # type: ignore[arg-type]

    def facts(self, request: StaffRequest, obj: AttendanceFlag) -> list[tuple[Any, Any]]:
        learner = reverse("admin:cohorts_enrolment_change", args=[obj.enrolment_id])
        facts = [
            (_("Learner"), Link(str(obj.enrolment.person), learner)),
            (_("Cohort"), obj.enrolment.cohort.code),
            (_("Threshold"), obj.get_threshold_display()),
            (_("Counted then"), counted_in_words(obj)),
            (_("Raised"), moment(obj.raised_at)),
            (_("Talked on"), day(obj.met_on)),
            (_("Who was there"), obj.met_with),
            (_("Written down by"), obj.closed_by),
        ]
        return [(label, value) for label, value in facts if value]

    def sections(self, request: StaffRequest, obj: AttendanceFlag) -> list[Section]:
        talk = text_section(_("What was agreed"), obj.agreed, empty=_("Not talked about yet."))
        return [talk, count_section(obj.enrolment, at=clock.now())]

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice import undo
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, facts_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.people.models import Person
from cohorts.admin.cohorts import ENROLMENT_TONES, day
from cohorts.admin.correcting import CORRECT_CHECK_IN
from cohorts.admin.file_items import AskForm
from cohorts.admin.forms import GraduateForm, ProfileForm
from cohorts.admin.frame import cohort_home
from cohorts.admin.learner_parts import after_leaving, end_facts, learner_buttons, learner_sections
from cohorts.admin.leaving_forms import ExitTalkForm, LeaveForm
from cohorts.enums import RUNNING, SEATED, EnrolmentState, LeavingReason
from cohorts.models import Enrolment
from cohorts.permissions.cohorts import VIEWERS, can_free_seat, can_guide, can_write_profile
from cohorts.permissions.file import can_keep_file
from cohorts.permissions.progress import can_see_progress
from cohorts.workflow import enrolments, first_days
from cohorts.workflow.certificates import issue_certificate
from cohorts.workflow.file import add_item
from cohorts.workflow.leaving import leave_early, write_exit_talk

BUSY = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)


def offers_verbs(*verbs: Verb) -> None:
    """Let the apps above add what may be done with a learner; called as their pages are read."""
    EnrolmentAdmin.verbs.extend(verbs)


def _may_be_missing(enrolment: Enrolment) -> bool:
    return first_days.may_be_missing(enrolment, enrolment.cohort, on=clock.today())


def _was_missed(enrolment: Enrolment) -> bool:
    has_missed = enrolment.leaving_reason == LeavingReason.NO_SHOW
    is_new = first_days.are_now(enrolment, enrolment.cohort, on=clock.today())
    return has_missed and enrolment.state == EnrolmentState.WITHDRAWN and is_new


def _did_not_come(enrolment: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> str:
    """Returns their own first day, for the undo; empty where it was that of the cohort."""
    day = enrolment.started_on
    first_days.note_no_show(enrolment=enrolment, actor=actor, at=at)
    return day.isoformat() if day else ""


def _came_after_all(enrolment: Enrolment, note: str, actor: Actor, at: datetime) -> None:
    started_on = date.fromisoformat(note) if note else None
    first_days.take_back_no_show(enrolment=enrolment, started_on=started_on, actor=actor, at=at)


def _moves_of(enrolment: Enrolment) -> list[tuple[Any, Any]]:
    """Where somebody came from and went on, for those who moved."""
    moves = (
        (_("Came from"), enrolment.transferred_from),
        (_("Went on in"), getattr(enrolment, "transferred_to", None)),
    )
    return [
        (
            label,
            Link(other.cohort.code, reverse("admin:cohorts_enrolment_change", args=[other.pk])),
        )
        for label, other in moves
        if other is not None
    ]


@admin.register(Enrolment, site=staff_site)
class EnrolmentAdmin(VerbsMixin, StaffAdmin):
    """Learners: everybody who has or had a seat."""

    view_roles = VIEWERS
    list_before_template = "cohorts/staff/list_tools.html"
    list_display = ("person", "cohort", "shown_state", "started_on", "graduated_on", "left_on")
    list_filter = ("state", "cohort__campus", "cohort__track")
    list_select_related = ("person", "cohort")
    search_fields = ("person__sort_name",)
    search_help_text = _(
        "A name in any script, the beginning of an e-mail address or the last digits of a number"
    )
    ordering = ("-cohort__start_on", "person__sort_name", "pk")
    verbs: ClassVar[list[Verb]] = [
        CORRECT_CHECK_IN,
        Verb(
            "graduate",
            label=_("Graduate"),
            icon="school",
            form=GraduateForm,
            bulk=True,
            allowed=can_guide,
            possible=lambda enrolment: enrolment.state in BUSY,
            timely=lambda enrolment: enrolment.cohort.last_on <= clock.today(),
            run=lambda obj, data, actor, at: enrolments.graduate(
                enrolment=obj, on=data["on"], actor=actor, at=at
            ),
        ),
        Verb(
            "internship",
            label=_("Send on internship"),
            icon="work_history",
            bulk=True,
            allowed=can_guide,
            possible=lambda enrolment: enrolment.state == EnrolmentState.IN_TRAINING,
            timely=lambda enrolment: enrolment.cohort.end_on <= clock.today(),
            run=lambda obj, data, actor, at: enrolments.send_on_internship(
                enrolment=obj, actor=actor, at=at
            ),
        ),
        Verb(
            "profile",
            label=_("Write the profile"),
            icon="edit_note",
            form=ProfileForm,
            explain=_("Companies read this with the first name, once the person agreed."),
            allowed=can_write_profile,
            possible=lambda enrolment: (
                enrolment.state in SEATED and enrolment.state != EnrolmentState.LEFT
            ),
            timely=lambda enrolment: not enrolment.profile,
            run=lambda obj, data, actor, at: enrolments.write_profile(
                enrolment=obj, profile=data["profile"], skills=data["skills"], actor=actor, at=at
            ),
        ),
        Verb(
            "leave",
            label=_("Left early"),
            icon="logout",
            form=LeaveForm,
            danger=True,
            allowed=can_guide,
            possible=lambda enrolment: enrolment.state in BUSY,
            run=lambda obj, data, actor, at: leave_early(enrolment=obj, actor=actor, at=at, **data),
            goes_to=after_leaving,
        ),
        Verb(
            "exit-talk",
            label=_("Write the talk at the end"),
            icon="forum",
            form=ExitTalkForm,
            quiet=True,
            allowed=can_guide,
            possible=lambda enrolment: enrolment.state == EnrolmentState.LEFT,
            run=lambda obj, data, actor, at: write_exit_talk(
                enrolment=obj, actor=actor, at=at, **data
            ),
        ),
        Verb(
            "certificate",
            label=_("Make the certificate"),
            icon="workspace_premium",
            bulk=True,
            explain=_("It is frozen with the name of the identity document, the track, the day."),
            allowed=can_guide,
            possible=lambda enrolment: (
                enrolment.state == EnrolmentState.GRADUATED and enrolment.certificate is None
            ),
            run=lambda obj, data, actor, at: issue_certificate(enrolment=obj, actor=actor, at=at),
        ),
        Verb(
            "file-ask",
            label=_("Ask for more in the file"),
            icon="note_add",
            form=AskForm,
            quiet=True,
            explain=_("For example a residence permit, or a benefit with its end."),
            allowed=can_keep_file,
            possible=lambda enrolment: enrolment.state in RUNNING,
            run=lambda obj, data, actor, at: add_item(enrolment=obj, actor=actor, at=at, **data),
        ),
        Verb(
            "no-show",
            label=_("Did not come"),
            icon="person_off",
            bulk=True,
            danger=True,
            explain=_(
                "They were not there on the first day. The seat is free for somebody else, the "
                "application ends, and they get a kind message. You can undo it."
            ),
            allowed=can_free_seat,
            possible=_may_be_missing,
            run=_did_not_come,
            undo=_came_after_all,
        ),
        Verb(
            "came",
            label=_("Came after all"),
            icon="how_to_reg",
            explain=_("The seat is theirs again, if nobody else has it or was offered it."),
            allowed=can_free_seat,
            possible=_was_missed,
            run=lambda obj, data, actor, at: first_days.take_back_no_show(
                enrolment=obj, actor=actor, at=at
            ),
        ),
    ]

    def changelist_view(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the way back from what was done to several learners."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            "run_to_undo": undo.latest(self.opts.label_lower, user=request.user),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = (
            "person",
            "cohort__track",
            "cohort__campus",
            "transferred_from__cohort",
            "transferred_to__cohort",
            "exit",
        )
        found = super().get_queryset(request).select_related(*related)
        return found.prefetch_related("certificates")

    def get_search_results(
        self, request: StaffRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(person__in=Person.objects.search(search_term)), False

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, enrolment: Enrolment) -> Tag:
        return self.state_tag(enrolment)

    def state_tag(self, obj: Enrolment) -> Tag:
        return Tag(obj.get_state_display(), ENROLMENT_TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: Enrolment) -> list[tuple[Any, Any]]:
        cohort = Link(obj.cohort.code, cohort_home(request.user, obj.cohort))
        person = reverse("admin:people_person_change", args=[obj.person_id])
        return [
            (_("Person"), Link(obj.person.full_name, person)),
            (_("Cohort"), cohort),
            (_("Track"), obj.cohort.track.name),
            (_("Campus"), str(obj.cohort.campus)),
            (_("Seat since"), day(clock.local_day(obj.enrolled_at))),
            (_("Started"), day(obj.started_on)),
            (_("Graduated"), day(obj.graduated_on)),
            (_("Left"), day(obj.left_on)),
            (_("Reason for leaving"), obj.get_leaving_reason_display()),
            *_moves_of(obj),
            *end_facts(obj),
        ]

    def buttons(self, request: StaffRequest, obj: Enrolment) -> list[Button]:
        made = learner_buttons(request.user, obj)
        if can_see_progress(request.user, obj):
            page = reverse("admin:learner_progress", args=[obj.pk])
            made.append(Button(_("Progress"), page, icon="trending_up"))
        return made

    def sections(self, request: StaffRequest, obj: Enrolment) -> list[Section]:
        return [
            text_section(
                _("Profile for companies"), obj.profile, empty=_("Nothing is written yet.")
            ),
            facts_section(_("For companies"), [(_("Skills"), ", ".join(obj.skills))]),
            *learner_sections(request.user, obj),
        ]

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files.store import Unusable
from placements.admin.job_forms import (
    ConfirmJobForm,
    CorrectJobForm,
    DigitalForm,
    DiscardForm,
    EndJobForm,
    EvidenceForm,
    JudgeForm,
    SameJobForm,
)
from placements.admin.words import day, page_of, person_page
from placements.enums import EvidenceLevel, JobState
from placements.isco import is_digital, words_of
from placements.models import JobEvidence, JobPlacement
from placements.permissions import can_change_job, can_review_digital, can_tell_digital
from placements.workflow import digital, evidence, jobs

_TONES: dict[str, Tone] = {JobState.REPORTED: "warning", JobState.CONFIRMED: "good"}


def _is(*states: str) -> Any:
    return lambda job: job.state in states


def _stands(job: JobPlacement) -> bool:
    return job.state != JobState.DISCARDED


def _may_be_digital(job: JobPlacement) -> bool:
    """Said by nobody yet, and not said by the ISCO group."""
    told = job.digital_by_id is not None or job.reviewed_by_id is not None
    return job.state == JobState.CONFIRMED and not told and not is_digital(job.isco_group)


def _awaits_review(job: JobPlacement) -> bool:
    return job.digital_by_id is not None and job.reviewed_by_id is None and _stands(job)


def _user(actor: Actor) -> User:
    return User.objects.get(pk=actor.key)


def _add_evidence(job: JobPlacement, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    try:
        evidence.add(job=job, actor=actor, at=at, **data)
    except Unusable as error:
        raise IllegalMove(error.sentence) from error


def _judge(job: JobPlacement, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    if data["level"] == "refuse":
        evidence.refuse(evidence=data["evidence"], actor=actor, at=at)
    else:
        evidence.judge(actor=actor, at=at, **data)


def _correct(job: JobPlacement, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    reason = data.pop("reason")
    jobs.correct_job(job=job, changes=data, reason=reason, actor=actor, at=at)


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
        "state",
        "evidence_level",
    )
    list_filter = (
        "state",
        "contract_type",
        "evidence_level",
        "in_field",
        "reported_by",
        "enrolment__cohort__campus",
    )
    list_select_related = ("person",)
    search_fields = ("person__sort_name", "employer_name", "function")
    ordering = ("-start_on", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "confirm",
            label=_("Confirm"),
            icon="check",
            form=ConfirmJobForm,
            primary=True,
            explain=_("Complete what was told. From then on it counts in the figures."),
            done=_("The job is confirmed."),
            allowed=can_change_job,
            possible=_is(JobState.REPORTED),
            run=lambda job, data, actor, at: jobs.confirm_job(
                job=job, changes=data, actor=actor, at=at
            ),
        ),
        Verb(
            "judge",
            label=_("Look at the proof"),
            icon="fact_check",
            form=JudgeForm,
            explain=_("Open the file first: it is on the page of the job."),
            done=_("The evidence is recorded."),
            allowed=can_change_job,
            possible=lambda job: any(row.level == "none" for row in _usable(job)),
            run=_judge,
        ),
        Verb(
            "evidence",
            label=_("Record evidence"),
            icon="verified",
            form=EvidenceForm,
            explain=_("Only A and B count in what we publish."),
            done=_("The evidence is recorded."),
            allowed=can_change_job,
            possible=_stands,
            run=_add_evidence,
        ),
        Verb(
            "digital",
            label=_("The tasks are digital"),
            icon="terminal",
            form=DigitalForm,
            explain=_("For a title that does not say so. A second colleague has to agree."),
            done=_("A second colleague is asked to review it."),
            allowed=can_tell_digital,
            possible=_may_be_digital,
            run=lambda job, data, actor, at: digital.confirm_digital(
                job=job, by=_user(actor), actor=actor, at=at, **data
            ),
        ),
        Verb(
            "review",
            label=_("I agree: digital work"),
            icon="done_all",
            allowed=can_review_digital,
            possible=_awaits_review,
            run=lambda job, data, actor, at: digital.review_digital(
                job=job, by=_user(actor), actor=actor, at=at
            ),
        ),
        Verb(
            "no-digital",
            label=_("I do not agree: other work"),
            icon="remove_done",
            quiet=True,
            allowed=can_review_digital,
            possible=_awaits_review,
            run=lambda job, data, actor, at: digital.refuse_digital(
                job=job, by=_user(actor), actor=actor, at=at
            ),
        ),
        Verb(
            "end",
            label=_("The job ended"),
            icon="event_busy",
            form=EndJobForm,
            explain=_("The last day, also when it is still to come."),
            allowed=can_change_job,
            possible=_stands,
            run=lambda job, data, actor, at: jobs.end_job(job=job, actor=actor, at=at, **data),
        ),
        Verb(
            "correct",
            label=_("Correct"),
            icon="edit_note",
            quiet=True,
            form=CorrectJobForm,
            explain=_("What was there before stays in the history, with your reason."),
            allowed=can_change_job,
            possible=_is(JobState.CONFIRMED),
            run=_correct,
        ),
        Verb(
            "same",
            label=_("It was told twice"),
            icon="join_inner",
            quiet=True,
            form=SameJobForm,
            explain=_("This record rests. The other one keeps all the evidence."),
            allowed=can_change_job,
            possible=_stands,
            run=lambda job, data, actor, at: jobs.join_job(job=job, actor=actor, at=at, **data),
            goes_to=lambda job, result: reverse(
                "admin:placements_jobplacement_change", args=[job.same_as_id or job.pk]
            ),
        ),
        Verb(
            "discard",
            label=_("Discard"),
            icon="delete",
            danger=True,
            form=DiscardForm,
            explain=_("It stays to be read, and counts nowhere."),
            allowed=can_change_job,
            possible=_stands,
            run=lambda job, data, actor, at: jobs.discard_job(job=job, actor=actor, at=at, **data),
        ),
        Verb(
            "restore",
            label=_("Put back into the queue"),
            icon="undo",
            explain=_("It is a job of its own after all."),
            allowed=can_change_job,
            possible=_is(JobState.DISCARDED),
            run=lambda job, data, actor, at: jobs.restore_job(job=job, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[JobPlacement]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "person", "company", "enrolment__cohort__campus", "enrolment__person", "same_as"
            )
        )

    def state_tag(self, obj: JobPlacement) -> Tag:
        return Tag(obj.get_state_display(), _TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: JobPlacement) -> list[tuple[Any, Any]]:
        first = day(obj.start_on) if obj.start_is_known else _("Not known yet")
        return [
            (_("Person"), person_page(obj.person)),
            (_("Cohort"), page_of(obj.enrolment.cohort)),
            (_("Employer"), page_of(obj.company) if obj.company else obj.employer_name),
            (_("As it was told"), obj.employer_name if obj.company else ""),
            (_("Function"), obj.function),
            (_("ISCO group"), words_of(obj.isco_group)),
            (_("Digital work"), _digital_words(obj)),
            (_("Contract"), obj.get_contract_type_display()),
            (_("Working time"), f"{obj.hours_percent}%"),
            (_("First day"), first),
            (_("Last day, if it was agreed"), day(obj.end_on)),
            (_("Really ended"), day(obj.ended_on)),
            (_("Hired by the school itself"), _("Yes") if obj.by_school else ""),
            (_("Evidence"), obj.get_evidence_level_display()),
            (_("We may ask the employer"), _("Yes") if obj.may_ask_employer else _("No")),
            (_("Told by"), obj.get_reported_by_display()),
            (_("The same as"), page_of(obj.same_as, obj.same_as.employer_name)
             if obj.same_as else ""),
            (_("Last corrected because"), obj.changed_because),
            (_("Recorded"), day(obj.recorded_at)),
        ]  # fmt: skip

    def sections(self, request: StaffRequest, obj: JobPlacement) -> list[Section]:
        rows = [
            (
                day(row.received_at),
                row.get_level_display() if row.level != EvidenceLevel.NONE
                else Tag(_("To be looked at"), "warning"),
                row.note,
                _file(row, request.user, obj),
                row.get_sent_by_display(),
                Tag(_("Not usable"), "bad") if row.refused_at else "",
            )
            for row in obj.evidence.select_related("file").order_by("-received_at", "-pk")
        ]  # fmt: skip
        headers = [_("Received"), _("Level"), _("What"), _("File"), _("Sent by"), ""]
        made = [table_section(_("Evidence"), headers, rows, empty=_("No evidence yet."))]
        doubles = [
            (page_of(one, one.employer_name), one.get_reported_by_display(), day(one.recorded_at))
            for one in obj.doubles.order_by("pk")
        ]
        if doubles:
            headers = [_("Employer"), _("Told by"), _("Recorded")]
            made.append(table_section(_("Told twice"), headers, doubles))
        return made


def _usable(job: JobPlacement) -> list[JobEvidence]:
    return list(job.evidence.usable())


def _file(row: JobEvidence, user: User, job: JobPlacement) -> Link | str:
    """The way to a file, for those who may judge it; the others see that there is one."""
    if row.file is None:
        return ""
    if not can_change_job(user, job):
        return str(row.get_sent_by_display())
    return Link(row.file.name, reverse("admin:job_proof", args=[row.pk]))


def _digital_words(job: JobPlacement) -> Any:
    if job.in_field:
        return _("Yes, by its ISCO group") if is_digital(job.isco_group) else _("Yes, reviewed")
    return _("Waits for a second reviewer") if job.digital_by_id else _("No")

"""Absences for colleagues: the list to judge, one absence, filing for somebody who phoned."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from becode.backoffice.base import StaffAdmin
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.clock import BRUSSELS
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.forms import UploadField
from cohorts.admin.absence_forms import AcceptForm, FileAbsenceForm, RejectForm
from cohorts.admin.enrolments import offers_verbs
from cohorts.counting import standing_of
from cohorts.counting_words import number_of_absences, percent, steps_of
from cohorts.enums import ABSENCE_MOVES, AbsenceState, EnrolmentState
from cohorts.models import Absence, AbsenceProof, Enrolment
from cohorts.notifications.absences import days_in_words
from cohorts.permissions.absences import can_file, can_judge, can_look_after, can_read_proofs
from cohorts.permissions.cohorts import GUIDES
from cohorts.workflow import absences

TONES: dict[str, Tone] = {
    AbsenceState.PENDING: "warning",
    AbsenceState.ACCEPTED: "good",
    AbsenceState.REJECTED: "bad",
}
STEPS_SHOWN = 10


class ProofForm(forms.Form):
    file = UploadField(label=_("Photo or file"))


def moment(at: datetime | None) -> str:
    """A moment by the clock of Brussels; nothing for none."""
    if at is None:
        return ""
    local = at.astimezone(BRUSSELS)
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


def _judge(absence: Absence, data: dict[str, Any], actor: Actor, at: datetime, to: str) -> None:
    absences.judge(
        absence=absence,
        accepted=to == AbsenceState.ACCEPTED,
        reason=data["reason"],
        actor=actor,
        at=at,
    )


@transaction.atomic
def _add_proof(absence: Absence, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    try:
        file = store.keep(data["file"], at=at)
    except store.Unusable as error:
        raise IllegalMove(error.sentence) from error
    absences.add_proof(absence=absence, file=file, actor=actor, at=at)


def _file(enrolment: Enrolment, data: dict[str, Any], actor: Actor, at: datetime) -> Absence:
    return absences.file_absence(
        enrolment=enrolment,
        kind=data["kind"],
        first_on=data["first_on"],
        last_on=data["last_on"] or data["first_on"],
        part=data["part"],
        proof_kind=data["proof_kind"],
        words=data["words"],
        actor=actor,
        at=at,
    )


offers_verbs(
    Verb(
        "absence",
        label=_("Write down an absence"),
        icon="event_busy",
        form=FileAbsenceForm,
        explain=_("For a learner who phoned. They get a message that it is written down."),
        done=_("The absence is written down. Somebody who does not coach the group judges it."),
        allowed=can_file,
        possible=lambda enrolment: enrolment.state == EnrolmentState.IN_TRAINING,
        run=_file,
        goes_to=lambda obj, absence: reverse("admin:cohorts_absence_change", args=[absence.pk]),
    )
)


@admin.register(Absence, site=staff_site)
class AbsenceAdmin(VerbsMixin, StaffAdmin):
    """Absences; those that wait longest for a judgement come first in their filter."""

    view_roles = GUIDES
    list_display = ("learner", "cohort", "days", "kind", "shown_state", "proof", "filed_at")
    list_filter = (
        "state",
        "kind",
        "proof_kind",
        "is_planned",
        "enrolment__cohort__campus",
        "enrolment__cohort",
    )
    search_fields = ("enrolment__person__sort_name",)
    ordering = ("-filed_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "accept",
            label=_("Justified"),
            icon="check",
            form=AcceptForm,
            primary=True,
            bulk=True,
            explain=_("The learner gets a message. Hours that were missed count as justified."),
            allowed=can_judge,
            possible=lambda one: ABSENCE_MOVES.allow(one.state, AbsenceState.ACCEPTED),
            run=lambda obj, data, actor, at: _judge(obj, data, actor, at, AbsenceState.ACCEPTED),
        ),
        Verb(
            "reject",
            label=_("Not justified"),
            icon="block",
            form=RejectForm,
            danger=True,
            explain=_("The learner gets a message with your reason. It can be changed later."),
            allowed=can_judge,
            possible=lambda one: ABSENCE_MOVES.allow(one.state, AbsenceState.REJECTED),
            run=lambda obj, data, actor, at: _judge(obj, data, actor, at, AbsenceState.REJECTED),
        ),
        Verb(
            "proof",
            label=_("Add a proof"),
            icon="upload_file",
            form=ProofForm,
            allowed=can_look_after,
            possible=lambda one: one.state in (AbsenceState.PENDING, AbsenceState.REJECTED),
            run=_add_proof,
        ),
        Verb(
            "withdraw",
            label=_("Take back"),
            icon="undo",
            quiet=True,
            explain=_("This was a mistake: the absence does not count any more."),
            allowed=can_look_after,
            possible=lambda one: one.state == AbsenceState.PENDING,
            run=lambda obj, data, actor, at: absences.withdraw(absence=obj, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("enrolment__person", "enrolment__cohort__campus", "judged_by")
        queryset: Any = super().get_queryset(request)
        return queryset.select_related(*related).annotate(files=Count("proofs"))

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def learner(self, obj: Absence) -> str:
        return str(obj.enrolment.person)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, obj: Absence) -> str:
        return obj.enrolment.cohort.code

    @admin.display(description=_("When"), ordering="first_on")
    def days(self, obj: Absence) -> str:
        return days_in_words(obj)

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, obj: Absence) -> Tag:
        return self.state_tag(obj)

    @admin.display(description=_("Files"))
    def proof(self, obj: Absence) -> str:
        return str(obj.files)  # type: ignore[attr-defined]

    def state_tag(self, obj: Absence) -> Tag:
        return Tag(obj.get_state_display(), TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: Absence) -> list[tuple[Any, Any]]:
        learner = reverse("admin:cohorts_enrolment_change", args=[obj.enrolment_id])
        facts = [
            (_("Learner"), Link(str(obj.enrolment.person), learner)),
            (_("Cohort"), obj.enrolment.cohort.code),
            (_("What"), obj.get_kind_display()),
            (_("When"), days_in_words(obj)),
            (_("Part of the day"), obj.get_part_display()),
            (_("Kind of proof"), obj.get_proof_kind_display()),
            (_("Filed"), moment(obj.filed_at)),
            (_("Filed by"), _("The learner") if obj.filed_by_learner else _("A colleague")),
            (_("Announced the day before or earlier"), _("Yes") if obj.is_planned else _("No")),
            (_("Proof until"), moment(obj.proof_due_at)),
            (_("Judged"), moment(obj.judged_at)),
            (_("Judged by"), obj.judged_by),
            (_("Why"), obj.judgement),
        ]
        return [(label, value) for label, value in facts if value]

    def sections(self, request: StaffRequest, obj: Absence) -> list[Section]:
        return [
            text_section(_("Explanation"), obj.words, empty=_("No words.")),
            _proofs(request, obj),
            count_section(obj.enrolment, at=clock.now()),
        ]


def _proofs(request: StaffRequest, absence: Absence) -> Section:
    """The files as links for who may open them, else only how many there are."""
    proofs = list(absence.proofs.select_related("file"))
    if not can_read_proofs(request.user, absence):
        words = _("Only who judges this absence and the campus manager can open the files.")
        count = _("Files: %(count)d.") % {"count": len(proofs)}
        return text_section(_("Proof"), f"{count} {words}")
    rows = [
        (
            Link(proof.file.name, reverse("admin:absence_proof", args=[proof.pk])),
            moment(proof.received_at),
        )
        for proof in proofs
    ]
    return table_section(
        _("Proof: who opens a file is written down"),
        [_("File"), _("Received")],
        rows,
        empty=_("No proof came yet."),
    )


def count_section(enrolment: Enrolment, *, at: datetime) -> Section:
    """What counts for a learner until now: the numbers and steps that they see too."""
    standing = standing_of([enrolment], at)[enrolment.pk]
    title = _("Counted: %(number)s unjustified absences, %(percent)s of the hours missed") % {
        "number": number_of_absences(standing.halves),
        "percent": percent(standing.permille),
    }
    rows = [(step.text,) for step in steps_of(standing)[:STEPS_SHOWN]]
    return table_section(title, [_("The latest steps")], rows, empty=_("Nothing was missed."))


@staff_page("absence-proofs/<int:pk>/", name="absence_proof", roles=GUIDES)  # type: ignore[arg-type]
@require_safe
def absence_proof(request: StaffRequest, pk: int) -> FileResponse:
    """A proof as an attachment, for who judges the absence and the manager; it is written down."""
    seen = Absence.objects.visible_to(request.user).order_by().values("pk")
    proof = (
        AbsenceProof.objects.filter(pk=pk, absence__in=seen)
        .select_related("file", "absence__enrolment__cohort")
        .first()
    )
    if proof is None:
        raise Http404
    if not can_read_proofs(request.user, proof.absence):
        raise PermissionDenied
    absences.note_reading(proof=proof, actor=Actor.user(request.user), at=clock.now())
    return store.serve(proof.file)

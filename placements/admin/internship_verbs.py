"""What colleagues may do with an internship; keys in ON_THE_PAGE have links in their section."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import Verb
from placements.admin.correction_forms import (
    CorrectEndForm,
    DropRestForm,
    ReasonForm,
    ReopenEvaluationForm,
    StaffAbsenceForm,
    TakeBackAbsenceForm,
)
from placements.admin.forms import ChangeInternshipForm, EndForm, NoteForm
from placements.admin.internship_forms import (
    AgreedFactsForm,
    EarlyEndForm,
    InsuranceForm,
    InterruptForm,
    MoveEndForm,
    ObjectivesForm,
    ResumeForm,
    WeekForm,
)
from placements.admin.visit_forms import NoteVisitForm, PlanVisitForm
from placements.enums import InternshipState
from placements.models import Internship
from placements.permissions import can_change_internship, can_follow_intern
from placements.workflow import (
    during,
    intern_absences,
    intern_evaluations,
    internships,
    papers,
    visits,
    workstation,
)

PLANNED, RUNNING = InternshipState.PLANNED, InternshipState.RUNNING
INTERRUPTED = InternshipState.INTERRUPTED
CURRENT = (PLANNED, RUNNING, INTERRUPTED)
OVER = (InternshipState.COMPLETED, InternshipState.BROKEN_OFF)
# These have their place beside what they change; the others are buttons on top of the page.
ON_THE_PAGE = frozenset(
    {
        "change",
        "hours",
        "objectives",
        "agreed",
        "insurance",
        "visit",
        "visited",
        "absence",
        "absence-back",
        "rest-back",
        "reopen-evaluation",
        "open-sheet",
        "correct-end",
        "again",
        "start-back",
    }
)


def _is(*states: InternshipState) -> Any:
    return lambda internship: internship.state in states


def _has_filed(internship: Internship) -> bool:
    return internship.evaluations.filed().exists()


def _is_signed(internship: Internship) -> bool:
    sheet = workstation.sheet_of(internship)
    return sheet is not None and sheet.signed_at is not None


GOING_ON = [
    Verb(
        "start",
        label=_("It has started"),
        icon="play_arrow",
        explain=_("The learner is on internship from now on. It must lack nothing."),
        done=_("The internship runs."),
        allowed=can_change_internship,
        possible=_is(PLANNED),
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
        possible=_is(RUNNING, INTERRUPTED),
        run=lambda internship, data, actor, at: internships.complete(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "extend",
        label=_("Move the last day"),
        icon="event_repeat",
        form=MoveEndForm,
        explain=_("Learner and company are told. An amendment of the agreement is needed."),
        done=_("The last day has moved. Now make an amendment of the agreement."),
        allowed=can_change_internship,
        possible=_is(RUNNING, INTERRUPTED),
        run=lambda internship, data, actor, at: during.move_end(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "interrupt",
        label=_("It rests"),
        icon="pause",
        form=InterruptForm,
        explain=_("On these days nobody is expected, and no hours are counted."),
        allowed=can_change_internship,
        possible=_is(RUNNING),
        run=lambda internship, data, actor, at: during.interrupt(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "resume",
        label=_("It goes on"),
        icon="play_arrow",
        primary=True,
        form=ResumeForm,
        done=_("The internship goes on."),
        allowed=can_change_internship,
        possible=_is(INTERRUPTED),
        run=lambda internship, data, actor, at: during.resume(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "break_off",
        label=_("It ended early"),
        icon="stop_circle",
        form=EarlyEndForm,
        danger=True,
        explain=_(
            "Learner and company are told. Who goes on elsewhere is proposed to another company; "
            "the new internship then goes on after this one."
        ),
        allowed=can_change_internship,
        possible=_is(RUNNING, INTERRUPTED),
        run=lambda internship, data, actor, at: during.break_off(
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
        possible=_is(PLANNED),
        run=lambda internship, data, actor, at: internships.cancel(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
]
FACTS = [
    Verb(
        "change",
        label=_("Change the period or mentor"),
        icon="edit_calendar",
        form=ChangeInternshipForm,
        allowed=can_change_internship,
        possible=_is(PLANNED, RUNNING),
        run=lambda internship, data, actor, at: internships.change(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "hours",
        label=_("Change the hours"),
        icon="schedule",
        form=WeekForm,
        explain=_("From when until when, and the minutes of break. Free days stay empty."),
        allowed=can_change_internship,
        possible=_is(*CURRENT),
        run=lambda internship, data, actor, at: papers.change_week(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "objectives",
        label=_("Change the objectives"),
        icon="flag",
        form=ObjectivesForm,
        explain=_("What is learned, by which task, up to which level. An empty line goes."),
        allowed=can_change_internship,
        possible=_is(*CURRENT),
        run=lambda internship, data, actor, at: papers.change_objectives(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "agreed",
        label=_("Change place, frame, allowance"),
        icon="edit",
        form=AgreedFactsForm,
        allowed=can_change_internship,
        possible=_is(*CURRENT),
        run=lambda internship, data, actor, at: papers.change_facts(
            internship=internship, changes=data, actor=actor, at=at
        ),
    ),
    Verb(
        "insurance",
        label=_("Insurance and Dimona"),
        icon="shield",
        form=InsuranceForm,
        allowed=can_change_internship,
        possible=_is(*CURRENT),
        run=lambda internship, data, actor, at: papers.change_facts(
            internship=internship, changes=data, actor=actor, at=at
        ),
    ),
]
FOLLOWING = [
    Verb(
        "visit",
        label=_("Plan a visit"),
        icon="event",
        form=PlanVisitForm,
        done=_("The visit is planned. It stands in the calendar of who visits."),
        allowed=can_follow_intern,
        possible=_is(*CURRENT),
        run=lambda internship, data, actor, at: visits.plan_visit(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "visited",
        label=_("Note a visit"),
        icon="handshake",
        form=NoteVisitForm,
        allowed=can_follow_intern,
        possible=_is(RUNNING, INTERRUPTED, *OVER),
        run=lambda internship, data, actor, at: visits.note_visit(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "absence",
        label=_("Note an absence"),
        icon="person_off",
        form=StaffAbsenceForm,
        done=_("The absence is noted. The coach is told."),
        allowed=can_follow_intern,
        possible=_is(RUNNING, INTERRUPTED, InternshipState.COMPLETED),
        run=lambda internship, data, actor, at: intern_absences.report_absence(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
]
MENDING = [
    Verb(
        "absence-back",
        label=_("Take an absence back"),
        icon="undo",
        form=TakeBackAbsenceForm,
        allowed=can_follow_intern,
        possible=lambda internship: internship.absences.exists(),
        run=lambda internship, data, actor, at: intern_absences.take_back_absence(
            absence=data["which"], reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "rest-back",
        label=_("Take days of rest back"),
        icon="undo",
        form=DropRestForm,
        allowed=can_change_internship,
        possible=lambda internship: internship.interruptions.exists(),
        run=lambda internship, data, actor, at: during.drop_interruption(
            interruption=data["which"], reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "reopen-evaluation",
        label=_("Open an evaluation again"),
        icon="undo",
        form=ReopenEvaluationForm,
        explain=_("It can be changed and filed again. What was written stays."),
        allowed=can_change_internship,
        possible=_has_filed,
        run=lambda internship, data, actor, at: intern_evaluations.reopen(
            evaluation=data["which"], reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "open-sheet",
        label=_("Open the sheet again"),
        icon="undo",
        form=ReasonForm,
        explain=_("The company fills in and signs the workstation sheet once more."),
        allowed=can_change_internship,
        possible=_is_signed,
        run=lambda internship, data, actor, at: workstation.open_again(
            sheet=internship.workstation_sheet, reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "start-back",
        label=_("It did not start: take it back"),
        icon="undo",
        form=ReasonForm,
        explain=_("It is planned as before. Evaluations that nobody filed go."),
        allowed=can_change_internship,
        possible=_is(RUNNING),
        run=lambda internship, data, actor, at: internships.take_back_start(
            internship=internship, reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "again",
        label=_("It did not end: it goes on"),
        icon="undo",
        form=ReasonForm,
        allowed=can_change_internship,
        possible=_is(*OVER),
        run=lambda internship, data, actor, at: during.take_up_again(
            internship=internship, reason=data["reason"], actor=actor, at=at
        ),
    ),
    Verb(
        "correct-end",
        label=_("Correct the end"),
        icon="edit",
        form=CorrectEndForm,
        allowed=can_change_internship,
        possible=_is(*OVER),
        run=lambda internship, data, actor, at: during.correct_end(
            internship=internship, actor=actor, at=at, **data
        ),
    ),
]
VERBS = [*GOING_ON, *FACTS, *FOLLOWING, *MENDING]

"""The selection on the page of an application: its steps, and the verbs of the present one."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applicants.enums import OPEN_APPLICATION_STATES, ApplicationState, BookingState, ProgressState
from applicants.fitting import can_book, live_booking
from applicants.models import Application, Booking, SelectionStep, Slot, StepProgress
from applicants.notifications.words import moment_in_words
from applicants.permissions import can_decide, can_judge
from applicants.workflow import booking as bookings
from applicants.workflow import selecting
from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section
from becode.backoffice.verbs import Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove

PROGRESS_TONES: dict[str, Tone] = {
    ProgressState.TO_DO: "info",
    ProgressState.BOOKED: "info",
    ProgressState.MISSED: "bad",
    ProgressState.DONE: "warning",
    ProgressState.PASSED: "good",
    ProgressState.FAILED: "bad",
}
BOOKING_TONES: dict[str, Tone] = {
    BookingState.BOOKED: "info",
    BookingState.ATTENDED: "good",
    BookingState.MISSED: "bad",
}
NOT_DONE = (ProgressState.TO_DO, ProgressState.BOOKED, ProgressState.MISSED)
JUDGED = (ProgressState.PASSED, ProgressState.FAILED, ProgressState.SKIPPED)


class RemarkForm(forms.Form):
    remark = PlainTextField(
        label=_("Remark"),
        longest=2000,
        lines=3,
        required=False,
        help_text=_("Why, in a few words. Colleagues read it."),
    )


class StepForm(VerbForm):
    """Which step of the track."""

    step = forms.ModelChoiceField(SelectionStep.objects.none(), label=_("Step"), empty_label=None)

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = SelectionStep.objects.of_track(self.obj.track_id)
        present = self.obj.present_step
        self.fields["step"].queryset = steps.exclude(pk=present.step_id) if present else steps


class SlotChoice(forms.ModelChoiceField):
    """A moment with what one needs to choose it on the phone."""

    def label_from_instance(self, obj: Any) -> str:
        free = ngettext("%(count)d place left", "%(count)d places left", obj.places_free)
        words = (
            moment_in_words(obj.starts_at),
            str(obj.campus),
            str(obj.get_language_display()),
            free % {"count": obj.places_free},
        )
        return " · ".join(words)


class BookForm(VerbForm):
    """A moment for somebody who calls: any language, at the campuses of the colleague."""

    slot = SlotChoice(Slot.objects.none(), label=_("Moment"))

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        progress = self.obj.present_step
        if progress is not None:
            slots = Slot.objects.of_kind(progress.step.kind, self.obj.track_id)
            slots = slots.upcoming(clock.now()).with_room().visible_to(self.user).for_lists()
            self.fields["slot"].queryset = slots


def _is_in(*states: str) -> Any:
    """Whether the present step of an application in selection is in one of these states."""

    def possible(application: Application) -> bool:
        step = _present(application)
        return step is not None and step.state in states

    return possible


def _present(application: Application) -> StepProgress | None:
    if application.state != ApplicationState.IN_SELECTION:
        return None
    return application.present_step


def _step(application: Application) -> StepProgress:
    """The present step, as it is now. Raises IllegalMove where there is none any more."""
    step = application.progress.present().with_step().first()
    if step is None:
        raise IllegalMove
    return step


def _can_choose_moment(application: Application) -> bool:
    step = _present(application)
    return step is not None and can_book(step)


def _is_booked(application: Application) -> bool:
    step = _present(application)
    return step is not None and step.state == ProgressState.BOOKED


def _can_go_to_step(application: Application) -> bool:
    if application.state not in selecting.IN_PROCESS:
        return False
    return application.track_has_steps


def _last_judged(application: Application) -> StepProgress | None:
    """The one to take back; read from the page's own steps where these are there."""
    judged = [step for step in application.progress.all() if step.state in JUDGED]
    return max(judged, key=lambda step: (step.judged_at or step.reached_at, step.pk), default=None)


def _can_undo(application: Application) -> bool:
    if application.state != ApplicationState.IN_SELECTION:
        return False
    present = application.present_step
    if present is not None and present.state != ProgressState.TO_DO:
        return False
    return _last_judged(application) is not None


def _book(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> Booking:
    progress = _step(application)
    booking = live_booking(progress)
    if booking is None:
        return bookings.book(progress=progress, slot=data["slot"], actor=actor, at=at)
    return bookings.move_booking(booking=booking, slot=data["slot"], actor=actor, at=at)


def _cancel(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    booking = live_booking(_step(application))
    if booking is None:
        raise IllegalMove
    bookings.cancel_booking(booking=booking, actor=actor, at=at)


def _undo(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    progress = _last_judged(application)
    if progress is None:
        raise IllegalMove
    selecting.undo_judgement(progress=progress, actor=actor, at=at)


STEP_VERBS: list[Verb] = [
    Verb(
        "book",
        label=_("Book a moment"),
        icon="event",
        form=BookForm,
        explain=_("For somebody who calls. A moment that was booked already is moved."),
        done=_("Booked. The confirmation leaves at once."),
        allowed=can_judge,
        possible=_can_choose_moment,
        run=_book,
    ),
    Verb(
        "step-done",
        label=_("Step done"),
        icon="task_alt",
        bulk=True,
        explain=_("The step is done. Somebody judges it afterwards."),
        allowed=can_judge,
        possible=_is_in(*NOT_DONE),
        run=lambda obj, data, actor, at: selecting.mark_done(
            progress=_step(obj), actor=actor, at=at
        ),
    ),
    Verb(
        "pass",
        label=_("Passed"),
        icon="thumb_up",
        form=RemarkForm,
        bulk=True,
        explain=_("The person goes on to the next step and gets a message about it."),
        allowed=can_judge,
        possible=_is_in(*NOT_DONE, ProgressState.DONE),
        run=lambda obj, data, actor, at: selecting.pass_step(
            progress=_step(obj), actor=actor, at=at, remark=data["remark"]
        ),
    ),
    Verb(
        "fail",
        label=_("Not passed"),
        icon="thumb_down",
        form=RemarkForm,
        quiet=True,
        explain=_("Nothing goes to the person. Afterwards a colleague decides."),
        allowed=can_judge,
        possible=_is_in(*NOT_DONE, ProgressState.DONE),
        run=lambda obj, data, actor, at: selecting.fail_step(
            progress=_step(obj), actor=actor, at=at, remark=data["remark"]
        ),
    ),
    Verb(
        "skip",
        label=_("Skip the step"),
        icon="skip_next",
        form=RemarkForm,
        quiet=True,
        bulk=True,
        explain=_("The person goes on without this step."),
        allowed=can_judge,
        possible=_is_in(*NOT_DONE, ProgressState.DONE),
        run=lambda obj, data, actor, at: selecting.skip_step(
            progress=_step(obj), actor=actor, at=at, remark=data["remark"]
        ),
    ),
    Verb(
        "cancel-booking",
        label=_("Cancel the moment"),
        icon="event_busy",
        quiet=True,
        explain=_("The place is free again. The person gets a message and may choose another."),
        allowed=can_judge,
        possible=_is_booked,
        run=_cancel,
    ),
    Verb(
        "undo-judgement",
        label=_("Take the judgement back"),
        icon="undo",
        quiet=True,
        explain=_("The last judged step opens again. A next step that nobody touched goes away."),
        allowed=can_judge,
        possible=_can_undo,
        run=_undo,
    ),
    Verb(
        "step",
        label=_("Go to a step"),
        icon="stairs",
        form=StepForm,
        quiet=True,
        explain=_("The present step is skipped. The person gets a message about the new one."),
        allowed=can_judge,
        possible=_can_go_to_step,
        run=lambda obj, data, actor, at: selecting.go_to_step(
            application=obj, step=data["step"], actor=actor, at=at
        ),
    ),
]


def step_sections(application: Application, *, user: User) -> list[Section]:
    """The steps an application went through and the moments it booked; one query for these."""
    steps = list(application.progress.all())
    if not steps:
        return []
    booked: dict[int, list[Any]] = {}
    found = Booking.objects.filter(progress__in=steps).select_related("slot__campus")
    for booking in found.order_by("slot__starts_at", "pk"):
        booked.setdefault(booking.progress_id, []).append(booking)
    headers: list[Any] = [_("Step"), _("State"), _("Since"), _("Moments"), _("Judged"), _("Remark")]
    may_assign = can_decide(user, application) and can_be_assigned(application)
    if may_assign:
        headers.append(_("Assessors"))
    rows = [
        (
            step.step.name,
            Tag(step.get_state_display(), PROGRESS_TONES.get(step.state, "neutral")),
            moment_in_words(step.reached_at),
            _moments(booked.get(step.pk, [])),
            _judged(step),
            " · ".join(text for text in (step.answer, step.remark) if text),
            *([_assign(application, step)] if may_assign else []),
        )
        for step in steps
    ]
    return [table_section(_("Selection"), headers, rows)]


def can_be_assigned(application: Application) -> bool:
    if application.state not in OPEN_APPLICATION_STATES:
        return False
    return application.wants_assessors


def _assign(application: Application, step: StepProgress) -> Any:
    """In the line of a step that two colleagues score: where they are chosen."""
    if not step.step.is_scored or step.state == ProgressState.SKIPPED:
        return ""
    page = reverse("admin:applicants_application_do", args=[application.pk, "assign"])
    return Link(_("Assign assessors"), page)


def _moments(found: list[Booking]) -> Any:
    """The last moment as a link, and how many there were before it."""
    if not found:
        return ""
    last = found[-1]
    words = f"{moment_in_words(last.slot.starts_at)} ({last.get_state_display().lower()})"
    if len(found) > 1:
        words = gettext("%(moment)s, after %(count)d before") % {
            "moment": words,
            "count": len(found) - 1,
        }
    return Link(words, reverse("admin:applicants_slot_change", args=[last.slot_id]))


def _judged(step: StepProgress) -> str:
    if step.judged_at is None:
        due = step.due_at
        return gettext("before %(moment)s") % {"moment": moment_in_words(due)} if due else ""
    who = f" · {step.judged_by}" if step.judged_by else ""
    return f"{moment_in_words(step.judged_at)}{who}"

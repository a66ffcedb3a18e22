"""What the four doors share (company, link, learner, staff): a form about an internship, handled.

Each door scopes the record, calls one of these, and shows its own page or leads on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.hours import last_planned_day
from placements.intern_forms import (
    AbsenceForm,
    InternEvaluationForm,
    MonthForm,
    SignatureForm,
    WorkstationForm,
)
from placements.intern_months import days_to_confirm, is_over
from placements.models import Internship, InternshipEvaluation, WorkstationSheet
from placements.workflow import intern_absences, intern_evaluations, intern_months, workstation


@dataclass(frozen=True, slots=True)
class Answer:
    """The form to show, or what was done: "filed", "saved"; `refusal` says why it was not."""

    form: Any
    done: str = ""
    refusal: str = ""


def evaluate(
    request: HttpRequest, evaluation: InternshipEvaluation, *, filed_by: str, actor: Actor
) -> Answer:
    """Fill in, keep as a draft, or file. What was typed is kept, also beside a fault."""
    is_filing = request.POST.get("do") == "file"
    data = request.POST if request.method == "POST" else None
    form = InternEvaluationForm(data, evaluation=evaluation, is_filing=is_filing)
    if request.method != "POST":
        return Answer(form)
    try:
        if form.is_valid() and is_filing:
            intern_evaluations.file_evaluation(
                evaluation=evaluation,
                filed_by=filed_by,
                actor=actor,
                at=clock.now(),
                **form.draft,
            )
            return Answer(form, "filed")
        intern_evaluations.save_draft(evaluation=evaluation, **form.draft)
    except IllegalMove as error:
        return Answer(form, refusal=str(error.sentence))
    return Answer(form, "" if form.errors else "saved")


def month_of(internship: Internship, text: str) -> date:
    """The first day of a month written as 2026-03; Http404 where nothing is planned in it."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    if last_planned_day(internship, month) is None:
        raise Http404
    return month


def confirm_month(
    request: HttpRequest,
    internship: Internship,
    month: date,
    *,
    confirmed_by: str,
    actor: Actor,
) -> Answer:
    """Show the days, or write down what the form says of them."""
    days = days_to_confirm(internship, month)
    was_confirmed = internship.months.filter(month=month).exists()
    data = request.POST if request.method == "POST" else None
    form = MonthForm(data, days=days, needs_reason=was_confirmed)
    if request.method != "POST" or not form.is_valid():
        return Answer(form)
    try:
        intern_months.confirm(
            internship=internship,
            month=month,
            said=form.said,
            confirmed_by=confirmed_by,
            note=form.cleaned_data["note"],
            reason=form.cleaned_data.get("reason", ""),
            actor=actor,
            at=clock.now(),
        )
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return Answer(form, refusal=str(error.sentence))
    return Answer(form, "filed")


def can_confirm(internship: Internship, month: date) -> bool:
    return is_over(internship, month, on=clock.today())


def tell_absence(
    request: HttpRequest,
    internship: Internship,
    *,
    by_company: bool,
    actor: Actor,
    make: Callable[..., AbsenceForm] = AbsenceForm,
) -> Answer:
    form = make(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return Answer(form)
    try:
        intern_absences.report_absence(
            internship=internship,
            by_company=by_company,
            actor=actor,
            at=clock.now(),
            **form.cleaned_data,
        )
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return Answer(form, refusal=str(error.sentence))
    return Answer(form, "filed")


def fill_sheet(request: HttpRequest, internship: Internship, *, actor: Actor) -> Answer:
    """The facts of the workstation sheet; it begins with the company's last one alike."""
    is_post = request.method == "POST"
    form = WorkstationForm(
        request.POST if is_post else None,
        initial=None if is_post else workstation.usual_facts(internship),
    )
    if not is_post or not form.is_valid():
        return Answer(form)
    try:
        workstation.fill_in(
            internship=internship, facts=form.cleaned_data, actor=actor, at=clock.now()
        )
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
        return Answer(form, refusal=str(error.sentence))
    return Answer(form, "filed")


def sign_sheet(
    request: HttpRequest, sheet: WorkstationSheet, *, name: str, signer_key: int, actor: Actor
) -> Answer:
    """Read and sign: what is signed is what the page showed."""
    is_post = request.method == "POST"
    initial = {"name": name, "seen": workstation.text_of(sheet)}
    form = SignatureForm(request.POST if is_post else None, initial=initial)
    if not is_post or not form.is_valid():
        return Answer(form)
    try:
        workstation.sign(
            sheet=sheet,
            name=form.cleaned_data["name"],
            signature=form.cleaned_data["signature"],
            signer_key=signer_key,
            seen=form.cleaned_data["seen"],
            actor=actor,
            at=clock.now(),
        )
    except IllegalMove as error:
        return Answer(form, refusal=str(error.sentence))
    return Answer(form, "filed")

"""What the page of an application says and offers about scores, eligibility and the decision."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applicants.admin.deciding_forms import AssignForm, CheckForm
from applicants.admin.selection import can_be_assigned
from applicants.eligibility import RuleLine, lines_for
from applicants.enums import REOPEN_MOVES, ApplicationState, CheckOutcome
from applicants.models import Application, Assessment
from applicants.permissions import can_decide
from applicants.scores import figures
from applicants.workflow import checking, deciding, scoring
from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section
from becode.backoffice.verb import Verb
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove

OUTCOME_TONES: dict[str, Tone] = {
    CheckOutcome.MET: "good",
    CheckOutcome.WAIVED: "good",
    CheckOutcome.NOT_MET: "bad",
    CheckOutcome.UNKNOWN: "warning",
}


def _assign(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    progress = scoring.progress_to_score(application)
    if progress is None:
        raise IllegalMove
    scoring.share_out(progress=progress, pool=data["assessors"], actor=actor, at=at)


def _can_be_checked(application: Application) -> bool:
    if application.state not in checking.CHECKED_STATES:
        return False
    return application.track_has_rules


def _can_reopen(application: Application) -> bool:
    return REOPEN_MOVES.allow(application.state, ApplicationState.SUBMITTED)


VERBS: tuple[Verb, ...] = (
    Verb(
        "assign",
        label=_("Assign assessors"),
        icon="rate_review",
        form=AssignForm,
        bulk=True,
        quiet=True,
        explain=_("Two assessors score each application, each without seeing the other's scores."),
        allowed=can_decide,
        possible=can_be_assigned,
        run=_assign,
    ),
    Verb(
        "check",
        label=_("Check a rule"),
        icon="rule",
        form=CheckForm,
        quiet=True,
        allowed=can_decide,
        possible=_can_be_checked,
        run=lambda obj, data, actor, at: checking.set_check(
            application=obj, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "reopen",
        label=_("Open again"),
        icon="lock_open",
        explain=_(
            "The application goes back to where it was. Places on waitlists come back with their "
            "old date. Sensitive answers that were deleted do not."
        ),
        allowed=can_decide,
        possible=_can_reopen,
        run=lambda obj, data, actor, at: deciding.reopen(application=obj, actor=actor, at=at),
    ),
)


def sections_for(application: Application, *, on: date, user: User) -> list[Section]:
    """Scores, eligibility on a day and the words of the decision, those that there are."""
    sections = [*_scores(application), *_eligibility(application, on=on, user=user)]
    if application.decision_text and application.state == ApplicationState.REJECTED:
        template = "backoffice/sections/text.html"
        context = {"text": application.decision_text, "empty": ""}
        sections.append(Section(_("What the person read"), template, context))
    return sections


def _scores(application: Application) -> list[Section]:
    """Who scores; the marks only once both are in, whoever looks."""
    if not application.progress.all():
        return []
    assessments = (
        Assessment.objects.filter(progress__application=application)
        .select_related("assessor", "progress__step")
        .order_by("progress", "assigned_at", "pk")
    )
    by_step: dict[int, list[Assessment]] = {}
    for assessment in assessments:
        by_step.setdefault(assessment.progress_id, []).append(assessment)
    return [
        Section(
            _("Scores"),
            "applicants/staff/scores.html",
            {
                "step": group[0].progress.step,
                "assessments": group,
                "figures": figures(group, pass_mark=group[0].progress.step.pass_mark),
            },
        )
        for group in by_step.values()
    ]


def _eligibility(application: Application, *, on: date, user: User) -> list[Section]:
    if not application.track_has_rules:
        return []
    lines = lines_for(application, on=on)
    headers: list[Any] = [_("Rule"), _("Outcome"), _("Proof"), _("Checked by"), _("Valid until")]
    rows = [_row(line) for line in lines]
    if lines and can_decide(user, application) and _can_be_checked(application):
        headers.append(pgettext_lazy("verb", "Check"))
        page = reverse("admin:applicants_application_do", args=[application.pk, "check"])
        rows = [
            (*row, Link(pgettext_lazy("verb", "Check"), f"{page}?rule={line.rule.pk}"))
            for row, line in zip(rows, lines, strict=True)
        ]
    return [table_section(_("Eligibility"), headers, rows)]


def _row(line: RuleLine) -> tuple[Any, ...]:
    check = line.check
    tag = Tag(line.outcome.label, OUTCOME_TONES[line.outcome])
    if line.is_computed:
        return line.rule.words, tag, _("From the answers of the person"), "", ""
    if check is None:
        return line.rule.words, tag, "", "", ""
    proof = " · ".join(str(part) for part in (check.document, check.remark) if part)
    who = str(check.checked_by or "")
    if check.checked_at:
        who = f"{who} · {date_format(clock.local_day(check.checked_at), 'j N Y')}"
    until: Any = date_format(check.valid_until, "j N Y") if check.valid_until else ""
    if line.warning:
        until = Tag(f"{until} · {line.warning}", "bad")
    return line.rule.words, tag, proof, who, until

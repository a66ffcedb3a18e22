"""One vocabulary for what became of a question after leaving; lists, pages and figures use it.

"Not yet due", "no answer" and "working" are never mixed: each question is in exactly one of these,
seen from a day. docs/domain.md, "Jobs and questions after leaving".
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from becode.backoffice.parts import Tag, Tone
from placements.enums import FAILED, FollowUpAnswer, FollowUpState
from placements.models import FollowUp, FollowUpCall

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


class Standing(models.TextChoices):
    NOT_DUE = "not_due", _("Not yet due")
    ASKED = "asked", _("Asked")
    CALLED = "called", _("Called, not reached yet")
    WORKING = "working", _("Works")
    STUDYING = "studying", _("Studies")
    SEEKING = "seeking", _("Looks for work")
    SOMETHING_ELSE = "something_else", _("Does something else")
    NO_ANSWER = "no_answer", _("No answer, closed")
    OPTED_OUT = "opted_out", _("Does not want to be asked")
    NOT_ASKED = "not_asked", _("Not asked")


ANSWERED = tuple(Standing(answer) for answer in FollowUpAnswer.values)
OPEN = (Standing.ASKED, Standing.CALLED)
_CLOSED = (FollowUpState.NO_ANSWER, FollowUpState.OPTED_OUT, FollowUpState.NOT_ASKED)
_TONES: dict[Standing, Tone] = {
    Standing.NOT_DUE: "neutral",
    Standing.ASKED: "info",
    Standing.CALLED: "warning",
    Standing.WORKING: "good",
    Standing.STUDYING: "good",
    Standing.NO_ANSWER: "bad",
}


def standing_of(follow_up: FollowUp, *, on: date) -> Standing:
    """Where one question stands on this day; asks for its calls where it is open."""
    if follow_up.state == FollowUpState.ANSWERED:
        return Standing(follow_up.answer)
    if follow_up.state in _CLOSED:
        return Standing(follow_up.state)
    if follow_up.due_on > on:
        return Standing.NOT_DUE
    called = getattr(follow_up, "is_called", None)
    if called is None:
        called = follow_up.calls.filter(result__in=FAILED).exists()
    return Standing.CALLED if called else Standing.ASKED


def with_standing(rows: "QuerySet[FollowUp]", *, on: date) -> "QuerySet[FollowUp]":
    """Rows with their `standing` on this day, as `standing_of` says; one query."""
    return rows.annotate(standing=_expression(on))


def _expression(on: date) -> "Combinable":
    called = FollowUpCall.objects.filter(follow_up=OuterRef("pk"), result__in=FAILED).order_by()
    return Case(
        When(state=FollowUpState.ANSWERED, then=F("answer")),
        When(state__in=_CLOSED, then=F("state")),
        When(due_on__gt=on, then=Value(Standing.NOT_DUE.value)),
        When(Exists(called), then=Value(Standing.CALLED.value)),
        default=Value(Standing.ASKED.value),
        output_field=models.CharField(),
    )


def standing_tag(standing: str) -> Tag:
    """The words of a standing in a colour."""
    one = Standing(standing)
    return Tag(one.label, _TONES.get(one, "neutral"))

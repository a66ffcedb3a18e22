"""The columns of the board, as the database sees them: where an open application waits."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from applicants.enums import PRESENT_PROGRESS_STATES, ApplicationState, StepKind

if TYPE_CHECKING:
    from becode.accounts.models import User

# Beside these, each StepKind is a stage: the kind of the present step.
RECEIVED, TO_DECIDE, WAITING = "received", "to_decide", "waiting"
OWNED_BY_ME, OWNED_BY_NOBODY = "me", "nobody"
_BEFORE = (ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION, ApplicationState.ADMITTED)


class StagesMixin(models.QuerySet):
    """Adds to applications the stage in which they wait and since when.

    An application has at most one present step, so the join makes no row twice.
    """

    def with_stage(self) -> Self:
        """Annotates `stage` (empty for closed ones), `since` and `present_state`."""
        judged = self._progress().filter(application=OuterRef("pk")).order_by()
        last = judged.values("application").annotate(last=Max("judged_at")).values("last")
        in_selection = Q(state=ApplicationState.IN_SELECTION)
        present = in_selection & Q(present__isnull=False)
        return self.with_present_step().annotate(
            stage=Case(
                When(state=ApplicationState.SUBMITTED, then=Value(RECEIVED)),
                When(present, then=F("present__step__kind")),
                When(in_selection, then=Value(TO_DECIDE)),
                When(state=ApplicationState.ADMITTED, then=Value(WAITING)),
                default=Value(""),
                output_field=models.CharField(),
            ),
            since=Case(
                When(state=ApplicationState.SUBMITTED, then=F("submitted_at")),
                When(present, then=F("present__reached_at")),
                When(in_selection, then=Coalesce(Subquery(last), F("submitted_at"))),
                When(state=ApplicationState.ADMITTED, then=F("eligible_at")),
                output_field=models.DateTimeField(),
            ),
            present_state=F("present__state"),
        )

    def with_present_step(self) -> Self:
        """Joins the step in which each application is now, as `present`."""
        if "present" in self.query._filtered_relations:  # type: ignore[attr-defined]
            return self
        condition = Q(progress__state__in=PRESENT_PROGRESS_STATES)
        return self.annotate(present=FilteredRelation("progress", condition=condition))

    def on_board(self) -> Self:
        """Those a colleague still has to do something for."""
        return self.filter(state__in=_BEFORE)

    def in_stage(self, stage: str) -> Self:
        """Those of one column; none for a word that is no column."""
        if stage == RECEIVED:
            return self.filter(state=ApplicationState.SUBMITTED)
        if stage == WAITING:
            return self.filter(state=ApplicationState.ADMITTED)
        if stage == TO_DECIDE:
            return self.to_decide()
        if stage in StepKind.values:
            in_selection = self.filter(state=ApplicationState.IN_SELECTION)
            return in_selection.with_present_step().filter(present__step__kind=stage)
        return self.none()

    def to_decide(self) -> Self:
        """In selection with no step left: passed them all, or not passed one."""
        here = self._progress().filter(application=OuterRef("pk"))
        return self.filter(state=ApplicationState.IN_SELECTION).exclude(
            Exists(here.filter(state__in=PRESENT_PROGRESS_STATES))
        )

    def waiting_since(self, at: datetime, *, days: int) -> Self:
        """Those that have been in their stage for so many days."""
        return self.on_board().with_stage().filter(since__lte=at - timedelta(days=days))

    def owned(self, wanted: str, user: "User") -> Self:
        """By `me`, by `nobody`, or by the colleague with this key."""
        if wanted == OWNED_BY_ME:
            return self.filter(owner=user)
        if wanted == OWNED_BY_NOBODY:
            return self.filter(owner__isnull=True)
        return self.filter(owner_id=int(wanted)) if wanted.isdecimal() else self.none()

    def without_email(self) -> Self:
        """Of people whom only a phone call or a text reaches."""
        model: Any = self.model
        points = model.person.field.related_model.contact_points.rel.related_model.objects
        mailed = points.usable().filter(person=OuterRef("person"), kind="email")
        return self.filter(~Exists(mailed.order_by()))

    def _progress(self) -> Any:
        model: Any = self.model
        return model.progress.rel.related_model.objects.order_by()

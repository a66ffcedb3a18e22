"""Jobs, questions after leaving, forms at the exit."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from cohorts.enums import EnrolmentState
from placements.enums import (
    FAILED,
    EvidenceLevel,
    FollowUpState,
    JobState,
)
from placements.querysets.scope import AtCampus

# A question that was due this long ago without an answer is for a call.
CALLED_AFTER = timedelta(days=14)
# After a call that failed somebody else is called first.
CALLED_AGAIN_AFTER = timedelta(hours=20)
# The form at the exit is taken for so long: docs/domain.md, "Jobs and questions after leaving".
EXIT_FORM_OPEN = timedelta(days=28)
WITH_US = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)


class JobPlacementQuerySet(AtCampus):
    def confirmed(self) -> Self:
        return self.filter(state=JobState.CONFIRMED)

    def standing(self) -> Self:
        """Told and not discarded."""
        return self.exclude(state=JobState.DISCARDED)

    def reported(self) -> Self:
        """Told by the person or a company, and not looked at yet; the oldest first."""
        return self.filter(state=JobState.REPORTED).order_by("recorded_at", "pk")

    def awaiting_review(self) -> Self:
        """Somebody said that the tasks are digital; a second colleague has not looked yet."""
        return self.confirmed().filter(digital_by__isnull=False, reviewed_by__isnull=True)

    def without_proof(self) -> Self:
        """Standing jobs that nothing on paper proves: no file that waits, neither A nor B."""
        evidence = self.model._meta.get_field("evidence").related_model
        waiting = evidence.objects.to_look_at().filter(job=OuterRef("pk"))  # type: ignore[union-attr]
        proven = (EvidenceLevel.A, EvidenceLevel.B)
        return self.standing().exclude(evidence_level__in=proven).exclude(Exists(waiting))

    def of_person(self, person_pk: int) -> Self:
        return self.filter(person_id=person_pk)


class JobEvidenceQuerySet(AtCampus):
    campus_path = "job__enrolment__cohort__campus_id__in"

    def usable(self) -> Self:
        return self.filter(refused_at__isnull=True)

    def to_look_at(self) -> Self:
        """Files that came in and that nobody judged."""
        return self.usable().filter(level=EvidenceLevel.NONE)


class FurtherStudyQuerySet(AtCampus):
    def of_person(self, person_pk: int) -> Self:
        return self.filter(person_id=person_pk)


class OutcomeExclusionQuerySet(AtCampus):
    def of_person(self, person_pk: int) -> Self:
        return self.filter(enrolment__person_id=person_pk)


class FollowUpQuerySet(AtCampus):
    def unanswered(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)

    def due_on(self, day: date) -> Self:
        """Questions that may be asked on this day."""
        return self.unanswered().filter(due_on__lte=day)

    def latest_due(self, day: date) -> Self:
        """The one question of each person that is asked on this day: the latest that is due.

        Not of those who follow a training with us again.
        """
        later = self.model.objects.filter(
            Q(due_on__gt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__gt=OuterRef("pk")),
            enrolment__person=OuterRef("enrolment__person"),
            due_on__lte=day,
        )
        return self.due_on(day).exclude(Exists(later)).exclude(Exists(_with_us_again()))

    def to_call(self, at: datetime, day: date) -> Self:
        """Whom colleagues call: asked two weeks ago, no answer, not called just now.

        Rows have `failed` (calls) and `called_at` (the last one); the longest silent first.
        """
        calls = Q(calls__result__in=FAILED)
        return (
            self.latest_due(day)
            .filter(due_on__lte=day - CALLED_AFTER)
            .annotate(failed=Count("calls", filter=calls), called_at=Max("calls__at"))
            .filter(Q(called_at__isnull=True) | Q(called_at__lte=at - CALLED_AGAIN_AFTER))
            .order_by(F("called_at").asc(nulls_first=True), "due_on", "pk")
        )

    def waiting_since(self, day: date) -> Self:
        """Questions without an answer that were due by this day, the oldest first."""
        return self.due_on(day).order_by("due_on", "pk")

    def of_person(self, person_pk: int) -> Self:
        return self.filter(enrolment__person_id=person_pk)


def _with_us_again() -> "models.QuerySet[models.Model]":
    # Enrolments stand below: their model is named here to keep querysets free of ours.
    from cohorts.models import Enrolment

    return Enrolment.objects.filter(
        person=OuterRef("enrolment__person"), state__in=WITH_US
    ).order_by()


class ExitFormQuerySet(AtCampus):
    def open(self) -> Self:
        return self.filter(filed_at__isnull=True)

    def fileable(self, day: date) -> Self:
        """Not filed, and not too late: within four weeks after the exit."""
        return self.open().filter(exit_on__gte=day - EXIT_FORM_OPEN, exit_on__lte=day)

"""Jobs, questions after leaving, forms at the exit."""

from datetime import date
from typing import Self

from placements.enums import FollowUpState, JobState
from placements.querysets.scope import AtCampus


class JobPlacementQuerySet(AtCampus):
    def confirmed(self) -> Self:
        return self.filter(state=JobState.CONFIRMED)

    def reported(self) -> Self:
        """Told by the person or a company, and not looked at yet; the oldest first."""
        return self.filter(state=JobState.REPORTED).order_by("recorded_at", "pk")


class FollowUpQuerySet(AtCampus):
    def unanswered(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)

    def due_on(self, day: date) -> Self:
        """Questions that may be asked on this day."""
        return self.unanswered().filter(due_on__lte=day)

    def waiting_since(self, day: date) -> Self:
        """Questions without an answer that were due by this day, the oldest first."""
        return self.due_on(day).order_by("due_on", "pk")

    def of_person(self, person_pk: int) -> Self:
        return self.filter(enrolment__person_id=person_pk)


class ExitFormQuerySet(AtCampus):
    def open(self) -> Self:
        return self.filter(filed_at__isnull=True)

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from applicants.enums import EntryState

if TYPE_CHECKING:
    from applicants.models import WaitlistEntry
    from becode.accounts.models import User
    from becode.people.models import Person


class WaitlistEntryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=EntryState.WAITING)

    def in_order(self) -> Self:
        """The order of the list: priority, date of eligibility, application number."""
        return self.order_by("priority", "eligible_at", "application_id")

    def for_list(self, *, campus_pk: int, track_pk: int) -> Self:
        return self.waiting().filter(campus_id=campus_pk, track_id=track_pk).in_order()

    def of_person(self, person: "Person") -> Self:
        """Where one person waits, their first choice first, an application after the other."""
        return (
            self.waiting()
            .filter(application__person=person)
            .select_related("campus")
            .annotate(
                rank=models.Min(
                    "application__choices__rank",
                    filter=Q(application__choices__campus=models.F("campus")),
                )
            )
            .order_by("application_id", "rank", "pk")
        )

    def with_position(self) -> Self:
        """Each with its `position` on its list, 1 for who is next; in the same query."""
        model: Any = self.model
        before = (
            model.objects.waiting()
            .filter(campus_id=models.OuterRef("campus_id"), track_id=models.OuterRef("track_id"))
            .filter(
                Q(priority__lt=models.OuterRef("priority"))
                | Q(
                    priority=models.OuterRef("priority"),
                    eligible_at__lt=models.OuterRef("eligible_at"),
                )
                | Q(
                    priority=models.OuterRef("priority"),
                    eligible_at=models.OuterRef("eligible_at"),
                    application_id__lt=models.OuterRef("application_id"),
                )
            )
            .order_by()
            .values("campus_id")
            .annotate(people=models.Count("pk"))
            .values("people")
        )
        return self.annotate(position=Coalesce(models.Subquery(before), 0) + 1)

    def with_people(self) -> Self:
        """With what a line of a list shows."""
        return self.select_related("application__person")

    def people_per_list(self) -> dict[tuple[int, int], int]:
        """How many wait on each list, by (campus, track)."""
        counted = self.waiting().order_by("campus_id", "track_id").values("campus_id", "track_id")
        return {
            (line["campus_id"], line["track_id"]): line["people"]
            for line in counted.annotate(people=models.Count("pk"))
        }

    def ahead_of(self, entry: "WaitlistEntry") -> Self:
        """Who stands before this entry on its list."""
        return self.for_list(campus_pk=entry.campus_id, track_pk=entry.track_id).filter(
            Q(priority__lt=entry.priority)
            | Q(priority=entry.priority, eligible_at__lt=entry.eligible_at)
            | Q(
                priority=entry.priority,
                eligible_at=entry.eligible_at,
                application_id__lt=entry.application_id,
            )
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce, Extract, Floor

from applicants.enums import (
    REOPENED_REASONS,
    ApplicationState,
    EndReason,
    EntryState,
    OfferState,
    PassReason,
    PolicyState,
)
from cohorts.models import Enrolment

if TYPE_CHECKING:
    from applicants.models import WaitlistEntry
    from becode.accounts.models import User
    from becode.people.models import Person
    from cohorts.models import Cohort


class Median(models.Aggregate):
    """The value in the middle: one that is there, so that moments stay moments."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class WaitlistEntryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=EntryState.WAITING)

    def in_order(self) -> Self:
        """The order of the list, by its own rule: see applicants/order.py."""
        return self.order_by("order_key")

    def for_list(self, *, campus_pk: int, track_pk: int) -> Self:
        return self.waiting().filter(campus_id=campus_pk, track_id=track_pk).in_order()

    def on_lists(self, lists: "Iterable[tuple[int, int]]") -> Self:
        """Places on any of these (campus, track) lists, ended ones too."""
        wanted = Q(pk__in=[])
        for campus_key, track_key in lists:
            wanted |= Q(campus_id=campus_key, track_id=track_key)
        return self.filter(wanted).order_by("pk")

    def joined_between(self, since: datetime, until: datetime) -> Self:
        return self.filter(joined_at__gte=since, joined_at__lt=until)

    def ended_between(self, since: datetime, until: datetime) -> Self:
        return self.filter(closed_at__gte=since, closed_at__lt=until)

    def ended_by_seat(self, moment: datetime) -> Self:
        """Places that a yes at this moment ended: that of the seat, and the person's others."""
        reasons = (EndReason.SEAT, EndReason.OTHER_SEAT)
        return self.filter(closed_at=moment, end_reason__in=reasons)

    def per_stretch(
        self, moment: str, since: datetime, length: timedelta, *also: str
    ) -> "models.QuerySet[Any, dict[str, Any]]":
        """How many `people` per list and `stretch` of this length, 0 for the one after `since`.

        `moment` is the column that counts; `also` are columns to tell apart.
        """
        # In UTC: Django would else take the wall clock of Brussels for the seconds.
        epoch = Extract(moment, "epoch", tzinfo=UTC, output_field=models.FloatField())
        seconds = epoch - models.Value(since.timestamp())
        stretch = Cast(Floor(seconds / models.Value(length.total_seconds())), models.IntegerField())
        lines = self.order_by().values("campus_id", "track_id", *also).annotate(stretch=stretch)
        counted = lines.annotate(people=models.Count("pk"))
        return counted.order_by("campus_id", "track_id", "stretch", *also)

    def paused(self, on: date) -> Self:
        """Who wants no seat offered on this day, the pause that ends first on top."""
        return self.filter(paused_until__gt=on).order_by("paused_until", "order_key")

    def with_offer(self, at: datetime) -> Self:
        """Those with an offer through this place that can be accepted at this moment."""
        model: Any = self.model
        offers = model.offers.rel.related_model.objects.live(at)
        return self.filter(Exists(offers.filter(entry=OuterRef("pk"))))

    def not_paused(self, on: date) -> Self:
        return self.filter(Q(paused_until__isnull=True) | Q(paused_until__lte=on))

    def ready_for(self, cohort: "Cohort", *, at: datetime, on: date) -> Self:
        """Whom this cohort's next seat could be offered to, the next one first.

        Who pauses, has a seat in a cohort, has a live offer through this place, did not take a
        seat of this cohort, or was passed over for it with a reason, is left out. Whose offer was
        taken back because the cohort was full is next again.
        """
        listed = self.for_list(campus_pk=cohort.campus_id, track_pk=cohort.track_id)
        return listed._ready(cohort.pk, at=at, on=on)

    def ready_for_outer(self, *, at: datetime, on: date) -> Self:
        """The same inside a query of cohorts, as `Exists`: those ready for the outer cohort."""
        listed = self.waiting().filter(
            campus_id=OuterRef("campus_id"), track_id=OuterRef("track_id")
        )
        return listed._ready(OuterRef(OuterRef("pk")), at=at, on=on)

    def _ready(self, cohort: Any, *, at: datetime, on: date) -> Self:
        model: Any = self.model
        offers = model.offers.rel.related_model.objects
        answered = offers.filter(person=OuterRef("application__person"), cohort=cohort).exclude(
            state=OfferState.WITHDRAWN
        )
        live = offers.filter(entry=OuterRef("pk"), state=OfferState.OPEN, expires_at__gt=at)
        passed = model.pass_overs.rel.related_model.objects.filter(
            entry=OuterRef("pk"), cohort=cohort
        )
        seats = Enrolment.objects.running().filter(person=OuterRef("application__person"))
        return (
            self.not_paused(on)
            .exclude(Exists(seats))
            .exclude(Exists(answered))
            .exclude(Exists(live))
            .exclude(Exists(passed))
        )

    def of_person(self, person: "Person") -> Self:
        """Where one person waits, their first choice first, an application after the other."""
        return self.waiting().filter(application__person=person).by_choice()

    def by_choice(self) -> Self:
        """With `rank`, that of the campus among the choices, an application after the other."""
        return (
            self.select_related("campus", "track")
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
            .filter(campus_id=OuterRef("campus_id"), track_id=OuterRef("track_id"))
            .filter(order_key__lt=OuterRef("order_key"))
            .order_by()
            .values("campus_id")
            .annotate(people=models.Count("pk"))
            .values("people")
        )
        return self.annotate(position=Coalesce(models.Subquery(before), 0) + 1)

    def facts_of_order(self) -> "models.QuerySet[Any, tuple[Any, ...]]":
        """All that a rule may look at, for many places at once: see applicants/standings.py.

        Key of the place, priority, the moments of eligibility, application and
        joining, rank of the campus among the wishes (or None), number of the application.
        """
        model: Any = self.model
        choices = model.application.field.related_model.choices.rel.related_model.objects
        rank = choices.filter(
            application=OuterRef("application"), campus=OuterRef("campus")
        ).order_by("rank")
        return self.annotate(choice_rank=models.Subquery(rank.values("rank")[:1])).values_list(
            "pk",
            "priority",
            "eligible_at",
            "application__submitted_at",
            "joined_at",
            "choice_rank",
            "application_id",
        )

    def given_up(self) -> Self:
        """Places of admitted applications that ended by the person's own doing or silence.

        The latest first; none on a list on which the application waits again. Whether the time
        to come back is over says `WaitlistEntry.can_reopen`.
        """
        model: Any = self.model
        again = model.objects.waiting().filter(
            application=OuterRef("application"), campus=OuterRef("campus")
        )
        return (
            self.filter(
                application__state=ApplicationState.ADMITTED, end_reason__in=REOPENED_REASONS
            )
            .exclude(state=EntryState.WAITING)
            .exclude(Exists(again.order_by()))
            .select_related("campus", "track")
            .order_by("-closed_at", "-pk")
        )

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

    def figures_per_list(self, on: date) -> dict[tuple[int, int], dict[str, Any]]:
        """How many wait on each list and pause, and since when the one in the middle and the
        first one wait; by (campus, track), in one query."""
        lines = self.waiting().order_by("campus_id", "track_id").values("campus_id", "track_id")
        counted = lines.annotate(
            people=models.Count("pk"),
            pausing=models.Count("pk", filter=Q(paused_until__gt=on)),
            middle=Median("eligible_at"),
            oldest=models.Min("eligible_at"),
        )
        return {(line["campus_id"], line["track_id"]): line for line in counted}

    def ahead_of(self, entry: "WaitlistEntry") -> Self:
        """Who stands before this entry on its list."""
        return self.for_list(campus_pk=entry.campus_id, track_pk=entry.track_id).filter(
            order_key__lt=entry.order_key
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class ListPolicyQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(state=PolicyState.IN_FORCE)

    def drafts(self) -> Self:
        return self.filter(state=PolicyState.DRAFT)

    def with_writer(self) -> Self:
        return self.select_related("made_by")

    def for_list(self, *, campus_pk: int, track_pk: int) -> Self:
        """The rules that a list has or had, the latest first."""
        return self.filter(campus_id=campus_pk, track_id=track_pk).order_by("-made_at", "-pk")

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class PassOverQuerySet(models.QuerySet):
    def lacking(self) -> Self:
        """Those of people who still wait, for whom something was missing."""
        return self.filter(reason=PassReason.MISSING, entry__state=EntryState.WAITING)

    def still_waiting(self) -> Self:
        """Those of people who are still on the list."""
        return self.filter(entry__state=EntryState.WAITING)

    def with_entries(self) -> Self:
        return self.select_related(
            "entry__application__person", "entry__application__track", "cohort"
        )

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(cohort__campus_id__in=keys)

    def for_cohort(self, cohort: "Cohort") -> Self:
        return self.filter(cohort=cohort).order_by("-at", "-pk")

    def of_cohorts(self, keys: "Iterable[int]") -> Self:
        """Those of these cohorts, the longest noted first."""
        return self.filter(cohort__in=list(keys)).order_by("at", "pk")

    def of_entries(self, entries: "Iterable[WaitlistEntry]") -> Self:
        return self.filter(entry__in=entries).order_by("at", "pk")

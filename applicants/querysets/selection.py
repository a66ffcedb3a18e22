from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import TruncDate

from applicants.enums import (
    JUDGED_PROGRESS_STATES,
    OPEN_APPLICATION_STATES,
    PRESENT_PROGRESS_STATES,
    SEATED_BOOKING_STATES,
    ApplicationState,
    AssessmentState,
    BookingState,
    CheckOutcome,
    ProgressState,
    SlotState,
)
from becode.core.clock import BRUSSELS, at_local

if TYPE_CHECKING:
    from becode.accounts.models import User
    from becode.people.models import Person


class SelectionStepQuerySet(models.QuerySet):
    def of_track(self, track_pk: int) -> Self:
        """The steps of a track that are in use, in their order."""
        return self.filter(track_id=track_pk, is_active=True).order_by("position", "pk")

    def after(self, step: Any) -> Self:
        """The steps that come behind this one."""
        behind = Q(position=step.position, pk__gt=step.pk)
        return self.filter(Q(position__gt=step.position) | behind)


class StepProgressQuerySet(models.QuerySet):
    def present(self) -> Self:
        """The step in which each application is now, at most one each."""
        return self.filter(state__in=PRESENT_PROGRESS_STATES)

    def with_step(self) -> Self:
        return self.select_related(
            "step", "application__person", "application__track", "application__campus"
        )

    def in_selection(self) -> Self:
        """Steps of applications that are in selection now."""
        return self.filter(application__state=ApplicationState.IN_SELECTION)

    def of_person(self, person: "Person") -> Self:
        """Every step of one person's own applications."""
        return self.filter(application__person=person).with_step()

    def to_judge(self) -> Self:
        return self.in_selection().filter(state=ProgressState.DONE)

    def overdue(self, at: datetime) -> Self:
        """The deadline passed and nothing was done; who missed a moment is reminded apart."""
        return self.in_selection().filter(state=ProgressState.TO_DO, due_at__lt=at)

    def missed(self) -> Self:
        """Not there, and no other moment chosen."""
        return self.in_selection().filter(state=ProgressState.MISSED)

    def missed_before(self, moment: datetime) -> Self:
        """Not there, no other moment chosen, and that for longer than since this moment."""
        return self.missed().filter(missed_at__lte=moment)

    def for_role_of(self, user: "User", *, all_roles: bool) -> Self:
        """Steps of applications in this colleague's scope; by default those of their own role."""
        model: Any = self.model
        applications = model.application.field.related_model.objects.visible_to(user)
        rows = self.filter(application__in=applications.order_by().values("pk"))
        return rows if all_roles else rows.filter(step__owner_role__in=user.roles)

    def in_time(self) -> Self:
        """In the order in which they were reached."""
        return self.order_by("reached_at", "pk")

    def wants_assessors(self) -> Self:
        """Steps that two assessors score, where not both have done so."""
        done = Count("assessments", filter=Q(assessments__state=AssessmentState.SUBMITTED))
        scored = self.filter(step__is_scored=True).exclude(state=ProgressState.SKIPPED)
        return scored.annotate(scores_in=done).filter(scores_in__lt=2)


class SlotQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=SlotState.OPEN)

    def upcoming(self, at: datetime) -> Self:
        return self.open().filter(starts_at__gt=at).order_by("starts_at", "pk")

    def with_room(self) -> Self:
        return self.filter(taken__lt=F("capacity"))

    def fitting(
        self,
        *,
        kind: str,
        track_pk: int,
        campus_keys: Collection[int],
        languages: Collection[str],
    ) -> Self:
        """Moments of this kind and track, in a language somebody follows, where they may go.

        Online ones are open to everybody.
        """
        reachable = Q(campus_id__in=campus_keys) | ~Q(video_link="")
        return self.of_kind(kind, track_pk).filter(reachable, language__in=languages)

    def of_kind(self, kind: str, track_pk: int) -> Self:
        fits_track = Q(track__isnull=True) | Q(track_id=track_pk)
        return self.filter(fits_track, kind=kind)

    def on_day(self, day: date) -> Self:
        """Moments that begin on this day in Brussels, called-off ones left out."""
        since, until = at_local(day, 0), at_local(day + timedelta(days=1), 0)
        rows = self.exclude(state=SlotState.CANCELLED)
        return rows.filter(starts_at__gte=since, starts_at__lt=until).order_by("starts_at", "pk")

    def to_note(self, at: datetime) -> Self:
        """Over, and of somebody nobody noted whether they were there."""
        model: Any = self.model
        open_booking = model.bookings.rel.related_model.objects.filter(
            slot=OuterRef("pk"), state=BookingState.BOOKED
        )
        over = self.exclude(state=SlotState.CANCELLED).filter(ends_at__lt=at)
        return over.filter(Exists(open_booking)).order_by("starts_at", "pk")

    def for_lists(self) -> Self:
        return self.select_related("campus", "track", "host")

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class BookingQuerySet(models.QuerySet):
    def booked(self) -> Self:
        return self.filter(state=BookingState.BOOKED)

    def seated(self) -> Self:
        """Bookings that hold a place of their slot."""
        return self.filter(state__in=SEATED_BOOKING_STATES)

    def for_lists(self) -> Self:
        return self.select_related(
            "slot__campus",
            "progress__step",
            "progress__application__person",
            "progress__application__track",
        )

    def of_person(self, person: "Person") -> Self:
        return self.filter(progress__application__person=person).for_lists()

    def by_name(self) -> Self:
        """For the list at the door."""
        return self.for_lists().order_by("progress__application__person__sort_name", "pk")

    def visible_to(self, user: "User") -> Self:
        """Those of the moments this colleague sees."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(slot__campus_id__in=keys)


class EarlierPlaceAlertQuerySet(models.QuerySet):
    def waiting_for(self, slot: Any) -> Self:
        """Who would rather come to this moment than to theirs, who waits longest first."""
        model: Any = self.model
        progress = model.progress.field.related_model
        bookings = progress.bookings.rel.related_model.objects
        as_early = bookings.booked().filter(
            progress=OuterRef("progress"), slot__starts_at__lte=slot.starts_at
        )
        states = (ProgressState.TO_DO, ProgressState.BOOKED, ProgressState.MISSED)
        return (
            self.filter(
                progress__step__kind=slot.kind,
                progress__state__in=states,
                progress__application__state=ApplicationState.IN_SELECTION,
            )
            .exclude(Exists(as_early))
            .select_related("progress__step", "progress__application__person")
            .order_by("asked_at", "pk")
        )


class AssessmentQuerySet(models.QuerySet):
    def to_score(self) -> Self:
        return self.filter(state=AssessmentState.ASSIGNED)

    def submitted(self) -> Self:
        return self.filter(state=AssessmentState.SUBMITTED)

    def of_assessor(self, user: "User") -> Self:
        return self.filter(assessor=user)

    def of_open_applications(self) -> Self:
        return self.filter(progress__application__state__in=OPEN_APPLICATION_STATES)

    def with_progress(self) -> Self:
        return self.select_related("progress__step", "progress__application__person")

    def alone(self) -> Self:
        """Those whose other assessor has not scored yet."""
        model: Any = self.model
        others = model.objects.submitted().filter(progress=OuterRef("progress"))
        return self.exclude(Exists(others.exclude(pk=OuterRef("pk"))))

    def per_assessor(self) -> dict[int, int]:
        """How many there are for each assessor, by the key of the account."""
        counted = self.order_by("assessor_id").values("assessor_id")
        return {
            line["assessor_id"]: line["number"] for line in counted.annotate(number=Count("pk"))
        }

    def owed_since_step(self) -> Self:
        """To be scored since the person was there, one a colleague and day.

        Somebody asked before the day is reminded from the day on.
        """
        return (
            self._owed()
            .filter(progress__done_at__gte=F("assigned_at"))
            ._first_of_day("progress__done_at")
        )

    def owed_since_asked(self) -> Self:
        """To be scored since a colleague was asked, after the person was there; one a day each."""
        asked_later = Q(progress__done_at__isnull=True) | Q(progress__done_at__lt=F("assigned_at"))
        return self._owed().filter(asked_later)._first_of_day("assigned_at")

    def _owed(self) -> Self:
        return (
            self.to_score()
            .of_open_applications()
            .filter(progress__state__in=(ProgressState.DONE, *JUDGED_PROGRESS_STATES))
            .with_progress()
        )

    def _first_of_day(self, moment: str) -> Self:
        """One reminder speaks of all that somebody owes: the day's first record stands for them."""
        model: Any = self.model
        others = model.objects.to_score().filter(
            assessor=OuterRef("assessor"), pk__lt=OuterRef("pk")
        )
        same_day = others.annotate(day=TruncDate(moment, tzinfo=BRUSSELS)).filter(
            day=OuterRef("owed_on")
        )
        return self.annotate(owed_on=TruncDate(moment, tzinfo=BRUSSELS)).exclude(Exists(same_day))


class EligibilityRuleQuerySet(models.QuerySet):
    def in_use_with_checks(self, applications: Collection[Any]) -> Iterator[Any]:
        """The rules of these applications' tracks in their order, with the checks; one query.

        A rule comes once for each check of it, as `check_of`, and once with None where there is
        none.
        """
        keys = [application.pk for application in applications]
        tracks = {application.track_id for application in applications}
        checks = FilteredRelation("checks", condition=Q(checks__application__in=keys))
        rules: Any = self.filter(track__in=tracks, is_active=True).annotate(check_of=checks)
        related = ("check_of", "check_of__document", "check_of__checked_by")
        for rule in rules.select_related(*related).order_by("track", "position", "pk"):
            rule.check_of = getattr(rule, "check_of", None)  # Django sets it where there is one
            if rule.check_of is not None:
                rule.check_of.rule = rule
            yield rule


class EligibilityCheckQuerySet(models.QuerySet):
    def expired(self, at: datetime) -> Self:
        """Checks whose proof is no longer valid."""
        return self.filter(Q(valid_until__lt=at.date()))

    def ending(self, day: date, *, within_days: int) -> Self:
        """Proofs of people with us or on their way that end soon, or ended lately."""
        states = (*OPEN_APPLICATION_STATES, ApplicationState.ENROLLED)
        span = timedelta(days=within_days)
        return self.filter(
            outcome=CheckOutcome.MET,
            valid_until__range=(day - span, day + span),
            application__state__in=states,
        ).order_by("valid_until", "pk")

    def visible_to(self, user: "User") -> Self:
        model: Any = self.model
        applications = model.application.field.related_model.objects
        return self.filter(application__in=applications.visible_to(user))

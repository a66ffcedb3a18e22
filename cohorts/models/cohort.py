"""Tracks, cohorts with their seats, and enrolments."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.people.models import Person
from cohorts.enums import CohortState, EnrolmentState, LeavingReason, LengthUnit
from cohorts.querysets import CohortQuerySet, EnrolmentQuerySet, TrackQuerySet

if TYPE_CHECKING:
    from cohorts.models.learning import Certificate


class Track(models.Model):
    """A course that can be followed: its name in three languages, its lengths, its campuses."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    summary_nl = models.CharField(_("summary in Dutch"), max_length=240, blank=True)
    summary_fr = models.CharField(_("summary in French"), max_length=240, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=240, blank=True)
    length = models.PositiveSmallIntegerField(_("length of the training"), default=7)
    length_unit = models.CharField(
        _("counted in"), max_length=6, choices=LengthUnit.choices, default=LengthUnit.MONTHS
    )
    internship_months = models.PositiveSmallIntegerField(_("months of internship"), default=3)
    campuses = models.ManyToManyField(Campus, verbose_name=_("campuses"), related_name="tracks")
    active_from = models.DateField(_("open from"), null=True, blank=True)
    active_to = models.DateField(_("open until"), null=True, blank=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name

    def _in_language(self, field: str) -> str:
        language = (get_language() or "en")[:2]
        code = language if language in ("nl", "fr") else "en"
        text: str = getattr(self, f"{field}_{code}")
        return text

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self._in_language("name")

    @property
    def summary(self) -> str:
        """The summary in the active language."""
        return self._in_language("summary")

    @property
    def slug(self) -> str:
        """Its name in the address of its page; empty for a code without letters and digits."""
        return slugify(self.code)


@pghistory.track()
class Cohort(models.Model):
    """A group that follows one track at one campus from one start.

    `end_on` and the internship period are computed when it is planned (cohorts/calendar.py).
    `seats_taken` is the guarded counter behind the constraint: the database itself refuses
    to sell a seat twice. `offer_ceiling` allows more open offers than seats, on purpose.
    """

    track = models.ForeignKey(Track, models.PROTECT, verbose_name=_("track"))
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    code = models.CharField(_("code"), max_length=40, unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=CohortState.choices, default=CohortState.PLANNED
    )
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last training day"))
    internship_start_on = models.DateField(_("internship from"), null=True, blank=True)
    internship_end_on = models.DateField(_("internship until"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=25)
    seats_taken = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)
    offer_ceiling = models.PositiveSmallIntegerField(
        _("offers and enrolments at most"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as there are seats."),
    )
    offer_hours = models.PositiveSmallIntegerField(_("hours to answer an offer"), default=48)
    # How many seats staff put on offer, those taken included: what becomes free of these is
    # offered to the next person. docs/domain.md, "Waitlists".
    seats_on_offer = models.PositiveSmallIntegerField(
        _("seats on offer"), default=0, editable=False
    )
    cascades = models.BooleanField(
        _("offer a seat that becomes free to the next person"),
        default=True,
        help_text=_("Off: it shows in Today, and a colleague offers it."),
    )
    offers_until = models.DateField(
        _("last day to offer seats"),
        null=True,
        blank=True,
        help_text=_("Empty: the day before the first day. Later is possible for who joins late."),
    )
    # The hours of an ordinary day, and when a check-in is in time: docs/domain.md, "Attendance".
    arrive_by = models.TimeField(_("lessons start"), default=time(9))
    lunch_from = models.TimeField(_("lunch starts"), default=time(12, 30))
    lunch_until = models.TimeField(_("lunch ends"), default=time(13, 30))
    leave_from = models.TimeField(_("lessons end"), default=time(17))
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"), default=5, validators=[MaxValueValidator(30)]
    )
    home_weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        verbose_name=_("weekdays at home"),
        help_text=_("0 is Monday."),
    )
    room = models.ForeignKey(
        "Room",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name=_("room"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-start_on", "code", "pk"]
        indexes = [
            models.Index(fields=["state", "start_on"], name="cohort_by_start"),
            models.Index(fields=["campus", "track", "start_on"], name="cohort_by_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")),
                name="cohort_never_oversold",
                violation_error_message=_("There are more learners than seats."),
            ),
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")), name="cohort_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(offer_ceiling__isnull=True) | Q(offer_ceiling__gte=F("seats")),
                name="cohort_ceiling_not_below_seats",
                violation_error_message=_("The ceiling cannot be below the number of seats."),
            ),
            models.CheckConstraint(
                condition=Q(arrive_by__lt=F("lunch_from"))
                & Q(lunch_from__lte=F("lunch_until"))
                & Q(lunch_until__lt=F("leave_from")),
                name="cohort_hours_in_order",
                violation_error_message=_("The hours of the day are not in order."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def seats_free(self) -> int:
        return self.seats - self.seats_taken

    @property
    def last_on(self) -> date:
        """The last day of the internship, or of the training where none follows."""
        return self.internship_end_on or self.end_on

    @property
    def last_offer_day(self) -> date:
        """The last day on which a seat of this cohort is offered."""
        return self.offers_until or self.start_on - timedelta(days=1)

    def takes_people(self, on: date) -> bool:
        """Whether somebody may still get a seat: before the start, or as who joins late."""
        if self.state == CohortState.PLANNED:
            return True
        late = self.state == CohortState.RUNNING and self.offers_until is not None
        return late and on <= self.last_offer_day

    @property
    def ceiling(self) -> int:
        """How many open offers and enrolments there may be together."""
        return self.offer_ceiling or self.seats

    def to_offer(self, live: int) -> int:
        """How many more offers there may be beside this number of open ones."""
        if self.seats_free <= 0:
            return 0
        return max(self.ceiling - self.seats_taken - live, 0)

    def freed(self, live: int) -> int:
        """Of the seats on offer, how many nobody has or holds one of the `live` offers for."""
        on_offer = min(self.seats_on_offer, self.ceiling)
        return min(max(on_offer - self.seats_taken - live, 0), self.to_offer(live))


@pghistory.track()
class Enrolment(models.Model):
    """A person's seat in a cohort, from acceptance to the certificate or the leaving."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="enrolments", verbose_name=_("person")
    )
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="enrolments", verbose_name=_("cohort")
    )
    state = models.CharField(
        _("state"), max_length=14, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED
    )
    enrolled_at = models.DateTimeField(_("enrolled at"))
    started_on = models.DateField(_("started"), null=True, blank=True)
    graduated_on = models.DateField(_("graduated"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    # The day on which the other group has them, after a transfer; until the day before it was us.
    moved_on = models.DateField(_("moved on"), null=True, blank=True)
    leaving_reason = models.CharField(
        _("reason for leaving"), max_length=16, choices=LeavingReason.choices, blank=True
    )
    transferred_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transferred_to",
        verbose_name=_("moved from"),
    )
    # What companies may read of the learner, once the person agreed: written by the coach.
    profile = models.TextField(_("profile for companies"), blank=True, max_length=2000)
    skills = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("skills")
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["cohort", "pk"]
        indexes = [models.Index(fields=["graduated_on"], name="enrolment_by_graduation")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort"],
                condition=~Q(state__in=["withdrawn", "transferred"]),
                name="one_enrolment_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["enrolled", "in_training", "on_internship"]),
                name="one_running_enrolment_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state="graduated", graduated_on__isnull=False)
                | (~Q(state="graduated") & Q(graduated_on__isnull=True)),
                name="graduates_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"

    @property
    def certificate(self) -> "Certificate | None":
        """The certificate that is valid; no query where `certificates` were prefetched."""
        valid = (one for one in self.certificates.all() if one.revoked_at is None)
        return next(valid, None)

    def is_expected(self, day: date) -> bool:
        """Whether the lessons of this day are theirs; as `expected_on` asks the database."""
        if self.state == EnrolmentState.WITHDRAWN or not self.started_on:
            return False
        ends = [end for end in (self.left_on, self.moved_on) if end]
        return self.started_on <= day and all(day < end for end in ends)

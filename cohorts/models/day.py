"""The days of a cohort: its rooms, its training days with their hours, what else happens."""

from datetime import date, datetime, time, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from cohorts.enums import AgendaKind, DayPart, LessonPlace
from cohorts.models.cohort import Cohort, Track
from cohorts.querysets import AgendaQuerySet, TrainingDayQuerySet


class Room(models.Model):
    """A room of a campus in which a group can be taught."""

    campus = models.ForeignKey(
        Campus, models.PROTECT, related_name="rooms", verbose_name=_("campus")
    )
    name = models.CharField(_("name"), max_length=60)
    places = models.PositiveSmallIntegerField(_("places"), default=25)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["campus", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["campus", "name"], name="room_named_once")]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stretch of a track: so many weeks from the end of the one before it."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="phases", verbose_name=_("track"))
    position = models.PositiveSmallIntegerField(_("position"))
    name_nl = models.CharField(_("name in Dutch"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    weeks = models.PositiveSmallIntegerField(_("weeks"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["track", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["track", "position"], name="phase_position_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        language = (get_language() or "en")[:2]
        text: str = getattr(self, f"name_{language if language in ('nl', 'fr') else 'en'}")
        return text


@pghistory.track()
class TrainingDay(models.Model):
    """A day on which a cohort has lessons, with its own hours, frozen when it was planned.

    A half day has its two times of that half; the times of the other half stay empty.
    """

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, related_name="days", verbose_name=_("cohort")
    )
    on = models.DateField(_("day"))
    place = models.CharField(
        _("where"), max_length=8, choices=LessonPlace.choices, default=LessonPlace.ON_SITE
    )
    part = models.CharField(
        _("part of the day"), max_length=10, choices=DayPart.choices, default=DayPart.DAY
    )
    arrive_by = models.TimeField(_("lessons start"), null=True, blank=True)
    lunch_from = models.TimeField(_("lunch starts"), null=True, blank=True)
    lunch_until = models.TimeField(_("lunch ends"), null=True, blank=True)
    leave_from = models.TimeField(_("lessons end"), null=True, blank=True)
    title = models.CharField(_("what is special"), max_length=120, blank=True)
    # Set by hand: moving the start or new hours leave this day as it is.
    is_fixed = models.BooleanField(_("planned by hand"), default=False)

    objects = TrainingDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("training day")
        verbose_name_plural = _("training days")
        ordering = ["cohort", "on"]
        indexes = [models.Index(fields=["on"], name="training_day_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "on"], name="one_training_day_per_date"),
            models.CheckConstraint(
                condition=(
                    Q(part="afternoon", arrive_by__isnull=True, lunch_from__isnull=True)
                    | Q(arrive_by__lt=F("lunch_from"))
                )
                & (
                    Q(part="morning", lunch_until__isnull=True, leave_from__isnull=True)
                    | Q(lunch_until__lt=F("leave_from"))
                ),
                name="training_day_hours_in_order",
                violation_error_message=_("The hours of the day are not in order."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.on}"

    @property
    def morning_minutes(self) -> int:
        return _minutes(self.arrive_by, self.lunch_from)

    @property
    def afternoon_minutes(self) -> int:
        return _minutes(self.lunch_until, self.leave_from)

    @property
    def minutes(self) -> int:
        """Planned minutes of lessons, breaks inside a half day included."""
        return self.morning_minutes + self.afternoon_minutes


def _minutes(since: time | None, until: time | None) -> int:
    if since is None or until is None:
        return 0
    day = date(2000, 1, 1)
    span: timedelta = datetime.combine(day, until) - datetime.combine(day, since)
    return int(span.total_seconds()) // 60


class AgendaItem(models.Model):
    """Something at a moment: a workshop, an evaluation, a visit; of one cohort or of a campus."""

    campus = models.ForeignKey(
        Campus, models.PROTECT, related_name="agenda", verbose_name=_("campus")
    )
    cohort = models.ForeignKey(
        Cohort,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("cohort"),
        help_text=_("Empty: for everybody of the campus."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AgendaKind.choices)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="agenda", verbose_name=_("room")
    )
    place = models.CharField(_("another place"), max_length=120, blank=True)
    coaches = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="agenda", verbose_name=_("coaches")
    )
    note = models.CharField(_("what to bring or know"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    is_demo = models.BooleanField(default=False, editable=False)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("event on the agenda")
        verbose_name_plural = _("events on the agenda")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["campus", "starts_at"], name="agenda_by_campus")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="agenda_item_ends_after_start",
                violation_error_message=_("The end cannot be before the start."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CalendarLink(models.Model):
    """The secret link of a calendar; a new `series` makes the link that was given out useless."""

    SCOPES = (
        ("learner", _("A learner")),
        ("coach", _("A coach")),
        ("cohort", _("A cohort")),
        ("campus", _("A campus")),
    )
    scope = models.CharField(max_length=8, choices=SCOPES)
    key = models.BigIntegerField()
    series = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="one_calendar_link_each")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"

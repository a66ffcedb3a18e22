"""Check-ins, absences, what is flagged, and the monthly attestation."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from becode.files.models import StoredFile
from cohorts.enums import (
    AbsenceKind,
    AbsenceState,
    CheckInSource,
    DayPart,
    FlagState,
    LessonPlace,
    Moment,
    ProofKind,
    Threshold,
)
from cohorts.models.cohort import Enrolment
from cohorts.querysets import (
    AbsenceQuerySet,
    AttestationQuerySet,
    CheckInQuerySet,
    FlagQuerySet,
)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CheckIn(models.Model):
    """One of the four moments of a day at which a learner was there; `at` is what counts.

    A moment that is missing has no row. A correction changes `at`, with a reason; the history
    keeps what stood there before.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="check_ins", verbose_name=_("learner")
    )
    on = models.DateField(_("day"))
    moment = models.PositiveSmallIntegerField(_("moment"), choices=Moment.choices)
    at = models.DateTimeField(_("time"))
    received_at = models.DateTimeField(_("received at"))
    place = models.CharField(_("where"), max_length=8, choices=LessonPlace.choices)
    source = models.CharField(
        _("how"), max_length=10, choices=CheckInSource.choices, default=CheckInSource.PHONE
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recorded_check_ins",
        verbose_name=_("recorded by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["on", "moment", "pk"]
        indexes = [models.Index(fields=["on", "moment"], name="check_in_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "on", "moment"], name="one_check_in_per_moment"
            ),
            models.CheckConstraint(
                condition=~Q(source="correction") | ~Q(reason=""),
                name="corrections_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_moment_display()}"


@pghistory.track()
class Absence(models.Model):
    """A learner was or will be away, came late or left early, and what was decided about it."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="absences", verbose_name=_("learner")
    )
    kind = models.CharField(
        _("what"), max_length=5, choices=AbsenceKind.choices, default=AbsenceKind.AWAY
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    part = models.CharField(
        _("part of the day"), max_length=10, choices=DayPart.choices, default=DayPart.DAY
    )
    proof_kind = models.CharField(_("kind of proof"), max_length=14, choices=ProofKind.choices)
    words = models.CharField(_("what happened"), max_length=500, blank=True)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by_learner = models.BooleanField(_("filed by the learner"), default=True)
    is_planned = models.BooleanField(_("announced the day before or earlier"), default=False)
    proof_due_at = models.DateTimeField(_("proof until"))
    proof_at = models.DateTimeField(_("proof received at"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AbsenceState.choices, default=AbsenceState.PENDING
    )
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="judged_absences",
        verbose_name=_("judged by"),
    )
    judgement = models.CharField(_("why"), max_length=300, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["state", "filed_at"], name="absence_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="absence_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | Q(judged_at__isnull=False),
                name="judged_absences_have_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {date_format(self.first_on, 'j N Y')}"


class AbsenceProof(models.Model):
    """A file that belongs to an absence; it may say something about health."""

    absence = models.ForeignKey(
        Absence, models.CASCADE, related_name="proofs", verbose_name=_("absence")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="absence_proofs", verbose_name=_("file")
    )
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("proof of an absence")
        verbose_name_plural = _("proofs of absences")
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)


@pghistory.track()
class AttendanceFlag(models.Model):
    """A threshold was reached: somebody talks with the learner. It never excludes anybody."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="flags", verbose_name=_("learner")
    )
    threshold = models.CharField(_("threshold"), max_length=14, choices=Threshold.choices)
    raised_at = models.DateTimeField(_("raised at"))
    # What was counted then: half days for absences, tenths of a percent for hours.
    counted = models.PositiveIntegerField(_("counted"))
    state = models.CharField(
        _("state"), max_length=6, choices=FlagState.choices, default=FlagState.OPEN
    )
    met_on = models.DateField(_("talked on"), null=True, blank=True)
    met_with = models.CharField(_("who was there"), max_length=200, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="closed_flags",
        verbose_name=_("closed by"),
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance flag")
        verbose_name_plural = _("attendance flags")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "threshold"], name="flag_raised_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, met_on__isnull=False),
                name="closed_flags_have_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.get_threshold_display()}"

    @property
    def kind(self) -> str:
        """What was counted: `unjustified` absences or `missed` hours."""
        return self.threshold.partition("_")[0]


class Attestation(models.Model):
    """The hours of one learner in one month, locked by a coach. A correction is a new version.

    `days` holds a list of one object a training day: `on`, `planned`, `present`, `justified`,
    `unjustified`, all in minutes, as counted when it was locked.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="attestations", verbose_name=_("learner")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    planned = models.PositiveIntegerField(_("planned minutes"))
    present = models.PositiveIntegerField(_("minutes present"))
    justified = models.PositiveIntegerField(_("minutes of justified absence"))
    unjustified = models.PositiveIntegerField(_("minutes of unjustified absence"))
    days = models.JSONField(_("days"), default=list)
    reason = models.CharField(_("why a new version"), max_length=300, blank=True)
    locked_at = models.DateTimeField(_("locked at"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="locked_attestations",
        verbose_name=_("locked by"),
    )
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attestations",
        verbose_name=_("file"),
    )

    objects = AttestationQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly attestation")
        verbose_name_plural = _("monthly attestations")
        ordering = ["-month", "enrolment", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "month", "version"], name="attestation_version_once"
            ),
            models.CheckConstraint(
                condition=Q(planned=F("present") + F("justified") + F("unjustified")),
                name="attested_minutes_add_up",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="new_versions_have_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {date_format(self.month, 'F Y')} · {self.version}"

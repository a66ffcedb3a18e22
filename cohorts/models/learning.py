"""Coaches, what is learned and how far somebody is, and how a training ends."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from becode.files.models import StoredFile
from cohorts.enums import (
    AssessedBy,
    AssessmentMoment,
    CoachRole,
    DecidedBy,
    GoalState,
    RequirementKind,
)
from cohorts.models.cohort import Cohort, Enrolment, Track
from cohorts.querysets import (
    CertificateQuerySet,
    CoachQuerySet,
    EvaluationQuerySet,
    LearnerNoteQuerySet,
)


class CoachAssignment(models.Model):
    """A colleague who looks after a cohort, from the day until the day, both included."""

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, related_name="coaches", verbose_name=_("cohort")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="coach_assignments",
        verbose_name=_("colleague"),
    )
    role = models.CharField(_("role"), max_length=10, choices=CoachRole.choices)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        verbose_name = _("coach of a cohort")
        verbose_name_plural = _("coaches of cohorts")
        ordering = ["cohort", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user", "role"], name="coach_assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Competence(models.Model):
    """Something that a track teaches, said in a sentence in three languages."""

    track = models.ForeignKey(
        Track, models.CASCADE, related_name="competences", verbose_name=_("track")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["track", "position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        language = (get_language() or "en")[:2]
        text: str = getattr(self, f"name_{language if language in ('nl', 'fr') else 'en'}")
        return text


@pghistory.track()
class Evaluation(models.Model):
    """How far a learner is, at one moment, as the learner or the coach sees it.

    `marks` maps the key of a competence to a level from 1 (just begun) to 4 (helps others).
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="evaluations", verbose_name=_("learner")
    )
    moment = models.CharField(_("moment"), max_length=3, choices=AssessmentMoment.choices)
    by = models.CharField(_("by"), max_length=5, choices=AssessedBy.choices)
    due_on = models.DateField(_("due on"))
    marks = models.JSONField(_("levels"), default=dict, blank=True)
    strengths = models.TextField(_("what goes well"), max_length=1000, blank=True)
    work_points = models.TextField(_("what to work on"), max_length=1000, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="filed_evaluations",
        verbose_name=_("filed by"),
    )

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["enrolment", "due_on", "by"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(filed_at__isnull=True), name="evaluation_by_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "moment", "by"], name="evaluation_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.get_moment_display()}"


class LearnerNote(models.Model):
    """What a coach writes down about a learner: for coaches alone, or shared with the learner."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="notes", verbose_name=_("learner")
    )
    text = models.TextField(_("note"), max_length=4000)
    is_shared = models.BooleanField(_("the learner can read it"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="learner_notes",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"))

    objects = LearnerNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


@pghistory.track()
class Goal(models.Model):
    """Something that a learner and a coach agreed to work on."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="goals", verbose_name=_("learner")
    )
    text = models.CharField(_("goal"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=GoalState.choices, default=GoalState.OPEN
    )
    set_at = models.DateTimeField(_("agreed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["enrolment", "state", "until", "pk"]

    def __str__(self) -> str:
        return self.text


class Requirement(models.Model):
    """What a track asks before somebody graduates, published on its page."""

    track = models.ForeignKey(
        Track, models.CASCADE, related_name="requirements", verbose_name=_("track")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("what"), max_length=12, choices=RequirementKind.choices)
    percent = models.PositiveSmallIntegerField(_("at least, in %"), null=True, blank=True)
    text_nl = models.CharField(_("text in Dutch"), max_length=160, blank=True)
    text_fr = models.CharField(_("text in French"), max_length=160, blank=True)
    text_en = models.CharField(_("text in English"), max_length=160, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["track", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["attendance", "competences"])
                | Q(percent__gte=1, percent__lte=100),
                name="counted_requirements_have_a_percent",
                violation_error_message=_("Give a number from 1 to 100."),
            )
        ]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()

    @property
    def text(self) -> str:
        """The text in the active language."""
        language = (get_language() or "en")[:2]
        words: str = getattr(self, f"text_{language if language in ('nl', 'fr') else 'en'}")
        return words


@pghistory.track()
class RequirementCheck(models.Model):
    """A coach says that a learner meets a requirement, or that it is waived, and why."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="requirement_checks", verbose_name=_("learner")
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="checks", verbose_name=_("requirement")
    )
    is_waived = models.BooleanField(_("waived"), default=False)
    note = models.CharField(_("why"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="requirement_checks",
        verbose_name=_("checked by"),
    )

    class Meta:
        verbose_name = _("checked requirement")
        verbose_name_plural = _("checked requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "requirement"], name="requirement_checked_once"
            ),
            models.CheckConstraint(
                condition=Q(is_waived=False) | ~Q(note=""), name="waivers_have_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.requirement}"


@pghistory.track()
class Exit(models.Model):
    """How somebody stopped early: who decided, what was said, whether the seat went on."""

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="exit", verbose_name=_("learner")
    )
    decided_by = models.CharField(_("decided by"), max_length=7, choices=DecidedBy.choices)
    decided_with = models.CharField(_("colleague who decided"), max_length=120, blank=True)
    interview_on = models.DateField(_("talk at the end"), null=True, blank=True)
    interview = models.TextField(_("what was said"), max_length=4000, blank=True)
    badge_returned = models.BooleanField(_("badge or key is back"), default=False)
    seat_freed = models.BooleanField(_("the seat is free for somebody else"), default=False)

    class Meta:
        verbose_name = _("exit")
        verbose_name_plural = _("exits")

    def __str__(self) -> str:
        return str(self.enrolment)


@pghistory.track()
class Certificate(models.Model):
    """The certificate of a graduate, as frozen when it was made; a wrong one is revoked.

    `code` stands in the address behind the QR code, and cannot be guessed.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="certificates", verbose_name=_("learner")
    )
    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=200)
    track_name = models.CharField(_("track"), max_length=80)
    graduated_on = models.DateField(_("graduated"))
    language = models.CharField(_("language"), max_length=2)
    issued_at = models.DateTimeField(_("made at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_certificates",
        verbose_name=_("made by"),
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="certificates", verbose_name=_("file")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_reason = models.CharField(_("why revoked"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at__isnull=True),
                name="one_valid_certificate",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="revoked_certificates_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.track_name}"

"""The steps of a selection, where each application stands, scores and eligibility."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applicants.enums import (
    AssessmentState,
    CheckOutcome,
    ProgressState,
    RuleKind,
    StepKind,
)
from applicants.models.application import Application
from applicants.models.document import ApplicationDocument
from applicants.querysets import (
    AssessmentQuerySet,
    EligibilityCheckQuerySet,
    EligibilityRuleQuerySet,
    SelectionStepQuerySet,
    StepProgressQuerySet,
)
from becode.accounts.enums import Role
from cohorts.models import Track


class SelectionStep(models.Model):
    """One step of a track's selection, as colleagues set it up; they are taken in `position`."""

    track = models.ForeignKey(
        Track, models.CASCADE, related_name="selection_steps", verbose_name=_("track")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StepKind.choices)
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    name_nl = models.CharField(_("name in Dutch"), max_length=80, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    # What the person reads: what it is, how long, what to bring.
    text_nl = models.TextField(_("explanation in Dutch"), blank=True, max_length=2000)
    text_fr = models.TextField(_("explanation in French"), blank=True, max_length=2000)
    text_en = models.TextField(_("explanation in English"), blank=True, max_length=2000)
    link = models.URLField(_("link to the challenge"), blank=True)
    owner_role = models.CharField(
        _("whose work"), max_length=20, choices=Role.choices, default=Role.ADMISSIONS
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("days to do it"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    # Empty: a colleague judges. A mean below it is marked; the decision stays with a colleague.
    pass_mark = models.DecimalField(
        _("pass mark (1 to 5)"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    is_scored = models.BooleanField(_("scored by two assessors"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = SelectionStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the selection")
        verbose_name_plural = _("steps of the selection")
        ordering = ["track", "position", "pk"]

    def __str__(self) -> str:
        return self.name

    def _in_language(self, field: str) -> str:
        language = (get_language() or "en")[:2]
        code = language if language in ("nl", "fr") else "en"
        text: str = getattr(self, f"{field}_{code}")
        return text

    @property
    def name(self) -> str:
        """The name in the active language; without one, that of its kind."""
        return self._in_language("name") or self.get_kind_display()

    @property
    def text(self) -> str:
        return self._in_language("text")


@pghistory.track()
class StepProgress(models.Model):
    """Where one application stands in one step. At most one step of an application is present.

    `reached_at` is when the step began for this person, the first time: the funnel counts it.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="progress", verbose_name=_("application")
    )
    step = models.ForeignKey(
        SelectionStep, models.PROTECT, related_name="progress", verbose_name=_("step")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ProgressState.choices, default=ProgressState.TO_DO
    )
    reached_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("to be done before"), null=True, blank=True)
    missed_at = models.DateTimeField(_("missed at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="judged_steps",
        verbose_name=_("judged by"),
    )
    remark = models.TextField(_("remark"), blank=True, max_length=2000)
    # What the person sends along when they say that a challenge is done: a link, a few words.
    answer = models.TextField(_("answer of the person"), blank=True, max_length=2000)

    objects = StepProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress in a step")
        verbose_name_plural = _("progress in steps")
        ordering = ["application", "reached_at", "pk"]
        indexes = [
            models.Index(
                fields=["step", "reached_at"],
                condition=Q(state__in=["to_do", "booked", "missed", "done"]),
                name="progress_present",
            ),
            models.Index(fields=["state", "due_at"], name="progress_by_deadline"),
            models.Index(fields=["state", "missed_at"], name="progress_missed"),
            models.Index(fields=["state", "done_at"], name="progress_done"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "step"], name="each_step_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["to_do", "booked", "missed", "done"]),
                name="one_present_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.step_id}"


_SCORE: dict[str, Any] = {
    "null": True,
    "blank": True,
    "validators": [MinValueValidator(1), MaxValueValidator(5)],
}
CRITERIA = ("motivation", "group_behaviour", "perseverance", "availability", "language")


@pghistory.track()
class Assessment(models.Model):
    """The scores of one assessor for one application in one step, 1 to 5 each.

    Two assessors each; neither sees the other's before their own is in.
    """

    progress = models.ForeignKey(
        StepProgress, models.CASCADE, related_name="assessments", verbose_name=_("step")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessor"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.ASSIGNED
    )
    assigned_at = models.DateTimeField(_("asked at"))
    motivation = models.PositiveSmallIntegerField(_("motivation"), **_SCORE)
    group_behaviour = models.PositiveSmallIntegerField(_("group behaviour"), **_SCORE)
    perseverance = models.PositiveSmallIntegerField(_("perseverance"), **_SCORE)
    availability = models.PositiveSmallIntegerField(_("availability"), **_SCORE)
    language = models.PositiveSmallIntegerField(_("language"), **_SCORE)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    submitted_at = models.DateTimeField(_("scored at"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["progress", "assigned_at", "pk"]
        indexes = [
            models.Index(fields=["assessor", "state"], name="assessment_by_assessor"),
            models.Index(fields=["state", "assigned_at"], name="assessment_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["progress", "assessor"], name="each_assessor_once"),
            models.CheckConstraint(
                condition=Q(state="assigned")
                | Q(
                    motivation__range=(1, 5),
                    group_behaviour__range=(1, 5),
                    perseverance__range=(1, 5),
                    availability__range=(1, 5),
                    language__range=(1, 5),
                    submitted_at__isnull=False,
                ),
                name="submitted_assessment_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class EligibilityRule(models.Model):
    """One thing that a track asks of everybody who follows it."""

    track = models.ForeignKey(
        Track, models.CASCADE, related_name="eligibility_rules", verbose_name=_("track")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=RuleKind.choices)
    text_nl = models.CharField(_("words in Dutch"), max_length=200, blank=True)
    text_fr = models.CharField(_("words in French"), max_length=200, blank=True)
    text_en = models.CharField(_("words in English"), max_length=200, blank=True)
    # The age in years, or the least lesson level ("a_little", "yes"); empty where nothing is set.
    parameter = models.CharField(_("how much"), max_length=20, blank=True)
    needs_proof = models.BooleanField(_("a document proves it"), default=False)
    document_kind = models.CharField(_("which document"), max_length=16, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=10)

    objects = EligibilityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        ordering = ["track", "position", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What is asked, in the active language; without own words, those of its kind."""
        language = (get_language() or "en")[:2]
        code = language if language in ("nl", "fr") else "en"
        text: str = getattr(self, f"text_{code}")
        return text or self.get_kind_display()


@pghistory.track()
class EligibilityCheck(models.Model):
    """Whether one application meets one rule: by which proof, looked at by whom, until when."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="checks", verbose_name=_("application")
    )
    rule = models.ForeignKey(
        EligibilityRule, models.PROTECT, related_name="checks", verbose_name=_("rule")
    )
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=CheckOutcome.choices, default=CheckOutcome.UNKNOWN
    )
    document = models.ForeignKey(
        ApplicationDocument,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("proof"),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="eligibility_checks",
        verbose_name=_("checked by"),
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = EligibilityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of eligibility")
        verbose_name_plural = _("checks of eligibility")
        ordering = ["application", "rule__position", "pk"]
        indexes = [models.Index(fields=["valid_until"], name="check_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["application", "rule"], name="each_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule_id}"

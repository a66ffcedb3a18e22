"""Internships, with what must be in order before the start and what happens during them."""

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cohorts.models import Enrolment
from placements.enums import (
    EarlyEnd,
    EvaluatedBy,
    EvaluationMoment,
    InternAbsence,
    InternshipState,
    LegalFrame,
    Responsible,
    VisitKind,
    WouldHire,
)
from placements.models.company import Company, CompanyContact, Establishment
from placements.models.matching import Position, Proposal
from placements.querysets import (
    InternshipEvaluationQuerySet,
    InternshipMonthQuerySet,
    InternshipQuerySet,
    VisitQuerySet,
)


@pghistory.track()
class Internship(models.Model):
    """A learner at a company for a period (three months by default), after the training.

    `schedule` maps a weekday (0 is Monday) to [from, until, minutes of break]; `earlier_schedules`
    are those before it, the oldest first, as objects with `until` (the last day) and `schedule`;
    `objectives` is a list of objects with `competence`, `task` and `level` (1 to 4).
    """

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="internships", verbose_name=_("learner")
    )
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="internship", verbose_name=_("proposal")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="internships", verbose_name=_("position")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="internships", verbose_name=_("company")
    )
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="internships",
        verbose_name=_("establishment"),
    )
    mentor = models.ForeignKey(
        CompanyContact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentored_internships",
        verbose_name=_("mentor"),
    )
    # The internship at another company that this one goes on with.
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("goes on after"),
    )
    start_on = models.DateField(_("first day"), db_index=True)
    end_on = models.DateField(_("last day"), db_index=True)
    ended_on = models.DateField(_("really ended"), null=True, blank=True)
    early_end = models.CharField(_("reason"), max_length=12, choices=EarlyEnd.choices, blank=True)
    end_note = models.CharField(_("why it ended early"), max_length=300, blank=True)
    correction = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    state = models.CharField(
        _("state"),
        max_length=11,
        choices=InternshipState.choices,
        default=InternshipState.PLANNED,
    )
    # A start that was taken back as a mistake: a colleague says when it starts, no clock does.
    start_taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_compulsory_part = models.BooleanField(_("compulsory part of the training"), default=True)
    frame = models.CharField(
        _("legal frame"), max_length=17, choices=LegalFrame.choices, blank=True
    )
    frame_reference = models.CharField(
        _("reference of the employment service"), max_length=60, blank=True
    )
    schedule = models.JSONField(_("hours of the week"), default=dict, blank=True)
    earlier_schedules = models.JSONField(default=list, blank=True, editable=False)
    telework_days = models.PositiveSmallIntegerField(
        _("days a week at home"), default=0, validators=[MaxValueValidator(5)]
    )
    objectives = models.JSONField(_("what is learned"), default=list, blank=True)
    allowance = models.DecimalField(
        _("allowance a month, in euro"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    travel = models.CharField(_("travel costs"), max_length=200, blank=True)
    insured_by = models.CharField(
        _("insured by"), max_length=6, choices=Responsible.choices, blank=True
    )
    insurer = models.CharField(_("insurer"), max_length=80, blank=True)
    policy_number = models.CharField(_("policy number"), max_length=60, blank=True)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    dimona_by = models.CharField(
        _("Dimona by"), max_length=6, choices=Responsible.choices, blank=True
    )
    dimona_type = models.CharField(_("type of Dimona"), max_length=12, blank=True)
    dimona_number = models.CharField(_("Dimona number"), max_length=30, blank=True)
    dimona_on = models.DateField(_("Dimona done on"), null=True, blank=True)
    dimona_note = models.CharField(_("why no Dimona is needed"), max_length=200, blank=True)

    objects = InternshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("internship")
        verbose_name_plural = _("internships")
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")),
                name="internship_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(is_compulsory_part=True),
                name="internship_is_part_of_the_training",
                violation_error_message=_(
                    "An internship outside the programme is not insured. It cannot be arranged."
                ),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["planned", "running", "interrupted"]),
                name="one_internship_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} · {self.company}"


class Interruption(models.Model):
    """Days on which an internship rests, agreed by all; no end yet while it lasts."""

    internship = models.ForeignKey(
        Internship, models.CASCADE, related_name="interruptions", verbose_name=_("internship")
    )
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("interruption")
        verbose_name_plural = _("interruptions")
        ordering = ["start_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="interruption_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["internship"],
                condition=Q(end_on__isnull=True),
                name="one_open_interruption",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.internship} {self.start_on}"


@pghistory.track()
class WorkstationSheet(models.Model):
    """What the work is, its risks and its protection; signed by the company before the start."""

    internship = models.OneToOneField(
        Internship, models.CASCADE, related_name="workstation_sheet", verbose_name=_("internship")
    )
    task = models.TextField(_("task"), max_length=1000)
    place = models.CharField(_("place"), max_length=200)
    screen_work = models.BooleanField(_("works at a screen"), default=True)
    risks = models.TextField(_("risks"), max_length=1000, blank=True)
    protection = models.TextField(_("protective equipment"), max_length=1000, blank=True)
    instruction = models.TextField(_("what is explained at the start"), max_length=1000, blank=True)
    health_check = models.BooleanField(_("health surveillance is needed"), default=False)
    prevention_adviser = models.CharField(_("prevention adviser"), max_length=150, blank=True)
    filled_at = models.DateTimeField(_("filled in at"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("workstation sheet")
        verbose_name_plural = _("workstation sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(signature=""),
                name="signed_sheet_has_a_signature",
            )
        ]

    def __str__(self) -> str:
        return str(self.internship)


class Visit(models.Model):
    """A colleague of the school meets the intern and the mentor, planned or done."""

    internship = models.ForeignKey(
        Internship, models.CASCADE, related_name="visits", verbose_name=_("internship")
    )
    kind = models.CharField(
        _("how"), max_length=5, choices=VisitKind.choices, default=VisitKind.VISIT
    )
    planned_at = models.DateTimeField(_("planned at"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="internship_visits",
        verbose_name=_("by"),
    )
    note = models.TextField(_("what was said"), max_length=2000, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-planned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_at__isnull=False) | Q(done_on__isnull=False),
                name="visit_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.internship} · {self.get_kind_display()}"


class InternshipAbsence(models.Model):
    """Days on which an intern was not at the company, as somebody told."""

    internship = models.ForeignKey(
        Internship, models.CASCADE, related_name="absences", verbose_name=_("internship")
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=10, choices=InternAbsence.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    by_company = models.BooleanField(_("reported by the company"), default=True)

    class Meta:
        verbose_name = _("absence from an internship")
        verbose_name_plural = _("absences from internships")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="intern_absence_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.internship} {self.first_on}"


@pghistory.track()
class InternshipMonth(models.Model):
    """The hours of an intern in one month, confirmed by the mentor; a correction is a new version.

    `days` is a list of objects with `on`, `planned` and `present` (minutes) and `reason`.
    """

    internship = models.ForeignKey(
        Internship, models.CASCADE, related_name="months", verbose_name=_("internship")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    days = models.JSONField(_("days"), default=list)
    planned = models.PositiveIntegerField(_("planned minutes"))
    present = models.PositiveIntegerField(_("minutes present"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=150)
    reason = models.CharField(_("why a new version"), max_length=300, blank=True)

    objects = InternshipMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of an internship")
        verbose_name_plural = _("months of internships")
        ordering = ["internship", "month", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["internship", "month", "version"], name="internship_month_version_once"
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("planned")), name="no_more_minutes_than_planned"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="corrected_months_have_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.internship} · {date_format(self.month, 'F Y')}"


@pghistory.track()
class InternshipEvaluation(models.Model):
    """How an internship goes, at one moment, as the mentor or the learner sees it.

    `marks` maps each skill to 1 to 4, or to 0 where it does not apply.
    """

    internship = models.ForeignKey(
        Internship, models.CASCADE, related_name="evaluations", verbose_name=_("internship")
    )
    moment = models.CharField(_("moment"), max_length=6, choices=EvaluationMoment.choices)
    by = models.CharField(_("by"), max_length=7, choices=EvaluatedBy.choices)
    due_on = models.DateField(_("due on"))
    marks = models.JSONField(_("marks"), default=dict, blank=True)
    strengths = models.TextField(_("what goes well"), max_length=1000, blank=True)
    work_points = models.TextField(_("what to work on"), max_length=1000, blank=True)
    action = models.TextField(_("what we agree"), max_length=1000, blank=True)
    would_hire = models.CharField(
        _("would you hire?"), max_length=5, choices=WouldHire.choices, blank=True
    )
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    filed_by = models.CharField(_("filed by"), max_length=150, blank=True)

    objects = InternshipEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation of an internship")
        verbose_name_plural = _("evaluations of internships")
        ordering = ["internship", "due_on", "by"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(filed_at__isnull=True),
                name="intern_evaluation_by_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["internship", "moment", "by"], name="internship_evaluation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.internship} · {self.get_moment_display()}"

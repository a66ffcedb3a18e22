"""Jobs with their evidence, studies, the questions after leaving and who answered them."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from becode.files.models import StoredFile
from becode.people.enums import ContactResult
from becode.people.models import Person
from cohorts.models import Enrolment
from placements.enums import (
    AnsweredThrough,
    AtExit,
    ContractType,
    EvidenceLevel,
    ExclusionReason,
    FollowUpAnswer,
    FollowUpState,
    JobState,
    NotAsked,
    ReportedBy,
)
from placements.models.company import Company
from placements.querysets import (
    ExitFormQuerySet,
    FollowUpQuerySet,
    FurtherStudyQuerySet,
    JobEvidenceQuerySet,
    JobPlacementQuerySet,
    OutcomeExclusionQuerySet,
)


@pghistory.track()
class JobPlacement(models.Model):
    """A job that somebody found, with the evidence for it; history, never overwritten.

    `in_field` follows from the ISCO group (25 or 35), or from a coach and a second reviewer.
    `evidence_level` is the best of its evidence.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="jobs", verbose_name=_("person")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="jobs", verbose_name=_("enrolment")
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hires",
        verbose_name=_("partner company"),
    )
    employer_name = models.CharField(_("employer"), max_length=150)
    function = models.CharField(_("function"), max_length=120, blank=True)
    isco_group = models.CharField(
        _("ISCO group"),
        max_length=4,
        blank=True,
        help_text=_("One to four digits: 25 and 35 are digital work."),
    )
    in_field = models.BooleanField(_("digital work"), default=False)
    digital_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="digital_jobs",
        verbose_name=_("digital tasks confirmed by"),
    )
    digital_note = models.CharField(_("which digital tasks"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_jobs",
        verbose_name=_("reviewed by"),
    )
    contract_type = models.CharField(
        _("contract"), max_length=20, choices=ContractType.choices, blank=True
    )
    hours_percent = models.PositiveSmallIntegerField(
        _("working time in %"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    start_on = models.DateField(_("first day"), db_index=True)
    # Where nobody said since when, the first day is the one on which we heard of the job.
    start_is_known = models.BooleanField(_("the first day is known"), default=True)
    end_on = models.DateField(_("last day, if agreed"), null=True, blank=True)
    # When it really ended, where that was not the agreed day: it says who still works later on.
    ended_on = models.DateField(_("really ended"), null=True, blank=True)
    by_school = models.BooleanField(_("hired by the school"), default=False)
    state = models.CharField(
        _("state"), max_length=9, choices=JobState.choices, default=JobState.CONFIRMED
    )
    reported_by = models.CharField(
        _("reported by"),
        max_length=9,
        choices=ReportedBy.choices,
        default=ReportedBy.COLLEAGUE,
    )
    may_ask_employer = models.BooleanField(_("we may ask the employer"), default=False)
    # The record of the same job that is kept, where it was told twice.
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="doubles",
        verbose_name=_("the same as"),
    )
    evidence_level = models.CharField(
        _("evidence"), max_length=4, choices=EvidenceLevel.choices, default=EvidenceLevel.NONE
    )
    evidence_note = models.CharField(_("what the evidence is"), max_length=300, blank=True)
    changed_because = models.CharField(_("why it was changed"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_index=True)

    objects = JobPlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="job_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("start_on")),
                name="job_really_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (Q(digital_by__isnull=False) & ~Q(reviewed_by=F("digital_by"))),
                name="two_people_confirm_digital_work",
                violation_error_message=_("Somebody else has to review this."),
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(state="discarded"),
                name="doubles_are_discarded",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(function="") & ~Q(contract_type="")),
                name="confirmed_job_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.employer_name}"


class JobEvidence(models.Model):
    """One thing that proves a job: a file, or a note of what was seen or heard.

    A file that came in has no level until a colleague looked at it.
    """

    job = models.ForeignKey(
        JobPlacement, models.CASCADE, related_name="evidence", verbose_name=_("job")
    )
    level = models.CharField(_("evidence"), max_length=4, choices=EvidenceLevel.choices)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="job_evidence",
        verbose_name=_("file"),
    )
    note = models.CharField(_("what the evidence is"), max_length=300, blank=True)
    sent_by = models.CharField(
        _("sent by"), max_length=9, choices=ReportedBy.choices, default=ReportedBy.COLLEAGUE
    )
    received_at = models.DateTimeField(_("received at"))
    refused_at = models.DateTimeField(_("not usable"), null=True, blank=True)

    objects = JobEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of a job")
        verbose_name_plural = _("evidence of jobs")
        ordering = ["level", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(note=""), name="evidence_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} · {self.level}"


@pghistory.track()
class FurtherStudy(models.Model):
    """Education or training after leaving us; four weeks or more are a positive exit."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="studies", verbose_name=_("person")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="studies", verbose_name=_("enrolment")
    )
    what = models.CharField(_("what"), max_length=150)
    school = models.CharField(_("where"), max_length=150, blank=True)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day, if known"), null=True, blank=True)
    evidence_level = models.CharField(
        _("evidence"), max_length=4, choices=EvidenceLevel.choices, default=EvidenceLevel.NONE
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = FurtherStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("further study")
        verbose_name_plural = _("further studies")
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="study_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.what}"


@pghistory.track()
class OutcomeExclusion(models.Model):
    """A graduate who is left out of a figure, and why; the figure says how many there are."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="outcome_exclusion", verbose_name=_("graduate")
    )
    reason = models.CharField(_("reason"), max_length=8, choices=ExclusionReason.choices)
    evidence = models.CharField(_("how we know"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="outcome_exclusions",
        verbose_name=_("decided by"),
    )

    objects = OutcomeExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("left out of the figures")
        verbose_name_plural = _("left out of the figures")

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.get_reason_display()}"


class FollowUp(models.Model):
    """A question to somebody who left us, some months after: what do you do now?"""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="follow_ups", verbose_name=_("enrolment")
    )
    months = models.PositiveSmallIntegerField(_("months after leaving"))
    due_on = models.DateField(_("due on"), db_index=True)
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState.choices, default=FollowUpState.PLANNED
    )
    answer = models.CharField(
        _("answer"), max_length=16, choices=FollowUpAnswer.choices, blank=True
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    through = models.CharField(
        _("answered through"), max_length=5, choices=AnsweredThrough.choices, blank=True
    )
    # The two short questions after the first tap: what and where; else whether they look for work.
    detail = models.CharField(_("what"), max_length=150, blank=True)
    place = models.CharField(_("where"), max_length=150, blank=True)
    since_on = models.DateField(_("since"), null=True, blank=True)
    is_seeking = models.BooleanField(_("looks for work"), null=True, blank=True)
    # Whether the two questions were answered or skipped.
    told_at = models.DateTimeField(_("told more at"), null=True, blank=True)
    job = models.ForeignKey(
        JobPlacement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="told_in",
        verbose_name=_("job"),
    )
    not_asked = models.CharField(
        _("why not asked"), max_length=7, choices=NotAsked.choices, blank=True
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="one_follow_up_per_term"),
            models.CheckConstraint(
                condition=Q(state="answered") ^ Q(answer=""), name="answered_follow_up_has_answer"
            ),
            models.CheckConstraint(
                condition=Q(state="not_asked") ^ Q(not_asked=""), name="not_asked_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} +{self.months}"


class FollowUpCall(models.Model):
    """A colleague called somebody who did not answer a question; three failed calls are enough."""

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="calls", verbose_name=_("follow-up")
    )
    result = models.CharField(_("result"), max_length=12, choices=ContactResult.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="follow_up_calls",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("call after leaving")
        verbose_name_plural = _("calls after leaving")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.get_result_display()}"


class ExitForm(models.Model):
    """What somebody does when they leave, asked for four weeks and not after that."""

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="exit_form", verbose_name=_("enrolment")
    )
    exit_on = models.DateField(_("left on"), db_index=True)
    situation = models.CharField(_("situation"), max_length=11, choices=AtExit.choices, blank=True)
    detail = models.CharField(_("what and where"), max_length=200, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    by_colleague = models.BooleanField(_("filed by a colleague"), default=False)

    objects = ExitFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form at the exit")
        verbose_name_plural = _("forms at the exit")
        ordering = ["exit_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True, situation="")
                | (Q(filed_at__isnull=False) & ~Q(situation="")),
                name="filed_exit_form_says_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.enrolment)

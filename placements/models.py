"""Partner companies, the places they offer, internships, jobs and follow-ups."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.people.models import Person
from cohorts.models import Enrolment, Track
from placements.enums import (
    ContractType,
    EvidenceLevel,
    FollowUpAnswer,
    FollowUpState,
    InternshipState,
    PositionState,
    ProposalDecline,
    ProposalState,
)
from placements.querysets import (
    CompanyContactQuerySet,
    CompanyQuerySet,
    FollowUpQuerySet,
    InternshipQuerySet,
    JobPlacementQuerySet,
    PositionQuerySet,
    ProposalQuerySet,
)


@pghistory.track()
class Company(models.Model):
    """A partner that offers places; `number` is the Belgian company number, 10 digits."""

    name = models.CharField(_("name"), max_length=150)
    number = models.CharField(
        _("company number"),
        max_length=10,
        blank=True,
        help_text=_("Ten digits, for example 0123.456.749."),
    )
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    campuses = models.ManyToManyField(
        Campus, verbose_name=_("works with campuses"), blank=True, related_name="companies"
    )
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("partner since"))
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="one_company_per_number",
                violation_error_message=_("There is a company with this number."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CompanyContact(models.Model):
    """A colleague of a company who may use its portal."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="contacts", verbose_name=_("company")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="company_contact",
        verbose_name=_("account"),
    )
    job_title = models.CharField(_("function"), max_length=80, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = CompanyContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("company contact")
        verbose_name_plural = _("company contacts")
        ordering = ["company", "pk"]

    def __str__(self) -> str:
        return f"{self.user} ({self.company})"


class Position(models.Model):
    """An internship place (or several alike) that a company offers."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="positions", verbose_name=_("company")
    )
    title = models.CharField(_("title"), max_length=120)
    tasks = models.TextField(_("what the intern will do"), max_length=3000)
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, verbose_name=_("track"))
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("nearest campus"))
    site = models.CharField(_("where"), max_length=200)
    languages = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages of the team"), default=list
    )
    places = models.PositiveSmallIntegerField(
        _("number of places"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    start_on = models.DateField(_("from"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=PositionState.choices, default=PositionState.OPEN
    )
    posted_at = models.DateTimeField(_("posted at"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("places")), name="position_never_overfilled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.company})"


class Proposal(models.Model):
    """A learner proposed to a company for a position; the company answers."""

    position = models.ForeignKey(
        Position, models.CASCADE, related_name="proposals", verbose_name=_("position")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="proposals", verbose_name=_("learner")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    note = models.TextField(_("word to the company"), blank=True, max_length=1000)
    proposed_at = models.DateTimeField(_("proposed at"), db_index=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("reason"), max_length=10, choices=ProposalDecline.choices, blank=True
    )
    decline_note = models.CharField(_("explanation"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "enrolment"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="proposed_once_per_position",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} → {self.position}"


@pghistory.track()
class Internship(models.Model):
    """A learner at a company for a period (three months by default), after the training."""

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
    mentor_name = models.CharField(_("mentor"), max_length=150, blank=True)
    mentor_email = models.EmailField(_("e-mail of the mentor"), blank=True)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"), db_index=True)
    ended_on = models.DateField(_("really ended"), null=True, blank=True)
    end_note = models.CharField(_("why it ended early"), max_length=300, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InternshipState.choices,
        default=InternshipState.PLANNED,
    )

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
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["planned", "running"]),
                name="one_internship_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} · {self.company}"


@pghistory.track()
class JobPlacement(models.Model):
    """A job that somebody found, with the evidence for it; history, never overwritten."""

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
    function = models.CharField(_("function"), max_length=120)
    in_field = models.BooleanField(_("digital work"), default=False)
    contract_type = models.CharField(_("contract"), max_length=20, choices=ContractType.choices)
    hours_percent = models.PositiveSmallIntegerField(
        _("working time in %"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    start_on = models.DateField(_("first day"), db_index=True)
    end_on = models.DateField(_("last day, if agreed"), null=True, blank=True)
    evidence_level = models.CharField(
        _("evidence"), max_length=4, choices=EvidenceLevel.choices, default=EvidenceLevel.NONE
    )
    evidence_note = models.CharField(_("what the evidence is"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

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
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.employer_name}"


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
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} +{self.months}"

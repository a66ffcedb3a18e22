"""What companies offer, what learners wish, and who is proposed to whom."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from cohorts.models import Enrolment, Track
from placements.enums import (
    ContractType,
    PositionKind,
    PositionState,
    ProposalDecline,
    ProposalState,
    Province,
    SlotState,
    Telework,
)
from placements.models.company import Company, CompanyContact, Establishment
from placements.querysets import (
    InterviewSlotQuerySet,
    PositionQuerySet,
    ProposalQuerySet,
    WishQuerySet,
)


class Position(models.Model):
    """An internship place (or several alike), or a job, that a company offers until a day."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="positions", verbose_name=_("company")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=PositionKind.choices, default=PositionKind.INTERNSHIP
    )
    title = models.CharField(_("title"), max_length=120)
    tasks = models.TextField(_("what the intern will do"), max_length=3000)
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, verbose_name=_("track"))
    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("nearest campus"))
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("establishment"),
    )
    site = models.CharField(_("where"), max_length=200)
    languages = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages of the team"), default=list
    )
    skills = ArrayField(
        models.CharField(max_length=40), verbose_name=_("skills"), default=list, blank=True
    )
    telework_days = models.PositiveSmallIntegerField(
        _("days a week at home"), default=0, validators=[MaxValueValidator(5)]
    )
    contract_type = models.CharField(
        _("contract"), max_length=20, choices=ContractType.choices, blank=True
    )
    places = models.PositiveSmallIntegerField(
        _("number of places"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("until"), null=True, blank=True)
    mentor = models.ForeignKey(
        CompanyContact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentored_positions",
        verbose_name=_("mentor"),
    )
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=PositionState.choices, default=PositionState.OPEN
    )
    posted_at = models.DateTimeField(_("posted at"))
    # The day after which nobody is proposed any more, unless the company renews it.
    expires_on = models.DateField(_("stays open until"), null=True, blank=True, db_index=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("places")), name="position_never_overfilled"
            ),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True)
                | Q(start_on__isnull=True)
                | Q(end_on__gte=F("start_on")),
                name="position_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.company})"


class LearnerProfile(models.Model):
    """What a learner says about the internship they look for; the words for companies are theirs.

    `Enrolment.profile` and `Enrolment.skills` are what the coach wrote with them.
    """

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="profile_page", verbose_name=_("learner")
    )
    headline = models.CharField(_("in one sentence"), max_length=120, blank=True)
    projects = models.TextField(_("what I made"), max_length=2000, blank=True)
    portfolio_url = models.URLField(_("page with my work"), blank=True)
    provinces = ArrayField(
        models.CharField(max_length=16, choices=Province.choices),
        verbose_name=_("where I can travel to"),
        default=list,
        blank=True,
    )
    telework = models.CharField(
        _("work at home"), max_length=6, choices=Telework.choices, blank=True
    )
    avoids = models.CharField(_("what I do not want"), max_length=300, blank=True)
    shows_levels = models.BooleanField(_("companies see the levels of the coach"), default=False)
    changed_at = models.DateTimeField(_("last changed"))

    class Meta:
        verbose_name = _("profile of a learner")
        verbose_name_plural = _("profiles of learners")

    def __str__(self) -> str:
        return str(self.enrolment)


class Wish(models.Model):
    """A position that a learner ranks (1 is first), or does not want (`rank` empty)."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="wishes", verbose_name=_("learner")
    )
    position = models.ForeignKey(
        Position, models.CASCADE, related_name="wishes", verbose_name=_("position")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    why_not = models.CharField(_("why not"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish of a learner")
        verbose_name_plural = _("wishes of learners")
        ordering = ["enrolment", F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "position"], name="wish_once"),
            models.UniqueConstraint(
                fields=["enrolment", "rank"],
                name="one_wish_per_rank",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.position}"


class ProposalRound(models.Model):
    """Proposals that were looked at together and sent in one go."""

    campus = models.ForeignKey(Campus, models.PROTECT, verbose_name=_("campus"))
    made_at = models.DateTimeField(_("sent at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="proposal_rounds",
        verbose_name=_("sent by"),
    )

    class Meta:
        verbose_name = _("round of proposals")
        verbose_name_plural = _("rounds of proposals")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.campus} {self.made_at:%Y-%m-%d}"


class Proposal(models.Model):
    """A learner proposed to a company for a position; both say yes, or one of them no.

    Contact details are shared once the company accepted and the learner agreed.
    """

    position = models.ForeignKey(
        Position, models.CASCADE, related_name="proposals", verbose_name=_("position")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="proposals", verbose_name=_("learner")
    )
    round = models.ForeignKey(
        ProposalRound,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("round"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    note = models.TextField(_("word to the company"), blank=True, max_length=1000)
    proposed_at = models.DateTimeField(_("proposed at"), db_index=True)
    # The moment at which it ends by itself when the company stays silent.
    answer_by = models.DateTimeField(_("answer until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    learner_agreed_at = models.DateTimeField(_("the learner agreed at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("reason"), max_length=10, choices=ProposalDecline.choices, blank=True
    )
    decline_note = models.CharField(_("explanation"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(state="proposed"), name="proposal_by_end"
            ),
            models.Index(
                fields=["answered_at"],
                condition=Q(state="accepted", learner_agreed_at__isnull=True),
                name="proposal_to_agree",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "enrolment"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="proposed_once_per_position",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} → {self.position}"

    @property
    def is_live(self) -> bool:
        """Unanswered, or accepted by the company."""
        return self.state in (ProposalState.PROPOSED, ProposalState.ACCEPTED)

    @property
    def is_agreed(self) -> bool:
        """Both said yes."""
        return self.state == ProposalState.ACCEPTED and self.learner_agreed_at is not None

    def is_silent(self, at: datetime) -> bool:
        """Whether the company let the time to answer pass, noticed by a job or not."""
        is_over = self.answer_by is not None and self.answer_by <= at
        return self.state == ProposalState.PROPOSED and is_over


class InterviewSlot(models.Model):
    """A moment that a company offers to meet a proposed learner; the learner chooses one."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="slots", verbose_name=_("proposal")
    )
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    where = models.CharField(_("where, or the link of the call"), max_length=200)
    state = models.CharField(
        _("state"), max_length=8, choices=SlotState.choices, default=SlotState.OFFERED
    )

    objects = InterviewSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("moment for an interview")
        verbose_name_plural = _("moments for interviews")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="chosen"), name="one_chosen_interview"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

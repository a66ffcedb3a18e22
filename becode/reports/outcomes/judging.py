"""What became of one graduate: placed, in the field, studying, seeking, silent; the CIRR code."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.reports.outcomes.facts import Job, Learner
from becode.reports.outcomes.terms import (
    CIRR_LONG_DAYS,
    FULL_TIME_PERCENT,
    LONG_TERM_DAYS,
    PLACED_WITHIN,
    SHOWN_APART,
)
from placements.enums import ContractType, FollowUpAnswer


class Status(models.TextChoices):
    """Of a graduate whose time is over; one each, the first that is true."""

    EXCLUDED = "excluded", _("Left out, with a reason")
    PLACED = "placed", _("Placed")
    STUDYING = "studying", _("In education or training")
    UNPROVEN = "unproven", _("Works, but it does not count")
    SEEKING = "seeking", _("Looks for work")
    NOT_SEEKING = "not_seeking", _("Does not look for work")
    SILENT = "silent", _("Not reporting")


class Contract(models.TextChoices):
    """Kinds of contracts as they are published."""

    PERMANENT = "permanent", _("Permanent")
    LONG = "long", _("Fixed term of six months or more")
    TRAINING = "training", _("IBO, PFI or FPI")
    SHORT = "short", _("Short or agency")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    OTHER = "other", _("Other paid work")


class Cirr(models.TextChoices):
    """The codes of the bootcamps' reporting standard; docs/domain.md."""

    FULL_TIME = "1A", _("Full-time employee, in the field")
    LONG_CONTRACT = "1B", _("Full-time apprenticeship, internship or contract, in the field")
    BY_SCHOOL = "1C", _("Hired by the school, in the field")
    OWN_VENTURE = "1D", _("Own venture, in the field")
    SHORT = "1E", _("Short-term, part-time or freelance, in the field")
    BY_SCHOOL_ELSEWHERE = "2A", _("Hired by the school, out of the field")
    ELSEWHERE = "2B", _("Out of the field")
    SEEKING = "3A", _("Still seeking")
    NOT_SEEKING = "3B", _("Not seeking")
    SILENT = "4", _("Not reporting")
    EXCLUDED = "x", _("Left out, with a reason")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a learner by a day. `placements` are the jobs that count, the first first;
    nobody but graduates has any. `matures_on` is the day from which the outcome is counted.
    """

    learner: Learner
    as_of: date
    matures_on: date
    placements: tuple[Job, ...]
    studies: bool

    @property
    def is_ripe(self) -> bool:
        return self.matures_on <= self.as_of

    @property
    def is_graduate(self) -> bool:
        return self.learner.graduated_on is not None

    @property
    def is_excluded(self) -> bool:
        return bool(self.learner.exclusion)

    @property
    def is_placed(self) -> bool:
        return bool(self.placements)

    @property
    def first_placement(self) -> Job | None:
        return self.placements[0] if self.placements else None

    @property
    def is_in_field(self) -> bool:
        return any(job.in_field for job in self.placements)

    @property
    def only_training_contracts(self) -> bool:
        return self.is_placed and all(
            job.contract == ContractType.TRAINING_CONTRACT for job in self.placements
        )

    @property
    def unproven(self) -> tuple[Job, ...]:
        """Jobs that would count but for their evidence, where none does."""
        day = self.learner.graduated_on
        if self.placements or day is None:
            return ()
        return tuple(job for job in self.learner.jobs if job.would_count(day))

    @property
    def has_weaker_evidence(self) -> bool:
        """Known from a call or a public profile alone."""
        return any(job.evidence in SHOWN_APART for job in self.unproven)

    @property
    def has_no_evidence(self) -> bool:
        return bool(self.unproven) and not self.has_weaker_evidence

    def after_months(self, months: int) -> date:
        """The day so many months after the graduation."""
        assert self.learner.graduated_on is not None  # asked of graduates alone
        return self.learner.graduated_on + relativedelta(months=months)

    def works_on(self, day: date) -> bool:
        """Proven paid work on a day, as far as we know."""
        return any(
            job.is_work and job.is_proven and job.start_on <= day <= job.until
            for job in self.learner.jobs
        )

    @property
    def status(self) -> Status:
        """Facts first, then their own latest answer."""
        if self.is_excluded:
            return Status.EXCLUDED
        if self.is_placed:
            return Status.PLACED
        if self.studies:
            return Status.STUDYING
        return _said(self.learner)

    @property
    def days_to_job(self) -> int | None:
        """From the graduation to the first placement; 0 for one that began before."""
        if not self.placements or self.learner.graduated_on is None:
            return None
        return max((self.placements[0].start_on - self.learner.graduated_on).days, 0)

    @property
    def contract(self) -> Contract | None:
        """The kind of the first placement."""
        return _contract_of(self.placements[0]) if self.placements else None

    @property
    def cirr(self) -> Cirr:
        """Of the best placement: in the field before elsewhere, then the first one."""
        became = self.status
        if became == Status.PLACED:
            in_field = (job for job in self.placements if job.in_field)
            return _cirr_of_job(next(in_field, self.placements[0]))
        return {
            Status.EXCLUDED: Cirr.EXCLUDED,
            Status.STUDYING: Cirr.NOT_SEEKING,
            Status.NOT_SEEKING: Cirr.NOT_SEEKING,
            Status.SILENT: Cirr.SILENT,
        }.get(became, Cirr.SEEKING)


def judge(learner: Learner, *, as_of: date) -> Verdict:
    """What became of one learner. 180 days count from the day on which the cohort finished, or
    from the own graduation where that was later.
    """
    day = learner.graduated_on
    finished_on = max(learner.finish_on, day) if day else learner.finish_on
    return Verdict(
        learner=learner,
        as_of=as_of,
        matures_on=finished_on + PLACED_WITHIN,
        placements=tuple(
            job for job in learner.jobs if day and job.is_proven and job.would_count(day)
        ),
        studies=day is not None and any(study.counts(day) for study in learner.studies),
    )


def _said(learner: Learner) -> Status:
    """Who answered without saying clearly that they don't look is taken to look for work."""
    if not learner.answers:
        return Status.SILENT
    latest = learner.answers[-1]
    if latest.answer == FollowUpAnswer.WORKING:
        return Status.UNPROVEN
    if latest.answer == FollowUpAnswer.STUDYING or latest.is_seeking is False:
        return Status.NOT_SEEKING
    return Status.SEEKING


def _contract_of(job: Job) -> Contract:
    if job.contract == ContractType.FIXED_TERM:
        return Contract.LONG if job.planned_days >= LONG_TERM_DAYS else Contract.SHORT
    return {
        ContractType.PERMANENT: Contract.PERMANENT,
        ContractType.TRAINING_CONTRACT: Contract.TRAINING,
        ContractType.AGENCY: Contract.SHORT,
        ContractType.SELF_EMPLOYED: Contract.SELF_EMPLOYED,
    }.get(ContractType(job.contract), Contract.OTHER)


def _cirr_of_job(job: Job) -> Cirr:
    if not job.in_field:
        return Cirr.BY_SCHOOL_ELSEWHERE if job.by_school else Cirr.ELSEWHERE
    if job.by_school:
        return Cirr.BY_SCHOOL
    if job.contract == ContractType.SELF_EMPLOYED:
        return Cirr.OWN_VENTURE
    if job.percent < FULL_TIME_PERCENT:
        return Cirr.SHORT
    if job.contract == ContractType.PERMANENT:
        return Cirr.FULL_TIME
    return Cirr.LONG_CONTRACT if job.planned_days >= CIRR_LONG_DAYS else Cirr.SHORT

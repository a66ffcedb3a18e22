"""Choices about internships, their papers and evaluations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class InternshipState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    INTERRUPTED = "interrupted", _("Interrupted")
    COMPLETED = "completed", _("Completed")
    BROKEN_OFF = "broken_off", _("Broken off")
    CANCELLED = "cancelled", _("Cancelled")


INTERNSHIP_MOVES = Moves(
    {
        InternshipState.PLANNED: [InternshipState.RUNNING, InternshipState.CANCELLED],
        InternshipState.RUNNING: [
            InternshipState.INTERRUPTED,
            InternshipState.COMPLETED,
            InternshipState.BROKEN_OFF,
        ],
        InternshipState.INTERRUPTED: [
            InternshipState.RUNNING,
            InternshipState.COMPLETED,
            InternshipState.BROKEN_OFF,
        ],
    }
)


# Tables of their own: only the verbs that correct a mistake lead back.
TAKE_BACK_START_MOVES = Moves({InternshipState.RUNNING: [InternshipState.PLANNED]})
TAKE_UP_AGAIN_MOVES = Moves(
    {
        InternshipState.COMPLETED: [InternshipState.RUNNING],
        InternshipState.BROKEN_OFF: [InternshipState.RUNNING],
    }
)


class EarlyEnd(models.TextChoices):
    """Why an internship ended before its last day."""

    HIRED = "hired", _("Hired")
    OTHER_JOB = "other_job", _("Found a job elsewhere")
    HOST_CHANGE = "host_change", _("Goes on at another company")
    COMPANY = "company", _("The company stopped")
    LEARNER = "learner", _("The learner stopped")
    TRAINING = "training", _("Left the training")
    HEALTH = "health", _("Cannot come for a long time")
    OTHER = "other", _("Another reason")


class LegalFrame(models.TextChoices):
    """docs/domain.md, "Belgian frames"."""

    TRAINING_CONTRACT = "training_contract", _("Training contract with internship (F70bis, VDAB)")
    FOREM = "forem", _("Training contract with internship (Forem)")
    BRUSSELS = "brussels", _("Training contract with internship (Actiris, Bruxelles Formation)")
    BIS = "bis", _("Job internship (BIS, CIP)")


class Responsible(models.TextChoices):
    """Who insures, or declares."""

    SCHOOL = "school", _("The school")
    HOST = "host", _("The company")
    OFFICE = "office", _("The employment service")
    NOBODY = "nobody", _("Not needed")


class VisitKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    VIDEO = "video", _("Video call")


class InternAbsence(models.TextChoices):
    """Why an intern is not there, as a company may know it."""

    ILL = "ill", _("Ill")
    ALLOWED = "allowed", _("Absent with permission")
    SCHOOL_DAY = "school_day", _("At the school")
    UNKNOWN = "unknown", _("We do not know")


class PaperKind(models.TextChoices):
    AGREEMENT = "agreement", _("Agreement")
    AMENDMENT = "amendment", _("Amendment")


class PaperState(models.TextChoices):
    """Of an internship agreement."""

    OPEN = "open", _("To be signed")
    SIGNED = "signed", _("Signed")
    REPLACED = "replaced", _("Replaced by a corrected one")
    CANCELLED = "cancelled", _("Cancelled")


PAPER_MOVES = Moves(
    {PaperState.OPEN: [PaperState.SIGNED, PaperState.REPLACED, PaperState.CANCELLED]}
)


class Party(models.TextChoices):
    """The three parties of an agreement."""

    LEARNER = "learner", _("Learner")
    HOST = "host", _("Company")
    SCHOOL = "school", _("School")


class ScanState(models.TextChoices):
    """Of a scan of an agreement that was signed on paper."""

    WAITING = "waiting", _("To be looked at")
    CONFIRMED = "confirmed", _("Looked at: signed")
    REFUSED = "refused", _("Not usable")


SCAN_MOVES = Moves({ScanState.WAITING: [ScanState.CONFIRMED, ScanState.REFUSED]})


class SignMethod(models.TextChoices):
    DRAWN = "drawn", _("Drawn on screen")
    TYPED = "typed", _("Name typed on screen")
    SCAN = "scan", _("Signed on paper")


class EvaluationMoment(models.TextChoices):
    WEEK_1 = "week_1", _("Week 1")
    WEEK_4 = "week_4", _("Week 4")
    MID = "mid", _("Half-way")
    END = "end", _("At the end")


class EvaluatedBy(models.TextChoices):
    MENTOR = "mentor", _("Mentor")
    LEARNER = "learner", _("Learner")


class Skill(models.TextChoices):
    """What is looked at: 1 to 4 each, or 0 where it does not apply."""

    TECHNICAL = "technical", _("Technical skill")
    AUTONOMY = "autonomy", _("Works independently")
    COMMUNICATION = "communication", _("Communication")
    TEAMWORK = "teamwork", _("Teamwork")
    PUNCTUALITY = "punctuality", _("Punctuality")


class WouldHire(models.TextChoices):
    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Perhaps, or later")
    NO = "no", _("No")

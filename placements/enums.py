from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class PositionState(models.TextChoices):
    OPEN = "open", _("Open")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")


POSITION_MOVES = Moves(
    {
        PositionState.OPEN: [PositionState.FILLED, PositionState.CLOSED],
        PositionState.FILLED: [PositionState.OPEN, PositionState.CLOSED],
        PositionState.CLOSED: [PositionState.OPEN],
    }
)


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the company")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


PROPOSAL_MOVES = Moves(
    {
        ProposalState.PROPOSED: [
            ProposalState.ACCEPTED,
            ProposalState.DECLINED,
            ProposalState.WITHDRAWN,
        ],
        ProposalState.ACCEPTED: [ProposalState.WITHDRAWN],
    }
)


class ProposalDecline(models.TextChoices):
    FILLED = "filled", _("The place is taken")
    SKILLS = "skills", _("The skills do not fit our work")
    LANGUAGE = "language", _("The language does not fit our team")
    NO_MENTOR = "no_mentor", _("We have no mentor free")
    TIMING = "timing", _("The period does not suit us")
    OTHER = "other", _("Another reason")


class InternshipState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    BROKEN_OFF = "broken_off", _("Broken off")
    CANCELLED = "cancelled", _("Cancelled")


INTERNSHIP_MOVES = Moves(
    {
        InternshipState.PLANNED: [InternshipState.RUNNING, InternshipState.CANCELLED],
        InternshipState.RUNNING: [InternshipState.COMPLETED, InternshipState.BROKEN_OFF],
    }
)


class ContractType(models.TextChoices):
    """docs/domain.md, "Outcomes that can be audited" and "Belgian frames"."""

    PERMANENT = "permanent", _("Permanent contract")
    FIXED_TERM = "fixed_term", _("Fixed-term contract")
    TRAINING_CONTRACT = "training_contract", _("IBO, PFI or FPI")
    AGENCY = "agency", _("Agency or short contract")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    OTHER_PAID = "other_paid", _("Other paid work")
    UNPAID = "unpaid", _("Unpaid internship or training")


class EvidenceLevel(models.TextChoices):
    A = "A", _("A: contract, payslip or the employer's mail")
    B = "B", _("B: signed statement")
    C = "C", _("C: note of a phone call")
    D = "D", _("D: public profile")
    NONE = "none", _("None yet")


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("Not due yet, or open")
    ANSWERED = "answered", _("Answered")
    NO_ANSWER = "no_answer", _("No answer")
    OPTED_OUT = "opted_out", _("Does not want to be asked")


FOLLOW_UP_MOVES = Moves(
    {
        FollowUpState.PLANNED: [
            FollowUpState.ANSWERED,
            FollowUpState.NO_ANSWER,
            FollowUpState.OPTED_OUT,
        ],
        FollowUpState.NO_ANSWER: [FollowUpState.ANSWERED],
    }
)


class FollowUpAnswer(models.TextChoices):
    WORKING = "working", _("I work")
    STUDYING = "studying", _("I study or follow a training")
    SEEKING = "seeking", _("I am looking for work")
    SOMETHING_ELSE = "something_else", _("Something else")

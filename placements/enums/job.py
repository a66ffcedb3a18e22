"""Choices about jobs, what people do after the training, and the questions to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves
from becode.people.enums import ContactResult


class JobState(models.TextChoices):
    REPORTED = "reported", _("Reported, to be looked at")
    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Discarded")


JOB_MOVES = Moves(
    {
        JobState.REPORTED: [JobState.CONFIRMED, JobState.DISCARDED],
        JobState.CONFIRMED: [JobState.DISCARDED],
        JobState.DISCARDED: [JobState.CONFIRMED, JobState.REPORTED],
    }
)


class DiscardReason(models.TextChoices):
    NEVER_BEGAN = "never_began", _("The job never began")
    NOT_TRUE = "not_true", _("It is not right")
    ANSWER_CHANGED = "answer_changed", _("The person corrected the answer")
    MISTAKE = "mistake", _("Recorded by mistake")


class ReportedBy(models.TextChoices):
    COLLEAGUE = "colleague", _("A colleague")
    PERSON = "person", _("The person")
    COMPANY = "company", _("The company")
    FOLLOW_UP = "follow_up", _("An answer after leaving")


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


class ExclusionReason(models.TextChoices):
    """Why a graduate is left out of a figure; docs/domain.md, "Outcomes that can be audited"."""

    DIED = "died", _("Died")
    ILL = "ill", _("Cannot work because of long illness")
    ABROAD = "abroad", _("Lives abroad and may not work here")
    CARE = "care", _("Cares for somebody full-time")
    DETAINED = "detained", _("Detained")
    ERASED = "erased", _("Asked to be forgotten")


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("Not due yet, or open")
    ANSWERED = "answered", _("Answered")
    NO_ANSWER = "no_answer", _("No answer")
    OPTED_OUT = "opted_out", _("Does not want to be asked")
    NOT_ASKED = "not_asked", _("Not asked")


FOLLOW_UP_MOVES = Moves(
    {
        FollowUpState.PLANNED: [
            FollowUpState.ANSWERED,
            FollowUpState.NO_ANSWER,
            FollowUpState.OPTED_OUT,
            FollowUpState.NOT_ASKED,
        ],
        # An answer may come late, and be corrected for a while.
        FollowUpState.NO_ANSWER: [FollowUpState.ANSWERED, FollowUpState.OPTED_OUT],
        FollowUpState.ANSWERED: [FollowUpState.ANSWERED],
    }
)


class NotAsked(models.TextChoices):
    """Why a question after leaving was never asked."""

    WITH_US = "with_us", _("Is with us again")
    LATE = "late", _("A later question took its place")
    DIED = "died", _("Died")
    ERASED = "erased", _("Asked to be forgotten")


class FollowUpAnswer(models.TextChoices):
    WORKING = "working", _("I work")
    STUDYING = "studying", _("I study or follow a training")
    SEEKING = "seeking", _("I am looking for work")
    SOMETHING_ELSE = "something_else", _("Something else")


class AnsweredThrough(models.TextChoices):
    LINK = "link", _("Link in a message")
    SPACE = "space", _("Own pages")
    CALL = "call", _("Call")


# After this many calls without an answer a question is closed.
FAILED_CALLS = 3
FAILED = (
    ContactResult.NOT_REACHED,
    ContactResult.LEFT_MESSAGE,
    ContactResult.WRONG_NUMBER,
)


class AtExit(models.TextChoices):
    """What somebody does on the day they leave: docs/domain.md, "Funder reports"."""

    WORKING = "working", _("I work")
    STUDYING = "studying", _("I study or follow a training")
    SEEKING = "seeking", _("I am looking for work")
    NOT_SEEKING = "not_seeking", _("I am not looking for work")
    UNSAID = "unsaid", _("I prefer not to say")

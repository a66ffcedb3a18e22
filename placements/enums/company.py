"""Choices about companies, their colleagues and framework agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class ContactRole(models.TextChoices):
    """What a colleague of a company may do in its portal; one person may have several."""

    MANAGER = "manager", _("Manages colleagues")
    SIGNATORY = "signatory", _("Signs agreements")
    MENTOR = "mentor", _("Mentor of interns")
    RECRUITER = "recruiter", _("Offers places and answers proposals")


class AgreementState(models.TextChoices):
    """Of a framework agreement."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    ENDED = "ended", _("Ended")
    RENEWED = "renewed", _("Renewed")


FRAMEWORK_MOVES = Moves(
    {
        AgreementState.DRAFT: [AgreementState.ACTIVE, AgreementState.ENDED],
        AgreementState.ACTIVE: [AgreementState.RENEWED, AgreementState.ENDED],
    }
)


class LinkPurpose(models.TextChoices):
    """What a link for somebody without an account is for: one thing each."""

    INVITE = "invite", _("Accept an invitation")
    SIGN = "sign", _("Sign an agreement")
    EVALUATE = "evaluate", _("Evaluate an intern")
    MONTH = "month", _("Confirm a month")
    WORKSTATION = "workstation", _("Fill in the workstation sheet")
    FOLLOW_UP = "follow_up", _("Answer a question after leaving")
    PROOF = "proof", _("Send the proof of a job")
    RENEW = "renew", _("Keep a position open")

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class PartnerKind(models.TextChoices):
    """docs/domain.md, "The programme": where people are met whom schools and employers miss."""

    WELFARE = "welfare", _("Welfare centre (OCMW or CPAS)")
    ASYLUM = "asylum", _("Asylum agency")
    SOCIAL_HOUSING = "social_housing", _("Social housing company")
    EMPLOYMENT_SERVICE = "employment_service", _("Employment service")
    ASSOCIATION = "association", _("Association")
    SCHOOL = "school", _("School")
    COMPANY = "company", _("Company")
    PRESS = "press", _("Press")


class ActivityKind(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    INFO_STAND = "info_stand", _("Info stand")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    OPEN_DAY = "open_day", _("Open day")


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVITY_MOVES = Moves(
    {
        ActivityState.PLANNED: [ActivityState.HELD, ActivityState.CANCELLED],
        ActivityState.HELD: [ActivityState.PLANNED],
        ActivityState.CANCELLED: [ActivityState.PLANNED],
    }
)


class ReferralState(models.TextChoices):
    WAITING = "waiting", _("Waits for the person's yes")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("The person said no")
    LAPSED = "lapsed", _("No answer")


REFERRAL_MOVES = Moves(
    {
        ReferralState.WAITING: [
            ReferralState.CONFIRMED,
            ReferralState.DECLINED,
            ReferralState.LAPSED,
        ],
        # Somebody who calls later is still welcome.
        ReferralState.LAPSED: [ReferralState.CONFIRMED, ReferralState.DECLINED],
    }
)


class SharedStage(models.TextChoices):
    """What a person may let their referrer see; each is asked apart."""

    RECEIVED = "received", _("That I applied")
    SELECTION = "selection", _("How the selection goes")
    WAITLIST = "waitlist", _("That I wait for a seat")
    TRAINING = "training", _("That I follow the training")
    GRADUATION = "graduation", _("That I finished the training")


class ConsentChannel(models.TextChoices):
    """How a referrer was told that they may pass a person on."""

    SPOKEN = "spoken", _("Spoken")
    PAPER = "paper", _("On paper")
    MESSAGE = "message", _("By message")

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class ApplicationState(models.TextChoices):
    """docs/domain.md, "Application states"."""

    DRAFT = "draft", _("Not sent yet")
    SUBMITTED = "submitted", _("Received")
    IN_SELECTION = "in_selection", _("In selection")
    ADMITTED = "admitted", _("Admitted")
    ENROLLED = "enrolled", _("Enrolled")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


# `admitted` is "eligible": the person may wait on a list and be offered a seat.
APPLICATION_MOVES = Moves(
    {
        ApplicationState.DRAFT: [ApplicationState.SUBMITTED, ApplicationState.LAPSED],
        ApplicationState.SUBMITTED: [
            ApplicationState.IN_SELECTION,
            ApplicationState.ADMITTED,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        ],
        ApplicationState.IN_SELECTION: [
            ApplicationState.ADMITTED,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        ],
        ApplicationState.ADMITTED: [
            ApplicationState.ENROLLED,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        ],
        # Before the start only: withdrawn for good, or back on the list.
        ApplicationState.ENROLLED: [ApplicationState.WITHDRAWN, ApplicationState.ADMITTED],
    }
)
_OPENED_AGAIN = [
    ApplicationState.SUBMITTED,
    ApplicationState.IN_SELECTION,
    ApplicationState.ADMITTED,
]
# A table of its own: a closed application opens again by the verb `reopen` alone, which leads
# back to where it was.
REOPEN_MOVES = Moves(
    {
        ApplicationState.REJECTED: _OPENED_AGAIN,
        ApplicationState.WITHDRAWN: _OPENED_AGAIN,
        ApplicationState.LAPSED: _OPENED_AGAIN,
    }
)
# Tables of their own: somebody did not come on the first day, and came after all.
NEVER_CAME_MOVES = Moves({ApplicationState.ENROLLED: [ApplicationState.LAPSED]})
CAME_AFTER_ALL_MOVES = Moves({ApplicationState.LAPSED: [ApplicationState.ENROLLED]})
OPEN_APPLICATION_STATES = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.IN_SELECTION,
    ApplicationState.ADMITTED,
)


class RejectionReason(models.TextChoices):
    NO_RIGHT_TO_WORK = "no_right_to_work", _("May not follow a training or work in Belgium")
    LANGUAGE = "language", _("Cannot follow the lessons in this language yet")
    AVAILABILITY = "availability", _("Cannot be there every day")
    SELECTION = "selection", _("Selection: others were chosen")
    UNREACHABLE = "unreachable", _("We could not reach the person")
    DUPLICATE = "duplicate", _("The same person applied twice")
    OTHER = "other", _("Another reason")


class WithdrawalReason(models.TextChoices):
    FOUND_JOB = "found_job", _("I found a job")
    OTHER_TRAINING = "other_training", _("I chose another training")
    NO_TIME = "no_time", _("I have no time now")
    HEALTH_OR_FAMILY = "health_or_family", _("Health or family")
    OTHER = "other", _("Another reason")


class HeardFrom(models.TextChoices):
    WORD_OF_MOUTH = "word_of_mouth", _("A friend or family")
    EMPLOYMENT_SERVICE = "employment_service", _("VDAB, Actiris, Forem or Bruxelles Formation")
    SOCIAL_MEDIA = "social_media", _("Social media")
    WEB = "web", _("I found it on the internet")
    WELFARE = "welfare", _("OCMW or CPAS")
    WORKSHOP = "workshop", _("A workshop")
    ASYLUM_OR_NGO = "asylum_or_ngo", _("Fedasil or an association")
    SOCIAL_HOUSING = "social_housing", _("Social housing")
    COMPANY = "company", _("A company")
    PRESS = "press", _("Newspaper, radio or television")
    OTHER = "other", _("Something else")


class ClosingReason(models.TextChoices):
    """Why an application lapsed, where silence was not the reason."""

    MERGED = "merged", _("Two records of one person became one")
    NO_SHOW = "no_show", _("Was not there, and chose no other moment for 14 days")
    NEVER_CAME = "never_came", _("Had a seat and did not come on the first day")

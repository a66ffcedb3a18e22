from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    FEMALE = "f", _("Woman")
    MALE = "m", _("Man")
    OTHER = "x", _("X")
    UNSAID = "unsaid", _("I prefer not to say")


class ContactKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")


class LessonLevel(models.TextChoices):
    """The answer to "Can you follow a lesson in …?", and the CEFR level it stands for."""

    YES = "yes", _("Yes")
    A_LITTLE = "a_little", _("A little")
    NO = "no", _("No")

    @property
    def cefr(self) -> str:
        return {"yes": "B2", "a_little": "A2", "no": ""}[self.value]


class ConsentPurpose(models.TextChoices):
    """One purpose each, asked apart and unticked. docs/domain.md, "Personal data"."""

    APPLICATION = "application", _("Handle my application")
    SHARE_PROFILE = "share_profile", _("Show my first name and profile to companies")
    NEEDS = "needs", _("Use my answer about what I need to arrange support")
    DISABILITY = "disability", _("Use my answer about disability for support and for totals")
    MINORITY = "minority", _("Use my answer about minorities for anonymous totals")
    NEWS = "news", _("Tell me about other courses")


class SpecialKind(models.TextChoices):
    """What lives in the vault and nowhere else."""

    NEEDS = "needs", _("What I need to learn well")
    DISABILITY = "disability", _("Disability or long illness")
    MINORITY = "minority", _("Member of a minority")


class ContactChannel(models.TextChoices):
    """How a colleague was in touch with somebody."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MESSAGE = "message", _("Message")
    NOTE = "note", _("Note")


class ContactResult(models.TextChoices):
    REACHED = "reached", _("We spoke")
    NOT_REACHED = "not_reached", _("Not reached")
    LEFT_MESSAGE = "left_message", _("Left a message")
    WRONG_NUMBER = "wrong_number", _("Wrong number or address")

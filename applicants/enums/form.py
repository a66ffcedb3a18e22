from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.moves import Moves


class FilledBy(models.TextChoices):
    """Who held the pen. Anybody but the person themself needs their confirmation."""

    SELF = "self", _("The person themself")
    FAMILY = "family", _("Family or a friend")
    COUNSELLOR = "counsellor", _("A counsellor")
    STAFF = "staff", _("A colleague")


# Who fills in for somebody else: the person has to say that it is theirs.
BY_HELPERS = (FilledBy.FAMILY, FilledBy.COUNSELLOR)


class QuestionType(models.TextChoices):
    SHORT_TEXT = "short_text", _("One line of text")
    LONG_TEXT = "long_text", _("Several lines of text")
    YES_NO = "yes_no", _("Yes or no")
    ONE_CHOICE = "one_choice", _("One of several answers")
    SEVERAL_CHOICES = "several", _("Several answers")
    NUMBER = "number", _("A number")
    DATE = "date", _("A date")
    DOCUMENT = "document", _("A photo or file")


class QuestionStage(models.TextChoices):
    """Which moment asks a question: the form, or a step of the selection."""

    FORM = "form", _("The application form")
    INFO_SESSION = "info_session", _("Info session")
    CHALLENGE = "challenge", _("Online challenge")
    SELECTION_DAY = "selection_day", _("Selection day")
    INTERVIEW = "interview", _("Interview")
    DOCUMENT_CHECK = "document_check", _("Document check")


class DocumentKind(models.TextChoices):
    RIGHT_TO_WORK = "right_to_work", _("Residence or work permit")
    JOBSEEKER = "jobseeker", _("Proof of registration as a jobseeker")
    DIPLOMA = "diploma", _("Diploma or certificate")
    LANGUAGE = "language", _("Language certificate")
    CV = "cv", _("CV")
    CHALLENGE = "challenge", _("Result of the challenge")
    OTHER = "other", _("Another document")


class HelpState(models.TextChoices):
    OPEN = "open", _("To be called")
    DONE = "done", _("Called")


HELP_MOVES = Moves({HelpState.OPEN: [HelpState.DONE], HelpState.DONE: [HelpState.OPEN]})

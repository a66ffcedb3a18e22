from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """By which channel a rule writes to people."""

    OWN = "own", _("As each person wishes")
    EMAIL = "email", _("E-mail where there is one")
    SMS = "sms", _("SMS where there is a number")


class Audience(models.TextChoices):
    """To whom a rule writes."""

    APPLICANT = "applicant", _("Applicant")
    LEARNER = "learner", _("Learner")
    LEARNER_AND_COACHES = "learner_and_coaches", _("Learner and coaches")
    FORMER = "former", _("Who graduated or left")
    COMPANY = "company", _("Company")
    SIGNER = "signer", _("Who has not signed yet")
    COACHES = "coaches", _("Coaches of the cohort")
    MANAGERS = "managers", _("Campus managers")
    ADMISSIONS = "admissions", _("Admissions")
    ASSESSOR = "assessor", _("The assessor")
    ASSESSORS = "assessors", _("Assessors and hosts of the day")
    PLACEMENT = "placement", _("Placement officers")
    OWNER = "owner", _("The colleague in charge")
    STAFF = "staff", _("Every colleague")


class Milestone(models.TextChoices):
    """Days in the life of an ordinary cohort from which rules count."""

    COHORT_START = "cohort_start", _("First day of the training")
    MONTH_END = "month_end", _("Last training day of a month")
    EVALUATION = "evaluation", _("Training evaluation")
    TRAINING_END = "training_end", _("Last training day")
    INTERNSHIP_START = "internship_start", _("First day of the internship")
    FIRST_WEEK = "first_week", _("First week of the internship")
    INTERN_EVALUATION = "intern_evaluation", _("Evaluation of the internship")
    INTERNSHIP_END = "internship_end", _("Last day of the internship")
    GRADUATION = "graduation", _("Graduation")
    FOLLOW_UP = "follow_up", _("Question after leaving")
